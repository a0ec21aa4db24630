### The portal: People, and inviting them.

## The list.

people-title = Personas
people-lead = Todas las personas de su organización. Una persona puede trabajar con su cuenta cuando usted la ha invitado y ella ha aceptado. La invitación es para una de sus <a href="entities">entidades</a>.
people-name-or-address = Nombre o dirección
people-state = Estado
people-entity = Entidad
people-any = Cualquiera
people-groups = Grupos
people-states = Estados
people-search = Buscar
people-count =
    { $count ->
        [one] { $count } persona
       *[other] { $count } personas
    }
people-matching =
    { $count ->
        [one] { $count } de { $everybody } coincide
       *[other] { $count } de { $everybody } coinciden
    }
people-unsorted = Hay demasiadas personas para ordenarlas y contarlas a tiempo. Se muestran sin un orden concreto. <a href="{ $link }">Intentar ordenarlas de nuevo</a>.
people-nobody = Nadie
people-none-found = <strong>No se ha encontrado a nadie.</strong> Busque otra parte del nombre o de la dirección, o <a href="people">muestre a todas las personas</a>.
people-none-yet = <strong>Aún no hay nadie aquí.</strong> <a href="connection">Conecte su directorio</a> y asigne personas en él: aparecerán aquí de inmediato.
people-no-more = <strong>No hay más personas.</strong> <a href="{ $link }">Volver a la primera página</a>.
people-choose-note = Elija personas que no estén invitadas o cuya invitación haya caducado.
people-none-can = No se puede invitar a nadie de esta página: todas las personas están invitadas, han aceptado o están desactivadas.
people-chosen = { $count } de { $all } elegidas.
people-all-can = Elegir las { $count } personas que se pueden invitar
people-all-match = Elegir las { $count } personas que coinciden
people-all-can-uncounted = Elegir todas las que se pueden invitar
people-all-match-uncounted = Elegir todas las que coinciden
people-invite = Invitar
people-invite-form = Invitar a personas
people-choose = Elegir
people-choose-page = Elegir todas las de esta página
people-choose-person = Elegir a { $name }
people-person = Persona
people-unconfirmed = Dirección nueva sin confirmar
people-unreachable = Los correos no llegan a la persona
people-page-of = Página { $page } de { $all }
people-pages = Páginas
people-first-page = Primera página
people-previous-page = Página anterior
people-next-page = Página siguiente
people-last-page = Última página
people-nobody-chosen = No ha elegido a nadie. Elija a las personas que quiere invitar.
people-nobody-can = No se puede invitar a ninguna de las personas que coinciden.

## Where people stand.

people-provisioned = Sin invitar
people-invited = Con invitación
people-expired = Invitación caducada
people-accepted = Aceptada
people-deactivated = Desactivada
people-kept-until = Desactivada, se conserva hasta el { $date }
people-can-be-invited = Se puede invitar
people-awaited = A la espera de la persona
people-address-unconfirmed = Dirección sin confirmar
people-mail-lost = Los correos no llegan

## Before people are invited.

people-invite-count =
    { $count ->
        [one] Invitar a { $count } persona
       *[other] Invitar a { $count } personas
    }
people-invite-lead = Cada persona recibe una invitación por correo y puede trabajar en cuanto la acepta.
people-everybody = Todas las personas
people-those = Las personas que coinciden
people-first-entity = Su primera entidad
people-first-entity-about = Una entidad es una unidad jurídica de su organización: cada persona se invita a una. Aquí se crea.
people-invited-to = Se les invita a <strong><bdi>{ $entity }</bdi></strong>.
people-what-they-get = Qué reciben
people-card-access = Acceso a tarjeta
people-card = Tarjeta
people-card-about = Paga con una tarjeta de la empresa.
people-card-and-reimbursement = Tarjeta y reembolso
people-card-and-reimbursement-about = Paga con una tarjeta de la empresa y se le reembolsa lo que gasta de su bolsillo.
people-reimbursement-only = Solo reembolso
people-reimbursement-only-about = No tiene tarjeta y se le reembolsa lo que gasta de su bolsillo.
people-send =
    { $count ->
        [one] Enviar la invitación
       *[other] Enviar { $count } invitaciones
    }
