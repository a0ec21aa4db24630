### The page of OAuth clients.

clients-title = OAuth-Clients
clients-lead = Mit einem OAuth-Client holt sich Ihr Verzeichnis jede Stunde ein neues Zugriffstoken. Ein langlebiges Token muss niemand eintragen.

## What an action did.

clients-made = Der Client ist bereit. Kopieren Sie, was Ihr Verzeichnis braucht.
clients-rotated = Ein neues Secret ist bereit. Kopieren Sie es jetzt: Es wird nicht noch einmal gezeigt.
clients-made-before = Das wurde gerade eben erstellt, und nichts anderes. Kopieren Sie es jetzt.
clients-not-made = Es wurde kein Client erstellt. Sehen Sie, was unten markiert ist.
clients-revoked = Der Client ist widerrufen. Er und seine Zugriffstoken gelten nicht mehr.
clients-secret-revoked = Das Secret ist widerrufen. Es und die damit geholten Zugriffstoken gelten nicht mehr.
clients-gone = Diesen Client oder dieses Secret gibt es nicht mehr.
clients-full = Es gibt { $most } Clients, mehr sind nicht möglich. Widerrufen Sie einen, der nicht gebraucht wird, und erstellen Sie dann einen neuen.
clients-two-secrets = Der Client hat { $most } gültige Secrets, mehr sind nicht möglich. Widerrufen Sie zuerst das ältere.
clients-without-secret = Dieser Client hat kein Secret. Ihr Verzeichnis wechselt seine Schlüssel selbst.

## A new client or secret.

clients-new = Ihr neuer Client
clients-new-secret = Ihr neues Client-Secret
clients-client-id = Client-ID
clients-client-secret = Client-Secret
clients-token-url = Token-URL
clients-authorize-url = Autorisierungs-URL
clients-scim-url = SCIM-Basis-URL
clients-secret-note = Tragen Sie es jetzt in Ihrem Verzeichnis ein. Wir behalten nur einen Fingerabdruck und können es später nicht zeigen. Es läuft am { $time } UTC ab.
clients-earlier = Das Secret { $id } gilt bis { $time } UTC, es fällt also nichts aus.

## A client in the list.

clients-connected = Verbunden (UTC)
clients-made-with = Womit er erstellt wurde
clients-secret = Secret
clients-rotate = Zweites Secret hinzufügen
clients-revoke = Client widerrufen
clients-revoke-note = Ihr Verzeichnis wird mit diesem Client und allen seinen Secrets sofort abgewiesen.
clients-revoke-secret-note = Zugriffstoken, die mit diesem Secret geholt wurden, werden sofort abgewiesen.
clients-refused = Warum er zuletzt kein Token bekam
clients-mended = Seither bekam er ein Token, um { $time } UTC.
clients-anybody = Das kann jeder auslösen, der die Client-ID kennt.
clients-test = Um die Verbindung zu testen, lassen Sie Ihr Verzeichnis ein Token anfordern. Dann <a href="clients">sehen Sie hier nach</a>: Was falsch war, wird gezeigt, und „zuletzt benutzt“ zeigt einen Erfolg.

## The form.

clients-make = Client erstellen
clients-make-lead = Wie soll sich Ihr Verzeichnis ausweisen?
clients-make-button = Client erstellen
clients-by-federation = Verbund
clients-by-secret = Client-Secret
clients-by-code = Autorisierungscode
clients-by-federation-about = Ihr Verzeichnis signiert eine Assertion, wie Microsoft Entra mit Workload Identity Federation. Es gibt kein Secret, das ablaufen oder bekannt werden könnte.
clients-by-secret-about = Ihr Verzeichnis hat eine Client-ID und ein Client-Secret und fordert Token mit Client Credentials an.
clients-by-code-about = Ihr Verzeichnis schickt jemanden aus der Verwaltung hierher, um die Verbindung zu erlauben, wie Apps aus dem Katalog von Okta.
clients-issuer = Aussteller
clients-issuer-hint = (iss; leer: die Client-ID)
clients-jwks = JWKS-URL
clients-jwks-hint = (wo Ihr Verzeichnis seine öffentlichen Schlüssel zeigt)
clients-subject = Subject
clients-subject-hint = (sub; leer: die Client-ID)
clients-audience = Zielgruppe
clients-audience-hint = (aud)
clients-redirect = Redirect-URI
clients-redirects = Redirect-URIs
clients-redirects-hint = (eine in jeder Zeile, genau wie Ihr Verzeichnis sie zeigt)
clients-lifetime = Das Secret läuft ab nach
clients-lifetime-1095 = 3 Jahren
clients-places = Wo Ihr Verzeichnis sie verwendet

