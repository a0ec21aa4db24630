### The portal: the page of a person.

person-all = Alle Personen
person-account = Konto
person-undeliverable = E-Mails an diese Person kommen nicht an. Prüfen Sie die Adresse in Ihrem Verzeichnis.

## Facts.

person-user-name = Benutzername
person-address = Bestätigte Adresse
person-awaited = Noch zu bestätigende Adresse
person-managed-by = Verwaltet von
person-by-directory = Ihrem Verzeichnis
person-by-nobody = Niemandem: in Ihrem Verzeichnis nicht zugewiesen
person-made = Konto angelegt
person-first-sign-in = Erste Anmeldung
person-not-yet = Noch nicht
person-entity = Gesellschaft
person-access = Kartenzugang
person-invited-by = Eingeladen von
person-accepted = Angenommen
person-place-ended = Platz entzogen
person-valid-until = Einladung gültig bis

## What can be done.

person-resend-confirmation = Bestätigung erneut senden
person-resend = Einladung erneut senden
person-invite = Diese Person einladen
person-invite-anew = Neue Einladung erstellen
person-revoke = Einladung widerrufen …
person-revoke-meaning = Ihre Links funktionieren dann nicht mehr. Sie können die Person erneut einladen.
person-revoke-now = Jetzt widerrufen
person-place = Platz ändern …
person-save = Speichern
person-place-end = Platz entziehen …
person-place-end-meaning = Die Person wird nicht weiter berechnet. Bereits Berechnetes bleibt bestehen. Sie können die Person erneut einladen.
person-place-end-now = Jetzt entziehen

## What was done.

person-resent = Die Einladung wurde mit einem neuen Link erneut versandt.
person-confirmation-resent = Die Bestätigung wurde mit einem neuen Link erneut an die neue Adresse versandt.
person-revoked = Die Einladung ist widerrufen. Ihre Links funktionieren nicht mehr.
person-placed = Der Platz ist geändert. Das gilt ab sofort.
person-place-is-ended = Der Platz ist entzogen. Die Person wird nicht weiter berechnet und kann erneut eingeladen werden.

## History.

person-history = Verlauf
person-history-empty = Änderungen erscheinen ab jetzt innerhalb von Sekunden hier.
person-when = Zeit (UTC)
person-who = Wer
person-what = Was
person-earlier = Frühere Änderungen werden hier nicht angezeigt.
