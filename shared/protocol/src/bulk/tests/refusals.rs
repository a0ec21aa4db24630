//! What is no bulk request, and what is no operation of one.

use http::StatusCode;
use serde_json::{Value, json};

use super::{parse, request};
use crate::bulk::{BULK_REQUEST_URN, MAX_OPERATIONS};
use crate::{ScimError, ScimType};

fn delete() -> Value {
    json!({ "method": "DELETE", "path": "/Users/1" })
}

#[test]
fn what_is_no_request_is_refused_as_a_whole() {
    let post = json!({ "method": "post", "path": "/Users", "bulkId": "a", "data": {} });
    for (body, scim_type, detail) in [
        (json!([]), ScimType::InvalidSyntax, "a JSON object"),
        (json!({}), ScimType::InvalidSyntax, "Operations, an array"),
        (json!({ "Operations": {} }), ScimType::InvalidSyntax, "Operations, an array"),
        (json!({ "Operations": [] }), ScimType::InvalidSyntax, "at least one"),
        (json!({ "Operations": [1] }), ScimType::InvalidSyntax, "must be an object"),
        (json!({ "Operations": [delete()], "operations": [] }), ScimType::InvalidSyntax, "stands twice"),
        (
            json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [delete()] }),
            ScimType::InvalidSyntax,
            BULK_REQUEST_URN,
        ),
        (json!({ "Operations": [{ "method": 1 }] }), ScimType::InvalidSyntax, "method of an operation"),
        (
            json!({ "Operations": [delete(), { "method": "POST", "path": "/Users", "data": {} }] }),
            ScimType::InvalidSyntax,
            "number 2: a POST must have a bulkId",
        ),
        (
            json!({ "Operations": [delete(), post, post] }),
            ScimType::InvalidValue,
            "number 3: the bulkId \"a\"",
        ),
        (json!({ "Operations": [delete()], "failOnErrors": 0 }), ScimType::InvalidValue, "failOnErrors"),
        (json!({ "Operations": [delete()], "failOnErrors": -1 }), ScimType::InvalidValue, "failOnErrors"),
        (json!({ "Operations": [delete()], "failOnErrors": "1.5" }), ScimType::InvalidValue, "failOnErrors"),
    ] {
        let error = parse(&body).unwrap_err();
        assert_eq!((error.status, error.scim_type), (StatusCode::BAD_REQUEST, Some(scim_type)), "{body}");
        assert!(error.detail.contains(detail), "{body}: {error}");
    }
}

#[test]
fn more_operations_than_there_may_be_are_too_large_and_the_limit_is_named() {
    let with = |count| parse(&json!({ "Operations": vec![delete(); count] }));
    assert_eq!(with(MAX_OPERATIONS).unwrap().operations.len(), MAX_OPERATIONS);
    let error = with(MAX_OPERATIONS + 1).unwrap_err();
    assert_eq!(error.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(error.detail.contains("1000 operations (maxOperations)"), "{error}");
}

#[test]
fn what_is_no_operation_is_refused_by_itself() {
    let fault = |operation: &Value| -> ScimError {
        let request = request(&json!([delete(), operation]));
        assert!(request.operations[0].task.is_ok());
        request.operations[1].task.clone().unwrap_err()
    };
    for (operation, detail) in [
        (json!({ "path": "/Users/1" }), "method must be"),
        (json!({ "method": "GET", "path": "/Users/1" }), "method must be"),
        (json!({ "method": "X", "path": "/Users/1" }), "method must be"),
        (json!({ "method": "DELETE" }), "relative to the SCIM base URL: /Users or /Users/{id}, /Groups"),
        (json!({ "method": "DELETE", "path": "Users/1" }), "relative"),
        (json!({ "method": "DELETE", "path": "/" }), "relative"),
        (json!({ "method": "DELETE", "path": "/Robots/1" }), "relative"),
        (json!({ "method": "DELETE", "path": "/users/1" }), "relative"),
        (json!({ "method": "DELETE", "path": "/Users/1/2" }), "relative"),
        (json!({ "method": "DELETE", "path": "/scim/v2/Users" }), "relative"),
        (json!({ "method": "DELETE", "path": "https://example.com/scim/v2/Users/1" }), "relative"),
        (json!({ "method": "DELETE", "path": "//example.com/1" }), "relative"),
        (json!({ "method": "DELETE", "path": "/Users/../Groups/1" }), "relative"),
        (json!({ "method": "DELETE", "path": "/Users/1?x" }), "end in the id"),
        (json!({ "method": "DELETE", "path": "/Users/a%2Fb" }), "end in the id"),
        (json!({ "method": "DELETE", "path": "/Users" }), "DELETE is not possible there"),
        (json!({ "method": "PUT", "path": "/Users", "data": {} }), "PUT is not possible there"),
        (
            json!({ "method": "POST", "bulkId": "a", "path": "/Users/1", "data": {} }),
            "POST is not possible there",
        ),
        (json!({ "method": "POST", "bulkId": "a", "path": "/Users" }), "POST must have data"),
        (json!({ "method": "PATCH", "path": "/Users/1", "data": null }), "PATCH must have data"),
    ] {
        let error = fault(&operation);
        let expected = (StatusCode::BAD_REQUEST, Some(ScimType::InvalidSyntax));
        assert_eq!((error.status, error.scim_type), expected, "{operation}");
        assert!(error.detail.contains(detail), "{operation}: {error}");
    }
}
