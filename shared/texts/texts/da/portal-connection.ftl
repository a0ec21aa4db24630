### The portal: Connection, and the guides.

## The page.

connection-title = Forbindelse
connection-lead = Dit katalog opretter, omdøber og spærrer konti her via SCIM.
connection-copy = Kopiér

## What an action did.

connection-switched-on = Provisionering er slået til.
connection-switched-off = Provisionering er slået fra. Intet blev ændret eller slettet.
connection-revoked = Tokenet er tilbagekaldt. Det virker ikke længere.
connection-gone = Tokenet findes ikke længere.
connection-full = Der er { $most } gyldige tokens, og flere kan der ikke være. De, som din leverandørs egne systemer bruger, tæller med. Tilbagekald et, der ikke bruges, og opret så et nyt.
connection-bad-label = En betegnelse er én linje på højst 100 tegn.
connection-bad-switch = Provisionering er enten slået til eller fra.
connection-bad-lifetime = Et token gælder i 90 dage, 1 år eller 2 år, eller det udløber ikke.
connection-made = Et nyt token er klar. Kopiér det nu: Det vises ikke igen.
connection-rotated = Et nyt token er klar. Kopiér det nu: Det vises ikke igen. Det gamle virker i 7 dage endnu.
connection-made-before = Dette token blev oprettet for et øjeblik siden, og intet andet. Kopiér det nu.

## A new token.

connection-new-token = Dit nye token
connection-new-token-note = Indtast det i dit katalog nu. Vi gemmer kun et fingeraftryk af det og kan ikke vise det senere.
connection-new-token-rotated = Det gamle token virker i 7 dage endnu, så intet går i stå imens.
connection-copied = Jeg har kopieret det

## The first steps.

connection-start = Kom i gang
connection-start-switch = Slå provisionering til
connection-start-token = Opret et token til dit katalog
connection-start-directory = Indtast begge dele i dit katalog, og tildel en person
connection-start-invite = Invitér personen til en enhed med en kortadgang under <a href="people">Personer</a>
connection-done = Udført
connection-todo = Mangler
connection-todo-guides = Mangler: se vejledningerne nedenfor

## Provisioning on and off.

connection-is-on = Provisionering er slået til
connection-is-off = Provisionering er slået fra
connection-is-on-note = Dit katalog må ændre konti.
connection-is-off-note = Dit katalog afvises. Kontiene forbliver, som de er.
connection-switch-on = Slå til
connection-switch-off = Slå fra
connection-off-title = Slå provisionering fra?
connection-off-refused = Fra da af afvises hver forespørgsel fra dit katalog med status 403. Kataloget beder dig måske om at godkende igen.
connection-off-leavers = Personer, der rejser imens, beholder deres adgang her. Ikke alle kataloger prøver en afvist deaktivering igen: Kontrollér, hvem der er rejst, når du slår til igen.
connection-off-kept = Konti, invitationer og tokens forbliver, som de er. Konti, der allerede er spærret, slettes til tiden.
connection-off-button = Slå fra nu
connection-off-cancel = Lad den være slået til
connection-base-url = Basis-URL
connection-heard = Seneste forespørgsel fra dit katalog
connection-never = Aldrig
connection-changed = Seneste ændring fra dit katalog
connection-none-lately = Ingen for nylig

## Tokens.

connection-tokens = Tokens
connection-no-tokens = Der er intet token endnu. Opret et, og indtast det i dit katalog sammen med basis-URL’en.
connection-label = Betegnelse
connection-label-hint = (til dig selv, f.eks. »Okta«)
connection-no-label = Ingen betegnelse
connection-made-by = Oprettet af { $name }
connection-fingerprint = Fingeraftryk
connection-made-at = Oprettet (UTC)
connection-used-at = Sidst brugt (UTC)
connection-not-used = Endnu ikke registreret
connection-state = Status
connection-actions = Handlinger
connection-expired = Udløbet
connection-endless = Udløber ikke
connection-expires =
    { $days ->
        [one] Udløber om { $days } dag
       *[other] Udløber om { $days } dage
    }
