//! What requests may cost in DynamoDB calls, authentication included.

use std::time::Duration;

use jiff::SignedDuration;
use rollcall_tests::budget::{
    Spent, every_operation, every_operation_on_groups, every_operation_with_roles, every_stranger,
};
use rollcall_tests::portal::Portal;
use rollcall_tests::scim::encode;
use rollcall_tests::{Answer, LocalSystem};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

#[tokio::test]
async fn every_operation_keeps_within_its_budget() {
    let system = LocalSystem::start().await;
    let mut all = every_operation(&system).await;
    all.extend(every_operation_on_groups(&system).await);
    all.extend(every_operation_with_roles(&system).await);
    for Spent { operation, budget, answer } in all {
        let cost = answer.cost();
        assert!(
            (1..=budget).contains(&cost.calls),
            "{operation} costs {cost:?}, may cost {budget} calls\n{answer}"
        );
    }
    system.check().await;
}

/// What anybody on the internet can send costs one read of one small item, one line and nothing that stays.
#[tokio::test]
async fn a_stranger_costs_one_read_and_one_line() {
    let system = LocalSystem::start().await;
    system.okta().assign("ada@example.com").await;
    let before = system.snapshot().await;
    for Spent { operation, budget, answer } in every_stranger(&system).await {
        let (cost, line) = (answer.cost(), answer.log_line());
        assert!(cost.calls <= budget && cost.read_units <= 1.0, "{operation} costs {cost:?}\n{answer}");
        assert!(cost.write_units == 0.0, "{operation} costs {cost:?}");
        assert_eq!(answer.log_lines(), 1, "{operation}");
        assert_eq!(line["operation"], "other", "{operation}: {line}");
        assert_eq!(line["level"], "INFO", "{operation}: {line}");
    }
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    system.check().await;
}

/// The body of a group can have 4 MiB. Of a stranger's nothing is waited for.
#[tokio::test]
async fn a_stranger_is_refused_before_the_body_of_a_group_is_there() {
    let system = LocalSystem::start().await;
    let address = system.base_url().strip_prefix("http://").unwrap();
    for request in ["POST /scim/v2/Groups", "PUT /scim/v2/Groups/1", "PATCH /scim/v2/Groups/1"] {
        let mut connection = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "{request} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer rc_demo_00\r\nContent-Length: 4000000\r\n\r\n"
        );
        connection.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        let read = timeout(Duration::from_secs(20), connection.read_exact(&mut answer)).await;
        read.unwrap_or_else(|_| panic!("{request} waits for the body")).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 401", "{request}");
    }
    system.check().await;
}

#[tokio::test]
async fn a_token_is_shown_to_the_tenant_alone_until_it_was_admitted_and_again_after_a_while() {
    let system = LocalSystem::start().await;
    let second = system.issue_token(None).await;
    let scim = system.scim().with_token(second.token.clone());
    let calls =
        async || scim.get("/Users/6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11").await.expect(404).cost().calls;
    assert_eq!([calls().await, calls().await], [2, 1]);
    system.advance(SignedDuration::from_mins(15)).await;
    assert_eq!([calls().await, calls().await], [2, 1]);
    system.revoke_token(&second.id).await;
    let list = async || scim.get("/Users").await.expect(401).cost();
    list().await;
    let after = list().await;
    assert_eq!((after.calls, after.read_units), (1, 1.0), "it is anybody's from the first refusal on");
    system.check().await;
}

