### Mails to people.

mail-greeting = Hola:
mail-unexpected = ¿No lo esperaba?
mail-unsure = En caso de duda, consulte en { $tenant } a las personas que gestionan las cuentas.
mail-link-until = El enlace funciona una sola vez, hasta el { $until }.
mail-button-fails = ¿No funciona el botón? Copie esta dirección en su navegador:
mail-help = ¿Tiene preguntas? Responda a este correo o escriba a { $address }.

## Why somebody got the mail. It is sent in the name of a product, or of none.

mail-directory = Este correo se ha enviado en nombre de { $tenant } porque su cuenta se gestiona desde su directorio.
mail-directory-product = { $product } ha enviado este correo en nombre de { $tenant } porque su cuenta se gestiona desde su directorio.
mail-account = Este correo se ha enviado en nombre de { $tenant } porque usted tiene una cuenta allí.
mail-account-product = { $product } ha enviado este correo en nombre de { $tenant } porque usted tiene una cuenta allí.

## To a new address, which the person is to confirm.

mail-verify-subject = Confirme su nueva dirección de correo electrónico para { $tenant }
mail-verify-title = Confirme su nueva dirección de correo electrónico
mail-verify-change = { $tenant } va a cambiar la dirección de correo electrónico de su cuenta a { $address }.
mail-verify-ask = Confirme que esta dirección es suya:
mail-verify-button = Confirmar esta dirección
mail-verify-then = Se abre una página con un solo botón. En cuanto lo pulse, su cuenta usará la nueva dirección. Hasta entonces conserva la actual.
mail-verify-unexpected = En ese caso, no la confirme y la cuenta conservará la dirección actual.

## To the address that is about to be replaced.

mail-notice-subject = Su dirección de correo electrónico para { $tenant } va a cambiar
mail-notice-title = Su dirección de correo electrónico va a cambiar
mail-notice-change = { $tenant } va a cambiar la dirección de correo electrónico de su cuenta
mail-notice-from = de { $address }
mail-notice-to = a { $address }
mail-notice-then = Hemos enviado un correo a la nueva dirección. En cuanto se confirme allí, su cuenta la usará. Hasta entonces su cuenta conserva la dirección actual.
mail-notice-expected = ¿Lo esperaba?
mail-notice-nothing = En ese caso, no tiene que hacer nada.
mail-notice-unexpected = ¿No lo esperaba o la nueva dirección no es suya?
mail-notice-tell = Avise a las personas que gestionan las cuentas en { $tenant }: pueden cancelar el cambio.

## The invitation to an entity.

mail-invitation-subject = Su invitación de { $tenant }
mail-invitation-subject-product = { $inviter } le invita a { $product }
mail-invitation-title = Ha recibido una invitación
mail-invitation-to = { $inviter } le invita a { $entity }, donde tendrá { $access }.
mail-invitation-ask = Acepte la invitación:
mail-invitation-button = Aceptar la invitación
mail-invitation-then = Se abre una página con un solo botón. En cuanto lo pulse, su cuenta estará lista y podrá iniciar sesión.
mail-invitation-unexpected = En ese caso, no la acepte y no pasará nada.

## To the address of an administrator, who is to confirm it.

mail-administrator-subject = Confirme su dirección para los avisos sobre el directorio de { $tenant }
mail-administrator-title = Confirme su dirección para los avisos
mail-administrator-why = Alguien ha indicado esta dirección como la de una persona que administra { $tenant }. A esas personas se les avisa por correo antes de que el directorio ya no pueda conectarse.
mail-administrator-ask = Confirme que desea recibir estos avisos:
mail-administrator-button = Confirmar esta dirección
mail-administrator-then = Se abre una página con un solo botón. En cuanto lo pulse, le escribiremos cuando un token o un secreto del directorio esté a punto de caducar, cuando el directorio lleve días sin dar señales y cuando sus solicitudes se rechacen una y otra vez.
mail-administrator-unexpected = Entonces no la confirme y no recibirá ningún aviso.
mail-administrator = Este correo se ha enviado en nombre de { $tenant } porque esta dirección se indicó como la de una persona que lo administra.
mail-administrator-product = { $product } ha enviado este correo en nombre de { $tenant } porque esta dirección se indicó como la de una persona que lo administra.

## To administrators: a credential of the directory is about to expire.

mail-expiring-subject = { $tenant }: el acceso del directorio caduca el { $date }
mail-expiring-title = El acceso de su directorio está a punto de caducar
mail-expiring-what = Está a punto de caducar aquello con lo que se conecta el directorio de { $tenant }:
mail-expiring-token = Token { $name }: hasta el { $until }
mail-expiring-secret = Secreto { $id } del cliente OAuth { $name }: hasta el { $until }
mail-expiring-then = Después se rechazará al directorio: ya no se añadirá, cambiará ni bloqueará a nadie.
mail-expiring-do = Cree uno nuevo en el portal, en «Conexión», e introdúzcalo en su directorio. Si el directorio ya tiene uno más reciente, no tiene que hacer nada.

## To administrators: nothing is heard of the directory.

mail-silent-subject = { $tenant }: sin noticias del directorio desde el { $date }
mail-silent-title = Su directorio no da señales
mail-silent-what = La última solicitud del directorio de { $tenant } llegó el { $at }. Aquí no se sabe quién se ha incorporado o se ha ido desde entonces.
mail-silent-do = Compruebe en su directorio si el aprovisionamiento está activado y si comunica errores. Si las altas y bajas son tan pocas que esto es normal, fije un plazo más largo en el portal, en «Avisos», o desactive este aviso.

## To administrators: the directory is refused.

mail-refused-subject = { $tenant }: el directorio se rechaza una y otra vez
mail-refused-title = Se rechaza a su directorio
mail-refused-token = El directorio de { $tenant } sigue presentando el token { $name }, que se revocó o ha caducado. Su última solicitud se rechazó el { $at }.
mail-refused-token-do = Introduzca un token válido en el directorio. Puede crearlo en el portal, en «Conexión».
mail-refused-client = El directorio de { $tenant } pide tokens de acceso como cliente OAuth { $name } y no obtiene ninguno. Se le rechazó por última vez el { $at }.
mail-refused-client-do = Abra el portal, «Conexión», «Clientes OAuth»: verá qué falló y cómo corregirlo.
mail-refused-plan = El directorio de { $tenant } envía solicitudes, pero el aprovisionamiento no forma parte de su plan. Su última solicitud se rechazó el { $at }.
mail-refused-plan-do = No se pierde ningún dato. Pida a su proveedor que pase la cuenta al plan Advanced, o desactive el aprovisionamiento en su directorio.

## At the end of each of these.

mail-told-where = El portal se abre desde la configuración del producto de su proveedor.
mail-told-where-product = El portal se abre desde la configuración de { $product }.
mail-told-button = Abrir { $product }
mail-told-sign-in = Iniciar sesión
mail-told-stop = ¿Ya no desea recibir estos avisos? Esta página elimina su dirección:
mail-told-remove = Eliminar mi dirección