connection-rotate = Forny
connection-revoke = Tilbagekald
connection-revoke-note = Forespørgsler med dette token afvises med det samme.
connection-revoke-used = Det blev sidst brugt { $time } UTC.
connection-revoke-button = Tilbagekald nu
connection-lifetime = Udløber efter
connection-lifetime-90 = 90 dage
connection-lifetime-365 = 1 år
connection-lifetime-730 = 2 år
connection-lifetime-never = Aldrig
connection-make = Opret et token
connection-rotate-note = »Forny« giver dig et nyt token med samme løbetid som det gamle. Det gamle virker i 7 dage endnu.
connection-clients = Spørger dit katalog efter et klient-id eller en token-URL? Opret en <a href="clients">OAuth-klient</a>.
connection-vendor-note = Denne session blev åbnet af din leverandørs produkt. Hvis leverandørens nøgle tilbagekaldes, slutter den med det samme. Leverandøren kan så også tilbagekalde de tokens, der blev oprettet i den.

## What was refused.

connection-refused = Forespørgsler fra dit katalog, der blev afvist
connection-refused-note = Gemmes i 14 dage. Et forkert indtastet token vises ikke her: Ingen kan sige, hvem det kommer fra.
connection-refused-mended = Løst: En sådan forespørgsel lykkedes { $time } UTC
connection-refused-others = Andre af samme slags lykkedes, senest { $time } UTC. Denne person kan stadig mangle.
connection-refused-other-token = En forespørgsel med et andet token lykkedes { $time } UTC.
connection-refused-last = Den seneste forespørgsel
connection-refused-at = Tidspunkt
connection-refused-operation = Handling
connection-refused-attribute = Attribut
connection-refused-reason = Årsag
connection-refused-times = Hvor ofte
connection-refused-times-since =
    { $count ->
        [one] Én gang
       *[other] Mindst { $count } gange siden { $time } UTC
    }
connection-advice-ended = Et tilbagekaldt eller udløbet token blev brugt: { $token }.
connection-advice-ended-todo = Indtast et gyldigt token i dit katalog. Har kataloget allerede et, så find ud af, hvem der stadig har det gamle.
connection-advice-scope = Et token til en anden grænseflade blev brugt: { $token }.
connection-advice-scope-todo = Opret et token nedenfor, og indtast det i dit katalog.
connection-advice-off = Alle forespørgsler, fordi provisionering var slået fra eller ikke er med i abonnementet.
connection-advice-off-todo = Slå provisionering til ovenfor, og prøv så det mislykkede igen i dit katalog.
connection-advice-taken = En konto kunne ikke oprettes: En anden har her adressen eller identifikatoren.
connection-advice-taken-todo = Find en anden person med samme adresse i dit katalog, eller en her, der mangler at bekræfte en anden adresse. Giv en af dem en anden adresse, og prøv igen.
connection-advice-renamed = En konto kunne ikke omdøbes: En anden har her adressen.
connection-advice-renamed-todo = Giv en af de to en anden adresse i dit katalog, og prøv igen.
connection-advice-group-taken = En gruppe kunne ikke oprettes eller omdøbes: En anden gruppe har her navnet eller identifikatoren.
connection-advice-group-taken-todo = Store og små bogstaver tæller ikke. Omdøb en af de to grupper i dit katalog, og overfør den igen.
connection-advice-member = En gruppe har et medlem uden konto her.
connection-advice-member-todo = Tildel først personen applikationen, og overfør så gruppen igen. En gruppe kan ikke være medlem af en gruppe.
connection-advice-group-large = En gruppe, der er for stor, eller en gruppe for meget.
connection-advice-group-large-todo = Overfør færre eller mindre grupper, eller tilføj medlemmerne i flere trin.
connection-advice-user-name = Et brugernavn, der ikke er en e-mailadresse.
connection-advice-user-name-todo = Okta: Sæt Sign On → Application username format til Email. Entra: Knyt userName til mail.
connection-advice-value = En ugyldig værdi.
connection-advice-value-todo = Se, hvad dit katalog knytter til det attribut.
connection-advice-search = En søgning, der ikke kan udføres.
connection-advice-search-todo = Lad dit katalog finde personer ved userName eller externalId.
connection-advice-fixed = En ændring af noget, der ikke kan ændres.
connection-advice-fixed-todo = Udelad attributtet i dit katalogs tilknytninger.
connection-advice-large = En forespørgsel, der er for stor.
connection-advice-large-todo = Tilknyt færre attributter i dit katalog.
connection-advice-missing = Noget, der ikke findes her.
connection-advice-missing-todo = Slå det fra i dit katalog.
connection-advice-form = En forespørgsel, der ikke følger SCIM.
connection-advice-form-todo = Sammenlign dit katalogs attributter med vejledningerne nedenfor. Stemmer de, så fortæl din leverandør tidspunktet.

## Guides. What stands in strong and code is as the directory's own screens have it.

