### The portal: people who are brought in from a file.

## The file.

import-title = Personen aus einer Datei aufnehmen
import-lead = Für Personen, die Ihr Verzeichnis nicht verwaltet. Sie erhalten Konten und keine E-Mails: Einladen können Sie sie danach.
import-columns = Die Datei ist CSV in UTF-8. Ihre erste Zeile benennt die Spalten: <code>email</code> und, soweit vorhanden, <code>givenName</code>, <code>familyName</code> und <code>displayName</code>.
import-limits = Sie hat höchstens { $people } Personen und { $size } KiB. Teilen Sie eine längere auf.
import-stays = Wer schon ein Konto hat, bleibt, wie er ist.
import-file = Datei
import-look = Zeigen, was geschehen würde
import-no-file = Wählen Sie eine Datei aus.
import-too-large = Die Datei ist größer als { $size } KiB. Teilen Sie sie auf. Niemand wurde aufgenommen.
import-no-text = Die Datei ist nicht in UTF-8. Speichern Sie sie als „CSV UTF-8“. Niemand wurde aufgenommen.
import-empty = Die Datei ist leer.
import-no-email = Keine Spalte heißt „email“. Die erste Zeile muss die Spalten benennen. Niemand wurde aufgenommen.
import-twice = Die Spalten „{ $first }“ und „{ $second }“ enthalten dasselbe. Niemand wurde aufgenommen.
import-too-many = Die Datei hat mehr als { $people } Personen. Teilen Sie sie auf. Niemand wurde aufgenommen.
import-no-table = Die Datei ist kein CSV. Niemand wurde aufgenommen.
import-nobody = In der Datei ist niemand.

## What would happen.

import-ask =
    { $count ->
        [one] { $count } Person aufnehmen?
       *[other] { $count } Personen aufnehmen?
    }
import-none = Es ist niemand aufzunehmen.
import-button =
    { $count ->
        [one] { $count } Person aufnehmen
       *[other] { $count } Personen aufnehmen
    }
import-would =
    { $count ->
        [one] { $count } Konto würde angelegt.
       *[other] { $count } Konten würden angelegt.
    }
import-there =
    { $count ->
        [one] { $count } Person hat schon ein Konto und bleibt, wie sie ist.
       *[other] { $count } Personen haben schon ein Konto und bleiben, wie sie sind.
    }
import-refused =
    { $count ->
        [one] { $count } Zeile kann nicht übernommen werden.
       *[other] { $count } Zeilen können nicht übernommen werden.
    }
import-unread = Die Spalte „{ $column }“ wird nicht gelesen.
import-other = Andere Datei
import-lines = Zeilen der Datei
import-line = Zeile
import-outcome = Was geschieht
import-create = Erhält ein Konto
import-has = Hat schon ein Konto
import-refuse = Kann nicht übernommen werden
import-fields = Sie hat eine andere Anzahl von Feldern ({ $found }) als die erste Zeile ({ $expected }).
import-long = Sie ist länger als { $bytes } Bytes: Fehlt ein Anführungszeichen?
import-line-text = Sie ist nicht in UTF-8.
import-no-address = Sie hat keine Adresse.
import-address = Ihre Adresse ist keine E-Mail-Adresse, die Post erreichen kann.
import-name = { $column }: Ein Name ist eine Zeile von 1 bis { $most } Zeichen.
import-repeated = Zeile { $line } hat dieselbe Adresse.

## Bringing them in.

import-progress = { $count } von { $people } Personen bearbeitet.
import-keep-open = Lassen Sie diese Seite geöffnet, bis alle aufgenommen sind. Wenn Sie sie verlassen, bleibt aufgenommen, wer es ist: Um fortzufahren, nehmen Sie dieselbe Datei noch einmal auf.
import-done =
    { $count ->
        [one] { $count } Konto angelegt.
       *[other] { $count } Konten angelegt.
    }
import-failures = Fehlgeschlagene Zeilen herunterladen
import-again = Korrigieren Sie sie, und nehmen Sie diese Datei auf.
