### The pages behind the links in mails.

## How long something takes.

pages-seconds =
    { $count ->
        [one] { $count } sekund
       *[other] { $count } sekunder
    }

pages-minutes =
    { $count ->
        [one] { $count } minut
       *[other] { $count } minutter
    }

pages-hours =
    { $count ->
        [one] { $count } time
       *[other] { $count } timer
    }

## A tenant whose name nobody can see.

pages-organisation = din organisation

## What somebody is invited to: the end of "you will have …".

pages-access-card = et betalingskort
pages-access-card-and-reimbursement = et betalingskort og refusion af dine udlæg
pages-access-reimbursement-only = refusion af dine udlæg

## Confirming an address.

pages-confirm-title = Bekræft din e-mailadresse
pages-confirm-change = <bdi>{ $tenant }</bdi> er ved at ændre e-mailadressen på din konto til
pages-confirm-yours = Er det din? Så bekræft den, og din konto bruger den fra nu af. Indtil da beholder den sin nuværende adresse.
pages-confirm-button = Bekræft
pages-once-until = Det virker én gang, indtil { $until }.
pages-unexpected = Havde du ikke ventet det? Så luk bare denne side. Hvis du er i tvivl, så spørg dem hos <bdi>{ $tenant }</bdi>, der administrerer konti.
pages-confirmed-title = E-mailadressen er bekræftet
pages-confirmed-now = Fra nu af bruger din konto
pages-confirmed-done = Du behøver ikke gøre mere. Du kan lukke siden.
pages-already-confirmed-title = Allerede bekræftet
pages-already-confirmed = E-mailadressen, som linket gjaldt, er allerede bekræftet. Du behøver ikke gøre mere og kan lukke siden.
pages-expired-title = Linket er udløbet
pages-expired = Et link til at bekræfte en e-mailadresse virker kun i nogle dage, og de er gået. Intet er ændret i din konto.
pages-expired-resend = Vil du stadig bekræfte adressen? Vi kan sende et nyt link til den.
pages-expired-button = Send et nyt link
pages-expired-ask = Hvis din adresse stadig skal ændres, så spørg dem hos <bdi>{ $tenant }</bdi>, der administrerer konti.
pages-link-sent-title = Et nyt link er på vej
pages-link-sent-to = Vi sender det til
pages-link-sent-soon = Det burde være der om få minutter. Hvis du ikke ser det, så kig også i din spammappe.
pages-too-soon-title = Vent venligst lidt
pages-too-soon = Vi sender højst ét link i minuttet og fem om dagen. Du kan <a href="">bede om det næste</a> om { $wait }.
pages-too-soon-spam = Det link, du bad om før, er måske kommet nu: Kig også i din spammappe.
pages-superseded-title = Linket gælder ikke længere
pages-superseded = Siden vi sendte det, er ændringen af din e-mailadresse blevet annulleret eller erstattet af en anden.
pages-superseded-newer = Hvis du har en nyere e-mail om det, så brug linket i den. Ellers behøver du ikke gøre noget.

## Accepting an invitation.