connection-guides = Vejledninger
connection-guides-lead = Vælg dit katalog.
connection-guide-enable = Her: Slå provisionering til, og opret et token, begge dele ovenfor. Hav tokenet klar.
connection-guide-fields = Indtast disse værdier:
connection-guide-token = dit token
connection-guide-picture = Skitse af felterne
connection-guide-assign = Tildel en person. Vedkommende vises under <a href="people">Personer</a>.
connection-guide-invite = Her: Vælg personen under <a href="people">Personer</a>, <em>Invitér</em>, og derefter enheden og kortadgangen. Personen får en e-mail med et link.
connection-guide-okta-app = <strong>Applications → Browse App Catalog → SCIM 2.0 Test App (Header Auth)</strong>, eller din egen app med <strong>Provisioning: SCIM</strong> slået til under <strong>General</strong>.
connection-guide-okta-email = <strong>Sign On → Application username format: Email</strong>. Brugernavnet skal være personens e-mailadresse.
connection-guide-okta-fields = <strong>Provisioning → Integration</strong>: Indtast disse værdier. Derefter skal <strong>Test Connector Configuration</strong> være helt grøn.
connection-guide-okta-operations = <strong>Provisioning → To App</strong>: Slå <em>Create Users</em>, <em>Update User Attributes</em> og <em>Deactivate Users</em> til.
connection-guide-entra-app = <strong>Enterprise applications → New application → Create your own application</strong> (ikke fra galleriet), derefter <strong>Provisioning → Automatic</strong>.
connection-guide-entra-fields = Indtast disse værdier. <strong>Test Connection</strong> skal lykkes.
connection-guide-entra-map = <strong>Mappings → Provision Microsoft Entra ID Users</strong>: Knyt <code>userName</code> til <code>mail</code> og <code>externalId</code> til <code>objectId</code>, og lad <code>active</code> være, som det er. Match på <code>userName</code> eller <code>externalId</code>.
connection-guide-entra-start = Tildel personer, og start så provisioneringen. Entra arbejder i cyklusser på omkring 40 minutter; <strong>Provision on demand</strong> virker med det samme.
connection-guide-google-app = I Administrationskonsollen: <strong>Apps → Web and mobile apps</strong>, SAML-appen til din leverandørs produkt, derefter <strong>Configure autoprovisioning</strong>. Google har ingen provisionering uden en sådan app.
connection-guide-google-map = I attributtilknytningen er <code>userName</code> den primære e-mailadresse. Vælg derefter omfanget, og hvad der sker med personer uden for det.
connection-guide-google-start = Sæt automatisk provisionering til aktiv.
connection-guide-onelogin-app = <strong>Applications → Add App → SCIM Provisioner with SAML (SCIM v2 Enterprise)</strong>. Åbn derefter <strong>Configuration</strong>.
connection-guide-onelogin-map = <strong>Parameters</strong>: Sæt <strong>SCIM Username</strong> til Email. <strong>Provisioning</strong>: Sæt kryds ved <strong>Enable Provisioning</strong>, og gem.
connection-guide-jumpcloud-app = <strong>SSO Applications → Add New Application → Custom Application</strong> med <strong>Export users to this app (Identity Management)</strong>. Åbn derefter <strong>Identity Management</strong>.
connection-guide-jumpcloud-test = <strong>Test Connection</strong> skal lykkes. Derefter <strong>Activate</strong> og <strong>Save</strong>. Vælg under <strong>User Groups</strong> de grupper, hvis personer skal have konti.
connection-guide-rippling-app = <strong>IT → Third-Party Access → Add Integration → Create New Custom Integration</strong> med <strong>User Management via SCIM</strong>.
connection-guide-rippling-map = Tilføj attributterne <code>externalId</code>, <code>emails.primary</code>, <code>name.givenName</code> og <code>name.familyName</code>. Indsæt dit token efter installationen. Brugernavnet skal være personens e-mailadresse.
connection-guide-pingone-app = <strong>Integrations → Provisioning</strong>, <strong>+ → New connection</strong>, <strong>Identity Store → SCIM Outbound</strong>.
connection-guide-pingone-test = <strong>Test connection</strong> skal lykkes. Lav derefter en regel for forbindelsen, hvis brugerfilter siger, hvem der får en konto, og knyt <code>userName</code> til e-mailadressen. Slå forbindelse og regel til.
connection-guide-okta-help = <em>“The token is not valid”</em>: Opret eller forny et token her, og indtast det. <em>“userName is not an e-mail address”</em>: Se trinnet om brugernavnet. En opgave venter med status 429: Okta prøver selv igen.
