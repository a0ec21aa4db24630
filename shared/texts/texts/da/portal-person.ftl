### The portal: one person.

## The account.

person-account = Konto
person-unreachable = E-mails til personen når ikke frem. Tjek adressen i dit brugerkatalog.
person-user-name = Brugernavn
person-confirmed-address = Bekræftet adresse
person-awaited-address = Adresse, der skal bekræftes
person-managed-by = Administreres af
person-directory = Dit brugerkatalog
person-unmanaged = Ingen: ikke tildelt i dit brugerkatalog
person-made = Konto oprettet
person-first-sign-in = Logget ind første gang
person-not-yet = Ikke endnu
person-accepted = Accepteret
person-valid-until = Invitationen gælder til

## What can be done.

person-resend-confirmation = Send bekræftelsen igen
person-resend = Send invitationen igen
person-invite-anew = Opret en ny invitation
person-revoke = Træk invitationen tilbage …
person-revoke-about = Dens links holder op med at virke. Du kan invitere personen igen.
person-revoke-now = Træk tilbage nu
person-resent = Invitationen er på vej igen med et nyt link.
person-confirmation-resent = Bekræftelsen er på vej igen til den nye adresse med et nyt link.
person-revoked = Invitationen er trukket tilbage. Dens links virker ikke længere.

## Its history.

person-history = Historik
person-history-empty = Ændringer fra nu af vises her inden for få sekunder.
person-when = Hvornår (UTC)
person-whose = Hvem
person-what = Hvad
person-earlier = Tidligere ændringer vises ikke her.
