### The portal's page "Notices": administrators' addresses, and of what they are told.

administrators-title = Notices
administrators-from-connection = Notices by mail
administrators-lead = These addresses are told by mail before your directory can no longer connect: 30, 14 and 3 days before a token or secret expires, when nothing was heard of the directory for days, and when it is refused again and again.
administrators-addresses = Addresses
administrators-none = Nobody is told yet. Add an address.
administrators-confirmed = Confirmed
administrators-waiting = Waiting for confirmation
administrators-undeliverable = The mail could not be delivered
administrators-resend = Send the link again<span class="hidden"> to { $address }</span>
administrators-remove = Remove<span class="hidden"> { $address }</span>
administrators-add = Add an address
administrators-address = Email address
administrators-add-note = A link goes to it. Nothing else is sent there until the link is confirmed.
administrators-add-button = Add
administrators-silence = When is the directory silent?
administrators-silence-days = Days without a request
administrators-silence-note = 0 switches this notice off. At most { $most }.
administrators-silence-button = Save
administrators-added = The address is added. A link to confirm it is on its way.
administrators-removed = The address is removed.
administrators-sent = Another link is on its way.
administrators-saved = The days are saved.
administrators-bad-address = This is no email address.
administrators-full = There are { $most } addresses already. Remove one first.
administrators-gone = The address was removed meanwhile.
administrators-too-soon = A link was asked for just now. It can be sent once a minute, and five times a day.
administrators-bad-days = Enter a number of days from 0 to { $most }.
