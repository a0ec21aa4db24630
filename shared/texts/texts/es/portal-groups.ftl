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
groups-gone = Ese grupo ya no existe. No se ha cambiado nada.
groups-no-group = Ese grupo no existe.

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
