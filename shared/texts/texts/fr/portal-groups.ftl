### The portal: Groups, and what their people get.

## The list.

groups-title = Groupes
groups-lead = Les groupes que votre annuaire a envoyés. Une règle détermine ce que reçoivent les personnes d’un groupe : un rôle, et une invitation dans l’une de vos entités.
groups-none-yet = Votre annuaire n’a encore envoyé aucun groupe
groups-none-how = Les personnes doivent elles-mêmes être affectées à l’application. Envoyez ensuite les groupes qui détermineront ce qu’elles reçoivent :
groups-none-okta = Okta : <strong>Push Groups → Push Groups → Find groups by name</strong> dans l’application.
groups-none-entra = Microsoft Entra : affectez les groupes à l’application et activez <strong>Mappings → Provision Microsoft Entra ID Groups</strong>.
groups-none-guides = Les <a href="connection#guides">guides</a> expliquent comment connecter un annuaire.
groups-name = Nom
groups-which = Règle
groups-which-any = Avec ou sans
groups-which-with = Avec une règle
groups-which-without = Sans règle
groups-count =
    { $count ->
        [one] { $count } groupe
       *[other] { $count } groupes
    }
groups-matching =
    { $count ->
        [one] { $count } sur { $everything } correspond
       *[other] { $count } sur { $everything } correspondent
    }
groups-none = Aucun groupe
groups-none-found = <strong>Aucun groupe trouvé.</strong> Cherchez une autre partie du nom, ou <a href="groups">affichez tous les groupes</a>.
groups-no-more = <strong>Il n’y a plus de groupes.</strong> <a href="groups">Revenir à la première page</a>.
groups-group = Groupe
groups-members = Membres
groups-gets = Ce que reçoivent ses membres
groups-place = Rang dans l’ordre
groups-gone = Ce groupe n’existe plus. Rien n’a été modifié.
groups-no-group = Ce groupe n’existe pas.

## What a rule gives, in a few words.

groups-gives-role = Rôle : { $role }
groups-gives-invitation = Invitation dans { $entity } ({ $access })
groups-gives-nothing = Rien : aucune règle
groups-no-longer-entity = une entité qui n’existe plus

## The order of the rules.

groups-order = Ordre des règles
groups-order-count =
    { $count ->
        [one] { $count } groupe a une règle.
       *[other] { $count } groupes ont une règle.
    }
groups-order-meaning = Une personne dans plusieurs groupes a les rôles de tous ces groupes. Elle est invitée par la première règle de cet ordre qui invite.
groups-order-later = Un autre ordre n’invite personne de nouveau et ne retire aucune invitation. Il vaut pour les prochaines personnes qui arrivent.
groups-order-change = Modifier l’ordre
groups-order-none = Aucun groupe n’a encore de règle.
groups-up = Monter<span class="hidden"> : { $group }</span>
groups-down = Descendre<span class="hidden"> : { $group }</span>
groups-moved = { $group } est maintenant au rang { $place } sur { $all }.
groups-not-moved = Cette règle n’existe plus, ou ne peut pas être déplacée davantage.

## A group.

groups-all = Tous les groupes
groups-member-count =
    { $count ->
        [one] { $count } membre
       *[other] { $count } membres
    }
groups-as-people = Les afficher sous Personnes
groups-nobody = Personne n’est dans ce groupe. Ajoutez-y des personnes dans votre annuaire.
groups-no-more-members = <strong>Il n’y a plus de membres.</strong> <a href="{ $link }">Revenir à la première page</a>.
groups-unsorted = Le groupe est trop grand pour trier ses membres ici : ils sont affichés sans ordre particulier. Cherchez une personne sous Personnes.
groups-people-of = Seulement les personnes du groupe <a href="{ $link }">{ $name }</a>.
groups-people-any = Afficher les personnes de tous les groupes
groups-rule = Règle
groups-rule-none = Ce groupe n’a pas de règle : ses membres ne reçoivent rien par lui.
groups-rule-make = Créer une règle
groups-rule-change = Modifier la règle
groups-rule-end = Supprimer la règle…
groups-rule-again = Appliquer de nouveau
groups-rule-again-about = Examine de nouveau tous les membres et fait ce qui manque encore. Cela se fait aussi tout seul ; c’est utile une fois que votre fournisseur a résolu un problème.
groups-roles-by-directory = Votre annuaire décide qui a quel rôle : le rôle de cette règle ne donne donc rien en ce moment.
groups-place-of = Rang { $place } sur { $all } dans l’<a href="rules">ordre des règles</a>.

## A rule is written.

