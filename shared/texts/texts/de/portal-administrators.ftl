### The portal's page "Notices": administrators' addresses, and of what they are told.

administrators-title = Hinweise
administrators-from-connection = Hinweise per E-Mail
administrators-lead = Diese Adressen werden per E-Mail benachrichtigt, bevor Ihr Verzeichnis sich nicht mehr verbinden kann: 30, 14 und 3 Tage, bevor ein Token oder Geheimnis abläuft, wenn tagelang nichts vom Verzeichnis kam und wenn es immer wieder abgewiesen wird.
administrators-addresses = Adressen
administrators-none = Noch wird niemand benachrichtigt. Fügen Sie eine Adresse hinzu.
administrators-confirmed = Bestätigt
administrators-waiting = Wartet auf Bestätigung
administrators-undeliverable = Die E-Mail konnte nicht zugestellt werden
administrators-resend = Link erneut senden<span class="hidden"> an { $address }</span>
administrators-remove = Entfernen<span class="hidden"> { $address }</span>
administrators-add = Adresse hinzufügen
administrators-address = E-Mail-Adresse
administrators-add-note = Ein Link wird dorthin geschickt. Bis er bestätigt ist, wird nichts anderes dorthin gesendet.
administrators-add-button = Hinzufügen
administrators-silence = Wann kommt zu lange nichts vom Verzeichnis?
administrators-silence-days = Tage ohne Anfrage
administrators-silence-note = 0 schaltet diesen Hinweis aus. Höchstens { $most }.
administrators-silence-button = Speichern
administrators-added = Die Adresse ist hinzugefügt. Ein Link zur Bestätigung ist unterwegs.
administrators-removed = Die Adresse ist entfernt.
administrators-sent = Ein weiterer Link ist unterwegs.
administrators-saved = Die Tage sind gespeichert.
administrators-bad-address = Das ist keine E-Mail-Adresse.
administrators-full = Es gibt bereits { $most } Adressen. Entfernen Sie zuerst eine.
administrators-gone = Die Adresse wurde inzwischen entfernt.
administrators-too-soon = Ein Link wurde gerade erst angefordert. Er kann einmal pro Minute und fünfmal am Tag gesendet werden.
administrators-bad-days = Geben Sie eine Anzahl von Tagen von 0 bis { $most } ein.
