//! PATCH as the RFC has it, and in the forms that are taken beside.

use super::*;

#[test]
fn a_value_is_one_member_or_many() {
    for value in
        [json!({ "value": "a" }), json!([{ "value": "a" }]), json!("a"), json!(["a"]), json!(["a", "a"])]
    {
        check([
            Case(json!({ "op": "add", "path": "members", "value": value }), edit(["a"], [])),
            Case(json!({ "op": "replace", "path": "members", "value": value }), replaced(["a"])),
            Case(json!({ "op": "remove", "path": "members", "value": value }), edit([], ["a"])),
        ]);
    }
}

#[test]
fn names_and_paths_count_in_any_case_and_with_their_urn() {
    check([
        Case(json!({ "OP": "ADD", "PATH": "Members", "VALUE": [{ "Value": "a" }] }), edit(["a"], [])),
        Case(json!({ "op": "add", "path": format!("{GROUP_URN}:members"), "value": "a" }), edit(["a"], [])),
        Case(
            json!({ "op": "REMOVE", "path": format!("{}:MEMBERS[VALUE EQ \"a\"]", GROUP_URN.to_uppercase()) }),
            edit([], ["a"]),
        ),
        Case(json!({ "op": "add", "path": GROUP_URN, "value": { "MEMBERS": ["a"] } }), edit(["a"], [])),
        Case(
            json!({ "op": "add", "value": [{ "urn:ietf:params:scim:schemas:core:2.0:Group:members": ["a"] }] }),
            edit(["a"], []),
        ),
    ]);
}

#[test]
fn nobody_is_added_or_left_by_nothing() {
    check([
        Case(json!({ "op": "add", "path": "members", "value": [] }), edit([], [])),
        Case(json!({ "op": "add", "path": "members", "value": null }), edit([], [])),
        Case(json!({ "op": "replace", "path": "members", "value": [] }), replaced([])),
        Case(json!({ "op": "replace", "path": "members", "value": null }), replaced([])),
        Case(json!({ "op": "replace", "value": { "members": [] } }), replaced([])),
    ]);
}

#[test]
fn a_removal_without_a_list_empties_and_a_list_of_nobody_does_not() {
    check([
        Case(json!({ "op": "remove", "path": "members" }), replaced([])),
        Case(json!({ "op": "remove", "path": "members", "value": null }), replaced([])),
        Case(json!({ "op": "remove", "path": "members[type eq \"User\"]" }), replaced([])),
        Case(json!({ "op": "remove", "path": "members", "value": [] }), edit([], [])),
        Case(json!({ "op": "remove", "path": "members[type eq \"Group\"]" }), edit([], [])),
    ]);
}

#[test]
fn a_removal_selects_by_value() {
    check([
        Case(json!({ "op": "remove", "path": "members[value eq \"a\"].value" }), edit([], ["a"])),
        Case(
            json!({ "op": "remove", "path": "members[value eq \"a\" or value eq \"b\"]" }),
            edit([], ["a", "b"]),
        ),
        Case(
            json!({ "op": "remove", "path": "members[(value eq \"a\" or value eq \"b\") and type eq \"user\"]" }),
            edit([], ["a", "b"]),
        ),
        Case(json!({ "op": "remove", "path": "members[value eq \"a\" and value eq \"b\"]" }), edit([], [])),
        Case(
            json!({ "op": "remove", "path": "members[value eq \"a\" and type eq \"Group\"]" }),
            edit([], []),
        ),
        // What is removed is no group's, whatever it is said to be.
        Case(
            json!({ "op": "remove", "path": "members", "value": [{ "value": "g", "type": "Group" }] }),
            edit([], ["g"]),
        ),
    ]);
}

#[test]
fn several_removals_do_not_shift_one_another() {
    let operations = json!([
        { "op": "remove", "path": "members[value eq \"a\"]" },
        { "op": "remove", "path": "members[value eq \"b\"]" },
        { "op": "remove", "path": "members[value eq \"a\"]" },
    ]);
    assert_eq!(members(&operations), edit([], ["a", "b"]));
}

#[test]
fn the_last_word_counts() {
    let operations = json!([
        { "op": "add", "path": "members", "value": ["a", "b"] },
        { "op": "remove", "path": "members", "value": ["b", "c"] },
        { "op": "add", "path": "members", "value": ["c"] },
        { "op": "replace", "path": "displayName", "value": "one" },
        { "op": "add", "value": { "displayName": "\ttwo ", "externalId": "x" } },
        { "op": "remove", "path": "externalId" },
    ]);
    let expected = GroupPatch {
        display_name: Some("two".to_owned()),
        external_id: ExternalIdPatch::Removed,
        members: edit(["a", "c"], ["b"]),
    };
    assert_eq!(patch(&operations), expected);
    let operations = json!([
        { "op": "add", "path": "members", "value": ["a"] },
        { "op": "remove", "path": "members" },
        { "op": "add", "path": "members", "value": ["b", "c"] },
        { "op": "remove", "path": "members[value eq \"c\"]" },
    ]);
    assert_eq!(members(&operations), replaced(["b"]));
}

#[test]
fn an_empty_external_id_is_removed() {
    for value in [json!(""), json!(null)] {
        let operations = json!([{ "op": "replace", "path": "externalId", "value": value }]);
        assert_eq!(patch(&operations).external_id, ExternalIdPatch::Removed, "{value}");
    }
}

#[test]
fn what_the_directory_may_not_write_or_the_schema_lacks_is_ignored() {
    for operation in [
        json!({ "op": "replace", "path": "schemas", "value": [GROUP_URN] }),
        json!({ "op": "replace", "path": "description", "value": "x" }),
        json!({ "op": "remove", "path": "urn:example:Group:owner" }),
        json!({ "op": "add", "path": "members[value eq \"a\"].display", "value": "Ada" }),
        json!({ "op": "replace", "path": "members[display eq \"x\"].type", "value": "User" }),
        json!({ "op": "remove", "path": "members.display" }),
        json!({ "op": "add", "path": "members.$ref", "value": "x" }),
        json!({ "op": "replace", "value": { "id": ID, "ID2": 1, "a[b": 1, "meta": {}, "owner": "x", "schemas": [] } }),
    ] {
        assert!(patch(&json!([operation])).is_empty(), "{operation}");
    }
    assert!(!patch(&json!([{ "op": "remove", "path": "members" }])).is_empty());
}
