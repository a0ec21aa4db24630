### The portal: Groups, and what their people get.

## The list.

groups-title = Grupos
groups-lead = Los grupos que ha enviado su directorio. Una regla decide qué reciben las personas de un grupo: un rol y una invitación a una de sus entidades.
groups-none-yet = Su directorio aún no ha enviado ningún grupo
groups-none-how = Las personas deben estar asignadas a la aplicación. Envíe después los grupos que decidirán qué reciben:
groups-none-okta = Okta: <strong>Push Groups → Push Groups → Find groups by name</strong> en la aplicación.
groups-none-entra = Microsoft Entra: asigne los grupos a la aplicación y active <strong>Mappings → Provision Microsoft Entra ID Groups</strong>.
groups-none-guides = Las <a href="connection#guides">guías</a> explican cómo se conecta un directorio.
groups-name = Nombre
groups-which = Regla
groups-which-any = Con o sin regla
groups-which-with = Con regla
groups-which-without = Sin regla
groups-count =
    { $count ->
        [one] { $count } grupo
       *[other] { $count } grupos
    }
groups-matching =
    { $count ->
        [one] { $count } de { $everything } coincide
       *[other] { $count } de { $everything } coinciden
    }
groups-none = Ningún grupo
groups-none-found = <strong>No se ha encontrado ningún grupo.</strong> Busque otra parte del nombre, o <a href="groups">muestre todos los grupos</a>.
groups-no-more = <strong>No hay más grupos.</strong> <a href="groups">Volver a la primera página</a>.
groups-group = Grupo
groups-members = Miembros
groups-gets = Qué reciben sus personas
groups-place = Puesto en el orden
groups-gone = Ese grupo ya no existe. No se ha cambiado nada.
groups-no-group = Ese grupo no existe.

## What a rule gives, in a few words.

groups-gives-role = Rol: { $role }
groups-gives-invitation = Invitación a { $entity } ({ $access })
groups-gives-nothing = Nada: sin regla
groups-no-longer-entity = una entidad que ya no existe

## The order of the rules.

groups-order = Orden de las reglas
groups-order-count =
    { $count ->
        [one] { $count } grupo tiene una regla.
       *[other] { $count } grupos tienen una regla.
    }
groups-order-meaning = Quien está en varios grupos tiene los roles de todos ellos. La invitación la envía la primera regla de este orden que invita.
groups-order-later = Otro orden no vuelve a invitar a nadie ni retira invitaciones. Vale para las próximas personas que se incorporen.
groups-order-change = Cambiar el orden
groups-order-none = Ningún grupo tiene una regla todavía.
groups-up = Subir<span class="hidden">: { $group }</span>
groups-down = Bajar<span class="hidden">: { $group }</span>
groups-moved = { $group } está ahora en el puesto { $place } de { $all }.
groups-not-moved = La regla ya no existe o no se puede mover más.

## A group.

groups-all = Todos los grupos
groups-member-count =
    { $count ->
        [one] { $count } miembro
       *[other] { $count } miembros
    }
groups-as-people = Mostrarlos en Personas
groups-nobody = No hay nadie en este grupo. Añada personas en su directorio.
groups-no-more-members = <strong>No hay más miembros.</strong> <a href="{ $link }">Volver a la primera página</a>.
groups-unsorted = El grupo es demasiado grande para ordenar aquí sus miembros: se muestran sin un orden concreto. Busque a alguien en Personas.
groups-people-of = Solo las personas del grupo <a href="{ $link }">{ $name }</a>.
groups-people-any = Mostrar personas de todos los grupos
groups-rule = Regla
groups-rule-none = Este grupo no tiene regla: sus personas no reciben nada por él.
groups-rule-make = Crear una regla
groups-rule-change = Cambiar la regla
groups-rule-end = Eliminar la regla…
groups-rule-again = Aplicarla de nuevo
groups-rule-again-about = Revisa de nuevo a todos los miembros y hace lo que aún falta. También ocurre por sí solo; ayuda cuando su proveedor ha resuelto un problema.
groups-roles-by-directory = Su directorio decide quién tiene qué rol, así que el rol de esta regla no da nada ahora.
groups-place-of = Puesto { $place } de { $all } en el <a href="rules">orden de las reglas</a>.

## A rule is written.

