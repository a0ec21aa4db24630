### The portal's frame, its way in and its failures; the entities.

## The frame.

portal-skip = Skip to the content
portal-sections = Portal
portal-connection = Connection
portal-people = People
portal-activity = Activity
portal-billing = Billing
portal-signed-in-until = Signed in until <time datetime="{ $machine }">{ $time }</time>
portal-sign-out = Sign out
portal-language = Language
