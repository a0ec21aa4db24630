//! How each kind of item stands in the table, pinned by tests. Nothing here is part of a function.
//!
//! - `samples.rs`: a value of each kind, in each form, with the item that the store writes of it.
//! - `snapshots/`: these items, as they are written today. A renamed attribute, another format or another key fails.
//! - `frozen/`: items as earlier versions wrote them, which must read as they always did. See `frozen/README.md`.

mod sample;
mod samples;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;
use serde_json::Value;

use self::sample::Sample;
use self::samples::all;
use super::item::{self, text};
use super::keys::{self, PrimaryKey};
use super::table::Item;

/// Every frozen file. New ones are added, and none is ever edited.
const FROZEN: [&str; 27] = [
    include_str!("frozen/layout-3.json"),
    include_str!("frozen/layout-3-mail-limits.json"),
    include_str!("frozen/layout-3-people-tokens.json"),
    include_str!("frozen/layout-3-replaced.json"),
    include_str!("frozen/layout-3-bills.json"),
    include_str!("frozen/layout-3-confirmations.json"),
    include_str!("frozen/layout-3-recipients.json"),
    include_str!("frozen/layout-3-opened-sessions.json"),
    include_str!("frozen/layout-3-groups.json"),
    include_str!("frozen/layout-3-connection.json"),
    include_str!("frozen/layout-3-places.json"),
    include_str!("frozen/layout-3-access.json"),
    include_str!("frozen/layout-3-oauth-clients.json"),
    include_str!("frozen/layout-3-oauth-methods.json"),
    include_str!("frozen/layout-3-made-clients.json"),
    include_str!("frozen/layout-3-notices.json"),
    include_str!("frozen/layout-3-client-notices.json"),
    include_str!("frozen/layout-3-blocked-by.json"),
    include_str!("frozen/layout-3-checks.json"),
    include_str!("frozen/layout-3-traces.json"),
    include_str!("frozen/layout-3-feed.json"),
    include_str!("frozen/layout-3-operator.json"),
    include_str!("frozen/layout-3-departures.json"),
    include_str!("frozen/layout-3-webhooks.json"),
    include_str!("frozen/layout-3-queued-edits.json"),
    include_str!("frozen/layout-3-webhook-descriptions.json"),
    include_str!("frozen/layout-3-arrivals.json"),
];

/// A frozen file.
#[derive(Deserialize)]
struct Frozen {
    /// By [`Sample::name`].
    items: BTreeMap<String, HashMap<String, serde_dynamo::AttributeValue>>,
}

fn frozen() -> Vec<(String, Item)> {
    let files = FROZEN.iter().map(|text| serde_json::from_str::<Frozen>(text).unwrap());
    let items = files.flat_map(|file| file.items);
    items.map(|(name, item)| (name, serde_dynamo::Item::from(item).into())).collect()
}

/// All samples and frozen items.
pub(super) fn all_items() -> Vec<Item> {
    let written = all().into_iter().map(|sample| sample.written);
    written.chain(frozen().into_iter().map(|(_, item)| item)).collect()
}

/// Their keys.
pub(super) fn keys_of_all() -> Vec<PrimaryKey> {
    all_items().iter().filter_map(PrimaryKey::of).collect()
}

#[test]
fn every_item_is_written_as_pinned() {
    let mut kinds: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
    for Sample { kind, form, written, .. } in all() {
        let json = serde_json::to_value(serde_dynamo::Item::from(written)).unwrap();
        assert!(kinds.entry(kind).or_default().insert(form, json).is_none(), "{kind}, {form}: twice");
    }
    for (kind, forms) in kinds {
        insta::with_settings!({ sort_maps => true, omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_json_snapshot!(kind.replace(' ', "_"), forms);
        });
    }
}

#[test]
fn what_is_written_reads_as_the_value_that_was_written() {
    for Sample { written, check, .. } in all() {
        check(written);
    }
}

#[test]
fn every_frozen_item_still_reads_as_it_did() {
    let samples: BTreeMap<String, Sample> = all().into_iter().map(|sample| (sample.name(), sample)).collect();
    for (name, item) in frozen() {
        let sample = samples.get(&name).unwrap_or_else(|| panic!("{name}: no sample says how it must read"));
        (sample.check)(item);
    }
}

#[test]
fn every_form_of_every_kind_is_frozen() {
    let frozen: BTreeSet<String> = frozen().into_iter().map(|(name, _)| name).collect();
    let missing: Vec<String> = all().iter().map(Sample::name).filter(|name| !frozen.contains(name)).collect();
    assert!(missing.is_empty(), "not in any frozen file: {missing:?}; see frozen/README.md");
}

/// Rows of the tables in the documentation of [`keys`], cell by cell.
fn documented() -> Vec<Vec<&'static str>> {
    let lines = include_str!("../keys.rs").lines().map_while(|line| line.strip_prefix("//!"));
    let rows = lines.filter_map(|line| line.trim().strip_prefix('|')?.strip_suffix('|'));
    let cells = rows.map(|row| row.split('|').map(|cell| cell.trim().trim_matches('`')).collect());
    cells.filter(|row: &Vec<&str>| !matches!(row.first(), Some(&("---" | "item" | "index")))).collect()
}