groups-rule-of = Regla de { $group }
groups-rule-lead = Lo que recibe cada persona de este grupo. Antes de guardar verá a quién afecta.
groups-role = Rol
groups-role-none = Ningún rol
groups-roles-about = Qué significan los roles
groups-role-undeclared = Aún no hay roles aquí: su proveedor declara los que conoce su producto. Hasta entonces una regla puede invitar.
groups-role-by-directory = Por ahora su directorio decide quién tiene qué rol. El rol de una regla cuenta cuando los roles vienen de los grupos.
groups-invite = Invitar a quien se incorpore
groups-invite-about = Quien está en el grupo y no tiene invitación recibe una por correo, una sola vez. Quien ya aceptó no recibe otra.
groups-invite-to = Invitación a
groups-invite-as = Con acceso a tarjeta
groups-choose = Elegir
groups-no-entities = Aún no hay ninguna entidad a la que invitar. La primera se crea cuando invita a alguien en <a href="people">Personas</a>.
groups-preview = Vista previa
groups-bad-form = La regla no puede ser así: véase abajo. No se ha cambiado nada.
groups-bad-role = Este rol ya no existe. Elija otro.
groups-bad-nothing = La regla no da nada. Elija un rol o haga que invite.
groups-bad-entity = Elija la entidad a la que se invita.
groups-bad-access = Elija el acceso a tarjeta de la invitación.
groups-bad-rules = 200 grupos tienen una regla, que es el máximo. Elimine primero la regla de otro grupo.

## What would change.

groups-preview-of = Vista previa: { $group }
groups-preview-lead = Todavía no se ha cambiado nada.
groups-what = Qué
groups-now = Ahora
groups-then = Después
groups-invitation = Invitación
groups-none-given = Nada
groups-for-whom = Para quién
groups-looked-all =
    { $count ->
        [one] De { $count } miembro:
       *[other] De { $count } miembros:
    }
groups-looked-some = El grupo es grande: se han revisado { $count } de { $members }. De ellos:
groups-gain =
    { $count ->
        [one] { $count } persona recibe el rol { $role }
       *[other] { $count } personas reciben el rol { $role }
    }
groups-lose =
    { $count ->
        [one] { $count } persona pierde el rol { $role }
       *[other] { $count } personas pierden el rol { $role }
    }
groups-are-invited =
    { $count ->
        [one] Se invita a { $count } persona
       *[other] Se invita a { $count } personas
    }
groups-are-revoked =
    { $count ->
        [one] Se retira la invitación de { $count } persona
       *[other] Se retiran las invitaciones de { $count } personas
    }
groups-and-others =
    { $count ->
        [one] y { $count } más
       *[other] y { $count } más
    }
groups-nothing-changes = Ahora no cambia nada para nadie. La regla vale para quienes se incorporen más tarde.
groups-nobody-loses = No cambia nada para nadie.
groups-preview-note = Se vuelve a revisar a cada persona en su momento. Los correos se envían al ritmo que ha fijado su proveedor.
groups-save = Guardar la regla
groups-edit = Modificar
groups-changed-meanwhile = Otra persona ha cambiado las reglas entretanto, así que no se ha guardado nada. Así está ahora, y esto haría la suya.
groups-saved = La regla se ha guardado.
groups-applied = La regla se aplica de nuevo.
groups-removed = La regla se ha eliminado.
groups-rule-gone = El grupo ya no tiene regla. No se ha cambiado nada.

## A rule is removed.

groups-end-title = ¿Eliminar la regla de { $group }?
groups-end-places = Quien ha aceptado una invitación conserva su plaza.
groups-end-button = Eliminar ahora
groups-end-cancel = Conservarla

## While rules are applied.

groups-run = Se aplican reglas
groups-run-this = Se aplica la regla
groups-run-everybody = Se actualizan los roles de todas las personas
groups-run-done =
    { $count ->
        [one] { $done } de { $count } persona.
       *[other] { $done } de { $count } personas.
    }
groups-run-begins = Empieza en un momento.
groups-run-note = Continúa por sí solo: puede abandonar esta página.
groups-run-look = Mirar de nuevo

## Where roles come from.

groups-roles-from = De dónde vienen los roles
groups-roles-from-groups = Los roles vienen de los grupos: deciden las reglas de los grupos de cada persona.
groups-roles-from-directory = Los roles vienen de su directorio: él mismo envía los roles de cada persona.
groups-roles-switch = Cambiar esto…
groups-to-directory-title = ¿Tomar los roles de su directorio?
groups-to-directory-loses = Todas las personas pierden los roles que dan sus grupos.
groups-to-directory-gets = Cada persona tiene los roles que su directorio envía en su atributo <code>roles</code>. Hasta que los envíe, nadie tiene ninguno.
groups-to-directory-invites = Las invitaciones por reglas siguen igual.
groups-to-directory-button = Tomarlos del directorio
groups-to-groups-title = ¿Tomar los roles de los grupos?
groups-to-groups-loses = Todas las personas pierden los roles que envió su directorio, y los siguientes se ignoran.
groups-to-groups-gets = Cada persona tiene los roles que dan las reglas de sus grupos.
groups-to-groups-button = Tomarlos de los grupos
groups-roles-keep = Dejarlo como está
groups-switched = Se ha cambiado. Se actualizan los roles de todas las personas.

## At a person.

groups-of-person = Grupos y roles
groups-of-nobody = La persona no está en ningún grupo.
groups-role-by = { $role }: por { $groups }
groups-role-sent = { $role }: por su directorio
groups-roles = Roles
groups-no-roles = Ningún rol.
groups-and-more =
    { $count ->
        [one] y { $count } grupo más
       *[other] y { $count } grupos más
    }
