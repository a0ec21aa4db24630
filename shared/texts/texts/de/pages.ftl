### The pages behind the links in mails.

## How long something takes.

pages-seconds =
    { $count ->
        [one] { $count } Sekunde
       *[other] { $count } Sekunden
    }

pages-minutes =
    { $count ->
        [one] { $count } Minute
       *[other] { $count } Minuten
    }

pages-hours =
    { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }

## A tenant whose name nobody can see.

pages-organisation = Ihre Organisation

## What somebody is invited to: the end of "you will have …".

pages-access-card = eine Karte zum Bezahlen
pages-access-card-and-reimbursement = eine Karte zum Bezahlen und die Erstattung Ihrer Auslagen
pages-access-reimbursement-only = die Erstattung Ihrer Auslagen

## Confirming an address.

pages-confirm-title = Bestätigen Sie Ihre E-Mail-Adresse
pages-confirm-change = <bdi>{ $tenant }</bdi> ändert die E-Mail-Adresse Ihres Kontos in
pages-confirm-yours = Gehört sie Ihnen? Dann bestätigen Sie sie, und Ihr Konto verwendet sie von nun an. Bis dahin behält es die bisherige Adresse.
pages-confirm-button = Bestätigen
pages-once-until = Dies funktioniert einmal, bis { $until }.
pages-unexpected = Damit haben Sie nicht gerechnet? Dann schließen Sie diese Seite einfach. Wenn Sie unsicher sind, wenden Sie sich an die Personen, die bei <bdi>{ $tenant }</bdi> die Konten verwalten.
pages-confirmed-title = E-Mail-Adresse bestätigt
pages-confirmed-now = Von nun an verwendet Ihr Konto
pages-confirmed-done = Sie müssen nichts weiter tun. Sie können diese Seite schließen.
pages-already-confirmed-title = Bereits bestätigt
pages-already-confirmed = Die E-Mail-Adresse, für die dieser Link bestimmt war, ist bereits bestätigt. Sie müssen nichts weiter tun und können diese Seite schließen.
pages-expired-title = Dieser Link ist abgelaufen
pages-expired = Ein Link zum Bestätigen einer E-Mail-Adresse gilt nur einige Tage, und diese sind vorbei. An Ihrem Konto hat sich nichts geändert.
pages-expired-resend = Möchten Sie die Adresse noch bestätigen? Wir können einen neuen Link dorthin schicken.
pages-expired-button = Neuen Link senden
pages-expired-ask = Wenn Ihre Adresse noch geändert werden soll, wenden Sie sich an die Personen, die bei <bdi>{ $tenant }</bdi> die Konten verwalten.
pages-link-sent-title = Ein neuer Link ist unterwegs
pages-link-sent-to = Wir senden ihn an
pages-link-sent-soon = Er sollte in wenigen Minuten da sein. Wenn Sie ihn nicht finden, sehen Sie auch im Spam-Ordner nach.
pages-too-soon-title = Bitte warten Sie etwas
pages-too-soon = Wir senden höchstens einen Link pro Minute und fünf pro Tag. Sie können <a href="">den nächsten</a> in { $wait } anfordern.
pages-too-soon-spam = Der zuvor angeforderte Link ist vielleicht schon angekommen: Sehen Sie auch im Spam-Ordner nach.
pages-superseded-title = Dieser Link gilt nicht mehr
pages-superseded = Seit wir ihn verschickt haben, wurde die Änderung Ihrer E-Mail-Adresse zurückgenommen oder durch eine andere ersetzt.
pages-superseded-newer = Wenn Sie eine neuere E-Mail dazu haben, verwenden Sie den Link darin. Andernfalls müssen Sie nichts tun.

## Accepting an invitation.

