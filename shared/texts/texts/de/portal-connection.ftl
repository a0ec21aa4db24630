### The portal: Connection, and the guides.

## The page.

connection-title = Verbindung
connection-lead = Ihr Verzeichnis legt hier per SCIM Konten an, benennt sie um und sperrt sie.
connection-copy = Kopieren

## What an action did.

connection-switched-on = Die Bereitstellung ist eingeschaltet.
connection-switched-off = Die Bereitstellung ist ausgeschaltet. Nichts wurde geändert oder gelöscht.
connection-revoked = Das Token ist widerrufen. Es funktioniert nicht mehr.
connection-gone = Dieses Token gibt es nicht mehr.
connection-full = Es gibt { $most } gültige Token; mehr sind nicht möglich. Die der Systeme Ihres Anbieters zählen dazu. Widerrufen Sie eines, das nicht gebraucht wird, und erstellen Sie dann ein neues.
connection-bad-label = Eine Bezeichnung ist eine Zeile mit höchstens 100 Zeichen.
connection-bad-switch = Die Bereitstellung ist entweder ein- oder ausgeschaltet.
connection-bad-lifetime = Ein Token gilt 90 Tage, 1 Jahr oder 2 Jahre, oder es läuft nicht ab.
connection-made = Ein neues Token ist bereit. Kopieren Sie es jetzt: Es wird nicht noch einmal angezeigt.
connection-rotated = Ein neues Token ist bereit. Kopieren Sie es jetzt: Es wird nicht noch einmal angezeigt. Das alte gilt noch 7 Tage.
connection-made-before = Dieses Token wurde gerade erstellt, und kein weiteres. Kopieren Sie es jetzt.

## A new token.

connection-new-token = Ihr neues Token
connection-new-token-note = Tragen Sie es jetzt in Ihr Verzeichnis ein. Wir bewahren nur einen Fingerabdruck davon auf und können es später nicht anzeigen.
connection-new-token-rotated = Das alte Token gilt noch 7 Tage, damit dazwischen nichts stillsteht.
connection-copied = Ich habe es kopiert

## The first steps.

connection-start = So verbinden Sie Ihr Verzeichnis
connection-start-switch = Bereitstellung einschalten
connection-start-token = Token für Ihr Verzeichnis erstellen
connection-start-directory = Beides im Verzeichnis eintragen und eine Person zuweisen
connection-start-invite = Die Person unter <a href="people">Personen</a> zu einer Gesellschaft einladen, mit einem Kartenzugang
connection-done = Erledigt
connection-todo = Offen
connection-todo-guides = Offen: siehe die Anleitungen unten

## Provisioning on and off.

connection-is-on = Die Bereitstellung ist eingeschaltet
connection-is-off = Die Bereitstellung ist ausgeschaltet
connection-is-on-note = Ihr Verzeichnis darf Konten ändern.
connection-is-off-note = Ihr Verzeichnis wird abgewiesen. Die Konten bleiben, wie sie sind.
connection-switch-on = Einschalten
connection-switch-off = Ausschalten
connection-off-title = Bereitstellung ausschalten?
connection-off-refused = Von da an wird jede Anfrage Ihres Verzeichnisses mit dem Status 403 abgewiesen. Das Verzeichnis bittet Sie womöglich, sich neu zu authentifizieren.
connection-off-leavers = Wer inzwischen ausscheidet, behält hier den Zugang. Nicht jedes Verzeichnis wiederholt eine abgewiesene Deaktivierung: Prüfen Sie nach dem Einschalten, wer ausgeschieden ist.
connection-off-kept = Konten, Einladungen und Token bleiben, wie sie sind. Bereits gesperrte Konten werden zu ihrem Termin gelöscht.
connection-off-button = Jetzt ausschalten
connection-off-cancel = Eingeschaltet lassen
connection-base-url = Basis-URL
connection-heard = Letzte Anfrage Ihres Verzeichnisses
connection-never = Noch nie
connection-changed = Letzte Änderung durch Ihr Verzeichnis
connection-none-lately = In letzter Zeit keine

