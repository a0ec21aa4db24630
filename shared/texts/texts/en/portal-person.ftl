### The portal: the page of a person.

person-all = All people
person-account = Account
person-undeliverable = Mail to the person does not arrive. Check the address in your directory.

## Facts.

person-user-name = User name
person-address = Confirmed address
person-awaited = Address to be confirmed
person-managed-by = Managed by
person-by-directory = Your directory
person-by-nobody = Nobody: not assigned in your directory
person-made = Account made
person-first-sign-in = First signed in
person-not-yet = Not yet
person-entity = Entity
person-access = Card access
person-invited-by = Invited by
person-accepted = Accepted
person-place-ended = Place taken away
person-valid-until = Invitation valid until

## What can be done.

person-resend-confirmation = Resend the confirmation
person-resend = Resend the invitation
person-invite = Invite this person
person-invite-anew = Make a new invitation
person-revoke = Revoke the invitation…
person-revoke-meaning = Its links stop working. You can invite the person again.
person-revoke-now = Revoke now
person-place = Change the place…
person-save = Save
person-place-end = Take the place away…
person-place-end-meaning = The person is billed no further. What was billed stays. You can invite the person again.
person-place-end-now = Take away now

## What was done.

person-resent = The invitation is on its way again, with a new link.
person-confirmation-resent = The confirmation is on its way again to the new address, with a new link.
person-revoked = The invitation is revoked. Its links no longer work.
person-placed = The place is changed. It holds at once.
person-place-is-ended = The place is taken away. The person is billed no further, and can be invited again.

## History.

person-history = History
person-history-empty = Changes from now on show here within seconds.
person-when = When (UTC)
person-who = Who
person-what = What
person-earlier = Earlier changes are not shown here.
