### The pages behind the links in mails.

## How long something takes.

pages-seconds =
    { $count ->
        [one] { $count } seconde
       *[other] { $count } secondes
    }

pages-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }

pages-hours =
    { $count ->
        [one] { $count } heure
       *[other] { $count } heures
    }

## A tenant whose name nobody can see.

pages-organisation = votre organisation

## What somebody is invited to: the end of "you will have …".

pages-access-card = une carte de paiement
pages-access-card-and-reimbursement = une carte de paiement et le remboursement de vos frais
pages-access-reimbursement-only = le remboursement de vos frais

## Confirming an address.

pages-confirm-title = Confirmez votre adresse e-mail
pages-confirm-change = <bdi>{ $tenant }</bdi> remplace l’adresse e-mail de votre compte par
pages-confirm-yours = Est-ce bien la vôtre ? Confirmez-la, et votre compte l’utilisera désormais. D’ici là, il conserve l’adresse actuelle.
pages-confirm-button = Confirmer
pages-once-until = Ce lien est valable une seule fois, jusqu’au { $until }.
pages-unexpected = Vous ne vous y attendiez pas ? Fermez simplement cette page. En cas de doute, adressez-vous, chez <bdi>{ $tenant }</bdi>, aux personnes qui gèrent les comptes.
pages-confirmed-title = Adresse e-mail confirmée
pages-confirmed-now = Votre compte utilise désormais
pages-confirmed-done = Il ne vous reste rien à faire. Vous pouvez fermer cette page.
pages-already-confirmed-title = Déjà confirmée
pages-already-confirmed = L’adresse e-mail à laquelle ce lien était destiné est déjà confirmée. Il ne vous reste rien à faire, vous pouvez fermer cette page.
pages-expired-title = Ce lien a expiré
pages-expired = Un lien de confirmation d’adresse e-mail n’est valable que quelques jours, et ce délai est écoulé. Rien n’a changé dans votre compte.
pages-expired-resend = Souhaitez-vous toujours confirmer l’adresse ? Nous pouvons y envoyer un nouveau lien.
pages-expired-button = Envoyer un nouveau lien
pages-expired-ask = Si votre adresse doit toujours changer, adressez-vous, chez <bdi>{ $tenant }</bdi>, aux personnes qui gèrent les comptes.
pages-link-sent-title = Un nouveau lien est en route
pages-link-sent-to = Nous l’envoyons à
pages-link-sent-soon = Il devrait arriver dans quelques minutes. Si vous ne le voyez pas, regardez aussi dans vos courriers indésirables.
pages-too-soon-title = Veuillez patienter un peu
pages-too-soon = Nous envoyons au plus un lien par minute et cinq par jour. Vous pourrez <a href="">demander le suivant</a> dans { $wait }.
pages-too-soon-spam = Le lien que vous avez demandé auparavant est peut-être déjà arrivé : regardez aussi dans vos courriers indésirables.
pages-superseded-title = Ce lien n’est plus valable
pages-superseded = Depuis son envoi, le changement de votre adresse e-mail a été annulé ou remplacé par un autre.
pages-superseded-newer = Si vous avez reçu un e-mail plus récent à ce sujet, utilisez le lien qu’il contient. Sinon, vous n’avez rien à faire.

## Accepting an invitation.

