### The portal: one person.

## The account.

person-account = Account
person-unreachable = Mail to the person does not arrive. Check the address in your directory.
person-user-name = User name
person-confirmed-address = Confirmed address
person-awaited-address = Address to be confirmed
person-managed-by = Managed by
person-directory = Your directory
person-unmanaged = Nobody: not assigned in your directory
person-made = Account made
person-first-sign-in = First signed in
person-not-yet = Not yet
person-accepted = Accepted
person-valid-until = Invitation valid until

## What can be done.

person-resend-confirmation = Resend the confirmation
person-resend = Resend the invitation
person-invite-anew = Make a new invitation
person-revoke = Revoke the invitation…
person-revoke-about = Its links stop working. You can invite the person again.
person-revoke-now = Revoke now
person-resent = The invitation is on its way again, with a new link.
person-confirmation-resent = The confirmation is on its way again to the new address, with a new link.
person-revoked = The invitation is revoked. Its links no longer work.

## Its history.

person-history = History
person-history-empty = Changes from now on show here within seconds.
person-when = When (UTC)
person-whose = Who
person-what = What
person-earlier = Earlier changes are not shown here.
