### The portal: the page of a person.

person-all = Todas las personas
person-account = Cuenta
person-undeliverable = Los correos no llegan a esta persona. Compruebe la dirección en su directorio.

## Facts.

person-user-name = Nombre de usuario
person-address = Dirección confirmada
person-awaited = Dirección por confirmar
person-managed-by = Gestionada por
person-by-directory = Su directorio
person-by-nobody = Nadie: no está asignada en su directorio
person-made = Cuenta creada
person-first-sign-in = Primer inicio de sesión
person-not-yet = Todavía no
person-entity = Entidad
person-access = Acceso a la tarjeta
person-invited-by = Invitada por
person-accepted = Aceptada
person-place-ended = Plaza retirada
person-valid-until = Invitación válida hasta

## What can be done.

person-resend-confirmation = Reenviar la confirmación
person-resend = Reenviar la invitación
person-invite = Invitar a esta persona
person-invite-anew = Crear una invitación nueva
person-revoke = Revocar la invitación…
person-revoke-meaning = Sus enlaces dejarán de funcionar. Puede volver a invitar a la persona.
person-revoke-now = Revocar ahora
person-place = Cambiar la plaza…
person-save = Guardar
person-place-end = Retirar la plaza…
person-place-end-meaning = La persona ya no se factura. Lo que se facturó se mantiene. Puede volver a invitar a la persona.
person-place-end-now = Retirar ahora

## What was done.

person-resent = La invitación se ha reenviado con un enlace nuevo.
person-confirmation-resent = La confirmación se ha reenviado a la dirección nueva con un enlace nuevo.
person-revoked = La invitación se ha revocado. Sus enlaces ya no funcionan.
person-placed = La plaza se ha cambiado. El cambio es inmediato.
person-place-is-ended = La plaza se ha retirado. La persona ya no se factura y se la puede volver a invitar.

## History.

person-history = Historial
person-history-empty = Los cambios a partir de ahora aparecen aquí en cuestión de segundos.
person-when = Fecha (UTC)
person-who = Quién
person-what = Qué
person-earlier = Los cambios anteriores no se muestran aquí.