#[tokio::test]
async fn the_people_api_shows_groups_by_few_calls() {
    let system = LocalSystem::start().await;
    let (okta, scim, people) = (system.okta(), system.scim(), system.people());
    let ada = okta.assign("ada@example.com").await.id;
    let alone = people.get(&format!("/users/{ada}")).await.expect(200).cost().calls;
    let mut members = vec![serde_json::json!({ "value": ada })];
    for number in 0..11 {
        let id = okta.assign(format!("person{number}@example.com").as_str()).await.id;
        members.push(serde_json::json!({ "value": id }));
    }
    for name in ["Engineers", "Builders"] {
        let group = serde_json::json!({ "displayName": name, "members": members });
        scim.post("/Groups", &group).await.expect(201);
    }
    let list = people.get("/groups").await.expect(200);
    let group = format!("/groups/{}", list["groups"][0]["id"].as_str().unwrap());
    let shown = people.get(&group).await.expect(200).cost().calls;
    let members = people.get(&format!("{group}/members?limit=10")).await.expect(200).cost().calls;
    let user = people.get(&format!("/users/{ada}")).await.expect(200).cost().calls;
    assert_eq!([alone, list.cost().calls, shown, members, user], [2, 2, 3, 4, 3]);

    let entity = people.entity("Acme GmbH").await;
    let role = people.put("/roles/viewer", &serde_json::json!({ "display": "Viewer" })).await.expect(200);
    let rule = format!("/access-rules/{}", list["groups"][0]["id"].as_str().unwrap());
    let wanted =
        serde_json::json!({ "role": "viewer", "invite": true, "entity": entity, "cardAccess": "card" });
    let told = people.post(&format!("{rule}/preview"), &wanted).await.expect(200).cost().calls;
    let set = people.put(&rule, &wanted).await.expect(200);
    // The run that applies the rule writes rules and people, and a race costs calls.
    system.settle().await;
    let rules = people.get("/access-rules").await.expect(200).cost().calls;
    let one = people.get(&rule).await.expect(200).cost().calls;
    let user = people.get(&format!("/users/{ada}")).await.expect(200).cost().calls;
    assert_eq!([role.cost().calls, told, set.cost().calls, rules, one, user], [3, 6, 5, 4, 4, 4]);
    system.check().await;
}

/// A guard says whose an address is, and nothing of them. So who is found by one takes a second call, and nobody else does.
#[tokio::test]
async fn a_sign_in_is_checked_by_one_call_or_by_two_if_somebody_is_found_by_an_address() {
    let system = LocalSystem::start().await;
    let ada = system.okta().assign("ada@example.com").await;
    system.declare_roles(&[("viewer", "Viewer")]).await;
    let people = system.people().with_token(system.issue_people_token(None).await.token);
    let calls = async |by: &str, value: &str| {
        let answer = people.get(&format!("/sign-in-check?{by}={}", encode(value))).await.expect(200);
        (answer["answer"].as_str().unwrap().to_owned(), answer.cost().calls)
    };
    let (allow, unknown) = (|calls| ("allow".to_owned(), calls), |calls| ("unknown".to_owned(), calls));
    assert_eq!(calls("id", &ada.id).await, allow(2), "the first request of the token");
    assert_eq!(calls("id", &ada.id).await, allow(1));
    assert_eq!(calls("email", "ada@example.com").await, allow(2));
    assert_eq!(calls("externalId", &ada.person.directory_id).await, allow(2));
    assert_eq!(calls("id", "6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11").await, unknown(1));
    assert_eq!(calls("email", "nobody@example.com").await, unknown(1));
    let refused = people.get("/sign-in-check").await.expect(400);
    assert_eq!(refused.cost().calls, 1, "the token is checked first");
    system.check().await;
}

/// By its id an account comes with the tenant. The marks of the deleted are looked for from the first deletion of a tenant on.
#[tokio::test]
async fn somebody_is_traced_by_five_calls_at_most() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let ada = okta.assign("ada@example.com").await;
    system.settle().await;
    let calls = async |by: &str, value: &str| {
        let answer = people.get(&format!("/trace?{by}={}", encode(value))).await.expect(200);
        (answer["state"].as_str().unwrap().to_owned(), answer.cost().calls)
    };
    let told = |state: &str, calls: u64| (state.to_owned(), calls);
    assert_eq!(calls("id", &ada.id).await, told("active", 3), "the first request of the token");
    assert_eq!(calls("id", &ada.id).await, told("active", 2));
    assert_eq!(calls("email", "ada@example.com").await, told("active", 3));
    assert_eq!(calls("externalId", &ada.person.directory_id).await, told("active", 3));
    assert_eq!(calls("id", "6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11").await, told("unknown", 1));
    assert_eq!(calls("email", "nobody@example.com").await, told("unknown", 1), "nobody was ever deleted");
    okta.unassign(&ada).await.expect(200);
    system.advance(SignedDuration::from_hours(24 * 15)).await;
    assert_eq!(calls("id", &ada.id).await.0, "deleted");
    assert_eq!(calls("id", &ada.id).await, told("deleted", 1));
    assert_eq!(calls("email", "ada@example.com").await, told("deleted", 3));
    assert_eq!(calls("email", "nobody@example.com").await, told("unknown", 2));
    let again = okta.assign("ada@example.com").await;
    system.settle().await;
    assert_ne!(again.id, ada.id);
    assert_eq!(calls("email", "ada@example.com").await, told("active", 5), "and somebody before");
    system.check().await;
}

