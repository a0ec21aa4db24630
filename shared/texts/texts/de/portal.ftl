### The portal's frame, its way in and its failures; the entities.

## The frame.

portal-skip = Zum Inhalt springen
portal-sections = Portal
portal-connection = Verbindung
portal-people = Personen
portal-groups = Gruppen
portal-activity = Aktivität
portal-billing = Abrechnung
portal-signed-in-until = Angemeldet bis <time datetime="{ $machine }">{ $time }</time>
portal-sign-out = Abmelden
portal-language = Sprache
portal-read-only = Die Bereitstellung ist nicht Teil des Tarifs Ihrer Organisation. Sie können hier alles ansehen, aber nichts ändern.

## What is copied.

portal-copied = Kopiert
portal-selected = Markiert: Kopieren Sie es mit der Tastatur

## The way in and out.

portal-open-title = Portal von { $tenant } öffnen
portal-open-heading = Portal von <bdi>{ $tenant }</bdi> öffnen
portal-open-as = Sie werden für eine Stunde als <strong><bdi>{ $admin }</bdi></strong> angemeldet.
portal-open-as-administrator = Sie werden für eine Stunde zur Verwaltung von <bdi>{ $tenant }</bdi> angemeldet.
portal-open-button = Portal öffnen
portal-open-note = Sind das nicht Sie, oder haben Sie dies nicht im Produkt Ihres Anbieters angefordert? Dann schließen Sie diese Seite. Es ist noch nichts geschehen.
portal-signed-out-title = Sie sind abgemeldet
portal-signed-out = Um zurückzukehren, öffnen Sie das Portal in den Einstellungen des Produkts Ihres Anbieters. Sie können diese Seite schließen.
portal-no-session-title = Öffnen Sie das Portal noch einmal
portal-no-session = Hier ist niemand angemeldet, die Stunde einer Sitzung ist vorbei, oder Ihr Anbieter hat die Sitzung beendet. Es ist nichts verloren.
portal-open-from-settings = Öffnen Sie das Portal noch einmal in den Einstellungen des Produkts Ihres Anbieters.
portal-link-over-title = Dieser Link gilt nicht mehr
portal-link-over = Ein Link zum Portal funktioniert einmal und fünf Minuten lang. Dieser wurde benutzt, seine Zeit ist vorbei, oder Ihr Anbieter hat ihn beendet. In dem Browser, in dem er benutzt wurde, führt er ins Portal, solange Sie dort angemeldet sind.
portal-link-over-another = Um einen neuen zu erhalten, öffnen Sie das Portal noch einmal in den Einstellungen des Produkts Ihres Anbieters.

## What goes wrong.

portal-not-found-title = Hier ist nichts
portal-not-found = Vielleicht ist der Link falsch geschrieben, oder sein Inhalt ist nicht mehr da.
portal-to-the-portal = Zum Portal
portal-forged-title = Es wurde nichts geändert
portal-forged = Was Ihr Browser gesendet hat, kam nicht von einer Seite dieser Sitzung: Vielleicht haben Sie sich seit dem Öffnen der Seite neu angemeldet, oder eine andere Website wollte in Ihrem Namen handeln.
portal-forged-again = Wenn Sie es waren, öffnen Sie die Seite noch einmal und wiederholen Sie den Schritt.
portal-invalid-title = Das ist nicht möglich
portal-invalid = { $detail } Es wurde nichts geändert.
portal-invalid-back = Gehen Sie in Ihrem Browser zurück und versuchen Sie es anders.
portal-loaded-ahead = Diese Seite wird gezeigt, wenn jemand sie öffnet, und nicht vorab geladen.
portal-not-allowed = Diese Seite ist auf diesem Weg nicht erreichbar.
portal-too-large = Das Formular ist größer als 64 KiB.
portal-incomplete = Das Formular ist nicht vollständig angekommen.
portal-try-later-title = Bitte versuchen Sie es gleich noch einmal
portal-try-later = Im Moment ist viel los, und wir konnten Ihre Anfrage nicht ausführen. Es ist nichts verloren.
portal-try-later-again = Gehen Sie in { $wait } zurück oder laden Sie diese Seite neu.
portal-bug-title = Etwas ist schiefgelaufen
portal-bug = Der Fehler liegt bei uns, und wir haben ihn festgehalten. Versuchen Sie es in ein paar Minuten noch einmal.
portal-bug-reference = Wenn es wieder geschieht, geben Sie diese Kennung an Ihren Anbieter weiter:

