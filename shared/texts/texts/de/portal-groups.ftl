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
groups-which = Regel
groups-which-any = Mit oder ohne
groups-which-with = Mit Regel
groups-which-without = Ohne Regel
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
groups-gets = Was ihre Personen erhalten
groups-place = Platz in der Reihenfolge
groups-gone = Diese Gruppe gibt es nicht mehr. Es wurde nichts geändert.
groups-no-group = Diese Gruppe gibt es nicht.

## What a rule gives, in a few words.

groups-gives-role = Rolle: { $role }
groups-gives-invitation = Einladung zu { $entity } ({ $access })
groups-gives-nothing = Nichts: keine Regel
groups-no-longer-entity = einer Gesellschaft, die es nicht mehr gibt

## The order of the rules.

groups-order = Reihenfolge der Regeln
groups-order-count =
    { $count ->
        [one] { $count } Gruppe hat eine Regel.
       *[other] { $count } Gruppen haben eine Regel.
    }
groups-order-meaning = Wer in mehreren Gruppen ist, hat die Rollen aller dieser Gruppen. Eingeladen wird durch die erste Regel in dieser Reihenfolge, die einlädt.
groups-order-later = Eine andere Reihenfolge lädt niemanden erneut ein und nimmt keine Einladung zurück. Sie gilt für alle, die neu hinzukommen.
groups-order-change = Reihenfolge ändern
groups-order-none = Noch hat keine Gruppe eine Regel.
groups-up = Nach oben<span class="hidden">: { $group }</span>
groups-down = Nach unten<span class="hidden">: { $group }</span>
groups-moved = { $group } steht jetzt auf Platz { $place } von { $all }.
groups-not-moved = Diese Regel gibt es nicht mehr, oder sie kann nicht weiter verschoben werden.

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
groups-rule = Regel
groups-rule-none = Diese Gruppe hat keine Regel: Ihre Personen erhalten durch sie nichts.
groups-rule-make = Regel anlegen
groups-rule-change = Regel ändern
groups-rule-end = Regel entfernen …
groups-rule-again = Erneut anwenden
groups-rule-again-about = Prüft alle Mitglieder erneut und holt nach, was noch fehlt. Das geschieht auch von selbst; es hilft, nachdem Ihr Anbieter ein Problem gelöst hat.
groups-roles-by-directory = Ihr Verzeichnis bestimmt, wer welche Rolle hat. Die Rolle dieser Regel gibt deshalb zurzeit nichts.
groups-place-of = Platz { $place } von { $all } in der <a href="rules">Reihenfolge der Regeln</a>.

## A rule is written.

groups-rule-of = Regel von { $group }
groups-rule-lead = Was alle in dieser Gruppe erhalten. Vor dem Speichern sehen Sie, für wen sich etwas ändert.
groups-role = Rolle
groups-role-none = Keine Rolle
groups-roles-about = Was die Rollen bedeuten
groups-role-undeclared = Hier gibt es noch keine Rollen: Ihr Anbieter legt die Rollen an, die sein Produkt kennt. Bis dahin kann eine Regel einladen.
groups-role-by-directory = Zurzeit bestimmt Ihr Verzeichnis, wer welche Rolle hat. Die Rolle einer Regel gilt, sobald Rollen aus Gruppen kommen.
groups-invite = Wer hinzukommt, wird eingeladen
groups-invite-about = Wer in der Gruppe ist und keine Einladung hat, erhält einmal eine per E-Mail. Wer schon angenommen hat, erhält keine weitere.
groups-invite-to = Eingeladen zu
groups-invite-as = Mit Kartenzugang
groups-choose = Bitte wählen
groups-no-entities = Es gibt noch keine Gesellschaft, in die eingeladen werden kann. Die erste wird angelegt, wenn Sie unter <a href="people">Personen</a> jemanden einladen.
groups-preview = Vorschau
groups-bad-form = Die Regel kann so nicht sein: siehe unten. Es wurde nichts geändert.
groups-bad-role = Diese Rolle gibt es nicht mehr. Wählen Sie eine andere.
groups-bad-nothing = Die Regel gibt nichts. Wählen Sie eine Rolle, oder lassen Sie sie einladen.
groups-bad-entity = Wählen Sie die Gesellschaft, in die eingeladen wird.
groups-bad-access = Wählen Sie den Kartenzugang, mit dem eingeladen wird.
groups-bad-rules = 200 Gruppen haben eine Regel; mehr sind nicht möglich. Entfernen Sie zuerst die Regel einer anderen Gruppe.

## What would change.

