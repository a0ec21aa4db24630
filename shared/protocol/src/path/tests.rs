use serde_json::{Map, Value, json};

use super::{AttributePath, PatchPath, PathError};
use crate::error::{ScimError, ScimType};
use crate::example::PERSON;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

#[test]
fn a_path_prints_in_the_spelling_of_the_schema() {
    let cases = [
        ("userName", "userName"),
        ("USERNAME", "userName"),
        ("name.FamilyName", "name.familyName"),
        ("id", "id"),
        ("meta.lastmodified", "meta.lastModified"),
        ("groups.$REF", "groups.$ref"),
        ("x509certificates.value", "x509Certificates.value"),
        ("urn:ietf:params:scim:schemas:core:2.0:User:userName", "userName"),
        ("URN:IETF:params:scim:schemas:core:2.0:user:Name.GivenName", "name.givenName"),
        ("urn:ietf:params:scim:schemas:core:2.0:User:id", "id"),
        (
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:Manager.displayname",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName",
        ),
        ("department", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"),
        ("purgeAt", "urn:ietf:params:scim:schemas:extension:example:2.0:User:purgeAt"),
    ];
    for (text, printed) in cases {
        let path = AttributePath::parse(text, &PERSON).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(path.to_string(), printed, "{text}");
        assert_eq!(AttributePath::parse(printed, &PERSON), Ok(path), "{printed}");
    }
}

#[test]
fn an_unqualified_name_means_the_core_attribute_first() {
    let path = AttributePath::parse("displayName", &PERSON).unwrap();
    assert!(path.is_core());
    assert_eq!(path.to_string(), "displayName");
}

#[test]
fn malformed_paths_are_told_from_unknown_ones() {
    let malformed = [
        ("", 1),
        (".", 1),
        ("name.", 6),
        ("name..familyName", 6),
        ("name.familyName.x", 16),
        ("user name", 5),
        ("9lives", 1),
        ("größe", 3),
        ("größe:a b", 8),
    ];
    for (text, at) in malformed {
        let error = AttributePath::parse(text, &PERSON).unwrap_err();
        assert!(
            matches!(error, PathError::Malformed { position, .. } if position == at),
            "{text}: {error:?}"
        );
    }
    let unknown =
        [("shoeSize", "shoeSize"), ("NAME.shoe", "name.shoe"), ("userName.value", "userName.value")];
    for (text, name) in unknown {
        let name = name.to_owned();
        assert_eq!(
            AttributePath::parse(text, &PERSON),
            Err(PathError::UnknownAttribute { of: "User", name })
        );
    }
    let urn = "urn:a:2.0:B".to_owned();
    assert_eq!(
        AttributePath::parse("urn:a:2.0:B:userName", &PERSON),
        Err(PathError::UnknownSchema { of: "User", urn })
    );
}

#[test]
fn an_attribute_of_the_core_schema_is_not_looked_for_in_an_extension() {
    let error = AttributePath::parse(&format!("{ENTERPRISE}:userName"), &PERSON).unwrap_err();
    assert_eq!(error, PathError::UnknownAttribute { of: "User", name: format!("{ENTERPRISE}:userName") });
}

#[test]
fn what_a_long_unknown_name_echoes_is_cut_short() {
    let error = AttributePath::parse(&"a".repeat(5000), &PERSON).unwrap_err();
    assert!(error.to_string().len() < 200, "{error}");
}

#[test]
fn values_are_those_of_every_entry() {
    let user = object(json!({
        "userName": "ann@example.com",
        "name": { "familyName": "Lee", "givenName": null },
        "emails": [{ "value": "a@x", "type": "work" }, { "type": "home" }, { "value": "b@x" }],
        "schemas": ["one", "two"],
        ENTERPRISE: { "department": "R&D", "manager": { "value": "m1" } },
    }));
    let cases = [
        ("userName", json!(["ann@example.com"])),
        ("name.familyName", json!(["Lee"])),
        ("name.givenName", json!([])),
        ("title", json!([])),
        ("emails.value", json!(["a@x", "b@x"])),
        ("emails.type", json!(["work", "home"])),
        ("schemas", json!(["one", "two"])),
        ("department", json!(["R&D"])),
        ("manager.value", json!(["m1"])),
        ("purgeAt", json!([])),
    ];
    for (text, expected) in cases {
        let values: Vec<&Value> = AttributePath::parse(text, &PERSON).unwrap().values(&user).collect();
        assert_eq!(json!(values), expected, "{text}");
    }
}

#[test]
fn a_complex_attribute_is_compared_by_its_value() {
    let comparable =
        |text| AttributePath::parse(text, &PERSON).unwrap().comparable().map(|path| path.to_string());
    assert_eq!(comparable("emails").as_deref(), Some("emails.value"));
    assert_eq!(comparable("emails.type").as_deref(), Some("emails.type"));
    assert_eq!(comparable("manager"), Some(format!("{ENTERPRISE}:manager.value")));
    assert_eq!(comparable("userName").as_deref(), Some("userName"));
    assert_eq!(comparable("name"), None);
    assert_eq!(comparable("addresses"), None);
}

#[test]
fn a_patch_path_prints_in_the_spelling_of_the_schema() {
    let cases = [
        ("active", "active"),
        (" Active ", "active"),
        ("NAME.familyname", "name.familyName"),
        ("emails.value", "emails.value"),
        ("emails[type eq \"work\"]", "emails[type eq \"work\"]"),
        ("Emails[ Type EQ \"work\" ].Value", "emails[type eq \"work\"].value"),
        ("addresses[type eq \"a]\\\"b\"].locality", "addresses[type eq \"a]\\\"b\"].locality"),
        (
            "phoneNumbers[type eq \"work\" and not (value sw \"+1\" or primary eq \"True\")]",
            "phoneNumbers[type eq \"work\" and not (value sw \"+1\" or primary eq true)]",
        ),
        (ENTERPRISE, ENTERPRISE),
        ("URN:ietf:params:scim:schemas:extension:enterprise:2.0:user", ENTERPRISE),
        (
            "urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \"work\"].value",
            "emails[type eq \"work\"].value",
        ),
        ("urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:User"),
    ];
    for (text, printed) in cases {
        let path = PatchPath::parse(text, &PERSON).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(path.to_string(), printed, "{text}");
        assert_eq!(PatchPath::parse(printed, &PERSON), Ok(path), "{printed}");
    }
}

#[test]
fn a_bad_patch_path_is_answered_with_the_right_keyword() {
    use ScimType::{InvalidFilter, InvalidPath};
    let cases = [
        ("", InvalidPath, "character 1"),
        ("shoeSize", InvalidPath, "\"shoeSize\""),
        ("urn:example:2.0:User:x", InvalidPath, "urn:example:2.0:User"),
        ("emails[type eq \"work\"].", InvalidPath, "character 24"),
        ("emails[type eq \"work\"].shoe", InvalidPath, "\"emails.shoe\""),
        ("emails[type eq \"work\"]value", InvalidPath, "character 23"),
        ("emails[type eq \"work\"].value.x", InvalidPath, "character 29"),
        ("emails[type eq \"work\"] .value", InvalidPath, "character 23"),
        ("emails.value x", InvalidPath, "character 13"),
        ("emails[type eq \"work\"", InvalidFilter, "found the end"),
        ("emails[type eq work]", InvalidFilter, "character 16"),
        ("emails[]", InvalidFilter, "character 8"),
        ("emails[shoe eq \"work\"]", InvalidPath, "\"emails.shoe\""),
        ("userName[value eq \"x\"]", InvalidFilter, "userName has no sub-attributes"),
    ];
    for (text, scim_type, part) in cases {
        let error = ScimError::from(PatchPath::parse(text, &PERSON).unwrap_err());
        assert_eq!(error.scim_type, Some(scim_type), "{text}: {error}");
        assert!(error.detail.contains(part), "{text}: {error}");
    }
}