## A tenant whose plan has no provisioning.

portal-plan-title = Provisionierung gehört zum Tarif Advanced
portal-plan-lead = Ihre Organisation nutzt den Tarif Standard. Im Tarif Advanced kümmert sich Ihr Verzeichnis um die Konten:
portal-plan-gives = Was der Tarif Advanced bietet
portal-plan-appear = <strong>Personen erscheinen von selbst.</strong> Wen Sie in Okta, Microsoft Entra oder einem anderen SCIM-Verzeichnis zuweisen, hat sofort ein Konto.
portal-plan-leave = <strong>Wer ausscheidet, wird in Sekunden gesperrt</strong> und innerhalb von zwei Wochen samt allen Spuren gelöscht.
portal-plan-follow = <strong>Namen und Adressen ziehen nach.</strong> Eine neue Adresse gilt, sobald die Person sie bestätigt hat.
portal-plan-invite = <strong>Sie laden viele auf einmal ein</strong>, jeweils zu einer Gesellschaft und mit dem nötigen Kartenzugang.
portal-plan-see = <strong>Sie sehen, wer was geändert hat</strong> und was jede Person kostet.
portal-plan-ask = Bitten Sie Ihren Anbieter, Ihre Organisation auf den Tarif Advanced umzustellen. Es geht nichts verloren. Was abgerechnet wurde, bleibt unter <a href="billing">Abrechnung</a>.

## Entities.

portal-all-people = Alle Personen
portal-entities-title = Gesellschaften
portal-entities-lead = Die rechtlichen Einheiten Ihrer Organisation. Personen werden zu einer davon eingeladen.
portal-entities-none-label = Keine
portal-entities-none = Es gibt noch keine. Die erste entsteht, wenn Sie Personen einladen.
portal-entity-name = Name
portal-entity-rename = Umbenennen<span class="hidden"> { $entity }</span>
portal-entity-delete = Löschen…<span class="hidden"> { $entity }</span>
portal-entity-delete-when = Das ist möglich, solange niemand dazu eingeladen ist.
portal-entity-delete-now = Jetzt löschen
portal-entity-renamed = Die Gesellschaft ist umbenannt. Einladungen behalten den bisherigen Namen.
portal-entity-deleted = Die Gesellschaft ist gelöscht.
portal-entity-in-use = Die Gesellschaft ist nicht gelöscht: Jemand ist dazu eingeladen oder hat die Einladung angenommen. Nur eine Gesellschaft ohne Personen kann gelöscht werden.
portal-entity-in-rule = Die Gesellschaft ist nicht gelöscht: Die Regel einer Gruppe lädt Personen dazu ein. Ändern Sie zuerst diese Regel.
portal-entity-gone = Diese Gesellschaft gibt es nicht mehr.
portal-entity-bad-name = Ein Name ist eine Zeile mit 1 bis 100 Zeichen.
portal-entity-too-many = Es sind zu viele Personen, um rechtzeitig festzustellen, ob jemand zu der Gesellschaft gehört.

## A form that was sent when the session was over.

portal-over-title = Ihre Sitzung ist beendet
portal-over-kept = Was Sie abgeschickt haben, steht noch auf dieser Seite, und nichts wurde geändert. Öffnen Sie das Portal in einem anderen Tab erneut aus dem Produkt Ihres Anbieters. Senden Sie es danach hier noch einmal ab.
portal-over-again = Erneut senden
portal-kept-title = Jetzt senden?
portal-kept = Sie sind wieder angemeldet, bei <bdi>{ $tenant }</bdi>. Bisher wurde nichts geändert.
portal-kept-send = Jetzt senden
portal-kept-not = Nicht senden
