//! The portal's *Activity* as an audit log: who did it, what is left out, and the files.

use rollcall_tests::TestSystem;
use rollcall_tests::portal::{Page, Portal};
use serde_json::{Value, json};

/// What the list of a page says was done, the latest first.
fn done(page: &Page) -> Vec<&str> {
    let rows = page.html.split("<td role=\"cell\" class=\"by\">").skip(1);
    let what = rows.filter_map(|row| row.split("<td role=\"cell\">").nth(1)?.split("</td>").next());
    what.collect()
}

struct Company {
    system: TestSystem,
    ada: String,
    portal: Portal,
}

/// Ada, whose name the directory changed, Bob, and an administrator who invited Ada.
async fn company() -> Company {
    let system = TestSystem::start().await;
    let okta = system.okta();
    let ada = okta.assign("ada@example.com").await;
    okta.assign("bob@example.com").await;
    okta.rename(&ada, "king@example.com").await;
    let mut portal = Portal::open(&system).await;
    let form = [("id", ada.id.as_str()), ("access", "card")];
    portal.post("invite", &form).await.expect(200, "1 person invited");
    portal.post("scim", &[("enabled", "off")]).await.expect(200, "Provisioning is off");
    system.snapshot().await;
    Company { system, ada: ada.id, portal }
}

#[tokio::test]
async fn the_log_names_the_administrator_and_the_token() {
    let Company { system, mut portal, .. } = company().await;
    let page = portal.get("activity").await.expect(200, "Switched provisioning off");
    assert!(page.html.contains("Administrator<small><bdi>Grace Hopper</bdi></small>"), "{page}");
    let named = page.html.matches("Your directory<small><bdi>").count();
    assert_eq!(named, 3, "by the token's label or id: {page}");
    let list = page.html.find("id=\"list\"").expect("a list");
    let chart = page.html.find("<svg class=\"chart\"").expect("a chart");
    assert!(list < chart, "the list comes first");
    assert!(page.html.matches("class=\"notice").count() <= 1, "{page}");
    system.check().await;
}

#[tokio::test]
async fn the_log_is_filtered_by_person_actor_kind_and_time() {
    let Company { system, ada, mut portal } = company().await;
    let invited = "Invited the person to";
    for (query, expected) in [
        ("person=king%40example.com", &[invited, "Changed the user name", "Made the account"][..]),
        ("person=bob%40example.com", &["Made the account"]),
        (&format!("person={ada}&kind=name"), &["Changed the user name"]),
        ("by=by-admin", &["Switched provisioning off", invited]),
        ("by=by-admin%3AGrace+Hopper&kind=invitation", &[invited]),
        ("by=by-admin%3ASomebody", &[]),
        ("by=directory&kind=account", &["Made the account", "Made the account"]),
        ("to=2020-01-01", &[]),
        ("from=2020-01-01&by=directory&kind=name", &["Changed the user name"]),
        ("from=9000-01-01", &[]),
    ] {
        let page = portal.get(&format!("activity?{query}")).await;
        let said = done(&page);
        assert_eq!(said.len(), expected.len(), "{query}: {said:?}");
        let alike = said.iter().zip(expected).all(|(said, expected)| said.starts_with(expected));
        assert!(alike, "{query}: {said:?}");
        assert!(!page.html.contains("<svg class=\"chart\""), "charts are of all");
    }
    portal.get("activity?person=nobody%40example.com").await.expect(200, "Nobody here has that address");
    portal.get("activity?person=nobody&by=x&kind=y&from=z").await.expect(200, "Nobody here has that address");
    system.check().await;
}

#[tokio::test]
async fn the_log_is_downloaded_as_csv_and_as_json_lines_with_the_same_filter() {
    let Company { system, ada, mut portal } = company().await;
    system.configure(|tenant| tenant.name = "=1+1".to_owned()).await;
    system.snapshot().await;
    let csv =
        portal.get("activity.csv").await.expect(200, "time,by,by_name,person,person_id,user_name,change");
    assert!(csv.header("content-type").starts_with("text/csv"), "{csv}");
    assert!(csv.header("content-disposition").contains(".csv\""), "{csv}");
    assert!(csv.says(",Administrator,Grace Hopper,") && csv.says(&ada), "{csv}");
    assert!(!csv.html.contains(",=") && !csv.html.contains("\n="), "no formula: {csv}");
    let page = portal.get("activity?by=by-admin").await.expect(200, "activity.jsonl?by=by-admin");
    let lines = portal.get(&page.link("JSON lines").unwrap()).await.expect(200, "Grace Hopper");
    let lines: Vec<Value> = lines.html.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line["by"] == "admin"), "{lines:?}");
    assert_eq!(lines[0]["changes"]["scimEnabled"]["to"], json!(false));
    assert_eq!(lines[1]["personId"], json!(ada));
    system.check().await;
}
