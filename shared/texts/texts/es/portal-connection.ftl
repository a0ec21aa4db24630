### The portal: Connection, and the guides.

## The page.

connection-title = Conexión
connection-lead = Su directorio crea, cambia de nombre y bloquea cuentas aquí mediante SCIM.
connection-copy = Copiar

## What an action did.

connection-switched-on = El aprovisionamiento está activado.
connection-switched-off = El aprovisionamiento está desactivado. No se ha cambiado ni eliminado nada.
connection-revoked = El token está revocado. Ya no funciona.
connection-gone = Ese token ya no existe.
connection-full = Hay { $most } tokens válidos, que es el máximo. Se incluyen los de los sistemas de su proveedor. Revoque uno que no necesite y cree después uno nuevo.
connection-bad-label = Una etiqueta es una línea de 100 caracteres como máximo.
connection-bad-switch = El aprovisionamiento está activado o desactivado.
connection-bad-lifetime = Un token vale 90 días, 1 año o 2 años, o no caduca.
connection-made = Hay un nuevo token. Cópielo ahora: no se volverá a mostrar.
connection-rotated = Hay un nuevo token. Cópielo ahora: no se volverá a mostrar. El anterior funciona 7 días más.
connection-made-before = Este token se ha creado hace un momento, y ningún otro. Cópielo ahora.

## A new token.

connection-new-token = Su nuevo token
connection-new-token-note = Introdúzcalo ahora en su directorio. Solo guardamos una huella y no podremos mostrarlo después.
connection-new-token-rotated = El token anterior funciona 7 días más, para que nada se interrumpa.
connection-copied = Lo he copiado

## The first steps.

connection-start = Cómo conectarse
connection-start-switch = Activar el aprovisionamiento
connection-start-token = Crear un token para su directorio
connection-start-directory = Introducir ambos en su directorio y asignar a una persona
connection-start-invite = Invitar a la persona a una entidad, con un acceso a tarjeta, en <a href="people">Personas</a>
connection-done = Hecho
connection-todo = Pendiente
connection-todo-guides = Pendiente: consulte las guías más abajo

## Provisioning on and off.

connection-is-on = El aprovisionamiento está activado
connection-is-off = El aprovisionamiento está desactivado
connection-is-on-note = Su directorio puede cambiar cuentas.
connection-is-off-note = Su directorio se rechaza. Las cuentas quedan como están.
connection-switch-on = Activar
connection-switch-off = Desactivar
connection-off-title = ¿Desactivar el aprovisionamiento?
connection-off-refused = Desde ese momento, cada solicitud de su directorio se rechaza con el estado 403. Es posible que el directorio le pida autenticarse de nuevo.
connection-off-leavers = Quienes se marchen entretanto conservan aquí su acceso. No todos los directorios repiten una desactivación rechazada: revise las bajas después de activarlo.
connection-off-kept = Las cuentas, invitaciones y tokens quedan como están. Las cuentas ya bloqueadas se eliminan en su fecha.
connection-off-button = Desactivar ahora
connection-off-cancel = Dejarlo activado
connection-base-url = URL base
connection-heard = Última solicitud de su directorio
connection-never = Nunca
connection-changed = Último cambio de su directorio
connection-none-lately = Ninguno recientemente

## Tokens.

connection-tokens = Tokens
connection-no-tokens = Todavía no hay ningún token. Cree uno e introdúzcalo en su directorio junto con la URL base.
connection-label = Etiqueta
connection-label-hint = (para usted, por ejemplo «Okta»)
connection-no-label = Sin etiqueta
connection-made-by = Creado por { $name }
connection-fingerprint = Huella
connection-made-at = Creado (UTC)
connection-used-at = Último uso (UTC)
connection-not-used = Aún sin registrar
connection-state = Estado
connection-actions = Acciones
connection-expired = Caducado
connection-endless = No caduca
connection-expires =
    { $days ->
        [one] Caduca en { $days } día
       *[other] Caduca en { $days } días
    }
