### The pages behind the links in mails.

## How long something takes.

pages-seconds =
    { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }

pages-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }

pages-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
