### The portal's frame, its way in and its failures; the entities.

## The frame.

portal-skip = Gå til indholdet
portal-sections = Portal
portal-connection = Forbindelse
portal-people = Personer
portal-activity = Aktivitet
portal-billing = Afregning
portal-signed-in-until = Logget ind indtil <time datetime="{ $machine }">{ $time }</time>
portal-sign-out = Log ud
portal-language = Sprog
