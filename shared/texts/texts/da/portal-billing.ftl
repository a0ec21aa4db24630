### The portal: Billing.

billing-title = Afregning
billing-price-month = Hver person koster { $price } om måneden fra dagen for første login.
billing-price-year = Hver person koster { $price } om året fra dagen for første login.
billing-over = Der afregnes ikke mere for tiden. Det, der er afregnet, bliver her.
billing-period = { $from } til { $to }
billing-days-of-line = { $from } til { $to }
billing-this-period = Denne periode: { $period }
billing-closed = Denne afregning er afsluttet. Hvis et login fra disse dage rapporteres senere, afregnes det i en senere periode.
billing-people = Afregnede personer
billing-sum = Sum
billing-sum-so-far = Sum indtil nu
billing-no-sum = Intet
billing-nobody-yet = <strong>Ingen afregnes endnu.</strong> En person afregnes fra dagen for sit første login. <a href="people">Invitér personer</a>, så de kan logge ind.
billing-nobody = Ingen blev afregnet.
billing-person = Person
billing-days = Dage
billing-amount = Beløb
billing-deleted = En slettet konto
billing-corrects = fra den afsluttede periode { $period }
billing-total = Total for perioden
billing-download = Hent CSV
billing-download-part = Hent CSV, del { $part } af { $count }
billing-first-page = Første side
billing-next-page = Næste side
billing-note = Hvis en person logger ind første gang i løbet af en periode, afregnes dagene derfra. En deaktiveret person afregnes ikke for den næste periode.
billing-none-label = Ingen aftale
billing-none = <strong>Her afregnes ikke noget.</strong> Din leverandør har ikke aftalt en pris pr. person med din organisation eller afregner den et andet sted.

## The first row of the file, and the first cell of its last one.

billing-csv-id = id
billing-csv-name = navn
billing-csv-address = adresse
billing-csv-period-start = periode fra
billing-csv-period-end = periode før
billing-csv-billable-from = afregnet fra
billing-csv-billable-until = afregnet før
billing-csv-corrects = retter periode fra
billing-csv-made-at = oprettet
billing-csv-amount = beløb
billing-csv-currency = valuta
billing-csv-total = Total
