### The portal's frame, its way in and its failures; the entities.

## The frame.

portal-skip = Zum Inhalt springen
portal-sections = Portal
portal-connection = Verbindung
portal-people = Personen
portal-activity = Aktivität
portal-billing = Abrechnung
portal-signed-in-until = Angemeldet bis <time datetime="{ $machine }">{ $time }</time>
portal-sign-out = Abmelden
portal-language = Sprache
