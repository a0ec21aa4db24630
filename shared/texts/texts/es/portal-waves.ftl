### The portal: what happened to many people at once.

## The list.

waves-title = Muchas a la vez
waves-lead = El mismo cambio de muchas personas, en poco tiempo, durante los últimos 14 días. Si su directorio desactivó a personas por error, puede deshacerlo aquí.
waves-list = Cambios de muchas personas
waves-what = Qué ocurrió
waves-when = Cuándo (UTC)
waves-none = Nada les ocurrió a { $people } personas o más a la vez.
waves-smaller = Mostrar también cambios de menos personas
waves-larger = Mostrar solo cambios de { $people } personas o más
waves-created =
    { $count ->
        [one] { $count } cuenta creada
       *[other] { $count } cuentas creadas
    }
waves-deactivated =
    { $count ->
        [one] { $count } persona desactivada
       *[other] { $count } personas desactivadas
    }
waves-reactivated =
    { $count ->
        [one] { $count } persona restaurada
       *[other] { $count } personas restauradas
    }
waves-renamed =
    { $count ->
        [one] { $count } persona con otro nombre
       *[other] { $count } personas con otro nombre
    }

## One of them.

waves-now = Ahora
waves-undoing = Al deshacerlo
waves-restores = Restaura la cuenta
waves-stays-active = Nada: ya está activa
waves-stays-blocked = Nada: se restauró y se desactivó de nuevo desde entonces
waves-stays-replaced = Nada: cedió la dirección a otra cuenta
waves-stays-taken = Nada: otra cuenta tiene ahora la dirección anterior
waves-stays-deleted = Nada: está eliminada
waves-undo = Deshacer
waves-all = Todos los cambios de muchas personas

## Undoing it.

waves-ask =
    { $count ->
        [one] ¿Restaurar a { $count } persona?
       *[other] ¿Restaurar a { $count } personas?
    }
waves-back = Recuperan lo que tenían: grupos, roles, puesto e invitación, y un nombre de usuario que cambió a la vez.
waves-mails = Quien se restaura puede volver a iniciar sesión enseguida. Se envían los correos que esperaban.
waves-cause = Corrija primero la causa en su directorio: podría enviar lo mismo otra vez.
waves-left-out = Estas personas se quedan como están:
waves-left-active =
    { $count ->
        [one] { $count } persona ya está activa.
       *[other] { $count } personas ya están activas.
    }
waves-left-blocked =
    { $count ->
        [one] { $count } persona se restauró y se desactivó de nuevo desde entonces.
       *[other] { $count } personas se restauraron y se desactivaron de nuevo desde entonces.
    }
waves-left-replaced =
    { $count ->
        [one] { $count } persona cedió la dirección a otra cuenta.
       *[other] { $count } personas cedieron la dirección a otra cuenta.
    }
waves-left-taken =
    { $count ->
        [one] { $count } persona tenía una dirección que ahora tiene otra cuenta.
       *[other] { $count } personas tenían una dirección que ahora tiene otra cuenta.
    }
waves-left-deleted =
    { $count ->
        [one] { $count } cuenta está eliminada.
       *[other] { $count } cuentas están eliminadas.
    }
waves-nobody = Ya no queda nadie por restaurar.
waves-button =
    { $count ->
        [one] Restaurar a { $count } persona
       *[other] Restaurar a { $count } personas
    }
waves-progress = { $count } de { $people } restauradas.
waves-keep-open = Mantenga esta página abierta hasta que todas estén restauradas. Si la abandona, las restauradas lo siguen estando: para continuar, deshaga lo mismo otra vez.
waves-done =
    { $count ->
        [one] { $count } persona restaurada.
       *[other] { $count } personas restauradas.
    }
waves-too-many = Aquí ocurrió tanto que revisarlo lleva demasiado tiempo. Su proveedor puede hacerlo.
waves-not-undone = Solo se puede deshacer una desactivación.
