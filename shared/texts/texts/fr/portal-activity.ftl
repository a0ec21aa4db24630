### The portal: Activity.

## The page.

activity-title = Activité
activity-lead = Qui a modifié quoi. Les heures sont en UTC ; les nouveautés apparaissent en quelques secondes.
activity-list = Modifications
activity-when = Quand
activity-who = Qui
activity-what = Quoi
activity-whom = Sur qui
activity-organisation = Votre organisation
activity-deleted = Un compte supprimé
activity-only-person = Seulement cette personne
activity-earlier = Précédentes
activity-latest = Les plus récentes
activity-nothing-yet = Rien ne s’est encore passé. <a href="connection">Connectez votre annuaire</a> et affectez-y une personne : vous le verrez ici.
activity-nothing-found = Aucune modification ne correspond.
activity-looked-through = { $count } modifications parcourues jusqu’ici. De plus anciennes peuvent correspondre.

## The filter.

activity-filter = Filtre
activity-person = Personne (adresse e-mail)
activity-by = Modifié par
activity-anybody = N’importe qui
activity-kind = Type
activity-any-kind = Tous
activity-from = Du (UTC)
activity-to = Au (UTC)
activity-show = Afficher
activity-clear = Effacer
activity-nobody = Personne ici n’a cette adresse.
activity-kind-account = Compte
activity-kind-name = Nom et adresse
activity-kind-invitation = Invitation
activity-kind-group = Groupes et rôles
activity-kind-sign-in = Connexion
activity-kind-profile = Profil
activity-kind-settings = Réglages
activity-kind-token = Jetons

## Who changes something.

activity-directory = Votre annuaire
activity-admin = Administrateur
activity-the-person = La personne
activity-operator = Votre fournisseur
activity-system = Le système

## The files.

activity-download = Télécharger ces modifications
activity-csv = CSV
activity-jsonl = Lignes JSON
activity-parts = Plus qu’un fichier ne contient
activity-parts-note = Ces modifications ne tiennent pas dans un fichier. Téléchargez cette partie, puis la suivante ; ou choisissez une période plus courte.
activity-part = Partie { $part }
activity-next-part = Vers la partie suivante
activity-back = Retour à la liste

## The charts.

activity-hours = Les dernières 24 heures
activity-days = Les 14 derniers jours
activity-partial = Il y a eu tant de modifications que les graphiques en omettent.
activity-burst = Un pic : { $count } modifications le { $day }, bien plus que d’habitude.
activity-quiet = Rien ne s’est passé.
activity-changes =
    { $count ->
        [one] { $count } modification
       *[other] { $count } modifications
    }
activity-most = { $changes } ; le plus, { $most }, à partir de { $from }.
activity-as-table = En tableau
activity-from-utc = À partir de (UTC)
activity-all = Tous

## What happened, in small letters: several stand in one line, parted by semicolons.

activity-did-made-account = compte créé
activity-did-new-link = nouveau lien demandé
activity-did-changed-account = compte modifié
activity-did-restored = compte rétabli
activity-did-deactivated = compte désactivé
activity-did-linked = compte lié à l’annuaire
activity-did-joined =
    { $count ->
        [one] personne ajoutée à un groupe
       *[other] personne ajoutée à { $count } groupes
    }
activity-did-left =
    { $count ->
        [one] personne retirée d’un groupe
       *[other] personne retirée de { $count } groupes
    }
activity-did-released = compte délié de l’annuaire
activity-did-user-name = nom d’utilisateur changé en { $value }
activity-did-confirmed = adresse { $value } confirmée
activity-did-address = adresse changée en { $value }
activity-did-change-off = changement d’adresse annulé
activity-did-confirmation-resent = confirmation de l’adresse renvoyée
activity-did-undeliverable = l’e-mail n’arrive pas à la nouvelle adresse
activity-did-invited = personne invitée
activity-did-invited-to = personne invitée dans { $entity } ({ $access })
activity-did-invited-entity = personne invitée dans { $entity }
activity-did-invited-access = personne invitée ({ $access })
activity-did-card = carte
activity-did-card-and-reimbursement = carte et remboursement
activity-did-reimbursement = remboursement seulement
activity-did-accepted = invitation acceptée
activity-did-revoked = invitation révoquée
activity-did-expired = l’invitation a expiré
activity-did-place-ended = place retirée
activity-did-entity = entité changée en { $value }
activity-did-access = accès à la carte modifié ({ $access })
activity-did-invitation-moved = l’invitation part à cette adresse
activity-did-resent = invitation renvoyée
activity-did-invitation-undeliverable = l’invitation n’arrive pas
activity-did-first-sign-in = première connexion notée
activity-did-replaced = adresse ou identifiant cédé à un autre compte
activity-did-external-id = identifiant de l’annuaire modifié
activity-did-profile = profil modifié
activity-did-switched-on = provisionnement activé
activity-did-switched-off = provisionnement désactivé
activity-did-plan = passage à l’offre { $value }
activity-did-profile-sync = mise à jour des profils modifiée
activity-did-terms = prix par personne convenu
activity-did-terms-none = aucun prix par personne convenu
activity-did-closed = factures des périodes jusqu’au { $value } clôturées
activity-did-organisation-name = nom de l’organisation changé en { $value }
activity-did-token-made = jeton { $name } créé
activity-did-token-revoked = jeton { $name } révoqué
activity-did-token-ends = fin du jeton { $name } fixée
activity-did-client-made = client OAuth { $name } créé
activity-did-client-revoked = client OAuth { $name } révoqué
activity-did-client-changed = secrets du client OAuth { $name } modifiés
activity-did-client-authorized = client OAuth { $name } connecté
activity-did-client-unauthorized = client OAuth { $name } déconnecté
activity-did-role-given = rôle { $name } donné à la personne
activity-did-role-taken = rôle { $name } retiré à la personne
activity-did-role-declared = rôle { $name } déclaré
activity-did-role-changed = rôle { $name } modifié
activity-did-role-withdrawn = rôle { $name } supprimé
activity-did-rule-made =
    { $count ->
        [one] règle créée pour un groupe
       *[other] règles créées pour { $count } groupes
    }
activity-did-rule-changed =
    { $count ->
        [one] règle d’un groupe modifiée
       *[other] règles de { $count } groupes modifiées
    }
activity-did-rule-removed =
    { $count ->
        [one] règle d’un groupe supprimée
       *[other] règles de { $count } groupes supprimées
    }
activity-did-order = ordre des règles modifié
activity-did-by-rule = par la règle d’un groupe
activity-did-roles-from-directory = rôles pris de l’annuaire
activity-did-roles-from-groups = rôles pris des groupes
