//! `rollcall administrator`.

use crate::command::rollcall;
use crate::local::start;

#[tokio::test]
async fn addresses_are_added_listed_and_removed() {
    let local = start().await;
    let ready = &local.ready;
    let added = rollcall(ready, "administrator add demo ada@example.com --language de --json").await.json();
    assert_eq!((&added["address"], &added["language"]), (&"ada@example.com".into(), &"de".into()));
    assert!(added["confirmedAt"].is_null(), "{added}");
    let listed = rollcall(ready, "administrator list demo --json").await.json();
    assert_eq!(listed["administrators"][0]["id"], added["id"]);
    assert_eq!(listed["silenceAfterDays"], 14);
    let text = rollcall(ready, "administrator list demo").await.text();
    assert!(text.contains("waits for confirmation") && text.contains("14 days"), "{text}");
    let quieter = rollcall(ready, "administrator silence demo 0").await.text();
    assert!(quieter.contains("as long as it likes"), "{quieter}");
    rollcall(ready, "administrator resend demo ada@example.com").await.text();
    let removed = rollcall(ready, "administrator remove demo ada@example.com").await.text();
    assert!(removed.contains("ada@example.com is removed"), "{removed}");
    let listed = rollcall(ready, "administrator list demo --json").await.json();
    assert_eq!(listed["administrators"].as_array().map(Vec::len), Some(0));
}
