### The portal's frame, its way in and its failures; the entities.

## The frame.

portal-skip = Aller au contenu
portal-sections = Portail
portal-connection = Connexion
portal-people = Personnes
portal-groups = Groupes
portal-activity = Activité
portal-billing = Facturation
portal-signed-in-until = Session ouverte jusqu’à <time datetime="{ $machine }">{ $time }</time>
portal-sign-out = Se déconnecter
portal-language = Langue
portal-read-only = Le provisionnement ne fait pas partie de la formule de votre organisation. Vous pouvez tout consulter ici, mais rien modifier.

## What is copied.

portal-copied = Copié
portal-selected = Sélectionné : copiez-le avec votre clavier

## The way in and out.

portal-open-title = Ouvrir le portail de { $tenant }
portal-open-heading = Ouvrir le portail de <bdi>{ $tenant }</bdi>
portal-open-as = Une session d’une heure s’ouvrira au nom de <strong><bdi>{ $admin }</bdi></strong>.
portal-open-as-administrator = La session d’administration de <bdi>{ $tenant }</bdi> durera une heure.
portal-open-button = Ouvrir le portail
portal-open-note = Ce n’est pas vous, ou vous ne l’avez pas demandé dans le produit de votre fournisseur ? Fermez cette page. Il ne s’est encore rien passé.
portal-signed-out-title = La session est fermée
portal-signed-out = Pour revenir, ouvrez le portail depuis les paramètres du produit de votre fournisseur. Vous pouvez fermer cette page.
portal-no-session-title = Ouvrez de nouveau le portail
portal-no-session = Aucune session n’est ouverte ici, l’heure que dure une session est écoulée, ou votre fournisseur a mis fin à la session. Rien n’est perdu.
portal-open-from-settings = Ouvrez de nouveau le portail depuis les paramètres du produit de votre fournisseur.
portal-link-over-title = Ce lien n’est plus valable
portal-link-over = Un lien vers le portail est valable une seule fois et pendant cinq minutes. Celui-ci a été utilisé, son délai est écoulé, ou votre fournisseur l’a désactivé. Dans le navigateur où il a été utilisé, il mène au portail tant que votre session y est ouverte.
portal-link-over-another = Pour en obtenir un autre, ouvrez de nouveau le portail depuis les paramètres du produit de votre fournisseur.

## What goes wrong.

portal-not-found-title = Il n’y a rien ici
portal-not-found = Le lien est peut-être mal saisi, ou son contenu n’existe plus.
portal-to-the-portal = Vers le portail
portal-forged-title = Rien n’a été modifié
portal-forged = Ce que votre navigateur a envoyé ne venait pas d’une page de cette session : vous avez peut-être ouvert une nouvelle session depuis l’affichage de la page, ou un autre site a tenté d’agir en votre nom.
portal-forged-again = Si c’était vous, ouvrez de nouveau la page et recommencez.
portal-invalid-title = Cela n’est pas possible
portal-invalid = { $detail } Rien n’a été modifié.
portal-invalid-back = Revenez en arrière dans votre navigateur et essayez autrement.
portal-loaded-ahead = Cette page s’affiche lorsque quelqu’un l’ouvre et n’est pas préchargée.
portal-not-allowed = Cette page n’est pas accessible de cette manière.
portal-too-large = Le formulaire dépasse 64 Kio.
portal-incomplete = Le formulaire n’est pas arrivé en entier.
portal-try-later-title = Veuillez réessayer dans un instant
portal-try-later = Le service est très sollicité en ce moment, et nous n’avons pas pu traiter votre demande. Rien n’est perdu.
portal-try-later-again = Revenez en arrière ou rechargez cette page dans { $wait }.
portal-bug-title = Une erreur s’est produite
portal-bug = L’erreur vient de nous, et nous en avons pris note. Réessayez dans quelques minutes.
portal-bug-reference = Si cela se reproduit, transmettez cette référence à votre fournisseur :

## A tenant whose plan has no provisioning.

portal-plan-title = Le provisionnement fait partie de la formule Advanced
portal-plan-lead = Votre organisation utilise la formule Standard. Avec la formule Advanced, votre annuaire s’occupe des comptes pour vous :
portal-plan-gives = Ce qu’apporte la formule Advanced
portal-plan-appear = <strong>Les personnes apparaissent d’elles-mêmes.</strong> Toute personne que vous affectez dans Okta, Microsoft Entra ou un autre annuaire SCIM a aussitôt un compte.
portal-plan-leave = <strong>Qui s’en va est bloqué en quelques secondes</strong> et supprimé sous deux semaines, traces comprises.
portal-plan-follow = <strong>Les noms et les adresses suivent.</strong> Une nouvelle adresse compte dès que la personne l’a confirmée.
portal-plan-invite = <strong>Vous invitez plusieurs personnes à la fois</strong>, chacune dans une entité et avec l’accès aux cartes qu’il lui faut.
portal-plan-see = <strong>Vous voyez qui a modifié quoi</strong>, et ce que coûte chaque personne.
portal-plan-ask = Demandez à votre fournisseur de faire passer votre organisation à la formule Advanced. Rien de ce qui existe n’est perdu. Ce qui a été facturé reste sous <a href="billing">Facturation</a>.

## Entities.

portal-all-people = Toutes les personnes
portal-entities-title = Entités
portal-entities-lead = Les unités juridiques de votre organisation. Chaque personne est invitée dans l’une d’elles.
portal-entities-none-label = Aucune
portal-entities-none = Il n’y en a pas encore. La première est créée lorsque vous invitez des personnes.
portal-entity-name = Nom
portal-entity-rename = Renommer<span class="hidden"> { $entity }</span>
portal-entity-delete = Supprimer…<span class="hidden"> { $entity }</span>
portal-entity-delete-when = C’est possible tant que personne n’y est invité.
portal-entity-delete-now = Supprimer maintenant
portal-entity-renamed = L’entité est renommée. Les invitations conservent l’ancien nom.
portal-entity-deleted = L’entité est supprimée.
portal-entity-in-use = L’entité n’est pas supprimée : quelqu’un y est invité ou a accepté l’invitation. Seule une entité sans personne peut être supprimée.
portal-entity-in-rule = L’entité n’est pas supprimée : la règle d’un groupe y invite des personnes. Modifiez d’abord cette règle.
portal-entity-gone = Cette entité n’existe plus.
portal-entity-bad-name = Un nom tient sur une ligne de 1 à 100 caractères.
portal-entity-too-many = Les personnes sont trop nombreuses pour vérifier à temps si quelqu’un appartient à l’entité.

## A form that was sent when the session was over.

portal-over-title = Votre session est terminée
portal-over-kept = Votre saisie est conservée sur cette page et rien n’a été modifié. Ouvrez à nouveau le portail depuis le produit de votre fournisseur, dans un autre onglet. Renvoyez-la ensuite ici.
portal-over-again = Renvoyer
portal-kept-title = Envoyer maintenant ?
portal-kept = Vous êtes à nouveau connecté, chez <bdi>{ $tenant }</bdi>. Rien n’a encore été modifié.
portal-kept-send = Envoyer maintenant
portal-kept-not = Ne pas envoyer
