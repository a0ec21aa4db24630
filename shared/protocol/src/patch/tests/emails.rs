//! `emails`: the account's own entry, which is nobody's to write, and those beside it.

use super::*;

/// The entries after these operations, on a user with two entries beside the account's own.
#[track_caller]
fn after(operations: &Value, mutability: ProfileMutability) -> Result<Value, crate::ScimError> {
    let mut resource = adele();
    resource.insert("emails".to_owned(), json!([own(), home(), other()]));
    Patch::parse(&body(operations), &PERSON)?.apply(&mut resource, mutability)?;
    Ok(resource.remove("emails").unwrap_or_default())
}

fn own() -> Value {
    json!({ "value": "adele@contoso.com", "type": "work", "primary": true })
}

fn home() -> Value {
    json!({ "value": "adele@home.example", "type": "home" })
}

fn other() -> Value {
    json!({ "value": "vance@mail.example", "type": "other", "primary": false })
}

fn cases() -> Vec<(Value, Value)> {
    let new = json!({ "value": "new@mail.example", "type": "home", "primary": true });
    let demoted = json!({ "value": "new@mail.example", "type": "home", "primary": false });
    let eve = "eve@evil.example";
    vec![
        (json!({ "op": "add", "path": "emails", "value": new }), json!([own(), home(), other(), demoted])),
        (
            json!({ "op": "add", "path": "emails", "value": [home(), { "value": eve, "type": "work" }] }),
            json!([own(), home(), other()]),
        ),
        (json!({ "op": "replace", "value": { "emails": [new, own()] } }), json!([own(), demoted])),
        (json!({ "op": "replace", "path": "emails", "value": null }), json!([own()])),
        (
            json!({ "op": "Add", "path": "emails[type eq \"fax\"].value", "value": "f@mail.example" }),
            json!([own(), home(), other(), { "type": "fax", "value": "f@mail.example" }]),
        ),
        (
            json!({ "op": "Replace", "path": "emails[type eq \"other\"].primary", "value": "True" }),
            json!([own(), home(), other()]),
        ),
        (
            json!({ "op": "replace", "path": "emails[type eq \"home\"]", "value": { "value": eve } }),
            json!([own(), { "type": "home", "value": eve }, other()]),
        ),
        (json!({ "op": "remove", "path": "emails[type ne \"home\"]" }), json!([own(), home()])),
        (json!({ "op": "remove", "path": "emails", "value": [own(), other()] }), json!([own(), home()])),
        (json!({ "op": "remove", "path": "emails" }), json!([own()])),
        (
            json!({ "op": "replace", "path": "emails.display", "value": "Adele" }),
            json!([
                own(),
                { "value": "adele@home.example", "type": "home", "display": "Adele" },
                { "value": "vance@mail.example", "type": "other", "primary": false, "display": "Adele" },
            ]),
        ),
    ]
}

#[test]
fn operations_reach_the_entries_beside_the_accounts_own() {
    for (operation, expected) in cases() {
        assert_eq!(after(&json!([operation]), ProfileMutability::ReadWrite), Ok(expected), "{operation}");
    }
}

/// By whatever name a directory calls it.
#[test]
fn the_accounts_own_entry_stays_as_it_is() {
    let eve = json!("eve@evil.example");
    for operation in [
        json!({ "op": "Replace", "path": "emails[type eq \"work\"].value", "value": eve }),
        json!({ "op": "Replace", "path": "emails[type eq \"work\"].type", "value": "home" }),
        json!({ "op": "replace", "path": "emails[type eq \"WORK\"]", "value": { "value": eve, "type": "home" } }),
        json!({ "op": "replace", "path": "emails[type eq \"work\" and value eq \"old@contoso.com\"].value", "value": eve }),
        json!({ "op": "replace", "path": "emails[primary eq true].value", "value": eve }),
        json!({ "op": "replace", "path": "emails[value eq \"ADELE@contoso.com\"].type", "value": "home" }),
        json!({ "op": "remove", "path": "emails[type eq \"work\"]" }),
        json!({ "op": "remove", "path": "emails[value eq \"adele@contoso.com\"].primary" }),
        json!({ "op": "add", "value": { "emails[type eq \"work\"].value": eve } }),
    ] {
        let expected = json!([own(), home(), other()]);
        assert_eq!(after(&json!([operation]), ProfileMutability::ReadWrite), Ok(expected), "{operation}");
    }
    let all = json!([{ "op": "replace", "path": "emails.value", "value": eve }]);
    assert_eq!(patched(&all), Value::from(adele()), "where there is no other entry, none is made");
}

#[test]
fn a_filter_that_no_entry_can_pass_is_told() {
    let nobody =
        json!([{ "op": "replace", "path": "emails[value sw \"z\"].value", "value": "z@mail.example" }]);
    let error = after(&nobody, ProfileMutability::ReadWrite).expect_err("no target");
    assert_eq!((error.status.as_u16(), error.scim_type), (400, Some(ScimType::NoTarget)));
}

#[test]
fn where_no_others_are_kept_all_is_accepted_and_ignored() {
    let loose = [
        json!({ "op": "Add", "path": "emails", "value": [{ "type": "home", "value": 3 }] }),
        json!({ "op": "Add", "path": "emails", "value": [[true, false]] }),
        json!({ "op": "replace", "path": "emails[value sw \"z\"].value", "value": { "no": "text" } }),
    ];
    for operation in cases().into_iter().map(|(operation, _)| operation).chain(loose) {
        let expected = json!([own(), home(), other()]);
        assert_eq!(after(&json!([operation]), ProfileMutability::Immutable), Ok(expected), "{operation}");
    }
}
