### The portal's frame, its way in and its failures; the entities.

## The frame.

portal-skip = Gå til indholdet
portal-sections = Portal
portal-connection = Forbindelse
portal-people = Personer
portal-groups = Grupper
portal-activity = Aktivitet
portal-billing = Afregning
portal-signed-in-until = Logget ind indtil <time datetime="{ $machine }">{ $time }</time>
portal-sign-out = Log ud
portal-language = Sprog
portal-read-only = Provisionering er ikke en del af din organisations abonnement. Du kan se alt her, men ikke ændre noget.

## What is copied.

portal-copied = Kopieret
portal-selected = Markeret: Kopiér det med tastaturet

## The way in and out.

portal-open-title = Åbn portalen for { $tenant }
portal-open-heading = Åbn portalen for <bdi>{ $tenant }</bdi>
portal-open-as = Du bliver logget ind som <strong><bdi>{ $admin }</bdi></strong> i en time.
portal-open-as-administrator = Du bliver logget ind som administrator for <bdi>{ $tenant }</bdi> i en time.
portal-open-button = Åbn portalen
portal-open-note = Er det ikke dig, eller har du ikke bedt om det i din leverandørs produkt? Så luk siden. Der er ikke sket noget endnu.
portal-signed-out-title = Du er logget ud
portal-signed-out = Åbn portalen fra indstillingerne i din leverandørs produkt for at komme tilbage. Du kan lukke siden.
portal-no-session-title = Åbn portalen igen
portal-no-session = Ingen er logget ind her, den time, en session varer, er gået, eller din leverandør har afsluttet sessionen. Intet er gået tabt.
portal-open-from-settings = Åbn portalen igen fra indstillingerne i din leverandørs produkt.
portal-link-over-title = Linket gælder ikke længere
portal-link-over = Et link til portalen virker én gang og i fem minutter. Dette er brugt, dets tid er gået, eller din leverandør har afsluttet det. I den browser, hvor det blev brugt, fører det til portalen, så længe du er logget ind dér.
portal-link-over-another = Åbn portalen igen fra indstillingerne i din leverandørs produkt for at få et nyt.

## What goes wrong.

portal-not-found-title = Her er ikke noget
portal-not-found = Måske er linket skrevet forkert, eller også er det, det handlede om, væk.
portal-to-the-portal = Til portalen
portal-forged-title = Intet er ændret
portal-forged = Det, din browser sendte, kom ikke fra en side i denne session: Måske er du logget ind igen, siden siden blev åbnet, eller et andet websted forsøgte at handle i dit navn.
portal-forged-again = Hvis det var dig, så åbn siden igen, og gentag det, du gjorde.
portal-invalid-title = Det er ikke muligt
portal-invalid = { $detail } Intet er ændret.
portal-invalid-back = Gå tilbage i din browser, og prøv på en anden måde.
portal-loaded-ahead = Siden vises, når nogen åbner den, og indlæses ikke på forhånd.
portal-not-allowed = Siden kan ikke nås på den måde.
portal-too-large = Formularen er større end 64 KiB.
portal-incomplete = Formularen kom ikke helt frem.
portal-try-later-title = Prøv igen om lidt
portal-try-later = Der er meget travlt lige nu, og vi kunne ikke gøre det, du bad om. Intet er gået tabt.
portal-try-later-again = Gå tilbage, eller indlæs siden igen om { $wait }.
portal-bug-title = Noget gik galt
portal-bug = Fejlen er vores, og vi har noteret den. Prøv igen om nogle minutter.
portal-bug-reference = Hvis det sker igen, så giv denne reference videre til din leverandør:

## A tenant whose plan has no provisioning.

portal-plan-title = Provisionering er en del af Advanced-abonnementet
portal-plan-lead = Din organisation har Standard-abonnementet. Med Advanced-abonnementet sørger dit brugerkatalog for kontiene:
portal-plan-gives = Det giver Advanced-abonnementet
portal-plan-appear = <strong>Personer dukker op af sig selv.</strong> Den, du tildeler i Okta, Microsoft Entra eller et andet SCIM-katalog, har straks en konto.
portal-plan-leave = <strong>Den, der stopper, spærres på få sekunder</strong> og slettes inden for to uger, inklusive alle spor.
portal-plan-follow = <strong>Navne og adresser følger med.</strong> En ny adresse gælder, når personen har bekræftet den.
portal-plan-invite = <strong>Du inviterer mange på én gang</strong>, hver til en enhed og med den kortadgang, de har brug for.
portal-plan-see = <strong>Du ser, hvem der har ændret hvad</strong>, og hvad hver person koster.
portal-plan-ask = Bed din leverandør om at flytte din organisation til Advanced-abonnementet. Intet af det, der er her, går tabt. Det, der er afregnet, bliver under <a href="billing">Afregning</a>.

## Entities.

portal-all-people = Alle personer
portal-entities-title = Enheder
portal-entities-lead = De juridiske enheder i din organisation. Personer inviteres til en af dem.
portal-entities-none-label = Ingen
portal-entities-none = Der er ingen endnu. Den første oprettes, når du inviterer personer.
portal-entity-name = Navn
portal-entity-rename = Omdøb<span class="hidden"> { $entity }</span>
portal-entity-delete = Slet…<span class="hidden"> { $entity }</span>
portal-entity-delete-when = Det er muligt, så længe ingen er inviteret til den.
portal-entity-delete-now = Slet nu
portal-entity-renamed = Enheden er omdøbt. Invitationer beholder det tidligere navn.
portal-entity-deleted = Enheden er slettet.
portal-entity-in-use = Enheden er ikke slettet: Nogen er inviteret til den eller har accepteret. Kun en enhed uden personer kan slettes.
portal-entity-in-rule = Enheden er ikke slettet: En gruppes regel inviterer personer til den. Ret først den regel.
portal-entity-gone = Den enhed findes ikke længere.
portal-entity-bad-name = Et navn er én linje på 1 til 100 tegn.
portal-entity-too-many = Der er for mange personer til at nå at finde ud af, om nogen hører til enheden.

## A form that was sent when the session was over.

portal-over-title = Din session er slut
portal-over-kept = Det, du sendte, er gemt på denne side, og intet er ændret. Åbn portalen igen fra leverandørens produkt i en anden fane. Send det derefter igen her.
portal-over-again = Send igen
portal-kept-title = Vil du sende det nu?
portal-kept = Du er logget ind igen hos <bdi>{ $tenant }</bdi>. Intet er ændret endnu.
portal-kept-send = Send nu
portal-kept-not = Send ikke
