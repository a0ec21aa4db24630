//! What all texts keep: the same ids, variables and tags in every language, none unused, each sayable.

#![expect(clippy::panic, clippy::unwrap_used, reason = "test code fails by panicking")]

mod files;
mod uses;

use std::collections::{BTreeMap, BTreeSet};

use files::{Message, messages};
use rollcall_texts::{FILES, Language, Texts, Value, sources};

#[test]
fn every_file_can_be_read() {
    for language in Language::ALL {
        for (file, source) in FILES.iter().zip(sources(language)) {
            if let Err((_, faults)) = fluent_syntax::parser::parse(source) {
                panic!("{language}/{file}.ftl: {faults:?}");
            }
        }
    }
}

#[test]
fn every_language_has_the_same_texts() {
    let english: BTreeSet<_> = messages(Language::English).into_keys().collect();
    assert!(!english.is_empty());
    for language in Language::ALL {
        let own: BTreeSet<_> = messages(language).into_keys().collect();
        assert_eq!(own, english, "{language}");
    }
}

#[test]
fn every_language_has_the_same_variables_and_tags() {
    let english = messages(Language::English);
    for language in Language::ALL {
        for (id, message) in messages(language) {
            assert_eq!(message.variables, english[&id].variables, "{language} {id}");
            assert_eq!(message.tags(), english[&id].tags(), "{language} {id}");
        }
    }
}

#[test]
fn an_id_is_defined_once_and_says_its_file() {
    for language in Language::ALL {
        let mut seen = BTreeMap::new();
        for (file, source) in FILES.iter().zip(sources(language)) {
            let prefix = format!("{}-", file.rsplit('-').next().unwrap());
            for id in files::ids(source) {
                assert!(id.starts_with(&prefix), "{language}/{file}.ftl: {id} does not begin with {prefix}");
                if let Some(other) = seen.insert(id.clone(), *file) {
                    panic!("{language}: {id} is in {other}.ftl and {file}.ftl");
                }
            }
        }
    }
}

#[test]
fn every_text_can_be_said() {
    for language in Language::ALL {
        let texts = Texts::of(language);
        for (id, message) in messages(language) {
            for count in [0_u64, 1, 2, 5, 1_000_000] {
                let said = texts.with(&id, &values(&message, count));
                assert!(!said.trim().is_empty(), "{language} {id}");
                assert!(!said.contains(['{', '}', '\u{2068}', '\u{2069}']), "{language} {id}: {said}");
            }
        }
    }
}

/// A variable that chooses between forms is a number, every other one a text.
fn values(message: &Message, count: u64) -> Vec<(&str, Value<'static>)> {
    let value = |name: &String| match message.choosing.contains(name) {
        true => Value::from(count),
        false => Value::from("Ada"),
    };
    message.variables.iter().map(|name| (name.as_str(), value(name))).collect()
}

#[test]
fn a_text_is_set_as_its_language_sets_it() {
    for language in Language::ALL {
        for (id, message) in messages(language) {
            for text in message.plain() {
                assert!(!text.contains(['\'', '"']), "{language} {id}: straight quotes in {text}");
                assert!(!text.contains("..."), "{language} {id}: … is one character in {text}");
                assert!(!text.contains("  "), "{language} {id}: two spaces in {text}");
                assert!(
                    language != Language::French || files::is_spaced(&text),
                    "{id}: French has a no-break space before : ; ? ! » and after « in {text:?}"
                );
                assert!(language != Language::German || !text.contains('ẞ'), "{id}");
            }
        }
    }
}

#[test]
fn every_text_that_is_asked_for_exists() {
    let english = messages(Language::English);
    for used in uses::said() {
        assert!(english.contains_key(&used.id), "{}: there is no text {}", used.path.display(), used.id);
    }
}

#[test]
fn only_html_says_texts_with_tags() {
    let english = messages(Language::English);
    for used in uses::said().into_iter().filter(|used| !used.is_html) {
        let has_tags = english.get(&used.id).is_some_and(|message| !message.tags().is_empty());
        assert!(!has_tags, "{}: {} has tags, so `texts.html` has to say it", used.path.display(), used.id);
    }
}

#[test]
fn every_text_is_used() {
    let spelt = uses::spelt();
    for id in messages(Language::English).into_keys() {
        assert!(spelt.contains(&id), "{id} is not used");
    }
}
