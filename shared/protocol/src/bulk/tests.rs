mod order;
mod refusals;

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{
    BULK_REQUEST_URN, BULK_RESPONSE_URN, BulkRequest, Entry, Made, Outcome, Resolved, Unresolved, into_json,
};
use crate::ScimError;
use crate::example::{PERSON, TEAM};

fn parse(body: &Value) -> Result<BulkRequest, ScimError> {
    BulkRequest::parse(body, &[&PERSON, &TEAM])
}

/// A request with these operations.
fn request(operations: &Value) -> BulkRequest {
    parse(&json!({ "schemas": [BULK_REQUEST_URN], "Operations": operations })).unwrap()
}

/// What becomes of the only operation of a request, after these were made.
fn resolved(operation: &Value, made: &[(&str, Outcome)]) -> Result<Resolved, Unresolved> {
    let mut known = Made::default();
    for (bulk_id, outcome) in made {
        known.note(bulk_id, outcome.clone());
    }
    let request = request(&json!([operation]));
    request.operations[0].task.as_ref().unwrap().resolved(&known)
}

fn id(id: &str) -> Outcome {
    Outcome::Id(id.to_owned())
}

/// The request of RFC 7644 §3.7.3, less what is elided there.
#[test]
fn the_example_of_the_rfc_is_read() {
    let request = parse(&json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "failOnErrors": 1,
        "Operations": [
            { "method": "POST", "path": "/Users", "bulkId": "qwerty", "data": { "userName": "Alice" } },
            { "method": "PUT", "path": "/Users/b7c14771-226c-4d05-8860-134711653041",
              "version": "W/\"3694e05e9dff591\"", "data": { "userName": "Bob" } },
            { "method": "PATCH", "path": "/Users/5d8d29d3-342c-4b5f-8683-a3cb6763ffcc",
              "version": "W/\"edac3253e2c0ef2\"",
              "data": [{ "op": "remove", "path": "nickName" }, { "op": "add", "path": "userName", "value": "Dave" }] },
            { "method": "DELETE", "path": "/Users/e9025315-6bea-44e1-899c-1e07454e468b", "version": "W/\"0ee8add0a938e1a\"" },
        ],
    }));
    let request = request.unwrap();
    assert_eq!(request.fail_on_errors, Some(1));
    let known = Made::default();
    let singles: Vec<Resolved> = request
        .operations
        .iter()
        .map(|operation| operation.task.as_ref().unwrap().resolved(&known).unwrap())
        .collect();
    let methods: Vec<&Method> = singles.iter().map(|single| &single.method).collect();
    assert_eq!(methods, [&Method::POST, &Method::PUT, &Method::PATCH, &Method::DELETE]);
    assert_eq!(singles[0].path, "/Users");
    assert_eq!(singles[1].version.as_deref(), Some("W/\"3694e05e9dff591\""));
    let patch = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{ "op": "remove", "path": "nickName" }, { "op": "add", "path": "userName", "value": "Dave" }],
    });
    assert_eq!(singles[2].data, Some(patch));
    assert_eq!(
        (singles[3].path.as_str(), &singles[3].data),
        ("/Users/e9025315-6bea-44e1-899c-1e07454e468b", &None)
    );
}

#[test]
fn names_and_methods_are_read_in_any_case_and_absent_ones_are_null_or_empty() {
    let request = parse(&json!({
        "FAILONERRORS": null,
        "operations": [{ "Method": "patch", "PATH": "//Users/1/", "bulkid": "", "version": null, "Data": { "a": 1 } }],
    }));
    let request = request.unwrap();
    assert_eq!(request.fail_on_errors, None);
    let operation = &request.operations[0];
    assert_eq!((operation.method.as_str(), &operation.bulk_id, operation.makes()), ("patch", &None, None));
    let single = operation.task.as_ref().unwrap().resolved(&Made::default()).unwrap();
    let data = Some(json!({ "a": 1 }));
    assert_eq!(single, Resolved { method: Method::PATCH, path: "/Users/1".to_owned(), version: None, data });
}

#[test]
fn references_are_resolved_in_the_path_and_anywhere_in_values_and_nowhere_else() {
    let operation = json!({
        "method": "PATCH",
        "path": "/Groups/bulkId:team",
        "data": { "Operations": [{
            "op": "add",
            "path": "members",
            "value": [{ "value": "bulkId:ada" }, { "value": "x-bulkId:ada" }, { "bulkId:ada": ["bulkId:bob: the second"] }],
        }] },
    });
    let made = [("team", id("t1")), ("ada", id("a1")), ("bob: the second", id("b1"))];
    let single = resolved(&operation, &made).unwrap();
    assert_eq!(single.path, "/Groups/t1");
    assert_eq!(
        single.data.unwrap()["Operations"][0]["value"],
        json!([{ "value": "a1" }, { "value": "x-bulkId:ada" }, { "bulkId:ada": ["b1"] }])
    );
}

#[test]
fn what_refers_to_nothing_is_told_why() {
    let operation =
        json!({ "method": "PUT", "path": "/Groups/1", "data": { "members": [{ "value": "bulkId:ada" }] } });
    let unresolved = |made: &[(&str, Outcome)]| resolved(&operation, made).unwrap_err();
    let refused = unresolved(&[("ada", Outcome::Refused)]);
    assert_eq!(refused, Unresolved::Refused("ada".to_owned()));
    assert_eq!(refused.fault().unwrap().status, StatusCode::CONFLICT);
    let later = unresolved(&[("ada", Outcome::Later)]);
    assert_eq!((later.fault(), later), (None, Unresolved::Later("ada".to_owned())));
    let unknown = unresolved(&[("bob", id("b1"))]);
    assert_eq!(unknown, Unresolved::Unknown("ada".to_owned()));
    assert_eq!(unknown.fault().unwrap().status, StatusCode::BAD_REQUEST);
    let long = Unresolved::Unknown("ü".repeat(10_000)).fault().unwrap();
    assert!(long.detail.len() < 250, "{}", long.detail);
}

#[test]
fn the_answer_says_of_each_operation_what_there_is_to_say() {
    let made = Entry {
        method: "POST".to_owned(),
        bulk_id: Some("qwerty".to_owned()),
        version: Some("W/\"1\"".to_owned()),
        location: Some("https://example.com/v2/Users/1".to_owned()),
        status: StatusCode::CREATED,
        response: None,
    };
    let error = ScimError::conflict("Taken.").to_json();
    let refused = Entry {
        method: String::new(),
        bulk_id: None,
        version: None,
        location: None,
        status: StatusCode::CONFLICT,
        response: Some(error.clone()),
    };
    let expected = json!({
        "schemas": [BULK_RESPONSE_URN],
        "Operations": [
            { "method": "POST", "bulkId": "qwerty", "version": "W/\"1\"", "location": "https://example.com/v2/Users/1",
              "status": "201" },
            { "status": "409", "response": error },
        ],
    });
    assert_eq!(into_json(vec![made, refused]), expected);
}
