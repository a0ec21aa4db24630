### The portal: the page of a person.

person-all = Alle personer
person-account = Konto
person-undeliverable = Mails til personen kommer ikke frem. Kontrollér adressen i dit brugerkatalog.

## Facts.

person-user-name = Brugernavn
person-address = Bekræftet adresse
person-awaited = Adresse, der skal bekræftes
person-managed-by = Administreres af
person-by-directory = Dit brugerkatalog
person-by-nobody = Ingen: ikke tildelt i dit brugerkatalog
person-made = Konto oprettet
person-first-sign-in = Første login
person-not-yet = Ikke endnu
person-entity = Enhed
person-access = Kortadgang
person-invited-by = Inviteret af
person-accepted = Accepteret
person-place-ended = Plads frataget
person-valid-until = Invitationen gælder til

## What can be done.

person-resend-confirmation = Send bekræftelsen igen
person-resend = Send invitationen igen
person-invite = Invitér denne person
person-invite-anew = Opret en ny invitation
person-revoke = Tilbagekald invitationen…
person-revoke-meaning = Dens links holder op med at virke. Du kan invitere personen igen.
person-revoke-now = Tilbagekald nu
person-place = Ændr pladsen…
person-save = Gem
person-place-end = Fratag pladsen…
person-place-end-meaning = Personen faktureres ikke længere. Det, der er faktureret, består. Du kan invitere personen igen.
person-place-end-now = Fratag nu

## What was done.

person-resent = Invitationen er sendt igen med et nyt link.
person-confirmation-resent = Bekræftelsen er sendt igen til den nye adresse med et nyt link.
person-revoked = Invitationen er tilbagekaldt. Dens links virker ikke længere.
person-placed = Pladsen er ændret. Det gælder med det samme.
person-place-is-ended = Pladsen er frataget. Personen faktureres ikke længere og kan inviteres igen.

## History.

person-history = Historik
person-history-empty = Ændringer vises fra nu af her inden for få sekunder.
person-when = Tidspunkt (UTC)
person-who = Hvem
person-what = Hvad
person-earlier = Tidligere ændringer vises ikke her.