## Tokens.

connection-tokens = Token
connection-no-tokens = Es gibt noch kein Token. Erstellen Sie eines und tragen Sie es zusammen mit der Basis-URL in Ihr Verzeichnis ein.
connection-label = Bezeichnung
connection-label-hint = (für Sie, etwa „Okta“)
connection-no-label = Ohne Bezeichnung
connection-made-by = Erstellt von { $name }
connection-fingerprint = Fingerabdruck
connection-made-at = Erstellt (UTC)
connection-used-at = Zuletzt benutzt (UTC)
connection-not-used = Noch nicht vermerkt
connection-state = Status
connection-actions = Aktionen
connection-expired = Abgelaufen
connection-endless = Läuft nicht ab
connection-expires =
    { $days ->
        [one] Läuft in { $days } Tag ab
       *[other] Läuft in { $days } Tagen ab
    }
connection-rotate = Erneuern
connection-revoke = Widerrufen
connection-revoke-note = Anfragen mit diesem Token werden sofort abgewiesen.
connection-revoke-used = Es wurde zuletzt um { $time } UTC benutzt.
connection-revoke-button = Jetzt widerrufen
connection-lifetime = Läuft ab nach
connection-lifetime-90 = 90 Tagen
connection-lifetime-365 = 1 Jahr
connection-lifetime-730 = 2 Jahren
connection-lifetime-never = Nie
connection-make = Token erstellen
connection-rotate-note = „Erneuern“ gibt Ihnen ein neues Token mit der Laufzeit des alten. Das alte gilt noch 7 Tage.
connection-clients = Fragt Ihr Verzeichnis nach einer Client-ID oder einer Token-URL? Erstellen Sie einen <a href="clients">OAuth-Client</a>.
connection-vendor-note = Diese Sitzung wurde vom Produkt Ihres Anbieters geöffnet. Wird dessen Schlüssel dafür widerrufen, endet sie sofort. Ihr Anbieter kann dann auch die Token widerrufen, die in ihr erstellt wurden.

## What was refused.

connection-refused = Abgewiesene Anfragen Ihres Verzeichnisses
connection-refused-note = 14 Tage aufbewahrt. Ein vertipptes Token erscheint hier nicht: Niemand könnte sagen, von wem es kommt.
connection-refused-mended = Behoben: Eine solche Anfrage gelang um { $time } UTC
connection-refused-others = Andere dieser Art gelangen, zuletzt um { $time } UTC. Diese Person kann noch fehlen.
connection-refused-other-token = Eine Anfrage mit einem anderen Token gelang um { $time } UTC.
connection-refused-last = Die letzte Anfrage
connection-refused-at = Zeit
connection-refused-operation = Vorgang
connection-refused-attribute = Attribut
connection-refused-reason = Grund
connection-refused-times = Wie oft
connection-refused-times-since =
    { $count ->
        [one] Einmal
       *[other] Mindestens { $count }-mal seit { $time } UTC
    }
