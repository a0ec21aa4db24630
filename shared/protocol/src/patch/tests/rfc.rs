//! What RFC 7644 §3.5.2 says.

use serde_json::{Value, json};

use super::*;

const ENTERPRISE: &str = "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";

#[test]
fn add_sets_a_single_value_and_appends_to_many() {
    check([
        Case(json!({ "op": "add", "path": "title", "value": "CTO" }), "/title", json!("CTO")),
        Case(json!({ "op": "add", "path": "nickName", "value": "Addi" }), "/nickName", json!("Addi")),
        Case(
            json!({ "op": "add", "path": "name", "value": { "middleName": "M" } }),
            "/name",
            json!({ "familyName": "Vance", "givenName": "Adele", "middleName": "M" }),
        ),
        Case(
            json!({ "op": "add", "path": "name.givenName", "value": "Ada" }),
            "/name/givenName",
            json!("Ada"),
        ),
        Case(
            json!({ "op": "add", "path": "roles", "value": [{ "value": "a" }, { "value": "b" }] }),
            "/roles",
            json!([{ "value": "a" }, { "value": "b" }]),
        ),
        Case(
            json!({ "op": "add", "path": "phoneNumbers", "value": { "value": "3" } }),
            "/phoneNumbers/2",
            json!({ "value": "3" }),
        ),
        Case(
            json!({ "op": "add", "path": "phoneNumbers[type eq \"mobile\"]", "value": { "display": "two" } }),
            "/phoneNumbers/1",
            json!({ "value": "2", "type": "mobile", "display": "two" }),
        ),
        Case(
            json!({ "op": "add", "value": { "title": "CTO", "phoneNumbers": [{ "value": "3" }] } }),
            "/phoneNumbers",
            json!([
                { "value": "1", "type": "work", "primary": true },
                { "value": "2", "type": "mobile" },
                { "value": "3" },
            ]),
        ),
    ]);
}

#[test]
fn adding_a_value_that_is_there_changes_nothing() {
    let value = json!([{ "type": "mobile", "value": "2" }]);
    assert_eq!(
        patched(&json!([{ "op": "add", "path": "phoneNumbers", "value": value }])),
        Value::from(adele())
    );
}

#[test]
fn adding_what_equals_an_entry_brings_that_entry_up_to_date() {
    let add = |value: Value| json!({ "op": "add", "path": "phoneNumbers", "value": value });
    let of = |first: Value, second: Value| json!([first, second]);
    let (one, two) = (adele()["phoneNumbers"][0].clone(), adele()["phoneNumbers"][1].clone());
    check([
        Case(
            add(json!([{ "value": "2", "type": "MOBILE", "display": "Two" }])),
            "/phoneNumbers",
            of(one.clone(), json!({ "value": "2", "type": "mobile", "display": "Two" })),
        ),
        Case(
            add(json!({ "value": "2", "type": "mobile", "primary": true })),
            "/phoneNumbers",
            of(
                json!({ "value": "1", "type": "work", "primary": false }),
                json!({ "value": "2", "type": "mobile", "primary": true }),
            ),
        ),
        Case(
            add(json!({ "value": "1", "type": "work", "primary": false })),
            "/phoneNumbers/0",
            json!({ "value": "1", "type": "work", "primary": false }),
        ),
        Case(add(json!({ "value": "2", "type": "mobile", "primary": false })), "/phoneNumbers", of(one, two)),
        // By a value path that selects nothing, too.
        Case(
            json!({
                "op": "add", "path": "phoneNumbers[display eq \"Two\"]",
                "value": { "value": "2", "type": "mobile" },
            }),
            "/phoneNumbers/1",
            json!({ "value": "2", "type": "mobile", "display": "Two" }),
        ),
        // Another type is another entry.
        Case(add(json!({ "value": "2", "type": "home" })), "/phoneNumbers/2/type", json!("home")),
    ]);
}

#[test]
fn what_minds_case_is_not_the_same_in_another_case() {
    let certificates = |value: Value| json!({ "op": "add", "path": "x509Certificates", "value": value });
    let both =
        patched(&json!([certificates(json!({ "value": "QQ==" })), certificates(json!({ "value": "qq==" }))]));
    assert_eq!(both["x509Certificates"], json!([{ "value": "QQ==" }, { "value": "qq==" }]));
    let roles = |value: Value| json!({ "op": "add", "path": "roles", "value": value });
    let one = patched(&json!([roles(json!({ "value": "Admin" })), roles(json!({ "value": "ADMIN" }))]));
    assert_eq!(one["roles"], json!([{ "value": "Admin" }]));
}

