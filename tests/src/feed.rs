//! Feeds as the table has them: places without a gap, each event at one place, and those of each account and group in order; and
//! nothing that a webhook was not sent and no run would come back to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::table::Snapshot;

/// Is it the partition of a feed?
pub(crate) fn is_partition(pk: &str) -> bool {
    pk.ends_with("#F") && pk.matches('#').count() == 2
}

/// What does not fit together in the feeds.
pub(crate) fn contradictions(table: &Snapshot) -> Vec<String> {
    let ends = table.items().filter(|(pk, sk, _)| is_partition(pk) && *sk == "LAST");
    let mut faults: Vec<String> = ends.flat_map(|(pk, _, end)| of_tenant(table, pk, end)).collect();
    let places = table.items().filter(|(pk, sk, _)| is_partition(pk) && sk.starts_with("P#"));
    let led_to: BTreeSet<_> = places.map(|(pk, _, place)| event_of(pk, place)).collect();
    let events = table.items().filter(|(_, sk, _)| sk.starts_with("E#"));
    let lost = events.filter(|(pk, sk, _)| !led_to.contains(&((*pk).to_owned(), (*sk).to_owned())));
    faults.extend(lost.map(|(pk, sk, _)| format!("{pk} {sk}: an event that stands nowhere in the feed")));
    faults
}

/// Key of the event that stands at a place.
fn event_of(pk: &str, place: &Value) -> (String, String) {
    let tenant = pk.trim_end_matches("#F");
    let home = place["user"].as_str().map_or_else(|| pk.to_owned(), |user| format!("{tenant}#U#{user}"));
    (home, format!("E#{}", place["event"].as_str().unwrap_or_default()))
}

fn of_tenant(table: &Snapshot, pk: &str, end: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut before = None;
    let mut told = BTreeSet::new();
    let mut versions: BTreeMap<String, u64> = BTreeMap::new();
    let places = table.items().filter(|(of, sk, _)| *of == pk && sk.starts_with("P#"));
    for (_, sk, place) in places {
        let number: u64 = sk.trim_start_matches("P#").parse().unwrap_or_default();
        if before.is_some_and(|before| before + 1 != number) || !place["expiresAt"].is_u64() {
            faults.push(format!("{pk} {sk}: behind a gap, or never forgotten"));
        }
        before = Some(number);
        let event = event_of(pk, place);
        if !told.insert(event.clone()) {
            faults.push(format!("{pk} {sk}: {} stands there for the second time", event.1));
        }
        let Some(item) = table.get(&event.0, &event.1) else {
            if place["user"].is_null() || table.get(&event.0, "USER").is_some() {
                faults.push(format!("{pk} {sk}: its event is missing"));
            }
            continue;
        };
        let body: Value =
            serde_json::from_str(item["event"].as_str().unwrap_or_default()).unwrap_or_default();
        // What each kind of event counts its versions by.
        let subjects = ["/userId", "/groupId", "/webhook/id", "/tenantId"];
        let subject = subjects.into_iter().find_map(|path| body.pointer(path).and_then(Value::as_str));
        let version = body["version"].as_u64().unwrap_or_default();
        let earlier = versions.insert(subject.unwrap_or_default().to_owned(), version);
        if earlier.is_some_and(|earlier| earlier > version) {
            faults.push(format!("{pk} {sk}: {} stands behind a later one", event.1));
        }
    }
    faults.extend(undelivered(table, pk, end));
    if before.is_some_and(|last| end["version"].as_u64() != Some(last)) {
        faults.push(format!("{pk}: ends at {}, not at {before:?}", end["version"]));
    }
    faults
}

/// What no run would come back to, though a webhook was not sent it.
fn undelivered(table: &Snapshot, pk: &str, end: &Value) -> Vec<String> {
    let webhooks = table.get("OPERATOR", "WEBHOOKS").map_or(&Value::Null, |item| &item["webhooks"]);
    let known = webhooks.as_array().into_iter().flatten();
    let known: Vec<&str> = known.filter_map(|each| each["id"].as_str()).collect();
    let deliveries = table.items().filter(|(of, sk, _)| *of == pk && sk.starts_with("W#"));
    let mut faults = Vec::new();
    for (_, sk, delivery) in deliveries {
        let is_listed = delivery["effectPk"].is_string();
        let is_known = known.contains(&sk.trim_start_matches("W#"));
        if is_listed == delivery["expiresAt"].is_u64() {
            faults.push(format!("{pk} {sk}: is due and forgotten, or neither"));
        }
        if is_known && !is_listed && end["effectPk"].is_null() && delivery["after"] != end["version"] {
            faults.push(format!(
                "{pk} {sk}: is at {}, and the feed ends at {}",
                delivery["after"], end["version"]
            ));
        }
    }
    faults
}