connection-advice-ended = Ein widerrufenes oder abgelaufenes Token wurde benutzt: { $token }.
connection-advice-ended-todo = Tragen Sie ein gültiges Token in Ihr Verzeichnis ein. Hat Ihr Verzeichnis bereits eines, klären Sie, wer das alte noch hat.
connection-advice-scope = Ein Token für eine andere Schnittstelle wurde benutzt: { $token }.
connection-advice-scope-todo = Erstellen Sie unten ein Token und tragen Sie es in Ihr Verzeichnis ein.
connection-advice-off = Alle Anfragen, weil die Bereitstellung ausgeschaltet oder nicht im Tarif war.
connection-advice-off-todo = Schalten Sie oben die Bereitstellung ein und wiederholen Sie im Verzeichnis, was fehlgeschlagen ist.
connection-advice-taken = Ein Konto konnte nicht angelegt werden: Jemand anders hat hier die Adresse oder die Kennung.
connection-advice-taken-todo = Suchen Sie im Verzeichnis eine zweite Person mit derselben Adresse, oder hier eine, die eine andere noch bestätigen muss. Geben Sie einer von beiden eine andere Adresse und wiederholen Sie den Vorgang.
connection-advice-renamed = Ein Konto konnte nicht umbenannt werden: Jemand anders hat hier die Adresse.
connection-advice-renamed-todo = Geben Sie im Verzeichnis einer der beiden Personen eine andere Adresse und wiederholen Sie den Vorgang.
connection-advice-group-taken = Eine Gruppe konnte nicht angelegt oder umbenannt werden: Eine andere Gruppe hat hier den Namen oder die Kennung.
connection-advice-group-taken-todo = Groß- und Kleinschreibung zählen nicht. Benennen Sie im Verzeichnis eine der beiden Gruppen um und übertragen Sie sie erneut.
connection-advice-member = Eine Gruppe hat ein Mitglied, das hier kein Konto hat.
connection-advice-member-todo = Weisen Sie die Person zuerst der Anwendung zu und übertragen Sie die Gruppe dann erneut. Eine Gruppe kann nicht Mitglied einer Gruppe sein.
connection-advice-group-large = Eine zu große Gruppe, oder eine Gruppe zu viel.
connection-advice-group-large-todo = Übertragen Sie weniger oder kleinere Gruppen, oder fügen Sie die Mitglieder in mehreren Schritten hinzu.
connection-advice-user-name = Ein Benutzername, der keine E-Mail-Adresse ist.
connection-advice-user-name-todo = Okta: Stellen Sie Sign On → Application username format auf Email. Entra: Ordnen Sie userName dem Attribut mail zu.
connection-advice-value = Ein unzulässiger Wert.
connection-advice-value-todo = Prüfen Sie, was Ihr Verzeichnis diesem Attribut zuordnet.
connection-advice-search = Eine Suche, die nicht möglich ist.
connection-advice-search-todo = Lassen Sie Ihr Verzeichnis Personen über userName oder externalId abgleichen.
connection-advice-fixed = Eine Änderung an etwas Unveränderlichem.
connection-advice-fixed-todo = Lassen Sie dieses Attribut in den Zuordnungen Ihres Verzeichnisses weg.
connection-advice-large = Eine zu große Anfrage.
connection-advice-large-todo = Ordnen Sie im Verzeichnis weniger Attribute zu.
connection-advice-missing = Etwas, das es hier nicht gibt.
connection-advice-missing-todo = Schalten Sie es in Ihrem Verzeichnis aus.
connection-advice-form = Eine Anfrage, die nicht SCIM entspricht.
connection-advice-form-todo = Vergleichen Sie die Attributzuordnungen Ihres Verzeichnisses mit den Anleitungen unten. Stimmen sie überein, nennen Sie Ihrem Anbieter die Uhrzeit.

## Guides. What stands in strong and code is as the directory's own screens have it.