connection-rotate = Renovar
connection-revoke = Revocar
connection-revoke-note = Las solicitudes con este token se rechazan de inmediato.
connection-revoke-used = Se usó por última vez: { $time } UTC.
connection-revoke-button = Revocar ahora
connection-lifetime = Caduca tras
connection-lifetime-90 = 90 días
connection-lifetime-365 = 1 año
connection-lifetime-730 = 2 años
connection-lifetime-never = Nunca
connection-make = Crear un token
connection-rotate-note = «Renovar» le da un nuevo token con la misma duración que el anterior. El anterior funciona 7 días más.
connection-clients = ¿Su directorio pide un ID de cliente o una URL de token? Cree un <a href="clients">cliente OAuth</a>.
connection-vendor-note = El producto de su proveedor abrió esta sesión. Si se revoca su clave, la sesión termina de inmediato. Su proveedor puede revocar entonces también los tokens creados en ella.

## What was refused.

connection-refused = Solicitudes de su directorio rechazadas
connection-refused-note = Se conservan 14 días. Un token mal escrito no aparece aquí: nadie podría saber de quién es.
connection-refused-mended = Resuelto: una solicitud así funcionó a las { $time } UTC
connection-refused-others = Otras de este tipo funcionaron, la última a las { $time } UTC. Esta persona puede faltar todavía.
connection-refused-other-token = Una solicitud con otro token funcionó a las { $time } UTC.
connection-refused-last = La última solicitud
connection-refused-at = Hora
connection-refused-operation = Operación
connection-refused-attribute = Atributo
connection-refused-reason = Motivo
connection-refused-times = Cuántas veces
connection-refused-times-since =
    { $count ->
        [one] Una vez
       *[other] Al menos { $count } veces desde { $time } UTC
    }
connection-advice-ended = Se usó un token revocado o caducado: { $token }.
connection-advice-ended-todo = Introduzca un token válido en su directorio. Si ya tiene uno, averigüe quién conserva el anterior.
connection-advice-scope = Se usó un token de otra interfaz: { $token }.
connection-advice-scope-todo = Cree un token más abajo e introdúzcalo en su directorio.
connection-advice-off = Todas las solicitudes, porque el aprovisionamiento estaba desactivado o no incluido en el plan.
connection-advice-off-todo = Active el aprovisionamiento arriba y repita en su directorio lo que falló.
connection-advice-taken = No se pudo crear una cuenta: otra persona tiene aquí la dirección o el identificador.
connection-advice-taken-todo = Busque en su directorio a una segunda persona con la misma dirección, o aquí a alguien que aún deba confirmar otra. Dé a una de ellas otra dirección y repita la tarea.
connection-advice-renamed = No se pudo cambiar el nombre de una cuenta: otra persona tiene aquí la dirección.
connection-advice-renamed-todo = Dé a una de las dos otra dirección en su directorio y repita la tarea.
connection-advice-group-taken = No se pudo crear un grupo o cambiarle el nombre: otro grupo tiene aquí el nombre o el identificador.
connection-advice-group-taken-todo = No se distinguen mayúsculas y minúsculas. Cambie el nombre de uno de los dos grupos en su directorio y envíelo de nuevo.
connection-advice-member = Un grupo tiene un miembro sin cuenta aquí.
connection-advice-member-todo = Asigne primero la persona a la aplicación y envíe de nuevo el grupo. Un grupo no puede ser miembro de otro grupo.
connection-advice-group-large = Un grupo demasiado grande, o un grupo de más.
connection-advice-group-large-todo = Envíe menos grupos o grupos más pequeños, o añada los miembros en varios pasos.
connection-advice-user-name = Un nombre de usuario que no es una dirección de correo.
connection-advice-user-name-todo = Okta: ponga Sign On → Application username format en Email. Entra: asigne userName a mail.
connection-advice-value = Un valor no admitido.
connection-advice-value-todo = Compruebe qué asigna su directorio a ese atributo.
connection-advice-search = Una búsqueda imposible.
connection-advice-search-todo = Haga que su directorio identifique a las personas por userName o externalId.
connection-advice-fixed = Un cambio de algo que no se puede cambiar.
connection-advice-fixed-todo = Quite ese atributo de las asignaciones de su directorio.
connection-advice-large = Una solicitud demasiado grande.
connection-advice-large-todo = Asigne menos atributos en su directorio.
connection-advice-missing = Algo que aquí no existe.
connection-advice-missing-todo = Desactívelo en su directorio.
connection-advice-form = Una solicitud que no cumple SCIM.
connection-advice-form-todo = Compare las asignaciones de atributos de su directorio con las guías de abajo. Si coinciden, indique la hora a su proveedor.

## Guides. What stands in strong and code is as the directory's own screens have it.

