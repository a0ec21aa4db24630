### The portal's page "Check this connection". What the checks themselves say is in English.

check-title = Comprobar esta conexión
check-lead = Se simula un directorio frente a su propia dirección SCIM y se le dice qué funciona: lo que miran Okta y Microsoft Entra y lo que piden los estándares SCIM. Tarda unos minutos.
check-note = Se crean unas { $count } personas y grupos, se modifican y se vuelven a eliminar. Sus nombres empiezan por rollcall-conform-. Nadie recibe correos ni invitaciones y no se factura nada. Permanecen como cuentas desactivadas hasta dos semanas, también en la actividad, y el producto de su proveedor recibe aviso de ellas como de todas las demás.
check-button = Comprobar esta conexión
check-ask = Pedir una comprobación
check-again = Comprobar de nuevo
check-under-way = La comprobación está en curso
check-waits = Empieza en menos de dos minutos.
check-done = { $done } de { $count } partes están terminadas.
check-last = La última comprobación
check-lost = No se inició o se interrumpió. Pida otra.
check-well = Todo lo que corresponde funciona
check-impossible = No se pudo comprobar nada
check-broken-off = Tardó demasiado y se interrumpió
check-failed =
    { $count ->
        [one] Ha fallado { $count } comprobación
       *[other] Han fallado { $count } comprobaciones
    }
check-asked-at = Pedida
check-asked-by = Por { $name }
check-ended-at = Terminada
check-why = Motivo
check-part = Parte
check-passed = Superadas
check-not-passed = Fallidas
check-not-applicable = No corresponde
check-left =
    { $count ->
        [one] No se pudo eliminar { $count } persona o grupo. El informe lo nombra.
       *[other] No se pudieron eliminar { $count } personas y grupos. El informe los nombra.
    }
check-download = Descargar el informe completo
check-no-report = No hay informe que descargar: la comprobación no llegó a su fin o el informe es demasiado grande para conservarlo.
check-failures = Qué ha fallado
check-found = Qué se encontró
check-meaning = Qué significa
check-mend = Qué lo soluciona
check-vendor = Algunos ajustes pueden depender de su proveedor. Envíele el informe.
check-source = Quién lo pide
check-more =
    { $count ->
        [one] { $count } fallo más está en el informe.
       *[other] { $count } fallos más están en el informe.
    }
check-already = Ya hay una comprobación en curso. Se muestra aquí.
check-off = Active primero el aprovisionamiento. Una comprobación lo necesita.
check-too-soon =
    { $count ->
        [one] La última comprobación acaba de terminar. Podrá pedir otra en { $count } minuto.
       *[other] La última comprobación acaba de terminar. Podrá pedir otra en { $count } minutos.
    }
