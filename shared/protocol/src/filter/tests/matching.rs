//! Which resources a filter matches.

use serde_json::{Map, Value, json};

use super::parse;
use crate::schema::ProfileMutability;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACCOUNT: &str = "urn:ietf:params:scim:schemas:extension:example:2.0:User";

/// Barbara, of the examples in RFC 7643 §8.2.
fn barbara() -> Map<String, Value> {
    let user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "id": "2819c223-7f76-453a-919d-413861904646",
        "externalId": "00uA1",
        "meta": {
            "resourceType": "User",
            "created": "2010-01-23T04:56:22Z",
            "lastModified": "2011-05-13T04:42:34.250Z",
        },
        "userName": "BJensen@example.com",
        "name": { "familyName": "O'Malley \"Ö\"", "givenName": "Barbara" },
        "displayName": "Babs",
        "nickName": "",
        "active": true,
        "emails": [
            { "value": "bjensen@example.com", "type": "work", "primary": true },
            { "value": "babs@jensen.org", "type": "home" },
            { "value": "babs@other.org" },
        ],
        "photos": [{ "value": "https://photos.example.com/Babs", "type": "photo" }],
        "x509Certificates": [{ "value": "MIIDQzCCAqy" }],
        ENTERPRISE: { "employeeNumber": "701984", "manager": { "value": "26118915" } },
    });
    match user {
        Value::Object(user) => user,
        _ => unreachable!(),
    }
}

#[track_caller]
fn assert_matches(cases: &[(&str, bool)]) {
    let user = barbara();
    for (text, expected) in cases {
        assert_eq!(parse(text).matches(&user), *expected, "{text}");
    }
}

#[test]
fn strings_compare_without_case_unless_the_schema_says_otherwise() {
    assert_matches(&[
        ("userName eq \"bjensen@EXAMPLE.com\"", true),
        ("userName eq \"bjensen@example.co\"", false),
        ("USERNAME Eq \"bjensen@example.com\"", true),
        ("userName ne \"bjensen@example.com\"", false),
        ("userName ne \"other@example.com\"", true),
        ("userName co \"JENSEN\"", true),
        ("userName sw \"bj\"", true),
        ("userName sw \"jensen\"", false),
        ("userName ew \".COM\"", true),
        ("userName ew \"bjensen\"", false),
        ("userName gt \"bjensem\"", true),
        ("userName gt \"BJENSEN@EXAMPLE.COM\"", false),
        ("userName ge \"BJENSEN@EXAMPLE.COM\"", true),
        ("userName lt \"C\"", true),
        ("userName le \"BJENSEN@EXAMPLE.COM\"", true),
        ("name.familyName co \"ö\"", true),
        ("externalId eq \"00uA1\"", true),
        ("externalId eq \"00UA1\"", false),
        ("externalId sw \"00U\"", false),
        ("externalId ne \"00UA1\"", true),
        ("photos.value sw \"https://photos.example.com/babs\"", false),
        ("x509Certificates.value eq \"MIIDQzCCAqy\"", true),
    ]);
}

