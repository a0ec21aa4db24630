### The portal: people who are brought in from a file.

## The file.

import-title = Hent personer ind fra en fil
import-lead = Til personer, som dit katalog ikke administrerer. De får konti og ingen e-mails: Du kan invitere dem bagefter.
import-columns = Filen er CSV i UTF-8. Dens første linje navngiver kolonnerne: <code>email</code> og, hvis de findes, <code>givenName</code>, <code>familyName</code> og <code>displayName</code>.
import-limits = Den har højst { $people } personer og { $size } KiB. Del en længere op.
import-stays = Den, der allerede har en konto, forbliver, som den er.
import-file = Fil
import-look = Vis, hvad der ville ske
import-no-file = Vælg en fil.
import-too-large = Filen er større end { $size } KiB. Del den op. Ingen blev hentet ind.
import-no-text = Filen er ikke i UTF-8. Gem den som “CSV UTF-8”. Ingen blev hentet ind.
import-empty = Filen er tom.
import-no-email = Ingen kolonne hedder “email”. Den første linje skal navngive kolonnerne. Ingen blev hentet ind.
import-twice = Kolonnerne “{ $first }” og “{ $second }” indeholder det samme. Ingen blev hentet ind.
import-too-many = Filen har mere end { $people } personer. Del den op. Ingen blev hentet ind.
import-no-table = Filen er ikke CSV. Ingen blev hentet ind.
import-nobody = Der er ingen i filen.

## What would happen.

import-ask =
    { $count ->
        [one] Hent { $count } person ind?
       *[other] Hent { $count } personer ind?
    }
import-none = Der er ingen at hente ind.
import-button =
    { $count ->
        [one] Hent { $count } person ind
       *[other] Hent { $count } personer ind
    }
import-would =
    { $count ->
        [one] { $count } konto ville blive oprettet.
       *[other] { $count } konti ville blive oprettet.
    }
import-there =
    { $count ->
        [one] { $count } person har allerede en konto og forbliver, som den er.
       *[other] { $count } personer har allerede en konto og forbliver, som de er.
    }
import-refused =
    { $count ->
        [one] { $count } linje kan ikke bruges.
       *[other] { $count } linjer kan ikke bruges.
    }
import-unread = Kolonnen “{ $column }” læses ikke.
import-other = En anden fil
import-lines = Linjer i filen
import-line = Linje
import-outcome = Hvad der sker
import-create = Får en konto
import-has = Har allerede en konto
import-refuse = Kan ikke bruges
import-fields = Den har et andet antal felter ({ $found }) end den første linje ({ $expected }).
import-long = Den er længere end { $bytes } byte: Mangler der et anførselstegn?
import-line-text = Den er ikke i UTF-8.
import-no-address = Den har ingen adresse.
import-address = Dens adresse er ikke en e-mailadresse, som post kan nå.
import-name = { $column }: Et navn er én linje på 1 til { $most } tegn.
import-repeated = Linje { $line } har den samme adresse.

## Bringing them in.

import-progress = { $count } af { $people } personer behandlet.
import-keep-open = Hold siden åben, indtil alle er hentet ind. Hvis du forlader den, er de indhentede stadig hentet ind: Send den samme fil igen for at fortsætte.
import-done =
    { $count ->
        [one] { $count } konto oprettet.
       *[other] { $count } konti oprettet.
    }
import-failures = Download de linjer, der fejlede
import-again = Ret dem, og hent den fil ind.
