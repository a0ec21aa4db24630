### The page on which an administrator lets a directory in (OAuth).

authorize-title = Conectar { $client }
authorize-heading = ¿Conectar <bdi>{ $client }</bdi>?
authorize-asks = <strong><bdi>{ $client }</bdi></strong>, en <bdi>{ $place }</bdi>, pide administrar aquí a las personas de <strong><bdi>{ $tenant }</bdi></strong>:
authorize-create = Crea cuentas y cambia nombres y direcciones.
authorize-groups = Dice quién está en cada grupo.
authorize-block = Bloquea a personas y las restablece. Quien sigue bloqueado se elimina en dos semanas.
authorize-until = Vale hasta que usted o su proveedor lo revoquen.
authorize-allow = Permitir
authorize-deny = No permitir
authorize-note = ¿No ha empezado usted esto en la configuración de su directorio? Entonces no lo permita.
authorize-client = Esta solicitud viene de un directorio que aquí no se conoce: quizá su cliente está revocado. Introduzca de nuevo el identificador de cliente de este proveedor en la configuración de su directorio.
authorize-other-tenant = Ha iniciado sesión en el portal de otra organización que la que pide el directorio. Abra el portal de esa organización y conecte de nuevo desde su directorio.
authorize-redirect-uri = El directorio quiere la respuesta en una dirección que su proveedor no ha introducido para él. Dé a su proveedor la URI de redirección que muestra su directorio.
authorize-request = No se puede responder a la solicitud del directorio. Empiece de nuevo desde la configuración de su directorio.
authorize-used = Esto ya se permitió, y el directorio ha venido a buscarlo. Para conectar otra vez, empiece de nuevo desde la configuración de su directorio.
authorize-session = Nadie ha iniciado sesión aquí. Abra el portal desde la configuración del producto de su proveedor y conecte de nuevo desde la configuración de su directorio.
authorize-plan = El aprovisionamiento forma parte del plan Advanced, que su organización no tiene. Pida a su proveedor que la pase a él.
