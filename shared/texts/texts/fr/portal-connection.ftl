### The portal: Connection, and the guides.

## The page.

connection-title = Connexion
connection-lead = Votre annuaire crée, renomme et bloque ici des comptes par SCIM.
connection-copy = Copier

## What an action did.

connection-switched-on = Le provisionnement est activé.
connection-switched-off = Le provisionnement est désactivé. Rien n’a été modifié ni supprimé.
connection-revoked = Le jeton est révoqué. Il ne fonctionne plus.
connection-gone = Ce jeton n’existe plus.
connection-full = Il y a { $most } jetons valides, ce qui est le maximum. Ceux des systèmes de votre fournisseur sont compris. Révoquez-en un dont vous n’avez plus besoin, puis créez-en un nouveau.
connection-bad-label = Un libellé est une ligne de 100 caractères au plus.
connection-bad-switch = Le provisionnement est soit activé, soit désactivé.
connection-bad-lifetime = Un jeton est valable 90 jours, 1 an ou 2 ans, ou n’expire pas.
connection-made = Un nouveau jeton est prêt. Copiez-le maintenant : il ne sera plus affiché.
connection-rotated = Un nouveau jeton est prêt. Copiez-le maintenant : il ne sera plus affiché. L’ancien fonctionne encore 7 jours.
connection-made-before = Ce jeton vient d’être créé, et aucun autre. Copiez-le maintenant.

## A new token.

connection-new-token = Votre nouveau jeton
connection-new-token-note = Saisissez-le maintenant dans votre annuaire. Nous n’en gardons qu’une empreinte et ne pourrons plus l’afficher.
connection-new-token-rotated = L’ancien jeton fonctionne encore 7 jours, pour que rien ne s’arrête entre-temps.
connection-copied = Je l’ai copié

## The first steps.

connection-start = Se connecter
connection-start-switch = Activer le provisionnement
connection-start-token = Créer un jeton pour votre annuaire
connection-start-directory = Saisir les deux dans votre annuaire et affecter une personne
connection-start-invite = Inviter la personne dans une entité, avec un accès carte, sous <a href="people">Personnes</a>
connection-done = Fait
connection-todo = À faire
connection-todo-guides = À faire : voir les guides ci-dessous

## Provisioning on and off.

connection-is-on = Le provisionnement est activé
connection-is-off = Le provisionnement est désactivé
connection-is-on-note = Votre annuaire peut modifier des comptes.
connection-is-off-note = Votre annuaire est refusé. Les comptes restent tels quels.
connection-switch-on = Activer
connection-switch-off = Désactiver
connection-off-title = Désactiver le provisionnement ?
connection-off-refused = Dès lors, chaque requête de votre annuaire est refusée avec le statut 403. L’annuaire peut vous demander de vous authentifier à nouveau.
connection-off-leavers = Les personnes qui partent entre-temps gardent leur accès ici. Tous les annuaires ne renvoient pas une désactivation refusée : vérifiez les départs après la réactivation.
connection-off-kept = Les comptes, invitations et jetons restent tels quels. Les comptes déjà bloqués sont supprimés à leur échéance.
connection-off-button = Désactiver maintenant
connection-off-cancel = Laisser activé
connection-base-url = URL de base
connection-heard = Dernière requête de votre annuaire
connection-never = Jamais
connection-changed = Dernière modification par votre annuaire
connection-none-lately = Aucune récemment

## Tokens.

connection-tokens = Jetons
connection-no-tokens = Il n’y a pas encore de jeton. Créez-en un et saisissez-le dans votre annuaire avec l’URL de base.
connection-label = Libellé
connection-label-hint = (pour vous, par exemple « Okta »)
connection-no-label = Sans libellé
connection-made-by = Créé par { $name }
connection-fingerprint = Empreinte
connection-made-at = Créé (UTC)
connection-used-at = Dernière utilisation (UTC)
connection-not-used = Pas encore constatée
connection-state = État
connection-actions = Actions
connection-expired = Expiré
connection-endless = N’expire pas
connection-expires =
    { $days ->
        [one] Expire dans { $days } jour
       *[other] Expire dans { $days } jours
    }
connection-rotate = Renouveler
connection-revoke = Révoquer
connection-revoke-note = Les requêtes avec ce jeton sont refusées aussitôt.
connection-revoke-used = Dernière utilisation : { $time } UTC.
connection-revoke-button = Révoquer maintenant
connection-lifetime = Expire après
connection-lifetime-90 = 90 jours
connection-lifetime-365 = 1 an
connection-lifetime-730 = 2 ans
connection-lifetime-never = Jamais
connection-make = Créer un jeton
connection-rotate-note = « Renouveler » vous donne un nouveau jeton, de la même durée que l’ancien. L’ancien fonctionne encore 7 jours.
connection-clients = Votre annuaire demande un ID client ou une URL de jeton ? Créez un <a href="clients">client OAuth</a>.
connection-vendor-note = Cette session a été ouverte par le produit de votre fournisseur. Si sa clé est révoquée, elle se termine aussitôt. Votre fournisseur peut alors aussi révoquer les jetons qui y ont été créés.

