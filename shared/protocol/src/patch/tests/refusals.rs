//! What is refused, and what the directory is told.

use serde_json::{Value, json};

use super::*;

const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

#[test]
fn a_path_that_is_none_is_invalid_path() {
    for path in ["emails[type eq \"work\"", "phoneNumbers[type]", "title b", "name..givenName", ".", "[]"] {
        let (scim_type, _) = refused(&json!([{ "op": "replace", "path": path, "value": "x" }]));
        let expected = if path.contains("[t") { ScimType::InvalidFilter } else { ScimType::InvalidPath };
        assert_eq!(scim_type, expected, "{path}");
    }
    assert_eq!(refused(&json!([{ "op": "add", "path": 3, "value": "x" }])).0, ScimType::InvalidPath);
}

#[test]
fn what_an_operation_cannot_do_is_refused_with_its_reason() {
    use ScimType::{InvalidSyntax, InvalidValue, Mutability, NoTarget};
    let cases = [
        (json!({ "op": "remove" }), NoTarget, "remove must have a path: what is to be removed"),
        (
            json!({ "op": "remove", "value": { "title": "" } }),
            NoTarget,
            "remove must have a path: what is to be removed",
        ),
        (
            json!({ "op": "remove", "path": "userName" }),
            Mutability,
            "userName is required and cannot be removed",
        ),
        (
            json!({ "op": "replace", "path": "userName", "value": null }),
            InvalidValue,
            "userName is required and cannot be empty",
        ),
        (
            json!({ "op": "replace", "value": { "userName": "" } }),
            InvalidValue,
            "userName is required and cannot be empty",
        ),
        (
            json!({ "op": "replace", "path": "id", "value": "x" }),
            Mutability,
            "id is set by this service and cannot be changed",
        ),
        (
            json!({ "op": "remove", "path": "meta.version" }),
            Mutability,
            "meta.version is set by this service and cannot be changed",
        ),
        (
            json!({ "op": "add", "path": "groups", "value": [] }),
            Mutability,
            "groups is set by this service and cannot be changed",
        ),
        (
            json!({ "op": "add", "path": "groups[value eq \"x\"].display", "value": "y" }),
            Mutability,
            "groups[value eq \"x\"].display is set by this service and cannot be changed",
        ),
        (
            json!({ "op": "replace", "path": "urn:ietf:params:scim:schemas:extension:example:2.0:User:purgeAt", "value": "x" }),
            Mutability,
            "urn:ietf:params:scim:schemas:extension:example:2.0:User:purgeAt is set by this service and cannot be changed",
        ),
        (
            json!({ "op": "add", "path": "urn:ietf:params:scim:schemas:extension:example:2.0:User", "value": {} }),
            Mutability,
            "urn:ietf:params:scim:schemas:extension:example:2.0:User is set by this service and cannot be changed",
        ),
        (
            json!({ "op": "replace", "value": { "id": "x" } }),
            Mutability,
            "id is set by this service and cannot be changed; this is the id of another resource",
        ),
        (
            json!({ "op": "remove", "path": USER_URN }),
            Mutability,
            "a user's attributes cannot be removed all at once; to remove the user, DELETE it",
        ),
        (
            json!({ "op": "replace", "path": "phoneNumbers[type sw \"f\"].value", "value": "9" }),
            NoTarget,
            "no value of phoneNumbers matches [type sw \"f\"]",
        ),
        (
            json!({ "op": "replace", "path": "phoneNumbers[type eq \"fax\"].type", "value": "pager" }),
            NoTarget,
            "no value of phoneNumbers matches [type eq \"fax\"]",
        ),
        (
            json!({ "op": "replace", "path": format!("{MANAGER}[value eq \"m-2\"].$ref"), "value": "x" }),
            NoTarget,
            "no value of urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager matches [value eq \"m-2\"]",
        ),
        (
            json!({ "op": "replace", "path": "active", "value": "maybe" }),
            InvalidValue,
            "active takes true or false, not this string",
        ),
        (
            json!({ "op": "replace", "path": "name", "value": "Adele" }),
            InvalidValue,
            "name takes an object, not a string",
        ),
        (
            json!({ "op": "replace", "path": "title" }),
            InvalidValue,
            "the operation has no value; to empty an attribute, send null or use remove",
        ),
        (
            json!({ "op": "replace", "value": "x" }),
            InvalidValue,
            "the value must be an object with attributes of urn:ietf:params:scim:schemas:core:2.0:User",
        ),
        (
            json!({ "op": "replace", "path": ENTERPRISE_URN, "value": "x" }),
            InvalidValue,
            "the value must be an object with attributes of urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
        ),
        (
            json!({ "op": "add", "value": { "title": "a", "TITLE": "b" } }),
            InvalidSyntax,
            "title stands twice in one object; names that differ only in case are the same name",
        ),
        (
            json!({ "op": "move", "path": "title" }),
            InvalidSyntax,
            "op must be \"add\", \"replace\" or \"remove\"",
        ),
        (
            json!({ "path": "title", "value": "x" }),
            InvalidSyntax,
            "op must be \"add\", \"replace\" or \"remove\"",
        ),
        (json!("replace"), InvalidSyntax, "an operation must be an object with op, path and value"),
    ];
    for (operation, scim_type, detail) in cases {
        assert_eq!(refused(&json!([operation])), (scim_type, detail.to_owned()), "{operation}");
    }
}

