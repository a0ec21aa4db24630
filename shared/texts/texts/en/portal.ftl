### The portal's frame, its way in and its failures; the entities.

## The frame.

portal-skip = Skip to the content
portal-sections = Portal
portal-connection = Connection
portal-people = People
portal-groups = Groups
portal-activity = Activity
portal-billing = Billing
portal-signed-in-until = Signed in until <time datetime="{ $machine }">{ $time }</time>
portal-sign-out = Sign out
portal-language = Language
portal-read-only = Provisioning is not part of your organisation’s plan. You can look at everything here, and change nothing.

## What is copied.

portal-copied = Copied
portal-selected = Selected: copy it with your keyboard

## The way in and out.

portal-open-title = Open the portal of { $tenant }
portal-open-heading = Open the portal of <bdi>{ $tenant }</bdi>
portal-open-as = You will be signed in as <strong><bdi>{ $admin }</bdi></strong>, for an hour.
portal-open-as-administrator = You will be signed in as an administrator of <bdi>{ $tenant }</bdi>, for an hour.
portal-open-button = Open the portal
portal-open-note = Is that not you, or did you not ask for this in your vendor’s product? Then close this page. Nothing has happened yet.
portal-signed-out-title = You are signed out
portal-signed-out = To come back, open the portal from the settings of your vendor’s product. You can close this page.
portal-no-session-title = Open the portal again
portal-no-session = Nobody is signed in here, the hour that a session lasts is over, or your vendor has ended the session. Nothing is lost.
portal-open-from-settings = Open the portal again from the settings of your vendor’s product.
portal-link-over-title = This link is over
portal-link-over = A link to the portal works once and for five minutes. This one was used, its time is over, or your vendor has ended it. In the browser where it was used it leads into the portal for as long as you are signed in there.
portal-link-over-another = To get another, open the portal again from the settings of your vendor’s product.

## What goes wrong.

portal-not-found-title = There is nothing here
portal-not-found = The link may be mistyped, or what it was about is gone.
portal-to-the-portal = To the portal
portal-forged-title = Nothing was changed
portal-forged = What your browser sent did not come from a page of this session: you may have signed in again since that page was opened, or another website tried to act in your name.
portal-forged-again = If it was you, open the page again and repeat what you did.
portal-invalid-title = That is not possible
portal-invalid = { $detail } Nothing was changed.
portal-invalid-back = Go back in your browser and try it another way.
portal-loaded-ahead = This page is shown to somebody who opens it, and is not loaded ahead.
portal-not-allowed = This page is not reached in this way.
portal-too-large = The form is larger than 64 KiB.
portal-incomplete = The form did not arrive whole.
portal-try-later-title = Please try again shortly
portal-try-later = There is a lot going on right now, and we could not do what you asked for. Nothing is lost.
portal-try-later-again = Go back, or load this page again, in { $wait }.
portal-bug-title = Something went wrong
portal-bug = The fault is ours, and we have taken note of it. Try it once more in a few minutes.
portal-bug-reference = If it happens again, pass this reference on to your vendor:

## A tenant whose plan has no provisioning.

portal-plan-title = Provisioning is part of the Advanced plan
portal-plan-lead = Your organisation is on the Standard plan. On the Advanced plan your directory looks after accounts for you:
portal-plan-gives = What the Advanced plan gives
portal-plan-appear = <strong>People appear by themselves.</strong> Whoever you assign in Okta, Microsoft Entra or another SCIM directory has an account at once.
portal-plan-leave = <strong>Who leaves is blocked in seconds</strong> and deleted within two weeks, traces included.
portal-plan-follow = <strong>Names and addresses follow.</strong> A new address counts once its owner has confirmed it.
portal-plan-invite = <strong>You invite many at once</strong>, each to an entity and with the card access they need.
portal-plan-see = <strong>You see who changed what</strong>, and what each person costs.
portal-plan-ask = Ask your vendor to move your organisation to the Advanced plan. Nothing that is here already is lost. What was billed stays under <a href="billing">Billing</a>.

## Entities.

portal-all-people = All people
portal-entities-title = Entities
portal-entities-lead = The legal units of your organisation. People are invited to one of them.
portal-entities-none-label = None
portal-entities-none = There is none yet. The first is made when you invite people.
portal-entity-name = Name
portal-entity-rename = Rename<span class="hidden"> { $entity }</span>
portal-entity-delete = Delete…<span class="hidden"> { $entity }</span>
portal-entity-delete-when = This is possible while nobody is invited to it.
portal-entity-delete-now = Delete now
portal-entity-renamed = The entity is renamed. Invitations keep the name that it had.
portal-entity-deleted = The entity is deleted.
portal-entity-in-use = The entity is not deleted: somebody is invited to it, or has accepted that. Only an entity without people can be deleted.
portal-entity-in-rule = The entity is not deleted: the rule of a group invites people to it. Change that rule first.
portal-entity-gone = That entity is not there any more.
portal-entity-bad-name = A name is one line of 1 to 100 characters.
portal-entity-too-many = There are too many people to find out in time whether somebody belongs to the entity.

## A form that was sent when the session was over.

portal-over-title = Your session is over
portal-over-kept = What you sent is kept in this page, and nothing was changed. Open the portal again from your vendor’s product, in another tab. Then send it again here.
portal-over-again = Send it again
portal-kept-title = Send this now?
portal-kept = You are signed in again, at <bdi>{ $tenant }</bdi>. Nothing was changed yet.
portal-kept-send = Send it now
portal-kept-not = Do not send it
