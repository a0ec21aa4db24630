### The page of OAuth clients.

clients-title = OAuth-klienter
clients-lead = Med en OAuth-klient henter dit katalog et nyt adgangstoken hver time. Der skal ikke indsættes noget langlivet token.

## What an action did.

clients-made = Klienten er klar. Kopiér det, som dit katalog har brug for.
clients-rotated = En ny hemmelighed er klar. Kopiér den nu: Den vises ikke igen.
clients-made-before = Det blev oprettet for et øjeblik siden, og intet andet blev oprettet. Kopiér det nu.
clients-not-made = Der blev ikke oprettet nogen klient. Se, hvad der er markeret nedenfor.
clients-revoked = Klienten er tilbagekaldt. Den og dens adgangstokens virker ikke længere.
clients-secret-revoked = Hemmeligheden er tilbagekaldt. Den og de adgangstokens, som den har hentet, virker ikke længere.
clients-gone = Den klient eller hemmelighed findes ikke længere.
clients-full = Der er { $most } klienter, og flere kan der ikke være. Tilbagekald en, der ikke bruges, og opret så en ny.
clients-two-secrets = Klienten har { $most } gyldige hemmeligheder, og flere kan den ikke have. Tilbagekald først den ældste.
clients-without-secret = Denne klient har ingen hemmelighed. Dit katalog skifter selv sine nøgler.

## A new client or secret.

clients-new = Din nye klient
clients-new-secret = Din nye klienthemmelighed
clients-client-id = Klient-id
clients-client-secret = Klienthemmelighed
clients-token-url = Token-URL
clients-authorize-url = Godkendelses-URL
clients-scim-url = SCIM-basis-URL
clients-secret-note = Indtast den i dit katalog nu. Vi gemmer kun et fingeraftryk og kan ikke vise den senere. Den udløber { $time } UTC.
clients-earlier = Hemmeligheden { $id } virker til { $time } UTC, så intet går i stå.

## A client in the list.

clients-connected = Forbundet (UTC)
clients-made-with = Hvad den blev oprettet med
clients-secret = Hemmelighed
clients-rotate = Tilføj en hemmelighed mere
clients-revoke = Tilbagekald klienten
clients-revoke-note = Dit katalog afvises med det samme, med denne klient og alle dens hemmeligheder.
clients-revoke-secret-note = Adgangstokens, der er hentet med denne hemmelighed, afvises med det samme.
clients-refused = Hvorfor den sidst ikke fik et token
clients-mended = Den har fået et token siden, kl. { $time } UTC.
clients-anybody = Enhver, der kender klient-id’et, kan være årsag til det.
clients-test = For at teste forbindelsen skal du lade dit katalog bede om et token. <a href="clients">Se så her igen</a>: Det vises, hvad der var galt, og „sidst brugt“ viser, at det lykkedes.

## The form.

clients-make = Opret en klient
clients-make-lead = Hvordan skal dit katalog legitimere sig?
clients-make-button = Opret klienten
clients-by-federation = Føderation
clients-by-secret = Klienthemmelighed
clients-by-code = Godkendelseskode
clients-by-federation-about = Dit katalog underskriver en assertion, som Microsoft Entra gør med workload identity federation. Der er ingen hemmelighed, der kan udløbe eller blive lækket.
clients-by-secret-about = Dit katalog har et klient-id og en klienthemmelighed og beder om tokens med client credentials.
clients-by-code-about = Dit katalog sender en administrator hertil for at tillade forbindelsen, som apps i Oktas katalog gør.
clients-issuer = Udsteder
clients-issuer-hint = (iss; tom: klient-id’et)
clients-jwks = JWKS-URL
clients-jwks-hint = (hvor dit katalog viser sine offentlige nøgler)
clients-subject = Subject
clients-subject-hint = (sub; tom: klient-id’et)
clients-audience = Modtager
clients-audience-hint = (aud)
clients-redirect = Redirect-URI
clients-redirects = Redirect-URI’er
clients-redirects-hint = (en på hver linje, nøjagtigt som dit katalog viser dem)
clients-lifetime = Hemmeligheden udløber efter
clients-lifetime-1095 = 3 år
clients-places = Hvor dit katalog bruger dem

## What is wrong with a form.

clients-bad-label = En betegnelse er én linje på højst 100 tegn.
clients-bad-lifetime = En hemmelighed gælder 90 dage, 1, 2 eller 3 år.
clients-bad-claim = Det er en tekst på 1 til 500 tegn uden mellemrum omkring.
clients-bad-uri = Det er en https-adresse med et domænenavn på højst 500 tegn. Den har ingen bruger, ingen adgangskode og intet „#“.
clients-bad-uris = Indtast 1 til 10 redirect-URI’er, en på hver linje.
clients-bad-form = Formularen kan ikke læses. Åbn siden igen.

## Why a client got no token.

clients-fault-keys-away = Nøglerne kunne ikke læses på JWKS-URL’en. Kontrollér URL’en, og at den kan nås fra internettet uden login.
clients-fault-not-signed = Assertionen var ikke en JWT, havde ingen kid eller var underskrevet med en anden algoritme end RS256 eller ES256. Kontrollér underskriftsnøglen i dit katalog.
clients-fault-unknown-key = JWKS-URL’en viser ingen nøgle med assertionens kid. Kontrollér, at JWKS-URL’en er dit katalogs.
clients-fault-signature = Nøglen på JWKS-URL’en har ikke underskrevet assertionen. Kontrollér, at JWKS-URL’en er dit katalogs.
clients-fault-issuer = Assertionen havde en anden udsteder (iss). Sammenlign den tegn for tegn med den i dit katalog.
clients-fault-subject = Assertionen havde et andet subject (sub). Sammenlign det tegn for tegn med det i dit katalog.
clients-fault-audience = Assertionen havde en anden modtager (aud). Sammenlign den tegn for tegn med den i dit katalog.
clients-fault-expired = Assertionen var udløbet eller havde intet exp. Kontrollér uret på den maskine, der underskriver den.
clients-fault-not-yet = Assertionen var endnu ikke gyldig. Kontrollér uret på den maskine, der underskriver den.
clients-fault-too-long = Assertionen var gyldig i mere end et døgn. Lad dit katalog underskrive kortere.
clients-fault-jti = Assertionen havde et jti, der er tomt eller for langt.
clients-fault-used = Assertionen var brugt før. Hver anmodning kræver en ny.
clients-fault-secret-expired = En udløbet hemmelighed blev brugt. Tilføj en hemmelighed mere, og indtast den i dit katalog.
clients-fault-method = Klienten bad om et token på en anden måde, end den er oprettet til. Opret en klient med den metode, som dit katalog bruger.
clients-fault-grant = Koden eller refresh-tokenet virkede ikke længere. Forbind igen fra dit katalogs indstillinger.
