### The portal: Billing.

billing-title = Facturation
billing-price-month = Chaque personne coûte { $price } par mois, à partir du jour de sa première connexion.
billing-price-year = Chaque personne coûte { $price } par an, à partir du jour de sa première connexion.
billing-over = Plus rien n’est facturé pour le moment. Ce qui a été facturé reste ici.
billing-period = Du { $from } au { $to }
billing-days-of-line = { $from } au { $to }
billing-this-period = Période en cours : { $period }
billing-closed = Cette facture est clôturée. Si une connexion de ces jours est signalée plus tard, elle est facturée dans une période ultérieure.
billing-people = Personnes facturées
billing-sum = Somme
billing-sum-so-far = Somme à ce jour
billing-no-sum = Rien
billing-nobody-yet = <strong>Personne n’est encore facturé.</strong> Une personne est facturée à partir du jour de sa première connexion. <a href="people">Invitez des personnes</a> pour qu’elles puissent se connecter.
billing-nobody = Personne n’a été facturé.
billing-person = Personne
billing-days = Jours
billing-amount = Montant
billing-deleted = Un compte supprimé
billing-corrects = de la période clôturée ({ $period })
billing-total = Total de la période
billing-download = Télécharger le CSV
billing-download-part = Télécharger le CSV, partie { $part } sur { $count }
billing-first-page = Première page
billing-next-page = Page suivante
billing-note = Si une personne se connecte pour la première fois au cours d’une période, les jours sont facturés à partir de cette date. Une personne désactivée n’est pas facturée pour la période suivante.
billing-none-label = Aucun tarif
billing-none = <strong>Rien n’est facturé ici.</strong> Votre fournisseur n’a convenu d’aucun prix par personne avec votre organisation, ou il le facture ailleurs.

## The first row of the file, and the first cell of its last one.

billing-csv-id = identifiant
billing-csv-name = nom
billing-csv-address = adresse
billing-csv-period-start = début de la période
billing-csv-period-end = fin de la période (exclue)
billing-csv-billable-from = facturé à partir du
billing-csv-billable-until = facturé avant le
billing-csv-corrects = corrige la période du
billing-csv-made-at = créé le
billing-csv-amount = montant
billing-csv-currency = devise
billing-csv-total = Total
