### The portal: People, and inviting them.

## The list.

people-title = Personen
people-lead = Alle Personen Ihrer Organisation. Wer eingeladen ist und die Einladung angenommen hat, kann mit dem Konto arbeiten. Eingeladen wird in eine Ihrer <a href="entities">Gesellschaften</a>.
people-name-or-address = Name oder Adresse
people-state = Status
people-entity = Gesellschaft
people-any = Alle
people-groups = Gruppen
people-states = Status
people-search = Suchen
people-count =
    { $count ->
        [one] { $count } Person
       *[other] { $count } Personen
    }
people-matching =
    { $count ->
        [one] { $count } von { $everybody } gefunden
       *[other] { $count } von { $everybody } gefunden
    }
people-unsorted = Es sind zu viele Personen, um sie rechtzeitig zu sortieren und zu zählen. Sie erscheinen ohne bestimmte Reihenfolge. <a href="{ $link }">Erneut sortieren</a>.
people-nobody = Niemand
people-none-found = <strong>Niemand wurde gefunden.</strong> Suchen Sie nach einem anderen Teil des Namens oder der Adresse, oder <a href="people">zeigen Sie alle an</a>.
people-none-yet = <strong>Hier ist noch niemand.</strong> <a href="connection">Verbinden Sie Ihr Verzeichnis</a> und weisen Sie dort Personen zu: Sie erscheinen sofort hier.
people-no-more = <strong>Es gibt keine weiteren Personen.</strong> <a href="{ $link }">Zurück zur ersten Seite</a>.
people-choose-note = Wählen Sie Personen aus, die nicht eingeladen sind oder deren Einladung abgelaufen ist.
people-none-can = Auf dieser Seite kann niemand eingeladen werden: Alle sind eingeladen, haben angenommen oder sind deaktiviert.
people-chosen = { $count } von { $all } ausgewählt.
people-all-can = Alle { $count } auswählen, die eingeladen werden können
people-all-match = Alle { $count } gefundenen auswählen
people-all-can-uncounted = Alle auswählen, die eingeladen werden können
people-all-match-uncounted = Alle gefundenen auswählen
people-invite = Einladen
people-invite-form = Personen einladen
people-choose = Auswählen
people-choose-page = Alle auf dieser Seite auswählen
people-choose-person = { $name } auswählen
people-person = Person
people-unconfirmed = Neue Adresse nicht bestätigt
people-unreachable = E-Mails an die Person kommen nicht an
people-page-of = Seite { $page } von { $all }
people-pages = Seiten
people-first-page = Erste Seite
people-previous-page = Vorherige Seite
people-next-page = Nächste Seite
people-last-page = Letzte Seite
people-nobody-chosen = Niemand ist ausgewählt. Wählen Sie die Personen aus, die Sie einladen möchten.
people-nobody-can = Keine der gefundenen Personen kann eingeladen werden.

## Where people stand.

people-provisioned = Nicht eingeladen
people-invited = Eingeladen
people-expired = Einladung abgelaufen
people-accepted = Angenommen
people-deactivated = Deaktiviert
people-kept-until = Deaktiviert, aufbewahrt bis { $date }
people-can-be-invited = Kann eingeladen werden
people-awaited = Wartet auf die Person
people-address-unconfirmed = Adresse nicht bestätigt
people-mail-lost = E-Mails kommen nicht an

## Before people are invited.

people-invite-count =
    { $count ->
        [one] { $count } Person einladen
       *[other] { $count } Personen einladen
    }
people-invite-lead = Jede Person erhält eine Einladung per E-Mail und kann arbeiten, sobald sie diese angenommen hat.
people-everybody = Alle Personen
people-those = Die gefundenen Personen
people-first-entity = Ihre erste Gesellschaft
people-first-entity-about = Eine Gesellschaft ist eine rechtliche Einheit Ihrer Organisation: In eine davon wird eingeladen. Sie wird hiermit angelegt.
people-invited-to = Eingeladen wird zu <strong><bdi>{ $entity }</bdi></strong>.
people-what-they-get = Was sie erhalten
people-card-access = Kartenzugang
people-card = Karte
people-card-about = Bezahlt mit einer Firmenkarte.
people-card-and-reimbursement = Karte und Erstattung
people-card-and-reimbursement-about = Bezahlt mit einer Firmenkarte und bekommt eigene Auslagen erstattet.
people-reimbursement-only = Nur Erstattung
people-reimbursement-only-about = Hat keine Karte und bekommt eigene Auslagen erstattet.
people-send =
    { $count ->
        [one] Einladung senden
       *[other] { $count } Einladungen senden
    }