## What was refused.

connection-refused = Requêtes de votre annuaire qui ont été refusées
connection-refused-note = Conservées 14 jours. Un jeton mal saisi n’apparaît pas ici : nul ne saurait dire de qui il vient.
connection-refused-mended = Réparé  : une telle requête a abouti à { $time } UTC
connection-refused-others = D’autres du même type ont abouti, la dernière à { $time } UTC. Cette personne peut encore manquer.
connection-refused-other-token = Une requête avec un autre jeton a abouti à { $time } UTC.
connection-refused-last = La dernière requête
connection-refused-at = Heure
connection-refused-operation = Opération
connection-refused-attribute = Attribut
connection-refused-reason = Motif
connection-refused-times = Nombre de fois
connection-refused-times-since =
    { $count ->
        [one] Une fois
       *[other] Au moins { $count } fois depuis { $time } UTC
    }
connection-advice-ended = Un jeton révoqué ou expiré a été utilisé : { $token }.
connection-advice-ended-todo = Saisissez un jeton valide dans votre annuaire. S’il en a déjà un, cherchez qui détient encore l’ancien.
connection-advice-scope = Un jeton destiné à une autre interface a été utilisé : { $token }.
connection-advice-scope-todo = Créez un jeton ci-dessous et saisissez-le dans votre annuaire.
connection-advice-off = Toutes les requêtes, car le provisionnement était désactivé ou absent de l’offre.
connection-advice-off-todo = Activez le provisionnement ci-dessus, puis relancez dans votre annuaire ce qui a échoué.
connection-advice-taken = Un compte n’a pas pu être créé : quelqu’un d’autre a ici l’adresse ou l’identifiant.
connection-advice-taken-todo = Cherchez dans votre annuaire une deuxième personne avec la même adresse, ou ici une personne qui doit encore en confirmer une autre. Donnez à l’une une autre adresse, puis relancez la tâche.
connection-advice-renamed = Un compte n’a pas pu être renommé : quelqu’un d’autre a ici l’adresse.
connection-advice-renamed-todo = Donnez une autre adresse à l’une des deux personnes dans votre annuaire, puis relancez la tâche.
connection-advice-group-taken = Un groupe n’a pas pu être créé ou renommé : un autre groupe a ici le nom ou l’identifiant.
connection-advice-group-taken-todo = La casse ne compte pas. Renommez l’un des deux groupes dans votre annuaire, puis envoyez-le de nouveau.
connection-advice-member = Un groupe a un membre qui n’a pas de compte ici.
connection-advice-member-todo = Attribuez d’abord l’application à la personne, puis envoyez de nouveau le groupe. Un groupe ne peut pas être membre d’un groupe.
connection-advice-group-large = Un groupe trop grand, ou un groupe de trop.
connection-advice-group-large-todo = Envoyez moins de groupes ou des groupes plus petits, ou ajoutez les membres en plusieurs fois.
connection-advice-user-name = Un nom d’utilisateur qui n’est pas une adresse e-mail.
connection-advice-user-name-todo = Okta : réglez Sign On → Application username format sur Email. Entra : associez userName à mail.
connection-advice-value = Une valeur impossible.
connection-advice-value-todo = Vérifiez ce que votre annuaire associe à cet attribut.
connection-advice-search = Une recherche impossible.
connection-advice-search-todo = Faites reconnaître les personnes par userName ou externalId.
connection-advice-fixed = Une modification de ce qui ne peut être modifié.
connection-advice-fixed-todo = Retirez cet attribut des associations de votre annuaire.
connection-advice-large = Une requête trop volumineuse.
connection-advice-large-todo = Associez moins d’attributs dans votre annuaire.
connection-advice-missing = Une fonction qui n’existe pas ici.
connection-advice-missing-todo = Désactivez-la dans votre annuaire.
connection-advice-form = Une requête non conforme à SCIM.
connection-advice-form-todo = Comparez les associations d’attributs de votre annuaire avec les guides ci-dessous. Si elles concordent, indiquez l’heure à votre fournisseur.

## Guides. What stands in strong and code is as the directory's own screens have it.

