//! `rollcall group`, `invitation` and `place`: what the people API does, on the table itself.

use reqwest::{Client, StatusCode};
use rollcall_local::{Local, Ready};
use serde_json::{Value, json};

use crate::command::rollcall;
use crate::local::start;

const NOBODY: &str = "f3bb189e-8bf9-4888-9912-ace4e6543002";

/// A person whom the demo tenant's directory provisions; gives their id.
async fn person(ready: &Ready, address: &str) -> String {
    let user = json!({ "userName": address });
    scim(ready, "Users", &user).await
}

/// A group that the demo tenant's directory makes; gives its id.
async fn group(ready: &Ready, name: &str, members: &[&str]) -> String {
    let members: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
    scim(ready, "Groups", &json!({ "displayName": name, "members": members })).await
}

async fn scim(ready: &Ready, path: &str, body: &Value) -> String {
    let post = Client::new().post(format!("{}/{path}", ready.scim_url)).bearer_auth(&ready.token);
    let answer = post.json(body).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::CREATED);
    answer.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()
}

/// Another entity of the demo tenant; gives its id.
async fn entity(ready: &Ready, name: &str) -> String {
    let post = Client::new().post(format!("{}/people/v1/entities", ready.base_url));
    let post = post.bearer_auth(&ready.people_token).json(&json!({ "name": name }));
    post.send().await.unwrap().json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()
}

