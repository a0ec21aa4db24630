//! What follows from a filter without evaluating it: the look-up that answers it, the entry it describes.

use serde_json::{Value, json};

use super::parse;
use crate::example::PERSON;
use crate::filter::{Key, MAX_KEYS};
use crate::path::PatchPath;
use crate::schema::ProfileMutability::{Immutable, ReadWrite};

#[test]
fn the_key_is_found_in_any_conjunct() {
    let cases = [
        ("userName eq \"Ann@Example.com\"", Some(Key::Address("ann@example.com"))),
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
        for mutability in [Immutable, ReadWrite] {
            assert_eq!(parse(text).keys(mutability), key.map(|key| vec![key]), "{text}");
        }
    }
}

#[test]
fn a_filter_says_whether_it_compares_a_sub_attribute() {
    for (text, compares) in [
        ("groups.display eq \"Sales\"", true),
        ("userName eq \"a@x\" and not (groups[value eq \"1\" and display pr])", true),
        ("title pr or groups.DISPLAY ne null", true),
        ("groups.value eq \"Sales\" or groups pr", false),
        ("groups eq \"display\" and emails.display eq \"Sales\"", false),
    ] {
        assert_eq!(parse(text).compares("groups", "display"), compares, "{text}");
    }
}

/// An address beside the account's own has no guard, so no key leads to it.
#[test]
fn an_email_is_a_key_where_only_the_accounts_own_can_be_meant() {
    let key = Some(vec![Key::Address("a@x")]);
    for text in [
        "emails eq \"a@x\"",
        "Email eq \"a@x\"",
        "emails.value eq \"A@X\"",
        "emails[value eq \"a@x\"]",
        "emails[type eq \"home\"].value eq \"a@x\"",
        "emails[primary eq false and value eq \"a@x\"]",
        "emails[(type eq \"work\" or type eq \"home\") and value eq \"a@x\"]",
        "emails.type eq \"work\" and emails.value eq \"a@x\"",
    ] {
        assert_eq!((parse(text).keys(Immutable), parse(text).keys(ReadWrite)), (key.clone(), None), "{text}");
    }
    for text in [
        "emails[type eq \"WORK\"].value eq \"a@x\"",
        "emails[primary eq \"True\" and value eq \"a@x\"]",
        "emails[display pr and value eq \"a@x\" and type eq \"work\"]",
        "emails.value eq \"b@x\" and userName eq \"a@x\"",
    ] {
        assert_eq!(parse(text).keys(ReadWrite), key, "{text}");
    }
}

#[test]
fn an_or_of_keys_has_the_keys_of_its_parts() {
    use Key::{Address, ExternalId, Id};
    let cases = [
        ("userName eq \"a@x\" or userName eq \"B@X\"", vec![Address("a@x"), Address("b@x")]),
        (
            "userName eq \"a@x\" or userName eq \"A@X\" or emails[type eq \"work\"].value eq \"a@x\"",
            vec![Address("a@x")],
        ),
        ("id eq \"1\" or (externalId eq \"e\" and active eq true)", vec![Id("1"), ExternalId("e")]),
        ("(id eq \"1\" or id eq \"2\") and title pr", vec![Id("1"), Id("2")]),
        ("(id eq \"1\" or id eq \"2\") and externalId eq \"e\"", vec![ExternalId("e")]),
        (
            "emails[type eq \"work\" and (value eq \"a@x\" or value eq \"b@x\")] or id eq \"1\"",
            vec![Address("a@x"), Address("b@x"), Id("1")],
        ),
    ];
    for (text, keys) in cases {
        for mutability in [Immutable, ReadWrite] {
            assert_eq!(parse(text).keys(mutability).as_ref(), Some(&keys), "{text}");
        }
    }
    let many = |count: usize| (0..count).map(|n| format!("id eq \"{n}\"")).collect::<Vec<_>>().join(" or ");
    assert_eq!(parse(&many(MAX_KEYS)).keys(ReadWrite).map(|keys| keys.len()), Some(MAX_KEYS));
    assert_eq!(parse(&many(MAX_KEYS + 1)).keys(Immutable), None);
}

#[test]
fn no_key_is_claimed_where_other_users_may_match() {
    let cases = [
        "userName ne \"a@x\"",
        "userName sw \"a@x\"",
        "userName eq null",
        "not (userName eq \"a@x\")",
        "userName eq \"a@x\" or title eq \"x\"",
        "userName eq \"a@x\" or not (id eq \"1\")",
        "emails[value eq \"a@x\" or type eq \"work\"]",
        "emails[not (value eq \"a@x\")]",
        "emails.type eq \"work\"",
        "phoneNumbers.value eq \"1\"",
        "manager.value eq \"1\"",
        "displayName eq \"x\"",
    ];
    for text in cases {
        assert_eq!(parse(text).keys(Immutable), None, "{text}");
        assert_eq!(parse(text).keys(ReadWrite), None, "{text}");
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
        let Ok(PatchPath::Entries { filter, .. }) = PatchPath::parse(text, &PERSON) else {
            panic!("{text} is no value path");
        };
        assert_eq!(filter.described_entry().map(Value::Object), expected, "{text}");
    }
}
