### The portal: Activity.

## The page.

activity-title = Actividad
activity-lead = Quién cambió qué. Las horas son UTC; lo nuevo aparece en segundos.
activity-list = Cambios
activity-when = Cuándo
activity-who = Quién
activity-what = Qué
activity-whom = A quién
activity-organisation = Su organización
activity-deleted = Una cuenta eliminada
activity-only-person = Solo esta persona
activity-earlier = Anteriores
activity-latest = Más recientes
activity-nothing-yet = Todavía no ha pasado nada. <a href="connection">Conecte su directorio</a> y asigne en él a una persona: lo verá aquí.
activity-nothing-found = Ningún cambio coincide.
activity-looked-through = Se han revisado { $count } cambios. Otros anteriores pueden coincidir.

## The filter.

activity-filter = Filtro
activity-person = Persona (dirección de correo)
activity-by = Cambiado por
activity-anybody = Cualquiera
activity-kind = Tipo
activity-any-kind = Todos
activity-from = Desde (UTC)
activity-to = Hasta (UTC)
activity-show = Mostrar
activity-clear = Borrar
activity-nobody = Nadie aquí tiene esa dirección.
activity-kind-account = Cuenta
activity-kind-name = Nombre y dirección
activity-kind-invitation = Invitación
activity-kind-group = Grupos y roles
activity-kind-sign-in = Inicio de sesión
activity-kind-profile = Perfil
activity-kind-settings = Ajustes
activity-kind-token = Tokens

## Who changes something.

activity-directory = Su directorio
activity-admin = Administrador
activity-the-person = La persona
activity-operator = Su proveedor
activity-system = El sistema

## The files.

activity-download = Descargar estos cambios
activity-csv = CSV
activity-jsonl = Líneas JSON
activity-parts = Más de lo que cabe en un archivo
activity-parts-note = Estos cambios no caben en un archivo. Descargue esta parte y después la siguiente, o elija un periodo más corto.
activity-part = Parte { $part }
activity-next-part = A la parte siguiente
activity-back = Volver a la lista

## The charts.

activity-hours = Las últimas 24 horas
activity-days = Los últimos 14 días
activity-partial = Hubo tantos cambios que los gráficos omiten algunos.
activity-burst = Un pico: { $count } cambios el { $day }, muchos más de lo habitual.
activity-quiet = No pasó nada.
activity-changes =
    { $count ->
        [one] { $count } cambio
       *[other] { $count } cambios
    }
activity-most = { $changes }; el máximo, { $most }, desde { $from }.
activity-as-table = Como tabla
activity-from-utc = Desde (UTC)
activity-all = Todos

## What happened, in small letters: several stand in one line, parted by semicolons.

activity-did-made-account = cuenta creada
activity-did-new-link = nuevo enlace solicitado
activity-did-changed-account = cuenta modificada
activity-did-restored = cuenta restaurada
activity-did-deactivated = cuenta desactivada
activity-did-linked = cuenta vinculada al directorio
activity-did-joined =
    { $count ->
        [one] persona añadida a un grupo
       *[other] persona añadida a { $count } grupos
    }
activity-did-left =
    { $count ->
        [one] persona retirada de un grupo
       *[other] persona retirada de { $count } grupos
    }
activity-did-released = cuenta desvinculada del directorio
activity-did-user-name = nombre de usuario cambiado a { $value }
activity-did-confirmed = dirección { $value } confirmada
activity-did-address = dirección cambiada a { $value }
activity-did-change-off = cambio de dirección anulado
activity-did-confirmation-resent = confirmación de la dirección reenviada
activity-did-undeliverable = el correo no llega a la nueva dirección
activity-did-invited = persona invitada
activity-did-invited-to = persona invitada a { $entity } ({ $access })
activity-did-invited-entity = persona invitada a { $entity }
activity-did-invited-access = persona invitada ({ $access })
activity-did-card = tarjeta
activity-did-card-and-reimbursement = tarjeta y reembolso
activity-did-reimbursement = solo reembolso
activity-did-accepted = invitación aceptada
activity-did-revoked = invitación revocada
activity-did-expired = la invitación ha caducado
activity-did-place-ended = plaza retirada
activity-did-entity = entidad cambiada a { $value }
activity-did-access = acceso a la tarjeta cambiado ({ $access })
activity-did-invitation-moved = la invitación se envía allí
activity-did-resent = invitación reenviada
activity-did-invitation-undeliverable = la invitación no llega
activity-did-first-sign-in = primer inicio de sesión anotado
activity-did-replaced = dirección o identificador cedido a otra cuenta
activity-did-external-id = identificador del directorio modificado
activity-did-profile = perfil modificado
activity-did-switched-on = aprovisionamiento activado
activity-did-switched-off = aprovisionamiento desactivado
activity-did-plan = cambio al plan { $value }
activity-did-profile-sync = actualización de perfiles modificada
activity-did-terms = precio por persona acordado
activity-did-terms-none = sin precio por persona acordado
activity-did-closed = facturas de los periodos hasta { $value } cerradas
activity-did-organisation-name = nombre de la organización cambiado a { $value }
activity-did-token-made = token { $name } creado
activity-did-token-revoked = token { $name } revocado
activity-did-token-ends = fin del token { $name } fijado
activity-did-client-made = cliente OAuth { $name } creado
activity-did-client-revoked = cliente OAuth { $name } revocado
activity-did-client-changed = secretos del cliente OAuth { $name } modificados
activity-did-client-authorized = cliente OAuth { $name } conectado
activity-did-client-unauthorized = cliente OAuth { $name } desconectado
activity-did-role-given = rol { $name } dado a la persona
activity-did-role-taken = rol { $name } retirado a la persona
activity-did-role-declared = rol { $name } declarado
activity-did-role-changed = rol { $name } modificado
activity-did-role-withdrawn = rol { $name } retirado
activity-did-rule-made =
    { $count ->
        [one] regla creada para un grupo
       *[other] reglas creadas para { $count } grupos
    }
activity-did-rule-changed =
    { $count ->
        [one] regla de un grupo modificada
       *[other] reglas de { $count } grupos modificadas
    }
activity-did-rule-removed =
    { $count ->
        [one] regla de un grupo eliminada
       *[other] reglas de { $count } grupos eliminadas
    }
activity-did-order = orden de las reglas cambiado
activity-did-by-rule = por la regla de un grupo
activity-did-roles-from-directory = roles tomados del directorio
activity-did-roles-from-groups = roles tomados de los grupos
