//! Bodies of POST and PUT.

use super::*;

#[test]
fn absent_members_are_told_from_none() {
    let of = |body: Value| read(&body).members;
    assert_eq!(of(json!({ "displayName": "Sales" })), Members::Unchanged);
    for nobody in [json!([]), json!(null)] {
        assert_eq!(
            of(json!({ "displayName": "Sales", "members": nobody })),
            Members::Replace(ids([])),
            "{nobody}"
        );
    }
    assert_eq!(of(json!({ "displayName": "Sales", "members": ["a"] })), Members::Replace(ids(["a"])));
}

#[test]
fn a_member_that_stands_twice_is_one() {
    let list = json!([{ "value": "a" }, { "value": "b" }, { "value": "a", "display": "Ada" }, "b"]);
    assert_eq!(
        read(&json!({ "displayName": "Sales", "members": list })).members,
        Members::Replace(ids(["a", "b"]))
    );
}

#[test]
fn names_count_in_any_case_and_what_is_unknown_is_dropped() {
    let input = read(&json!({
        "SCHEMAS": [GROUP_URN.to_uppercase()],
        "ID": "x",
        "DisplayName": " Sales ",
        "EXTERNALID": "00g1",
        "MEMBERS": [{ "VALUE": "a", "TYPE": "USER", "$REF": 3, "since": 2020 }],
        "meta": { "resourceType": "Group" },
        "mailNickname": "sales",
    }));
    let expected = GroupInput {
        display_name: "Sales".to_owned(),
        external_id: Some("00g1".to_owned()),
        members: Members::Replace(ids(["a"])),
    };
    assert_eq!(input, expected);
}

#[test]
fn an_empty_external_id_is_none() {
    for empty in [json!(""), json!(null), json!([])] {
        assert_eq!(read(&json!({ "displayName": "Sales", "externalId": empty })).external_id, None);
    }
}

/// Each entry is looked at once: with each compared to all before, this would take minutes.
#[test]
fn a_list_of_the_largest_group_is_read() {
    let list: Value = (0..100_000).map(|n| json!({ "value": format!("{n:036}"), "display": null })).collect();
    let Members::Replace(ids) = read(&json!({ "displayName": "All", "members": list })).members else {
        panic!("a list")
    };
    assert_eq!(ids.len(), 100_000);
}

#[test]
fn a_body_that_is_no_group_is_refused() {
    use ScimType::{InvalidSyntax, InvalidValue};
    let named = |members: Value| json!({ "displayName": "Sales", "members": members });
    let cases = [
        (json!([]), InvalidSyntax, "the body must be a JSON object: a Group resource"),
        (
            json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "displayName": "x" }),
            InvalidSyntax,
            "schemas must contain \"urn:ietf:params:scim:schemas:core:2.0:Group\"",
        ),
        (
            json!({ "displayName": "a", "displayname": "b" }),
            InvalidSyntax,
            "displayName stands twice in one object; names that differ only in case are the same name",
        ),
        (json!({}), InvalidValue, "displayName is missing: a group must have a name"),
        (json!({ "displayName": null }), InvalidValue, "displayName is missing: a group must have a name"),
        (json!({ "displayName": " " }), InvalidValue, "displayName is missing: a group must have a name"),
        (json!({ "displayName": { "a": 1 } }), InvalidValue, "displayName takes a string, not an object"),
        (
            named(json!([{ "value": "a" }, { "display": "Ada" }])),
            InvalidValue,
            "members, entry 2 of 2 has no value; it must be the id of a user",
        ),
        (
            named(json!([{ "value": null }])),
            InvalidValue,
            "members, entry 1 of 1 has no value; it must be the id of a user",
        ),
        (named(json!({})), InvalidValue, "members, entry 1 of 1 has no value; it must be the id of a user"),
        (named(json!("")), InvalidValue, "members, entry 1 of 1 has no value; it must be the id of a user"),
        (
            named(json!(["a", null])),
            InvalidValue,
            "members, entry 2 of 2 must be an object with the user's id as its value",
        ),
        (
            named(json!([["a"]])),
            InvalidValue,
            "members, entry 1 of 1 must be an object with the user's id as its value",
        ),
        (named(json!([{ "value": 3 }])), InvalidValue, "members, entry 1 of 1 has a value that is no string"),
        (
            named(json!([{ "value": "a", "Value": "b" }])),
            InvalidSyntax,
            "members, entry 1 of 1: value stands twice in one object; names that differ only in case are the same name",
        ),
        (
            named(json!([{ "value": "a" }, { "value": "g", "type": "group" }])),
            InvalidValue,
            "members, entry 2 of 2 (\"g\") is a group, and a group cannot be in a group: assign the people of that group to this one instead",
        ),
        (
            named(json!([{ "value": "d", "type": "Device" }])),
            InvalidValue,
            "members, entry 1 of 1 (\"d\") has the type \"Device\"; a member is a \"User\"",
        ),
    ];
    for (body, scim_type, detail) in cases {
        let error = GroupInput::from_json(body.clone(), &TEAM).expect_err(&body.to_string());
        assert_eq!(why(error), (scim_type, detail.to_owned()), "{body}");
    }
}
