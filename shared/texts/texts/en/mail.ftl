### Mails to people.

mail-greeting = Hello,
mail-unexpected = You did not expect this?
mail-unsure = If you are unsure, ask the people at { $tenant } who look after accounts.
mail-link-until = The link works once, until { $until }.
mail-button-fails = The button does not work? Copy this address into your browser:
mail-help = Questions? Reply to this mail, or write to { $address }.

## Why somebody got the mail. It is sent in the name of a product, or of none.

mail-directory = This mail was sent on behalf of { $tenant } because your account is managed by its directory.
mail-directory-product = { $product } sent this mail on behalf of { $tenant } because your account is managed by its directory.
mail-account = This mail was sent on behalf of { $tenant } because it has an account for you.
mail-account-product = { $product } sent this mail on behalf of { $tenant } because it has an account for you.

## To a new address, which the person is to confirm.

mail-verify-subject = Confirm your new email address for { $tenant }
mail-verify-title = Confirm your new email address
mail-verify-change = { $tenant } is changing the email address of your account to { $address }.
mail-verify-ask = Please confirm that this address is yours:
mail-verify-button = Confirm this address
mail-verify-then = A page opens with one button. Once you press it, your account uses the new address. Until then it keeps the address it has.
mail-verify-unexpected = Then do not confirm it, and the account keeps the address it has.

## To the address that is about to be replaced.

mail-notice-subject = Your email address for { $tenant } is about to change
mail-notice-title = Your email address is about to change
mail-notice-change = { $tenant } is changing the email address of your account
mail-notice-from = from { $address }
mail-notice-to = to { $address }
mail-notice-then = We have sent a mail to the new address. As soon as it is confirmed there, your account uses it. Until then your account keeps the address it has.
mail-notice-expected = You expected this?
mail-notice-nothing = Then you need not do anything here.
mail-notice-unexpected = You did not expect this, or the new address is not yours?
mail-notice-tell = Please tell the people at { $tenant } who look after accounts: they can cancel the change.

## The invitation to an entity.

mail-invitation-subject = Your invitation from { $tenant }
mail-invitation-subject-product = { $inviter } invites you to { $product }
mail-invitation-title = You are invited
mail-invitation-to = { $inviter } invites you to { $entity }, where you will have { $access }.
mail-invitation-ask = Please accept the invitation:
mail-invitation-button = Accept the invitation
mail-invitation-then = A page opens with one button. Once you press it, your account is ready and you can sign in.
mail-invitation-unexpected = Then do not accept it, and nothing happens.

## To the address of an administrator, who is to confirm it.

mail-administrator-subject = Confirm your address for notices about the directory of { $tenant }
mail-administrator-title = Confirm your address for notices
mail-administrator-why = Somebody at { $tenant } gave this address as an administrator’s. Administrators are told by mail before the directory can no longer connect.
mail-administrator-ask = Please confirm that you want these notices:
mail-administrator-button = Confirm this address
mail-administrator-then = A page opens with one button. Once you press it, we write to you when a token or secret of the directory is about to expire, when nothing was heard of the directory for days, and when its requests are refused again and again.
mail-administrator-unexpected = Then do not confirm it, and you get no notices.
mail-administrator = This mail was sent on behalf of { $tenant } because this address was given as one of its administrators.
mail-administrator-product = { $product } sent this mail on behalf of { $tenant } because this address was given as one of its administrators.

## To administrators: a credential of the directory is about to expire.

mail-expiring-subject = { $tenant }: the directory’s access expires on { $date }
mail-expiring-title = Your directory’s access is about to expire
mail-expiring-what = The directory of { $tenant } connects with the following, which is about to expire:
mail-expiring-token = Token { $name }: until { $until }
mail-expiring-secret = Secret { $id } of the OAuth client { $name }: until { $until }
mail-expiring-then = After that the directory is refused: nobody is added, changed or blocked any more.
mail-expiring-do = Make a new one in the portal, under “Connection”, and enter it in your directory. If the directory has a newer one already, you need not do anything.

## To administrators: nothing is heard of the directory.

mail-silent-subject = { $tenant }: nothing was heard of the directory since { $date }
mail-silent-title = Nothing is heard of your directory
mail-silent-what = The last request of the directory of { $tenant } came on { $at }. Whoever joined or left since then is not known here.
mail-silent-do = Look in your directory whether provisioning is switched on, and whether it reports errors. If so few people come and go that this is normal, set a longer time in the portal, under “Notices”, or switch this notice off.

## To administrators: the directory is refused.

mail-refused-subject = { $tenant }: the directory is refused again and again
mail-refused-title = Your directory is refused
mail-refused-token = The directory of { $tenant } still presents the token { $name }, which was revoked or has expired. Its last request was refused on { $at }.
mail-refused-token-do = Enter a valid token in the directory. You make one in the portal, under “Connection”.
mail-refused-client = The directory of { $tenant } asks for access tokens as the OAuth client { $name }, and gets none. It was last refused on { $at }.
mail-refused-client-do = Open the portal, “Connection”, “OAuth clients”: it shows what was wrong and what mends it.
mail-refused-plan = The directory of { $tenant } sends requests, but provisioning is not part of your plan. Its last request was refused on { $at }.
mail-refused-plan-do = No data is lost. Ask your vendor to move the account to the Advanced plan, or switch provisioning off in your directory.

## At the end of each of these.

mail-told-where = You open the portal from the settings of your vendor’s product.
mail-told-where-product = You open the portal from the settings of { $product }.
mail-told-button = Open { $product }
mail-told-sign-in = Sign in
mail-told-stop = You do not want these notices any more? This page removes your address:
mail-told-remove = Remove my address