/// Follows the link of the mail to an address, and accepts.
async fn accept(local: &Local, address: &str) {
    let mailbox = || Client::new().get(&local.ready.mailbox_url).header("accept", "application/json");
    for _ in 0..200 {
        let mails: Value = mailbox().send().await.unwrap().json().await.unwrap();
        let texts = mails.as_array().unwrap().iter().filter(|mail| mail["to"] == address);
        let texts: Vec<_> = texts.filter_map(|mail| mail["text"].as_str()).collect();
        let link =
            texts.iter().flat_map(|text| text.split_whitespace()).find(|word| word.contains("/accept/"));
        if let Some(link) = link {
            let accepted = Client::new()
                .post(link)
                .header("content-type", "application/x-www-form-urlencoded")
                .send()
                .await
                .unwrap();
            assert_eq!(accepted.status(), StatusCode::OK);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("no mail to {address}");
}

#[tokio::test]
async fn groups_are_listed_and_found_by_id_or_name() {
    let local = start().await;
    let ready = &local.ready;
    let ada = person(ready, "ada@example.com").await;
    let (zoo, engineers) = (group(ready, "Zoo", &[]).await, group(ready, "Engineers", &[&ada]).await);
    let listed = rollcall(ready, "group list demo --json").await.json();
    let names: Vec<_> =
        listed.as_array().unwrap().iter().map(|group| group["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Engineers", "Zoo"]);
    assert!(rollcall(ready, "group list demo").await.text().starts_with("GROUP"));
    for named in ["engineers", &engineers] {
        let shown = rollcall(ready, &format!("group show demo {named} --json")).await.json();
        assert_eq!((&shown["id"], &shown["members"]), (&json!(engineers), &json!(1)), "{named}");
    }
    let members = rollcall(ready, "group members demo Engineers --json").await.json();
    assert_eq!(members[0]["userName"], "ada@example.com");
    assert_eq!(members[0]["status"], "provisioned");
    assert_eq!(rollcall(ready, &format!("group members demo {zoo} --json")).await.json(), json!([]));
    for unknown in ["Nobody", NOBODY] {
        let error = rollcall(ready, &format!("group show demo {unknown}")).await.failed(1);
        assert!(error.contains(unknown) && error.contains("`rollcall group list demo`"), "{error}");
    }
}

#[tokio::test]
async fn people_are_invited_each_by_themselves() {
    let local = start().await;
    let ready = &local.ready;
    let ada = person(ready, "ada@example.com").await;
    person(ready, "bob@example.com").await;
    let acme = entity(ready, "Acme").await;
    let error = rollcall(ready, "invitation create demo ada@example.com --card-access card").await.failed(1);
    assert!(error.contains("--entity") && error.contains(&acme), "two entities: {error}");
    let error = rollcall(ready, "invitation create demo ada@example.com --card-access card --entity Other")
        .await
        .failed(1);
    assert!(error.contains("no entity \"Other\"") && error.contains("Acme"), "{error}");

    let invite =
        format!("invitation create demo ADA@example.com {NOBODY} --card-access card --entity Acme --json");
    let report = rollcall(ready, &invite).await.report(1);
    assert_eq!(
        (&report[0]["outcome"], &report[0]["invitation"]["state"]),
        (&json!("invited"), &json!("sent"))
    );
    assert_eq!((&report[1]["outcome"], &report[1]["error"]["kind"]), (&json!("refused"), &json!("noPerson")));
    let by_id =
        format!("invitation create demo bob@example.com --card-access reimbursement_only --entity {acme}");
    assert!(rollcall(ready, &by_id).await.text().starts_with("invited  bob@example.com"));
    let again = rollcall(ready, &by_id).await;
    assert_eq!(again.code(), Some(1));
    assert!(again.printed().contains("`rollcall invitation resend`"), "{}", again.printed());
    assert!(again.error().contains("not invited: 1 of 1"), "{}", again.error());

    let listed = rollcall(ready, "invitation list demo --state sent --json").await.json();
    assert_eq!(listed.as_array().unwrap().len(), 2, "{listed}");
    let sent = rollcall(ready, &format!("invitation resend demo {ada} --json")).await.json();
    assert_eq!(sent["status"], "invited");
    let problem = rollcall(ready, &format!("invitation resend demo {ada} --json")).await.problem(1);
    assert_eq!(problem["kind"], "tooSoon");
    let revoked = rollcall(ready, "invitation revoke demo ada@example.com --json").await.json();
    assert_eq!(
        (&revoked["status"], &revoked["invitation"]["state"]),
        (&json!("provisioned"), &json!("revoked"))
    );
    let listed = rollcall(ready, "invitation list demo").await.text();
    assert!(listed.contains("ada@example.com") && listed.contains("revoked"), "{listed}");
    let error = rollcall(ready, "invitation resend demo ada@example.com").await.failed(1);
    assert!(error.contains("`rollcall invitation create`"), "{error}");
}

#[tokio::test]
async fn an_entity_is_made_renamed_and_deleted_once_nobody_needs_it() {
    let local = start().await;
    let ready = &local.ready;
    let made = rollcall(ready, "entity create demo Acme --json").await.json();
    assert_eq!(made["name"], "Acme");
    let renamed = rollcall(ready, "entity rename demo ACME Umbrella --json").await.json();
    assert_eq!((&renamed["id"], &renamed["name"]), (&made["id"], &json!("Umbrella")), "its name in any case");
    let listed = rollcall(ready, "entity list demo").await.text();
    assert!(listed.contains("Demo") && listed.contains("Umbrella") && !listed.contains("Acme"), "{listed}");

    person(ready, "ada@example.com").await;
    rollcall(ready, "invitation create demo ada@example.com --card-access card --entity Umbrella")
        .await
        .text();
    let problem = rollcall(ready, "entity delete demo Umbrella --json").await.problem(1);
    assert_eq!(problem["kind"], "entityInUse");
    rollcall(ready, "invitation revoke demo ada@example.com").await.text();
    group(ready, "Engineers", &[]).await;
    let rule = "access-rule set demo Engineers --invite --card-access card --entity Umbrella";
    rollcall(ready, rule).await.text();
    let error = rollcall(ready, "entity delete demo Umbrella").await.failed(1);
    assert!(error.contains("access rule") && error.contains("`rollcall access-rule set`"), "{error}");
    rollcall(ready, "access-rule delete demo Engineers").await.text();
    assert_eq!(rollcall(ready, "entity delete demo Umbrella").await.text(), "\"Umbrella\" is deleted");
    let problem = rollcall(ready, "entity delete demo Umbrella --json").await.problem(1);
    assert_eq!(problem["kind"], "noEntity");

    for number in 1..100 {
        rollcall(ready, &format!("entity create demo E{number}")).await.text();
    }
    let problem = rollcall(ready, "entity create demo Other --json").await.problem(1);
    assert_eq!(problem["kind"], "tooMany");
}

#[tokio::test]
async fn who_says_the_roles_is_chosen_and_a_rule_says_when_its_role_does_nothing() {
    let local = start().await;
    let ready = &local.ready;
    group(ready, "Engineers", &[]).await;
    rollcall(ready, "role set demo approver --display Approver").await.text();
    assert_eq!(rollcall(ready, "role from demo").await.text(), "roles from  groups");
    let set = rollcall(ready, "access-rule set demo Engineers --role approver").await;
    assert_eq!(set.error(), "", "it does something");
    let chosen = rollcall(ready, "role from demo directory --json").await.json();
    assert_eq!(chosen, json!({ "rolesFrom": "directory" }));
    let set = rollcall(ready, "access-rule set demo Engineers --role approver").await;
    assert!(set.error().contains("`rollcall role from demo groups`"), "{}", set.error());
    rollcall(ready, "role from demo groups").await.text();
    assert_eq!(rollcall(ready, "role from demo --json").await.json(), json!({ "rolesFrom": "groups" }));
}

#[tokio::test]
async fn a_place_is_changed_in_a_part_and_taken_away() {
    let local = start().await;
    let ready = &local.ready;
    person(ready, "ada@example.com").await;
    entity(ready, "Acme").await;
    let error = rollcall(ready, "place set demo ada@example.com --entity Acme").await.failed(1);
    assert!(error.contains("no place") && error.contains("`rollcall invitation create`"), "{error}");
    rollcall(ready, "invitation create demo ada@example.com --card-access card --entity Acme").await.text();
    accept(&local, "ada@example.com").await;
    let set = rollcall(ready, "place set demo ada@example.com --card-access reimbursement_only --json")
        .await
        .json();
    assert_eq!(
        (&set["place"]["entity"], &set["place"]["cardAccess"]),
        (&json!("Acme"), &json!("reimbursement_only"))
    );
    let set = rollcall(ready, "place set demo ada@example.com --entity Demo").await.text();
    assert!(set.contains("place       Demo (reimbursement_only)"), "{set}");
    let removed = rollcall(ready, "place remove demo ada@example.com --json").await.json();
    assert_eq!((&removed["status"], &removed["place"]), (&json!("provisioned"), &Value::Null));
    rollcall(ready, "place remove demo ada@example.com").await.text();
    let error = rollcall(ready, "place set demo ada@example.com").await.failed(2);
    assert!(error.contains("--entity") && error.contains("--card-access"), "{error}");
}

#[tokio::test]
async fn what_is_part_of_the_plan_is_refused_on_another() {
    let local = start().await;
    let ready = &local.ready;
    rollcall(ready, "tenant create acme").await.text();
    rollcall(ready, "user create acme ada@example.com").await.text();
    for command in [
        "invitation create acme ada@example.com --card-access card",
        "invitation resend acme ada@example.com",
        "invitation revoke acme ada@example.com",
        "place set acme ada@example.com --card-access card",
        "place remove acme ada@example.com",
        "entity create acme Other",
        "role from acme directory",
    ] {
        let problem = rollcall(ready, &format!("{command} --json")).await.problem(1);
        assert_eq!(problem["kind"], "planRequired", "{command}");
        assert!(problem["message"].as_str().unwrap().contains("--plan advanced"), "{problem}");
    }
    rollcall(ready, "group list acme").await.text();
    rollcall(ready, "invitation list acme").await.text();
}

#[tokio::test]
async fn a_rule_is_looked_at_set_ordered_and_deleted() {
    let local = start().await;
    let ready = &local.ready;
    let ada = person(ready, "ada@example.com").await;
    group(ready, "Engineers", &[&ada]).await;
    group(ready, "Leads", &[]).await;
    let error = rollcall(ready, "role set demo approver").await.failed(1);
    assert!(error.contains("--display"), "{error}");
    let made = rollcall(ready, "role set demo approver --display Approver --description Approves --json")
        .await
        .json();
    assert_eq!((&made["display"], &made["description"]), (&json!("Approver"), &json!("Approves")));
    let renamed = rollcall(ready, "role set demo approver --display Boss --json").await.json();
    assert_eq!(
        (&renamed["display"], &renamed["description"]),
        (&json!("Boss"), &json!("Approves")),
        "it stays"
    );
    let bare = rollcall(ready, "role set demo approver --description  --json").await.json();
    assert_eq!((&bare["display"], &bare["description"]), (&json!("Boss"), &Value::Null));
    let listed = rollcall(ready, "role list demo").await.text();
    assert!(listed.contains("approver  Boss"), "{listed}");

    for (command, kind) in [
        ("access-rule set demo Engineers --role viewer", "noRole"),
        ("access-rule set demo Engineers", "ruleIncomplete"),
        ("access-rule set demo Nobody --role approver", "noGroup"),
        ("access-rule set demo Engineers --invite --card-access card --entity Other", "noEntity"),
        ("access-rule delete demo Engineers", "noRule"),
        ("access-rule apply demo Engineers", "noRule"),
        ("role delete demo viewer", "noRole"),
    ] {
        assert_eq!(rollcall(ready, &format!("{command} --json")).await.problem(1)["kind"], kind, "{command}");
    }
    let rule = "demo Engineers --role approver --invite --card-access card";
    let told = rollcall(ready, &format!("access-rule preview {rule} --json")).await.json();
    assert_eq!(
        (&told["lookedAt"], &told["complete"], &told["gaining"], &told["invited"]),
        (&json!(1), &json!(true), &json!(1), &json!(1))
    );
    let text = rollcall(ready, &format!("access-rule preview {rule}")).await.text();
    assert!(text.contains("ada@example.com  gains approver, is invited"), "{text}");
    assert_eq!(
        rollcall(ready, "access-rule list demo --json").await.json()["rules"],
        json!([]),
        "nothing is set"
    );
    rollcall(ready, &format!("access-rule set {rule}")).await.text();
    rollcall(ready, "access-rule set demo Leads --role approver --position 0").await.text();
    let order = |rules: &Value| -> Vec<String> {
        let rules = rules["rules"].as_array().unwrap().iter();
        rules.map(|rule| rule["group"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(order(&rollcall(ready, "access-rule list demo --json").await.json()), ["Leads", "Engineers"]);
    let ordered = rollcall(ready, "access-rule order demo Engineers Leads --json").await.json();
    assert_eq!(order(&ordered), ["Engineers", "Leads"]);
    let problem = rollcall(ready, "access-rule order demo Engineers --json").await.problem(1);
    assert_eq!(problem["kind"], "orderIncomplete");
    let listed = rollcall(ready, "access-rule list demo").await.text();
    assert!(listed.contains("Engineers  approver  Demo"), "{listed}");
    let error = rollcall(ready, "role delete demo approver").await.failed(1);
    assert!(
        error.contains("\"Engineers\", \"Leads\"") && error.contains("`rollcall access-rule set`"),
        "{error}"
    );
    assert_eq!(error.matches("rule").count(), 2, "told once: {error}");
    rollcall(ready, "access-rule apply demo Engineers").await.text();
    for group in ["Engineers", "Leads"] {
        let told = rollcall(ready, &format!("access-rule delete demo {group}")).await.text();
        assert!(told.starts_with(&format!("the group \"{group}\" has no rule any more")), "{told}");
    }
    let problem = rollcall(ready, "access-rule preview demo Leads --json").await.problem(1);
    assert_eq!(problem["kind"], "ruleIncomplete", "there is nothing to preview");
    assert_eq!(rollcall(ready, "role delete demo approver").await.text(), "approver is deleted");
}
