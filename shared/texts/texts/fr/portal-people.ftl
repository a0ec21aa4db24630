### The portal: People, and inviting them.

## The list.

people-title = Personnes
people-lead = Toutes les personnes de votre organisation. Une personne peut utiliser son compte dès que vous l’avez invitée et qu’elle a accepté. L’invitation concerne l’une de vos <a href="entities">entités</a>.
people-name-or-address = Nom ou adresse
people-state = État
people-entity = Entité
people-any = Tous
people-groups = Groupes
people-states = États
people-search = Rechercher
people-count =
    { $count ->
        [one] { $count } personne
       *[other] { $count } personnes
    }
people-matching =
    { $count ->
        [one] { $count } sur { $everybody } correspond
       *[other] { $count } sur { $everybody } correspondent
    }
people-unsorted = Il y a trop de personnes pour les trier et les compter à temps. Elles sont affichées sans ordre particulier. <a href="{ $link }">Essayer à nouveau de les trier</a>.
people-nobody = Personne
people-none-found = <strong>Aucun résultat.</strong> Cherchez une autre partie du nom ou de l’adresse, ou <a href="people">affichez tout le monde</a>.
people-none-yet = <strong>Il n’y a encore personne ici.</strong> <a href="connection">Connectez votre annuaire</a> et attribuez-y des personnes : elles apparaissent aussitôt ici.
people-no-more = <strong>Il n’y a plus personne.</strong> <a href="{ $link }">Revenir à la première page</a>.
people-choose-note = Choisissez des personnes qui ne sont pas invitées ou dont l’invitation a expiré.
people-none-can = Personne sur cette page ne peut être invité : tous sont invités, ont accepté ou sont désactivés.
people-chosen = { $count } sur { $all } sélectionnées.
people-all-can = Choisir les { $count } personnes qui peuvent être invitées
people-all-match = Choisir les { $count } personnes qui correspondent
people-all-can-uncounted = Choisir toutes celles qui peuvent être invitées
people-all-match-uncounted = Choisir toutes celles qui correspondent
people-invite = Inviter
people-invite-form = Inviter des personnes
people-choose = Choisir
people-choose-page = Choisir toutes celles de cette page
people-choose-person = Choisir { $name }
people-person = Personne
people-unconfirmed = Nouvelle adresse non confirmée
people-unreachable = Les e-mails n’arrivent pas à cette personne
people-page-of = Page { $page } sur { $all }
people-pages = Pages
people-first-page = Première page
people-previous-page = Page précédente
people-next-page = Page suivante
people-last-page = Dernière page
people-nobody-chosen = Personne n’est sélectionné. Choisissez les personnes que vous souhaitez inviter.
people-nobody-can = Aucune des personnes qui correspondent ne peut être invitée.

## Where people stand.

people-provisioned = Non invité
people-invited = Invité
people-expired = Invitation expirée
people-accepted = Accepté
people-deactivated = Désactivé
people-kept-until = Désactivé, conservé jusqu’au { $date }
people-can-be-invited = Peut être invité
people-awaited = En attente de la personne
people-address-unconfirmed = Adresse non confirmée
people-mail-lost = Les e-mails n’arrivent pas

## Before people are invited.

people-invite-count =
    { $count ->
        [one] Inviter { $count } personne
       *[other] Inviter { $count } personnes
    }
people-invite-lead = Chaque personne reçoit une invitation par e-mail et peut travailler dès qu’elle l’a acceptée.
people-everybody = Toutes les personnes
people-those = Les personnes qui correspondent
people-first-entity = Votre première entité
people-first-entity-about = Une entité est une unité juridique de votre organisation : chaque personne est invitée dans l’une d’elles. Elle est créée ici.
people-invited-to = L’invitation concerne <strong><bdi>{ $entity }</bdi></strong>.
people-what-they-get = Ce qu’elles obtiennent
people-card-access = Accès à la carte
people-card = Carte
people-card-about = Paie avec une carte de l’entreprise.
people-card-and-reimbursement = Carte et remboursement
people-card-and-reimbursement-about = Paie avec une carte de l’entreprise et se fait rembourser ses propres dépenses.
people-reimbursement-only = Remboursement uniquement
people-reimbursement-only-about = N’a pas de carte et se fait rembourser ses propres dépenses.
people-send =
    { $count ->
        [one] Envoyer l’invitation
       *[other] Envoyer { $count } invitations
    }
