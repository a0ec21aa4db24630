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
