### The portal: People, and inviting them.

## The list.

people-title = People
people-lead = Everybody in your organisation. People can work with their account once you have invited them and they have accepted. They are invited to one of your <a href="entities">entities</a>.
people-name-or-address = Name or address
people-state = State
people-entity = Entity
people-any = Any
people-groups = Groups
people-states = States
people-search = Search
people-count =
    { $count ->
        [one] { $count } person
       *[other] { $count } people
    }
people-matching =
    { $count ->
        [one] { $count } of { $everybody } matches
       *[other] { $count } of { $everybody } match
    }
people-unsorted = There are too many people to sort and count them in time. They are shown in no particular order. <a href="{ $link }">Try to sort them again</a>.
people-nobody = Nobody
people-none-found = <strong>Nobody was found.</strong> Search for another part of the name or address, or <a href="people">show everybody</a>.
people-none-yet = <strong>Nobody is here yet.</strong> <a href="connection">Connect your directory</a> and assign people in it: they appear here at once.
people-no-more = <strong>There are no more people.</strong> <a href="{ $link }">Back to the first page</a>.
people-choose-note = Choose people who are not invited, or whose invitation has expired.
people-none-can = Nobody on this page can be invited: all are invited, have accepted, or are deactivated.
people-chosen = { $count } of { $all } chosen.
people-all-can = Choose all { $count } who can be invited
people-all-match = Choose all { $count } who match
people-all-can-uncounted = Choose all who can be invited
people-all-match-uncounted = Choose all who match
people-invite = Invite
people-invite-form = Invite people
people-choose = Choose
people-choose-page = Choose all on this page
people-choose-person = Choose { $name }
people-person = Person
people-unconfirmed = New address not confirmed
people-unreachable = Mail to the person does not arrive
people-page-of = Page { $page } of { $all }
people-pages = Pages
people-first-page = First page
people-previous-page = Previous page
people-next-page = Next page
people-last-page = Last page
people-nobody-chosen = Nobody is chosen. Choose the people whom you want to invite.
people-nobody-can = Nobody who matches can be invited.

## Where people stand.

people-provisioned = Not invited
people-invited = Invited
people-expired = Invitation expired
people-accepted = Accepted
people-deactivated = Deactivated
people-kept-until = Deactivated, kept until { $date }
people-can-be-invited = Can be invited
people-awaited = Waiting for them
people-address-unconfirmed = Address not confirmed
people-mail-lost = Mail does not arrive

## Before people are invited.

people-invite-count =
    { $count ->
        [one] Invite { $count } person
       *[other] Invite { $count } people
    }
people-invite-lead = Each gets an invitation by mail, and can work once they have accepted it.
people-everybody = All people
people-those = The people who match
people-first-entity = Your first entity
people-first-entity-about = An entity is a legal unit of your organisation: people are invited to one. This makes it.
people-invited-to = They are invited to <strong><bdi>{ $entity }</bdi></strong>.
people-what-they-get = What they get
people-card-access = Card access
people-card = Card
people-card-about = Pays with a company card.
people-card-and-reimbursement = Card and reimbursement
people-card-and-reimbursement-about = Pays with a company card, and is paid back what they spend of their own.
people-reimbursement-only = Reimbursement only
people-reimbursement-only-about = Has no card, and is paid back what they spend of their own.
people-send =
    { $count ->
        [one] Send the invitation
       *[other] Send { $count } invitations
    }
people-cancel = Cancel
people-who = Who is invited
people-who-can = Everybody who can be invited: <strong>{ $people }</strong>.
people-who-match = Everybody who matches your search and can be invited: <strong>{ $people }</strong>.
people-left-out = Left out:
people-left-invited =
    { $count ->
        [one] { $count } person is invited already.
       *[other] { $count } people are invited already.
    }
people-left-accepted =
    { $count ->
        [one] { $count } person has accepted already.
       *[other] { $count } people have accepted already.
    }
people-left-deactivated =
    { $count ->
        [one] { $count } person is deactivated.
       *[other] { $count } people are deactivated.
    }
people-plan-note = Each person is looked at again when their turn comes. People who are invited by somebody else or deactivated until then are left out, and so are people who are added after you confirm. The mails are sent at the rate that your vendor has set, so some may arrive hours later.

## While people are invited.

people-invitations-to = Invitations to { $entity }
people-progress-label = Progress
people-progress = { $count } of { $people } invited.
people-keep-open = Keep this page open until all are invited. If you leave it, those who are invited stay so: choose all from the list of people again to go on.
people-goes-on = There is a lot going on right now: this goes on in a few seconds.
people-continue = Continue
people-stop = Stop here
people-back = Back to people

## What became of invitations.

people-done =
    { $count ->
        [one] { $count } person invited to { $entity }.
       *[other] { $count } people invited to { $entity }.
    }
people-failed =
    { $count ->
        [one] { $count } person could not be invited: something went wrong on our side, and we have taken note of it.
       *[other] { $count } people could not be invited: something went wrong on our side, and we have taken note of it.
    }
people-partly =
    { $count ->
        [one] { $count } person invited, { $others } not: see below.
       *[other] { $count } people invited, { $others } not: see below.
    }
people-outcomes = What became of each
people-on-its-way = The invitation is on its way to { $address }.
people-gone = The account is not there any more.
people-somebody = Somebody
people-busy = There is a lot going on right now. Look at the person in a minute, and try again.
people-broken = Something went wrong on our side, and we have taken note of it. Try again later.
people-too-soon = It was sent a moment ago, or too often today. It can be sent again in { $wait }.
people-inactive = The person is deactivated. Assign them again in the directory first.
people-already-invited = The person is invited already. Resend that invitation, or revoke it first.
people-already-accepted = The person has accepted an invitation already.
people-not-invited = The person has no invitation. Invite them first.
people-nothing-to-confirm = The person has no address that waits to be confirmed.

## What is not possible.

people-no-state = There is no such state.
people-no-entity = There is no such entity.
people-no-place = The person has no place: no invitation was accepted, or the place was taken away.
people-no-page = There is no such page.
people-no-form = This form cannot be.
people-no-access = Choose the card access.
people-which-entity = Choose the entity.
people-no-name = An entity’s name is one line of 1 to 100 characters.
people-entities-full = You have 100 entities, which is the most.
people-most = Up to { $most } people can be invited at once.
people-too-many-to-search = There are too many people to look for somebody among them here.
people-too-many-to-invite = There are too many people to invite all of them at once. Invite them page by page, or ask your vendor to do it.
