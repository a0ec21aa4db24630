### The page on which an administrator lets a directory in (OAuth).

authorize-title = Connecter { $client }
authorize-heading = Connecter <bdi>{ $client }</bdi> ?
authorize-asks = <strong><bdi>{ $client }</bdi></strong>, à l’adresse <bdi>{ $place }</bdi>, demande à gérer ici les personnes de <strong><bdi>{ $tenant }</bdi></strong> :
authorize-create = Il crée des comptes et modifie les noms et les adresses.
authorize-groups = Il dit qui est dans quel groupe.
authorize-block = Il bloque des personnes et les rétablit. Qui reste bloqué est supprimé dans les deux semaines.
authorize-until = Cela vaut jusqu’à ce que vous ou votre fournisseur le révoquiez.
authorize-allow = Autoriser
authorize-deny = Ne pas autoriser
authorize-note = Vous n’avez pas commencé cela dans les paramètres de votre annuaire ? Alors ne l’autorisez pas.
authorize-client = Cette demande vient d’un annuaire qui n’est pas connu ici : son client est peut-être révoqué. Saisissez à nouveau l’identifiant client de ce fournisseur dans les paramètres de votre annuaire.
authorize-other-tenant = Vous êtes connecté au portail d’une autre organisation que celle que demande l’annuaire. Ouvrez le portail de celle-ci, puis connectez à nouveau depuis votre annuaire.
authorize-redirect-uri = L’annuaire veut la réponse à une adresse que votre fournisseur n’a pas saisie pour lui. Donnez à votre fournisseur l’URI de redirection que montre votre annuaire.
authorize-request = On ne peut pas répondre à la demande de l’annuaire. Recommencez depuis les paramètres de votre annuaire.
authorize-used = Cela a déjà été autorisé, et l’annuaire est venu le chercher. Pour connecter encore une fois, recommencez depuis les paramètres de votre annuaire.
authorize-session = Personne n’est connecté ici. Ouvrez le portail depuis les paramètres du produit de votre fournisseur, puis connectez à nouveau depuis les paramètres de votre annuaire.
authorize-plan = Le provisionnement fait partie de la formule Advanced, que votre organisation n’a pas. Demandez à votre fournisseur de l’y faire passer.
