//! All kinds of items that a tenant has, by their keys. A deletion of a tenant counts by them, and an export has a file
//! for each that moves; a test holds the list to the items that are written.

use super::keys::PrimaryKey;

/// A kind of item: what its keys look like, and what a proof of the deletion calls it.
struct Kind {
    pk: &'static str,
    sk: &'static str,
    name: &'static str,
}

const fn kind(pk: &'static str, sk: &'static str, name: &'static str) -> Kind {
    Kind { pk, sk, name }
}

/// What is of no kind of this version. A later version wrote it, and it goes all the same.
pub(super) const OTHER: &str = "others";

/// Every kind. What stands in angle brackets is any text without a `#`. In braces it may hold one: it stands last.
const KINDS: [Kind; 45] = [
    kind("T#<tenant>", "TENANT", TENANT),
    kind("T#<tenant>", "ACCESS", "accessRules"),
    kind("T#<tenant>", "ENTITY#<id>", "entities"),
    kind("T#<tenant>#E#<id>", "CLOSED#<number>", "closedEntities"),
    kind("T#<tenant>#U#<id>", "USER", USERS),
    kind("T#<tenant>#U#<id>", "H#<version>", "historyOfUsers"),
    kind("T#<tenant>#U#<id>", "E#{event}", "eventsOfUsers"),
    kind("T#<tenant>#U#<id>", "TOMBSTONE", "tombstones"),
    kind("T#<tenant>#T", "H#<version>", "historyOfTenant"),
    kind("T#<tenant>#F", "E#{event}", "events"),
    kind("T#<tenant>#F", "P#<number>", "placesInFeed"),
    kind("T#<tenant>#F", "LAST", FEED_END),
    kind("T#<tenant>#F", "W#<webhook>", "deliveries"),
    kind("T#<tenant>#Q", "KEY", "keyOfMarks"),
    kind("T#<tenant>#Q#<mark>", "<purgedAt>#<id>", "marks"),
    kind("T#<tenant>#A#{address}", "GUARD", "addresses"),
    kind("T#<tenant>#X#{externalId}", "GUARD", "externalIds"),
    kind("T#<tenant>#G#<group>", "GROUP", GROUPS),
    kind("T#<tenant>#G#<group>", "M#<user>", "memberships"),
    kind("T#<tenant>#G#<group>", "N#<number>", "countersOfMembers"),
    kind("T#<tenant>#G#<group>", "C#<change>#<number>", "changesOfMembers"),
    kind("T#<tenant>#D#{name}", "GUARD", "namesOfGroups"),
    kind("T#<tenant>#GX#{externalId}", "GUARD", "externalIdsOfGroups"),
    kind("T#<tenant>#G", "COUNT", "counterOfGroups"),
    kind("T#<tenant>#N#<number>", "COUNT", "countersOfUsers"),
    kind("T#<tenant>#M", "<hour>", "countersOfMails"),
    kind("T#<tenant>#W", "NOTICES", "administrators"),
    kind("T#<tenant>#V", "CHECK", "checks"),
    kind("T#<tenant>#V", "REPORT", "reports"),
    kind("T#<tenant>#B", "LISTED", "noteOfBillingSums"),
    kind("T#<tenant>#B", "<start>#<end>#<currency>#<number>", "billingSums"),
    kind("T#<tenant>#B#<start>", "<user>#{from}", "billingLines"),
    kind("T#<tenant>#C", "HEARD", "timesOfRequests"),
    kind("T#<tenant>#C", "<status>#<scimType>#{operation}", "refusals"),
    kind("T#<tenant>#P#<query>", "<startIndex>", "bookmarks"),
    kind("T#<tenant>#I#<key>", "KEY", "requests"),
    kind("T#<tenant>#J#<assertion>", "USED", "assertions"),
    kind("K#<secret>", "TOKEN", "links"),
    kind("K#<secret>", "ADMINISTRATOR", "linksOfAdministrators"),
    kind("K#<secret>", "PORTAL", "linksToPortal"),
    kind("K#<secret>", "SESSION", "sessions"),
    kind("OPERATOR#I#<key>", "KEY", "requestsOfOperator"),
    kind("T#<tenant>", "DEPARTURE", DEPARTURE),
    kind("T#<tenant>", "DEPARTURE#<part>", PART),
    kind("T#<tenant>", "ARRIVAL", "arrival"),
];