connection-guides = Guías
connection-guides-lead = Elija su directorio.
connection-guide-enable = Aquí: active el aprovisionamiento y cree un token, ambos arriba. Tenga el token a mano.
connection-guide-fields = Introduzca estos valores:
connection-guide-token = su token
connection-guide-picture = Esquema de los campos
connection-guide-assign = Asigne a una persona. Aparece en <a href="people">Personas</a>.
connection-guide-invite = Aquí: en <a href="people">Personas</a> elija a la persona, <em>Invitar</em>, y después la entidad y el acceso a tarjeta. Recibe un correo con un enlace.
connection-guide-okta-app = <strong>Applications → Browse App Catalog → SCIM 2.0 Test App (Header Auth)</strong>, o una aplicación propia con <strong>Provisioning: SCIM</strong> activado en <strong>General</strong>.
connection-guide-okta-email = <strong>Sign On → Application username format: Email</strong>. El nombre de usuario debe ser la dirección de correo de la persona.
connection-guide-okta-fields = <strong>Provisioning → Integration</strong>: introduzca estos valores. Después, <strong>Test Connector Configuration</strong> debe estar todo en verde.
connection-guide-okta-operations = <strong>Provisioning → To App</strong>: active <em>Create Users</em>, <em>Update User Attributes</em> y <em>Deactivate Users</em>.
connection-guide-entra-app = <strong>Enterprise applications → New application → Create your own application</strong> (fuera de la galería) y después <strong>Provisioning → Automatic</strong>.
connection-guide-entra-fields = Introduzca estos valores. <strong>Test Connection</strong> debe tener éxito.
connection-guide-entra-map = <strong>Mappings → Provision Microsoft Entra ID Users</strong>: asigne <code>userName</code> a <code>mail</code> y <code>externalId</code> a <code>objectId</code>, y deje <code>active</code> como está. Correspondencia por <code>userName</code> o <code>externalId</code>.
connection-guide-entra-start = Asigne personas e inicie después el aprovisionamiento. Entra trabaja en ciclos de unos 40 minutos; <strong>Provision on demand</strong> es inmediato.
connection-guide-google-app = En la consola de administración: <strong>Apps → Web and mobile apps</strong>, la aplicación SAML del producto de su proveedor y después <strong>Configure autoprovisioning</strong>. Google no aprovisiona sin una aplicación así.
connection-guide-google-map = En la asignación de atributos, <code>userName</code> es la dirección de correo principal. Elija después el alcance y qué ocurre con quienes quedan fuera.
connection-guide-google-start = Active el aprovisionamiento automático.
connection-guide-onelogin-app = <strong>Applications → Add App → SCIM Provisioner with SAML (SCIM v2 Enterprise)</strong>. Abra después <strong>Configuration</strong>.
connection-guide-onelogin-map = <strong>Parameters</strong>: ponga <strong>SCIM Username</strong> en Email. <strong>Provisioning</strong>: marque <strong>Enable Provisioning</strong> y guarde.
connection-guide-jumpcloud-app = <strong>SSO Applications → Add New Application → Custom Application</strong>, con <strong>Export users to this app (Identity Management)</strong>. Abra después <strong>Identity Management</strong>.
connection-guide-jumpcloud-test = <strong>Test Connection</strong> debe tener éxito. Después, <strong>Activate</strong> y <strong>Save</strong>. En <strong>User Groups</strong>, elija los grupos cuyas personas reciben cuentas.
connection-guide-rippling-app = <strong>IT → Third-Party Access → Add Integration → Create New Custom Integration</strong>, con <strong>User Management via SCIM</strong>.
connection-guide-rippling-map = Añada los atributos <code>externalId</code>, <code>emails.primary</code>, <code>name.givenName</code> y <code>name.familyName</code>. Tras la instalación, pegue su token. El nombre de usuario debe ser la dirección de correo de la persona.
connection-guide-pingone-app = <strong>Integrations → Provisioning</strong>, <strong>+ → New connection</strong>, <strong>Identity Store → SCIM Outbound</strong>.
connection-guide-pingone-test = <strong>Test connection</strong> debe tener éxito. Cree después una regla para la conexión, cuyo filtro indica quién recibe una cuenta, y asigne <code>userName</code> a la dirección de correo. Active la conexión y la regla.
connection-guide-okta-help = <em>“The token is not valid”</em>: cree o renueve aquí un token e introdúzcalo. <em>“userName is not an e-mail address”</em>: vea el paso sobre el nombre de usuario. Una tarea espera con el estado 429: Okta lo reintenta por sí mismo.