pages-invitation-title = Vous avez reçu une invitation
pages-invitation-to = <bdi>{ $inviter }</bdi> vous invite à rejoindre
pages-invitation-access = Vous aurez { $access }. Dès que vous acceptez, votre compte est prêt et vous pouvez vous connecter.
pages-invitation-button = Accepter l’invitation
pages-accepted-title = Invitation acceptée
pages-accepted-at = Vous avez rejoint
pages-accepted-ready = Votre compte est prêt et vous pouvez vous connecter. Vous pouvez fermer cette page.
pages-open-product = Ouvrir <bdi>{ $product }</bdi>
pages-sign-in = Se connecter
pages-already-accepted-title = Déjà acceptée
pages-already-accepted = L’invitation à laquelle ce lien était destiné est déjà acceptée. Il ne vous reste rien à faire, vous pouvez fermer cette page.
pages-blocked-title = Votre compte est désactivé
pages-blocked = L’invitation ne peut donc pas être acceptée pour le moment. Adressez-vous, chez <bdi>{ $tenant }</bdi>, aux personnes qui gèrent les comptes.
pages-blocked-until = Dès que votre compte sera de nouveau actif, ce lien sera valable jusqu’au { $until }.
pages-invitation-expired-title = Cette invitation a expiré
pages-invitation-expired = Le lien d’une invitation n’est valable que quelques jours, et ce délai est écoulé.
pages-invitation-expired-ask = Si vous avez reçu un e-mail plus récent à ce sujet, utilisez le lien qu’il contient. Sinon, demandez aux personnes qui gèrent les comptes chez <bdi>{ $tenant }</bdi> de renvoyer l’invitation.
pages-invitation-gone-title = Cette invitation n’est plus valable
pages-invitation-gone = Depuis son envoi, l’invitation a été annulée ou remplacée par une autre.
pages-newer-or-ask = Si vous avez reçu un e-mail plus récent à ce sujet, utilisez le lien qu’il contient. En cas de doute, adressez-vous, chez <bdi>{ $tenant }</bdi>, aux personnes qui gèrent les comptes.
pages-invitation-moved-title = Cette invitation a été envoyée à une autre adresse
pages-invitation-moved = Depuis son envoi, l’adresse e-mail du compte a changé. Seule une invitation envoyée à la nouvelle adresse peut être acceptée.
pages-invitation-moved-ask = Si c’est votre compte, utilisez le lien du dernier e-mail reçu à cette adresse. En cas de doute, adressez-vous, chez <bdi>{ $tenant }</bdi>, aux personnes qui gèrent les comptes.

## What goes wrong.

pages-unknown-title = Ce lien ne fonctionne pas
pages-unknown = Il est peut-être incomplet : certains logiciels de messagerie coupent les longs liens. Ouvrez-le de nouveau depuis l’e-mail, ou copiez-le en entier.
pages-unknown-past = Si cela ne suffit pas, le lien concerne quelque chose de terminé depuis longtemps, et vous n’avez rien à faire.
pages-try-later-title = Veuillez réessayer dans un instant
pages-try-later = Le service est très sollicité en ce moment, et nous n’avons pas pu traiter votre demande. Rien n’est perdu.
pages-try-later-again = Veuillez <a href="">réessayer</a> dans { $wait }.
pages-bug-title = Une erreur s’est produite
pages-bug = L’erreur vient de nous, et nous en avons pris note. Ouvrez de nouveau le lien de votre e-mail dans quelques minutes.
pages-bug-reference = Si cela se reproduit, transmettez cette référence à la personne qui gère votre compte :
pages-not-allowed-title = Cela n’est pas possible ici
pages-not-allowed = Ouvrez le lien de votre e-mail dans un navigateur et utilisez le bouton de la page.
pages-help = Des questions ? Écrivez à <a href="mailto:{ $address }">{ $address }</a>.

## An administrator's address for notices about the directory.

pages-administrator-title = Confirmez votre adresse pour les avis
pages-administrator = Les avis sur l’annuaire de <bdi>{ $tenant }</bdi> doivent être envoyés à
pages-administrator-when = Ils arrivent lorsqu’un jeton ou un secret de l’annuaire va bientôt expirer, lorsque l’annuaire ne s’est pas manifesté depuis des jours et lorsqu’il est refusé à répétition.
pages-administrator-button = Confirmer cette adresse
pages-administrator-until = Cela fonctionne jusqu’au { $until }.
pages-administrator-confirmed-title = Votre adresse est confirmée
pages-administrator-confirmed = Les avis sur l’annuaire de <bdi>{ $tenant }</bdi> sont envoyés à
pages-administrator-confirmed-stop = Chacun contient un lien qui retire l’adresse. Vous pouvez fermer cette page.
pages-administrator-remove-title = Arrêter ces avis ?
pages-administrator-remove = Plus aucun avis sur l’annuaire de <bdi>{ $tenant }</bdi> ne doit être envoyé à
pages-administrator-remove-others = Les autres personnes qui administrent continuent à les recevoir.
pages-administrator-remove-button = Retirer cette adresse
pages-administrator-removed-title = Votre adresse est retirée
pages-administrator-removed = Les avis sur l’annuaire ne sont plus envoyés à
pages-administrator-removed-again = L’adresse peut être ajoutée de nouveau dans le portail. Vous pouvez fermer cette page.
pages-administrator-gone-title = Cette adresse n’est plus enregistrée
pages-administrator-gone = Elle a été retirée depuis l’envoi de l’e-mail et ne reçoit donc aucun avis. Vous n’avez rien à faire.
pages-administrator-expired-title = Ce lien a expiré
pages-administrator-expired = Pour en recevoir un autre, demandez à une personne qui administre <bdi>{ $tenant }</bdi> de le renvoyer depuis le portail.