/// Is a key as a cell of the tables has it? What stands in angle brackets can be any text without a `#`.
fn is_like(key: &str, pattern: &str) -> bool {
    let (parts, expected): (Vec<_>, Vec<_>) = (key.split('#').collect(), pattern.split('#').collect());
    let alike = |(part, expected): (&&str, &&str)| part == expected || expected.starts_with('<');
    parts.len() == expected.len() && parts.iter().zip(&expected).all(alike)
}

fn index_keys(cell: &str) -> (&'static str, &'static str) {
    match cell.trim_matches(['[', ']', '`']) {
        "BY_TENANT" => (keys::TENANT_PK, keys::TENANT_SK),
        "PURGE_DUE" => (keys::PURGE_PK, keys::PURGE_SK),
        "EFFECT_DUE" => (keys::EFFECT_PK, keys::EFFECT_SK),
        other => panic!("{other}: no such index"),
    }
}

#[test]
fn every_kind_of_key_is_in_a_frozen_item_and_every_key_of_one_is_in_the_tables() {
    let (items, mut known) = (frozen(), BTreeSet::new());
    for cells in documented() {
        let ((pk_name, sk_name), kind, pk, sk) = match cells.as_slice() {
            [kind, pk, sk] => ((keys::PK, keys::SK), *kind, *pk, *sk),
            [index, pk, sk, kind] => (index_keys(index), *kind, *pk, *sk),
            other => panic!("neither an item nor an index: {other:?}"),
        };
        let has = |item: &Item, name, pattern| text(item, name).is_some_and(|key| is_like(key, pattern));
        let of_row: Vec<_> =
            items.iter().filter(|(_, item)| has(item, pk_name, pk) && has(item, sk_name, sk)).collect();
        assert!(!of_row.is_empty(), "{kind} ({pk}, {sk}): in no frozen file; see frozen/README.md");
        known.extend(of_row.into_iter().map(|(name, _)| (name, pk_name)));
    }
    for (name, item) in &items {
        for pk in [keys::PK, keys::TENANT_PK, keys::PURGE_PK, keys::EFFECT_PK] {
            let in_tables = known.contains(&(name, pk));
            assert_eq!(item.contains_key(pk), in_tables, "{name}: the tables of keys.rs lack its {pk}");
        }
    }
}

#[test]
fn every_key_that_can_be_made_is_in_the_tables() {
    let (_, source) = include_str!("../keys.rs").split_once("\nimpl PrimaryKey {").unwrap();
    let (source, _) = source.split_once("\n}").unwrap();
    let made: BTreeSet<&str> = source
        .split("    pub fn ")
        .skip(1)
        .filter(|item| item.split_once('{').is_some_and(|(head, _)| head.contains("-> Self")))
        .filter_map(|item| item.split_once('(').map(|(name, _)| name))
        .collect();
    let told: BTreeSet<&str> = documented()
        .iter()
        .filter_map(|row| row.first()?.split_once("(PrimaryKey::")?.1.split_once(')'))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(made, told, "keys that can be made, and those in the first table of keys.rs");
}

#[test]
fn what_conditions_filters_and_time_to_live_name_is_in_the_items() {
    let expiring = [
        "chunk of a change of members",
        "tombstone",
        "mark of a deleted user",
        "mailed link",
        "portal link",
        "session",
        "refused",
        "page bookmark",
        "assertion that was used",
        "link of an administrator",
        "check of the connection",
        "report of a check",
        "mails of an hour",
        "request with a key",
        "request of the operator with a key",
    ];
    for (attribute, kinds) in [
        (item::REVISION, &["user", "group", "access rules", "notices", "check of the connection"][..]),
        (
            item::VERSION,
            &[
                "tenant",
                "entity",
                "request with a key",
                "tokens of the operator",
                "departure",
                "part of a departure",
                "arrival",
            ],
        ),
        (item::TENANT_ID, &["mailed link", "portal link", "session", "link of an administrator"]),
        (item::USER_ID, &["guard"]),
        (item::GROUP_ID, &["guard of a group"]),
        (item::COUNT, &["counter", "counter of members", "counter of groups", "mails of an hour"]),
        (item::LINKED, &["user"]),
        (item::CREATED_AT, &["user"]),
        (keys::EXPIRES_AT, &expiring),
    ] {
        for sample in all().iter().filter(|sample| kinds.contains(&sample.kind)) {
            assert!(sample.written.contains_key(attribute), "{}: no {attribute}", sample.name());
        }
    }
    for (attribute, kinds) in
        [(item::SPENT_AT, &["mailed link", "portal link"][..]), (item::BILLED_UNTIL, &["user"])]
    {
        for sample in all().iter().filter(|sample| kinds.contains(&sample.kind)) {
            let has = sample.written.contains_key(attribute);
            match sample.form {
                "full" | "with its session" => assert!(has, "{}: no {attribute}", sample.name()),
                _ => assert!(!has, "{}: {attribute}", sample.name()),
            }
        }
    }
}
