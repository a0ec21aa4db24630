//! Every operator of RFC 7644 §3.4.2.2 over HTTP, against the same small company.

use jiff::{SignedDuration, Timestamp};
use rollcall_tests::{ENTERPRISE_URN, Scim, TestSystem, USER_URN};
use serde_json::{Value, json};

fn person(login: &str, title: &str, department: &str, active: bool) -> Value {
    json!({
        "schemas": [USER_URN, ENTERPRISE_URN],
        "userName": format!("{login}@example.com"),
        "externalId": format!("00u-{login}"),
        "name": { "givenName": login, "familyName": "King" },
        "title": title,
        "active": active,
        "phoneNumbers": [
            { "value": format!("+1 {login}"), "type": "work" },
            { "value": "+1 555", "type": "mobile", "primary": true }
        ],
        ENTERPRISE_URN: { "department": department }
    })
}

/// Ada and Bob are engineers, Cleo is a poet, Dan has neither title nor department nor telephone and is inactive.
async fn company(system: &TestSystem) -> Scim {
    let scim = system.scim();
    let mut dan = person("Dan", "", "", false);
    dan.as_object_mut()
        .unwrap()
        .retain(|name, _| !["title", "phoneNumbers", ENTERPRISE_URN].contains(&name.as_str()));
    let people = [
        person("Ada", "Engineer", "Engines", true),
        person("Bob", "engineer in chief", "Engines", true),
        person("Cleo", "Poet", "Letters", true),
        dan,
    ];
    for person in people {
        scim.post("/Users", &person).await.expect(201);
        system.let_time_pass().await;
    }
    scim
}

/// The first letters of those whom a filter finds, in the order of the alphabet.
async fn found(scim: &Scim, filter: &str) -> String {
    let answer = scim.filter(filter).await;
    assert!(answer.status == 200, "{filter}\n{answer}");
    let mut names: Vec<_> = answer.user_names().iter().map(|name| &name[..1]).collect();
    names.sort_unstable();
    names.concat()
}

#[tokio::test]
async fn every_operator_finds_whom_it_should() {
    let system = TestSystem::start().await;
    let scim = company(&system).await;
    let wrong = compare(&scim, OPERATORS).await;
    assert_eq!(wrong, Vec::<String>::new());
    system.check().await;
}

