### The portal's frame, its way in and its failures; the entities.

## The frame.

portal-skip = Ir al contenido
portal-sections = Portal
portal-connection = Conexión
portal-people = Personas
portal-activity = Actividad
portal-billing = Facturación
portal-signed-in-until = Sesión abierta hasta las <time datetime="{ $machine }">{ $time }</time>
portal-sign-out = Cerrar sesión
portal-language = Idioma
