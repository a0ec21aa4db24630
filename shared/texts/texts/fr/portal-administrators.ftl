### The portal's page "Notices": administrators' addresses, and of what they are told.

administrators-title = Avis
administrators-from-connection = Avis par e-mail
administrators-lead = Ces adresses sont averties par e-mail avant que votre annuaire ne puisse plus se connecter : 30, 14 et 3 jours avant l’expiration d’un jeton ou d’un secret, lorsque l’annuaire ne s’est pas manifesté depuis des jours et lorsqu’il est refusé à répétition.
administrators-addresses = Adresses
administrators-none = Personne n’est averti pour le moment. Ajoutez une adresse.
administrators-confirmed = Confirmée
administrators-waiting = En attente de confirmation
administrators-undeliverable = L’e-mail n’a pas pu être remis
administrators-resend = Renvoyer le lien<span class="hidden"> à { $address }</span>
administrators-remove = Retirer<span class="hidden"> { $address }</span>
administrators-add = Ajouter une adresse
administrators-address = Adresse e-mail
administrators-add-note = Un lien y est envoyé. Rien d’autre n’y est envoyé avant la confirmation.
administrators-add-button = Ajouter
administrators-silence = Quand l’annuaire est-il silencieux ?
administrators-silence-days = Jours sans requête
administrators-silence-note = 0 désactive cet avis. { $most } au plus.
administrators-silence-button = Enregistrer
administrators-added = L’adresse est ajoutée. Un lien de confirmation est en route.
administrators-removed = L’adresse est retirée.
administrators-sent = Un autre lien est en route.
administrators-saved = Les jours sont enregistrés.
administrators-bad-address = Ce n’est pas une adresse e-mail.
administrators-full = Il y a déjà { $most } adresses. Retirez-en une d’abord.
administrators-gone = L’adresse a été retirée entre-temps.
administrators-too-soon = Un lien vient d’être demandé. Il peut être envoyé une fois par minute et cinq fois par jour.
administrators-bad-days = Saisissez un nombre de jours de 0 à { $most }.
