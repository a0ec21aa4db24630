### The portal's page "Check this connection". What the checks themselves say is in English.

check-title = Diese Verbindung prüfen
check-lead = Hier wird gegenüber Ihrer eigenen SCIM-Adresse ein Verzeichnis nachgestellt. Sie erfahren, was funktioniert: worauf Okta und Microsoft Entra achten und was die SCIM-Standards verlangen. Das dauert einige Minuten.
check-note = Dabei werden etwa { $count } Personen und Gruppen angelegt, geändert und wieder gelöscht. Ihre Namen beginnen mit rollcall-conform-. Niemand erhält eine E-Mail oder Einladung, und nichts wird berechnet. Sie bleiben bis zu zwei Wochen als deaktivierte Konten bestehen, auch in den Aktivitäten, und das Produkt Ihres Anbieters erfährt von ihnen wie von allen anderen.
check-button = Diese Verbindung prüfen
check-ask = Prüfung anfordern
check-again = Erneut prüfen
check-under-way = Die Prüfung läuft
check-waits = Sie beginnt innerhalb von zwei Minuten.
check-done = { $done } von { $count } Teilen sind fertig.
check-last = Die letzte Prüfung
check-lost = Sie wurde nicht begonnen oder abgebrochen. Fordern Sie eine neue an.
check-well = Alles, was zutrifft, funktioniert
check-impossible = Es konnte nichts geprüft werden
check-broken-off = Sie dauerte zu lange und wurde abgebrochen
check-failed =
    { $count ->
        [one] { $count } Prüfung fehlgeschlagen
       *[other] { $count } Prüfungen fehlgeschlagen
    }
check-asked-at = Angefordert
check-asked-by = Von { $name }
check-ended-at = Beendet
check-why = Grund
check-part = Teil
check-passed = Bestanden
check-not-passed = Fehlgeschlagen
check-not-applicable = Nicht zutreffend
check-left =
    { $count ->
        [one] { $count } Person oder Gruppe konnte nicht entfernt werden. Der Bericht nennt sie.
       *[other] { $count } Personen und Gruppen konnten nicht entfernt werden. Der Bericht nennt sie.
    }
check-download = Den ganzen Bericht herunterladen
check-no-report = Es gibt keinen Bericht zum Herunterladen: Die Prüfung kam nicht zum Ende, oder der Bericht ist zu groß, um aufbewahrt zu werden.
check-failures = Was fehlgeschlagen ist
check-found = Was gefunden wurde
check-meaning = Was es bedeutet
check-mend = Was es behebt
check-vendor = Manches davon kann eine Einstellung Ihres Anbieters sein. Schicken Sie ihm den Bericht.
check-source = Wer es verlangt
check-more =
    { $count ->
        [one] { $count } weiterer Fehler steht im Bericht.
       *[other] { $count } weitere Fehler stehen im Bericht.
    }
check-already = Eine Prüfung läuft bereits. Sie ist hier zu sehen.
check-off = Schalten Sie zuerst die Bereitstellung ein. Eine Prüfung braucht sie.
check-too-soon =
    { $count ->
        [one] Die letzte Prüfung ist gerade erst zu Ende gegangen. In { $count } Minute können Sie eine neue anfordern.
       *[other] Die letzte Prüfung ist gerade erst zu Ende gegangen. In { $count } Minuten können Sie eine neue anfordern.
    }
