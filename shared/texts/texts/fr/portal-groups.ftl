### The portal: Groups, and what their people get.

## The list.

groups-title = Groupes
groups-lead = Les groupes que votre annuaire a envoyés. Une règle détermine ce que reçoivent les personnes d’un groupe : un rôle, et une invitation dans l’une de vos entités.
groups-none-yet = Votre annuaire n’a encore envoyé aucun groupe
groups-none-how = Les personnes doivent elles-mêmes être affectées à l’application. Envoyez ensuite les groupes qui détermineront ce qu’elles reçoivent :
groups-none-okta = Okta : <strong>Push Groups → Push Groups → Find groups by name</strong> dans l’application.
groups-none-entra = Microsoft Entra : affectez les groupes à l’application et activez <strong>Mappings → Provision Microsoft Entra ID Groups</strong>.
groups-none-guides = Les <a href="connection#guides">guides</a> expliquent comment connecter un annuaire.
groups-name = Nom
groups-count =
    { $count ->
        [one] { $count } groupe
       *[other] { $count } groupes
    }
groups-matching =
    { $count ->
        [one] { $count } sur { $everything } correspond
       *[other] { $count } sur { $everything } correspondent
    }
groups-none = Aucun groupe
groups-none-found = <strong>Aucun groupe trouvé.</strong> Cherchez une autre partie du nom, ou <a href="groups">affichez tous les groupes</a>.
groups-no-more = <strong>Il n’y a plus de groupes.</strong> <a href="groups">Revenir à la première page</a>.
groups-group = Groupe
groups-members = Membres
groups-gone = Ce groupe n’existe plus. Rien n’a été modifié.
groups-no-group = Ce groupe n’existe pas.

## A group.

groups-all = Tous les groupes
groups-member-count =
    { $count ->
        [one] { $count } membre
       *[other] { $count } membres
    }
groups-as-people = Les afficher sous Personnes
groups-nobody = Personne n’est dans ce groupe. Ajoutez-y des personnes dans votre annuaire.
groups-no-more-members = <strong>Il n’y a plus de membres.</strong> <a href="{ $link }">Revenir à la première page</a>.
groups-unsorted = Le groupe est trop grand pour trier ses membres ici : ils sont affichés sans ordre particulier. Cherchez une personne sous Personnes.
groups-people-of = Seulement les personnes du groupe <a href="{ $link }">{ $name }</a>.
groups-people-any = Afficher les personnes de tous les groupes
