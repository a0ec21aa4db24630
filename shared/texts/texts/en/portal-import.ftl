### The portal: people who are brought in from a file.

## The file.

import-title = Bring people in from a file
import-lead = For people whom your directory does not manage. They get accounts, and no mails: you can invite them afterwards.
import-columns = The file is CSV in UTF-8. Its first line names the columns: <code>email</code>, and as far as there are any <code>givenName</code>, <code>familyName</code> and <code>displayName</code>.
import-limits = It has { $people } people and { $size } KiB at most. Split a longer one.
import-stays = Whoever has an account already is left as they are.
import-file = File
import-look = Show what would happen
import-no-file = Choose a file.
import-too-large = The file is larger than { $size } KiB. Split it. Nobody was brought in.
import-no-text = The file is not UTF-8. Save it as “CSV UTF-8”. Nobody was brought in.
import-empty = The file is empty.
import-no-email = No column is called “email”. The first line has to name the columns. Nobody was brought in.
import-twice = The columns “{ $first }” and “{ $second }” hold the same. Nobody was brought in.
import-too-many = The file has more than { $people } people. Split it. Nobody was brought in.
import-no-table = The file is no CSV. Nobody was brought in.
import-nobody = There is nobody in the file.

## What would happen.

import-ask =
    { $count ->
        [one] Bring in { $count } person?
       *[other] Bring in { $count } people?
    }
import-none = There is nobody to bring in.
import-button =
    { $count ->
        [one] Bring { $count } person in
       *[other] Bring { $count } people in
    }
import-would =
    { $count ->
        [one] { $count } account would be made.
       *[other] { $count } accounts would be made.
    }
import-there =
    { $count ->
        [one] { $count } person has an account already and is left as they are.
       *[other] { $count } people have an account already and are left as they are.
    }
import-refused =
    { $count ->
        [one] { $count } line cannot be taken.
       *[other] { $count } lines cannot be taken.
    }
import-unread = The column “{ $column }” is not read.
import-other = Another file
import-lines = Lines of the file
import-line = Line
import-outcome = What happens
import-create = Gets an account
import-has = Has an account already
import-refuse = Cannot be taken
import-fields = It has another number of fields ({ $found }) than the first line ({ $expected }).
import-long = It is longer than { $bytes } bytes: is a quotation mark missing?
import-line-text = It is not UTF-8.
import-no-address = It has no address.
import-address = Its address is no e-mail address that mail can reach.
import-name = { $column }: a name is one line of 1 to { $most } characters.
import-repeated = Line { $line } has the same address.

## Bringing them in.

import-progress = { $count } of { $people } people dealt with.
import-keep-open = Keep this page open until all are brought in. If you leave it, those who are in stay so: bring the same file in again to go on.
import-done =
    { $count ->
        [one] { $count } account made.
       *[other] { $count } accounts made.
    }
import-failures = Download the lines that failed
import-again = Correct them, and bring that file in.