/// The tenant and the sixteen shards of its history; then a call for each hundred people, and what each costs who is
/// restored.
#[tokio::test]
async fn waves_cost_a_call_for_each_shard_and_one_for_each_hundred_people() {
    let system = LocalSystem::start().await;
    let (okta, people) = (system.okta(), system.people());
    let mut lost = Vec::new();
    for number in 0..5 {
        lost.push(okta.assign(format!("person{number}@example.com").as_str()).await);
    }
    for person in &lost {
        okta.unassign(person).await.expect(200);
    }
    system.settle().await;
    let list = people.get("/waves?people=5&limit=1").await.expect(200);
    let wave = format!("/waves/{}", list["waves"][0]["id"].as_str().unwrap());
    let shown = people.get(&wave).await.expect(200);
    let undo = async |body| people.post(&format!("{wave}/undo"), &body).await.expect(200);
    let dry = undo(serde_json::json!({ "dryRun": true })).await;
    let undone = undo(serde_json::json!({})).await;
    assert_eq!(undone["restored"], 5, "{undone}");
    let calls = [list.cost().calls, shown.cost().calls, dry.cost().calls, undone.cost().calls];
    // A shard whose eight entries are read is looked at once more.
    let most = [17, 18, 18, 19 + 5].map(|most| most + 1);
    assert!(calls.iter().zip(most).all(|(calls, most)| *calls <= most), "{calls:?}");
    system.check().await;
}

/// The tenant, the guards and the accounts that they lead to, by calls for a hundred.
#[tokio::test]
async fn a_rehearsal_reads_a_hundred_at_a_time() {
    let system = LocalSystem::start().await;
    system.seed(150).await;
    let people = system.people();
    let list = |count: usize| {
        let person = |number| serde_json::json!({ "userName": format!("person{number}@example.com") });
        serde_json::json!({ "Resources": (0..count).map(person).collect::<Vec<_>>() })
    };
    people.post("/rehearsals", &list(1)).await.expect(200);
    let few = people.post("/rehearsals", &list(1)).await.expect(200);
    let many = people.post("/rehearsals", &list(250)).await.expect(200);
    let calls = [few.cost().calls, many.cost().calls];
    assert!(calls[0] <= 3 && calls[1] <= 1 + 3 + 2, "{calls:?}");
    assert!(many.cost().write_units == 0.0, "{:?}", many.cost());
    system.check().await;
}

/// The token and the tenant, the guards by calls for a hundred, and a write for each account.
#[tokio::test]
async fn an_import_looks_a_hundred_up_at_a_time_and_costs_one_call_for_each_account() {
    let system = LocalSystem::start().await;
    let people = system.people();
    let list = |count: usize| {
        let person = |number| serde_json::json!({ "userName": format!("person{number}@example.com") });
        serde_json::json!({ "Resources": (0..count).map(person).collect::<Vec<_>>() })
    };
    people.post("/imports", &list(1)).await.expect(200);
    let made = people.post("/imports", &list(250)).await.expect(200);
    let again = people.post("/imports", &list(250)).await.expect(200);
    let dry = people.post("/imports?dryRun=true", &list(251)).await.expect(200);
    let calls = [made.cost().calls, again.cost().calls, dry.cost().calls];
    assert_eq!(calls, [1 + 3 + 249, 1 + 3, 1 + 3]);
    assert!(again.cost().write_units == 0.0 && dry.cost().write_units == 0.0);
    let mut portal = Portal::open(&system).await;
    portal.get("import").await.expect(200, "CSV in UTF-8");
    let text: String = (0..250).map(|number| format!("person{number}@example.com\n")).collect();
    let text = format!("email\n{text}other@example.com\n");
    let checked = portal.upload("import-check", &[], Some(("people.csv", text.as_bytes()))).await;
    let calls = checked.expect(200, "Bring in 1 person?").cost().calls;
    let step = portal.upload("importing", &[("text", text.as_str())], None).await;
    let step = step.expect(200, "1 account made").cost().calls;
    assert_eq!([calls, step], [2 + 3, 2 + 3 + 1]);
    system.check().await;
}

