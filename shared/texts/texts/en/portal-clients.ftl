### The page of OAuth clients.

clients-title = OAuth clients
clients-lead = With an OAuth client, your directory gets a new access token each hour. No long-lived token has to be pasted.

## What an action did.

clients-made = The client is ready. Copy what your directory needs.
clients-rotated = A new secret is ready. Copy it now: it is not shown again.
clients-made-before = This was made a moment ago, and nothing else was made. Copy it now.
clients-not-made = No client was made. See what is marked below.
clients-revoked = The client is revoked. It and its access tokens no longer work.
clients-secret-revoked = The secret is revoked. It and the access tokens that it got no longer work.
clients-gone = That client or secret is not there any more.
clients-full = There are { $most } clients, which is the most there can be. Revoke one that is not needed, then make a new one.
clients-two-secrets = The client has { $most } secrets that work, which is the most. Revoke the older one first.
clients-without-secret = This client has no secret. Your directory changes its keys by itself.

## A new client or secret.

clients-new = Your new client
clients-new-secret = Your new client secret
clients-client-id = Client ID
clients-client-secret = Client secret
clients-token-url = Token URL
clients-authorize-url = Authorize URL
clients-scim-url = SCIM base URL
clients-secret-note = Enter it in your directory now. We keep only a fingerprint of it and cannot show it later. It expires at { $time } UTC.
clients-earlier = The secret { $id } works until { $time } UTC, so nothing stops in between.

## A client in the list.

clients-connected = Connected (UTC)
clients-made-with = What it was made with
clients-secret = Secret
clients-rotate = Add a second secret
clients-revoke = Revoke client
clients-revoke-note = Your directory is refused at once, by this client and by all of its secrets.
clients-revoke-secret-note = Access tokens that were got by this secret are refused at once.
clients-refused = Why it last got no token
clients-mended = It got a token since, at { $time } UTC.
clients-anybody = Anybody who knows the client ID can be the cause of this.
clients-test = To test the connection, let your directory ask for a token. Then <a href="clients">look here again</a>: what was wrong is shown, and “last used” shows a success.

## The form.

clients-make = Make a client
clients-make-lead = How is your directory to prove itself?
clients-make-button = Make the client
clients-by-federation = Federation
clients-by-secret = Client secret
clients-by-code = Authorization code
clients-by-federation-about = Your directory signs an assertion, as Microsoft Entra does by workload identity federation. There is no secret that could expire or leak.
clients-by-secret-about = Your directory has a client ID and a client secret, and asks for tokens by client credentials.
clients-by-code-about = Your directory sends an administrator here to allow the connection, as apps in Okta’s catalogue do.
clients-issuer = Issuer
clients-issuer-hint = (iss; empty: the client ID)
clients-jwks = JWKS URL
clients-jwks-hint = (where your directory shows its public keys)
clients-subject = Subject
clients-subject-hint = (sub; empty: the client ID)
clients-audience = Audience
clients-audience-hint = (aud)
clients-redirect = Redirect URI
clients-redirects = Redirect URIs
clients-redirects-hint = (one on each line, exactly as your directory shows them)
clients-lifetime = The secret expires after
clients-lifetime-1095 = 3 years
clients-places = Where your directory uses them

## What is wrong with a form.

clients-bad-label = A label is one line of up to 100 characters.
clients-bad-lifetime = A secret lasts 90 days, 1, 2 or 3 years.
clients-bad-claim = This is a text of 1 to 500 characters, without blanks around it.
clients-bad-uri = This is an https address with a domain name, of up to 500 characters. It has no user, no password and no “#”.
clients-bad-uris = Enter 1 to 10 redirect URIs, one on each line.
clients-bad-form = The form cannot be read. Open the page again.

## Why a client got no token.

clients-fault-keys-away = The keys could not be read at the JWKS URL. Check the URL, and that it can be reached from the internet without signing in.
clients-fault-not-signed = The assertion was no JWT, had no kid, or was signed by another algorithm than RS256 or ES256. Check the signing key in your directory.
clients-fault-unknown-key = The JWKS URL shows no key with the kid of the assertion. Check that the JWKS URL is that of your directory’s tenant.
clients-fault-signature = The key at the JWKS URL did not sign the assertion. Check that the JWKS URL is that of your directory’s tenant.
clients-fault-issuer = The assertion had another issuer (iss). Compare the issuer with the one in your directory, to the letter.
clients-fault-subject = The assertion had another subject (sub). Compare the subject with the one in your directory, to the letter.
clients-fault-audience = The assertion had another audience (aud). Compare the audience with the one in your directory, to the letter.
clients-fault-expired = The assertion had expired, or had no exp. Check the clock of the machine that signs it.
clients-fault-not-yet = The assertion was not valid yet. Check the clock of the machine that signs it.
clients-fault-too-long = The assertion was valid for more than a day. Let your directory sign shorter ones.
clients-fault-jti = The assertion had a jti that is empty or too long.
clients-fault-used = The assertion was used before. Each request needs a new one.
clients-fault-secret-expired = A secret that has expired was used. Add a second secret and enter it in your directory.
clients-fault-method = The client asked for a token in another way than it was made for. Make a client with the method that your directory uses.
clients-fault-grant = The code or the refresh token did not work any more. Connect again from your directory’s settings.