connection-guides = Anleitungen
connection-guides-lead = Wählen Sie Ihr Verzeichnis.
connection-guide-enable = Hier: Schalten Sie oben die Bereitstellung ein und erstellen Sie ein Token. Halten Sie das Token bereit.
connection-guide-fields = Tragen Sie diese Werte ein:
connection-guide-token = Ihr Token
connection-guide-picture = Skizze der auszufüllenden Felder
connection-guide-assign = Weisen Sie eine Person zu. Sie erscheint unter <a href="people">Personen</a>.
connection-guide-invite = Hier: Wählen Sie unter <a href="people">Personen</a> die Person, <em>Einladen</em>, dann die Gesellschaft und den Kartenzugang. Sie erhält eine E-Mail mit einem Link.
connection-guide-okta-app = <strong>Applications → Browse App Catalog → SCIM 2.0 Test App (Header Auth)</strong>, oder eine eigene App, bei der unter <strong>General</strong> <strong>Provisioning: SCIM</strong> eingeschaltet ist.
connection-guide-okta-email = <strong>Sign On → Application username format: Email</strong>. Der Benutzername muss die E-Mail-Adresse der Person sein.
connection-guide-okta-fields = <strong>Provisioning → Integration</strong>: Tragen Sie diese Werte ein. Danach muss bei <strong>Test Connector Configuration</strong> alles grün sein.
connection-guide-okta-operations = <strong>Provisioning → To App</strong>: Schalten Sie <em>Create Users</em>, <em>Update User Attributes</em> und <em>Deactivate Users</em> ein.
connection-guide-entra-app = <strong>Enterprise applications → New application → Create your own application</strong> (nicht aus dem Katalog), dann <strong>Provisioning → Automatic</strong>.
connection-guide-entra-fields = Tragen Sie diese Werte ein. <strong>Test Connection</strong> muss gelingen.
connection-guide-entra-map = <strong>Mappings → Provision Microsoft Entra ID Users</strong>: Ordnen Sie <code>userName</code> dem Attribut <code>mail</code> zu und <code>externalId</code> dem Attribut <code>objectId</code>; <code>active</code> bleibt, wie es ist. Abgleich über <code>userName</code> oder <code>externalId</code>.
connection-guide-entra-start = Weisen Sie Personen zu und starten Sie dann die Bereitstellung. Entra arbeitet in Zyklen von etwa 40 Minuten; <strong>Provision on demand</strong> wirkt sofort.
connection-guide-google-app = In der Admin-Konsole: <strong>Apps → Web and mobile apps</strong>, die SAML-App für das Produkt Ihres Anbieters, dann <strong>Configure autoprovisioning</strong>. Ohne eine solche App bietet Google keine Bereitstellung.
connection-guide-google-map = In der Attributzuordnung ist <code>userName</code> die primäre E-Mail-Adresse. Wählen Sie dann den Bereich, und was mit Personen außerhalb geschieht.
connection-guide-google-start = Stellen Sie die automatische Bereitstellung auf aktiv.
connection-guide-onelogin-app = <strong>Applications → Add App → SCIM Provisioner with SAML (SCIM v2 Enterprise)</strong>. Öffnen Sie dann <strong>Configuration</strong>.
connection-guide-onelogin-map = <strong>Parameters</strong>: Stellen Sie <strong>SCIM Username</strong> auf Email. <strong>Provisioning</strong>: Kreuzen Sie <strong>Enable Provisioning</strong> an und speichern Sie.
connection-guide-jumpcloud-app = <strong>SSO Applications → Add New Application → Custom Application</strong>, mit <strong>Export users to this app (Identity Management)</strong>. Öffnen Sie dann <strong>Identity Management</strong>.
connection-guide-jumpcloud-test = <strong>Test Connection</strong> muss gelingen. Dann <strong>Activate</strong> und <strong>Save</strong>. Wählen Sie unter <strong>User Groups</strong> die Gruppen, deren Personen Konten erhalten.
connection-guide-rippling-app = <strong>IT → Third-Party Access → Add Integration → Create New Custom Integration</strong>, mit <strong>User Management via SCIM</strong>.
connection-guide-rippling-map = Fügen Sie die Attribute <code>externalId</code>, <code>emails.primary</code>, <code>name.givenName</code> und <code>name.familyName</code> hinzu. Fügen Sie nach der Installation Ihr Token ein. Der Benutzername muss die E-Mail-Adresse der Person sein.
connection-guide-pingone-app = <strong>Integrations → Provisioning</strong>, <strong>+ → New connection</strong>, <strong>Identity Store → SCIM Outbound</strong>.
connection-guide-pingone-test = <strong>Test connection</strong> muss gelingen. Legen Sie dann eine Regel für die Verbindung an, deren Benutzerfilter sagt, wer ein Konto erhält, und ordnen Sie <code>userName</code> der E-Mail-Adresse zu. Schalten Sie Verbindung und Regel ein.
connection-guide-okta-help = <em>“The token is not valid”</em>: Erstellen oder erneuern Sie hier ein Token und tragen Sie es ein. <em>“userName is not an e-mail address”</em>: siehe den Schritt zum Benutzernamen. Ein Vorgang wartet mit dem Status 429: Okta versucht es von selbst erneut.
