//! The e-mail entries beside the account's own: kept, found and given back where profiles follow the directory, and
//! never the account's address.

use rollcall_rules::tenant::ProfileSync;
use rollcall_tests::scim::encode;
use rollcall_tests::{Answer, TestSystem, USER_URN};
use serde_json::{Value, json};

/// Ada's own entry.
fn own() -> Value {
    json!({ "value": "ada@example.com", "type": "work", "primary": true })
}

/// Two entries that stand for no account.
fn others() -> [Value; 2] {
    [
        json!({ "value": "ada@home.example", "type": "home", "primary": false }),
        json!({ "value": "Countess@lovelace.example", "display": "Countess", "type": "other" }),
    ]
}

fn person(emails: &Value) -> Value {
    json!({ "schemas": [USER_URN], "userName": "ada@example.com", "externalId": "00uAda", "emails": emails })
}

/// The entries of an answer, in their order.
#[track_caller]
fn emails(answer: &Answer) -> Vec<Value> {
    assert!(answer["emails"].is_array(), "no emails\n{answer}");
    answer["emails"].as_array().cloned().unwrap_or_default()
}

/// A system whose tenant has this setting.
async fn started(sync: ProfileSync) -> TestSystem {
    let system = TestSystem::start().await;
    system.configure(|tenant| tenant.profile_sync = sync).await;
    system
}

#[tokio::test]
async fn entries_of_other_types_are_kept_and_given_back_as_sent() {
    let system = started(ProfileSync::Full).await;
    let scim = system.scim();
    let [home, other] = others();
    let expected = vec![own(), home.clone(), other.clone()];
    let ada = scim.post("/Users", &person(&json!([home, own(), other]))).await.expect(201);
    assert_eq!(emails(&ada), expected, "the account's own entry comes first");
    let read = scim.get(&format!("/Users/{}", ada.id())).await.expect(200);
    assert_eq!(read.body, ada.body);
    assert_eq!(scim.get("/Users").await.expect(200)["Resources"][0], ada.body);
    let put = scim.put(&ada.id(), &read.body).await.expect(200);
    assert_eq!(put.body, ada.body, "putting back what was read changes nothing");
    system.check().await;
}

/// Whatever a directory says of the account's own entry, the address is the verified one, and the primary one.
#[tokio::test]
async fn the_accounts_own_entry_is_written_by_nobody() {
    let system = started(ProfileSync::Full).await;
    let scim = system.scim();
    let ada = scim.post("/Users", &person(&json!([]))).await.expect(201);
    let home = json!({ "value": "eve@evil.example", "type": "home", "primary": true });
    let demoted = json!({ "value": "eve@evil.example", "type": "home", "primary": false });
    for (sent, beside) in [
        (json!([{ "value": "eve@evil.example", "type": "work", "primary": true }]), None),
        (json!({ "value": "eve@evil.example", "type": "WORK" }), None),
        (json!([{ "value": "eve@evil.example", "primary": true }]), None),
        (json!([{ "value": "ADA@example.com" }]), None),
        (json!("ada@example.com"), None),
        (json!([home]), Some(&demoted)),
        (json!([home, own()]), Some(&demoted)),
        (
            json!([own(), { "value": "x@y.example", "primary": true }]),
            Some(&json!({ "value": "x@y.example", "primary": false })),
        ),
        (json!([]), None),
    ] {
        let expected: Vec<Value> = [own()].into_iter().chain(beside.cloned()).collect();
        let put = scim.put(&ada.id(), &person(&sent)).await.expect(200);
        assert_eq!(emails(&put), expected, "PUT of {sent}");
        scim.put(&ada.id(), &person(&json!([]))).await.expect(200);
        let patch = scim.patch(&ada.id(), json!([{ "op": "replace", "value": { "emails": sent } }])).await;
        assert_eq!(emails(&patch.expect(200)), expected, "PATCH to {sent}");
    }
    assert_eq!(system.user(&ada.id()).await.email.as_str(), "ada@example.com");
    system.check().await;
}

