### The page of OAuth clients.

clients-title = Clients OAuth
clients-lead = Avec un client OAuth, votre annuaire obtient chaque heure un nouveau jeton d’accès. Aucun jeton durable n’est à saisir.

## What an action did.

clients-made = Le client est prêt. Copiez ce dont votre annuaire a besoin.
clients-rotated = Un nouveau secret est prêt. Copiez-le maintenant : il ne sera plus affiché.
clients-made-before = Ceci vient d’être créé, et rien d’autre ne l’a été. Copiez-le maintenant.
clients-not-made = Aucun client n’a été créé. Voyez ce qui est signalé ci-dessous.
clients-revoked = Le client est révoqué. Ni lui ni ses jetons d’accès ne fonctionnent plus.
clients-secret-revoked = Le secret est révoqué. Ni lui ni les jetons d’accès qu’il a obtenus ne fonctionnent plus.
clients-gone = Ce client ou ce secret n’existe plus.
clients-full = Il y a { $most } clients, c’est le maximum. Révoquez-en un qui ne sert plus, puis créez-en un nouveau.
clients-two-secrets = Le client a { $most } secrets valables, c’est le maximum. Révoquez d’abord le plus ancien.
clients-without-secret = Ce client n’a pas de secret. Votre annuaire change ses clés de lui-même.

## A new client or secret.

clients-new = Votre nouveau client
clients-new-secret = Votre nouveau secret client
clients-client-id = ID client
clients-client-secret = Secret client
clients-token-url = URL du jeton
clients-authorize-url = URL d’autorisation
clients-scim-url = URL de base SCIM
clients-secret-note = Saisissez-le maintenant dans votre annuaire. Nous n’en gardons qu’une empreinte et ne pourrons plus l’afficher. Il expire le { $time } UTC.
clients-earlier = Le secret { $id } fonctionne jusqu’au { $time } UTC : rien ne s’arrête entre-temps.

## A client in the list.

clients-connected = Connecté (UTC)
clients-made-with = Avec quoi il a été créé
clients-secret = Secret
clients-rotate = Ajouter un second secret
clients-revoke = Révoquer le client
clients-revoke-note = Votre annuaire est refusé aussitôt, par ce client et par tous ses secrets.
clients-revoke-secret-note = Les jetons d’accès obtenus par ce secret sont refusés aussitôt.
clients-refused = Pourquoi il n’a pas obtenu de jeton la dernière fois
clients-mended = Il a obtenu un jeton depuis, à { $time } UTC.
clients-anybody = Quiconque connaît l’ID client peut en être la cause.
clients-test = Pour tester la connexion, faites demander un jeton par votre annuaire. Puis <a href="clients">revenez voir ici</a> : ce qui n’allait pas est affiché, et « dernière utilisation » indique une réussite.

## The form.

clients-make = Créer un client
clients-make-lead = Comment votre annuaire doit-il s’identifier ?
clients-make-button = Créer le client
clients-by-federation = Fédération
clients-by-secret = Secret client
clients-by-code = Code d’autorisation
clients-by-federation-about = Votre annuaire signe une assertion, comme Microsoft Entra par la fédération d’identité de charge de travail. Aucun secret ne peut expirer ni fuiter.
clients-by-secret-about = Votre annuaire a un ID client et un secret client, et demande des jetons par « client credentials ».
clients-by-code-about = Votre annuaire envoie ici un administrateur pour autoriser la connexion, comme le font les applications du catalogue d’Okta.
clients-issuer = Émetteur
clients-issuer-hint = (iss ; vide : l’ID client)
clients-jwks = URL JWKS
clients-jwks-hint = (où votre annuaire publie ses clés)
clients-subject = Sujet
clients-subject-hint = (sub ; vide : l’ID client)
clients-audience = Audience
clients-audience-hint = (aud)
clients-redirect = URI de redirection
clients-redirects = URI de redirection
clients-redirects-hint = (une par ligne, exactement comme votre annuaire les affiche)
clients-lifetime = Le secret expire après
clients-lifetime-1095 = 3 ans
clients-places = Où votre annuaire les utilise

## What is wrong with a form.

clients-bad-label = Un libellé est une ligne de 100 caractères au plus.
clients-bad-lifetime = Un secret dure 90 jours, 1, 2 ou 3 ans.
clients-bad-claim = C’est un texte de 1 à 500 caractères, sans espaces autour.
clients-bad-uri = C’est une adresse https avec un nom de domaine, de 500 caractères au plus. Elle n’a ni utilisateur, ni mot de passe, ni « # ».
clients-bad-uris = Saisissez 1 à 10 URI de redirection, une par ligne.
clients-bad-form = Le formulaire est illisible. Ouvrez de nouveau la page.

## Why a client got no token.

clients-fault-keys-away = Les clés n’ont pas pu être lues à l’URL JWKS. Vérifiez l’URL, et qu’elle est accessible depuis Internet sans connexion.
clients-fault-not-signed = L’assertion n’était pas un JWT, n’avait pas de kid, ou était signée par un autre algorithme que RS256 ou ES256. Vérifiez la clé de signature dans votre annuaire.
clients-fault-unknown-key = L’URL JWKS n’affiche aucune clé avec le kid de l’assertion. Vérifiez que l’URL JWKS est bien celle de votre annuaire.
clients-fault-signature = La clé à l’URL JWKS n’a pas signé l’assertion. Vérifiez que l’URL JWKS est bien celle de votre annuaire.
clients-fault-issuer = L’assertion avait un autre émetteur (iss). Comparez-le, à la lettre près, avec celui de votre annuaire.
clients-fault-subject = L’assertion avait un autre sujet (sub). Comparez-le, à la lettre près, avec celui de votre annuaire.
clients-fault-audience = L’assertion avait une autre audience (aud). Comparez-la, à la lettre près, avec celle de votre annuaire.
clients-fault-expired = L’assertion avait expiré, ou n’avait pas d’exp. Vérifiez l’horloge de la machine qui la signe.
clients-fault-not-yet = L’assertion n’était pas encore valable. Vérifiez l’horloge de la machine qui la signe.
clients-fault-too-long = L’assertion était valable plus d’un jour. Faites-en signer de plus courtes par votre annuaire.
clients-fault-jti = L’assertion avait un jti vide ou trop long.
clients-fault-used = L’assertion avait déjà été utilisée. Chaque demande en exige une nouvelle.
clients-fault-secret-expired = Un secret expiré a été utilisé. Ajoutez un second secret et saisissez-le dans votre annuaire.
clients-fault-method = Le client a demandé un jeton autrement que prévu à sa création. Créez un client avec la méthode de votre annuaire.
clients-fault-grant = Le code ou le jeton d’actualisation ne fonctionnait plus. Connectez-vous de nouveau depuis les réglages de votre annuaire.
