//! The controls of the local system ask for no token, so they are for this machine and for their own pages alone.

use reqwest::{Client, Method, StatusCode, header};
use rollcall_local::{Local, Options, start};
use serde_json::Value;

const CONTROLS: [&str; 4] = ["/", "/_local/clock", "/_local/mailbox", "/_local/events"];

async fn system() -> Local {
    start(Options::default()).await.unwrap()
}

fn port(system: &Local) -> String {
    system.ready.base_url.rsplit_once(':').unwrap().1.to_owned()
}

async fn ask(system: &Local, method: Method, path: &str, headers: &[(&str, &str)]) -> (StatusCode, String) {
    let mut request = Client::new().request(method.clone(), format!("{}{path}", system.ready.base_url));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if method == Method::POST {
        request = request.body(r#"{"advanceSecs": 0}"#);
    }
    let answer = request.send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

#[tokio::test]
async fn controls_answer_those_who_ask_by_the_systems_own_name() {
    let system = system().await;
    let port = port(&system);
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("LOCALHOST:{port}")] {
        for path in CONTROLS {
            let (status, body) = ask(&system, Method::GET, path, &[("host", &host)]).await;
            assert_eq!(status, StatusCode::OK, "{host} {path}: {body}");
        }
        let origin = format!("http://{host}");
        let headers = [("host", host.as_str()), ("origin", origin.as_str())];
        let (status, body) = ask(&system, Method::POST, "/_local/clock", &headers).await;
        assert_eq!(status, StatusCode::OK, "{host}: {body}");
    }
    let (status, _) = ask(&system, Method::POST, "/_local/clock", &[]).await;
    assert_eq!(status, StatusCode::OK, "curl sends no Origin");
}

#[tokio::test]
async fn controls_refuse_other_names_for_this_machine_and_pages_of_other_origins() {
    let system = system().await;
    let port = port(&system);
    let other_port = format!("127.0.0.1:{}", port.parse::<u16>().unwrap().wrapping_add(1));
    let rebound = format!("rebound.example:{port}");
    let under = format!("127.0.0.1:{port}.example.com");
    let tls = format!("https://127.0.0.1:{port}");
    let cases: [(&str, &str); 9] = [
        ("host", &rebound),
        ("host", "rebound.example"),
        ("host", "127.0.0.1"),
        ("host", &under),
        ("host", &other_port),
        ("origin", "https://example.com"),
        ("origin", "http://localhost:1"),
        ("origin", "null"),
        ("origin", &tls),
    ];
    for (name, value) in cases {
        for (method, path) in
            CONTROLS.map(|path| (Method::GET, path)).into_iter().chain([(Method::POST, "/_local/clock")])
        {
            let (status, body) = ask(&system, method, path, &[(name, value)]).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{name}: {value} {path}: {body}");
            let body: Value = serde_json::from_str(&body).unwrap();
            assert!(body["error"].as_str().unwrap().contains(&system.ready.base_url), "{body}");
        }
    }
}

#[tokio::test]
async fn the_api_itself_minds_no_host() {
    let system = system().await;
    let answer = Client::new()
        .get(format!("{}/Users", system.ready.scim_url))
        .header(header::HOST, "rollcall.test")
        .bearer_auth(&system.ready.token)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::OK, "a tunnel to it has a name of its own");
}
