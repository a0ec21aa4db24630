### The portal: Groups, and what their people get.

## The list.

groups-title = Gruppen
groups-lead = Die Gruppen, die Ihr Verzeichnis übertragen hat. Eine Regel legt fest, was die Personen einer Gruppe erhalten: eine Rolle und eine Einladung in eine Ihrer Gesellschaften.
groups-none-yet = Ihr Verzeichnis hat noch keine Gruppe übertragen
groups-none-how = Die Personen müssen der Anwendung selbst zugewiesen sein. Übertragen Sie dann die Gruppen, die bestimmen sollen, was sie erhalten:
groups-none-okta = Okta: <strong>Push Groups → Push Groups → Find groups by name</strong> in der Anwendung.
groups-none-entra = Microsoft Entra: Weisen Sie die Gruppen der Anwendung zu und schalten Sie <strong>Mappings → Provision Microsoft Entra ID Groups</strong> ein.
groups-none-guides = Wie ein Verzeichnis verbunden wird, sagen die <a href="connection#guides">Anleitungen</a>.
groups-name = Name
groups-count =
    { $count ->
        [one] { $count } Gruppe
       *[other] { $count } Gruppen
    }
groups-matching =
    { $count ->
        [one] { $count } von { $everything } gefunden
       *[other] { $count } von { $everything } gefunden
    }
groups-none = Keine Gruppe
groups-none-found = <strong>Keine Gruppe wurde gefunden.</strong> Suchen Sie nach einem anderen Teil des Namens, oder <a href="groups">zeigen Sie alle Gruppen an</a>.
groups-no-more = <strong>Es gibt keine weiteren Gruppen.</strong> <a href="groups">Zurück zur ersten Seite</a>.
groups-group = Gruppe
groups-members = Mitglieder
groups-gone = Diese Gruppe gibt es nicht mehr. Es wurde nichts geändert.
groups-no-group = Diese Gruppe gibt es nicht.

## A group.

groups-all = Alle Gruppen
groups-member-count =
    { $count ->
        [one] { $count } Mitglied
       *[other] { $count } Mitglieder
    }
groups-as-people = Unter Personen anzeigen
groups-nobody = In dieser Gruppe ist niemand. Fügen Sie in Ihrem Verzeichnis Personen hinzu.
groups-no-more-members = <strong>Es gibt keine weiteren Mitglieder.</strong> <a href="{ $link }">Zurück zur ersten Seite</a>.
groups-unsorted = Die Gruppe ist zu groß, um ihre Mitglieder hier zu sortieren: Sie erscheinen ohne bestimmte Reihenfolge. Suchen Sie jemanden unter Personen.
groups-people-of = Nur Personen in der Gruppe <a href="{ $link }">{ $name }</a>.
groups-people-any = Personen aller Gruppen anzeigen
