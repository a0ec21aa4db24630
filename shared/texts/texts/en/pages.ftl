### The pages behind the links in mails.

## How long something takes.

pages-seconds =
    { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }

pages-minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }

pages-hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }

## A tenant whose name nobody can see.

pages-organisation = your organisation

## What somebody is invited to: the end of "you will have …".

pages-access-card = a card to pay with
pages-access-card-and-reimbursement = a card to pay with, and your own expenses paid back
pages-access-reimbursement-only = your own expenses paid back

## Confirming an address.

pages-confirm-title = Confirm your email address
pages-confirm-change = <bdi>{ $tenant }</bdi> is changing the email address of your account to
pages-confirm-yours = Is it yours? Then confirm it, and your account uses it from now on. Until you do, it keeps the address it has.
pages-confirm-button = Confirm
pages-once-until = This works once, until { $until }.
pages-unexpected = You did not expect this? Then just close this page. If you are unsure, ask the people at <bdi>{ $tenant }</bdi> who look after accounts.
pages-confirmed-title = Email address confirmed
pages-confirmed-now = From now on your account uses
pages-confirmed-done = There is nothing left to do. You can close this page.
pages-already-confirmed-title = Already confirmed
pages-already-confirmed = The email address that this link was for is confirmed already. There is nothing left to do, and you can close this page.
pages-expired-title = This link has expired
pages-expired = A link to confirm an email address works for some days only, and those are over. Nothing has changed in your account.
pages-expired-resend = Do you still want to confirm the address? We can send a new link to it.
pages-expired-button = Send a new link
pages-expired-ask = If your address is still to change, ask the people at <bdi>{ $tenant }</bdi> who look after accounts.
pages-link-sent-title = A new link is on its way
pages-link-sent-to = We are sending it to
pages-link-sent-soon = It should be there within a few minutes. If you do not see it, look among your spam too.
pages-too-soon-title = Please wait a little
pages-too-soon = We send one link a minute and five a day at most. You can <a href="">ask for the next one</a> in { $wait }.
pages-too-soon-spam = The link you asked for before may have arrived by now: look among your spam too.
pages-superseded-title = This link no longer counts
pages-superseded = Since we sent it, the change of your email address was called off, or another change took its place.
pages-superseded-newer = If you have a newer mail about it, use the link in that one. Otherwise there is nothing to do.

## Accepting an invitation.

pages-invitation-title = You are invited
pages-invitation-to = <bdi>{ $inviter }</bdi> invites you to
pages-invitation-access = You will have { $access }. Once you accept, your account is ready and you can sign in.
pages-invitation-button = Accept the invitation
pages-accepted-title = Invitation accepted
pages-accepted-at = You now have your place at
pages-accepted-ready = Your account is ready and you can sign in. You can close this page.
pages-open-product = Open <bdi>{ $product }</bdi>
pages-sign-in = Sign in
pages-already-accepted-title = Already accepted
pages-already-accepted = The invitation that this link was for is accepted already. There is nothing left to do, and you can close this page.
pages-blocked-title = Your account is deactivated
pages-blocked = So the invitation cannot be accepted at the moment. Ask the people at <bdi>{ $tenant }</bdi> who look after accounts.
pages-blocked-until = Once your account is active again, this link works until { $until }.
pages-invitation-expired-title = This invitation has expired
pages-invitation-expired = The link in an invitation works for some days only, and those are over.
pages-invitation-expired-ask = If you have a newer mail about it, use the link in that one. Otherwise ask the people at <bdi>{ $tenant }</bdi> who look after accounts to send the invitation again.
pages-invitation-gone-title = This invitation no longer counts
pages-invitation-gone = Since we sent it, the invitation was taken back, or another took its place.
pages-newer-or-ask = If you have a newer mail about it, use the link in that one. If you are unsure, ask the people at <bdi>{ $tenant }</bdi> who look after accounts.
pages-invitation-moved-title = This invitation went to another address
pages-invitation-moved = Since we sent it, the account has got another email address. Only an invitation that was mailed to that address can be accepted.
pages-invitation-moved-ask = If it is your account, use the link in the newest mail there. If you are unsure, ask the people at <bdi>{ $tenant }</bdi> who look after accounts.

## What goes wrong.

pages-unknown-title = This link does not work
pages-unknown = It may not be complete: some mail programs break long links. Open it once more from the mail, or copy all of it.
pages-unknown-past = If that does not help, the link is for something that is long past, and there is nothing to do.
pages-try-later-title = Please try again shortly
pages-try-later = There is a lot going on right now, and we could not do what you asked for. Nothing is lost.
pages-try-later-again = Please <a href="">try again</a> in { $wait }.
pages-bug-title = Something went wrong
pages-bug = The fault is ours, and we have taken note of it. Open the link from your mail once more in a few minutes.
pages-bug-reference = If it happens again, pass this reference on to whoever looks after your account:
pages-not-allowed-title = That is not possible here
pages-not-allowed = Open the link from your mail in a browser, and use the button on the page.
pages-help = Questions? Write to <a href="mailto:{ $address }">{ $address }</a>.

## An administrator's address for notices about the directory.

pages-administrator-title = Confirm your address for notices
pages-administrator = Notices about the directory of <bdi>{ $tenant }</bdi> are to go to
pages-administrator-when = They come when a token or secret of the directory is about to expire, when nothing was heard of the directory for days, and when it is refused again and again.
pages-administrator-button = Confirm this address
pages-administrator-until = This works until { $until }.
pages-administrator-confirmed-title = Your address is confirmed
pages-administrator-confirmed = Notices about the directory of <bdi>{ $tenant }</bdi> go to
pages-administrator-confirmed-stop = Each has a link that removes the address. You can close this page.
pages-administrator-remove-title = Stop these notices?
pages-administrator-remove = No more notices about the directory of <bdi>{ $tenant }</bdi> are to go to
pages-administrator-remove-others = Other administrators still get them.
pages-administrator-remove-button = Remove this address
pages-administrator-removed-title = Your address is removed
pages-administrator-removed = Notices about the directory no longer go to
pages-administrator-removed-again = An administrator can add the address again. You can close this page.
pages-administrator-gone-title = This address is not there any more
pages-administrator-gone = It was removed since the mail was sent, so it gets no notices. You need not do anything.
pages-administrator-expired-title = This link has expired
pages-administrator-expired = To get another one, ask an administrator of <bdi>{ $tenant }</bdi> to send it again from the portal.
