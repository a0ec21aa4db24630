### The portal: one person.

## The account.

person-account = Cuenta
person-unreachable = Los correos no llegan a la persona. Compruebe la dirección en su directorio.
person-user-name = Nombre de usuario
person-confirmed-address = Dirección confirmada
person-awaited-address = Dirección por confirmar
person-managed-by = Gestionada por
person-directory = Su directorio
person-unmanaged = Nadie: sin asignar en su directorio
person-made = Cuenta creada
person-first-sign-in = Primer inicio de sesión
person-not-yet = Todavía no
person-accepted = Aceptada
person-valid-until = Invitación válida hasta

## What can be done.

person-resend-confirmation = Reenviar la confirmación
person-resend = Reenviar la invitación
person-invite-anew = Crear una invitación nueva
person-revoke = Revocar la invitación…
person-revoke-about = Sus enlaces dejan de funcionar. Puede volver a invitar a la persona.
person-revoke-now = Revocar ahora
person-resent = La invitación va de nuevo de camino, con un enlace nuevo.
person-confirmation-resent = La confirmación va de nuevo de camino a la dirección nueva, con un enlace nuevo.
person-revoked = La invitación está revocada. Sus enlaces ya no funcionan.

## Its history.

person-history = Historial
person-history-empty = Los cambios a partir de ahora aparecen aquí en segundos.
person-when = Cuándo (UTC)
person-whose = Quién
person-what = Qué
person-earlier = Los cambios anteriores no se muestran aquí.