#[rustfmt::skip]
const OPERATORS: &[(&str, &str)] = &[
    // By key.
    (r#"userName eq "ada@example.com""#, "A"),
    (r#"userName eq "ADA@EXAMPLE.COM""#, "A"),
    (r#"USERNAME EQ "ada@example.com""#, "A"),
    (r#"urn:ietf:params:scim:schemas:core:2.0:User:userName eq "ada@example.com""#, "A"),
    (r#"emails.value eq "ada@example.com""#, "A"),
    (r#"emails eq "ada@example.com""#, "A"),
    (r#"emails[value eq "ada@example.com"]"#, "A"),
    (r#"emails[type eq "work"].value eq "ada@example.com""#, "A"),
    (r#"externalId eq "00u-Ada""#, "A"),
    (r#"externalId eq "00u-ada""#, ""),
    (r#"id eq "6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11""#, ""),
    (r#"id eq "nonsense""#, ""),
    // Comparisons, on strings without regard to case (RFC 7643 §2.2 caseExact).
    (r#"title eq "engineer""#, "A"),
    (r#"title ne "engineer""#, "BCD"),
    (r#"title co "GINEER""#, "AB"),
    (r#"title sw "eng""#, "AB"),
    (r#"title ew "chief""#, "B"),
    (r#"title pr"#, "ABC"),
    (r#"title gt "engineer""#, "BC"),
    (r#"title ge "engineer""#, "ABC"),
    (r#"title lt "engineer in chief""#, "A"),
    (r#"title le "engineer in chief""#, "AB"),
    (r#"name.givenName eq "cleo""#, "C"),
    (r#"active eq true"#, "ABC"),
    (r#"active eq false"#, "D"),
    (r#"active ne true"#, "D"),
    // Logic: `and` binds tighter than `or`, `not` tighter than both.
    (r#"title sw "eng" and name.givenName eq "bob""#, "B"),
    (r#"title eq "poet" or title sw "eng" and name.givenName eq "bob""#, "BC"),
    (r#"(title eq "poet" or title sw "eng") and name.givenName eq "bob""#, "B"),
    (r#"not (title pr)"#, "D"),
    (r#"not (active eq true) or userName sw "c""#, "CD"),
    (r#"userName pr and not (title co "engineer" or title eq "poet")"#, "D"),
    // Extensions, value paths, multi-valued attributes.
    (r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "engines""#, "AB"),
    (r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department pr"#, "ABC"),
    (r#"phoneNumbers.value eq "+1 cleo""#, "C"),
    (r#"phoneNumbers[type eq "mobile" and primary eq true]"#, "ABC"),
    (r#"phoneNumbers[type eq "work" and value eq "+1 555"]"#, ""),
    (r#"phoneNumbers[type eq "work" and value co "bob"] or userName sw "dan""#, "BD"),
    (r#"phoneNumbers pr"#, "ABC"),
    (r#"emails pr"#, "ABCD"),
    (r#"urn:ietf:params:scim:schemas:extension:rollcall:2.0:User:purgeAt pr"#, "D"),
    // Dates are instants, not strings: the company was founded at 09:30, one person every ten minutes.
    (r#"meta.created gt "{bob}""#, "CD"),
    (r#"meta.created le "{bob, an hour east}""#, "AB"),
    (r#"meta.lastModified ge "2026-03-02T09:30:00.000Z""#, "ABCD"),
    (r#"meta.resourceType eq "User""#, "ABCD"),
    (r#"schemas eq "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User""#, "ABC"),
    // Escapes and spaces are JSON's and RFC 7644's.
    (r#"title eq "engin\u0065er""#, "A"),
    (r#"userName eq "nobody\"@example.com""#, ""),
];

async fn compare(scim: &Scim, table: &[(&str, &str)]) -> Vec<String> {
    let bob = scim.filter(r#"userName eq "bob@example.com""#).await.expect(200);
    let created = bob["Resources"][0]["meta"]["created"].as_str().unwrap();
    let later: Timestamp = created.parse().unwrap();
    let east = (later + SignedDuration::from_hours(1)).to_string().replace('Z', "+01:00");
    let mut wrong = Vec::new();
    for (filter, expected) in table {
        let filter = filter.replace("{bob}", created).replace("{bob, an hour east}", &east);
        let names = found(scim, &filter).await;
        if names != *expected {
            wrong.push(format!("{filter}: {names:?}, not {expected:?}"));
        }
    }
    wrong
}

#[tokio::test]
async fn entra_looks_up_by_two_attributes_at_once() {
    let system = TestSystem::start().await;
    let scim = company(&system).await;
    for (filter, expected) in [
        (r#"userName eq "ada@example.com" and externalId eq "00u-Ada""#, "A"),
        (r#"externalId eq "00u-Ada" and userName eq "ada@example.com""#, "A"),
        (r#"userName eq "ada@example.com" and externalId eq "00u-Bob""#, ""),
        (r#"userName eq "ada@example.com" and active eq false"#, ""),
    ] {
        assert_eq!(found(&scim, filter).await, expected, "{filter}");
    }
    system.check().await;
}

/// A look-up goes by the guard of an address, which also stands for the e-mail address and a pending change.
#[tokio::test]
async fn a_look_up_by_address_asks_for_the_attribute_it_names() {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    okta.rename(&ada, "new@example.com").await.answer.expect(200);
    let scim = system.scim();
    for (filter, total) in [
        (r#"userName eq "new@example.com""#, 1),
        (r#"userName eq "ada@example.com""#, 0),
        (r#"emails.value eq "ada@example.com""#, 1),
        (r#"emails.value eq "new@example.com""#, 0),
    ] {
        assert_eq!(scim.filter(filter).await.expect(200)["totalResults"], total, "{filter}");
    }
    system.check().await;
}

#[tokio::test]
async fn a_space_in_a_query_may_be_a_plus() {
    let system = TestSystem::start().await;
    let scim = company(&system).await;
    for query in [
        "filter=title+eq+%22poet%22",
        "filter=title%20eq%20%22poet%22",
        "filter=title+eq+\"poet\"",
        "startIndex=1&filter=title+eq+%22poet%22&count=100",
    ] {
        let answer = scim.get(&format!("/Users?{query}")).await.expect(200);
        assert_eq!(answer.user_names(), ["Cleo@example.com"], "{query}");
    }
    system.check().await;
}

/// Longer than any address, and than any key of the table.
#[tokio::test]
async fn an_address_that_is_too_long_has_no_holder() {
    let system = TestSystem::start().await;
    let scim = system.scim();
    system.okta().assign("ada@example.com").await;
    for length in [255, 2_036, 2_048, 4_000] {
        let address = "x".repeat(length);
        for attribute in ["userName", "emails.value", "emails[type eq \"work\"].value"] {
            let filter = format!("{attribute} eq \"{address}\"");
            assert_eq!(scim.filter(&filter).await.expect(200)["totalResults"], 0, "{attribute}, {length}");
            let search = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": filter });
            assert_eq!(scim.post("/Users/.search", &search).await.expect(200)["totalResults"], 0);
            scim.clone().without_token().filter(&filter).await.expect(401);
        }
    }
    let long_id = format!("externalId eq \"{}\"", "x".repeat(3_000));
    assert_eq!(scim.filter(&long_id).await.expect(200)["totalResults"], 0);
    system.check().await;
}
