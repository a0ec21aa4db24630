### The portal: Groups, and what their people get.

## The list.

groups-title = Groups
groups-lead = The groups that your directory has pushed. A rule decides what the people of a group get: a role, and an invitation to one of your entities.
groups-none-yet = Your directory has pushed no group yet
groups-none-how = People have to be assigned to the application themselves. Then push the groups that shall decide what they get:
groups-none-okta = Okta: <strong>Push Groups → Push Groups → Find groups by name</strong> in the application.
groups-none-entra = Microsoft Entra: assign the groups to the application, and switch <strong>Mappings → Provision Microsoft Entra ID Groups</strong> on.
groups-none-guides = How a directory is connected is told by the <a href="connection#guides">guides</a>.
groups-name = Name
groups-count =
    { $count ->
        [one] { $count } group
       *[other] { $count } groups
    }
groups-matching =
    { $count ->
        [one] { $count } of { $everything } matches
       *[other] { $count } of { $everything } match
    }
groups-none = No group
groups-none-found = <strong>No group was found.</strong> Search for another part of the name, or <a href="groups">show all groups</a>.
groups-no-more = <strong>There are no more groups.</strong> <a href="groups">Back to the first page</a>.
groups-group = Group
groups-members = Members
groups-gone = That group is not there any more. Nothing was changed.
groups-no-group = There is no such group.

## A group.

groups-all = All groups
groups-member-count =
    { $count ->
        [one] { $count } member
       *[other] { $count } members
    }
groups-as-people = Show them under People
groups-nobody = Nobody is in this group. Add people to it in your directory.
groups-no-more-members = <strong>There are no more members.</strong> <a href="{ $link }">Back to the first page</a>.
groups-unsorted = The group is too large to sort its members here: they are in no particular order. Search for somebody under People.
groups-people-of = Only people in the group <a href="{ $link }">{ $name }</a>.
groups-people-any = Show people of all groups
