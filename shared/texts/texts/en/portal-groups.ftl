### The portal: Groups, and what their people get.

## The list.

groups-title = Groups
groups-lead = The groups that your directory has pushed. A rule decides what the people of a group get: a role, and an invitation to one of your entities.
groups-none-yet = Your directory has pushed no group yet
groups-none-how = People have to be assigned to the application themselves. Then push the groups that shall decide what they get:
groups-none-okta = Okta: <strong>Push Groups → Push Groups → Find groups by name</strong> in the application.
groups-none-entra = Microsoft Entra: assign the groups to the application, and switch <strong>Mappings → Provision Microsoft Entra ID Groups</strong> on.
groups-none-guides = How a directory is connected is told by the <a href="connection#guides">guides</a>.
groups-name = Name
groups-which = Rule
groups-which-any = With or without
groups-which-with = With a rule
groups-which-without = Without a rule
groups-count =
    { $count ->
        [one] { $count } group
       *[other] { $count } groups
    }
groups-matching =
    { $count ->
        [one] { $count } of { $everything } matches
       *[other] { $count } of { $everything } match
    }
groups-none = No group
groups-none-found = <strong>No group was found.</strong> Search for another part of the name, or <a href="groups">show all groups</a>.
groups-no-more = <strong>There are no more groups.</strong> <a href="groups">Back to the first page</a>.
groups-group = Group
groups-members = Members
groups-gets = What its people get
groups-place = Place in the order
groups-gone = That group is not there any more. Nothing was changed.
groups-no-group = There is no such group.

## What a rule gives, in a few words.

groups-gives-role = Role: { $role }
groups-gives-invitation = Invitation to { $entity } ({ $access })
groups-gives-nothing = Nothing: no rule
groups-no-longer-entity = an entity that is not there any more

## The order of the rules.

groups-order = Order of the rules
groups-order-count =
    { $count ->
        [one] { $count } group has a rule.
       *[other] { $count } groups have a rule.
    }
groups-order-meaning = People in several groups have the roles of all of them. They are invited by the first rule in this order that invites.
groups-order-later = Another order invites nobody again, and takes no invitation back. It counts for the next people who come in.
groups-order-change = Change the order
groups-order-none = No group has a rule yet.
groups-up = Up<span class="hidden">: { $group }</span>
groups-down = Down<span class="hidden">: { $group }</span>
groups-moved = { $group } is now at place { $place } of { $all }.
groups-not-moved = The rule is not there any more, or cannot be moved further.

## A group.

groups-all = All groups
groups-member-count =
    { $count ->
        [one] { $count } member
       *[other] { $count } members
    }
groups-as-people = Show them under People
groups-nobody = Nobody is in this group. Add people to it in your directory.
groups-no-more-members = <strong>There are no more members.</strong> <a href="{ $link }">Back to the first page</a>.
groups-unsorted = The group is too large to sort its members here: they are in no particular order. Search for somebody under People.
groups-people-of = Only people in the group <a href="{ $link }">{ $name }</a>.
groups-people-any = Show people of all groups
groups-rule = Rule
groups-rule-none = This group has no rule: its people get nothing by it.
groups-rule-make = Make a rule
groups-rule-change = Change the rule
groups-rule-end = Remove the rule…
groups-rule-again = Apply it again
groups-rule-again-about = Looks at all members again, and does what is still missing. This happens by itself too; it helps after you had your vendor solve a problem.
groups-roles-by-directory = Your directory decides who has which role, so the role of this rule gives nothing now.
groups-place-of = Place { $place } of { $all } in the <a href="rules">order of the rules</a>.

## A rule is written.

groups-rule-of = Rule of { $group }
groups-rule-lead = What everybody in this group gets. You see whom it changes before it is saved.
groups-role = Role
groups-role-none = No role
groups-roles-about = What the roles mean
groups-role-undeclared = There are no roles here yet: your vendor declares those that its product knows. A rule can invite people until then.
groups-role-by-directory = Your directory decides who has which role at the moment. A role of a rule counts once roles come from groups.
groups-invite = Invite whoever comes in
groups-invite-about = Everybody who is in the group and has no invitation gets one by mail, once. Nobody who has accepted one gets another.
groups-invite-to = Invited to
groups-invite-as = With card access
groups-choose = Choose
groups-no-entities = There is no entity to invite people to yet. The first is made when you invite somebody under <a href="people">People</a>.
groups-preview = Preview
groups-bad-form = The rule cannot be so: see below. Nothing was changed.
groups-bad-role = This role is not there any more. Choose another.
groups-bad-nothing = The rule gives nothing. Choose a role, or let it invite.
groups-bad-entity = Choose the entity to which people are invited.
groups-bad-access = Choose the card access that people are invited with.
groups-bad-rules = 200 groups have a rule, which is the most. Remove the rule of another group first.

