//! What filters mean, as a reader of RFC 7644 would write it down. The parts with rules of their own (`text`,
//! `literal`) have their tests beside them; `tests/filter_properties.rs` holds the whole against a naive model.

use serde_json::{Map, Value, json};

use super::{Filter, Key, MAX_DEPTH, MAX_LENGTH};
use crate::scim::error::ScimType;
use crate::scim::path::PatchPath;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACCOUNT: &str = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";

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

fn parse(text: &str) -> Filter {
    Filter::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[track_caller]
fn assert_matches(cases: &[(&str, bool)]) {
    let user = barbara();
    for (text, expected) in cases {
        assert_eq!(parse(text).matches(&user), *expected, "{text}");
    }
}

#[track_caller]
fn assert_refused(text: &str, position: usize, part: &str) {
    let error = match Filter::parse(text) {
        Err(error) => error,
        Ok(filter) => panic!("{text} is read as {filter}"),
    };
    assert_eq!(error.scim_type, Some(ScimType::InvalidFilter), "{text}");
    assert!(error.detail.contains(&format!("at character {position}:")), "{text}: {error}");
    assert!(error.detail.contains(part), "{text}: {error}");
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
    let user =
        json!({ "emails": [{ "value": "" }, {}, null], "name": { "familyName": null }, "phoneNumbers": [] });
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
fn a_filter_prints_in_canonical_spelling() {
    let cases = [
        ("USERNAME EQ \"A\"", "userName eq \"A\""),
        ("  ( title PR ) ", "title pr"),
        ("((title pr) and (active pr and locale pr))", "title pr and active pr and locale pr"),
        ("title pr and (active pr or locale pr)", "title pr and (active pr or locale pr)"),
        ("(title pr and active pr) or locale pr", "title pr and active pr or locale pr"),
        ("NOT(title pr)", "not (title pr)"),
        ("emails eq \"x\"", "emails.value eq \"x\""),
        ("emails pr", "emails pr"),
        ("emails ne null", "emails pr"),
        ("active eq \"True\"", "active eq true"),
        ("Emails[Type eq \"work\"].Value eq \"x\"", "emails[type eq \"work\" and value eq \"x\"]"),
        ("meta.created gt \"2026-01-01T01:00:00.500+01:00\"", "meta.created gt \"2026-01-01T00:00:00.5Z\""),
        (r#"title eq "\u0041\/\n\"""#, r#"title eq "A/\n\"""#),
    ];
    for (text, printed) in cases {
        let filter = parse(text);
        assert_eq!(filter.to_string(), printed, "{text}");
        assert_eq!(parse(printed), filter, "{printed}");
    }
}

#[test]
fn what_does_not_parse_is_refused_with_the_place_and_what_was_expected() {
    let cases = [
        ("", 1, "expected an attribute, \"not\" or `(`, found the end"),
        ("   ", 4, "found the end"),
        ("userName", 9, "expected an operator"),
        (
            "userName is \"x\"",
            10,
            "expected an operator: eq, ne, co, sw, ew, pr, gt, ge, lt or le, found `is`",
        ),
        ("userName eq", 12, "expected a value"),
        (
            "userName eq bjensen",
            13,
            "a string in double quotes, a number, true, false or null, found `bjensen`",
        ),
        ("userName eq 'x'", 13, "found `'x'`"),
        ("userName eq \"x", 13, "no closing double quote"),
        ("userName eq \"x\\", 13, "no closing double quote"),
        ("userName eq \"x\\\"", 13, "no closing double quote"),
        ("userName eq \"\\x\"", 13, "not a JSON string"),
        ("userName eq \"\n\"", 13, "not a JSON string"),
        ("userName eq \"\\ud800\"", 13, "not a JSON string"),
        (
            "userName eq \"x\" userName pr",
            17,
            "expected \"and\", \"or\" or the end of the filter, found `userName`",
        ),
        ("userName eq \"x\")", 16, "found `)`"),
        ("title pr and", 13, "expected an attribute"),
        ("title pr and or active pr", 14, "no attribute \"or\""),
        ("(title pr", 10, "expected \"and\", \"or\" or `)`, found the end"),
        ("(title pr]", 10, "found `]`"),
        ("()", 2, "expected an attribute"),
        ("not title pr", 5, "expected `(`, found `title`"),
        ("not", 4, "expected `(`, found the end"),
        ("emails[type eq \"work\"", 22, "expected \"and\", \"or\" or `]`, found the end"),
        ("emails[]", 8, "expected a sub-attribute"),
        ("emails[emails[type pr]]", 8, "no attribute \"emails.emails\""),
        ("emails[type eq \"work\"].", 24, "expected a sub-attribute"),
        ("emails[type eq \"work\"].value", 29, "expected an operator"),
        ("emails.type[value pr]", 12, "emails.type has no sub-attributes"),
        ("title eq \"ö\" und", 14, "found `und`"),
        ("1title pr", 1, "expected the name of an attribute, found `1title`"),
        ("user,Name pr", 1, "expected a letter, a digit"),
    ];
    for (text, position, part) in cases {
        assert_refused(text, position, part);
    }
}

#[test]
fn unknown_attributes_are_named() {
    let cases = [
        ("shoeSize eq \"42\"", 1, "User has no attribute \"shoeSize\""),
        ("title pr and name.shoe pr", 14, "User has no attribute \"name.shoe\""),
        ("emails[shoe eq \"42\"]", 8, "User has no attribute \"emails.shoe\""),
        ("urn:example:2.0:User:userName pr", 1, "\"urn:example:2.0:User\" is not a schema of User"),
    ];
    for (text, position, part) in cases {
        assert_refused(text, position, part);
    }
}

#[test]
fn comparisons_that_make_no_sense_for_the_type_are_refused() {
    let cases = [
        ("active gt true", 8, "active is true or false and cannot be compared by gt"),
        ("active co \"tr\"", 8, "cannot be compared by co"),
        ("active eq \"yes\"", 8, "active is compared with true or false"),
        ("active eq 1", 8, "active is compared with true or false"),
        ("emails.primary le false", 16, "cannot be compared by le"),
        ("x509Certificates.value gt \"MII\"", 24, "value is binary and cannot be compared by gt"),
        ("meta.created gt \"yesterday\"", 14, "created is compared with a date and time"),
        ("meta.created gt \"2026-01-01\"", 14, "created is compared with a date and time"),
        ("meta.created gt \"2026-02-30T00:00:00Z\"", 14, "created is compared with a date and time"),
        ("meta.created gt 1767225600", 14, "write \"1767225600\", in double quotes"),
        ("employeeNumber eq 701984", 16, "write \"701984\", in double quotes"),
        ("title eq true", 7, "write \"true\", in double quotes"),
        ("title gt null", 7, "null can be compared by eq and ne, not by gt"),
        ("name eq \"x\"", 6, "name is made of sub-attributes"),
        ("addresses co \"x\"", 11, "addresses is made of sub-attributes"),
        ("password eq \"secret\"", 1, "password cannot be filtered by"),
        ("title pr or password pr", 13, "password cannot be filtered by"),
    ];
    for (text, position, part) in cases {
        assert_refused(text, position, part);
    }
}

#[test]
fn a_filter_may_be_so_long_and_no_longer() {
    let of_length = |length: usize| format!("title eq \"{}\"", "x".repeat(length - 11));
    assert!(Filter::parse(&of_length(MAX_LENGTH)).is_ok());
    assert_refused(&of_length(MAX_LENGTH + 1), MAX_LENGTH + 1, "longer than 4096 bytes");
    // Cut within a character.
    let text = format!("title eq \"{}\"", "ö".repeat(MAX_LENGTH));
    assert!(Filter::parse(&text).unwrap_err().detail.contains("longer than 4096 bytes"));
}

#[test]
fn a_filter_may_be_so_deep_and_no_deeper() {
    let nested = |open: &str, middle: &str, close: &str, depth: usize| {
        format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
    };
    let shapes = [("(", "title pr", ")"), ("not (", "title pr", ")"), ("(title pr and ", "title pr", ")")];
    for (open, middle, close) in shapes {
        assert!(Filter::parse(&nested(open, middle, close, MAX_DEPTH)).is_ok(), "{open}");
        let error = Filter::parse(&nested(open, middle, close, MAX_DEPTH + 1)).unwrap_err();
        assert!(error.detail.contains("more than 32 deep"), "{error}");
    }
    let entry = "emails[not (type pr)]";
    assert!(Filter::parse(&nested("(", entry, ")", MAX_DEPTH - 2)).is_ok());
    assert!(Filter::parse(&nested("(", entry, ")", MAX_DEPTH - 1)).is_err());
    assert_refused(&"(".repeat(MAX_LENGTH), MAX_DEPTH + 1, "more than 32 deep");
}

#[test]
fn what_is_as_deep_as_can_be_can_be_read_back() {
    let filter = |depth| {
        let (open, close) = ("(title pr or active pr and ".repeat(depth), ")".repeat(depth));
        Filter::parse(&format!("{open}emails[type pr or display pr].value pr{close}"))
    };
    let printed = filter(MAX_DEPTH - 2).unwrap().to_string();
    assert_eq!(Filter::parse(&printed).unwrap().to_string(), printed);
    assert!(filter(MAX_DEPTH - 1).is_err(), "the `or` would have to move into a 33rd parenthesis");
}

#[test]
fn the_key_is_found_in_any_conjunct() {
    let cases = [
        ("userName eq \"Ann@Example.com\"", Some(Key::Address("ann@example.com"))),
        ("emails eq \"Ann@x.org\"", Some(Key::Address("ann@x.org"))),
        ("emails.value eq \"ann@x.org\"", Some(Key::Address("ann@x.org"))),
        ("emails[type eq \"work\" and value eq \"ann@x.org\"]", Some(Key::Address("ann@x.org"))),
        ("emails[type eq \"work\"].value eq \"ann@x.org\"", Some(Key::Address("ann@x.org"))),
        ("externalId eq \"00uA1\"", Some(Key::ExternalId("00uA1"))),
        ("id eq \"A-1\"", Some(Key::Id("A-1"))),
        ("active eq true and externalId eq \"x\"", Some(Key::ExternalId("x"))),
        ("(id eq \"1\" and title pr) and (active pr or title pr)", Some(Key::Id("1"))),
        ("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"a@x\"", Some(Key::Address("a@x"))),
        // The Kelvin sign is a K in another dress; a look-up must find what the comparison finds.
        ("userName eq \"\u{212a}im@x.org\"", Some(Key::Address("kim@x.org"))),
    ];
    for (text, key) in cases {
        assert_eq!(parse(text).key(), key, "{text}");
    }
}

#[test]
fn no_key_is_claimed_where_other_users_may_match() {
    let cases = [
        "userName ne \"a@x\"",
        "userName sw \"a@x\"",
        "userName eq null",
        "not (userName eq \"a@x\")",
        "userName eq \"a@x\" or id eq \"1\"",
        "emails[value eq \"a@x\" or type eq \"work\"]",
        "emails[not (value eq \"a@x\")]",
        "emails.type eq \"work\"",
        "phoneNumbers.value eq \"1\"",
        "manager.value eq \"1\"",
        "displayName eq \"x\"",
    ];
    for text in cases {
        assert_eq!(parse(text).key(), None, "{text}");
    }
}

#[test]
fn a_value_filter_of_equalities_describes_an_entry() {
    let cases = [
        ("emails[type eq \"work\"]", Some(json!({ "type": "work" }))),
        ("roles[primary eq \"True\" and type eq \"x\"]", Some(json!({ "primary": true, "type": "x" }))),
        ("emails[(type eq \"work\") and type eq \"WORK\"]", Some(json!({ "type": "WORK" }))),
        ("emails[type eq \"work\" and type eq \"home\"]", None),
        ("emails[type eq \"work\" or type eq \"home\"]", None),
        ("emails[type ne \"work\"]", None),
        ("emails[type eq \"work\" and value sw \"a\"]", None),
        ("emails[not (type eq \"work\")]", None),
        ("emails[type eq null]", None),
        ("emails[type pr]", None),
    ];
    for (text, expected) in cases {
        let Ok(PatchPath::Entries { filter, .. }) = PatchPath::parse(text) else {
            panic!("{text} is no value path");
        };
        assert_eq!(filter.described_entry().map(Value::Object), expected, "{text}");
    }
}
