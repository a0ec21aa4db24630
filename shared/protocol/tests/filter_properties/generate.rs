//! Filters and users that have something to do with each other, and text that is nearly a filter.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value};

use crate::model::{DATES, ENTERPRISE, ENTRY_PATHS, Kind, Literal, Model, Path, STRINGS, USER_PATHS};

fn comparison(paths: &'static [Path]) -> impl Strategy<Value = Model> {
    select(paths).prop_flat_map(|path| {
        let (operators, literal): (&[&str], BoxedStrategy<Literal>) = match path.kind {
            Kind::AnyCase | Kind::ExactCase => (
                &["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"],
                select(&STRINGS[..]).prop_map(Literal::Text).boxed(),
            ),
            Kind::Boolean => (
                &["eq", "ne"],
                any::<(bool, bool)>().prop_map(|(value, quoted)| Literal::Boolean { value, quoted }).boxed(),
            ),
            Kind::Date => (
                &["eq", "ne", "gt", "ge", "lt", "le"],
                select(&DATES[..]).prop_map(|(text, at)| Literal::Date(text, at)).boxed(),
            ),
        };
        prop_oneof![
            8 => (select(operators.to_vec()), literal).prop_map(move |(op, it)| Model::Compare(path, op, it)),
            1 => select(vec!["eq", "ne"]).prop_map(move |op| Model::Compare(path, op, Literal::Null)),
            1 => Just(Model::Present(path)),
        ]
    })
}

fn combined(leaf: impl Strategy<Value = Model> + 'static) -> impl Strategy<Value = Model> {
    leaf.prop_recursive(4, 12, 2, |inner| {
        let boxed = inner.prop_map(Box::new);
        prop_oneof![
            (boxed.clone(), boxed.clone()).prop_map(|(a, b)| Model::And(a, b)),
            (boxed.clone(), boxed.clone()).prop_map(|(a, b)| Model::Or(a, b)),
            boxed.clone().prop_map(Model::Not),
            boxed.prop_map(Model::Parentheses),
        ]
    })
}

pub(crate) fn filters() -> impl Strategy<Value = Model> {
    let entry = || combined(comparison(&ENTRY_PATHS)).prop_map(Box::new);
    combined(prop_oneof![
        6 => comparison(&USER_PATHS),
        1 => entry().prop_map(Model::Entry),
        1 => (entry(), comparison(&ENTRY_PATHS).prop_map(Box::new)).prop_map(|(a, b)| Model::EntrySub(a, b)),
    ])
}

/// An object with some of these members; some of them null.
fn object(members: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let members = members.into_iter().map(|(name, value)| {
        option::weighted(0.7, prop_oneof![9 => value, 1 => Just(Value::Null)])
            .prop_map(move |value| value.map(|value| (name.to_owned(), value)))
    });
    members
        .collect::<Vec<_>>()
        .prop_map(|members| Value::Object(members.into_iter().flatten().collect::<Map<_, _>>()))
        .boxed()
}

pub(crate) fn users() -> impl Strategy<Value = Value> {
    let string = || select(&STRINGS[..]).prop_map(Value::from).boxed();
    let boolean = || any::<bool>().prop_map(Value::from).boxed();
    let date = select(&DATES[..]).prop_map(|(text, _)| Value::from(text)).boxed();
    let email = object(vec![("value", string()), ("type", string()), ("primary", boolean())]);
    object(vec![
        ("id", string()),
        ("externalId", string()),
        ("userName", string()),
        ("title", string()),
        ("active", boolean()),
        ("meta", object(vec![("created", date)])),
        ("name", object(vec![("familyName", string())])),
        ("emails", vec(email, 0..4).prop_map(Value::from).boxed()),
        (ENTERPRISE, object(vec![("department", string())])),
    ])
}

/// Text that is nearly a filter.
pub(crate) fn scraps() -> impl Strategy<Value = String> {
    let token = select(vec![
        "userName",
        "emails",
        "emails.value",
        "active",
        "meta.created",
        "password",
        "name",
        "x",
        ".value",
        "type",
        "eq",
        "ne",
        "co",
        "gt",
        "pr",
        "and",
        "or",
        "not",
        "(",
        ")",
        "[",
        "]",
        "\"",
        "\\",
        "\"work\"",
        "\"ö\"",
        "true",
        "null",
        "1",
        "-1.5e3",
        "\"2026-01-01T00:00:00Z\"",
        "urn:",
        ":",
        ".",
        "$ref",
        "\n",
        "ö",
        ENTERPRISE,
    ]);
    vec((token, select(vec!["", " "])), 0..24)
        .prop_map(|tokens| tokens.into_iter().map(|(token, blank)| format!("{token}{blank}")).collect())
}
