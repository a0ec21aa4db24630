### The portal: what happened to many people at once.

## The list.

waves-title = Beaucoup à la fois
waves-lead = La même modification de nombreuses personnes, à peu d’intervalle, au cours des 14 derniers jours. Si votre annuaire a désactivé des personnes par erreur, vous pouvez l’annuler ici.
waves-list = Modifications de nombreuses personnes
waves-what = Ce qui s’est passé
waves-when = Quand (UTC)
waves-none = Rien n’est arrivé à { $people } personnes ou plus à la fois.
waves-smaller = Afficher aussi les modifications de moins de personnes
waves-larger = N’afficher que les modifications de { $people } personnes ou plus
waves-created =
    { $count ->
        [one] { $count } compte créé
       *[other] { $count } comptes créés
    }
waves-deactivated =
    { $count ->
        [one] { $count } personne désactivée
       *[other] { $count } personnes désactivées
    }
waves-reactivated =
    { $count ->
        [one] { $count } personne rétablie
       *[other] { $count } personnes rétablies
    }
waves-renamed =
    { $count ->
        [one] { $count } personne renommée
       *[other] { $count } personnes renommées
    }

## One of them.

waves-now = À présent
waves-undoing = L’annulation
waves-restores = Rétablit le compte
waves-stays-active = Rien : est déjà active
waves-stays-blocked = Rien : a été rétablie puis désactivée à nouveau depuis
waves-stays-replaced = Rien : a cédé l’adresse à un autre compte
waves-stays-taken = Rien : un autre compte a désormais l’adresse précédente
waves-stays-deleted = Rien : est supprimé
waves-undo = Annuler la modification
waves-all = Toutes les modifications de nombreuses personnes

## Undoing it.

waves-ask =
    { $count ->
        [one] Rétablir { $count } personne ?
       *[other] Rétablir { $count } personnes ?
    }
waves-back = Ces personnes retrouvent ce qu’elles avaient : groupes, rôles, place et invitation, ainsi qu’un nom d’utilisateur modifié en même temps.
waves-mails = Les personnes rétablies peuvent se connecter aussitôt. Les e-mails en attente sont envoyés.
waves-cause = Corrigez d’abord la cause dans votre annuaire : il pourrait renvoyer la même chose.
waves-left-out = Celles-ci restent telles quelles :
waves-left-active =
    { $count ->
        [one] { $count } personne est déjà active.
       *[other] { $count } personnes sont déjà actives.
    }
waves-left-blocked =
    { $count ->
        [one] { $count } personne a été rétablie puis désactivée à nouveau depuis.
       *[other] { $count } personnes ont été rétablies puis désactivées à nouveau depuis.
    }
waves-left-replaced =
    { $count ->
        [one] { $count } personne a cédé l’adresse à un autre compte.
       *[other] { $count } personnes ont cédé l’adresse à un autre compte.
    }
waves-left-taken =
    { $count ->
        [one] { $count } personne avait une adresse qu’un autre compte a désormais.
       *[other] { $count } personnes avaient une adresse qu’un autre compte a désormais.
    }
waves-left-deleted =
    { $count ->
        [one] { $count } compte est supprimé.
       *[other] { $count } comptes sont supprimés.
    }
waves-nobody = Il n’y a plus personne à rétablir.
waves-button =
    { $count ->
        [one] Rétablir { $count } personne
       *[other] Rétablir { $count } personnes
    }
waves-progress = { $count } sur { $people } rétablies.
waves-keep-open = Gardez cette page ouverte jusqu’à ce que toutes soient rétablies. Si vous la quittez, celles qui sont rétablies le restent : pour continuer, annulez à nouveau la même modification.
waves-done =
    { $count ->
        [one] { $count } personne rétablie.
       *[other] { $count } personnes rétablies.
    }
waves-too-many = Il s’est passé tant de choses ici que les parcourir prend trop de temps. Votre fournisseur peut le faire.
waves-not-undone = Seule une désactivation peut être annulée.