pages-invitation-title = Sie sind eingeladen
pages-invitation-to = <bdi>{ $inviter }</bdi> lädt Sie ein zu
pages-invitation-access = Sie erhalten { $access }. Sobald Sie annehmen, ist Ihr Konto bereit und Sie können sich anmelden.
pages-invitation-button = Einladung annehmen
pages-accepted-title = Einladung angenommen
pages-accepted-at = Sie gehören jetzt zu
pages-accepted-ready = Ihr Konto ist bereit, und Sie können sich anmelden. Sie können diese Seite schließen.
pages-open-product = <bdi>{ $product }</bdi> öffnen
pages-sign-in = Anmelden
pages-already-accepted-title = Bereits angenommen
pages-already-accepted = Die Einladung, für die dieser Link bestimmt war, ist bereits angenommen. Sie müssen nichts weiter tun und können diese Seite schließen.
pages-blocked-title = Ihr Konto ist deaktiviert
pages-blocked = Daher kann die Einladung zurzeit nicht angenommen werden. Wenden Sie sich an die Personen, die bei <bdi>{ $tenant }</bdi> die Konten verwalten.
pages-blocked-until = Sobald Ihr Konto wieder aktiv ist, funktioniert dieser Link bis { $until }.
pages-invitation-expired-title = Diese Einladung ist abgelaufen
pages-invitation-expired = Der Link in einer Einladung gilt nur einige Tage, und diese sind vorbei.
pages-invitation-expired-ask = Wenn Sie eine neuere E-Mail dazu haben, verwenden Sie den Link darin. Andernfalls bitten Sie die Personen, die bei <bdi>{ $tenant }</bdi> die Konten verwalten, die Einladung noch einmal zu senden.
pages-invitation-gone-title = Diese Einladung gilt nicht mehr
pages-invitation-gone = Seit wir sie verschickt haben, wurde die Einladung zurückgenommen oder durch eine andere ersetzt.
pages-newer-or-ask = Wenn Sie eine neuere E-Mail dazu haben, verwenden Sie den Link darin. Wenn Sie unsicher sind, wenden Sie sich an die Personen, die bei <bdi>{ $tenant }</bdi> die Konten verwalten.
pages-invitation-moved-title = Diese Einladung ging an eine andere Adresse
pages-invitation-moved = Seit wir sie verschickt haben, hat das Konto eine andere E-Mail-Adresse bekommen. Nur eine Einladung, die an diese Adresse ging, kann angenommen werden.
pages-invitation-moved-ask = Wenn es Ihr Konto ist, verwenden Sie den Link in der neuesten E-Mail dort. Wenn Sie unsicher sind, wenden Sie sich an die Personen, die bei <bdi>{ $tenant }</bdi> die Konten verwalten.

## What goes wrong.

pages-unknown-title = Dieser Link funktioniert nicht
pages-unknown = Vielleicht ist er nicht vollständig: Manche E-Mail-Programme brechen lange Links um. Öffnen Sie ihn noch einmal aus der E-Mail, oder kopieren Sie ihn ganz.
pages-unknown-past = Hilft das nicht, gehört der Link zu etwas, das längst vorbei ist, und Sie müssen nichts tun.
pages-try-later-title = Bitte versuchen Sie es gleich noch einmal
pages-try-later = Im Moment ist viel los, und wir konnten Ihre Anfrage nicht ausführen. Es ist nichts verloren.
pages-try-later-again = Bitte <a href="">versuchen Sie es</a> in { $wait } noch einmal.
pages-bug-title = Etwas ist schiefgelaufen
pages-bug = Der Fehler liegt bei uns, und wir haben ihn festgehalten. Öffnen Sie den Link aus Ihrer E-Mail in ein paar Minuten noch einmal.
pages-bug-reference = Wenn es wieder geschieht, geben Sie diese Kennung an die Person weiter, die Ihr Konto verwaltet:
pages-not-allowed-title = Das ist hier nicht möglich
pages-not-allowed = Öffnen Sie den Link aus Ihrer E-Mail in einem Browser, und verwenden Sie die Schaltfläche auf der Seite.
pages-help = Fragen? Schreiben Sie an <a href="mailto:{ $address }">{ $address }</a>.

## An administrator's address for notices about the directory.

pages-administrator-title = Bestätigen Sie Ihre Adresse für Hinweise
pages-administrator = Künftig gehen Hinweise zum Verzeichnis von <bdi>{ $tenant }</bdi> an
pages-administrator-when = Sie kommen, wenn ein Token oder Geheimnis des Verzeichnisses bald abläuft, wenn tagelang nichts vom Verzeichnis kam und wenn es immer wieder abgewiesen wird.
pages-administrator-button = Diese Adresse bestätigen
pages-administrator-until = Dies funktioniert bis { $until }.
pages-administrator-confirmed-title = Ihre Adresse ist bestätigt
pages-administrator-confirmed = Hinweise zum Verzeichnis von <bdi>{ $tenant }</bdi> gehen an
pages-administrator-confirmed-stop = Jeder enthält einen Link, der die Adresse entfernt. Sie können diese Seite schließen.
pages-administrator-remove-title = Diese Hinweise beenden?
pages-administrator-remove = Künftig gehen keine Hinweise zum Verzeichnis von <bdi>{ $tenant }</bdi> mehr an
pages-administrator-remove-others = Andere Administratorinnen und Administratoren erhalten sie weiterhin.
pages-administrator-remove-button = Diese Adresse entfernen
pages-administrator-removed-title = Ihre Adresse ist entfernt
pages-administrator-removed = Hinweise zum Verzeichnis gehen nicht mehr an
pages-administrator-removed-again = Die Adresse kann im Portal wieder hinzugefügt werden. Sie können diese Seite schließen.
pages-administrator-gone-title = Diese Adresse ist nicht mehr da
pages-administrator-gone = Sie wurde entfernt, seit die E-Mail verschickt wurde, und erhält daher keine Hinweise. Sie müssen nichts tun.
pages-administrator-expired-title = Dieser Link ist abgelaufen
pages-administrator-expired = Wenn Sie einen neuen möchten, bitten Sie die Administration von <bdi>{ $tenant }</bdi>, ihn im Portal erneut zu senden.
