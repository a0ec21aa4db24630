//! The local system, started in this process.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use reqwest::{Client, StatusCode};
use rollcall_cli::local::{self, Local, Options};

async fn start() -> Local {
    local::start(Options::default()).await.unwrap()
}

#[tokio::test]
async fn what_is_ready_answers() {
    let local = start().await;
    let ready = &local.ready;
    assert_eq!(ready.scim_url, format!("{}/scim/v2", ready.base_url));
    let client = Client::new();
    let users = client.get(format!("{}/Users", ready.scim_url)).bearer_auth(&ready.token);
    assert_eq!(users.send().await.unwrap().status(), StatusCode::OK);
    for page in [&ready.base_url, &ready.mailbox_url, &ready.clock_url, &ready.dynamodb_url] {
        assert_eq!(client.get(page).send().await.unwrap().status(), StatusCode::OK, "{page}");
    }
    local.stop().await;
}
