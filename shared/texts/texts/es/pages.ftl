### The pages behind the links in mails.

## How long something takes.

pages-seconds =
    { $count ->
        [one] { $count } segundo
       *[other] { $count } segundos
    }

pages-minutes =
    { $count ->
        [one] { $count } minuto
       *[other] { $count } minutos
    }

pages-hours =
    { $count ->
        [one] { $count } hora
       *[other] { $count } horas
    }

## A tenant whose name nobody can see.

pages-organisation = su organización

## What somebody is invited to: the end of "you will have …".

pages-access-card = una tarjeta para pagar
pages-access-card-and-reimbursement = una tarjeta para pagar y el reembolso de sus gastos
pages-access-reimbursement-only = el reembolso de sus gastos

## Confirming an address.

pages-confirm-title = Confirme su dirección de correo electrónico
pages-confirm-change = <bdi>{ $tenant }</bdi> va a cambiar la dirección de correo electrónico de su cuenta a
pages-confirm-yours = ¿Es suya? Confírmela y su cuenta la usará a partir de ahora. Hasta entonces conserva la dirección actual.
pages-confirm-button = Confirmar
pages-once-until = Funciona una sola vez, hasta el { $until }.
pages-unexpected = ¿No lo esperaba? Cierre esta página sin más. En caso de duda, consulte en <bdi>{ $tenant }</bdi> a las personas que gestionan las cuentas.
pages-confirmed-title = Dirección de correo confirmada
pages-confirmed-now = A partir de ahora su cuenta usa
pages-confirmed-done = No tiene que hacer nada más. Puede cerrar esta página.
pages-already-confirmed-title = Ya confirmada
pages-already-confirmed = La dirección de correo a la que correspondía este enlace ya está confirmada. No tiene que hacer nada más y puede cerrar esta página.
pages-expired-title = Este enlace ha caducado
pages-expired = Un enlace para confirmar una dirección de correo solo funciona unos días, y ese plazo ha terminado. Nada ha cambiado en su cuenta.
pages-expired-resend = ¿Todavía quiere confirmar la dirección? Podemos enviarle un nuevo enlace.
pages-expired-button = Enviar un nuevo enlace
pages-expired-ask = Si su dirección todavía tiene que cambiar, consulte en <bdi>{ $tenant }</bdi> a las personas que gestionan las cuentas.
pages-link-sent-title = Un nuevo enlace está en camino
pages-link-sent-to = Lo enviamos a
pages-link-sent-soon = Debería llegar en unos minutos. Si no lo ve, mire también en la carpeta de correo no deseado.
pages-too-soon-title = Espere un poco
pages-too-soon = Enviamos como máximo un enlace por minuto y cinco al día. Puede <a href="">pedir el siguiente</a> dentro de { $wait }.
pages-too-soon-spam = Es posible que el enlace que pidió antes ya haya llegado: mire también en la carpeta de correo no deseado.
pages-superseded-title = Este enlace ya no es válido
pages-superseded = Desde que lo enviamos, el cambio de su dirección de correo se ha anulado o se ha sustituido por otro.
pages-superseded-newer = Si tiene un correo más reciente sobre ello, use el enlace que contiene. Si no, no tiene que hacer nada.

## Accepting an invitation.

