### The portal: people who are brought in from a file.

## The file.

import-title = Incorporar personas desde un archivo
import-lead = Para personas que su directorio no gestiona. Reciben una cuenta y ningún correo: puede invitarlas después.
import-columns = El archivo es CSV en UTF-8. Su primera línea nombra las columnas: <code>email</code> y, si las hay, <code>givenName</code>, <code>familyName</code> y <code>displayName</code>.
import-limits = Tiene como máximo { $people } personas y { $size } KiB. Divida uno más largo.
import-stays = Quien ya tiene una cuenta queda como está.
import-file = Archivo
import-look = Mostrar qué ocurriría
import-no-file = Elija un archivo.
import-too-large = El archivo supera los { $size } KiB. Divídalo. No se incorporó a nadie.
import-no-text = El archivo no está en UTF-8. Guárdelo como «CSV UTF-8». No se incorporó a nadie.
import-empty = El archivo está vacío.
import-no-email = Ninguna columna se llama «email». La primera línea debe nombrar las columnas. No se incorporó a nadie.
import-twice = Las columnas «{ $first }» y «{ $second }» contienen lo mismo. No se incorporó a nadie.
import-too-many = El archivo tiene más de { $people } personas. Divídalo. No se incorporó a nadie.
import-no-table = El archivo no es CSV. No se incorporó a nadie.
import-nobody = No hay nadie en el archivo.

## What would happen.

import-ask =
    { $count ->
        [one] ¿Incorporar a { $count } persona?
       *[other] ¿Incorporar a { $count } personas?
    }
import-none = No hay nadie que incorporar.
import-button =
    { $count ->
        [one] Incorporar a { $count } persona
       *[other] Incorporar a { $count } personas
    }
import-would =
    { $count ->
        [one] Se crearía { $count } cuenta.
       *[other] Se crearían { $count } cuentas.
    }
import-there =
    { $count ->
        [one] { $count } persona ya tiene una cuenta y queda como está.
       *[other] { $count } personas ya tienen una cuenta y quedan como están.
    }
import-refused =
    { $count ->
        [one] { $count } línea no se puede tomar.
       *[other] { $count } líneas no se pueden tomar.
    }
import-unread = La columna «{ $column }» no se lee.
import-other = Otro archivo
import-lines = Líneas del archivo
import-line = Línea
import-outcome = Qué ocurre
import-create = Recibe una cuenta
import-has = Ya tiene una cuenta
import-refuse = No se puede tomar
import-fields = Tiene otro número de campos ({ $found }) que la primera línea ({ $expected }).
import-long = Supera los { $bytes } bytes: ¿falta una comilla?
import-line-text = No está en UTF-8.
import-no-address = No tiene dirección.
import-address = Su dirección no es una dirección de correo que pueda recibir mensajes.
import-name = { $column }: un nombre es una línea de 1 a { $most } caracteres.
import-repeated = La línea { $line } tiene la misma dirección.

## Bringing them in.

import-progress = { $count } de { $people } personas tramitadas.
import-keep-open = Mantenga esta página abierta hasta que todas estén incorporadas. Si la abandona, las incorporadas lo siguen estando: para continuar, envíe el mismo archivo otra vez.
import-done =
    { $count ->
        [one] { $count } cuenta creada.
       *[other] { $count } cuentas creadas.
    }
import-failures = Descargar las líneas con errores
import-again = Corríjalas y envíe ese archivo.
