### Mails to people.

mail-greeting = Bonjour,
mail-unexpected = Vous ne vous y attendiez pas ?
mail-unsure = En cas de doute, adressez-vous, chez { $tenant }, aux personnes qui gèrent les comptes.
mail-link-until = Le lien est valable une seule fois, jusqu’au { $until }.
mail-button-fails = Le bouton ne fonctionne pas ? Copiez cette adresse dans votre navigateur :
mail-help = Des questions ? Répondez à cet e-mail ou écrivez à { $address }.

## Why somebody got the mail. It is sent in the name of a product, or of none.

mail-directory = Cet e-mail a été envoyé pour le compte de { $tenant }, car votre compte est géré par son annuaire.
mail-directory-product = { $product } a envoyé cet e-mail pour le compte de { $tenant }, car votre compte est géré par son annuaire.
mail-account = Cet e-mail a été envoyé pour le compte de { $tenant }, car vous y avez un compte.
mail-account-product = { $product } a envoyé cet e-mail pour le compte de { $tenant }, car vous y avez un compte.

## To a new address, which the person is to confirm.

mail-verify-subject = Confirmez votre nouvelle adresse e-mail pour { $tenant }
mail-verify-title = Confirmez votre nouvelle adresse e-mail
mail-verify-change = { $tenant } remplace l’adresse e-mail de votre compte par { $address }.
mail-verify-ask = Veuillez confirmer que cette adresse est bien la vôtre :
mail-verify-button = Confirmer cette adresse
mail-verify-then = Une page s’ouvre avec un seul bouton. Dès que vous cliquez dessus, votre compte utilise la nouvelle adresse. D’ici là, il conserve l’adresse actuelle.
mail-verify-unexpected = Dans ce cas, ne confirmez rien : votre compte conserve l’adresse actuelle.

## To the address that is about to be replaced.

mail-notice-subject = Votre adresse e-mail pour { $tenant } va changer
mail-notice-title = Votre adresse e-mail va changer
mail-notice-change = { $tenant } change l’adresse e-mail de votre compte.
mail-notice-from = Adresse actuelle : { $address }
mail-notice-to = Nouvelle adresse : { $address }
mail-notice-then = Nous avons envoyé un e-mail à la nouvelle adresse. Dès qu’elle y est confirmée, votre compte l’utilise. D’ici là, votre compte conserve l’adresse actuelle.
mail-notice-expected = Vous vous y attendiez ?
mail-notice-nothing = Dans ce cas, vous n’avez rien à faire ici.
mail-notice-unexpected = Vous ne vous y attendiez pas, ou la nouvelle adresse n’est pas la vôtre ?
mail-notice-tell = Prévenez les personnes qui gèrent les comptes chez { $tenant } : elles peuvent annuler le changement.

## The invitation to an entity.

mail-invitation-subject = Votre invitation de la part de { $tenant }
mail-invitation-subject-product = { $inviter } vous invite sur { $product }
mail-invitation-title = Vous avez reçu une invitation
mail-invitation-to = { $inviter } vous invite à rejoindre { $entity }, où vous aurez { $access }.
mail-invitation-ask = Veuillez accepter l’invitation :
mail-invitation-button = Accepter l’invitation
mail-invitation-then = Une page s’ouvre avec un seul bouton. Dès que vous cliquez dessus, votre compte est prêt et vous pouvez vous connecter.
mail-invitation-unexpected = Dans ce cas, ne l’acceptez pas, et rien ne se passera.
