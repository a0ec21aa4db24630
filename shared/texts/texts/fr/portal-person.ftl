### The portal: one person.

## The account.

person-account = Compte
person-unreachable = Les e-mails n’arrivent pas à cette personne. Vérifiez l’adresse dans votre annuaire.
person-user-name = Nom d’utilisateur
person-confirmed-address = Adresse confirmée
person-awaited-address = Adresse à confirmer
person-managed-by = Géré par
person-directory = Votre annuaire
person-unmanaged = Personne : non attribué dans votre annuaire
person-made = Compte créé
person-first-sign-in = Première connexion
person-not-yet = Pas encore
person-accepted = Accepté
person-valid-until = Invitation valable jusqu’au

## What can be done.

person-resend-confirmation = Renvoyer la confirmation
person-resend = Renvoyer l’invitation
person-invite-anew = Créer une nouvelle invitation
person-revoke = Révoquer l’invitation…
person-revoke-about = Ses liens cessent de fonctionner. Vous pourrez inviter à nouveau la personne.
person-revoke-now = Révoquer maintenant
person-resent = L’invitation est de nouveau en route, avec un nouveau lien.
person-confirmation-resent = La confirmation est de nouveau en route vers la nouvelle adresse, avec un nouveau lien.
person-revoked = L’invitation est révoquée. Ses liens ne fonctionnent plus.

## Its history.

person-history = Historique
person-history-empty = Les changements à venir s’affichent ici en quelques secondes.
person-when = Quand (UTC)
person-whose = Qui
person-what = Quoi
person-earlier = Les changements antérieurs ne sont pas affichés ici.