## What would change.

groups-preview-of = Preview: { $group }
groups-preview-lead = Nothing is changed yet.
groups-what = What
groups-now = Now
groups-then = Then
groups-invitation = Invitation
groups-none-given = None
groups-for-whom = For whom
groups-looked-all =
    { $count ->
        [one] Of { $count } member:
       *[other] Of { $count } members:
    }
groups-looked-some = The group is large: { $count } of its { $members } were looked at. Of these:
groups-gain =
    { $count ->
        [one] { $count } person gets the role { $role }
       *[other] { $count } people get the role { $role }
    }
groups-lose =
    { $count ->
        [one] { $count } person loses the role { $role }
       *[other] { $count } people lose the role { $role }
    }
groups-are-invited =
    { $count ->
        [one] { $count } person is invited
       *[other] { $count } people are invited
    }
groups-are-revoked =
    { $count ->
        [one] The invitation of { $count } person is taken back
       *[other] The invitations of { $count } people are taken back
    }
groups-and-others =
    { $count ->
        [one] and { $count } other
       *[other] and { $count } others
    }
groups-nothing-changes = Nothing changes for anybody now. The rule counts for people who come in later.
groups-nobody-loses = Nothing changes for anybody.
groups-preview-note = Each person is looked at again when it is done. The mails are sent at the rate that your vendor has set.
groups-save = Save the rule
groups-edit = Change it
groups-changed-meanwhile = Another administrator changed the rules meanwhile, so nothing was saved. This is how it is now, and what yours would make of it.
groups-saved = The rule is saved.
groups-applied = The rule is applied again.
groups-removed = The rule is removed.
groups-rule-gone = The group has no rule any more. Nothing was changed.

## A rule is removed.

groups-end-title = Remove the rule of { $group }?
groups-end-places = Who has accepted an invitation keeps their place.
groups-end-button = Remove now
groups-end-cancel = Keep it

## While rules are applied.

groups-run = Rules are being applied
groups-run-this = The rule is being applied
groups-run-everybody = Everybody’s roles are being brought up to date
groups-run-done =
    { $count ->
        [one] { $done } of { $count } person done.
       *[other] { $done } of { $count } people done.
    }
groups-run-begins = It begins in a moment.
groups-run-note = It goes on by itself: you can leave this page.
groups-run-look = Look again

## Where roles come from.

groups-roles-from = Where roles come from
groups-roles-from-groups = Roles come from groups: the rules of people’s groups decide.
groups-roles-from-directory = Roles come from your directory: it sends each person’s roles itself.
groups-roles-switch = Change this…
groups-to-directory-title = Take roles from your directory?
groups-to-directory-loses = Everybody loses the roles that their groups give.
groups-to-directory-gets = Each person has the roles that your directory sends as their attribute <code>roles</code>. Until it sends them, people have none.
groups-to-directory-invites = Invitations by rules go on as they are.
groups-to-directory-button = Take them from the directory
groups-to-groups-title = Take roles from groups?
groups-to-groups-loses = Everybody loses the roles that your directory has sent, and later ones are ignored.
groups-to-groups-gets = Each person has the roles that the rules of their groups give.
groups-to-groups-button = Take them from groups
groups-roles-keep = Leave it as it is
groups-switched = It is changed. Everybody’s roles are brought up to date.

## At a person.

groups-of-person = Groups and roles
groups-of-nobody = The person is in no group.
groups-role-by = { $role }: by { $groups }
groups-role-sent = { $role }: by your directory
groups-roles = Roles
groups-no-roles = No role.
groups-and-more =
    { $count ->
        [one] and { $count } more group
       *[other] and { $count } more groups
    }
