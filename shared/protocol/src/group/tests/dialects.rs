//! What each directory sends.

use super::*;

#[test]
fn okta_pushes_a_group_with_the_user_names_of_its_members() {
    let input = read(&json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "displayName": "Sales",
        "members": [{ "value": "a", "display": "ada@example.com" }, { "value": "b", "display": "bob@example.com" }],
    }));
    assert_eq!(input.members, Members::Replace(ids(["a", "b"])));
    check([
        Case(
            json!({ "op": "add", "path": "members", "value": [{ "value": "c", "display": "cy@example.com" }] }),
            edit(["c"], []),
        ),
        Case(json!({ "op": "remove", "path": "members[value eq \"c\"]" }), edit([], ["c"])),
        Case(
            json!({ "op": "remove", "path": "members", "value": [{ "value": "c", "display": "cy@example.com" }] }),
            edit([], ["c"]),
        ),
        // A pushed group that became empty.
        Case(json!({ "op": "replace", "path": "members", "value": [] }), replaced([])),
    ]);
}

#[test]
fn okta_and_authentik_rename_without_a_path_and_without_members() {
    let renamed = patch(&json!([{ "op": "replace", "value": { "id": ID, "displayName": "Sales EMEA" } }]));
    let expected = GroupPatch {
        display_name: Some("Sales EMEA".to_owned()),
        external_id: ExternalIdPatch::Unchanged,
        members: edit([], []),
    };
    assert_eq!(renamed, expected);
    let whole = json!({
        "schemas": [GROUP_URN],
        "id": ID,
        "externalId": "e-1",
        "displayName": "Sales EMEA",
        "meta": { "resourceType": "Group", "version": "W/\"1\"" },
    });
    let renamed = patch(&json!([{ "op": "replace", "path": null, "value": whole }]));
    assert_eq!(renamed, GroupPatch { external_id: ExternalIdPatch::Set("e-1".to_owned()), ..expected });
}

#[test]
fn oktas_wizard_apps_put_the_whole_group_as_they_got_it() {
    let input = read(&json!({
        "schemas": [GROUP_URN],
        "id": ID,
        "displayName": "Sales",
        "members": [{ "value": "a", "display": null }, { "value": "b", "display": null }],
        "meta": { "resourceType": "Group", "location": "x" },
    }));
    assert_eq!(input.members, Members::Replace(ids(["a", "b"])));
}

#[test]
fn entra_creates_an_empty_group_and_edits_its_members() {
    let input = read(&json!({
        "schemas": [
            "urn:ietf:params:scim:schemas:core:2.0:Group",
            "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group",
        ],
        "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
        "displayName": "Sales",
        "members": [],
        "meta": { "resourceType": "Group" },
    }));
    assert_eq!(input.external_id.as_deref(), Some("8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159"));
    assert_eq!(input.members, Members::Replace(ids([])));
    // By default, and with the flag aadOptscim062020.
    for (add, remove) in [("Add", "Remove"), ("add", "remove")] {
        check([
            Case(
                json!({ "op": add, "path": "members", "value": [{ "$ref": null, "value": "a" }] }),
                edit(["a"], []),
            ),
            Case(
                json!({ "op": remove, "path": "members", "value": [{ "$ref": null, "value": "a" }] }),
                edit([], ["a"]),
            ),
            Case(json!({ "op": remove, "path": "members[value eq \"a\"]" }), edit([], ["a"])),
        ]);
    }
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "operations": [{ "op": "Replace", "path": "displayName", "value": "Sales 2" }],
    });
    let renamed = GroupPatch::parse(&body, &TEAM, ID).expect("a patch");
    assert_eq!(renamed.display_name.as_deref(), Some("Sales 2"));
    assert_eq!(
        patch(&json!([{ "op": "Replace", "path": "externalId", "value": "e-2" }])).external_id,
        ExternalIdPatch::Set("e-2".to_owned())
    );
}

#[test]
fn jumpcloud_removes_by_a_list_and_adds_who_is_in() {
    let operations = json!([
        { "op": "add", "path": "members", "value": [{ "value": "a" }] },
        { "op": "add", "path": "members", "value": [{ "value": "a" }] },
        { "op": "remove", "path": "members", "value": [{ "value": "b" }, { "value": "c" }] },
    ]);
    assert_eq!(members(&operations), edit(["a"], ["b", "c"]));
}

#[test]
fn onelogin_adds_one_member() {
    check([Case(json!({ "op": "add", "path": "members", "value": [{ "value": "a" }] }), edit(["a"], []))]);
}

#[test]
fn authentik_sends_an_operation_for_each_member() {
    let operation =
        |n: usize| json!({ "op": "add", "path": "members", "value": [{ "value": n.to_string() }] });
    let MembersPatch::Edit { add, remove } = members(&(0..2_000).map(operation).collect()) else {
        panic!("an edit")
    };
    assert_eq!((add.len(), remove.len()), (2_000, 0));
    assert_eq!(
        why(parse(&(0..2_001).map(operation).collect()).expect_err("one more")),
        (
            ScimType::InvalidValue,
            "a PATCH takes at most 2000 operations, not 2001; send several requests".to_owned()
        )
    );
}

#[test]
fn wso2_adds_without_a_path() {
    check([
        Case(
            json!({ "op": "add", "value": { "members": [{ "value": "a", "display": "ada" }, { "value": "b" }] } }),
            edit(["a", "b"], []),
        ),
        Case(json!({ "op": "replace", "value": { "members": [{ "value": "a" }] } }), replaced(["a"])),
    ]);
}

#[test]
fn sailpoint_sends_members_one_by_one_with_their_references() {
    let reference = "https://api.example.com/scim/v2/Users/a";
    check([
        Case(
            json!({ "op": "add", "path": "members", "value": [{ "value": "a", "$ref": reference, "type": "User" }] }),
            edit(["a"], []),
        ),
        Case(json!({ "op": "remove", "path": "members[value eq \"a\"]" }), edit([], ["a"])),
    ]);
}
