### The pages behind the links in mails.

## How long something takes.

pages-seconds =
    { $count ->
        [one] { $count } segundo
       *[other] { $count } segundos
    }

pages-minutes =
    { $count ->
        [one] { $count } minuto
       *[other] { $count } minutos
    }

pages-hours =
    { $count ->
        [one] { $count } hora
       *[other] { $count } horas
    }
