### The portal: Billing.

billing-title = Facturación
billing-price-month = Cada persona cuesta { $price } al mes, desde el día de su primer inicio de sesión.
billing-price-year = Cada persona cuesta { $price } al año, desde el día de su primer inicio de sesión.
billing-over = De momento no se factura nada más. Lo facturado sigue aquí.
billing-period = Del { $from } al { $to }
billing-days-of-line = { $from } a { $to }
billing-this-period = Este periodo: { $period }
billing-closed = Esta factura está cerrada. Si más tarde se notifica un inicio de sesión de estos días, se factura en un periodo posterior.
billing-people = Personas facturadas
billing-sum = Suma
billing-sum-so-far = Suma hasta ahora
billing-no-sum = Nada
billing-nobody-yet = <strong>Todavía no se factura a nadie.</strong> Una persona se factura desde el día de su primer inicio de sesión. <a href="people">Invite a personas</a> para que puedan iniciar sesión.
billing-nobody = No se facturó a nadie.
billing-person = Persona
billing-days = Días
billing-amount = Importe
billing-deleted = Una cuenta eliminada
billing-corrects = del periodo cerrado ({ $period })
billing-total = Total del periodo
billing-download = Descargar CSV
billing-download-part = Descargar CSV, parte { $part } de { $count }
billing-first-page = Primera página
billing-next-page = Página siguiente
billing-note = Si una persona inicia sesión por primera vez durante un periodo, se facturan los días a partir de entonces. Una persona desactivada no se factura en el periodo siguiente.
billing-none-label = Sin condiciones
billing-none = <strong>Aquí no se factura nada.</strong> Su proveedor no ha acordado ningún precio por persona con su organización, o lo factura en otro lugar.

## The first row of the file, and the first cell of its last one.

billing-csv-id = identificador
billing-csv-name = nombre
billing-csv-address = dirección
billing-csv-period-start = inicio del periodo
billing-csv-period-end = fin del periodo (excluido)
billing-csv-billable-from = facturado desde
billing-csv-billable-until = facturado antes de
billing-csv-corrects = corrige el periodo de
billing-csv-made-at = creado
billing-csv-amount = importe
billing-csv-currency = moneda
billing-csv-total = Total