people-cancel = Cancelar
people-who = A quién se invita
people-who-can = Todas las que se pueden invitar: <strong>{ $people }</strong>.
people-who-match = Todas las que coinciden con su búsqueda y se pueden invitar: <strong>{ $people }</strong>.
people-left-out = Quedan fuera:
people-left-invited =
    { $count ->
        [one] { $count } persona ya está invitada.
       *[other] { $count } personas ya están invitadas.
    }
people-left-accepted =
    { $count ->
        [one] { $count } persona ya ha aceptado.
       *[other] { $count } personas ya han aceptado.
    }
people-left-deactivated =
    { $count ->
        [one] { $count } persona está desactivada.
       *[other] { $count } personas están desactivadas.
    }
people-plan-note = Cada persona se comprueba de nuevo cuando llega su turno. Quedan fuera las que entretanto haya invitado otra persona o estén desactivadas, y las que se añadan después de que usted confirme. Los correos se envían al ritmo que ha fijado su proveedor, por lo que algunos pueden llegar horas más tarde.

## While people are invited.

people-invitations-to = Invitaciones a { $entity }
people-progress-label = Progreso
people-progress = { $count } de { $people } con invitación.
people-keep-open = Mantenga esta página abierta hasta que todas tengan su invitación. Si la abandona, las invitaciones hechas se conservan: para continuar, vuelva a elegir a todas en la lista de personas.
people-goes-on = Hay mucha actividad en este momento: continuará en unos segundos.
people-continue = Continuar
people-stop = Parar aquí
people-back = Volver a las personas

## What became of invitations.

people-done =
    { $count ->
        [one] { $count } persona invitada a { $entity }.
       *[other] { $count } personas invitadas a { $entity }.
    }
people-failed =
    { $count ->
        [one] No se pudo invitar a { $count } persona: algo ha fallado por nuestra parte y lo hemos anotado.
       *[other] No se pudo invitar a { $count } personas: algo ha fallado por nuestra parte y lo hemos anotado.
    }
people-partly =
    { $count ->
        [one] { $count } persona invitada, { $others } no: vea abajo.
       *[other] { $count } personas invitadas, { $others } no: vea abajo.
    }
people-outcomes = Qué ha pasado con cada una
people-on-its-way = La invitación va de camino a { $address }.
people-gone = La cuenta ya no existe.
people-somebody = Alguien
people-busy = Hay mucha actividad en este momento. Mire la persona dentro de un minuto e inténtelo de nuevo.
people-broken = Algo ha fallado por nuestra parte y lo hemos anotado. Inténtelo de nuevo más tarde.
people-too-soon = Se acaba de enviar, o se ha enviado demasiadas veces hoy. Se podrá volver a enviar dentro de { $wait }.
people-inactive = La persona está desactivada. Primero vuelva a asignarla en el directorio.
people-already-invited = La persona ya está invitada. Reenvíe esa invitación o revóquela primero.
people-already-accepted = La persona ya ha aceptado una invitación.
people-not-invited = La persona no tiene invitación. Invítela primero.
people-nothing-to-confirm = La persona no tiene ninguna dirección pendiente de confirmar.

## What is not possible.

people-no-state = Ese estado no existe.
people-no-entity = Esa entidad no existe.
people-no-place = La persona no tiene plaza: no se aceptó ninguna invitación o se retiró la plaza.
people-no-page = Esa página no existe.
people-no-form = Este formulario no es válido.
people-no-access = Elija el acceso a tarjeta.
people-which-entity = Elija la entidad.
people-no-name = El nombre de una entidad es una línea de 1 a 100 caracteres.
people-entities-full = Tiene 100 entidades, que es el máximo.
people-most = Se puede invitar a un máximo de { $most } personas a la vez.
people-too-many-to-search = Hay demasiadas personas para buscar a alguien entre ellas aquí.
people-too-many-to-invite = Hay demasiadas personas para invitarlas a todas a la vez. Invítelas página por página o pida a su proveedor que lo haga.
