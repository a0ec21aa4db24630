### The portal: Connection, and the guides.

## The page.

connection-title = Connection
connection-lead = Your directory creates, renames and blocks accounts here by SCIM.
connection-copy = Copy

## What an action did.

connection-switched-on = Provisioning is switched on.
connection-switched-off = Provisioning is switched off. Nothing was changed or deleted.
connection-revoked = The token is revoked. It no longer works.
connection-gone = That token is not there any more.
connection-full = There are { $most } live tokens, which is the most there can be. Those of your vendor’s own systems count among them. Revoke one that is not needed, then make a new one.
connection-bad-label = A label is one line of up to 100 characters.
connection-bad-switch = Provisioning is either on or off.
connection-bad-lifetime = A token lasts 90 days, 1 year or 2 years, or it does not expire.
connection-made = A new token is ready. Copy it now: it is not shown again.
connection-rotated = A new token is ready. Copy it now: it is not shown again. The old one works for 7 more days.
connection-made-before = This token was made a moment ago, and no other was made. Copy it now.

## A new token.

connection-new-token = Your new token
connection-new-token-note = Enter it in your directory now. We keep only a fingerprint of it and cannot show it later.
connection-new-token-rotated = The old token works for 7 more days, so nothing stops in between.
connection-copied = I have copied it

## The first steps.

connection-start = Get connected
connection-start-switch = Switch provisioning on
connection-start-token = Make a token for your directory
connection-start-directory = Enter both in your directory and assign a person
connection-start-invite = Invite the person to an entity, with a card access, under <a href="people">People</a>
connection-done = Done
connection-todo = To do
connection-todo-guides = To do: see the guides below

## Provisioning on and off.

connection-is-on = Provisioning is on
connection-is-off = Provisioning is off
connection-is-on-note = Your directory may change accounts.
connection-is-off-note = Your directory is refused. Accounts stay as they are.
connection-switch-on = Switch on
connection-switch-off = Switch off
connection-off-title = Switch provisioning off?
connection-off-refused = Each request of your directory is refused from then on, with status 403. The directory may ask you to authenticate again.
connection-off-leavers = People who leave meanwhile keep their access here. Not every directory tries a refused deactivation again: check your leavers after you switch it on.
connection-off-kept = Accounts, invitations and tokens stay as they are. Accounts that are blocked already are deleted when they are due.
connection-off-button = Switch off now
connection-off-cancel = Keep it on
connection-base-url = Base URL
connection-heard = Last heard from your directory
connection-never = Never
connection-changed = Last change by your directory
connection-none-lately = None lately

## Tokens.

connection-tokens = Tokens
connection-no-tokens = There is no token yet. Make one, and enter it in your directory together with the base URL.
connection-label = Label
connection-label-hint = (for you, such as “Okta”)
connection-no-label = No label
connection-made-by = Made by { $name }
connection-fingerprint = Fingerprint
connection-made-at = Made (UTC)
connection-used-at = Last used (UTC)
connection-not-used = Not noted yet
connection-state = State
connection-actions = Actions
connection-expired = Expired
connection-endless = Does not expire
connection-expires =
    { $days ->
        [one] Expires in { $days } day
       *[other] Expires in { $days } days
    }
connection-rotate = Rotate
connection-revoke = Revoke
connection-revoke-note = Requests with this token are refused at once.
connection-revoke-used = It was last used at { $time } UTC.
connection-revoke-button = Revoke now
connection-lifetime = Expires after
connection-lifetime-90 = 90 days
connection-lifetime-365 = 1 year
connection-lifetime-730 = 2 years
connection-lifetime-never = Never
connection-make = Make a token
connection-rotate-note = Rotate gives you a new token, which lasts as long as the old one was to last. The old one works for 7 more days.
connection-clients = Does your directory ask for a client ID or a token URL? Make an <a href="clients">OAuth client</a>.
connection-vendor-note = Your vendor’s product opened this session. If your vendor’s key for that is revoked, the session ends at once. Your vendor may then revoke the tokens that were made in it, too.

## What was refused.

connection-refused = Requests of your directory that were refused
connection-refused-note = Kept for 14 days. A mistyped token is not shown here: nobody could tell whose it is.
connection-refused-mended = Mended: such a request succeeded at { $time } UTC
connection-refused-others = Others of this kind succeeded, the last at { $time } UTC. This person may still be missing.
connection-refused-other-token = A request with another token succeeded at { $time } UTC.
connection-refused-last = The last request
connection-refused-at = Time
connection-refused-operation = Operation
connection-refused-attribute = Attribute
connection-refused-reason = Reason
connection-refused-times = How often
connection-refused-times-since =
    { $count ->
        [one] Once
       *[other] At least { $count } times since { $time } UTC
    }
