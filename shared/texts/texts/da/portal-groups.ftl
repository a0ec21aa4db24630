### The portal: Groups, and what their people get.

## The list.

groups-title = Grupper
groups-lead = Grupperne, som dit katalog har overført. En regel bestemmer, hvad personerne i en gruppe får: en rolle og en invitation til en af dine enheder.
groups-none-yet = Dit katalog har ikke overført nogen gruppe endnu
groups-none-how = Personerne skal selv være tildelt applikationen. Overfør derefter de grupper, der skal bestemme, hvad de får:
groups-none-okta = Okta: <strong>Push Groups → Push Groups → Find groups by name</strong> i applikationen.
groups-none-entra = Microsoft Entra: Tildel grupperne til applikationen, og slå <strong>Mappings → Provision Microsoft Entra ID Groups</strong> til.
groups-none-guides = <a href="connection#guides">Vejledningerne</a> viser, hvordan et katalog forbindes.
groups-name = Navn
groups-count =
    { $count ->
        [one] { $count } gruppe
       *[other] { $count } grupper
    }
groups-matching =
    { $count ->
        [one] { $count } af { $everything } passer
       *[other] { $count } af { $everything } passer
    }
groups-none = Ingen gruppe
groups-none-found = <strong>Ingen gruppe blev fundet.</strong> Søg efter en anden del af navnet, eller <a href="groups">vis alle grupper</a>.
groups-no-more = <strong>Der er ikke flere grupper.</strong> <a href="groups">Tilbage til første side</a>.
groups-group = Gruppe
groups-members = Medlemmer
groups-gone = Den gruppe findes ikke længere. Intet blev ændret.
groups-no-group = Denne gruppe findes ikke.

## A group.

groups-all = Alle grupper
groups-member-count =
    { $count ->
        [one] { $count } medlem
       *[other] { $count } medlemmer
    }
groups-as-people = Vis dem under Personer
groups-nobody = Ingen er i denne gruppe. Føj personer til den i dit katalog.
groups-no-more-members = <strong>Der er ikke flere medlemmer.</strong> <a href="{ $link }">Tilbage til første side</a>.
groups-unsorted = Gruppen er for stor til at sortere medlemmerne her: De vises i tilfældig rækkefølge. Søg efter en person under Personer.
groups-people-of = Kun personer i gruppen <a href="{ $link }">{ $name }</a>.
groups-people-any = Vis personer i alle grupper
