//! What Okta and Entra send, where it differs from the RFC or strains it.

use serde_json::{Value, json};

use super::*;

const MANAGER: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
const MANAGER_AT: &str = "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager";

#[test]
fn okta_deactivates_without_a_path() {
    check([
        Case(json!({ "op": "replace", "value": { "active": false } }), "/active", json!(false)),
        Case(
            json!({ "op": "replace", "path": null, "value": { "active": "false" } }),
            "/active",
            json!(false),
        ),
        Case(
            json!({ "op": "replace", "path": "", "value": [{ "ACTIVE": ["False"] }] }),
            "/active",
            json!(false),
        ),
    ]);
}

#[test]
fn entra_writes_operations_in_capitals_and_booleans_as_strings() {
    check([
        Case(json!({ "op": "Replace", "path": "active", "value": "False" }), "/active", json!(false)),
        Case(json!({ "Op": "REPLACE", "Path": "Active", "Value": [false] }), "/active", json!(false)),
        Case(json!({ "op": "Add", "path": "TITLE", "value": ["CTO"] }), "/title", json!("CTO")),
        Case(json!({ "op": "Remove", "path": "title", "value": null }), "/title", Value::Null),
        Case(
            json!({ "op": "Add", "path": "roles", "value": [{ "primary": "True", "value": "a" }] }),
            "/roles",
            json!([{ "primary": true, "value": "a" }]),
        ),
        Case(
            json!({ "op": "Add", "path": "roles[primary eq \"True\"].value", "value": "a" }),
            "/roles",
            json!([{ "primary": true, "value": "a" }]),
        ),
    ]);
}

#[test]
fn entras_names_in_a_value_object_are_paths() {
    let after = patched(&json!([{ "op": "replace", "value": {
        "displayName": "Adele V",
        "name.givenName": "Ada",
        "name.familyName": null,
        "phoneNumbers[type eq \"fax\"].value": "7",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "Sales",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "division": "North", "manager.value": "m-3" },
        "urn:ietf:params:scim:schemas:core:2.0:User:title": "CTO",
    }}]));
    insta::assert_json_snapshot!(after, @r#"
    {
      "schemas": [
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
      ],
      "id": "2819c223-7f76-453a-919d-413861904646",
      "externalId": "ext-1",
      "userName": "adele@contoso.com",
      "active": true,
      "emails": [
        {
          "value": "adele@contoso.com",
          "type": "work",
          "primary": true
        }
      ],
      "meta": {
        "resourceType": "User",
        "version": "W/\"1\""
      },
      "displayName": "Adele V",
      "name": {
        "givenName": "Ada"
      },
      "phoneNumbers": [
        {
          "value": "1",
          "type": "work",
          "primary": true
        },
        {
          "value": "2",
          "type": "mobile"
        },
        {
          "type": "fax",
          "value": "7"
        }
      ],
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
        "department": "Sales",
        "division": "North",
        "manager": {
          "value": "m-3"
        }
      },
      "title": "CTO"
    }
    "#);
}

#[test]
fn a_value_object_may_hold_what_the_directory_may_not_write() {
    let mut whole = Value::from(adele());
    whole["meta"]["version"] = json!("W/\"0\"");
    whole["groups"] = json!([{ "value": "g" }]);
    whole["password"] = json!("secret");
    whole["emails"] = json!([]);
    whole["shoeSize"] = json!(44);
    whole["urn:example:x"] = json!({ "a": 1 });
    whole["a[b"] = json!("c");
    whole["urn:ietf:params:scim:schemas:extension:example:2.0:User"] =
        json!({ "purgeAt": "2026-01-01T00:00:00Z" });
    let after = patched(&json!([{ "op": "replace", "value": whole }]));
    assert_eq!(UserInput::from_json(after.clone(), &PERSON), UserInput::from_json(adele().into(), &PERSON));
    assert_eq!(after["emails"], adele()["emails"]);
}

