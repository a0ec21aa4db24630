### The pages behind the links in mails.

## How long something takes.

pages-seconds =
    { $count ->
        [one] { $count } Sekunde
       *[other] { $count } Sekunden
    }

pages-minutes =
    { $count ->
        [one] { $count } Minute
       *[other] { $count } Minuten
    }

pages-hours =
    { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
