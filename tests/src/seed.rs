//! Many people at once, without asking the system ten thousand times.
//!
//! A seeded person is a copy of one that the system made: in every text of every item of theirs the id and the
//! address are replaced. So this file need know nothing of the layout but the shard in the key of the list index, and
//! which counters count whom.

use aws_sdk_dynamodb::types::AttributeValue;
use reqwest::Method;
use serde_json::json;

use crate::table::{Item, Snapshot, Table};
use crate::{Okta, Scim};

/// An address that no text of an item holds by chance.
const MODEL: &str = "model-of-many@example.com";

const COUNT: &str = "COUNT";

/// Of a group, with the counter's number behind it.
const MEMBER_COUNT: &str = "N#";

/// Makes people of the tenant whose clients these are; gives their ids, in no order. `settle` waits until all that
/// changes owe is done. With a `group`, which has no members yet, all of them are in it.
pub(crate) async fn people(
    okta: &Okta,
    scim: &Scim,
    table: &Table,
    people: usize,
    group: Option<&str>,
    settle: impl AsyncFnOnce(),
) -> Vec<String> {
    let before = table.snapshot().await;
    let body = json!({ "schemas": [crate::USER_URN], "userName": MODEL });
    let model = scim.post("/Users", &body).await.expect(201).id();
    if let Some(group) = group {
        let join =
            crate::patch_op(&json!([{ "op": "add", "path": "members", "value": [{ "value": model }] }]));
        scim.request(Method::PATCH, &format!("/Groups/{group}")).json(&join).send().await.expect(204);
    }
    settle().await;
    let items: Vec<Item> = table
        .items()
        .await
        .into_iter()
        .filter(|item| {
            !matches!(text(item, "sk"), COUNT | "HEARD")
                && !text(item, "sk").starts_with(MEMBER_COUNT)
                && !is_of_feed(item)
                && before.get(text(item, "pk"), text(item, "sk")).is_none()
        })
        .collect();
    let [first, _, ..] = items.as_slice() else { panic!("a user and their guard") };
    let ids: Vec<String> = (0..people).map(nth_id).collect();
    let mut copies = Vec::with_capacity(people * items.len());
    for (number, id) in ids.iter().enumerate() {
        let address = login(number);
        copies.extend(items.iter().map(|item| copy(item, &model, id, &address)));
    }
    let tenant: String = text(first, "pk").split('#').take(2).collect::<Vec<_>>().join("#");
    copies.extend(counters(&before, &ids, |number| (format!("{tenant}#N#{number}"), COUNT.to_owned())));
    if let Some(group) = group {
        let key = |number| (format!("{tenant}#G#{group}"), format!("{MEMBER_COUNT}{number}"));
        copies.extend(counters(&before, &ids, key));
    }
    table.write(copies).await;
    let of_model =
        table.items().await.into_iter().filter(|item| is_of_feed(item) && text(item, "pk").ends_with(&model));
    table.delete(&of_model.collect::<Vec<_>>()).await;
    table.delete(&items).await;
    assert_eq!(okta.find(&login(0)).await["Resources"][0]["id"], ids[0], "a copy is a person");
    ids
}

/// Is it a part of the feed? The stream brings the copies into it, as it brings everybody.
fn is_of_feed(item: &Item) -> bool {
    text(item, "pk").ends_with("#F") || text(item, "sk").starts_with("E#")
}

/// The 64 counters with these keys, of which one counts the model still, with those that have these ids added to them.
fn counters(before: &Snapshot, ids: &[String], key: impl Fn(u8) -> (String, String)) -> Vec<Item> {
    let counter = |id: &String| u8::from_str_radix(&id[..2], 16).expect("an id in hexadecimal") / 4;
    let counter = |number: u8| {
        let (pk, sk) = key(number);
        let counted = before.get(&pk, &sk).and_then(|item| item["count"].as_u64()).unwrap_or_default();
        let count = counted + ids.iter().filter(|id| counter(id) == number).count() as u64;
        Item::from([
            ("pk".to_owned(), AttributeValue::S(pk)),
            ("sk".to_owned(), AttributeValue::S(sk)),
            ("count".to_owned(), AttributeValue::N(count.to_string())),
        ])
    };
    (0..64).map(counter).collect()
}

/// `userName` of the person with that number, from 0.
#[must_use]
pub fn login(number: usize) -> String {
    format!("person{number}@example.com")
}

/// A version 4 UUID, the same for the same number, without order (SplitMix64).
fn nth_id(number: usize) -> String {
    let mut state = number as u64;
    let mut draw = || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    };
    let (high, low) = (draw(), draw());
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        low >> 52,
        low & 0xffff_ffff_ffff
    )
}

fn copy(item: &Item, model: &str, id: &str, address: &str) -> Item {
    let replaced = |(name, value): (&String, &AttributeValue)| {
        let AttributeValue::S(text) = value else { return (name.clone(), value.clone()) };
        let mut text = text.replace(model, id).replace(MODEL, address);
        if name == "tenantPk" {
            // `T#<tenant>#<shard>`, and `#H` behind it for history.
            let shard = text.trim_end_matches("#H").len() - 1;
            text.replace_range(shard..=shard, &id[..1]);
        }
        (name.clone(), AttributeValue::S(text))
    };
    item.iter().map(replaced).collect()
}

fn text<'a>(item: &'a Item, name: &str) -> &'a str {
    item.get(name).and_then(|value| value.as_s().ok()).map_or("", String::as_str)
}
