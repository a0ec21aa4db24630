### The portal: the page of a person.

person-all = Toutes les personnes
person-account = Compte
person-undeliverable = Les e-mails n’arrivent pas à cette personne. Vérifiez l’adresse dans votre annuaire.

## Facts.

person-user-name = Nom d’utilisateur
person-address = Adresse confirmée
person-awaited = Adresse à confirmer
person-managed-by = Géré par
person-by-directory = Votre annuaire
person-by-nobody = Personne : non affecté dans votre annuaire
person-made = Compte créé
person-first-sign-in = Première connexion
person-not-yet = Pas encore
person-entity = Entité
person-access = Accès à la carte
person-invited-by = Invitation envoyée par
person-accepted = Acceptée
person-place-ended = Place retirée
person-valid-until = Invitation valable jusqu’au

## What can be done.

person-resend-confirmation = Renvoyer la confirmation
person-resend = Renvoyer l’invitation
person-invite = Inviter cette personne
person-invite-anew = Créer une nouvelle invitation
person-revoke = Révoquer l’invitation…
person-revoke-meaning = Ses liens ne fonctionneront plus. Vous pourrez inviter la personne à nouveau.
person-revoke-now = Révoquer maintenant
person-place = Modifier la place…
person-save = Enregistrer
person-place-end = Retirer la place…
person-place-end-meaning = La personne ne sera plus facturée. Ce qui a été facturé le reste. Vous pourrez inviter la personne à nouveau.
person-place-end-now = Retirer maintenant

## What was done.

person-resent = L’invitation est renvoyée avec un nouveau lien.
person-confirmation-resent = La confirmation est renvoyée à la nouvelle adresse avec un nouveau lien.
person-revoked = L’invitation est révoquée. Ses liens ne fonctionnent plus.
person-placed = La place est modifiée. Le changement prend effet immédiatement.
person-place-is-ended = La place est retirée. La personne n’est plus facturée et peut être invitée à nouveau.

## History.

person-history = Historique
person-history-empty = Les prochaines modifications s’affichent ici en quelques secondes.
person-when = Date (UTC)
person-who = Qui
person-what = Quoi
person-earlier = Les modifications antérieures ne sont pas affichées ici.