#[test]
fn the_accounts_own_email_and_passwords_are_accepted_and_ignored() {
    let operations = json!([
        { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "new@contoso.com" },
        { "op": "Remove", "path": "emails" },
        { "op": "replace", "path": "password", "value": "secret" },
        { "op": "add", "path": "schemas", "value": [ENTERPRISE_URN] },
        { "op": "replace", "path": format!("{MANAGER}.displayName"), "value": "Boss" },
    ]);
    assert_eq!(patched(&operations), Value::from(adele()));
}

#[test]
fn an_entry_that_is_not_there_is_made_from_its_filter() {
    check([
        Case(
            json!({ "op": "Add", "path": "addresses[type eq \"work\"].locality", "value": "Oslo" }),
            "/addresses",
            json!([{ "type": "work", "locality": "Oslo" }]),
        ),
        Case(
            json!({ "op": "Replace", "path": "phoneNumbers[type eq \"fax\"].value", "value": "7" }),
            "/phoneNumbers/2",
            json!({ "type": "fax", "value": "7" }),
        ),
        Case(
            json!({ "op": "Replace", "path": "phoneNumbers[type eq \"fax\" and primary eq true]", "value": "7" }),
            "/phoneNumbers",
            json!([
                { "value": "1", "type": "work", "primary": false },
                { "value": "2", "type": "mobile" },
                { "type": "fax", "primary": true, "value": "7" },
            ]),
        ),
        Case(json!({ "op": "Add", "path": "ims.value", "value": "x" }), "/ims", json!([{ "value": "x" }])),
    ]);
}

#[test]
fn an_entry_is_made_and_changed_in_one_request() {
    let after = patched(&json!([
        { "op": "Add", "path": "phoneNumbers[type eq \"fax\"].primary", "value": "True" },
        { "op": "Add", "path": "phoneNumbers[type eq \"fax\"].value", "value": "7" },
        { "op": "Replace", "path": "phoneNumbers[type eq \"fax\"].value", "value": "8" },
    ]));
    assert_eq!(after["phoneNumbers"][2], json!({ "type": "fax", "primary": true, "value": "8" }));
    assert_eq!(after["phoneNumbers"][0]["primary"], json!(false));
}

#[test]
fn a_manager_comes_in_every_shape() {
    let is = |id: &str| json!({ "value": id });
    check([
        Case(json!({ "op": "Add", "path": MANAGER, "value": "m-2" }), MANAGER_AT, is("m-2")),
        Case(json!({ "op": "Add", "path": MANAGER, "value": ["m-2"] }), MANAGER_AT, is("m-2")),
        Case(json!({ "op": "Replace", "path": MANAGER, "value": { "value": "m-2" } }), MANAGER_AT, is("m-2")),
        Case(
            json!({ "op": "Replace", "path": MANAGER, "value": [{ "value": "m-2", "$ref": "r", "displayName": "B" }] }),
            MANAGER_AT,
            json!({ "value": "m-2", "$ref": "r" }),
        ),
        Case(json!({ "op": "replace", "value": { (MANAGER): "m-2" } }), MANAGER_AT, is("m-2")),
        Case(json!({ "op": "replace", "path": "manager", "value": "m-2" }), MANAGER_AT, is("m-2")),
        Case(json!({ "op": "Replace", "path": MANAGER, "value": "" }), MANAGER_AT, Value::Null),
        Case(json!({ "op": "Replace", "path": MANAGER, "value": { "value": "" } }), MANAGER_AT, Value::Null),
        Case(json!({ "op": "Add", "path": MANAGER, "value": [{ "value": null }] }), MANAGER_AT, Value::Null),
        Case(
            json!({ "op": "replace", "path": format!("{MANAGER}.value"), "value": "" }),
            MANAGER_AT,
            Value::Null,
        ),
        Case(
            json!({ "op": "Remove", "path": MANAGER, "value": { "value": "m-1" } }),
            MANAGER_AT,
            Value::Null,
        ),
    ]);
}

