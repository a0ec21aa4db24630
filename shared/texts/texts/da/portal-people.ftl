### The portal: People, and inviting them.

## The list.

people-title = Personer
people-lead = Alle i din organisation. En person kan bruge sin konto, når du har inviteret vedkommende og invitationen er accepteret. Invitationen gælder en af dine <a href="entities">enheder</a>.
people-name-or-address = Navn eller adresse
people-state = Status
people-entity = Enhed
people-any = Alle
people-groups = Grupper
people-states = Status
people-search = Søg
people-count =
    { $count ->
        [one] { $count } person
       *[other] { $count } personer
    }
people-matching =
    { $count ->
        [one] { $count } af { $everybody } passer
       *[other] { $count } af { $everybody } passer
    }
people-unsorted = Der er for mange personer til at sortere og tælle dem i tide. De vises i tilfældig rækkefølge. <a href="{ $link }">Prøv at sortere igen</a>.
people-nobody = Ingen
people-none-found = <strong>Ingen blev fundet.</strong> Søg efter en anden del af navnet eller adressen, eller <a href="people">vis alle</a>.
people-none-yet = <strong>Her er ingen endnu.</strong> <a href="connection">Forbind dit brugerkatalog</a>, og tildel personer i det: De vises her med det samme.
people-no-more = <strong>Der er ikke flere personer.</strong> <a href="{ $link }">Tilbage til første side</a>.
people-choose-note = Vælg personer, som ikke er inviteret, eller hvis invitation er udløbet.
people-none-can = Ingen på denne side kan inviteres: Alle er inviteret, har accepteret eller er deaktiveret.
people-chosen = { $count } af { $all } valgt.
people-all-can = Vælg alle { $count }, der kan inviteres
people-all-match = Vælg alle { $count }, der passer
people-all-can-uncounted = Vælg alle, der kan inviteres
people-all-match-uncounted = Vælg alle, der passer
people-invite = Invitér
people-invite-form = Invitér personer
people-choose = Vælg
people-choose-page = Vælg alle på denne side
people-choose-person = Vælg { $name }
people-person = Person
people-unconfirmed = Ny adresse er ikke bekræftet
people-unreachable = E-mails til personen når ikke frem
people-page-of = Side { $page } af { $all }
people-pages = Sider
people-first-page = Første side
people-previous-page = Forrige side
people-next-page = Næste side
people-last-page = Sidste side
people-nobody-chosen = Ingen er valgt. Vælg de personer, du vil invitere.
people-nobody-can = Ingen af de fundne personer kan inviteres.

## Where people stand.

people-provisioned = Ikke inviteret
people-invited = Inviteret
people-expired = Invitation udløbet
people-accepted = Accepteret
people-deactivated = Deaktiveret
people-kept-until = Deaktiveret, gemmes til { $date }
people-can-be-invited = Kan inviteres
people-awaited = Afventer personen
people-address-unconfirmed = Adresse ikke bekræftet
people-mail-lost = E-mails når ikke frem

## Before people are invited.

people-invite-count =
    { $count ->
        [one] Invitér { $count } person
       *[other] Invitér { $count } personer
    }
people-invite-lead = Hver person får en invitation på e-mail og kan arbejde, når den er accepteret.
people-everybody = Alle personer
people-those = De fundne personer
people-first-entity = Din første enhed
people-first-entity-about = En enhed er en juridisk enhed i din organisation: Personer inviteres til en af dem. Den oprettes her.
people-invited-to = De inviteres til <strong><bdi>{ $entity }</bdi></strong>.
people-what-they-get = Hvad de får
people-card-access = Kortadgang
people-card = Kort
people-card-about = Betaler med et firmakort.
people-card-and-reimbursement = Kort og refusion
people-card-and-reimbursement-about = Betaler med et firmakort og får refunderet egne udlæg.
people-reimbursement-only = Kun refusion
people-reimbursement-only-about = Har intet kort og får refunderet egne udlæg.
people-send =
    { $count ->
        [one] Send invitationen
       *[other] Send { $count } invitationer
    }
