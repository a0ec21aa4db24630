### The portal: Billing.

billing-title = Abrechnung
billing-price-month = Jede Person kostet { $price } pro Monat, ab dem Tag ihrer ersten Anmeldung.
billing-price-year = Jede Person kostet { $price } pro Jahr, ab dem Tag ihrer ersten Anmeldung.
billing-over = Zurzeit wird nichts mehr abgerechnet. Was abgerechnet wurde, bleibt hier.
billing-period = { $from } bis { $to }
billing-days-of-line = { $from } bis { $to }
billing-this-period = Dieser Zeitraum: { $period }
billing-closed = Diese Abrechnung ist abgeschlossen. Wird eine Anmeldung dieser Tage später gemeldet, wird sie in einem späteren Zeitraum abgerechnet.
billing-people = Abgerechnete Personen
billing-sum = Summe
billing-sum-so-far = Summe bisher
billing-no-sum = Nichts
billing-nobody-yet = <strong>Noch niemand wird abgerechnet.</strong> Eine Person wird ab dem Tag ihrer ersten Anmeldung abgerechnet. <a href="people">Laden Sie Personen ein</a>, damit sie sich anmelden können.
billing-nobody = Es wurde niemand abgerechnet.
billing-person = Person
billing-days = Tage
billing-amount = Betrag
billing-deleted = Ein gelöschtes Konto
billing-corrects = aus dem abgeschlossenen Zeitraum { $period }
billing-total = Summe des Zeitraums
billing-download = CSV herunterladen
billing-download-part = CSV herunterladen, Teil { $part } von { $count }
billing-first-page = Erste Seite
billing-next-page = Nächste Seite
billing-note = Meldet sich eine Person innerhalb eines Zeitraums zum ersten Mal an, werden die Tage ab dann abgerechnet. Eine deaktivierte Person wird für den nächsten Zeitraum nicht abgerechnet.
billing-none-label = Keine Vereinbarung
billing-none = <strong>Hier wird nichts abgerechnet.</strong> Ihr Anbieter hat mit Ihrer Organisation keinen Preis pro Person vereinbart, oder er rechnet anderswo ab.

## The first row of the file, and the first cell of its last one.

billing-csv-id = Kennung
billing-csv-name = Name
billing-csv-address = Adresse
billing-csv-period-start = Zeitraum ab
billing-csv-period-end = Zeitraum vor
billing-csv-billable-from = abgerechnet ab
billing-csv-billable-until = abgerechnet vor
billing-csv-corrects = berichtigt Zeitraum ab
billing-csv-made-at = erstellt am
billing-csv-amount = Betrag
billing-csv-currency = Währung
billing-csv-total = Summe
