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
