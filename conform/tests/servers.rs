//! Small servers that are wrong in one way each: the right checks find it, and no others.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use rollcall_conform::options::{Base, Token};
use rollcall_conform::report::Outcome;
use rollcall_conform::{CannotCheck, Conformance, Left, Options, Report, Suite};
use serde_json::{Value, json};
use tokio::net::TcpListener;

const TOKEN: &str = "the-token-of-the-test";
const LIST_URN: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const ERROR_URN: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

/// What is wrong with a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flaw {
    None,
    NumbersAsText,
    NoTotal,
    CreatesWith200,
    CreatesWithoutBody,
    ActiveAsText,
    NoAuthentication,
    DuplicatesAllowed,
    MindsCase,
    ErrorsAsHtml,
    IgnoresCount,
    ReadsFail,
    DeletionsFail,
    EveryOtherIs429,
    RepeatsTheToken,
    CreationsUnanswered,
}

/// Users by their ids, in the order of their creation.
#[derive(Debug, Default)]
struct Memory {
    users: BTreeMap<u64, Value>,
    requests: u64,
}

fn answer(status: u16, body: &Value) -> Response {
    let response = Response::builder().status(status).header("content-type", "application/scim+json");
    let body = if body.is_null() { Body::empty() } else { Body::from(body.to_string()) };
    response.body(body).unwrap()
}

fn error(flaw: Flaw, status: u16, detail: &str) -> Response {
    match flaw {
        Flaw::ErrorsAsHtml => Response::builder().status(status).body(Body::from("<h1>Error</h1>")).unwrap(),
        Flaw::RepeatsTheToken => {
            let detail = format!("{detail}, said \"{TOKEN}\" about rollcall-conform-0badcafe");
            answer(status, &json!({ "schemas": [ERROR_URN], "status": "418", "detail": detail }))
        }
        _ => {
            answer(status, &json!({ "schemas": [ERROR_URN], "status": status.to_string(), "detail": detail }))
        }
    }
}

fn list(flaw: Flaw, found: &[&Value], total: usize, start: usize) -> Response {
    let number = |number: usize| match flaw {
        Flaw::NumbersAsText => json!(number.to_string()),
        _ => json!(number),
    };
    let mut body = json!({
        "schemas": [LIST_URN], "totalResults": number(total), "startIndex": number(start),
        "itemsPerPage": number(found.len()), "Resources": found,
    });
    if flaw == Flaw::NoTotal {
        body.as_object_mut().unwrap().remove("totalResults");
    }
    answer(200, &body)
}

fn serve(
    flaw: Flaw,
    memory: &mut Memory,
    (method, uri, headers, body): (&Method, &Uri, &HeaderMap, &str),
) -> Response {
    memory.requests += 1;
    if flaw == Flaw::EveryOtherIs429 && memory.requests.is_multiple_of(2) {
        return Response::builder().status(429).header("retry-after", "0").body(Body::empty()).unwrap();
    }
    let bearer = format!("Bearer {TOKEN}");
    let is_known = headers.get("authorization").is_some_and(|header| header.to_str().unwrap() == bearer);
    if !is_known && flaw != Flaw::NoAuthentication {
        return error(flaw, 401, "no token");
    }
    let query: BTreeMap<String, String> = parameters(uri);
    let id = uri.path().strip_prefix("/scim/Users/").map(|id| id.parse().unwrap_or(0));
    match (method.as_str(), uri.path(), id) {
        ("GET", "/scim/ServiceProviderConfig", _) => answer(
            200,
            &json!({ "patch": { "supported": false }, "filter": { "supported": true, "maxResults": 100 } }),
        ),
        ("GET", "/scim/Users", _) => {
            let matches = |user: &&Value| {
                let Some(filter) = query.get("filter") else { return true };
                let wanted = filter.split('"').nth(1).unwrap_or_default();
                let name = user["userName"].as_str().unwrap();
                name == wanted || (flaw != Flaw::MindsCase && name.eq_ignore_ascii_case(wanted))
            };
            let found: Vec<_> = memory.users.values().filter(matches).collect();
            let number =
                |name: &str, usual: usize| query.get(name).map_or(usual, |text| text.parse().unwrap_or(0));
            let (start, count) = (number("startIndex", 1), number("count", 100));
            let count = if flaw == Flaw::IgnoresCount { usize::MAX } else { count };
            let total = found.len();
            list(
                flaw,
                &found.into_iter().skip(start.saturating_sub(1)).take(count).collect::<Vec<_>>(),
                total,
                start,
            )
        }
        ("POST", "/scim/Users", _) => {
            let Some(mut user) =
                serde_json::from_str::<Value>(body).ok().filter(|user| user["userName"].is_string())
            else {
                return error(flaw, 400, "that is no user");
            };
            let name = user["userName"].as_str().unwrap().to_lowercase();
            let is_taken =
                memory.users.values().any(|user| user["userName"].as_str().unwrap().to_lowercase() == name);
            if is_taken && flaw != Flaw::DuplicatesAllowed {
                return error(flaw, 409, "taken");
            }
            let id = memory.requests;
            user["id"] = id.to_string().into();
            if flaw == Flaw::ActiveAsText {
                user["active"] = "True".into();
            }
            memory.users.insert(id, user.clone());
            match flaw {
                Flaw::CreatesWith200 => answer(200, &user),
                Flaw::CreatesWithoutBody => answer(201, &Value::Null),
                Flaw::CreationsUnanswered => error(flaw, 503, "try again"),
                _ => answer(201, &user),
            }
        }
        ("GET", _, Some(_)) if flaw == Flaw::ReadsFail => error(flaw, 500, "an outage"),
        ("GET", _, Some(id)) => match memory.users.get(&id) {
            Some(user) => answer(200, user),
            None => error(flaw, 404, "nobody"),
        },
        ("DELETE", _, Some(_)) if flaw == Flaw::DeletionsFail => error(flaw, 500, "an outage"),
        ("DELETE", _, Some(id)) => match memory.users.remove(&id) {
            Some(_) => answer(204, &Value::Null),
            None => error(flaw, 404, "nobody"),
        },
        _ => error(flaw, 404, "nothing"),
    }
}