#[test]
fn the_detail_says_which_operation_failed_and_none_is_applied() {
    let refusal = refused(&json!([
        { "op": "replace", "path": "active", "value": false },
        { "op": "replace", "path": "phoneNumbers[display eq \"x\" or type eq \"y\"].value", "value": "9" },
    ]));
    let detail = "operation 2 of 2: no value of phoneNumbers matches [display eq \"x\" or type eq \"y\"]";
    assert_eq!(refusal, (ScimType::NoTarget, detail.to_owned()));
}

#[test]
fn a_body_that_is_no_patch_is_invalid_syntax() {
    let operation = json!({ "op": "replace", "path": "title", "value": "x" });
    let cases = [
        json!([]),
        json!({}),
        json!({ "schemas": [PATCH_URN] }),
        json!({ "schemas": [PATCH_URN], "Operations": [] }),
        json!({ "schemas": [PATCH_URN], "Operations": operation }),
        json!({ "schemas": [USER_URN], "Operations": [operation] }),
        json!({ "schemas": 1, "Operations": [operation] }),
    ];
    for body in cases {
        let error = Patch::parse(&body, &PERSON).expect_err(&body.to_string());
        assert_eq!(error.scim_type, Some(ScimType::InvalidSyntax), "{body}");
    }
}

#[test]
fn a_hundred_operations_are_taken_and_no_more() {
    let operations =
        |count| body(&Value::from(vec![json!({ "op": "replace", "path": "title", "value": "x" }); count]));
    Patch::parse(&operations(100), &PERSON).expect("100 operations");
    let error = Patch::parse(&operations(101), &PERSON).expect_err("101 operations");
    assert_eq!(error.scim_type, Some(ScimType::InvalidValue));
    assert_eq!(error.detail, "a PATCH takes at most 100 operations, not 101; send several requests");
}

#[test]
fn an_attribute_takes_a_thousand_values_and_no_more() {
    let values =
        |from: usize, to: usize| (from..to).map(|n| json!({ "value": n.to_string() })).collect::<Value>();
    let full = json!({ "op": "add", "path": "roles", "value": values(0, 1000) });
    assert_eq!(patched(&json!([full]))["roles"].as_array().map(Vec::len), Some(1000));
    let (scim_type, detail) =
        refused(&json!([full, { "op": "add", "path": "roles", "value": values(1000, 1001) }]));
    assert_eq!(scim_type, ScimType::InvalidValue);
    assert_eq!(detail, "operation 2 of 2: roles takes at most 1000 values, not 1001");
}

#[test]
fn a_name_that_stands_twice_in_a_message_is_invalid_syntax() {
    let operation = json!({ "op": "replace", "path": "title", "value": "x" });
    for body in [
        json!({ "schemas": [PATCH_URN], "Operations": [operation], "operations": [] }),
        json!({ "Operations": [{ "op": "replace", "OP": "remove", "path": "title", "value": "x" }] }),
        json!({ "Operations": [{ "op": "replace", "path": "title", "Path": "active", "value": "x" }] }),
        json!({ "Operations": [{ "op": "replace", "path": "title", "Value": "y", "value": "x" }] }),
    ] {
        let error = Patch::parse(&body, &PERSON).expect_err(&body.to_string());
        assert_eq!(error.scim_type, Some(ScimType::InvalidSyntax), "{body}");
    }
}
