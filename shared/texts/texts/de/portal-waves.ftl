### The portal: what happened to many people at once.

## The list.

waves-title = Viele auf einmal
waves-lead = Dieselbe Änderung an vielen Personen, kurz nacheinander, in den letzten 14 Tagen. Hat Ihr Verzeichnis Personen versehentlich deaktiviert, können Sie das hier rückgängig machen.
waves-list = Änderungen an vielen Personen
waves-what = Was geschah
waves-when = Wann (UTC)
waves-none = Nichts ist { $people } oder mehr Personen auf einmal geschehen.
waves-smaller = Auch Änderungen an weniger Personen zeigen
waves-larger = Nur Änderungen an { $people } oder mehr Personen zeigen
waves-created =
    { $count ->
        [one] { $count } Konto angelegt
       *[other] { $count } Konten angelegt
    }
waves-deactivated =
    { $count ->
        [one] { $count } Person deaktiviert
       *[other] { $count } Personen deaktiviert
    }
waves-reactivated =
    { $count ->
        [one] { $count } Person wiederhergestellt
       *[other] { $count } Personen wiederhergestellt
    }
waves-renamed =
    { $count ->
        [one] { $count } Person umbenannt
       *[other] { $count } Personen umbenannt
    }

## One of them.

waves-now = Jetzt
waves-undoing = Rückgängig machen
waves-restores = Stellt das Konto wieder her
waves-stays-active = Nichts: ist schon aktiv
waves-stays-blocked = Nichts: wurde seither wiederhergestellt und erneut deaktiviert
waves-stays-replaced = Nichts: hat die Adresse an ein anderes Konto abgegeben
waves-stays-taken = Nichts: Die frühere Adresse hat inzwischen ein anderes Konto
waves-stays-deleted = Nichts: ist gelöscht
waves-undo = Rückgängig machen
waves-all = Alle Änderungen an vielen Personen

## Undoing it.

waves-ask =
    { $count ->
        [one] { $count } Person wiederherstellen?
       *[other] { $count } Personen wiederherstellen?
    }
waves-back = Sie erhalten zurück, was sie hatten: Gruppen, Rollen, Platz und Einladung sowie einen Benutzernamen, der sich zugleich geändert hat.
waves-mails = Wer wiederhergestellt ist, kann sich sofort wieder anmelden. Wartende E-Mails werden gesendet.
waves-cause = Beheben Sie zuerst die Ursache in Ihrem Verzeichnis: Es könnte dasselbe erneut senden.
waves-left-out = Diese bleiben, wie sie sind:
waves-left-active =
    { $count ->
        [one] { $count } Person ist schon aktiv.
       *[other] { $count } Personen sind schon aktiv.
    }
waves-left-blocked =
    { $count ->
        [one] { $count } Person wurde seither wiederhergestellt und erneut deaktiviert.
       *[other] { $count } Personen wurden seither wiederhergestellt und erneut deaktiviert.
    }
waves-left-replaced =
    { $count ->
        [one] { $count } Person hat die Adresse an ein anderes Konto abgegeben.
       *[other] { $count } Personen haben die Adresse an ein anderes Konto abgegeben.
    }
waves-left-taken =
    { $count ->
        [one] { $count } Person hatte eine Adresse, die inzwischen ein anderes Konto hat.
       *[other] { $count } Personen hatten eine Adresse, die inzwischen ein anderes Konto hat.
    }
waves-left-deleted =
    { $count ->
        [one] { $count } Konto ist gelöscht.
       *[other] { $count } Konten sind gelöscht.
    }
waves-nobody = Es ist niemand mehr wiederherzustellen.
waves-button =
    { $count ->
        [one] { $count } Person wiederherstellen
       *[other] { $count } Personen wiederherstellen
    }
waves-progress = { $count } von { $people } wiederhergestellt.
waves-keep-open = Lassen Sie diese Seite geöffnet, bis alle wiederhergestellt sind. Wenn Sie sie verlassen, bleibt wiederhergestellt, wer es ist: Um fortzufahren, machen Sie dasselbe erneut rückgängig.
waves-done =
    { $count ->
        [one] { $count } Person wiederhergestellt.
       *[other] { $count } Personen wiederhergestellt.
    }
waves-too-many = Hier ist so viel geschehen, dass das Durchsehen zu lange dauert. Ihr Anbieter kann es tun.
waves-not-undone = Nur eine Deaktivierung lässt sich rückgängig machen.
