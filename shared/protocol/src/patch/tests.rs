mod dialects;
mod emails;
mod refusals;
mod rfc;

use serde_json::{Map, Value, json};

use super::{PATCH_URN, Patch};
use crate::example::PERSON;
use crate::schema::{ENTERPRISE_URN, ProfileMutability, USER_URN};
use crate::{ScimType, UserInput};

/// A user as `UserView` renders it.
fn adele() -> Map<String, Value> {
    object(json!({
        "schemas": [USER_URN, ENTERPRISE_URN],
        "id": "2819c223-7f76-453a-919d-413861904646",
        "externalId": "ext-1",
        "userName": "adele@contoso.com",
        "name": { "familyName": "Vance", "givenName": "Adele" },
        "title": "Engineer",
        "active": true,
        "emails": [{ "value": "adele@contoso.com", "type": "work", "primary": true }],
        "phoneNumbers": [
            { "value": "1", "type": "work", "primary": true },
            { "value": "2", "type": "mobile" },
        ],
        (ENTERPRISE_URN): { "department": "R&D", "manager": { "value": "m-1", "$ref": "../Users/m-1" } },
        "meta": { "resourceType": "User", "version": "W/\"1\"" },
    }))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

/// The request body with these operations.
fn body(operations: &Value) -> Value {
    json!({ "schemas": [PATCH_URN], "Operations": operations })
}

fn apply(operations: &Value, resource: &mut Map<String, Value>) -> Result<(), crate::ScimError> {
    Patch::parse(&body(operations), &PERSON)?.apply(resource, ProfileMutability::ReadWrite)
}

/// What Adele looks like after these operations.
#[track_caller]
fn patched(operations: &Value) -> Value {
    let mut resource = adele();
    apply(operations, &mut resource).unwrap_or_else(|error| panic!("{operations}: {error}"));
    UserInput::from_json(resource.clone().into(), &PERSON).expect("a patched resource is a User");
    resource.into()
}

/// Why these operations are refused; Adele stays as she is.
#[track_caller]
fn refused(operations: &Value) -> (ScimType, String) {
    let mut resource = adele();
    let error = apply(operations, &mut resource).expect_err(&operations.to_string());
    assert_eq!(resource, adele(), "{operations}");
    assert_eq!(error.status, 400);
    (error.scim_type.expect("a 400 has a scimType"), error.detail)
}

/// An operation on Adele, a JSON pointer, and the value that stands there afterwards.
struct Case(Value, &'static str, Value);

#[track_caller]
fn check(cases: impl IntoIterator<Item = Case>) {
    for Case(operation, pointer, expected) in cases {
        let after = patched(&json!([operation]));
        assert_eq!(after.pointer(pointer).unwrap_or(&Value::Null), &expected, "{operation}");
    }
}