people-cancel = Annuller
people-who = Hvem der inviteres
people-who-can = Alle, der kan inviteres: <strong>{ $people }</strong>.
people-who-match = Alle, der passer til din søgning og kan inviteres: <strong>{ $people }</strong>.
people-left-out = Udeladt:
people-left-invited =
    { $count ->
        [one] { $count } person er allerede inviteret.
       *[other] { $count } personer er allerede inviteret.
    }
people-left-accepted =
    { $count ->
        [one] { $count } person har allerede accepteret.
       *[other] { $count } personer har allerede accepteret.
    }
people-left-deactivated =
    { $count ->
        [one] { $count } person er deaktiveret.
       *[other] { $count } personer er deaktiveret.
    }
people-plan-note = Hver person ses efter igen, når turen kommer til vedkommende. Personer, der inden da er inviteret af en anden eller deaktiveret, udelades, og det samme gør personer, der tilføjes, efter at du har bekræftet. E-mails sendes i det tempo, din leverandør har fastsat, så nogle kan komme flere timer senere.

## While people are invited.

people-invitations-to = Invitationer til { $entity }
people-progress-label = Fremdrift
people-progress = { $count } af { $people } inviteret.
people-keep-open = Hold siden åben, indtil alle er inviteret. Hvis du forlader den, er de inviterede stadig inviteret: Vælg alle fra listen over personer igen for at fortsætte.
people-goes-on = Der er travlt lige nu: Det fortsætter om nogle sekunder.
people-continue = Fortsæt
people-stop = Stop her
people-back = Tilbage til personer

## What became of invitations.

people-done =
    { $count ->
        [one] { $count } person inviteret til { $entity }.
       *[other] { $count } personer inviteret til { $entity }.
    }
people-failed =
    { $count ->
        [one] { $count } person kunne ikke inviteres: Noget gik galt hos os, og vi har noteret det.
       *[other] { $count } personer kunne ikke inviteres: Noget gik galt hos os, og vi har noteret det.
    }
people-partly =
    { $count ->
        [one] { $count } person inviteret, { $others } ikke: se nedenfor.
       *[other] { $count } personer inviteret, { $others } ikke: se nedenfor.
    }
people-outcomes = Hvad der skete for hver
people-on-its-way = Invitationen er på vej til { $address }.
people-gone = Kontoen findes ikke længere.
people-somebody = Nogen
people-busy = Der er travlt lige nu. Se på personen om et minut, og prøv igen.
people-broken = Noget gik galt hos os, og vi har noteret det. Prøv igen senere.
people-too-soon = Den er lige blevet sendt, eller for mange gange i dag. Den kan sendes igen om { $wait }.
people-inactive = Personen er deaktiveret. Tildel først personen igen i brugerkataloget.
people-already-invited = Personen er allerede inviteret. Send den invitation igen, eller træk den først tilbage.
people-already-accepted = Personen har allerede accepteret en invitation.
people-not-invited = Personen har ingen invitation. Invitér først personen.
people-nothing-to-confirm = Personen har ingen adresse, der venter på at blive bekræftet.

## What is not possible.

people-no-state = Denne status findes ikke.
people-no-entity = Denne enhed findes ikke.
people-no-place = Personen har ingen plads: Ingen invitation er accepteret, eller pladsen er taget tilbage.
people-no-page = Denne side findes ikke.
people-no-form = Denne formular er ikke gyldig.
people-no-access = Vælg kortadgangen.
people-which-entity = Vælg enheden.
people-no-name = En enheds navn er en linje på 1 til 100 tegn.
people-entities-full = Du har 100 enheder, og flere er ikke muligt.
people-most = Højst { $most } personer kan inviteres på én gang.
people-too-many-to-search = Der er for mange personer til at søge iblandt dem her.
people-too-many-to-invite = Der er for mange personer til at invitere alle på én gang. Invitér dem side for side, eller bed din leverandør om at gøre det.
