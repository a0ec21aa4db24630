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
groups-which = Regel
groups-which-any = Med eller uden
groups-which-with = Med regel
groups-which-without = Uden regel
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
groups-gets = Hvad dens personer får
groups-place = Plads i rækkefølgen
groups-gone = Den gruppe findes ikke længere. Intet blev ændret.
groups-no-group = Denne gruppe findes ikke.

## What a rule gives, in a few words.

groups-gives-role = Rolle: { $role }
groups-gives-invitation = Invitation til { $entity } ({ $access })
groups-gives-nothing = Intet: ingen regel
groups-no-longer-entity = en enhed, der ikke findes længere

## The order of the rules.

groups-order = Reglernes rækkefølge
groups-order-count =
    { $count ->
        [one] { $count } gruppe har en regel.
       *[other] { $count } grupper har en regel.
    }
groups-order-meaning = Personer i flere grupper har alle gruppernes roller. De inviteres af den første regel i denne rækkefølge, der inviterer.
groups-order-later = En anden rækkefølge inviterer ingen igen og tager ingen invitation tilbage. Den gælder for de næste, der kommer til.
groups-order-change = Ændr rækkefølgen
groups-order-none = Ingen gruppe har en regel endnu.
groups-up = Op<span class="hidden">: { $group }</span>
groups-down = Ned<span class="hidden">: { $group }</span>
groups-moved = { $group } er nu på plads { $place } af { $all }.
groups-not-moved = Reglen findes ikke længere eller kan ikke flyttes længere.

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
groups-rule = Regel
groups-rule-none = Denne gruppe har ingen regel: Dens personer får intet gennem den.
groups-rule-make = Opret en regel
groups-rule-change = Ændr reglen
groups-rule-end = Fjern reglen…
groups-rule-again = Anvend den igen
groups-rule-again-about = Ser på alle medlemmer igen og gør det, der stadig mangler. Det sker også af sig selv; det hjælper, når din leverandør har løst et problem.
groups-roles-by-directory = Dit katalog bestemmer, hvem der har hvilken rolle, så rollen i denne regel giver intet nu.
groups-place-of = Plads { $place } af { $all } i <a href="rules">reglernes rækkefølge</a>.

## A rule is written.

groups-rule-of = Regel for { $group }
groups-rule-lead = Hvad alle i denne gruppe får. Du ser, hvem det ændrer noget for, før du gemmer.
groups-role = Rolle
groups-role-none = Ingen rolle
groups-roles-about = Hvad rollerne betyder
groups-role-undeclared = Her er ingen roller endnu: Din leverandør opretter dem, som produktet kender. Indtil da kan en regel invitere.
groups-role-by-directory = Dit katalog bestemmer for øjeblikket, hvem der har hvilken rolle. En regels rolle gælder, når roller kommer fra grupper.
groups-invite = Invitér alle, der kommer til
groups-invite-about = Alle i gruppen uden en invitation får én pr. mail, én gang. Den, der har accepteret en, får ikke en til.
groups-invite-to = Inviteres til
groups-invite-as = Med kortadgang
groups-choose = Vælg
groups-no-entities = Der er endnu ingen enhed at invitere til. Den første oprettes, når du inviterer nogen under <a href="people">Personer</a>.
groups-preview = Forhåndsvisning
groups-bad-form = Reglen kan ikke være sådan: se nedenfor. Intet blev ændret.
groups-bad-role = Denne rolle findes ikke længere. Vælg en anden.
groups-bad-nothing = Reglen giver intet. Vælg en rolle, eller lad den invitere.
groups-bad-entity = Vælg den enhed, der inviteres til.
groups-bad-access = Vælg den kortadgang, der inviteres med.
groups-bad-rules = 200 grupper har en regel, og flere er ikke muligt. Fjern først reglen for en anden gruppe.

## What would change.

