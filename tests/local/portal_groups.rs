//! A tenant with as many groups as it can have, and a group of 50,000: its pages in the portal cost few calls, and are small.

use aws_sdk_dynamodb::types::AttributeValue;
use rollcall_tests::LocalSystem;
use rollcall_tests::portal::Portal;
use rollcall_tests::table::Item;
use serde_json::json;

const GROUPS: usize = 9_999;
const MEMBERS: usize = 50_000;

/// As long as a group's name can be, and of letters that cost much.
fn name(number: usize) -> String {
    format!("Gruppe {number:05} {}", "ü".repeat(240))
}

/// The same item under other identifiers and another name.
fn copy(item: &Item, model: &str, id: &str, name: &str) -> Item {
    let replaced = |(attribute, value): (&String, &AttributeValue)| {
        let value = match value {
            AttributeValue::S(_) if attribute == "name" => AttributeValue::S(name.to_owned()),
            AttributeValue::S(text) => AttributeValue::S(text.replace(model, id)),
            other => other.clone(),
        };
        (attribute.clone(), value)
    };
    item.iter().map(replaced).collect()
}

fn of(pk: &str, sk: &str) -> Item {
    let text = |text: &str| AttributeValue::S(text.to_owned());
    Item::from([("pk".to_owned(), text(pk)), ("sk".to_owned(), text(sk))])
}

#[tokio::test]
async fn the_pages_of_large_groups_cost_few_calls_and_are_small() {
    let system = LocalSystem::start().await;
    let people = system.seed(60).await;
    let first: Vec<_> = people.iter().map(|id| json!({ "value": id })).collect();
    let group = json!({ "displayName": "Everybody", "members": first });
    let large = system.scim().post("/Groups", &group).await.expect(201).id();
    system.settle().await;
    let items = system.table().items().await;
    let text = |item: &Item, name: &str| item[name].as_s().unwrap().clone();
    let model = items.iter().find(|item| text(item, "sk") == "GROUP").unwrap();
    let pk = text(model, "pk");
    let id = |number: usize| format!("{number:08x}-0000-4000-8000-000000000000");
    let groups = (0..GROUPS).map(|number| copy(model, &large, &id(number), &name(number)));
    // Members who come after all others, whose accounts no page gets to.
    let members =
        (0..MEMBERS - people.len()).map(|number| format!("M#ffff{number:04x}-0000-4000-8000-000000000000"));
    let is_free = |sk: &String| !items.iter().any(|item| text(item, "pk") == pk && text(item, "sk") == *sk);
    let free = (0..64).map(|number| format!("N#{number}")).find(is_free).unwrap();
    let count = AttributeValue::N((MEMBERS - people.len()).to_string());
    let counter: Item = of(&pk, &free).into_iter().chain([("count".to_owned(), count)]).collect();
    let many: Vec<Item> = groups.chain(members.map(|sk| of(&pk, &sk))).chain([counter]).collect();
    system.table().write(many.clone()).await;

    let mut portal = Portal::open(&system).await;
    for (page, says, most) in [
        ("groups".to_owned(), "10,000 groups", 40),
        ("groups?page=200".to_owned(), "Page 200 of 400", 40),
        ("groups?q=gruppe+0123".to_owned(), "11 of 10,000 groups match", 25),
        (format!("group?id={large}"), "50,000 members", 8),
    ] {
        let page = portal.get(&page).await.expect(200, says);
        let (calls, bytes) = (page.cost().calls, page.html.len());
        println!("{says}: {calls} calls, {bytes} bytes");
        assert!(calls <= most, "{says}: {calls} calls");
        assert!(bytes < 100_000, "{says}: {bytes} bytes");
    }
    let page = portal.get(&format!("group?id={large}")).await.expect(200, "too large to sort");
    portal.get(&page.link("Next page").unwrap()).await.expect(200, "First page");
    system.table().delete(&many).await;
    system.check().await;
}
