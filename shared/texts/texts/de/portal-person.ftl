### The portal: one person.

## The account.

person-account = Konto
person-unreachable = E-Mails an die Person kommen nicht an. Prüfen Sie die Adresse in Ihrem Verzeichnis.
person-user-name = Benutzername
person-confirmed-address = Bestätigte Adresse
person-awaited-address = Zu bestätigende Adresse
person-managed-by = Verwaltet von
person-directory = Ihrem Verzeichnis
person-unmanaged = Niemandem: in Ihrem Verzeichnis nicht zugewiesen
person-made = Konto angelegt
person-first-sign-in = Erste Anmeldung
person-not-yet = Noch nicht
person-accepted = Angenommen
person-valid-until = Einladung gültig bis

## What can be done.

person-resend-confirmation = Bestätigung erneut senden
person-resend = Einladung erneut senden
person-invite-anew = Neue Einladung erstellen
person-revoke = Einladung zurückziehen …
person-revoke-about = Ihre Links funktionieren dann nicht mehr. Sie können die Person erneut einladen.
person-revoke-now = Jetzt zurückziehen
person-resent = Die Einladung ist mit einem neuen Link wieder unterwegs.
person-confirmation-resent = Die Bestätigung ist mit einem neuen Link wieder an die neue Adresse unterwegs.
person-revoked = Die Einladung ist zurückgezogen. Ihre Links funktionieren nicht mehr.

## Its history.

person-history = Verlauf
person-history-empty = Änderungen erscheinen hier von nun an binnen Sekunden.
person-when = Wann (UTC)
person-whose = Wer
person-what = Was
person-earlier = Frühere Änderungen werden hier nicht gezeigt.
