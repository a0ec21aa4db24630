### The portal: Activity.

## The page.

activity-title = Aktivität
activity-lead = Wer was geändert hat. Die Zeiten sind UTC; Neues erscheint nach wenigen Sekunden.
activity-list = Änderungen
activity-when = Wann
activity-who = Wer
activity-what = Was
activity-whom = Wen
activity-organisation = Ihre Organisation
activity-deleted = Ein gelöschtes Konto
activity-only-person = Nur diese Person
activity-earlier = Frühere
activity-latest = Neueste
activity-nothing-yet = Noch ist nichts geschehen. <a href="connection">Verbinden Sie Ihr Verzeichnis</a> und weisen Sie darin eine Person zu: Sie sehen es dann hier.
activity-nothing-found = Keine Änderung entspricht dem.
activity-looked-through = Bisher { $count } Änderungen durchgesehen. Frühere können noch passen.

## The filter.

activity-filter = Filter
activity-person = Person (E-Mail-Adresse)
activity-by = Geändert von
activity-anybody = Allen
activity-kind = Art
activity-any-kind = Alle
activity-from = Von (UTC)
activity-to = Bis (UTC)
activity-show = Anzeigen
activity-clear = Zurücksetzen
activity-nobody = Niemand hier hat diese Adresse.
activity-kind-account = Konto
activity-kind-name = Name und Adresse
activity-kind-invitation = Einladung
activity-kind-group = Gruppen und Rollen
activity-kind-sign-in = Anmeldung
activity-kind-profile = Profil
activity-kind-settings = Einstellungen
activity-kind-token = Token

## Who changes something.

activity-directory = Ihr Verzeichnis
activity-admin = Administrator
activity-the-person = Die Person
activity-operator = Ihr Anbieter
activity-system = Das System

## The files.

activity-download = Diese Änderungen herunterladen
activity-csv = CSV
activity-jsonl = JSON-Zeilen
activity-parts = Mehr, als eine Datei fasst
activity-parts-note = Diese Änderungen passen nicht in eine Datei. Laden Sie diesen Teil herunter, dann den nächsten; oder wählen Sie eine kürzere Zeit.
activity-part = Teil { $part }
activity-next-part = Zum nächsten Teil
activity-back = Zurück zur Liste

## The charts.

activity-hours = Die letzten 24 Stunden
activity-days = Die letzten 14 Tage
activity-partial = Es gab so viele Änderungen, dass in den Diagrammen einige fehlen.
activity-burst = Ungewöhnlich viel: { $count } Änderungen am { $day }.
activity-quiet = Nichts geschehen.
activity-changes =
    { $count ->
        [one] { $count } Änderung
       *[other] { $count } Änderungen
    }
activity-most = { $changes }; die meisten, { $most }, ab { $from }.
activity-as-table = Als Tabelle
activity-from-utc = Ab (UTC)
activity-all = Alle

## What happened, in small letters: several stand in one line, parted by semicolons.

activity-did-made-account = Konto angelegt
activity-did-new-link = neuen Link angefordert
activity-did-changed-account = Konto geändert
activity-did-restored = Konto wiederhergestellt
activity-did-deactivated = Konto deaktiviert
activity-did-linked = Konto mit dem Verzeichnis verknüpft
activity-did-joined =
    { $count ->
        [one] Person einer Gruppe hinzugefügt
       *[other] Person { $count } Gruppen hinzugefügt
    }
activity-did-left =
    { $count ->
        [one] Person aus einer Gruppe entfernt
       *[other] Person aus { $count } Gruppen entfernt
    }
activity-did-released = Konto vom Verzeichnis gelöst
activity-did-user-name = Benutzername geändert in { $value }
activity-did-confirmed = Adresse { $value } bestätigt
activity-did-address = Adresse geändert in { $value }
activity-did-change-off = Adressänderung zurückgenommen
activity-did-confirmation-resent = Bestätigung der Adresse erneut gesendet
activity-did-undeliverable = E-Mail an die neue Adresse kommt nicht an
activity-did-invited = Person eingeladen
activity-did-invited-to = Person zu { $entity } eingeladen ({ $access })
activity-did-invited-entity = Person zu { $entity } eingeladen
activity-did-invited-access = Person eingeladen ({ $access })
activity-did-card = Karte
activity-did-card-and-reimbursement = Karte und Erstattung
activity-did-reimbursement = nur Erstattung
activity-did-accepted = Einladung angenommen
activity-did-revoked = Einladung widerrufen
activity-did-expired = die Einladung ist abgelaufen
activity-did-place-ended = Platz entzogen
activity-did-entity = Gesellschaft geändert in { $value }
activity-did-access = Kartenzugang geändert ({ $access })
activity-did-invitation-moved = die Einladung geht dorthin
activity-did-resent = Einladung erneut gesendet
activity-did-invitation-undeliverable = die Einladung kommt nicht an
activity-did-first-sign-in = erste Anmeldung vermerkt
activity-did-replaced = Adresse oder Kennung an ein anderes Konto abgegeben
activity-did-external-id = Kennung des Verzeichnisses geändert
activity-did-profile = Profil geändert
activity-did-switched-on = Bereitstellung eingeschaltet
activity-did-switched-off = Bereitstellung ausgeschaltet
activity-did-plan = Wechsel in den Tarif { $value }
activity-did-profile-sync = Aktualisierung der Profile geändert
activity-did-terms = Preis je Person vereinbart
activity-did-terms-none = kein Preis je Person vereinbart
activity-did-closed = Abrechnungen bis { $value } abgeschlossen
activity-did-organisation-name = Name der Organisation geändert in { $value }
activity-did-token-made = Token { $name } erstellt
activity-did-token-revoked = Token { $name } widerrufen
activity-did-token-ends = Token { $name } läuft aus
activity-did-client-made = OAuth-Client { $name } erstellt
activity-did-client-revoked = OAuth-Client { $name } widerrufen
activity-did-client-changed = Secrets des OAuth-Clients { $name } geändert
activity-did-client-authorized = OAuth-Client { $name } verbunden
activity-did-client-unauthorized = OAuth-Client { $name } getrennt
activity-did-role-given = Person die Rolle { $name } gegeben
activity-did-role-taken = Person die Rolle { $name } entzogen
activity-did-role-declared = Rolle { $name } angelegt
activity-did-role-changed = Rolle { $name } geändert
activity-did-role-withdrawn = Rolle { $name } zurückgezogen
activity-did-rule-made =
    { $count ->
        [one] Regel für eine Gruppe angelegt
       *[other] Regeln für { $count } Gruppen angelegt
    }
activity-did-rule-changed =
    { $count ->
        [one] Regel einer Gruppe geändert
       *[other] Regeln von { $count } Gruppen geändert
    }
activity-did-rule-removed =
    { $count ->
        [one] Regel einer Gruppe entfernt
       *[other] Regeln von { $count } Gruppen entfernt
    }
activity-did-order = Reihenfolge der Regeln geändert
activity-did-by-rule = durch die Regel einer Gruppe
activity-did-roles-from-directory = Rollen kommen nun aus dem Verzeichnis
activity-did-roles-from-groups = Rollen kommen nun aus Gruppen
