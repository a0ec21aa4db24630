### The portal's page "Notices": administrators' addresses, and of what they are told.

administrators-title = Avisos
administrators-from-connection = Avisos por correo
administrators-lead = A estas direcciones se les avisa por correo antes de que su directorio ya no pueda conectarse: 30, 14 y 3 días antes de que caduque un token o un secreto, cuando el directorio lleva días sin dar señales y cuando se le rechaza una y otra vez.
administrators-addresses = Direcciones
administrators-none = Todavía no se avisa a nadie. Añada una dirección.
administrators-confirmed = Confirmada
administrators-waiting = Pendiente de confirmación
administrators-undeliverable = No se pudo entregar el correo
administrators-resend = Reenviar el enlace<span class="hidden"> a { $address }</span>
administrators-remove = Eliminar<span class="hidden"> { $address }</span>
administrators-add = Añadir una dirección
administrators-address = Dirección de correo
administrators-add-note = Se le envía un enlace. No se envía nada más hasta que se confirme.
administrators-add-button = Añadir
administrators-silence = ¿Cuándo se considera que el directorio no da señales?
administrators-silence-days = Días sin solicitudes
administrators-silence-note = 0 desactiva este aviso. Como máximo { $most }.
administrators-silence-button = Guardar
administrators-added = La dirección se ha añadido. Un enlace para confirmarla está en camino.
administrators-removed = La dirección se ha eliminado.
administrators-sent = Otro enlace está en camino.
administrators-saved = Los días se han guardado.
administrators-bad-address = No es una dirección de correo.
administrators-full = Ya hay { $most } direcciones. Elimine una primero.
administrators-gone = La dirección se ha eliminado mientras tanto.
administrators-too-soon = Se acaba de pedir un enlace. Se puede enviar una vez por minuto y cinco veces al día.
administrators-bad-days = Introduzca un número de días de 0 a { $most }.