connection-guides = Guides
connection-guides-lead = Choisissez votre annuaire.
connection-guide-enable = Ici : activez le provisionnement et créez un jeton, ci-dessus. Gardez le jeton sous la main.
connection-guide-fields = Saisissez ces valeurs :
connection-guide-token = votre jeton
connection-guide-picture = Schéma des champs à remplir
connection-guide-assign = Affectez une personne. Elle apparaît sous <a href="people">Personnes</a>.
connection-guide-invite = Ici : sous <a href="people">Personnes</a>, choisissez la personne, <em>Inviter</em>, puis l’entité et l’accès carte. Elle reçoit un e-mail avec un lien.
connection-guide-okta-app = <strong>Applications → Browse App Catalog → SCIM 2.0 Test App (Header Auth)</strong>, ou une application à vous avec <strong>Provisioning : SCIM</strong> activé sous <strong>General</strong>.
connection-guide-okta-email = <strong>Sign On → Application username format : Email</strong>. Le nom d’utilisateur doit être l’adresse e-mail de la personne.
connection-guide-okta-fields = <strong>Provisioning → Integration</strong> : saisissez ces valeurs. Ensuite, <strong>Test Connector Configuration</strong> doit être tout en vert.
connection-guide-okta-operations = <strong>Provisioning → To App</strong> : activez <em>Create Users</em>, <em>Update User Attributes</em> et <em>Deactivate Users</em>.
connection-guide-entra-app = <strong>Enterprise applications → New application → Create your own application</strong> (hors galerie), puis <strong>Provisioning → Automatic</strong>.
connection-guide-entra-fields = Saisissez ces valeurs. <strong>Test Connection</strong> doit réussir.
connection-guide-entra-map = <strong>Mappings → Provision Microsoft Entra ID Users</strong> : associez <code>userName</code> à <code>mail</code> et <code>externalId</code> à <code>objectId</code>, et laissez <code>active</code> tel quel. Correspondance par <code>userName</code> ou <code>externalId</code>.
connection-guide-entra-start = Affectez des personnes, puis lancez le provisionnement. Entra travaille par cycles d’environ 40 minutes ; <strong>Provision on demand</strong> est immédiat.
connection-guide-google-app = Dans la console d’administration : <strong>Apps → Web and mobile apps</strong>, l’application SAML du produit de votre fournisseur, puis <strong>Configure autoprovisioning</strong>. Sans cette application, Google ne provisionne pas.
connection-guide-google-map = Dans l’association des attributs, <code>userName</code> est l’adresse e-mail principale. Choisissez ensuite le périmètre, et le sort des personnes hors de celui-ci.
connection-guide-google-start = Activez le provisionnement automatique.
connection-guide-onelogin-app = <strong>Applications → Add App → SCIM Provisioner with SAML (SCIM v2 Enterprise)</strong>. Ouvrez ensuite <strong>Configuration</strong>.
connection-guide-onelogin-map = <strong>Parameters</strong> : réglez <strong>SCIM Username</strong> sur Email. <strong>Provisioning</strong> : cochez <strong>Enable Provisioning</strong> et enregistrez.
connection-guide-jumpcloud-app = <strong>SSO Applications → Add New Application → Custom Application</strong>, avec <strong>Export users to this app (Identity Management)</strong>. Ouvrez ensuite <strong>Identity Management</strong>.
connection-guide-jumpcloud-test = <strong>Test Connection</strong> doit réussir. Puis <strong>Activate</strong> et <strong>Save</strong>. Sous <strong>User Groups</strong>, choisissez les groupes dont les personnes reçoivent un compte.
connection-guide-rippling-app = <strong>IT → Third-Party Access → Add Integration → Create New Custom Integration</strong>, avec <strong>User Management via SCIM</strong>.
connection-guide-rippling-map = Ajoutez les attributs <code>externalId</code>, <code>emails.primary</code>, <code>name.givenName</code> et <code>name.familyName</code>. Après l’installation, collez votre jeton. Le nom d’utilisateur doit être l’adresse e-mail de la personne.
connection-guide-pingone-app = <strong>Integrations → Provisioning</strong>, <strong>+ → New connection</strong>, <strong>Identity Store → SCIM Outbound</strong>.
connection-guide-pingone-test = <strong>Test connection</strong> doit réussir. Créez ensuite une règle pour la connexion, dont le filtre indique qui reçoit un compte, et associez <code>userName</code> à l’adresse e-mail. Activez la connexion et la règle.
connection-guide-okta-help = <em>“The token is not valid”</em> : créez ou renouvelez un jeton ici et saisissez-le. <em>“userName is not an e-mail address”</em> : voir l’étape sur le nom d’utilisateur. Une tâche attend avec le statut 429 : Okta réessaie de lui-même.
