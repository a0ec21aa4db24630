### The portal's page "Notices": administrators' addresses, and of what they are told.

administrators-title = Meddelelser
administrators-from-connection = Meddelelser på e-mail
administrators-lead = Disse adresser får besked på e-mail, før dit brugerkatalog ikke længere kan oprette forbindelse: 30, 14 og 3 dage før et token eller en hemmelighed udløber, når vi i dagevis intet har hørt fra brugerkataloget, og når det afvises igen og igen.
administrators-addresses = Adresser
administrators-none = Ingen får besked endnu. Tilføj en adresse.
administrators-confirmed = Bekræftet
administrators-waiting = Venter på bekræftelse
administrators-undeliverable = E-mailen kunne ikke leveres
administrators-resend = Send linket igen<span class="hidden"> til { $address }</span>
administrators-remove = Fjern<span class="hidden"> { $address }</span>
administrators-add = Tilføj en adresse
administrators-address = E-mailadresse
administrators-add-note = Der sendes et link til den. Intet andet sendes dertil, før linket er bekræftet.
administrators-add-button = Tilføj
administrators-silence = Hvornår er brugerkataloget tavst?
administrators-silence-days = Dage uden forespørgsel
administrators-silence-note = 0 slår denne meddelelse fra. Højst { $most }.
administrators-silence-button = Gem
administrators-added = Adressen er tilføjet. Et link til at bekræfte den er på vej.
administrators-removed = Adressen er fjernet.
administrators-sent = Endnu et link er på vej.
administrators-saved = Dagene er gemt.
administrators-bad-address = Det er ikke en e-mailadresse.
administrators-full = Der er allerede { $most } adresser. Fjern en først.
administrators-gone = Adressen er fjernet i mellemtiden.
administrators-too-soon = Der er netop bedt om et link. Det kan sendes én gang i minuttet og fem gange om dagen.
administrators-bad-days = Indtast et antal dage fra 0 til { $most }.