people-cancel = Abbrechen
people-who = Wer eingeladen wird
people-who-can = Alle, die eingeladen werden können: <strong>{ $people }</strong>.
people-who-match = Alle gefundenen, die eingeladen werden können: <strong>{ $people }</strong>.
people-left-out = Ausgenommen:
people-left-invited =
    { $count ->
        [one] { $count } Person ist bereits eingeladen.
       *[other] { $count } Personen sind bereits eingeladen.
    }
people-left-accepted =
    { $count ->
        [one] { $count } Person hat bereits angenommen.
       *[other] { $count } Personen haben bereits angenommen.
    }
people-left-deactivated =
    { $count ->
        [one] { $count } Person ist deaktiviert.
       *[other] { $count } Personen sind deaktiviert.
    }
people-plan-note = Jede Person wird noch einmal geprüft, wenn sie an der Reihe ist. Wer bis dahin anderweitig eingeladen oder deaktiviert wurde, wird ausgelassen, ebenso alle, die nach Ihrer Bestätigung hinzukommen. Die E-Mails werden so schnell versandt, wie Ihr Anbieter es festgelegt hat. Manche kommen daher erst Stunden später an.

## While people are invited.

people-invitations-to = Einladungen zu { $entity }
people-progress-label = Fortschritt
people-progress = { $count } von { $people } eingeladen.
people-keep-open = Lassen Sie diese Seite geöffnet, bis alle eingeladen sind. Wenn Sie sie verlassen, bleibt eingeladen, wer es ist: Um fortzufahren, wählen Sie in der Liste der Personen erneut alle aus.
people-goes-on = Gerade ist viel los: Es geht in einigen Sekunden weiter.
people-continue = Fortfahren
people-stop = Hier aufhören
people-back = Zurück zu den Personen

## What became of invitations.

people-done =
    { $count ->
        [one] { $count } Person zu { $entity } eingeladen.
       *[other] { $count } Personen zu { $entity } eingeladen.
    }
people-failed =
    { $count ->
        [one] { $count } Person konnte nicht eingeladen werden: Bei uns ist etwas schiefgegangen, und wir haben es vermerkt.
       *[other] { $count } Personen konnten nicht eingeladen werden: Bei uns ist etwas schiefgegangen, und wir haben es vermerkt.
    }
people-partly =
    { $count ->
        [one] { $count } Person eingeladen, { $others } nicht: siehe unten.
       *[other] { $count } Personen eingeladen, { $others } nicht: siehe unten.
    }
people-outcomes = Was aus jeder Person wurde
people-on-its-way = Die Einladung ist unterwegs an { $address }.
people-gone = Das Konto gibt es nicht mehr.
people-somebody = Jemand
people-busy = Gerade ist viel los. Sehen Sie in einer Minute nach der Person, und versuchen Sie es noch einmal.
people-broken = Bei uns ist etwas schiefgegangen, und wir haben es vermerkt. Versuchen Sie es später noch einmal.
people-too-soon = Sie wurde eben erst gesendet, oder heute schon zu oft. In { $wait } kann sie erneut gesendet werden.
people-inactive = Die Person ist deaktiviert. Weisen Sie sie zuerst im Verzeichnis wieder zu.
people-already-invited = Die Person ist bereits eingeladen. Senden Sie diese Einladung erneut, oder ziehen Sie sie zuerst zurück.
people-already-accepted = Die Person hat bereits eine Einladung angenommen.
people-not-invited = Die Person hat keine Einladung. Laden Sie sie zuerst ein.
people-nothing-to-confirm = Die Person hat keine Adresse, die auf Bestätigung wartet.

## What is not possible.

people-no-state = Diesen Status gibt es nicht.
people-no-entity = Diese Gesellschaft gibt es nicht.
people-no-place = Die Person hat keinen Platz: Es wurde keine Einladung angenommen, oder der Platz wurde entzogen.
people-no-page = Diese Seite gibt es nicht.
people-no-form = Dieses Formular kann es nicht geben.
people-no-access = Wählen Sie den Kartenzugang.
people-which-entity = Wählen Sie die Gesellschaft.
people-no-name = Der Name einer Gesellschaft ist eine Zeile mit 1 bis 100 Zeichen.
people-entities-full = Sie haben 100 Gesellschaften; mehr sind nicht möglich.
people-most = Es können höchstens { $most } Personen auf einmal eingeladen werden.
people-too-many-to-search = Es sind zu viele Personen, um hier unter ihnen zu suchen.
people-too-many-to-invite = Es sind zu viele Personen, um alle auf einmal einzuladen. Laden Sie sie Seite für Seite ein, oder bitten Sie Ihren Anbieter darum.