groups-rule-of = Règle de { $group }
groups-rule-lead = Ce que reçoit chaque personne de ce groupe. Vous voyez qui est concerné avant d’enregistrer.
groups-role = Rôle
groups-role-none = Aucun rôle
groups-roles-about = Ce que signifient les rôles
groups-role-undeclared = Il n’y a pas encore de rôles ici : votre fournisseur déclare ceux que son produit connaît. D’ici là, une règle peut inviter.
groups-role-by-directory = Pour l’instant, votre annuaire décide qui a quel rôle. Le rôle d’une règle compte dès que les rôles viennent des groupes.
groups-invite = Inviter toute personne qui arrive
groups-invite-about = Toute personne du groupe sans invitation en reçoit une par e-mail, une seule fois. Qui a déjà accepté n’en reçoit pas d’autre.
groups-invite-to = Invitation dans
groups-invite-as = Avec accès à la carte
groups-choose = Choisir
groups-no-entities = Il n’y a pas encore d’entité où inviter. La première est créée lorsque vous invitez quelqu’un sous <a href="people">Personnes</a>.
groups-preview = Aperçu
groups-bad-form = La règle ne peut pas être ainsi : voir ci-dessous. Rien n’a été modifié.
groups-bad-role = Ce rôle n’existe plus. Choisissez-en un autre.
groups-bad-nothing = La règle ne donne rien. Choisissez un rôle, ou faites-la inviter.
groups-bad-entity = Choisissez l’entité de l’invitation.
groups-bad-access = Choisissez l’accès à la carte de l’invitation.
groups-bad-rules = 200 groupes ont une règle, ce qui est le maximum. Supprimez d’abord la règle d’un autre groupe.

## What would change.

groups-preview-of = Aperçu : { $group }
groups-preview-lead = Rien n’est encore modifié.
groups-what = Quoi
groups-now = Maintenant
groups-then = Ensuite
groups-invitation = Invitation
groups-none-given = Rien
groups-for-whom = Pour qui
groups-looked-all =
    { $count ->
        [one] Sur { $count } membre :
       *[other] Sur { $count } membres :
    }
groups-looked-some = Le groupe est grand : { $count } sur { $members } ont été examinés. Parmi eux :
groups-gain =
    { $count ->
        [one] { $count } personne reçoit le rôle { $role }
       *[other] { $count } personnes reçoivent le rôle { $role }
    }
groups-lose =
    { $count ->
        [one] { $count } personne perd le rôle { $role }
       *[other] { $count } personnes perdent le rôle { $role }
    }
groups-are-invited =
    { $count ->
        [one] { $count } personne est invitée
       *[other] { $count } personnes sont invitées
    }
groups-are-revoked =
    { $count ->
        [one] L’invitation de { $count } personne est retirée
       *[other] Les invitations de { $count } personnes sont retirées
    }
groups-and-others =
    { $count ->
        [one] et { $count } autre
       *[other] et { $count } autres
    }
groups-nothing-changes = Rien ne change pour personne en ce moment. La règle vaut pour les personnes qui arrivent plus tard.
groups-nobody-loses = Rien ne change pour personne.
groups-preview-note = Chaque personne est examinée de nouveau au moment voulu. Les e-mails partent au rythme fixé par votre fournisseur.
groups-save = Enregistrer la règle
groups-edit = Modifier
groups-changed-meanwhile = Les règles ont été modifiées entre-temps par quelqu’un d’autre : rien n’a été enregistré. Voici la situation actuelle, et ce que votre règle en ferait.
groups-saved = La règle est enregistrée.
groups-applied = La règle est appliquée de nouveau.
groups-removed = La règle est supprimée.
groups-rule-gone = Le groupe n’a plus de règle. Rien n’a été modifié.

## A rule is removed.

groups-end-title = Supprimer la règle de { $group } ?
groups-end-places = Qui a accepté une invitation garde sa place.
groups-end-button = Supprimer maintenant
groups-end-cancel = La garder

## While rules are applied.

groups-run = Des règles sont appliquées
groups-run-this = La règle est appliquée
groups-run-everybody = Les rôles de toutes les personnes sont mis à jour
groups-run-done =
    { $count ->
        [one] { $done } sur { $count } personne traitée.
       *[other] { $done } sur { $count } personnes traitées.
    }
groups-run-begins = Cela commence dans un instant.
groups-run-note = Cela continue tout seul : vous pouvez quitter cette page.
groups-run-look = Regarder de nouveau

## Where roles come from.

groups-roles-from = D’où viennent les rôles
groups-roles-from-groups = Les rôles viennent des groupes : les règles des groupes d’une personne décident.
groups-roles-from-directory = Les rôles viennent de votre annuaire : il envoie lui-même les rôles de chaque personne.
groups-roles-switch = Modifier…
groups-to-directory-title = Prendre les rôles de votre annuaire ?
groups-to-directory-loses = Toutes les personnes perdent les rôles que leurs groupes donnent.
groups-to-directory-gets = Chaque personne a les rôles que votre annuaire envoie dans son attribut <code>roles</code>. Tant qu’il n’en envoie pas, personne n’en a.
groups-to-directory-invites = Les invitations par règles continuent comme avant.
groups-to-directory-button = Les prendre de l’annuaire
groups-to-groups-title = Prendre les rôles des groupes ?
groups-to-groups-loses = Toutes les personnes perdent les rôles que votre annuaire a envoyés ; les suivants sont ignorés.
groups-to-groups-gets = Chaque personne a les rôles que donnent les règles de ses groupes.
groups-to-groups-button = Les prendre des groupes
groups-roles-keep = Laisser tel quel
groups-switched = C’est modifié. Les rôles de toutes les personnes sont mis à jour.

## At a person.

groups-of-person = Groupes et rôles
groups-of-nobody = La personne n’est dans aucun groupe.
groups-role-by = { $role } : par { $groups }
groups-role-sent = { $role } : par votre annuaire
groups-roles = Rôles
groups-no-roles = Aucun rôle.
groups-and-more =
    { $count ->
        [one] et { $count } autre groupe
       *[other] et { $count } autres groupes
    }
