use futures_util::FutureExt;
use reqwest::{Client, Method};
use serde_json::json;

use crate::Scim;
use crate::history::{Call, Operation, Outcome, Recorder};

/// A client of a service that is not there.
fn client(recorder: &Recorder) -> Scim {
    Scim::new(Client::new(), "http://127.0.0.1:1", "token").recorded(recorder.about("ada"))
}

#[track_caller]
fn only(recorder: &Recorder) -> Call {
    let [call] = <[Call; 1]>::try_from(recorder.calls()).unwrap();
    assert!(call.invoked_at <= call.returned_at);
    call
}

#[tokio::test]
async fn a_request_without_an_answer_has_an_unknown_outcome() {
    let recorder = Recorder::of_people_apart();
    let request = client(&recorder).request(Method::POST, "/Users");
    request.json(&json!({ "userName": "ada@example.com" })).try_send().await.unwrap_err();
    let operation = Operation::Create { user_name: "ada@example.com".into(), active: true };
    let call = only(&recorder);
    assert_eq!((call.operation, call.outcome), (operation, Outcome::Unknown));
}

#[tokio::test]
async fn a_request_that_is_given_up_has_an_unknown_outcome() {
    let recorder = Recorder::of_people_apart();
    assert!(client(&recorder).delete("1").now_or_never().is_none(), "it is on its way");
    assert_eq!(only(&recorder).outcome, Outcome::Unknown);
}

#[tokio::test]
async fn what_is_not_about_a_user_is_not_recorded() {
    let recorder = Recorder::of_people_apart();
    client(&recorder).request(Method::GET, "/Users?startIndex=1&count=100").try_send().await.unwrap_err();
    assert_eq!(recorder.calls(), []);
}
