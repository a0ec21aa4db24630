### The portal's page "Check this connection". What the checks themselves say is in English.

check-title = Vérifier cette connexion
check-lead = Un annuaire est simulé face à votre propre adresse SCIM, et vous apprenez ce qui fonctionne : ce que regardent Okta et Microsoft Entra, et ce que demandent les normes SCIM. Cela prend quelques minutes.
check-note = Environ { $count } personnes et groupes sont créés, modifiés puis supprimés. Leurs noms commencent par rollcall-conform-. Personne ne reçoit d’e-mail ni d’invitation, et rien n’est facturé. Ils restent comme comptes désactivés pendant deux semaines au plus, dans l’activité aussi, et le produit de votre fournisseur en est informé comme de tous les autres.
check-button = Vérifier cette connexion
check-ask = Demander une vérification
check-again = Vérifier de nouveau
check-under-way = La vérification est en cours
check-waits = Elle commence dans les deux minutes.
check-done = { $done } parties sur { $count } sont terminées.
check-last = La dernière vérification
check-lost = Elle n’a pas commencé ou a été interrompue. Demandez-en une autre.
check-well = Tout ce qui s’applique fonctionne
check-impossible = Rien n’a pu être vérifié
check-broken-off = Elle a duré trop longtemps et a été interrompue
check-failed =
    { $count ->
        [one] { $count } vérification a échoué
       *[other] { $count } vérifications ont échoué
    }
check-asked-at = Demandée
check-asked-by = Par { $name }
check-ended-at = Terminée
check-why = Raison
check-part = Partie
check-passed = Réussies
check-not-passed = Échouées
check-not-applicable = Sans objet
check-left =
    { $count ->
        [one] { $count } personne ou groupe n’a pas pu être supprimé. Le rapport le nomme.
       *[other] { $count } personnes et groupes n’ont pas pu être supprimés. Le rapport les nomme.
    }
check-download = Télécharger le rapport complet
check-no-report = Il n’y a pas de rapport à télécharger : la vérification n’est pas arrivée à son terme, ou le rapport est trop volumineux pour être conservé.
check-failures = Ce qui a échoué
check-found = Ce qui a été trouvé
check-meaning = Ce que cela signifie
check-mend = Ce qui y remédie
check-vendor = Certains réglages peuvent relever de votre fournisseur. Envoyez-lui le rapport.
check-source = Qui le demande
check-more =
    { $count ->
        [one] { $count } autre échec figure dans le rapport.
       *[other] { $count } autres échecs figurent dans le rapport.
    }
check-already = Une vérification est déjà en cours. Elle est affichée ici.
check-off = Activez d’abord le provisionnement. Une vérification en a besoin.
check-too-soon =
    { $count ->
        [one] La dernière vérification vient de se terminer. Vous pourrez en demander une autre dans { $count } minute.
       *[other] La dernière vérification vient de se terminer. Vous pourrez en demander une autre dans { $count } minutes.
    }