connection-advice-ended = A token that is revoked or has expired was used: { $token }.
connection-advice-ended-todo = Enter a live token in your directory. If your directory has one already, find out who still has the old one.
connection-advice-scope = A token for another interface was used: { $token }.
connection-advice-scope-todo = Make a token below and enter it in your directory.
connection-advice-off = All requests, for provisioning was off or not in the plan.
connection-advice-off-todo = Switch provisioning on above, then retry what failed in your directory.
connection-advice-taken = An account could not be made: somebody else here has the address or the identifier.
connection-advice-taken-todo = Look for a second person with the same address in your directory, or for one here who is yet to confirm another. Give one of them another address, then retry the task.
connection-advice-renamed = An account could not be renamed: somebody else here has the address.
connection-advice-renamed-todo = Give one of the two another address in your directory, then retry the task.
connection-advice-group-taken = A group could not be made or renamed: another group here has the name or the identifier.
connection-advice-group-taken-todo = A name counts in any case. Rename one of the two groups in your directory, then push it again.
connection-advice-member = A group has a member without an account here.
connection-advice-member-todo = Assign the person to the application first, then push the group again. A group cannot be a member of a group.
connection-advice-group-large = A group that is too large, or one group too many.
connection-advice-group-large-todo = Push fewer groups or smaller ones, or add the members in several steps.
connection-advice-user-name = A user name that is not an email address.
connection-advice-user-name-todo = Okta: set Sign On → Application username format to Email. Entra: map userName to mail.
connection-advice-value = A value that cannot be.
connection-advice-value-todo = Look at what your directory maps to that attribute.
connection-advice-search = A search that cannot be done.
connection-advice-search-todo = Let your directory match people by userName or externalId.
connection-advice-fixed = A change of what cannot be changed.
connection-advice-fixed-todo = Leave that attribute out of your directory’s mappings.
connection-advice-large = A request that is too large.
connection-advice-large-todo = Map fewer attributes in your directory.
connection-advice-missing = Something that is not done here.
connection-advice-missing-todo = Switch it off in your directory.
connection-advice-form = A request that is not as SCIM has it.
connection-advice-form-todo = Compare your directory’s attribute mappings with the guides below. If they agree, tell your vendor the time.

## Guides. What stands in strong and code is as the directory's own screens have it.

connection-guides = Guides
connection-guides-lead = Choose your directory.
connection-guide-enable = Here: switch provisioning on and make a token, both above. Keep the token at hand.
connection-guide-fields = Enter these values:
connection-guide-token = your token
connection-guide-picture = Sketch of the fields to fill
connection-guide-assign = Assign a person. They appear under <a href="people">People</a>.
connection-guide-invite = Here: under <a href="people">People</a> choose the person, <em>Invite</em>, then the entity and the card access. They get a mail with a link.
connection-guide-okta-app = <strong>Applications → Browse App Catalog → SCIM 2.0 Test App (Header Auth)</strong>, or an app of your own with <strong>Provisioning: SCIM</strong> switched on under <strong>General</strong>.
connection-guide-okta-email = <strong>Sign On → Application username format: Email</strong>. The user name has to be the person’s email address.
connection-guide-okta-fields = <strong>Provisioning → Integration</strong>: enter these values. Then <strong>Test Connector Configuration</strong> must be all green.
connection-guide-okta-operations = <strong>Provisioning → To App</strong>: switch on <em>Create Users</em>, <em>Update User Attributes</em> and <em>Deactivate Users</em>.
connection-guide-entra-app = <strong>Enterprise applications → New application → Create your own application</strong> (non-gallery), then <strong>Provisioning → Automatic</strong>.
connection-guide-entra-fields = Enter these values. <strong>Test Connection</strong> must succeed.
connection-guide-entra-map = <strong>Mappings → Provision Microsoft Entra ID Users</strong>: map <code>userName</code> to <code>mail</code>, <code>externalId</code> to <code>objectId</code>, and keep <code>active</code> as it is. Match by <code>userName</code> or <code>externalId</code>.
connection-guide-entra-start = Assign people, then start provisioning. Entra works in cycles of about 40 minutes; <strong>Provision on demand</strong> is at once.
connection-guide-google-app = In the Admin console: <strong>Apps → Web and mobile apps</strong>, the SAML app of your vendor’s product, then <strong>Configure autoprovisioning</strong>. Google has no provisioning without such an app.
connection-guide-google-map = In the attribute mapping, <code>userName</code> is the primary email address. Then choose the scope, and what becomes of people outside it.
connection-guide-google-start = Set autoprovisioning to active.
connection-guide-onelogin-app = <strong>Applications → Add App → SCIM Provisioner with SAML (SCIM v2 Enterprise)</strong>. Then open <strong>Configuration</strong>.
connection-guide-onelogin-map = <strong>Parameters</strong>: set <strong>SCIM Username</strong> to Email. <strong>Provisioning</strong>: tick <strong>Enable Provisioning</strong> and save.
connection-guide-jumpcloud-app = <strong>SSO Applications → Add New Application → Custom Application</strong>, with <strong>Export users to this app (Identity Management)</strong>. Then open <strong>Identity Management</strong>.
connection-guide-jumpcloud-test = <strong>Test Connection</strong> must succeed. Then <strong>Activate</strong> and <strong>Save</strong>. In <strong>User Groups</strong>, choose the groups whose people get accounts.
connection-guide-rippling-app = <strong>IT → Third-Party Access → Add Integration → Create New Custom Integration</strong>, with <strong>User Management via SCIM</strong>.
connection-guide-rippling-map = Add the attributes <code>externalId</code>, <code>emails.primary</code>, <code>name.givenName</code> and <code>name.familyName</code>. After the installation, paste your token. The user name has to be the person’s email address.
connection-guide-pingone-app = <strong>Integrations → Provisioning</strong>, <strong>+ → New connection</strong>, <strong>Identity Store → SCIM Outbound</strong>.
connection-guide-pingone-test = <strong>Test connection</strong> must succeed. Then make a rule for the connection, whose user filter says who gets an account, and map <code>userName</code> to the email address. Switch connection and rule on.
connection-guide-okta-help = <em>“The token is not valid”</em>: make or rotate a token here and enter it. <em>“userName is not an e-mail address”</em>: see the step on the user name. A task waits with status 429: Okta tries again by itself.