pages-invitation-title = Ha recibido una invitación
pages-invitation-to = <bdi>{ $inviter }</bdi> le invita a
pages-invitation-access = Tendrá { $access }. En cuanto acepte, su cuenta estará lista y podrá iniciar sesión.
pages-invitation-button = Aceptar la invitación
pages-accepted-title = Invitación aceptada
pages-accepted-at = Ya forma parte de
pages-accepted-ready = Su cuenta está lista y puede iniciar sesión. Puede cerrar esta página.
pages-open-product = Abrir <bdi>{ $product }</bdi>
pages-sign-in = Iniciar sesión
pages-already-accepted-title = Ya aceptada
pages-already-accepted = La invitación a la que correspondía este enlace ya está aceptada. No tiene que hacer nada más y puede cerrar esta página.
pages-blocked-title = Su cuenta está desactivada
pages-blocked = Por eso la invitación no se puede aceptar en este momento. Consulte en <bdi>{ $tenant }</bdi> a las personas que gestionan las cuentas.
pages-blocked-until = En cuanto su cuenta vuelva a estar activa, este enlace funcionará hasta el { $until }.
pages-invitation-expired-title = Esta invitación ha caducado
pages-invitation-expired = El enlace de una invitación solo funciona unos días, y ese plazo ha terminado.
pages-invitation-expired-ask = Si tiene un correo más reciente sobre ella, use el enlace que contiene. Si no, pida a las personas que gestionan las cuentas en <bdi>{ $tenant }</bdi> que vuelvan a enviar la invitación.
pages-invitation-gone-title = Esta invitación ya no es válida
pages-invitation-gone = Desde que la enviamos, la invitación se ha retirado o se ha sustituido por otra.
pages-newer-or-ask = Si tiene un correo más reciente sobre ella, use el enlace que contiene. En caso de duda, consulte en <bdi>{ $tenant }</bdi> a las personas que gestionan las cuentas.
pages-invitation-moved-title = Esta invitación se envió a otra dirección
pages-invitation-moved = Desde que la enviamos, la cuenta tiene otra dirección de correo. Solo se puede aceptar una invitación enviada a esa dirección.
pages-invitation-moved-ask = Si es su cuenta, use el enlace del correo más reciente que haya recibido allí. En caso de duda, consulte en <bdi>{ $tenant }</bdi> a las personas que gestionan las cuentas.

## What goes wrong.

pages-unknown-title = Este enlace no funciona
pages-unknown = Puede que no esté completo: algunos programas de correo cortan los enlaces largos. Ábralo otra vez desde el correo o cópielo entero.
pages-unknown-past = Si eso no ayuda, el enlace corresponde a algo que terminó hace tiempo y no tiene que hacer nada.
pages-try-later-title = Vuelva a intentarlo en un momento
pages-try-later = En este momento hay mucha actividad y no hemos podido hacer lo que pidió. No se ha perdido nada.
pages-try-later-again = <a href="">Vuelva a intentarlo</a> dentro de { $wait }.
pages-bug-title = Algo ha fallado
pages-bug = El fallo es nuestro y lo hemos registrado. Abra de nuevo el enlace de su correo dentro de unos minutos.
pages-bug-reference = Si vuelve a ocurrir, comunique esta referencia a quien gestiona su cuenta:
pages-not-allowed-title = Eso no es posible aquí
pages-not-allowed = Abra el enlace de su correo en un navegador y use el botón de la página.
pages-help = ¿Tiene preguntas? Escriba a <a href="mailto:{ $address }">{ $address }</a>.

## An administrator's address for notices about the directory.

pages-administrator-title = Confirme su dirección para los avisos
pages-administrator = Los avisos sobre el directorio de <bdi>{ $tenant }</bdi> se enviarán a
pages-administrator-when = Llegan cuando un token o un secreto del directorio está a punto de caducar, cuando el directorio lleva días sin dar señales y cuando se le rechaza una y otra vez.
pages-administrator-button = Confirmar esta dirección
pages-administrator-until = Esto funciona hasta el { $until }.
pages-administrator-confirmed-title = Su dirección está confirmada
pages-administrator-confirmed = Los avisos sobre el directorio de <bdi>{ $tenant }</bdi> se envían a
pages-administrator-confirmed-stop = Cada uno lleva un enlace que elimina la dirección. Puede cerrar esta página.
pages-administrator-remove-title = ¿Dejar de recibir estos avisos?
pages-administrator-remove = No se enviarán más avisos sobre el directorio de <bdi>{ $tenant }</bdi> a
pages-administrator-remove-others = Las demás personas que administran los seguirán recibiendo.
pages-administrator-remove-button = Eliminar esta dirección
pages-administrator-removed-title = Su dirección se ha eliminado
pages-administrator-removed = Los avisos sobre el directorio ya no se envían a
pages-administrator-removed-again = La dirección se puede volver a añadir en el portal. Puede cerrar esta página.
pages-administrator-gone-title = Esta dirección ya no está
pages-administrator-gone = Se eliminó después de enviarse el correo, así que no recibe avisos. No tiene que hacer nada.
pages-administrator-expired-title = Este enlace ha caducado
pages-administrator-expired = Para recibir otro, pida a una persona que administre <bdi>{ $tenant }</bdi> que lo vuelva a enviar desde el portal.