groups-preview-of = Forhåndsvisning: { $group }
groups-preview-lead = Intet er ændret endnu.
groups-what = Hvad
groups-now = Nu
groups-then = Derefter
groups-invitation = Invitation
groups-none-given = Ingen
groups-for-whom = For hvem
groups-looked-all =
    { $count ->
        [one] Af { $count } medlem:
       *[other] Af { $count } medlemmer:
    }
groups-looked-some = Gruppen er stor: { $count } af { $members } blev set på. Af dem:
groups-gain =
    { $count ->
        [one] { $count } person får rollen { $role }
       *[other] { $count } personer får rollen { $role }
    }
groups-lose =
    { $count ->
        [one] { $count } person mister rollen { $role }
       *[other] { $count } personer mister rollen { $role }
    }
groups-are-invited =
    { $count ->
        [one] { $count } person inviteres
       *[other] { $count } personer inviteres
    }
groups-are-revoked =
    { $count ->
        [one] Invitationen til { $count } person tages tilbage
       *[other] Invitationerne til { $count } personer tages tilbage
    }
groups-and-others =
    { $count ->
        [one] og { $count } anden
       *[other] og { $count } andre
    }
groups-nothing-changes = Intet ændres for nogen nu. Reglen gælder for dem, der kommer til senere.
groups-nobody-loses = Intet ændres for nogen.
groups-preview-note = Hver person ses på igen, når det sker. Mails sendes i det tempo, som din leverandør har fastsat.
groups-save = Gem reglen
groups-edit = Ret
groups-changed-meanwhile = En anden administrator har ændret reglerne imens, så intet blev gemt. Sådan er det nu, og det ville din regel gøre ved det.
groups-saved = Reglen er gemt.
groups-applied = Reglen anvendes igen.
groups-removed = Reglen er fjernet.
groups-rule-gone = Gruppen har ingen regel længere. Intet blev ændret.

## A rule is removed.

groups-end-title = Fjern reglen for { $group }?
groups-end-places = Den, der har accepteret en invitation, beholder sin plads.
groups-end-button = Fjern nu
groups-end-cancel = Behold den

## While rules are applied.

groups-run = Regler anvendes
groups-run-this = Reglen anvendes
groups-run-everybody = Alle personers roller opdateres
groups-run-done =
    { $count ->
        [one] { $done } af { $count } person klaret.
       *[other] { $done } af { $count } personer klaret.
    }
groups-run-begins = Det begynder om et øjeblik.
groups-run-note = Det fortsætter af sig selv: Du kan forlade siden.
groups-run-look = Se igen

## Where roles come from.

groups-roles-from = Hvor roller kommer fra
groups-roles-from-groups = Roller kommer fra grupper: Reglerne for en persons grupper bestemmer.
groups-roles-from-directory = Roller kommer fra dit katalog: Det sender selv hver persons roller.
groups-roles-switch = Ændr dette…
groups-to-directory-title = Hent roller fra dit katalog?
groups-to-directory-loses = Alle mister de roller, som deres grupper giver.
groups-to-directory-gets = Hver person har de roller, som dit katalog sender i attributten <code>roles</code>. Indtil det sender dem, har ingen nogen.
groups-to-directory-invites = Invitationer efter regler fortsætter som før.
groups-to-directory-button = Hent dem fra kataloget
groups-to-groups-title = Hent roller fra grupper?
groups-to-groups-loses = Alle mister de roller, som dit katalog har sendt, og senere roller ignoreres.
groups-to-groups-gets = Hver person har de roller, som reglerne for vedkommendes grupper giver.
groups-to-groups-button = Hent dem fra grupper
groups-roles-keep = Lad det være, som det er
groups-switched = Det er ændret. Alle personers roller opdateres.

## At a person.

groups-of-person = Grupper og roller
groups-of-nobody = Personen er ikke i nogen gruppe.
groups-role-by = { $role }: ved { $groups }
groups-role-sent = { $role }: ved dit katalog
groups-roles = Roller
groups-no-roles = Ingen rolle.
groups-and-more =
    { $count ->
        [one] og { $count } gruppe mere
       *[other] og { $count } grupper mere
    }