groups-preview-of = Vorschau: { $group }
groups-preview-lead = Noch ist nichts geändert.
groups-what = Was
groups-now = Jetzt
groups-then = Danach
groups-invitation = Einladung
groups-none-given = Keine
groups-for-whom = Für wen
groups-looked-all =
    { $count ->
        [one] Von { $count } Mitglied:
       *[other] Von { $count } Mitgliedern:
    }
groups-looked-some = Die Gruppe ist groß: { $count } von { $members } wurden geprüft. Davon:
groups-gain =
    { $count ->
        [one] { $count } Person erhält die Rolle { $role }
       *[other] { $count } Personen erhalten die Rolle { $role }
    }
groups-lose =
    { $count ->
        [one] { $count } Person verliert die Rolle { $role }
       *[other] { $count } Personen verlieren die Rolle { $role }
    }
groups-are-invited =
    { $count ->
        [one] { $count } Person wird eingeladen
       *[other] { $count } Personen werden eingeladen
    }
groups-are-revoked =
    { $count ->
        [one] Die Einladung von { $count } Person wird zurückgenommen
       *[other] Die Einladungen von { $count } Personen werden zurückgenommen
    }
groups-and-others =
    { $count ->
        [one] und { $count } weitere
       *[other] und { $count } weitere
    }
groups-nothing-changes = Zurzeit ändert sich für niemanden etwas. Die Regel gilt für alle, die später hinzukommen.
groups-nobody-loses = Für niemanden ändert sich etwas.
groups-preview-note = Jede Person wird bei der Ausführung erneut geprüft. Die E-Mails gehen in dem Tempo hinaus, das Ihr Anbieter festgelegt hat.
groups-save = Regel speichern
groups-edit = Ändern
groups-changed-meanwhile = Jemand anderes hat die Regeln inzwischen geändert, deshalb wurde nichts gespeichert. Das ist der jetzige Stand, und was Ihre Regel daraus machen würde.
groups-saved = Die Regel ist gespeichert.
groups-applied = Die Regel wird erneut angewendet.
groups-removed = Die Regel ist entfernt.
groups-rule-gone = Die Gruppe hat keine Regel mehr. Es wurde nichts geändert.

## A rule is removed.

groups-end-title = Regel von { $group } entfernen?
groups-end-places = Wer eine Einladung angenommen hat, behält den Platz.
groups-end-button = Jetzt entfernen
groups-end-cancel = Behalten

## While rules are applied.

groups-run = Regeln werden angewendet
groups-run-this = Die Regel wird angewendet
groups-run-everybody = Die Rollen aller Personen werden aktualisiert
groups-run-done =
    { $count ->
        [one] { $done } von { $count } Person erledigt.
       *[other] { $done } von { $count } Personen erledigt.
    }
groups-run-begins = Es beginnt gleich.
groups-run-note = Es läuft von selbst weiter: Sie können diese Seite verlassen.
groups-run-look = Erneut ansehen

## Where roles come from.

groups-roles-from = Woher Rollen kommen
groups-roles-from-groups = Rollen kommen aus Gruppen: Die Regeln der Gruppen einer Person entscheiden.
groups-roles-from-directory = Rollen kommen aus Ihrem Verzeichnis: Es sendet die Rollen jeder Person selbst.
groups-roles-switch = Ändern …
groups-to-directory-title = Rollen aus Ihrem Verzeichnis übernehmen?
groups-to-directory-loses = Alle verlieren die Rollen, die ihre Gruppen geben.
groups-to-directory-gets = Jede Person hat die Rollen, die Ihr Verzeichnis als ihr Attribut <code>roles</code> sendet. Bis es sie sendet, hat niemand eine.
groups-to-directory-invites = Einladungen durch Regeln bleiben, wie sie sind.
groups-to-directory-button = Aus dem Verzeichnis übernehmen
groups-to-groups-title = Rollen aus Gruppen übernehmen?
groups-to-groups-loses = Alle verlieren die Rollen, die Ihr Verzeichnis gesendet hat. Spätere werden ignoriert.
groups-to-groups-gets = Jede Person hat die Rollen, die die Regeln ihrer Gruppen geben.
groups-to-groups-button = Aus Gruppen übernehmen
groups-roles-keep = So lassen
groups-switched = Es ist geändert. Die Rollen aller Personen werden aktualisiert.

## At a person.

groups-of-person = Gruppen und Rollen
groups-of-nobody = Die Person ist in keiner Gruppe.
groups-role-by = { $role }: durch { $groups }
groups-role-sent = { $role }: durch Ihr Verzeichnis
groups-roles = Rollen
groups-no-roles = Keine Rolle.
groups-and-more =
    { $count ->
        [one] und { $count } weitere Gruppe
       *[other] und { $count } weitere Gruppen
    }