/// Okta writes its whole list over what it read.
#[tokio::test]
async fn a_put_replaces_the_others_and_counts_a_version_only_where_something_differs() {
    let system = started(ProfileSync::Full).await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    let list = |home: &str| {
        json!([
            { "primary": true, "value": "ada@example.com", "type": "work" },
            { "primary": false, "value": home, "type": "home" }
        ])
    };
    let push =
        async |home: &str| okta.update(&ada.id, |resource| resource["emails"] = list(home)).await.expect(200);
    let first = push("ada@home.example").await;
    assert_eq!(
        Value::from(emails(&first)),
        json!([own(), { "value": "ada@home.example", "type": "home", "primary": false }])
    );
    assert_ne!(first.etag(), ada.answer.etag());
    assert_eq!(push("ada@home.example").await.etag(), first.etag());
    let moved = push("countess@home.example").await;
    assert_eq!(emails(&moved)[1]["value"], "countess@home.example");
    assert_ne!(moved.etag(), first.etag());
    let gone = okta.update(&ada.id, |resource| resource["emails"] = json!([own()])).await.expect(200);
    assert_eq!(emails(&gone), [own()]);
    system.check().await;
}

#[tokio::test]
async fn entra_patches_the_entry_of_a_type() {
    let system = started(ProfileSync::Full).await;
    for entra in [system.entra(), system.entra().with_optscim062020()] {
        let ada = entra.provision("ada@example.com").await;
        let value = |kind: &str| format!("emails[type eq \"{kind}\"].value");
        let other = async |attributes: &[(&str, Value)]| {
            let answer = entra.set(&ada.id(), attributes).await.expect(200);
            let list = emails(&answer);
            assert_eq!(list.first(), Some(&own()), "{answer}");
            list.get(1).cloned().unwrap_or_default()
        };
        let (work, home) = (value("work"), value("other"));
        assert_eq!(other(&[(&work, json!("eve@evil.example"))]).await, Value::Null);
        let made = json!({ "type": "other", "value": "ada@home.example" });
        assert_eq!(
            other(&[(&home, json!("ada@home.example")), (&work, json!("eve@evil.example"))]).await,
            made
        );
        let etag = entra.get(&ada.id()).await.etag().to_owned();
        assert_eq!(other(&[(&home, json!("ada@home.example"))]).await, made);
        assert_eq!(entra.get(&ada.id()).await.etag(), etag, "nothing changed");
        let moved = json!({ "type": "other", "value": "ada@new.example" });
        assert_eq!(other(&[(&home, json!("ada@new.example"))]).await, moved);
        let primary = "emails[type eq \"other\"].primary";
        let demoted = json!({ "type": "other", "value": "ada@new.example", "primary": false });
        assert_eq!(other(&[(primary, json!(true))]).await, demoted);
        let removal = json!([{ "op": "Remove", "path": home }]);
        assert_eq!(emails(&entra.patch(&ada.id(), removal).await.expect(200)), [own()]);
        entra.purge(&ada.id()).await.expect(204);
    }
    system.check().await;
}

