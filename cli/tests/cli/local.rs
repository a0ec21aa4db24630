//! The local system, started in this process.

use std::net::TcpListener;

use reqwest::{Client, StatusCode, header};
use rollcall_local::{Local, Options, StartError};
use serde_json::{Value, json};

pub(crate) async fn start() -> Local {
    start_with(Options::default()).await
}

pub(crate) async fn start_with(options: Options) -> Local {
    rollcall_local::start(options).await.unwrap_or_else(|error| panic!("{error:?}"))
}

#[tokio::test]
async fn all_that_is_ready_answers() {
    let local = start().await;
    let ready = &local.ready;
    assert_eq!(ready.scim_url, format!("{}/scim/v2", ready.base_url));
    let client = Client::new();
    let users = client.get(format!("{}/Users", ready.scim_url)).bearer_auth(&ready.token);
    assert_eq!(users.send().await.unwrap().status(), StatusCode::OK);
    for page in
        [&ready.base_url, &ready.mailbox_url, &ready.events_url, &ready.clock_url, &ready.dynamodb_url]
    {
        assert_eq!(client.get(page).send().await.unwrap().status(), StatusCode::OK, "{page}");
    }
    local.stop().await;
}

#[tokio::test]
async fn only_loopback_is_bound() {
    let local = start().await;
    for url in [&local.ready.base_url, &local.ready.dynamodb_url] {
        assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    }
}

#[tokio::test]
async fn the_engine_listens_where_it_is_told() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let options = || Options { dynamodb_listen: Some(free), ..Options::default() };
    let local = start_with(options()).await;
    assert_eq!(local.ready.dynamodb_url, format!("http://{free}"));
    let users = Client::new().get(format!("{}/Users", local.ready.scim_url)).bearer_auth(&local.ready.token);
    assert_eq!(users.send().await.unwrap().status(), StatusCode::OK);
    let refused = rollcall_local::start(options()).await.unwrap_err();
    assert!(matches!(refused, StartError::DynamoDbListen { .. }), "{refused:?}");
    assert!(refused.to_string().contains(&free.to_string()), "{refused}");
}

#[tokio::test]
async fn a_mailbox_without_mail_is_empty_to_programs_and_says_so_to_people() {
    let local = start().await;
    let mailbox = || Client::new().get(&local.ready.mailbox_url);
    let json = mailbox().header(header::ACCEPT, "application/json").send().await.unwrap();
    assert_eq!(json.json::<Value>().await.unwrap(), json!([]));
    let page = mailbox().header(header::ACCEPT, "text/html").send().await.unwrap();
    assert!(page.text().await.unwrap().contains("No mail yet."));
}

#[tokio::test]
async fn a_taken_port_is_named_with_the_way_out() {
    let taken = start().await;
    let port = taken.ready.base_url.rsplit_once(':').unwrap().1.parse().unwrap();
    let refused = rollcall_local::start(Options { port, ..Options::default() }).await.unwrap_err();
    assert!(matches!(refused, StartError::Port { .. }), "{refused:?}");
    assert!(refused.to_string().contains(&format!("port {port}")), "{refused}");
}

#[tokio::test]
async fn a_stopped_system_goes_on_with_the_same_tenant_and_tokens() {
    let dir = tempfile::tempdir().unwrap();
    let options = || Options { data_dir: Some(dir.path().to_owned()), ..Options::default() };
    let first = start_with(options()).await;
    let tokens = [first.ready.token.clone(), first.ready.people_token.clone()];
    first.stop().await;
    let second = start_with(options()).await;
    assert_eq!([second.ready.token.clone(), second.ready.people_token.clone()], tokens);
    let users = Client::new().get(format!("{}/Users", second.ready.scim_url)).bearer_auth(&tokens[0]);
    assert_eq!(users.send().await.unwrap().status(), StatusCode::OK);
}