/// The parameters of a query, decoded.
fn parameters(uri: &Uri) -> BTreeMap<String, String> {
    let url = format!("http://x{uri}");
    let base = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&url.parse().unwrap());
    base.unwrap().0.into_iter().collect()
}

async fn start(flaw: Flaw) -> (String, Arc<Mutex<Memory>>) {
    let memory = Arc::new(Mutex::new(Memory::default()));
    let shared = Arc::clone(&memory);
    let handler = async move |method: Method, uri: Uri, headers: HeaderMap, body: String| {
        serve(flaw, &mut shared.lock().unwrap(), (&method, &uri, &headers, &body))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/scim", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, Router::new().fallback(handler)).await.unwrap() });
    (base, memory)
}

fn options(base: &str, suites: &[Suite]) -> Options {
    Options {
        base: Base::parse(base).unwrap(),
        token: Token::parse(TOKEN).unwrap(),
        user_domain: "example.com".to_owned(),
        rate: NonZeroU32::new(1_000).unwrap(),
        suites: suites.to_vec(),
        keep: false,
        run: "0badcafe".to_owned(),
        started_at: "2026-11-29T03:00:00Z".parse().unwrap(),
        version: "0.0.0".to_owned(),
    }
}

async fn checked(base: &str, suites: &[Suite]) -> (Report, Vec<Left>) {
    let mut conformance = Conformance::begin(options(base, suites)).await.unwrap();
    let report = conformance.play(|_, _| {}).await;
    let left = conformance.clean_up().await;
    (report, left)
}

/// The checks that failed, without their suite.
fn failed(report: &Report) -> Vec<&str> {
    let failed = report.findings.iter().filter(|finding| finding.outcome == Outcome::Fail);
    failed.map(|finding| finding.id.split_once('.').unwrap().1).collect()
}

/// What fails in the SPEC test of a server with this flaw. Everybody is taken away again.
async fn spec(flaw: Flaw) -> Vec<String> {
    let (base, memory) = start(flaw).await;
    let (report, left) = checked(&base, &[Suite::OktaSpec]).await;
    assert_eq!(left, [], "{flaw:?}");
    assert_eq!(memory.lock().unwrap().users.len(), 0, "{flaw:?}");
    failed(&report).into_iter().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_server_that_is_right_passes_okta_s_test() {
    let (base, memory) = start(Flaw::None).await;
    let (report, left) = checked(&base, &[Suite::OktaSpec]).await;
    assert_eq!((failed(&report), left), (vec![], vec![]));
    assert_eq!(memory.lock().unwrap().users.len(), 0);
    let groups = report.findings.iter().find(|finding| finding.id == "okta-spec.groups").unwrap();
    assert_eq!(groups.found.as_deref(), Some("the server has no groups"));
    assert!(!report.server.is_rollcall);
}

#[tokio::test]
async fn each_flaw_fails_the_checks_that_look_at_it() {
    let lists = ["list", "list-count", "missing-user-name", "user-name-case"].as_slice();
    for (flaw, expected) in [
        (Flaw::NumbersAsText, lists),
        (Flaw::NoTotal, lists),
        (Flaw::CreatesWith200, &["create"]),
        (Flaw::ActiveAsText, &["create", "get"]),
        (Flaw::NoAuthentication, &["unauthenticated", "wrong-token"]),
        (Flaw::DuplicatesAllowed, &["duplicate"]),
        (Flaw::MindsCase, &["user-name-case"]),
        (Flaw::ErrorsAsHtml, &["duplicate", "unknown-id"]),
        (Flaw::IgnoresCount, &["list-count"]),
        (Flaw::ReadsFail, &["get", "unknown-id"]),
        (Flaw::EveryOtherIs429, &[]),
    ] {
        assert_eq!(spec(flaw).await, expected, "{flaw:?}");
    }
}

#[tokio::test]
async fn a_server_that_is_wrong_in_all_is_a_report_and_no_panic() {
    for flaw in [Flaw::NumbersAsText, Flaw::ReadsFail, Flaw::ErrorsAsHtml, Flaw::CreatesWithoutBody] {
        let (base, memory) = start(flaw).await;
        let (report, left) = checked(&base, &Suite::ALL).await;
        assert!(
            report.findings.len() > 100 && report.summary.failed() > 10,
            "{flaw:?}: {:?}",
            report.summary
        );
        assert_eq!(left, [], "{flaw:?}");
        assert_eq!(memory.lock().unwrap().users.len(), 0, "{flaw:?}");
    }
}

#[tokio::test]
async fn who_was_made_without_an_answer_is_found_and_taken_away() {
    let (base, memory) = start(Flaw::CreationsUnanswered).await;
    let mut conformance = Conformance::begin(options(&base, &[Suite::OktaSpec])).await.unwrap();
    let report = conformance.play(|_, _| {}).await;
    assert!(memory.lock().unwrap().users.len() > 3 && report.summary.failed() > 3);
    assert_eq!(conformance.clean_up().await, []);
    assert_eq!(memory.lock().unwrap().users.len(), 0);
}

#[tokio::test]
async fn who_cannot_be_taken_away_is_named() {
    let (base, memory) = start(Flaw::DeletionsFail).await;
    let (report, left) = checked(&base, &[Suite::OktaSpec]).await;
    let users = memory.lock().unwrap().users.len();
    assert_eq!(left.len(), users);
    assert!(left[0].name.starts_with("rollcall-conform-0badcafe-"), "{left:?}");
    assert!(left[0].path.starts_with("/Users/") && left[0].why.contains("500"), "{left:?}");
    let text = report.with_left(left).to_text();
    assert!(text.contains("Not removed:"), "{text}");
}

#[tokio::test]
async fn a_token_that_a_server_repeats_is_in_no_report() {
    let (base, _) = start(Flaw::RepeatsTheToken).await;
    let (report, _) = checked(&base, &Suite::ALL).await;
    let forms = [
        report.to_text(),
        report.to_json().unwrap(),
        report.to_junit().unwrap(),
        report.to_html().unwrap(),
        format!("{report:?}"),
    ];
    for form in forms {
        assert!(form.contains("said") && !form.contains(TOKEN), "{form}");
    }
}

#[tokio::test]
async fn what_cannot_be_checked_is_told_from_what_fails() {
    let (base, _) = start(Flaw::None).await;
    let stranger = Options { token: Token::parse("another").unwrap(), ..options(&base, &Suite::ALL) };
    let refused = Conformance::begin(stranger).await.unwrap_err();
    assert!(matches!(refused, CannotCheck::Refused { status: 401, .. }), "{refused:?}");
    let nowhere = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let unreached =
        Conformance::begin(options(&format!("http://{nowhere}/"), &Suite::ALL)).await.unwrap_err();
    assert!(matches!(unreached, CannotCheck::NoAnswer { .. }), "{unreached:?}");
    let nameless = Options { user_domain: "a b".to_owned(), ..options(&base, &Suite::ALL) };
    let wrong = Conformance::begin(nameless).await.unwrap_err();
    assert!(matches!(wrong, CannotCheck::Option(_)), "{wrong:?}");
}

#[tokio::test]
async fn a_run_that_is_dropped_can_still_be_cleaned_up() {
    let (base, memory) = start(Flaw::None).await;
    let slow = Options { rate: NonZeroU32::new(20).unwrap(), ..options(&base, &Suite::ALL) };
    let mut conformance = Conformance::begin(slow).await.unwrap();
    let until_somebody_is_there = async {
        while memory.lock().unwrap().users.len() < 2 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        _ = conformance.play(|_, _| {}) => panic!("it ended before it was broken off"),
        () = until_somebody_is_there => {}
    }
    assert_eq!(conformance.clean_up().await, []);
    assert_eq!(memory.lock().unwrap().users.len(), 0);
}