## What is wrong with a form.

clients-bad-label = Eine Bezeichnung ist eine Zeile mit bis zu 100 Zeichen.
clients-bad-lifetime = Ein Secret gilt 90 Tage, 1, 2 oder 3 Jahre.
clients-bad-claim = Das ist ein Text mit 1 bis 500 Zeichen, ohne Leerzeichen am Rand.
clients-bad-uri = Das ist eine https-Adresse mit einem Domainnamen und bis zu 500 Zeichen. Sie hat keinen Benutzer, kein Passwort und kein „#“.
clients-bad-uris = Geben Sie 1 bis 10 Redirect-URIs ein, eine in jeder Zeile.
clients-bad-form = Das Formular lässt sich nicht lesen. Öffnen Sie die Seite noch einmal.

## Why a client got no token.

clients-fault-keys-away = Die Schlüssel ließen sich unter der JWKS-URL nicht lesen. Prüfen Sie die URL und ob sie aus dem Internet ohne Anmeldung erreichbar ist.
clients-fault-not-signed = Die Assertion war kein JWT, hatte keine kid oder war mit einem anderen Verfahren als RS256 oder ES256 signiert. Prüfen Sie den Signaturschlüssel in Ihrem Verzeichnis.
clients-fault-unknown-key = Die JWKS-URL zeigt keinen Schlüssel mit der kid der Assertion. Prüfen Sie, ob die JWKS-URL die Ihres Verzeichnisses ist.
clients-fault-signature = Der Schlüssel unter der JWKS-URL hat die Assertion nicht signiert. Prüfen Sie, ob die JWKS-URL die Ihres Verzeichnisses ist.
clients-fault-issuer = Die Assertion hatte einen anderen Aussteller (iss). Vergleichen Sie ihn Zeichen für Zeichen mit dem in Ihrem Verzeichnis.
clients-fault-subject = Die Assertion hatte ein anderes Subject (sub). Vergleichen Sie es Zeichen für Zeichen mit dem in Ihrem Verzeichnis.
clients-fault-audience = Die Assertion hatte eine andere Zielgruppe (aud). Vergleichen Sie sie Zeichen für Zeichen mit der in Ihrem Verzeichnis.
clients-fault-expired = Die Assertion war abgelaufen oder hatte kein exp. Prüfen Sie die Uhr des Rechners, der sie signiert.
clients-fault-not-yet = Die Assertion war noch nicht gültig. Prüfen Sie die Uhr des Rechners, der sie signiert.
clients-fault-too-long = Die Assertion galt länger als einen Tag. Lassen Sie Ihr Verzeichnis kürzere signieren.
clients-fault-jti = Die Assertion hatte eine jti, die leer oder zu lang ist.
clients-fault-used = Die Assertion wurde schon benutzt. Jede Anfrage braucht eine neue.
clients-fault-secret-expired = Ein abgelaufenes Secret wurde benutzt. Fügen Sie ein zweites hinzu und tragen Sie es in Ihrem Verzeichnis ein.
clients-fault-method = Der Client forderte ein Token auf einem anderen Weg an, als er erstellt wurde. Erstellen Sie einen Client mit dem Verfahren, das Ihr Verzeichnis verwendet.
clients-fault-grant = Der Code oder das Refresh-Token galt nicht mehr. Verbinden Sie noch einmal von den Einstellungen Ihres Verzeichnisses aus.