#[test]
fn an_empty_value_removes() {
    check([
        Case(json!({ "op": "Replace", "path": "title", "value": "" }), "/title", Value::Null),
        Case(json!({ "op": "Replace", "path": "title", "value": [null] }), "/title", Value::Null),
        Case(json!({ "op": "Replace", "path": "externalId", "value": null }), "/externalId", Value::Null),
        Case(json!({ "op": "Replace", "path": "phoneNumbers", "value": [] }), "/phoneNumbers", Value::Null),
        Case(
            json!({ "op": "Replace", "path": "phoneNumbers[type eq \"work\"].value", "value": "" }),
            "/phoneNumbers",
            json!([{ "value": "2", "type": "mobile" }]),
        ),
        Case(
            json!({ "op": "Replace", "path": "phoneNumbers[type eq \"work\"]", "value": { "value": null } }),
            "/phoneNumbers",
            json!([{ "value": "2", "type": "mobile" }]),
        ),
        Case(
            json!({ "op": "replace", "value": { (ENTERPRISE_URN): null } }),
            "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            Value::Null,
        ),
    ]);
}

#[test]
fn a_removal_with_values_removes_these() {
    check([Case(
        json!({ "op": "Remove", "path": "phoneNumbers", "value": [{ "value": "1" }, { "value": "7" }] }),
        "/phoneNumbers",
        json!([{ "value": "2", "type": "mobile" }]),
    )]);
}

#[test]
fn schemas_may_be_missing_or_in_another_case() {
    let operations = json!([{ "op": "replace", "path": "title", "value": "x" }]);
    for body in [
        json!({ "Operations": operations }),
        json!({ "operations": operations, "schemas": [PATCH_URN.to_uppercase()] }),
        json!({ "Operations": operations, "Schemas": PATCH_URN }),
        json!({ "Operations": operations, "schemas": [] }),
    ] {
        Patch::parse(&body, &PERSON).unwrap_or_else(|error| panic!("{body}: {error}"));
    }
}

#[test]
fn an_attribute_that_the_schema_lacks_is_ignored_and_its_neighbours_are_not() {
    for path in [
        "shoeSize",
        "shoeSize[type eq \"left\"].value",
        "name.initials",
        "title.x",
        "phoneNumbers.extension",
        "phoneNumbers[type eq \"work\"].extension",
        "phoneNumbers[extension eq \"7\"].value",
        "phoneNumbers[type eq \"work\" and (extension pr)]",
        "urn:example:User:title",
        "urn:ietf:params:scim:schemas:extension:contoso:2.0:User:shoeSize",
        "urn:ietf:params:scim:schemas:extension:contoso:2.0:User",
        "urn:scim:schemas:extension:enterprise:1.0.department",
        "urn:ietf:params:scim:schemas:core:2.0:User:shoeSize",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:floor",
    ] {
        for operation in [
            json!({ "op": "Add", "path": path, "value": "44" }),
            json!({ "op": "replace", "path": path, "value": { "a": [1] } }),
            json!({ "op": "Remove", "path": path }),
            json!({ "op": "add", "path": path }),
        ] {
            let after = patched(&json!([operation, { "op": "Replace", "path": "active", "value": "False" }]));
            let mut expected = Value::from(adele());
            expected["active"] = json!(false);
            assert_eq!(after, expected, "{operation}");
        }
    }
}

#[test]
fn a_patch_names_its_message_in_many_ways() {
    for schemas in [
        json!([format!(" {PATCH_URN} ")]),
        json!(["urn:scim:schemas:core:2.0"]),
        json!([ENTERPRISE_URN]),
        json!([null, " "]),
    ] {
        let body = json!({ "schemas": schemas, "Operations": [{ "op": "remove", "path": "title" }] });
        Patch::parse(&body, &PERSON).unwrap_or_else(|error| panic!("{body}: {error}"));
    }
}
