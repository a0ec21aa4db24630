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