people-cancel = Annuler
people-who = Qui est invité
people-who-can = Toutes celles qui peuvent être invitées : <strong>{ $people }</strong>.
people-who-match = Toutes celles qui correspondent à votre recherche et peuvent être invitées : <strong>{ $people }</strong>.
people-left-out = Sont exclues :
people-left-invited =
    { $count ->
        [one] { $count } personne est déjà invitée.
       *[other] { $count } personnes sont déjà invitées.
    }
people-left-accepted =
    { $count ->
        [one] { $count } personne a déjà accepté.
       *[other] { $count } personnes ont déjà accepté.
    }
people-left-deactivated =
    { $count ->
        [one] { $count } personne est désactivée.
       *[other] { $count } personnes sont désactivées.
    }
people-plan-note = Chaque personne est vérifiée à nouveau quand vient son tour. Celles qui ont été invitées par quelqu’un d’autre ou désactivées entre-temps sont exclues, tout comme celles qui sont ajoutées après votre confirmation. Les e-mails partent au rythme fixé par votre fournisseur ; certains peuvent donc arriver des heures plus tard.

## While people are invited.

people-invitations-to = Invitations pour { $entity }
people-progress-label = Progression
people-progress = { $count } sur { $people } invitées.
people-keep-open = Gardez cette page ouverte jusqu’à ce que toutes soient invitées. Si vous la quittez, les invitations déjà faites restent valables : pour continuer, choisissez à nouveau toutes les personnes dans la liste.
people-goes-on = Il y a beaucoup d’activité en ce moment : la suite reprend dans quelques secondes.
people-continue = Continuer
people-stop = S’arrêter ici
people-back = Retour aux personnes

## What became of invitations.

people-done =
    { $count ->
        [one] { $count } personne invitée pour { $entity }.
       *[other] { $count } personnes invitées pour { $entity }.
    }
people-failed =
    { $count ->
        [one] { $count } personne n’a pas pu être invitée : une erreur s’est produite de notre côté, et nous l’avons notée.
       *[other] { $count } personnes n’ont pas pu être invitées : une erreur s’est produite de notre côté, et nous l’avons notée.
    }
people-partly =
    { $count ->
        [one] { $count } personne invitée, { $others } non : voir ci-dessous.
       *[other] { $count } personnes invitées, { $others } non : voir ci-dessous.
    }
people-outcomes = Résultat pour chaque personne
people-on-its-way = L’invitation est en route vers { $address }.
people-gone = Le compte n’existe plus.
people-somebody = Quelqu’un
people-busy = Il y a beaucoup d’activité en ce moment. Consultez la personne dans une minute et réessayez.
people-broken = Une erreur s’est produite de notre côté, et nous l’avons notée. Réessayez plus tard.
people-too-soon = Elle vient d’être envoyée, ou l’a été trop souvent aujourd’hui. Elle pourra être renvoyée dans { $wait }.
people-inactive = La personne est désactivée. Attribuez-la d’abord à nouveau dans l’annuaire.
people-already-invited = La personne est déjà invitée. Renvoyez cette invitation, ou révoquez-la d’abord.
people-already-accepted = La personne a déjà accepté une invitation.
people-not-invited = La personne n’a pas d’invitation. Invitez-la d’abord.
people-nothing-to-confirm = La personne n’a aucune adresse en attente de confirmation.

## What is not possible.

people-no-state = Cet état n’existe pas.
people-no-entity = Cette entité n’existe pas.
people-no-place = Cette personne n’a pas de place : aucune invitation n’a été acceptée, ou la place a été retirée.
people-no-page = Cette page n’existe pas.
people-no-form = Ce formulaire n’est pas valable.
people-no-access = Choisissez l’accès à la carte.
people-which-entity = Choisissez l’entité.
people-no-name = Le nom d’une entité tient sur une ligne de 1 à 100 caractères.
people-entities-full = Vous avez 100 entités, ce qui est le maximum.
people-most = { $most } personnes au plus peuvent être invitées à la fois.
people-too-many-to-search = Il y a trop de personnes pour en chercher une ici.
people-too-many-to-invite = Il y a trop de personnes pour les inviter toutes à la fois. Invitez-les page par page, ou demandez à votre fournisseur de le faire.