#[test]
fn alternating_primaries_never_grow_a_list() {
    let mut resource = adele();
    for round in 0..20 {
        let (first, second) = (round % 2 == 0, round % 2 == 1);
        let operation = json!({ "op": "Add", "path": "roles", "value": [
            { "value": "a", "primary": first }, { "value": "b", "type": "t", "primary": second },
        ] });
        let address = json!({ "op": "Add", "path": "addresses", "value":
            { "type": "work", "locality": "Oslo", "primary": first } });
        apply(&json!([operation, address]), &mut resource).expect("a patch");
    }
    assert_eq!(
        resource["roles"],
        json!([{ "value": "a", "primary": false }, { "value": "b", "type": "t", "primary": true }])
    );
    assert_eq!(resource["addresses"], json!([{ "type": "work", "locality": "Oslo", "primary": false }]));
}

#[test]
fn an_absent_primary_is_false() {
    let left = json!([{ "value": "1", "type": "work", "primary": true }]);
    check([
        Case(
            json!({ "op": "replace", "path": "phoneNumbers[primary eq false].value", "value": "9" }),
            "/phoneNumbers/1/value",
            json!("9"),
        ),
        Case(
            json!({ "op": "remove", "path": "phoneNumbers[primary eq false]" }),
            "/phoneNumbers",
            left.clone(),
        ),
        Case(
            json!({ "op": "remove", "path": "phoneNumbers[primary ne true]" }),
            "/phoneNumbers",
            left.clone(),
        ),
        Case(
            json!({ "op": "remove", "path": "phoneNumbers", "value": [
                { "value": "2", "type": "Mobile", "primary": "False" },
            ] }),
            "/phoneNumbers",
            left.clone(),
        ),
        // An entry of another type, or that is not the primary one, is another.
        Case(
            json!({ "op": "remove", "path": "phoneNumbers", "value": [
                { "value": "1", "type": "home" }, { "value": "1", "primary": false }, { "value": "2" },
            ] }),
            "/phoneNumbers",
            left,
        ),
    ]);
}

#[test]
fn replace_sets_what_the_path_selects() {
    check([
        Case(
            json!({ "op": "replace", "path": "userName", "value": "new@contoso.com" }),
            "/userName",
            json!("new@contoso.com"),
        ),
        Case(
            json!({ "op": "replace", "path": "name", "value": { "givenName": "Ada" } }),
            "/name",
            json!({ "familyName": "Vance", "givenName": "Ada" }),
        ),
        Case(
            json!({ "op": "replace", "path": "phoneNumbers", "value": [{ "value": "3" }] }),
            "/phoneNumbers",
            json!([{ "value": "3" }]),
        ),
        Case(
            json!({ "op": "replace", "path": "phoneNumbers.display", "value": "x" }),
            "/phoneNumbers",
            json!([
                { "value": "1", "type": "work", "primary": true, "display": "x" },
                { "value": "2", "type": "mobile", "display": "x" },
            ]),
        ),
        Case(
            json!({ "op": "replace", "path": "phoneNumbers[type eq \"work\"]", "value": { "value": "9" } }),
            "/phoneNumbers/0",
            json!({ "type": "work", "value": "9" }),
        ),
        Case(
            json!({ "op": "replace", "path": "phoneNumbers[value sw \"\" or type pr]", "value": { "value": "9" } }),
            "/phoneNumbers",
            json!([{ "value": "9" }]),
        ),
        Case(
            json!({ "op": "replace", "path": "phoneNumbers[type ne \"work\"].value", "value": "9" }),
            "/phoneNumbers/1/value",
            json!("9"),
        ),
        Case(
            json!({ "op": "replace", "path": format!("{USER_URN}:name.familyName"), "value": "V" }),
            "/name/familyName",
            json!("V"),
        ),
        Case(
            json!({ "op": "replace", "path": format!("{ENTERPRISE_URN}:department"), "value": "Sales" }),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department",
            json!("Sales"),
        ),
        Case(
            json!({ "op": "replace", "path": ENTERPRISE_URN, "value": { "division": "North" } }),
            ENTERPRISE,
            json!({ "department": "R&D", "manager": { "value": "m-1", "$ref": "../Users/m-1" }, "division": "North" }),
        ),
        Case(
            json!({ "op": "replace", "path": USER_URN, "value": { "title": "CTO" } }),
            "/title",
            json!("CTO"),
        ),
    ]);
}