/// Kinds that stay where they are when a tenant moves: they are of the stack, or of some minutes.
const STAYING: [&str; 10] = [
    // The webhooks are the operator's, at each stack others.
    "deliveries",
    // They say how well the directory reaches that stack.
    "checks",
    "reports",
    "bookmarks",
    // Whoever is in the portal is there at that stack.
    "linksToPortal",
    "sessions",
    "requestsOfOperator",
    DEPARTURE,
    PART,
    "arrival",
];

/// Kinds that are written last, in this order. Who is due is deleted whether or not the tenant's record is there, so an
/// account is written once all is there that goes with it.
const LAST: [&str; 3] = ["tombstones", USERS, TENANT];

pub(super) const USERS: &str = "users";
pub(super) const TENANT: &str = "tenant";
pub(super) const GROUPS: &str = "groups";
pub(super) const FEED_END: &str = "endOfFeed";

/// The kinds that move with a tenant, in the order in which they are written at the other stack.
#[must_use]
pub fn moving() -> Vec<&'static str> {
    let kinds = KINDS.iter().map(|kind| kind.name);
    kinds.filter(|kind| !STAYING.contains(kind) && !LAST.contains(kind)).chain(LAST).collect()
}

const DEPARTURE: &str = "departure";
const PART: &str = "partOfDeparture";

/// What a proof calls the kind of item that has this key.
pub(super) fn name_of(key: &PrimaryKey) -> &'static str {
    let is_like = |kind: &&Kind| is_like(&key.pk, kind.pk) && is_like(&key.sk, kind.sk);
    KINDS.iter().find(is_like).map_or(OTHER, |kind| kind.name)
}

/// Does the key belong to the deletion itself? It stays until the deletion, or for good.
pub(super) fn is_of_departure(key: &PrimaryKey) -> bool {
    matches!(name_of(key), DEPARTURE | PART)
}

fn is_like(key: &str, pattern: &str) -> bool {
    let expected: Vec<&str> = pattern.split('#').collect();
    let takes_the_rest = expected.last().is_some_and(|last| last.starts_with('{'));
    let most = if takes_the_rest { expected.len() } else { usize::MAX };
    let parts: Vec<&str> = key.splitn(most, '#').collect();
    let alike = |(part, expected): (&&str, &&str)| part == expected || expected.starts_with(['<', '{']);
    parts.len() == expected.len() && parts.iter().zip(&expected).all(alike)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn key(pk: &str, sk: &str) -> PrimaryKey {
        PrimaryKey { pk: pk.to_owned(), sk: sk.to_owned() }
    }

    #[test]
    fn what_a_directory_sends_changes_no_kind() {
        for (pk, sk, expected) in [
            ("T#acme#D#sales # emea", "GUARD", "namesOfGroups"),
            ("T#acme#X##U#1", "GUARD", "externalIds"),
            ("T#acme#GX#a#b", "GUARD", "externalIdsOfGroups"),
            ("T#acme#C", "400##PATCH /Users", "refusals"),
            ("T#acme#Z", "WHATEVER", OTHER),
        ] {
            assert_eq!(name_of(&key(pk, sk)), expected, "{pk}, {sk}");
        }
        assert!(!is_of_departure(&key("T#acme#D#x", "DEPARTURE")));
        assert!(is_of_departure(&key("T#acme", "DEPARTURE#7")));
    }

    #[test]
    fn what_moves_and_what_stays_is_all_that_there_is_and_the_record_comes_last() {
        let moving = moving();
        let all: BTreeSet<_> = moving.iter().chain(&STAYING).copied().collect();
        assert_eq!(all.len(), moving.len() + STAYING.len());
        assert_eq!(all, KINDS.iter().map(|kind| kind.name).collect());
        assert_eq!(moving[moving.len() - 3..], ["tombstones", "users", "tenant"]);
    }

    #[test]
    fn no_two_kinds_have_one_name() {
        let names: BTreeSet<_> = KINDS.iter().map(|kind| kind.name).collect();
        assert_eq!(names.len(), KINDS.len());
    }

    #[test]
    fn every_kind_of_item_is_known_and_there_are_no_others() {
        let keys = super::super::forms::keys_of_all();
        let of_tenants = keys.iter().filter(|key| !matches!(key.pk.as_str(), "OPERATOR"));
        let found: BTreeSet<_> = of_tenants.map(name_of).collect();
        let known: BTreeSet<_> = KINDS.iter().map(|kind| kind.name).collect();
        assert_eq!(found, known, "kinds that samples have, and those of the list");
    }
}