#[tokio::test]
async fn patches_reach_the_others_and_no_patch_reaches_the_accounts_own() {
    let system = started(ProfileSync::Full).await;
    let scim = system.scim();
    let [home, other] = others();
    let ada = scim.post("/Users", &person(&json!([own(), home, other]))).await.expect(201);
    let new = json!({ "value": "new@x.example", "type": "home" });
    let with = |entry: &Value, name: &str, value: Value| {
        let mut entry = entry.clone();
        entry[name] = value;
        entry
    };
    let cases = [
        // An entry more, once.
        (
            json!([{ "op": "add", "path": "emails", "value": [new] }, { "op": "add", "path": "emails", "value": new }]),
            vec![home.clone(), other.clone(), new.clone()],
        ),
        (json!([{ "op": "add", "value": { "emails": [home] } }]), vec![home.clone(), other.clone()]),
        (json!([{ "op": "add", "path": "emails", "value": [own()] }]), vec![home.clone(), other.clone()]),
        (json!([{ "op": "replace", "path": "emails", "value": [own(), new] }]), vec![new.clone()]),
        (
            json!([{ "op": "replace", "path": "emails[type eq \"home\"]", "value": new }]),
            vec![new.clone(), other.clone()],
        ),
        (
            json!([{ "op": "replace", "path": "emails[value eq \"ada@home.example\"].type", "value": "other" }]),
            vec![with(&home, "type", json!("other")), other.clone()],
        ),
        (json!([{ "op": "remove", "path": "emails[type eq \"home\"]" }]), vec![other.clone()]),
        (json!([{ "op": "remove", "path": "emails[primary eq false]" }]), vec![]),
        (
            json!([{ "op": "remove", "path": "emails", "value": [{ "value": "ada@home.example" }] }]),
            vec![other.clone()],
        ),
        (json!([{ "op": "remove", "path": "emails" }]), vec![]),
        // The account's own: accepted and ignored, whichever way it is named.
        (
            json!([{ "op": "replace", "path": "emails[type eq \"work\"]", "value": { "value": "eve@evil.example", "type": "home" } }]),
            vec![home.clone(), other.clone()],
        ),
        (
            json!([{ "op": "replace", "path": "emails[type eq \"work\"].type", "value": "home" }]),
            vec![home.clone(), other.clone()],
        ),
        (
            json!([{ "op": "replace", "path": "emails[type eq \"work\" and value eq \"old@x.example\"].value", "value": "eve@evil.example" }]),
            vec![home.clone(), other.clone()],
        ),
        (
            json!([{ "op": "replace", "path": "emails[primary eq true].value", "value": "eve@evil.example" }]),
            vec![home.clone(), other.clone()],
        ),
        (
            json!([{ "op": "replace", "path": "emails[value eq \"ada@example.com\"].display", "value": "Ada" }]),
            vec![home.clone(), other.clone()],
        ),
        (json!([{ "op": "remove", "path": "emails[type eq \"work\"]" }]), vec![home.clone(), other.clone()]),
        (json!([{ "op": "remove", "path": "emails", "value": [own()] }]), vec![home.clone(), other.clone()]),
    ];
    for (operations, expected) in cases {
        scim.put(&ada.id(), &person(&json!([own(), home, other]))).await.expect(200);
        let patched = scim.patch(&ada.id(), operations.clone()).await;
        assert_eq!(patched.status, 200, "{operations}\n{patched}");
        let expected: Vec<Value> = [own()].into_iter().chain(expected).collect();
        assert_eq!(emails(&patched), expected, "{operations}");
    }
    let nobody = json!([{ "op": "replace", "path": "emails[type ne \"work\" and value sw \"z\"].value", "value": "x@y.example" }]);
    scim.patch(&ada.id(), nobody).await.expect_refusal(400, Some("noTarget"), "emails");
    system.check().await;
}

/// Bob has the address of Ada's account as his private one, and one that nobody else has.
async fn ada_and_bob(system: &TestSystem) {
    let scim = system.scim();
    scim.post("/Users", &person(&json!([own()]))).await.expect(201);
    let bob = json!({
        "schemas": [USER_URN], "userName": "bob@example.com",
        "emails": [
            { "value": "bob@example.com", "type": "work", "primary": true },
            { "value": "Ada@Example.com", "type": "other" },
            { "value": "bob@home.example", "type": "home" }
        ]
    });
    scim.post("/Users", &bob).await.expect(201);
}