/// The session, the tenant, its entities, its sixteen shards, and the people of the page. An invitation costs its write.
#[tokio::test]
async fn the_list_of_people_costs_a_call_for_each_shard_and_an_action_one_for_each_person() {
    let system = LocalSystem::start().await;
    let entity = system.people().entity("Acme GmbH").await;
    system.seed(210).await;
    let mut portal = Portal::open(&system).await;
    for page in ["people", "people?page=5", "people?q=person1&state=can-be-invited"] {
        let calls = portal.get(page).await.expect(200, "210 people").cost().calls;
        assert!(calls <= 20, "{page} costs {calls} calls");
    }
    let nobody = portal.get("people?q=nobody").await.expect(200, "0 of 210 people").cost().calls;
    assert!(nobody <= 19, "{nobody}");
    let plan = portal.get("invite-all").await.expect(200, "Send 210 invitations");
    assert!(plan.cost().calls <= 19, "{:?}", plan.cost());
    let form = [("nonce", plan.values("nonce")[0]), ("entity", &entity), ("access", "card")];
    let done = portal.post("inviting", &form).await.expect(200, "210 people invited");
    // A call reads a hundred.
    assert!(done.cost().calls <= 19 + 3 + 210, "{:?}", done.cost());
    system.check().await;
}

/// By the account's own entry people are found as by `userName`. Another entry may have any address, so it takes a look at
/// everybody, where a tenant keeps such entries.
#[tokio::test]
async fn an_email_is_looked_up_by_key_where_only_the_accounts_own_can_be_meant() {
    let system = LocalSystem::start().await;
    system.okta().assign("ada@example.com").await;
    let scim = system.scim();
    let by_type = |value: &str| format!("emails[type eq \"work\"].value eq \"{value}\"");
    let by_value = |value: &str| format!("emails.value eq \"{value}\"");
    let calls = async |filter: String| {
        let answer = scim.filter(&filter).await.expect(200);
        (answer.resources().len(), answer.cost().calls)
    };
    let (ada, nobody) = ("ada@example.com", "nobody@example.com");
    assert_eq!([calls(by_type(ada)).await, calls(by_type(nobody)).await], [(1, 2), (0, 1)]);
    assert_eq!([calls(by_value(ada)).await, calls(by_value(nobody)).await], [(1, 2), (0, 1)]);
    system.sync_profiles().await;
    assert_eq!([calls(by_type(ada)).await, calls(by_type(nobody)).await], [(1, 2), (0, 1)]);
    let (found, everybody) = calls(by_value(ada)).await;
    assert!(found == 1 && everybody > 16, "{found} found by {everybody} calls");
    system.check().await;
}

/// A directory that looks many people up at once pays for two calls, not for reading the tenant.
#[tokio::test]
async fn keys_joined_by_or_are_looked_up_together() {
    let system = LocalSystem::start().await;
    let (okta, scim) = (system.okta(), system.scim());
    let mut ids = Vec::new();
    for name in ["ada", "bob", "cleo", "dan"] {
        ids.push(okta.assign(format!("{name}@example.com").as_str()).await.id);
    }
    ids.truncate(3);
    ids.sort();
    let filter = format!(
        "userName eq \"ada@example.com\" or USERNAME eq \"ADA@example.com\" or emails eq \"bob@example.com\" \
         or id eq \"{}\" or id eq \"{}\" or id eq \"{}\" or externalId eq \"nobody\"",
        ids[0], ids[1], ids[2]
    );
    let found = |answer: &Answer| -> Vec<String> {
        let resources = answer["Resources"].as_array().expect("resources");
        resources.iter().map(|user| user["id"].as_str().expect("an id").to_owned()).collect()
    };
    let all = scim.filter(&filter).await.expect(200);
    assert_eq!((found(&all), &all["totalResults"]), (ids.clone(), &3.into()));
    assert!(all.cost().calls <= 2, "{:?}", all.cost());

    let query = format!("/Users?filter={}", encode(&filter));
    for (start, expected) in [(1, &ids[..2]), (3, &ids[2..]), (4, &[][..])] {
        let page = scim.get(&format!("{query}&count=2&startIndex={start}")).await.expect(200);
        assert_eq!((found(&page).as_slice(), &page["totalResults"]), (expected, &3.into()), "{start}");
    }
    let mut by_cursor = Vec::new();
    let mut cursor = String::new();
    for _ in 0..3 {
        let page = scim.get(&format!("{query}&count=1&cursor={cursor}")).await.expect(200);
        assert_eq!(page["totalResults"], 3);
        by_cursor.extend(found(&page));
        cursor = page["nextCursor"].as_str().unwrap_or_default().to_owned();
    }
    assert_eq!((by_cursor, cursor.as_str()), (ids.clone(), ""));
    let sorted = scim.get(&format!("{query}&sortBy=userName&sortOrder=descending")).await.expect(200);
    assert_eq!(sorted["Resources"][0]["userName"], "cleo@example.com");

    let ids_only = format!("id eq \"{}\" or id eq \"{}\"", ids[0], ids[2]);
    assert_eq!(scim.filter(&ids_only).await.expect(200).cost().calls, 1);
    system.check().await;
}
