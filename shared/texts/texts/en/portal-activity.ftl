### The portal: Activity.

## The page.

activity-title = Activity
activity-lead = Who changed what. Times are UTC; what just happened shows within seconds.
activity-list = Changes
activity-when = When
activity-who = Who
activity-what = What
activity-whom = Whom
activity-organisation = Your organisation
activity-deleted = A deleted account
activity-only-person = Only this person
activity-earlier = Earlier
activity-latest = Latest
activity-nothing-yet = Nothing has happened yet. <a href="connection">Connect your directory</a> and assign a person in it: you will see it here.
activity-nothing-found = No change is like this.
activity-looked-through = Looked through { $count } changes so far. Earlier ones may match.

## The filter.

activity-filter = Filter
activity-person = Person (email address)
activity-by = Changed by
activity-anybody = Anybody
activity-kind = Kind
activity-any-kind = Any
activity-from = From (UTC)
activity-to = To (UTC)
activity-show = Show
activity-clear = Clear
activity-nobody = Nobody here has that address.
activity-kind-account = Account
activity-kind-name = Name and address
activity-kind-invitation = Invitation
activity-kind-group = Groups and roles
activity-kind-sign-in = Sign-in
activity-kind-profile = Profile
activity-kind-settings = Settings
activity-kind-token = Tokens

## Who changes something.

activity-directory = Your directory
activity-admin = Administrator
activity-the-person = The person
activity-operator = Your vendor
activity-system = The system

## The files.

activity-download = Download these changes
activity-csv = CSV
activity-jsonl = JSON lines
activity-parts = More than one file holds
activity-parts-note = These changes do not fit into one file. Download this part, then the next; or choose a shorter time.
activity-part = Part { $part }
activity-next-part = To the next part
activity-back = Back to the list

## The charts.

activity-hours = The last 24 hours
activity-days = The last 14 days
activity-partial = There were so many changes that the charts leave some out.
activity-burst = A burst: { $count } changes on { $day }, far more than usual.
activity-quiet = Nothing happened.
activity-changes =
    { $count ->
        [one] { $count } change
       *[other] { $count } changes
    }
activity-most = { $changes }; the most, { $most }, from { $from } on.
activity-as-table = As a table
activity-from-utc = From (UTC)
activity-all = All

## What happened, in small letters: several stand in one line, parted by semicolons.

activity-did-made-account = made the account
activity-did-new-link = asked for a new link
activity-did-changed-account = changed the account
activity-did-restored = restored the account
activity-did-deactivated = deactivated the account
activity-did-linked = linked the account to the directory
activity-did-joined =
    { $count ->
        [one] added the person to a group
       *[other] added the person to { $count } groups
    }
activity-did-left =
    { $count ->
        [one] took the person out of a group
       *[other] took the person out of { $count } groups
    }
activity-did-released = released the account from the directory
activity-did-user-name = changed the user name to { $value }
activity-did-confirmed = confirmed the address { $value }
activity-did-address = changed the address to { $value }
activity-did-change-off = called the change of address off
activity-did-confirmation-resent = sent the confirmation of the address again
activity-did-undeliverable = mail to the new address does not arrive
activity-did-invited = invited the person
activity-did-invited-to = invited the person to { $entity } ({ $access })
activity-did-invited-entity = invited the person to { $entity }
activity-did-invited-access = invited the person ({ $access })
activity-did-card = card
activity-did-card-and-reimbursement = card and reimbursement
activity-did-reimbursement = reimbursement only
activity-did-accepted = accepted the invitation
activity-did-revoked = revoked the invitation
activity-did-expired = the invitation expired
activity-did-place-ended = took the place away
activity-did-entity = changed the entity to { $value }
activity-did-access = changed the card access ({ $access })
activity-did-invitation-moved = the invitation goes there
activity-did-resent = resent the invitation
activity-did-invitation-undeliverable = the invitation does not arrive
activity-did-first-sign-in = noted the first sign-in
activity-did-replaced = gave the address or the identifier to another account
activity-did-external-id = changed the directory’s identifier
activity-did-profile = changed the profile
activity-did-switched-on = switched provisioning on
activity-did-switched-off = switched provisioning off
activity-did-plan = moved to the { $value } plan
activity-did-profile-sync = changed how profiles are updated
activity-did-terms = agreed on what people cost
activity-did-terms-none = agreed that people cost nothing
activity-did-closed = closed the bills of periods up to { $value }
activity-did-organisation-name = changed the organisation’s name to { $value }
activity-did-token-made = made the token { $name }
activity-did-token-revoked = revoked the token { $name }
activity-did-token-ends = let the token { $name } end
activity-did-client-made = made the OAuth client { $name }
activity-did-client-revoked = revoked the OAuth client { $name }
activity-did-client-changed = changed the secrets of the OAuth client { $name }
activity-did-client-authorized = connected the OAuth client { $name }
activity-did-client-unauthorized = disconnected the OAuth client { $name }
activity-did-role-given = gave the person the role { $name }
activity-did-role-taken = took the role { $name } from the person
activity-did-role-declared = declared the role { $name }
activity-did-role-changed = changed the role { $name }
activity-did-role-withdrawn = withdrew the role { $name }
activity-did-rule-made =
    { $count ->
        [one] made a rule for a group
       *[other] made rules for { $count } groups
    }
activity-did-rule-changed =
    { $count ->
        [one] changed the rule of a group
       *[other] changed the rules of { $count } groups
    }
activity-did-rule-removed =
    { $count ->
        [one] removed the rule of a group
       *[other] removed the rules of { $count } groups
    }
activity-did-order = changed the order of the rules
activity-did-by-rule = by the rule of a group
activity-did-roles-from-directory = had roles come from the directory
activity-did-roles-from-groups = had roles come from groups
