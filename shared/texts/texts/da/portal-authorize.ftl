### The page on which an administrator lets a directory in (OAuth).

authorize-title = Forbind { $client }
authorize-heading = Forbind <bdi>{ $client }</bdi>?
authorize-asks = <strong><bdi>{ $client }</bdi></strong> på <bdi>{ $place }</bdi> beder om at administrere personerne hos <strong><bdi>{ $tenant }</bdi></strong> her:
authorize-create = Det opretter konti og ændrer navne og adresser.
authorize-groups = Det siger, hvem der er i hvilken gruppe.
authorize-block = Det spærrer personer og genopretter dem. Den, der forbliver spærret, slettes inden for to uger.
authorize-until = Det gælder, indtil du eller din leverandør tilbagekalder det.
authorize-allow = Tillad
authorize-deny = Tillad ikke
authorize-note = Begyndte du ikke selv på det i dit katalogs indstillinger? Så tillad det ikke.
authorize-client = Anmodningen kommer fra et katalog, der ikke er kendt her: Dets klient er måske tilbagekaldt. Indtast leverandørens klient-id på ny i dit katalogs indstillinger.
authorize-other-tenant = Du er logget ind i en anden organisations portal end den, som kataloget spørger efter. Åbn den organisations portal, og forbind så igen fra dit katalog.
authorize-redirect-uri = Kataloget vil have svaret på en adresse, som din leverandør ikke har indtastet for det. Giv din leverandør den redirect-URI, som dit katalog viser.
authorize-request = Katalogets anmodning kan ikke besvares. Begynd forfra i dit katalogs indstillinger.
authorize-used = Det er allerede tilladt, og kataloget har hentet det. Begynd forfra i dit katalogs indstillinger for at forbinde igen.
authorize-session = Ingen er logget ind her. Åbn portalen fra indstillingerne i din leverandørs produkt, og forbind så igen fra dit katalogs indstillinger.
authorize-plan = Provisionering er en del af Advanced-abonnementet, som din organisation ikke har. Bed din leverandør om at flytte den dertil.