#[test]
fn remove_takes_away_what_the_path_selects() {
    check([
        Case(json!({ "op": "remove", "path": "title" }), "/title", Value::Null),
        Case(json!({ "op": "remove", "path": "externalId" }), "/externalId", Value::Null),
        Case(json!({ "op": "remove", "path": "name.givenName" }), "/name", json!({ "familyName": "Vance" })),
        Case(json!({ "op": "remove", "path": "phoneNumbers" }), "/phoneNumbers", Value::Null),
        Case(
            json!({ "op": "remove", "path": "phoneNumbers[type eq \"work\"]" }),
            "/phoneNumbers",
            json!([{ "value": "2", "type": "mobile" }]),
        ),
        Case(
            json!({ "op": "remove", "path": "phoneNumbers[value pr].type" }),
            "/phoneNumbers",
            json!([{ "value": "1", "primary": true }, { "value": "2" }]),
        ),
        // What is left of the entry says nothing.
        Case(
            json!({ "op": "remove", "path": "phoneNumbers[type eq \"work\"].value" }),
            "/phoneNumbers",
            json!([{ "value": "2", "type": "mobile" }]),
        ),
        Case(json!({ "op": "remove", "path": "phoneNumbers[value pr]" }), "/phoneNumbers", Value::Null),
        Case(json!({ "op": "remove", "path": MANAGER }), ENTERPRISE, json!({ "department": "R&D" })),
        Case(
            json!({ "op": "remove", "path": format!("{MANAGER}.value") }),
            ENTERPRISE,
            json!({ "department": "R&D" }),
        ),
        Case(json!({ "op": "remove", "path": ENTERPRISE_URN }), ENTERPRISE, Value::Null),
    ]);
}

#[test]
fn removing_what_is_not_there_succeeds() {
    for path in
        ["nickName", "roles", "phoneNumbers[type eq \"fax\"]", "name.middleName", "addresses.locality"]
    {
        assert_eq!(patched(&json!([{ "op": "remove", "path": path }])), Value::from(adele()), "{path}");
    }
}

#[test]
fn what_is_removed_is_gone_for_the_caller() {
    let after = patched(&json!([
        { "op": "remove", "path": "externalId" },
        { "op": "replace", "path": "title", "value": null },
        { "op": "remove", "path": ENTERPRISE_URN },
    ]));
    let input = UserInput::from_json(after, &PERSON).expect("a User");
    assert_eq!(input.external_id, None);
    let profile = input.profile(ProfileMutability::ReadWrite).expect("a profile");
    assert_eq!(profile.keys().collect::<Vec<_>>(), ["name", "phoneNumbers"]);
}

#[test]
fn one_entry_becoming_primary_ends_it_for_the_others() {
    check([
        Case(
            json!({ "op": "add", "path": "phoneNumbers", "value": [{ "value": "3", "primary": true }] }),
            "/phoneNumbers",
            json!([
                { "value": "1", "type": "work", "primary": false },
                { "value": "2", "type": "mobile" },
                { "value": "3", "primary": true },
            ]),
        ),
        Case(
            json!({ "op": "replace", "path": "phoneNumbers[type eq \"mobile\"].primary", "value": true }),
            "/phoneNumbers",
            json!([
                { "value": "1", "type": "work", "primary": false },
                { "value": "2", "type": "mobile", "primary": true },
            ]),
        ),
    ]);
}

#[test]
fn an_operation_sees_what_the_ones_before_it_did() {
    let after = patched(&json!([
        { "op": "add", "path": "roles", "value": [{ "value": "a", "type": "t" }] },
        { "op": "replace", "path": "roles[type eq \"t\"].value", "value": "b" },
        { "op": "add", "path": "roles[value eq \"b\"].display", "value": "B" },
    ]));
    assert_eq!(after["roles"], json!([{ "value": "b", "type": "t", "display": "B" }]));
}
