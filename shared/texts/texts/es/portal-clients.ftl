### The page of OAuth clients.

clients-title = Clientes OAuth
clients-lead = Con un cliente OAuth, su directorio obtiene cada hora un nuevo token de acceso. No hay que pegar ningún token duradero.

## What an action did.

clients-made = El cliente está listo. Copie lo que necesita su directorio.
clients-rotated = Un nuevo secreto está listo. Cópielo ahora: no se mostrará de nuevo.
clients-made-before = Esto se creó hace un momento, y no se creó nada más. Cópielo ahora.
clients-not-made = No se creó ningún cliente. Vea lo que está marcado abajo.
clients-revoked = El cliente está revocado. Ni él ni sus tokens de acceso funcionan ya.
clients-secret-revoked = El secreto está revocado. Ni él ni los tokens de acceso que obtuvo funcionan ya.
clients-gone = Ese cliente o secreto ya no existe.
clients-full = Hay { $most } clientes, que es el máximo. Revoque uno que no se necesite y cree después otro nuevo.
clients-two-secrets = El cliente tiene { $most } secretos que funcionan, que es el máximo. Revoque primero el más antiguo.
clients-without-secret = Este cliente no tiene secreto. Su directorio cambia sus claves por sí mismo.

## A new client or secret.

clients-new = Su nuevo cliente
clients-new-secret = Su nuevo secreto de cliente
clients-client-id = ID de cliente
clients-client-secret = Secreto de cliente
clients-token-url = URL de token
clients-authorize-url = URL de autorización
clients-scim-url = URL base de SCIM
clients-secret-note = Introdúzcalo ahora en su directorio. Solo guardamos una huella y no podremos mostrarlo después. Caduca el { $time } UTC.
clients-earlier = El secreto { $id } funciona hasta el { $time } UTC, así que nada se interrumpe.

## A client in the list.

clients-connected = Conectado (UTC)
clients-made-with = Con qué se creó
clients-secret = Secreto
clients-rotate = Añadir un segundo secreto
clients-revoke = Revocar el cliente
clients-revoke-note = Su directorio se rechaza de inmediato, con este cliente y con todos sus secretos.
clients-revoke-secret-note = Los tokens de acceso obtenidos con este secreto se rechazan de inmediato.
clients-refused = Por qué no obtuvo token la última vez
clients-mended = Ha obtenido un token desde entonces, a las { $time } UTC.
clients-anybody = Cualquiera que conozca el ID de cliente puede ser la causa.
clients-test = Para probar la conexión, haga que su directorio pida un token. Después <a href="clients">vuelva a mirar aquí</a>: se muestra lo que estaba mal, y «último uso» muestra un éxito.

## The form.

clients-make = Crear un cliente
clients-make-lead = ¿Cómo debe identificarse su directorio?
clients-make-button = Crear el cliente
clients-by-federation = Federación
clients-by-secret = Secreto de cliente
clients-by-code = Código de autorización
clients-by-federation-about = Su directorio firma una aserción, como hace Microsoft Entra con la federación de identidades de carga de trabajo. No hay ningún secreto que pueda caducar o filtrarse.
clients-by-secret-about = Su directorio tiene un ID de cliente y un secreto de cliente, y pide tokens con «client credentials».
clients-by-code-about = Su directorio envía aquí a un administrador para permitir la conexión, como hacen las aplicaciones del catálogo de Okta.
clients-issuer = Emisor
clients-issuer-hint = (iss; vacío: el ID de cliente)
clients-jwks = URL de JWKS
clients-jwks-hint = (donde su directorio muestra sus claves públicas)
clients-subject = Sujeto
clients-subject-hint = (sub; vacío: el ID de cliente)
clients-audience = Audiencia
clients-audience-hint = (aud)
clients-redirect = URI de redirección
clients-redirects = URI de redirección
clients-redirects-hint = (una en cada línea, exactamente como las muestra su directorio)
clients-lifetime = El secreto caduca después de
clients-lifetime-1095 = 3 años
clients-places = Dónde los usa su directorio

## What is wrong with a form.

clients-bad-label = Una etiqueta es una línea de hasta 100 caracteres.
clients-bad-lifetime = Un secreto dura 90 días, 1, 2 o 3 años.
clients-bad-claim = Es un texto de 1 a 500 caracteres, sin espacios alrededor.
clients-bad-uri = Es una dirección https con un nombre de dominio, de hasta 500 caracteres. No tiene usuario, ni contraseña, ni «#».
clients-bad-uris = Introduzca de 1 a 10 URI de redirección, una en cada línea.
clients-bad-form = No se puede leer el formulario. Abra de nuevo la página.

## Why a client got no token.

clients-fault-keys-away = No se pudieron leer las claves en la URL de JWKS. Compruebe la URL, y que se pueda acceder a ella desde internet sin iniciar sesión.
clients-fault-not-signed = La aserción no era un JWT, no tenía kid o estaba firmada con un algoritmo distinto de RS256 o ES256. Compruebe la clave de firma en su directorio.
clients-fault-unknown-key = La URL de JWKS no muestra ninguna clave con el kid de la aserción. Compruebe que la URL de JWKS sea la de su directorio.
clients-fault-signature = La clave de la URL de JWKS no firmó la aserción. Compruebe que la URL de JWKS sea la de su directorio.
clients-fault-issuer = La aserción tenía otro emisor (iss). Compárelo, letra por letra, con el de su directorio.
clients-fault-subject = La aserción tenía otro sujeto (sub). Compárelo, letra por letra, con el de su directorio.
clients-fault-audience = La aserción tenía otra audiencia (aud). Compárela, letra por letra, con la de su directorio.
clients-fault-expired = La aserción había caducado, o no tenía exp. Compruebe el reloj de la máquina que la firma.
clients-fault-not-yet = La aserción aún no era válida. Compruebe el reloj de la máquina que la firma.
clients-fault-too-long = La aserción era válida más de un día. Haga que su directorio firme otras más cortas.
clients-fault-jti = La aserción tenía un jti vacío o demasiado largo.
clients-fault-used = La aserción ya se había usado. Cada petición necesita una nueva.
clients-fault-secret-expired = Se usó un secreto que ha caducado. Añada un segundo secreto e introdúzcalo en su directorio.
clients-fault-method = El cliente pidió un token de otra forma que aquella para la que se creó. Cree un cliente con el método que usa su directorio.
clients-fault-grant = El código o el token de actualización ya no funcionaba. Conecte de nuevo desde los ajustes de su directorio.
