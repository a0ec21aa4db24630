//! What is a filter, what is not, and how it is told.

use super::parse;
use crate::error::ScimType;
use crate::example::PERSON;
use crate::filter::{Filter, MAX_DEPTH, MAX_LENGTH};

#[track_caller]
fn assert_refused(text: &str, position: usize, part: &str) {
    let error = match Filter::parse(text, &PERSON) {
        Err(error) => error,
        Ok(filter) => panic!("{text} is read as {filter}"),
    };
    assert_eq!(error.scim_type, Some(ScimType::InvalidFilter), "{text}");
    assert!(error.detail.contains(&format!("at character {position}:")), "{text}: {error}");
    assert!(error.detail.contains(part), "{text}: {error}");
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
    assert!(Filter::parse(&of_length(MAX_LENGTH), &PERSON).is_ok());
    assert_refused(&of_length(MAX_LENGTH + 1), MAX_LENGTH + 1, "longer than 4096 bytes");
    // Cut within a character.
    let text = format!("title eq \"{}\"", "ö".repeat(MAX_LENGTH));
    assert!(Filter::parse(&text, &PERSON).unwrap_err().detail.contains("longer than 4096 bytes"));
}

#[test]
fn a_filter_may_be_so_deep_and_no_deeper() {
    let nested = |open: &str, middle: &str, close: &str, depth: usize| {
        format!("{}{middle}{}", open.repeat(depth), close.repeat(depth))
    };
    let shapes = [("(", "title pr", ")"), ("not (", "title pr", ")"), ("(title pr and ", "title pr", ")")];
    for (open, middle, close) in shapes {
        assert!(Filter::parse(&nested(open, middle, close, MAX_DEPTH), &PERSON).is_ok(), "{open}");
        let error = Filter::parse(&nested(open, middle, close, MAX_DEPTH + 1), &PERSON).unwrap_err();
        assert!(error.detail.contains("more than 32 deep"), "{error}");
    }
    let entry = "emails[not (type pr)]";
    assert!(Filter::parse(&nested("(", entry, ")", MAX_DEPTH - 2), &PERSON).is_ok());
    assert!(Filter::parse(&nested("(", entry, ")", MAX_DEPTH - 1), &PERSON).is_err());
    assert_refused(&"(".repeat(MAX_LENGTH), MAX_DEPTH + 1, "more than 32 deep");
}

#[test]
fn parentheses_side_by_side_are_not_deep() {
    let text = vec!["(emails[not (type pr)])"; MAX_DEPTH * 2].join(" or ");
    assert!(Filter::parse(&text, &PERSON).is_ok());
}

#[test]
fn what_is_as_deep_as_can_be_can_be_read_back() {
    let filter = |depth| {
        let (open, close) = ("(title pr or active pr and ".repeat(depth), ")".repeat(depth));
        Filter::parse(&format!("{open}emails[type pr or display pr].value pr{close}"), &PERSON)
    };
    let printed = filter(MAX_DEPTH - 2).unwrap().to_string();
    assert_eq!(Filter::parse(&printed, &PERSON).unwrap().to_string(), printed);
    assert!(filter(MAX_DEPTH - 1).is_err(), "the `or` would have to move into a 33rd parenthesis");
}