const FILTERS: [(&str, &[&str], &[&str]); 12] = [
    // Filter, whom it finds with full sync, and without.
    (r#"emails.value eq "bob@home.example""#, &["bob"], &[]),
    (r#"emails eq "BOB@HOME.example""#, &["bob"], &[]),
    (r#"emails[value eq "bob@home.example"]"#, &["bob"], &[]),
    (r#"emails[type eq "home"].value eq "bob@home.example""#, &["bob"], &[]),
    (r#"emails[type eq "work"].value eq "bob@home.example""#, &[], &[]),
    (r#"emails.value eq "ada@example.com""#, &["ada", "bob"], &["ada"]),
    (r#"emails[type eq "work"].value eq "ada@example.com""#, &["ada"], &["ada"]),
    (r#"emails[primary eq true and value eq "ada@example.com"]"#, &["ada"], &["ada"]),
    (r#"emails[type eq "other" and value eq "ada@example.com"]"#, &["bob"], &[]),
    (r#"userName eq "nobody@example.com" or emails.value eq "ada@example.com""#, &["ada", "bob"], &["ada"]),
    (r#"userName eq "bob@example.com" and emails.value eq "ada@example.com""#, &["bob"], &[]),
    (r#"emails.type eq "home""#, &["bob"], &[]),
];

#[tokio::test]
async fn a_filter_finds_people_by_their_other_entries_too() {
    let system = started(ProfileSync::Full).await;
    ada_and_bob(&system).await;
    let scim = system.scim();
    let found = async |query: &str| {
        let answer = scim.get(&format!("/Users?{query}")).await.expect(200);
        let mut names: Vec<String> = answer.user_names().into_iter().map(str::to_owned).collect();
        names.sort();
        (names, answer["totalResults"].clone(), answer["nextCursor"].as_str().map(str::to_owned))
    };
    for (full, sync) in [(true, ProfileSync::Full), (false, ProfileSync::Off)] {
        system.configure(|tenant| tenant.profile_sync = sync).await;
        for (filter, with, without) in FILTERS {
            let expected: Vec<String> =
                if full { with } else { without }.iter().map(|who| format!("{who}@example.com")).collect();
            let query = format!("filter={}", encode(filter));
            assert_eq!(found(&query).await.0, expected, "{filter}, {sync:?}");
            let (mut paged, mut cursor) = (Vec::new(), Some(String::new()));
            while let Some(place) = cursor {
                let (names, _, next) = found(&format!("{query}&count=1&cursor={place}")).await;
                paged.extend(names);
                cursor = next;
            }
            paged.sort();
            assert_eq!(paged, expected, "{filter}, {sync:?}, by cursor");
            let (second, total, _) = found(&format!("{query}&count=1&startIndex=2")).await;
            assert_eq!(
                (second.len(), total),
                (expected.len().saturating_sub(1), expected.len().into()),
                "{filter}"
            );
        }
    }
    system.check().await;
}

/// What a tenant without full sync sends beside the account's own is not kept; what it was before stays out of sight.
#[tokio::test]
async fn without_full_sync_there_is_the_one_verified_address() {
    let system = started(ProfileSync::Off).await;
    let scim = system.scim();
    let [home, other] = others();
    let ada = scim.post("/Users", &person(&json!([own(), home, other]))).await.expect(201);
    assert_eq!(emails(&ada), [own()]);
    let before = system.snapshot().await;
    assert!(!before.mentions("home.example"));
    for operations in [
        json!([{ "op": "Add", "path": "emails[type eq \"other\"].value", "value": "x@y.example" }]),
        json!([{ "op": "add", "path": "emails", "value": [home] }]),
        json!([{ "op": "add", "path": "emails", "value": [{ "value": { "no": "text" } }] }]),
        json!([{ "op": "replace", "path": "emails[type ne \"work\"].value", "value": "x@y.example" }]),
        json!([{ "op": "remove", "path": "emails" }]),
    ] {
        let patched = scim.patch(&ada.id(), operations.clone()).await;
        assert_eq!(patched.expect(200).body, ada.body, "{operations}");
    }
    for list in [json!([own(), home]), json!([[1, 2]]), json!([{ "value": true }]), json!(true)] {
        let put = scim.put(&ada.id(), &person(&list)).await.expect(200);
        assert_eq!(put.body, ada.body, "{list}");
    }
    assert_eq!(before.difference(&system.snapshot().await), "");

    system.configure(|tenant| tenant.profile_sync = ProfileSync::Full).await;
    let kept = scim.put(&ada.id(), &person(&json!([own(), home]))).await.expect(200);
    assert_eq!(emails(&kept), [own(), home.clone()]);
    let bob = json!({ "schemas": [USER_URN], "userName": "bob@example.com", "emails": [[1, 2]] });
    scim.post("/Users", &bob).await.expect_refusal(400, Some("invalidValue"), "emails takes one value");
    system.configure(|tenant| tenant.profile_sync = ProfileSync::Off).await;
    let read = scim.get(&format!("/Users/{}", ada.id())).await.expect(200);
    assert_eq!(emails(&read), [own()]);
    scim.post("/Users", &bob).await.expect(201);
    system.check().await;
}

#[tokio::test]
async fn a_rename_leaves_the_others_and_mails_none_of_them() {
    let system = started(ProfileSync::Full).await;
    let scim = system.scim();
    let [home, _] = others();
    let ada = scim.post("/Users", &person(&json!([own(), home]))).await.expect(201);
    // The new address comes without a type, and once more by itself, before and after the rename.
    let untyped = json!({ "value": "king@example.com" });
    scim.patch(&ada.id(), json!([{ "op": "add", "path": "emails", "value": [untyped] }])).await.expect(200);
    let renamed = scim
        .patch(&ada.id(), json!([{ "op": "replace", "path": "userName", "value": "king@example.com" }]))
        .await
        .expect(200);
    assert_eq!(emails(&renamed), [own(), home.clone()]);
    scim.patch(&ada.id(), json!([{ "op": "add", "path": "emails", "value": [untyped] }])).await.expect(200);
    let recipients: Vec<_> = system.mails().await.into_iter().map(|mail| mail.to).collect();
    assert!(recipients.iter().all(|to| !to.contains("home.example")), "{recipients:?}");
    assert_eq!(recipients.len(), 2, "{recipients:?}");
    let read = scim.get(&format!("/Users/{}", ada.id())).await.expect(200);
    assert_eq!(emails(&read), [own(), home]);
    system.check().await;
}

#[tokio::test]
async fn two_entries_that_are_the_same_are_one() {
    let system = started(ProfileSync::Full).await;
    let scim = system.scim();
    let twice = json!([
        { "value": "ada@home.example", "type": "home" },
        { "value": "ADA@HOME.example", "type": "Home", "display": "Ada", "primary": true },
        { "value": "ada@home.example", "type": "other" }
    ]);
    let once = vec![
        own(),
        json!({ "value": "ada@home.example", "display": "Ada", "type": "home", "primary": false }),
        json!({ "value": "ada@home.example", "type": "other" }),
    ];
    let ada = scim.post("/Users", &person(&twice)).await.expect(201);
    assert_eq!(emails(&ada), once);
    assert_eq!(emails(&scim.put(&ada.id(), &person(&twice)).await.expect(200)), once);
    let patched = scim.patch(&ada.id(), json!([{ "op": "replace", "path": "emails", "value": twice }])).await;
    assert_eq!(emails(&patched.expect(200)), once);
    system.check().await;
}

/// A limit must not stand in the way of a deactivation.
#[tokio::test]
async fn too_many_entries_are_refused_and_a_full_list_stays_writable() {
    let system = started(ProfileSync::Full).await;
    let scim = system.scim();
    let list = |count: usize| -> Value {
        (0..count).map(|n| json!({ "value": format!("a{n}@x.example"), "type": "o" })).collect()
    };
    let ada = scim.post("/Users", &person(&list(1000))).await.expect(201);
    assert_eq!(emails(&ada).len(), 1001, "a thousand beside the account's own");
    let too_many = "at most 1000 values, not 1001";
    let one_more =
        json!([{ "op": "add", "path": "emails", "value": [{ "value": "b@x.example", "type": "o" }] }]);
    scim.patch(&ada.id(), one_more).await.expect_refusal(400, Some("invalidValue"), too_many);
    scim.put(&ada.id(), &person(&list(1001))).await.expect_refusal(400, Some("invalidValue"), too_many);

    let own = json!([{ "op": "add", "path": "emails", "value": [own()] }]);
    assert_eq!(scim.patch(&ada.id(), own).await.expect(200).body, ada.body);
    let put = scim.put(&ada.id(), &ada.body).await.expect(200);
    assert_eq!(put.body, ada.body, "as many as there may be, put back");
    let active = |active: bool| json!([{ "op": "replace", "value": { "active": active } }]);
    assert_eq!(scim.patch(&ada.id(), active(false)).await.expect(200)["active"], false);
    assert_eq!(scim.patch(&ada.id(), active(true)).await.expect(200)["active"], true);

    scim.put(&ada.id(), &person(&list(900))).await.expect(200);
    let long =
        json!([{ "op": "add", "path": "emails", "value": { "value": "x".repeat(40_000), "type": "p" } }]);
    scim.patch(&ada.id(), long).await.expect_refusal(400, Some("invalidValue"), "are kept; send fewer");
    assert_eq!(scim.patch(&ada.id(), active(false)).await.expect(200)["active"], false);
    system.check().await;
}

#[tokio::test]
async fn what_is_shown_of_the_entries_can_be_chosen() {
    let system = started(ProfileSync::Full).await;
    let scim = system.scim();
    let [home, other] = others();
    let id = scim.post("/Users", &person(&json!([home, other]))).await.expect(201).id();
    for (asked, shown) in [
        (
            "attributes=emails.value",
            json!([
                { "value": "ada@example.com" },
                { "value": "ada@home.example" },
                { "value": "Countess@lovelace.example" }
            ]),
        ),
        ("attributes=emails.display", json!([{ "display": "Countess" }])),
        (
            "excludedAttributes=emails.value,emails.display",
            json!([{ "type": "work", "primary": true }, { "type": "home", "primary": false }, { "type": "other" }]),
        ),
        ("excludedAttributes=emails", Value::Null),
    ] {
        let one = scim.get(&format!("/Users/{id}?{asked}")).await.expect(200);
        assert_eq!(one["emails"], shown, "{asked}");
        assert_eq!(
            scim.get(&format!("/Users?{asked}")).await.expect(200)["Resources"][0],
            one.body,
            "{asked}"
        );
    }
    system.check().await;
}
