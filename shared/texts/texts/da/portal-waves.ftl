### The portal: what happened to many people at once.

## The list.

waves-title = Mange på én gang
waves-lead = Den samme ændring af mange personer, kort efter hinanden, inden for de seneste 14 dage. Hvis dit katalog har deaktiveret personer ved en fejl, kan du fortryde det her.
waves-list = Ændringer af mange personer
waves-what = Hvad der skete
waves-when = Hvornår (UTC)
waves-none = Intet er sket for { $people } personer eller flere på én gang.
waves-smaller = Vis også ændringer af færre personer
waves-larger = Vis kun ændringer af { $people } personer eller flere
waves-created =
    { $count ->
        [one] { $count } konto oprettet
       *[other] { $count } konti oprettet
    }
waves-deactivated =
    { $count ->
        [one] { $count } person deaktiveret
       *[other] { $count } personer deaktiveret
    }
waves-reactivated =
    { $count ->
        [one] { $count } person genoprettet
       *[other] { $count } personer genoprettet
    }
waves-renamed =
    { $count ->
        [one] { $count } person omdøbt
       *[other] { $count } personer omdøbt
    }

## One of them.

waves-now = Nu
waves-undoing = At fortryde
waves-restores = Genopretter kontoen
waves-stays-active = Intet: er allerede aktiv
waves-stays-blocked = Intet: er siden genoprettet og deaktiveret igen
waves-stays-replaced = Intet: har givet adressen til en anden konto
waves-stays-taken = Intet: en anden konto har nu den tidligere adresse
waves-stays-deleted = Intet: er slettet
waves-undo = Fortryd
waves-all = Alle ændringer af mange personer

## Undoing it.

waves-ask =
    { $count ->
        [one] Genopret { $count } person?
       *[other] Genopret { $count } personer?
    }
waves-back = De får det tilbage, de havde: grupper, roller, plads og invitation samt et brugernavn, der blev ændret samtidig.
waves-mails = De genoprettede kan straks logge ind igen. Mails, der ventede, sendes.
waves-cause = Ret først årsagen i dit katalog: Det kan sende det samme igen.
waves-left-out = Disse forbliver, som de er:
waves-left-active =
    { $count ->
        [one] { $count } person er allerede aktiv.
       *[other] { $count } personer er allerede aktive.
    }
waves-left-blocked =
    { $count ->
        [one] { $count } person er siden genoprettet og deaktiveret igen.
       *[other] { $count } personer er siden genoprettet og deaktiveret igen.
    }
waves-left-replaced =
    { $count ->
        [one] { $count } person har givet adressen til en anden konto.
       *[other] { $count } personer har givet adressen til en anden konto.
    }
waves-left-taken =
    { $count ->
        [one] { $count } person havde en adresse, som en anden konto har nu.
       *[other] { $count } personer havde en adresse, som en anden konto har nu.
    }
waves-left-deleted =
    { $count ->
        [one] { $count } konto er slettet.
       *[other] { $count } konti er slettet.
    }
waves-nobody = Der er ingen tilbage at genoprette.
waves-button =
    { $count ->
        [one] Genopret { $count } person
       *[other] Genopret { $count } personer
    }
waves-progress = { $count } af { $people } genoprettet.
waves-keep-open = Hold siden åben, indtil alle er genoprettet. Hvis du forlader den, er de genoprettede stadig genoprettet: Fortryd det samme igen for at fortsætte.
waves-done =
    { $count ->
        [one] { $count } person genoprettet.
       *[other] { $count } personer genoprettet.
    }
waves-too-many = Der er sket så meget her, at det tager for lang tid at se det igennem. Din leverandør kan gøre det.
waves-not-undone = Kun en deaktivering kan fortrydes.
