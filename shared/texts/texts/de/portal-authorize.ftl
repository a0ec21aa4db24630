### The page on which an administrator lets a directory in (OAuth).

authorize-title = { $client } verbinden
authorize-heading = <bdi>{ $client }</bdi> verbinden?
authorize-asks = <strong><bdi>{ $client }</bdi></strong> unter <bdi>{ $place }</bdi> möchte die Personen von <strong><bdi>{ $tenant }</bdi></strong> hier verwalten:
authorize-create = Das Verzeichnis legt Konten an und ändert Namen und Adressen.
authorize-groups = Es sagt, wer in welcher Gruppe ist.
authorize-block = Es sperrt Personen und stellt sie wieder her. Wer gesperrt bleibt, wird innerhalb von zwei Wochen gelöscht.
authorize-until = Das gilt, bis Sie oder Ihr Anbieter es widerrufen.
authorize-allow = Erlauben
authorize-deny = Nicht erlauben
authorize-note = Haben Sie das nicht in den Einstellungen Ihres Verzeichnisses begonnen? Dann erlauben Sie es nicht.
authorize-client = Diese Anfrage kommt von einem Verzeichnis, das hier nicht bekannt ist: Sein Client ist vielleicht widerrufen. Tragen Sie die Client-ID dieses Anbieters in den Einstellungen Ihres Verzeichnisses neu ein.
authorize-other-tenant = Sie sind im Portal einer anderen Organisation angemeldet als der, nach der das Verzeichnis fragt. Öffnen Sie deren Portal und verbinden Sie dann noch einmal von Ihrem Verzeichnis aus.
authorize-redirect-uri = Das Verzeichnis möchte die Antwort an einer Adresse, die Ihr Anbieter nicht dafür eingetragen hat. Geben Sie Ihrem Anbieter die Redirect-URI, die Ihr Verzeichnis zeigt.
authorize-request = Die Anfrage des Verzeichnisses lässt sich nicht beantworten. Beginnen Sie in den Einstellungen Ihres Verzeichnisses von vorn.
authorize-used = Das wurde schon erlaubt, und das Verzeichnis hat es abgeholt. Um noch einmal zu verbinden, beginnen Sie in den Einstellungen Ihres Verzeichnisses von vorn.
authorize-session = Hier ist niemand angemeldet. Öffnen Sie das Portal in den Einstellungen des Produkts Ihres Anbieters und verbinden Sie dann noch einmal von den Einstellungen Ihres Verzeichnisses aus.
authorize-plan = Provisionierung gehört zum Tarif Advanced, den Ihre Organisation nicht hat. Bitten Sie Ihren Anbieter, sie dorthin umzustellen.
