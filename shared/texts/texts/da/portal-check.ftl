### The portal's page "Check this connection". What the checks themselves say is in English.

check-title = Kontrollér denne forbindelse
check-lead = Her efterlignes et brugerkatalog over for din egen SCIM-adresse, og du får at vide, hvad der virker: det, som Okta og Microsoft Entra ser på, og det, som SCIM-standarderne kræver. Det tager nogle minutter.
check-note = Der oprettes omkring { $count } personer og grupper, som ændres og slettes igen. Deres navne begynder med rollcall-conform-. Ingen får e-mail eller invitation, og intet bliver faktureret. De bliver stående som deaktiverede konti i op til to uger, også i aktiviteten, og din leverandørs produkt får besked om dem som om alle andre.
check-button = Kontrollér denne forbindelse
check-ask = Bed om en kontrol
check-again = Kontrollér igen
check-under-way = Kontrollen er i gang
check-waits = Den begynder inden for to minutter.
check-done = { $done } af { $count } dele er færdige.
check-last = Den seneste kontrol
check-lost = Den blev ikke startet eller blev afbrudt. Bed om en ny.
check-well = Alt, hvad der er relevant, virker
check-impossible = Intet kunne kontrolleres
check-broken-off = Den tog for lang tid og blev afbrudt
check-failed =
    { $count ->
        [one] { $count } kontrol mislykkedes
       *[other] { $count } kontroller mislykkedes
    }
check-asked-at = Bedt om
check-asked-by = Af { $name }
check-ended-at = Afsluttet
check-why = Årsag
check-part = Del
check-passed = Bestået
check-not-passed = Mislykket
check-not-applicable = Ikke relevant
check-left =
    { $count ->
        [one] { $count } person eller gruppe kunne ikke fjernes. Rapporten nævner den.
       *[other] { $count } personer og grupper kunne ikke fjernes. Rapporten nævner dem.
    }
check-download = Hent hele rapporten
check-no-report = Der er ingen rapport at hente: Kontrollen nåede ikke til ende, eller rapporten er for stor til at blive gemt.
check-failures = Hvad der mislykkedes
check-found = Hvad der blev fundet
check-meaning = Hvad det betyder
check-mend = Hvad der løser det
check-vendor = Noget af det kan være en indstilling hos din leverandør. Send leverandøren rapporten.
check-source = Hvem der kræver det
check-more =
    { $count ->
        [one] { $count } fejl mere står i rapporten.
       *[other] { $count } fejl mere står i rapporten.
    }
check-already = En kontrol er allerede i gang. Den vises her.
check-off = Slå først provisionering til. En kontrol kræver det.
check-too-soon =
    { $count ->
        [one] Den seneste kontrol er netop afsluttet. Du kan bede om en ny om { $count } minut.
       *[other] Den seneste kontrol er netop afsluttet. Du kan bede om en ny om { $count } minutter.
    }