#[test]
fn literals_are_json() {
    assert_matches(&[
        (r#"name.familyName eq "o'malley \"\u00d6\"""#, true),
        (r#"name.familyName co "\\""#, false),
        ("displayName eq \"B\\u0061bs\"", true),
        ("active eq TRUE", true),
        ("title EQ NULL", true),
    ]);
}

#[test]
fn booleans_are_also_taken_as_strings() {
    assert_matches(&[
        ("active eq true", true),
        ("active eq false", false),
        ("active ne false", true),
        ("active eq \"True\"", true),
        ("active eq \"false\"", false),
    ]);
}

#[test]
fn dates_compare_as_instants() {
    assert_matches(&[
        ("meta.created eq \"2010-01-23T04:56:22Z\"", true),
        ("meta.created eq \"2010-01-23T05:56:22.000+01:00\"", true),
        ("meta.created eq \"2010-01-22T23:56:22-05:00\"", true),
        ("meta.created ne \"2010-01-23T05:56:22+01:00\"", false),
        ("meta.created gt \"2010-01-23T05:00:00+01:00\"", true),
        ("meta.lastModified gt \"2011-05-13T04:42:34Z\"", true),
        ("meta.lastModified gt \"2011-05-13T04:42:34.25Z\"", false),
        ("meta.lastModified ge \"2011-05-13T04:42:34.250000Z\"", true),
        ("meta.lastModified lt \"2011-05-13T04:42:34.2500000001Z\"", false),
        ("meta.lastModified le \"2011-05-13T04:42:34Z\"", false),
        ("meta.created sw \"2010-01\"", true),
        ("purgeAt lt \"2030-01-01T00:00:00Z\"", false),
    ]);
}

#[test]
fn any_entry_of_a_multi_valued_attribute_may_match() {
    assert_matches(&[
        ("emails.value eq \"babs@jensen.org\"", true),
        ("emails eq \"babs@jensen.org\"", true),
        ("emails co \"jensen\"", true),
        ("emails.type eq \"other\"", false),
        ("emails.type eq \"home\" and emails.value eq \"bjensen@example.com\"", true),
        ("schemas eq \"urn:ietf:params:scim:schemas:core:2.0:User\"", true),
        ("schemas co \"rollcall\"", false),
        ("emails.value ne \"bjensen@example.com\"", true),
        ("not (emails.value eq \"bjensen@example.com\")", false),
    ]);
}

#[test]
fn a_value_path_speaks_of_one_entry() {
    assert_matches(&[
        ("emails[type eq \"work\" and value co \"@example.com\"]", true),
        ("emails[type eq \"home\" and value co \"@example.com\"]", false),
        ("emails[type eq \"work\" and primary eq true]", true),
        ("emails[not (type pr)]", true),
        ("emails[type pr and not (type eq \"home\" or type eq \"work\")]", false),
        ("emails[type ne \"work\"]", true),
        ("phoneNumbers[not (type eq \"work\")]", false),
        ("emails[type eq \"work\"] and emails[type eq \"home\"]", true),
        ("manager[value eq \"26118915\"]", true),
    ]);
}

#[test]
fn a_value_path_may_be_followed_by_a_sub_attribute_as_entra_sends_it() {
    assert_matches(&[
        ("emails[type eq \"work\"].value eq \"BJENSEN@example.com\"", true),
        ("emails[type eq \"home\"].value eq \"bjensen@example.com\"", false),
        ("emails[type eq \"home\"].primary pr", false),
        ("emails[type eq \"home\" or type eq \"work\"].value sw \"babs\"", true),
    ]);
    assert_eq!(
        parse("emails[type eq \"work\"].value eq \"x\""),
        parse("emails[type eq \"work\" and value eq \"x\"]")
    );
    assert_eq!(
        parse("emails[type eq \"a\" or type eq \"b\"].value pr").to_string(),
        "emails[(type eq \"a\" or type eq \"b\") and value pr]"
    );
}

#[test]
fn extensions_are_reached_by_their_urn_or_a_name_the_core_schema_lacks() {
    let qualified = format!("{ENTERPRISE}:employeeNumber eq \"701984\"");
    let other = format!("{ENTERPRISE}:employeeNumber eq \"1\"");
    let account = format!("{ACCOUNT}:purgeAt pr");
    assert_matches(&[
        (&qualified, true),
        (&other, false),
        ("employeeNumber eq \"701984\"", true),
        ("manager eq \"26118915\"", true),
        (&account, false),
    ]);
}

#[test]
fn unassigned_attributes_match_as_documented() {
    assert_matches(&[
        ("userName pr", true),
        ("title pr", false),
        ("nickName pr", false),
        ("active pr", true),
        ("emails pr", true),
        ("emails.display pr", false),
        ("phoneNumbers pr", false),
        ("name pr", true),
        ("title eq null", true),
        ("nickName eq null", true),
        ("userName eq null", false),
        ("userName ne null", true),
        ("title ne null", false),
        ("title eq \"x\"", false),
        ("title eq \"\"", false),
        ("title ne \"x\"", true),
        ("title co \"\"", false),
        ("title lt \"x\"", false),
        ("title le \"x\"", false),
        ("emails.type ne \"work\"", true),
        ("phoneNumbers.type ne \"work\"", true),
        ("phoneNumbers[type ne \"work\"]", false),
    ]);
}

#[test]
fn nothing_but_empty_values_is_unassigned() {
    let user = json!({ "emails": [{ "value": "", "display": [] }, {}, null], "name": { "familyName": null }, "phoneNumbers": [] });
    let user = user.as_object().unwrap();
    for text in ["emails pr", "name pr", "name.familyName pr", "phoneNumbers pr", "emails.value pr"] {
        assert!(!parse(text).matches(user), "{text}");
    }
}

#[test]
fn null_is_no_entry() {
    let user = json!({ "emails": null });
    assert!(!parse("emails[not (type pr)]").matches(user.as_object().unwrap()));
}

#[test]
fn a_value_of_another_type_than_the_schema_says_only_differs() {
    let user = json!({ "userName": 5, "active": "true", "meta": { "created": "long ago" } });
    let user = user.as_object().unwrap();
    for text in ["userName eq \"5\"", "active eq true", "meta.created gt \"2010-01-23T04:56:22Z\""] {
        assert!(!parse(text).matches(user), "{text}");
    }
    assert!(parse("active ne true").matches(user));
}

#[test]
fn and_binds_tighter_than_or_and_not_takes_parentheses() {
    assert_matches(&[
        ("displayName eq \"Babs\" or title pr and title pr", true),
        ("(displayName eq \"Babs\" or title pr) and title pr", false),
        ("title pr and title pr or displayName eq \"Babs\"", true),
        ("not (title pr) and not (nickName pr)", true),
        ("not (title pr or displayName pr)", false),
        ("not(title pr)", true),
        ("not (not (displayName pr))", true),
        ("( ( displayName pr ) )", true),
        ("title pr or(displayName pr)and(active pr)", true),
        ("  displayName\tpr  ", true),
    ]);
}

#[test]
fn an_entry_without_primary_is_not_the_primary_one() {
    assert_matches(&[
        ("emails[primary eq false]", true),
        ("emails[primary eq false and type eq \"home\"]", true),
        ("emails[primary eq false and type eq \"work\"]", false),
        ("emails[type eq \"home\" and primary ne true]", true),
        ("emails[type eq \"home\" and primary ne false]", false),
        ("emails.primary eq \"False\"", true),
        ("photos.primary eq false", true),
        ("photos.primary ne false", false),
        ("photos.primary eq true", false),
        ("photos.primary pr", false),
        ("photos.primary eq null", true),
        ("phoneNumbers.primary eq false", false),
        ("phoneNumbers[primary eq false]", false),
    ]);
}

#[test]
fn blanks_around_a_user_name_are_not_looked_for() {
    assert_matches(&[
        ("userName eq \" bjensen@example.com\\t\"", true),
        ("userName ne \" bjensen@example.com \"", false),
        ("userName co \" \"", false),
        ("displayName eq \" Babs\"", false),
    ]);
    let keys = ProfileMutability::ReadWrite;
    assert_eq!(
        parse("userName eq \" a@x.org \"").keys(keys),
        Some(vec![crate::filter::Key::Address("a@x.org")])
    );
}
