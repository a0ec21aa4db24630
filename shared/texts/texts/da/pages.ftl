### The pages behind the links in mails.

## How long something takes.

pages-seconds =
    { $count ->
        [one] { $count } sekund
       *[other] { $count } sekunder
    }

pages-minutes =
    { $count ->
        [one] { $count } minut
       *[other] { $count } minutter
    }

pages-hours =
    { $count ->
        [one] { $count } time
       *[other] { $count } timer
    }
