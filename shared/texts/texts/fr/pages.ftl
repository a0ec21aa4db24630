### The pages behind the links in mails.

## How long something takes.

pages-seconds =
    { $count ->
        [one] { $count } seconde
       *[other] { $count } secondes
    }

pages-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }

pages-hours =
    { $count ->
        [one] { $count } heure
       *[other] { $count } heures
    }