pages-invitation-title = Du er inviteret
pages-invitation-to = <bdi>{ $inviter }</bdi> inviterer dig til
pages-invitation-access = Du får { $access }. Når du accepterer, er din konto klar, og du kan logge ind.
pages-invitation-button = Acceptér invitationen
pages-accepted-title = Invitationen er accepteret
pages-accepted-at = Du har nu din plads hos
pages-accepted-ready = Din konto er klar, og du kan logge ind. Du kan lukke siden.
pages-open-product = Åbn <bdi>{ $product }</bdi>
pages-sign-in = Log ind
pages-already-accepted-title = Allerede accepteret
pages-already-accepted = Invitationen, som linket gjaldt, er allerede accepteret. Du behøver ikke gøre mere og kan lukke siden.
pages-blocked-title = Din konto er deaktiveret
pages-blocked = Derfor kan invitationen ikke accepteres lige nu. Spørg dem hos <bdi>{ $tenant }</bdi>, der administrerer konti.
pages-blocked-until = Når din konto er aktiv igen, virker linket indtil { $until }.
pages-invitation-expired-title = Invitationen er udløbet
pages-invitation-expired = Linket i en invitation virker kun i nogle dage, og de er gået.
pages-invitation-expired-ask = Hvis du har en nyere e-mail om det, så brug linket i den. Ellers bed dem, der administrerer konti hos <bdi>{ $tenant }</bdi>, om at sende invitationen igen.
pages-invitation-gone-title = Invitationen gælder ikke længere
pages-invitation-gone = Siden vi sendte den, er invitationen blevet trukket tilbage eller erstattet af en anden.
pages-newer-or-ask = Hvis du har en nyere e-mail om det, så brug linket i den. Hvis du er i tvivl, så spørg dem hos <bdi>{ $tenant }</bdi>, der administrerer konti.
pages-invitation-moved-title = Invitationen blev sendt til en anden adresse
pages-invitation-moved = Siden vi sendte den, har kontoen fået en anden e-mailadresse. Kun en invitation, der er sendt til den adresse, kan accepteres.
pages-invitation-moved-ask = Hvis det er din konto, så brug linket i den nyeste e-mail dér. Hvis du er i tvivl, så spørg dem hos <bdi>{ $tenant }</bdi>, der administrerer konti.

## What goes wrong.

pages-unknown-title = Linket virker ikke
pages-unknown = Måske er det ikke helt: Nogle mailprogrammer bryder lange links. Åbn det en gang til fra e-mailen, eller kopiér det hele.
pages-unknown-past = Hvis det ikke hjælper, hører linket til noget, der er overstået for længst, og du behøver ikke gøre noget.
pages-try-later-title = Prøv igen om lidt
pages-try-later = Der er meget travlt lige nu, og vi kunne ikke gøre det, du bad om. Intet er gået tabt.
pages-try-later-again = <a href="">Prøv igen</a> om { $wait }.
pages-bug-title = Noget gik galt
pages-bug = Fejlen er vores, og vi har noteret den. Åbn linket fra din e-mail igen om nogle minutter.
pages-bug-reference = Hvis det sker igen, så giv denne reference videre til den, der administrerer din konto:
pages-not-allowed-title = Det er ikke muligt her
pages-not-allowed = Åbn linket fra din e-mail i en browser, og brug knappen på siden.
pages-help = Spørgsmål? Skriv til <a href="mailto:{ $address }">{ $address }</a>.

## An administrator's address for notices about the directory.

pages-administrator-title = Bekræft din adresse til meddelelser
pages-administrator = Meddelelser om brugerkataloget hos <bdi>{ $tenant }</bdi> skal sendes til
pages-administrator-when = De kommer, når et token eller en hemmelighed til brugerkataloget snart udløber, når vi i dagevis intet har hørt fra brugerkataloget, og når det afvises igen og igen.
pages-administrator-button = Bekræft denne adresse
pages-administrator-until = Det virker indtil { $until }.
pages-administrator-confirmed-title = Din adresse er bekræftet
pages-administrator-confirmed = Meddelelser om brugerkataloget hos <bdi>{ $tenant }</bdi> sendes til
pages-administrator-confirmed-stop = Hver af dem har et link, der fjerner adressen. Du kan lukke denne side.
pages-administrator-remove-title = Stop disse meddelelser?
pages-administrator-remove = Der skal ikke sendes flere meddelelser om brugerkataloget hos <bdi>{ $tenant }</bdi> til
pages-administrator-remove-others = Andre administratorer får dem stadig.
pages-administrator-remove-button = Fjern denne adresse
pages-administrator-removed-title = Din adresse er fjernet
pages-administrator-removed = Meddelelser om brugerkataloget sendes ikke længere til
pages-administrator-removed-again = En administrator kan tilføje adressen igen. Du kan lukke denne side.
pages-administrator-gone-title = Denne adresse er her ikke længere
pages-administrator-gone = Den er fjernet, siden e-mailen blev sendt, og får derfor ingen meddelelser. Du behøver ikke gøre noget.
pages-administrator-expired-title = Dette link er udløbet
pages-administrator-expired = Vil du have et nyt, så bed en administrator hos <bdi>{ $tenant }</bdi> om at sende det igen fra portalen.
