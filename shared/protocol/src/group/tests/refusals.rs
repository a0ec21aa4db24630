//! PATCH: what is refused, and what the directory is told.

use super::*;

#[test]
fn what_an_operation_cannot_do_is_refused_with_its_reason() {
    use ScimType::{InvalidFilter, InvalidPath, InvalidSyntax, InvalidValue, Mutability, NoTarget};
    let another = |path: &str| {
        format!(
            "{path} cannot be changed: a member is not made another; remove it, and add the other to members"
        )
    };
    let unreadable = |filter: &str| {
        format!(
            "members[{filter}] cannot be told without reading all members; select them by their value, as in members[value eq \"…\"]"
        )
    };
    let cases = [
        (json!({ "op": "remove" }), NoTarget, "remove must have a path: what is to be removed".to_owned()),
        (
            json!({ "op": "remove", "value": { "members": [{ "value": "a" }] } }),
            NoTarget,
            "remove must have a path: what is to be removed".to_owned(),
        ),
        (
            json!({ "op": "remove", "path": GROUP_URN }),
            Mutability,
            "a group's attributes cannot be removed all at once; to remove the group, DELETE it".to_owned(),
        ),
        (
            json!({ "op": "remove", "path": "displayName" }),
            Mutability,
            "displayName is required and cannot be removed".to_owned(),
        ),
        (
            json!({ "op": "replace", "path": "displayName", "value": "" }),
            InvalidValue,
            "displayName is required and cannot be empty".to_owned(),
        ),
        (
            json!({ "op": "replace", "value": { "displayName": " " } }),
            InvalidValue,
            "displayName is required and cannot be empty".to_owned(),
        ),
        (
            json!({ "op": "replace", "path": "id", "value": ID }),
            Mutability,
            "id is set by this service and cannot be changed".to_owned(),
        ),
        (
            json!({ "op": "remove", "path": "meta.version" }),
            Mutability,
            "meta.version is set by this service and cannot be changed".to_owned(),
        ),
        (
            json!({ "op": "replace", "value": { "id": "x" } }),
            Mutability,
            "id is set by this service and cannot be changed; this is the id of another resource".to_owned(),
        ),
        (
            json!({ "op": "replace", "path": "members[value eq \"a\"]", "value": { "value": "b" } }),
            Mutability,
            another("members[value eq \"a\"]"),
        ),
        (
            json!({ "op": "replace", "path": "members[value eq \"a\"].value", "value": "b" }),
            Mutability,
            another("members[value eq \"a\"].value"),
        ),
        (json!({ "op": "add", "path": "members.value", "value": "b" }), Mutability, another("members.value")),
        (json!({ "op": "remove", "path": "members.value" }), Mutability, another("members.value")),
        (
            json!({ "op": "remove", "path": "members[display eq \"Ada\"]" }),
            InvalidFilter,
            unreadable("display eq \"Ada\""),
        ),
        (
            json!({ "op": "remove", "path": "members[value ne \"a\"]" }),
            InvalidFilter,
            unreadable("value ne \"a\""),
        ),
        (
            json!({ "op": "remove", "path": "members[not (value eq \"a\")]" }),
            InvalidFilter,
            unreadable("not (value eq \"a\")"),
        ),
        (
            json!({ "op": "remove", "path": "members[value eq \"a\" or display pr]" }),
            InvalidFilter,
            unreadable("value eq \"a\" or display pr"),
        ),
        (
            json!({ "op": "remove", "path": "members[value]" }),
            InvalidFilter,
            "the filter is not valid at character 14: expected an operator: eq, ne, co, sw, ew, pr, gt, ge, lt or le, found `]`".to_owned(),
        ),
        (
            json!({ "op": "add", "path": "members x", "value": "a" }),
            InvalidPath,
            "the path is malformed at character 8: expected the end of the path".to_owned(),
        ),
        (
            json!({ "op": "add", "path": "members" }),
            InvalidValue,
            "the operation has no value; to empty an attribute, send null or use remove".to_owned(),
        ),
        (
            json!({ "op": "replace", "value": "x" }),
            InvalidValue,
            "the value must be an object with attributes of urn:ietf:params:scim:schemas:core:2.0:Group".to_owned(),
        ),
        (
            json!({ "op": "add", "value": { "members": ["a"], "Members": ["b"] } }),
            InvalidSyntax,
            "members stands twice in one object; names that differ only in case are the same name".to_owned(),
        ),
        (
            json!({ "op": "move", "path": "members" }),
            InvalidSyntax,
            "op must be \"add\", \"replace\" or \"remove\"".to_owned(),
        ),
        (
            json!({ "op": "add", "path": "members", "value": [{ "value": "g", "type": "Group" }] }),
            InvalidValue,
            "members, entry 1 of 1 (\"g\") is a group, and a group cannot be in a group: assign the people of that group to this one instead".to_owned(),
        ),
        (
            json!({ "op": "remove", "path": "members", "value": ["a", {}] }),
            InvalidValue,
            "members, entry 2 of 2 has no value; it must be the id of a user".to_owned(),
        ),
    ];
    for (operation, scim_type, detail) in cases {
        let error = parse(&json!([operation])).expect_err(&operation.to_string());
        assert_eq!(why(error), (scim_type, detail), "{operation}");
    }
}

#[test]
fn the_detail_says_which_operation_and_which_entry() {
    let operations = json!([
        { "op": "add", "path": "members", "value": ["a"] },
        { "op": "add", "path": "members", "value": ["b", 3] },
    ]);
    let detail = "operation 2 of 2: members, entry 2 of 2 must be an object with the user's id as its value";
    assert_eq!(why(parse(&operations).expect_err("a number")), (ScimType::InvalidValue, detail.to_owned()));
}

#[test]
fn a_body_that_is_no_patch_is_invalid_syntax() {
    for body in
        [json!([]), json!({}), json!({ "schemas": [GROUP_URN], "Operations": [{}] }), body(&json!([]))]
    {
        let error = GroupPatch::parse(&body, &TEAM, ID).expect_err(&body.to_string());
        assert_eq!(error.scim_type, Some(ScimType::InvalidSyntax), "{body}");
    }
}
