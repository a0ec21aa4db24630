//! *Bring people in from a file* in the portal.

use reqwest::Method;
use reqwest::header::HeaderMap;
use rollcall_rules::tenant::Plan;
use rollcall_tests::portal::Page;
use rollcall_tests::{Portal, TestSystem};
use serde_json::json;

/// The file that the page carries on.
fn carried(page: &Page) -> String {
    let text = page.values("text")[0];
    let text = text.replace("&#34;", "\"").replace("&#39;", "'").replace("&#60;", "<").replace("&#62;", ">");
    // As browsers send the lines of a field.
    text.replace("&#38;", "&").replace("\r\n", "\n").replace('\n', "\r\n")
}

/// Sends a file to be looked at.
async fn look(portal: &Portal, content: impl AsRef<[u8]>) -> Page {
    portal.upload("import-check", &[], Some(("people.csv", content.as_ref()))).await
}

#[tokio::test]
async fn a_file_is_shown_first_and_brings_in_whom_it_showed() {
    let system = TestSystem::start().await;
    system.okta().assign("bob@example.com").await;
    let mut portal = Portal::open(&system).await;
    let list = portal.get("people").await.expect(200, "People");
    let title = "Bring people in from a file";
    portal.get(&list.link(title).unwrap()).await.expect(200, "1,000 people and 512 KiB");
    let text = "\u{FEFF}Surname;E-MAIL;Cost centre;first name\r\n\"O'Hara & \"\"Co\"\"\";ada@example.com;1;Ada\r\n\r\n\
                King;bob@example.com;2;Bob\r\n;eve;3;\r\n;ADA@example.com;4;\r\n;too;many;fields;here\r\n";
    let before = system.snapshot().await;
    let checked = look(&portal, text).await.expect(200, "Bring in 1 person?");
    for said in [
        "1 account would be made",
        "1 person has an account already",
        "3 lines cannot be taken",
        "Its address is no e-mail address",
        "Line 2 has the same address",
        "another number of fields (5) than the first line (4)",
        "“Cost centre” is not read",
    ] {
        assert!(checked.says(said), "{said}\n{checked}");
    }
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    let carried = carried(&checked);
    let done = portal.upload("importing", &[("text", carried.as_str())], None).await;
    let done = done.expect(200, "1 account made. 3 lines cannot be taken");
    assert!(done.says("2 of 2 people dealt with") && !done.says(">Continue</button>"), "{done}");
    let found = system.people().get("/users?q=ada@example.com").await.expect(200);
    let ada = &found["users"][0];
    let names = json!({ "givenName": "Ada", "familyName": "O'Hara & \"Co\"" });
    assert_eq!((&ada["profile"], &ada["linked"]), (&names, &json!(false)), "{ada}");
    let history = portal.get(&format!("activity?person={}", ada["id"].as_str().unwrap())).await;
    history.expect(200, "Grace Hopper");
    let failed = portal.upload("import-failures.csv", &[("text", carried.as_str())], None).await;
    let failed = failed.expect(200, "Surname;E-MAIL;Cost centre;first name;reason");
    assert!(failed.header("content-disposition").contains("import-failures-"), "{failed}");
    assert!(failed.says(";eve;3;;Its address is no e-mail address"), "{failed}");
    assert!(!failed.says("bob@"), "{failed}");
    // The file of the failures is one that can be sent.
    look(&portal, failed.html.as_bytes()).await.expect(200, "There is nobody to bring in");
    // The same form again, as of a page that is loaded again.
    let kept = system.snapshot().await;
    let again = portal.upload("importing", &[("text", carried.as_str())], None).await;
    again.expect(200, "0 accounts made");
    let difference = kept.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    system.check().await;
}

#[tokio::test]
async fn a_file_that_does_not_do_is_told_and_brings_in_nobody() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    portal.get("import").await.expect(200, "CSV in UTF-8");
    let before = system.snapshot().await;
    portal.upload("import-check", &[], None).await.expect(400, "Choose a file");
    portal.upload("import-check", &[], Some(("", b""))).await.expect(400, "Choose a file");
    let many: String = (0..=1_000).map(|number| format!("p{number}@example.com\n")).collect();
    let utf16: Vec<u8> = "email\nada@example.com\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files: [(&[u8], &str); 9] = [
        (b"", "The file is empty"),
        (b"email,name\n,\n\n", "There is nobody in the file"),
        (b"ada@example.com\nbob@example.com\n", "No column is called"),
        (b"email,Mail\na@example.com,b@example.com\n", "hold the same"),
        (b"email,name\nada@example.com,M\xFCller\n", "not UTF-8"),
        ("email,name\nada@example.com,M\u{FFFD}ller\n".as_bytes(), "not UTF-8"),
        (&utf16, "not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not UTF-8"),
        (&[b"email\n", many.as_bytes()].concat(), "more than 1,000 people"),
    ];
    for (file, says) in files {
        look(&portal, file).await.expect(400, says);
    }
    look(&portal, vec![b'x'; 513 * 1024]).await.expect(400, "larger than 512 KiB");
    look(&portal, vec![b'x'; 3 * 1024 * 1024]).await.expect(413, "larger than 512 KiB");
    let long = format!("email,name\nada@example.com,\"{}\nbob@example.com,Bob\n", "x".repeat(5_000));
    look(&portal, long).await.expect(200, "longer than 4,096 bytes");
    // A step looks for itself.
    portal.upload("importing", &[], None).await.expect(400, "The file is empty");
    portal.upload("importing", &[("text", "name\nAda\n")], None).await.expect(400, "No column is called");
    portal.post("importing", &[("text", "email\nada@example.com\n")]).await.expect(400, "");
    portal.send(Method::GET, "importing", None, &HeaderMap::new()).await.expect(405, "");
    let difference = before.difference(&system.snapshot().await);
    assert!(difference.is_empty(), "{difference}");
    system.check().await;
}

#[tokio::test]
async fn nobody_is_brought_in_without_the_session_its_mark_or_the_plan() {
    let system = TestSystem::start().await;
    let mut portal = Portal::open(&system).await;
    portal.get("import").await.expect(200, "CSV in UTF-8");
    let (text, file) =
        ([("text", "email\nada@example.com\n")], Some(("a.csv", &b"email\nada@example.com\n"[..])));
    let stranger = Portal::new(system.base_url());
    stranger.upload("import-check", &[], file).await.expect(401, "");
    stranger.upload("importing", &text, None).await.expect(401, "");
    let mut other = Portal::open(&system).await;
    other.sign_in_as(&portal);
    other.upload("importing", &text, None).await.expect(403, "");
    other.upload("import-check", &[], file).await.expect(403, "");
    system.configure(|tenant| tenant.plan = Plan::Standard).await;
    let people = portal.get("people").await.expect(200, "People");
    assert!(people.link("Bring people in from a file").is_none(), "{people}");
    portal.get("import").await.expect(403, "Advanced");
    portal.upload("import-check", &[], file).await.expect(403, "Advanced");
    portal.upload("importing", &text, None).await.expect(403, "Advanced");
    system.configure(|tenant| tenant.plan = Plan::Advanced).await;
    let found = system.people().get("/users").await.expect(200);
    assert_eq!(found["users"], json!([]), "{found}");
    system.check().await;
}
