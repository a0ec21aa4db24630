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

## To the address of an administrator, who is to confirm it.

mail-administrator-subject = Confirmez votre adresse pour les avis sur l’annuaire de { $tenant }
mail-administrator-title = Confirmez votre adresse pour les avis
mail-administrator-why = Quelqu’un a indiqué cette adresse comme celle d’une personne qui administre { $tenant }. Ces personnes sont averties par e-mail avant que l’annuaire ne puisse plus se connecter.
mail-administrator-ask = Veuillez confirmer que vous souhaitez recevoir ces avis :
mail-administrator-button = Confirmer cette adresse
mail-administrator-then = Une page s’ouvre avec un bouton. Dès que vous cliquez dessus, nous vous écrivons lorsqu’un jeton ou un secret de l’annuaire va bientôt expirer, lorsque l’annuaire ne s’est pas manifesté depuis des jours et lorsque ses requêtes sont refusées à répétition.
mail-administrator-unexpected = Alors ne la confirmez pas, et vous ne recevrez aucun avis.
mail-administrator = Cet e-mail a été envoyé pour le compte de { $tenant }, car cette adresse a été indiquée comme celle d’une personne qui l’administre.
mail-administrator-product = { $product } a envoyé cet e-mail pour le compte de { $tenant }, car cette adresse a été indiquée comme celle d’une personne qui l’administre.

## To administrators: a credential of the directory is about to expire.

mail-expiring-subject = { $tenant } : l’accès de l’annuaire expire le { $date }
mail-expiring-title = L’accès de votre annuaire va bientôt expirer
mail-expiring-what = Voici ce qui va bientôt expirer et par quoi l’annuaire de { $tenant } se connecte :
mail-expiring-token = Jeton { $name } : jusqu’au { $until }
mail-expiring-secret = Secret { $id } du client OAuth { $name } : jusqu’au { $until }
mail-expiring-then = Ensuite, l’annuaire sera refusé : plus personne ne sera ajouté, modifié ni bloqué.
mail-expiring-do = Créez-en un nouveau dans le portail, sous « Connexion », et saisissez-le dans votre annuaire. Si l’annuaire en a déjà un plus récent, vous n’avez rien à faire.

## To administrators: nothing is heard of the directory.

mail-silent-subject = { $tenant } : aucune nouvelle de l’annuaire depuis le { $date }
mail-silent-title = Votre annuaire ne se manifeste plus
mail-silent-what = La dernière requête de l’annuaire de { $tenant } est arrivée le { $at }. Les personnes arrivées ou parties depuis ne sont pas connues ici.
mail-silent-do = Vérifiez dans votre annuaire si l’approvisionnement est activé et s’il signale des erreurs. Si les arrivées et départs sont si rares que cela est normal, choisissez une durée plus longue dans le portail, sous « Avis », ou désactivez cet avis.

## To administrators: the directory is refused.

mail-refused-subject = { $tenant } : l’annuaire est refusé à répétition
mail-refused-title = Votre annuaire est refusé
mail-refused-token = L’annuaire de { $tenant } présente encore le jeton { $name }, qui a été révoqué ou a expiré. Sa dernière requête a été refusée le { $at }.
mail-refused-token-do = Saisissez un jeton valide dans l’annuaire. Vous le créez dans le portail, sous « Connexion ».
mail-refused-client = L’annuaire de { $tenant } demande des jetons d’accès en tant que client OAuth { $name }, et n’en obtient pas. Son dernier refus date du { $at }.
mail-refused-client-do = Ouvrez le portail, « Connexion », « Clients OAuth » : vous y verrez ce qui n’allait pas et comment y remédier.
mail-refused-plan = L’annuaire de { $tenant } envoie des requêtes, mais l’approvisionnement ne fait pas partie de votre offre. Sa dernière requête a été refusée le { $at }.
mail-refused-plan-do = Aucune donnée n’est perdue. Demandez à votre fournisseur de passer le compte à l’offre Advanced, ou désactivez l’approvisionnement dans votre annuaire.

## At the end of each of these.

mail-told-where = Vous ouvrez le portail depuis les paramètres du produit de votre fournisseur.
mail-told-where-product = Vous ouvrez le portail depuis les paramètres de { $product }.
mail-told-button = Ouvrir { $product }
mail-told-sign-in = Se connecter
mail-told-stop = Vous ne souhaitez plus recevoir ces avis ? Cette page retire votre adresse :
mail-told-remove = Retirer mon adresse
