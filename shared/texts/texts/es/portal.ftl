### The portal's frame, its way in and its failures; the entities.

## The frame.

portal-skip = Ir al contenido
portal-sections = Portal
portal-connection = Conexión
portal-people = Personas
portal-groups = Grupos
portal-activity = Actividad
portal-billing = Facturación
portal-signed-in-until = Sesión abierta hasta las <time datetime="{ $machine }">{ $time }</time>
portal-sign-out = Cerrar sesión
portal-language = Idioma
portal-read-only = El aprovisionamiento no forma parte del plan de su organización. Aquí puede consultarlo todo, pero no cambiar nada.

## What is copied.

portal-copied = Copiado
portal-selected = Seleccionado: cópielo con el teclado

## The way in and out.

portal-open-title = Abrir el portal de { $tenant }
portal-open-heading = Abrir el portal de <bdi>{ $tenant }</bdi>
portal-open-as = Iniciará sesión como <strong><bdi>{ $admin }</bdi></strong> durante una hora.
portal-open-as-administrator = Iniciará sesión para administrar <bdi>{ $tenant }</bdi> durante una hora.
portal-open-button = Abrir el portal
portal-open-note = ¿No es usted o no lo ha pedido en el producto de su proveedor? Cierre esta página. Todavía no ha pasado nada.
portal-signed-out-title = Ha cerrado la sesión
portal-signed-out = Para volver, abra el portal desde la configuración del producto de su proveedor. Puede cerrar esta página.
portal-no-session-title = Abra el portal de nuevo
portal-no-session = Nadie ha iniciado sesión aquí, ha terminado la hora que dura una sesión o su proveedor la ha cerrado. No se ha perdido nada.
portal-open-from-settings = Abra de nuevo el portal desde la configuración del producto de su proveedor.
portal-link-over-title = Este enlace ya no es válido
portal-link-over = Un enlace al portal funciona una sola vez y durante cinco minutos. Este se ha usado, su plazo ha terminado o su proveedor lo ha anulado. En el navegador donde se usó lleva al portal mientras tenga la sesión abierta.
portal-link-over-another = Para obtener otro, abra de nuevo el portal desde la configuración del producto de su proveedor.

## What goes wrong.

portal-not-found-title = Aquí no hay nada
portal-not-found = Puede que el enlace esté mal escrito o que su contenido ya no exista.
portal-to-the-portal = Ir al portal
portal-forged-title = No se ha cambiado nada
portal-forged = Lo que envió su navegador no procedía de una página de esta sesión: quizá ha vuelto a iniciar sesión desde que abrió la página, o bien otro sitio web ha intentado actuar en su nombre.
portal-forged-again = Si fue usted, abra de nuevo la página y repita lo que hizo.
portal-invalid-title = Eso no es posible
portal-invalid = { $detail } No se ha cambiado nada.
portal-invalid-back = Vuelva atrás en su navegador e inténtelo de otra manera.
portal-loaded-ahead = Esta página se muestra a quien la abre y no se carga por adelantado.
portal-not-allowed = No se llega a esta página de esta manera.
portal-too-large = El formulario supera los 64 KiB.
portal-incomplete = El formulario no llegó completo.
portal-try-later-title = Vuelva a intentarlo en un momento
portal-try-later = En este momento hay mucha actividad y no hemos podido hacer lo que pidió. No se ha perdido nada.
portal-try-later-again = Vuelva atrás o cargue de nuevo esta página dentro de { $wait }.
portal-bug-title = Algo ha fallado
portal-bug = El fallo es nuestro y lo hemos registrado. Inténtelo de nuevo dentro de unos minutos.
portal-bug-reference = Si vuelve a ocurrir, comunique esta referencia a su proveedor:

## A tenant whose plan has no provisioning.

portal-plan-title = El aprovisionamiento forma parte del plan Advanced
portal-plan-lead = Su organización tiene el plan Standard. Con el plan Advanced su directorio se ocupa de las cuentas:
portal-plan-gives = Lo que ofrece el plan Advanced
portal-plan-appear = <strong>Las personas aparecen por sí solas.</strong> Quien usted asigne en Okta, Microsoft Entra u otro directorio SCIM tiene una cuenta de inmediato.
portal-plan-leave = <strong>Quien se va queda bloqueado en segundos</strong> y se elimina en dos semanas, sin dejar rastro.
portal-plan-follow = <strong>Los nombres y las direcciones se actualizan.</strong> Una dirección nueva vale en cuanto su titular la confirma.
portal-plan-invite = <strong>Invita a muchas personas a la vez</strong>, cada una a una entidad y con el acceso a tarjeta que necesita.
portal-plan-see = <strong>Ve quién ha cambiado qué</strong> y cuánto cuesta cada persona.
portal-plan-ask = Pida a su proveedor que pase su organización al plan Advanced. No se pierde nada de lo que ya hay. Lo facturado sigue en <a href="billing">Facturación</a>.

## Entities.

portal-all-people = Todas las personas
portal-entities-title = Entidades
portal-entities-lead = Las unidades jurídicas de su organización. Las personas se invitan a una de ellas.
portal-entities-none-label = Ninguna
portal-entities-none = Todavía no hay ninguna. La primera se crea cuando invita a personas.
portal-entity-name = Nombre
portal-entity-rename = Cambiar nombre<span class="hidden"> { $entity }</span>
portal-entity-delete = Eliminar…<span class="hidden"> { $entity }</span>
portal-entity-delete-when = Es posible mientras nadie esté invitado a ella.
portal-entity-delete-now = Eliminar ahora
portal-entity-renamed = Se ha cambiado el nombre de la entidad. Las invitaciones conservan el nombre anterior.
portal-entity-deleted = La entidad se ha eliminado.
portal-entity-in-use = La entidad no se ha eliminado: hay alguien invitado a ella o que ha aceptado. Solo se puede eliminar una entidad sin personas.
portal-entity-in-rule = La entidad no se ha eliminado: la regla de un grupo invita a personas a ella. Cambie antes esa regla.
portal-entity-gone = Esa entidad ya no existe.
portal-entity-bad-name = Un nombre es una línea de 1 a 100 caracteres.
portal-entity-too-many = Hay demasiadas personas para comprobar a tiempo si alguien pertenece a la entidad.

## A form that was sent when the session was over.

portal-over-title = Su sesión ha terminado
portal-over-kept = Lo que envió se conserva en esta página y no se ha cambiado nada. Vuelva a abrir el portal desde el producto de su proveedor, en otra pestaña. Después, envíelo de nuevo aquí.
portal-over-again = Enviar de nuevo
portal-kept-title = ¿Enviarlo ahora?
portal-kept = Ha iniciado sesión de nuevo, en <bdi>{ $tenant }</bdi>. Todavía no se ha cambiado nada.
portal-kept-send = Enviar ahora
portal-kept-not = No enviar
