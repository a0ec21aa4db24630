### The page on which an administrator lets a directory in (OAuth).

authorize-title = Connect { $client }
authorize-heading = Connect <bdi>{ $client }</bdi>?
authorize-asks = <strong><bdi>{ $client }</bdi></strong> at <bdi>{ $place }</bdi> asks to manage the people of <strong><bdi>{ $tenant }</bdi></strong> here:
authorize-create = It creates accounts, and changes names and addresses.
authorize-groups = It says who is in which group.
authorize-block = It blocks people, and restores them. Who stays blocked is deleted within two weeks.
authorize-until = That goes on until you or your vendor revoke it.
authorize-allow = Allow
authorize-deny = Do not allow
authorize-note = Did you not start this in your directory’s settings? Then do not allow it.
authorize-client = This request is from a directory that is not known here: its client may be revoked. Enter the client id of this vendor in your directory’s settings anew.
authorize-other-tenant = You are signed in to the portal of another organisation than the one that the directory asks for. Open the portal of that organisation, then connect again from your directory.
authorize-redirect-uri = The directory wants the answer at an address that your vendor has not entered for it. Give your vendor the redirect URI that your directory shows.
authorize-request = The request of the directory is not one that can be answered. Start again from your directory’s settings.
authorize-used = This was allowed already, and the directory has come for it. To connect once more, start again from your directory’s settings.
authorize-session = Nobody is signed in here. Open the portal from the settings of your vendor’s product, then connect again from your directory’s settings.
authorize-plan = Provisioning is part of the Advanced plan, which your organisation is not on. Ask your vendor to move it there.
