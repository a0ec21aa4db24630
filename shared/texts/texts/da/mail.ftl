### Mails to people.

mail-greeting = Hej
mail-unexpected = Havde du ikke ventet det?
mail-unsure = Hvis du er i tvivl, så spørg dem hos { $tenant }, der administrerer konti.
mail-link-until = Linket virker én gang, indtil { $until }.
mail-button-fails = Virker knappen ikke? Kopiér denne adresse ind i din browser:
mail-help = Spørgsmål? Svar på denne e-mail, eller skriv til { $address }.

## Why somebody got the mail. It is sent in the name of a product, or of none.

mail-directory = Denne e-mail er sendt på vegne af { $tenant }, fordi din konto administreres via virksomhedens brugerkatalog.
mail-directory-product = { $product } har sendt denne e-mail på vegne af { $tenant }, fordi din konto administreres via virksomhedens brugerkatalog.
mail-account = Denne e-mail er sendt på vegne af { $tenant }, fordi du har en konto der.
mail-account-product = { $product } har sendt denne e-mail på vegne af { $tenant }, fordi du har en konto der.

## To a new address, which the person is to confirm.

mail-verify-subject = Bekræft din nye e-mailadresse hos { $tenant }
mail-verify-title = Bekræft din nye e-mailadresse
mail-verify-change = { $tenant } er ved at ændre e-mailadressen på din konto til { $address }.
mail-verify-ask = Bekræft venligst, at adressen er din:
mail-verify-button = Bekræft adressen
mail-verify-then = Der åbner en side med én knap. Når du trykker på den, bruger din konto den nye adresse. Indtil da beholder den sin nuværende adresse.
mail-verify-unexpected = Så lad være med at bekræfte, og kontoen beholder sin nuværende adresse.

## To the address that is about to be replaced.

mail-notice-subject = Din e-mailadresse hos { $tenant } er ved at blive ændret
mail-notice-title = Din e-mailadresse er ved at blive ændret
mail-notice-change = { $tenant } er ved at ændre e-mailadressen på din konto
mail-notice-from = fra { $address }
mail-notice-to = til { $address }
mail-notice-then = Vi har sendt en e-mail til den nye adresse. Så snart den er bekræftet dér, bruger din konto den. Indtil da beholder din konto sin nuværende adresse.
mail-notice-expected = Havde du ventet det?
mail-notice-nothing = Så behøver du ikke gøre noget her.
mail-notice-unexpected = Havde du ikke ventet det, eller er den nye adresse ikke din?
mail-notice-tell = Sig det til dem, der administrerer konti hos { $tenant }: De kan annullere ændringen.

## The invitation to an entity.

mail-invitation-subject = Din invitation fra { $tenant }
mail-invitation-subject-product = { $inviter } inviterer dig til { $product }
mail-invitation-title = Du er inviteret
mail-invitation-to = { $inviter } inviterer dig til { $entity }, hvor du får { $access }.
mail-invitation-ask = Acceptér venligst invitationen:
mail-invitation-button = Acceptér invitationen
mail-invitation-then = Der åbner en side med én knap. Når du trykker på den, er din konto klar, og du kan logge ind.
mail-invitation-unexpected = Så lad være med at acceptere den, og der sker ingenting.

## To the address of an administrator, who is to confirm it.

mail-administrator-subject = Bekræft din adresse til meddelelser om brugerkataloget hos { $tenant }
mail-administrator-title = Bekræft din adresse til meddelelser
mail-administrator-why = Nogen har angivet denne adresse som en administrators hos { $tenant }. Administratorer får besked på e-mail, før brugerkataloget ikke længere kan oprette forbindelse.
mail-administrator-ask = Bekræft, at du vil have disse meddelelser:
mail-administrator-button = Bekræft denne adresse
mail-administrator-then = Der åbnes en side med én knap. Når du trykker på den, skriver vi til dig, når et token eller en hemmelighed til brugerkataloget snart udløber, når vi i dagevis intet har hørt fra brugerkataloget, og når dets forespørgsler afvises igen og igen.
mail-administrator-unexpected = Så lad være med at bekræfte den, og du får ingen meddelelser.
mail-administrator = Denne e-mail er sendt på vegne af { $tenant }, fordi denne adresse er angivet som en administrators der.
mail-administrator-product = { $product } har sendt denne e-mail på vegne af { $tenant }, fordi denne adresse er angivet som en administrators der.

## To administrators: a credential of the directory is about to expire.

mail-expiring-subject = { $tenant }: brugerkatalogets adgang udløber { $date }
mail-expiring-title = Dit brugerkatalogs adgang udløber snart
mail-expiring-what = Dette udløber snart, og det er med det, at brugerkataloget hos { $tenant } opretter forbindelse:
mail-expiring-token = Token { $name }: indtil { $until }
mail-expiring-secret = Hemmelighed { $id } til OAuth-klienten { $name }: indtil { $until }
mail-expiring-then = Derefter afvises brugerkataloget: ingen bliver tilføjet, ændret eller spærret mere.
mail-expiring-do = Opret et nyt i portalen under “Forbindelse”, og indtast det i dit brugerkatalog. Har brugerkataloget allerede et nyere, behøver du ikke gøre noget.

## To administrators: nothing is heard of the directory.

mail-silent-subject = { $tenant }: intet hørt fra brugerkataloget siden { $date }
mail-silent-title = Vi hører intet fra dit brugerkatalog
mail-silent-what = Den seneste forespørgsel fra brugerkataloget hos { $tenant } kom { $at }. Hvem der er kommet til eller rejst siden da, vides ikke her.
mail-silent-do = Se efter i dit brugerkatalog, om klargøring er slået til, og om den melder fejl. Hvis så få kommer og går, at det er normalt, så vælg en længere tid i portalen under “Meddelelser”, eller slå denne meddelelse fra.

## To administrators: the directory is refused.

mail-refused-subject = { $tenant }: brugerkataloget afvises igen og igen
mail-refused-title = Dit brugerkatalog afvises
mail-refused-token = Brugerkataloget hos { $tenant } bruger stadig tokenet { $name }, som er tilbagekaldt eller udløbet. Dets seneste forespørgsel blev afvist { $at }.
mail-refused-token-do = Indtast et gyldigt token i brugerkataloget. Du opretter det i portalen under “Forbindelse”.
mail-refused-client = Brugerkataloget hos { $tenant } beder om adgangstokens som OAuth-klienten { $name } og får ingen. Det blev senest afvist { $at }.
mail-refused-client-do = Åbn portalen, “Forbindelse”, “OAuth-klienter”: Her ser du, hvad der var galt, og hvad der skal gøres.
mail-refused-plan = Brugerkataloget hos { $tenant } sender forespørgsler, men klargøring er ikke en del af jeres abonnement. Dets seneste forespørgsel blev afvist { $at }.
mail-refused-plan-do = Ingen data går tabt. Bed jeres leverandør om at flytte kontoen til abonnementet Advanced, eller slå klargøring fra i dit brugerkatalog.

## At the end of each of these.

mail-told-where = Du åbner portalen fra indstillingerne i leverandørens produkt.
mail-told-where-product = Du åbner portalen fra indstillingerne i { $product }.
mail-told-button = Åbn { $product }
mail-told-sign-in = Log ind
mail-told-stop = Vil du ikke længere have disse meddelelser? Denne side fjerner din adresse:
mail-told-remove = Fjern min adresse
