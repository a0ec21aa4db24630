### The portal: Activity.

## The page.

activity-title = Aktivitet
activity-lead = Hvem ændrede hvad. Tider er UTC; det nyeste vises efter få sekunder.
activity-list = Ændringer
activity-when = Hvornår
activity-who = Hvem
activity-what = Hvad
activity-whom = Hvem det gjaldt
activity-organisation = Din organisation
activity-deleted = En slettet konto
activity-only-person = Kun denne person
activity-earlier = Tidligere
activity-latest = Nyeste
activity-nothing-yet = Der er ikke sket noget endnu. <a href="connection">Forbind dit katalog</a>, og tildel en person i det: Så ser du det her.
activity-nothing-found = Ingen ændring passer til dette.
activity-looked-through = { $count } ændringer gennemset indtil nu. Tidligere kan passe.

## The filter.

activity-filter = Filter
activity-person = Person (e-mailadresse)
activity-by = Ændret af
activity-anybody = Alle
activity-kind = Slags
activity-any-kind = Alle
activity-from = Fra (UTC)
activity-to = Til (UTC)
activity-show = Vis
activity-clear = Nulstil
activity-nobody = Ingen her har den adresse.
activity-kind-account = Konto
activity-kind-name = Navn og adresse
activity-kind-invitation = Invitation
activity-kind-group = Grupper og roller
activity-kind-sign-in = Login
activity-kind-profile = Profil
activity-kind-settings = Indstillinger
activity-kind-token = Tokens

## Who changes something.

activity-directory = Dit katalog
activity-admin = Administrator
activity-the-person = Personen
activity-operator = Din leverandør
activity-system = Systemet

## The files.

activity-download = Hent disse ændringer
activity-csv = CSV
activity-jsonl = JSON-linjer
activity-parts = Mere, end én fil rummer
activity-parts-note = Disse ændringer kan ikke være i én fil. Hent denne del, derefter den næste; eller vælg et kortere tidsrum.
activity-part = Del { $part }
activity-next-part = Til næste del
activity-back = Tilbage til listen

## The charts.

activity-hours = De seneste 24 timer
activity-days = De seneste 14 dage
activity-partial = Der var så mange ændringer, at diagrammerne udelader nogle.
activity-burst = Usædvanligt meget: { $count } ændringer den { $day }.
activity-quiet = Der skete ikke noget.
activity-changes =
    { $count ->
        [one] { $count } ændring
       *[other] { $count } ændringer
    }
activity-most = { $changes }; flest, { $most }, fra { $from }.
activity-as-table = Som tabel
activity-from-utc = Fra (UTC)
activity-all = Alle

## What happened, in small letters: several stand in one line, parted by semicolons.

activity-did-made-account = konto oprettet
activity-did-new-link = nyt link bestilt
activity-did-changed-account = konto ændret
activity-did-restored = konto genoprettet
activity-did-deactivated = konto deaktiveret
activity-did-linked = konto knyttet til kataloget
activity-did-joined =
    { $count ->
        [one] person føjet til en gruppe
       *[other] person føjet til { $count } grupper
    }
activity-did-left =
    { $count ->
        [one] person fjernet fra en gruppe
       *[other] person fjernet fra { $count } grupper
    }
activity-did-released = konto løsnet fra kataloget
activity-did-user-name = brugernavn ændret til { $value }
activity-did-confirmed = adressen { $value } bekræftet
activity-did-address = adresse ændret til { $value }
activity-did-change-off = adresseændring annulleret
activity-did-confirmation-resent = bekræftelse af adressen sendt igen
activity-did-undeliverable = mail til den nye adresse når ikke frem
activity-did-invited = person inviteret
activity-did-invited-to = person inviteret til { $entity } ({ $access })
activity-did-invited-entity = person inviteret til { $entity }
activity-did-invited-access = person inviteret ({ $access })
activity-did-card = kort
activity-did-card-and-reimbursement = kort og refusion
activity-did-reimbursement = kun refusion
activity-did-accepted = invitation accepteret
activity-did-revoked = invitation tilbagekaldt
activity-did-expired = invitationen er udløbet
activity-did-place-ended = plads frataget
activity-did-entity = enhed ændret til { $value }
activity-did-access = kortadgang ændret ({ $access })
activity-did-invitation-moved = invitationen sendes dertil
activity-did-resent = invitation sendt igen
activity-did-invitation-undeliverable = invitationen når ikke frem
activity-did-first-sign-in = første login noteret
activity-did-replaced = adresse eller identifikator afgivet til en anden konto
activity-did-external-id = katalogets identifikator ændret
activity-did-profile = profil ændret
activity-did-switched-on = provisionering slået til
activity-did-switched-off = provisionering slået fra
activity-did-plan = skiftet til abonnementet { $value }
activity-did-profile-sync = opdatering af profiler ændret
activity-did-terms = pris pr. person aftalt
activity-did-terms-none = ingen pris pr. person aftalt
activity-did-closed = regninger for perioder til { $value } lukket
activity-did-organisation-name = organisationens navn ændret til { $value }
activity-did-token-made = token { $name } oprettet
activity-did-token-revoked = token { $name } tilbagekaldt
activity-did-token-ends = token { $name } udløber
activity-did-client-made = OAuth-klient { $name } oprettet
activity-did-client-revoked = OAuth-klient { $name } tilbagekaldt
activity-did-client-changed = hemmeligheder for OAuth-klienten { $name } ændret
activity-did-client-authorized = OAuth-klient { $name } forbundet
activity-did-client-unauthorized = OAuth-klient { $name } afbrudt
activity-did-role-given = personen fik rollen { $name }
activity-did-role-taken = personen mistede rollen { $name }
activity-did-role-declared = rollen { $name } oprettet
activity-did-role-changed = rollen { $name } ændret
activity-did-role-withdrawn = rollen { $name } fjernet
activity-did-rule-made =
    { $count ->
        [one] regel oprettet for en gruppe
       *[other] regler oprettet for { $count } grupper
    }
activity-did-rule-changed =
    { $count ->
        [one] reglen for en gruppe ændret
       *[other] reglerne for { $count } grupper ændret
    }
activity-did-rule-removed =
    { $count ->
        [one] reglen for en gruppe fjernet
       *[other] reglerne for { $count } grupper fjernet
    }
activity-did-order = reglernes rækkefølge ændret
activity-did-by-rule = efter en gruppes regel
activity-did-roles-from-directory = roller kommer nu fra kataloget
activity-did-roles-from-groups = roller kommer nu fra grupper
