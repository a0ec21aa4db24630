//! The files with the texts, and a language's texts once read.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::language::Language;
use crate::number;
use crate::value::Value;

/// The names of the files that each language has. A text's id begins with the last word of its file's name.
pub const FILES: [&str; 15] = [
    "mail",
    "pages",
    "portal",
    "portal-people",
    "portal-connection",
    "portal-activity",
    "portal-billing",
    "portal-person",
    "portal-groups",
    "portal-authorize",
    "portal-clients",
    "portal-administrators",
    "portal-check",
    "portal-waves",
    "portal-import",
];

macro_rules! files {
    ($tag:literal) => {
        [
            include_str!(concat!("../texts/", $tag, "/mail.ftl")),
            include_str!(concat!("../texts/", $tag, "/pages.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal-people.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal-connection.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal-activity.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal-billing.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal-person.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal-groups.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal-authorize.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal-clients.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal-administrators.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal-check.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal-waves.ftl")),
            include_str!(concat!("../texts/", $tag, "/portal-import.ftl")),
        ]
    };
}

/// The content of the language's files, in the order of [`FILES`].
#[must_use]
pub const fn sources(language: Language) -> [&'static str; 15] {
    match language {
        Language::English => files!("en"),
        Language::German => files!("de"),
        Language::French => files!("fr"),
        Language::Danish => files!("da"),
        Language::Spanish => files!("es"),
    }
}

/// Why a text cannot be said.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub(crate) enum Unsayable {
    #[error("there is no text {id} in {language}")]
    Absent { id: String, language: Language },
    #[error("the text {id} in {language}: {fault}")]
    Faulty { id: String, language: Language, fault: String },
}

/// A text of the language with the values in it.
pub(crate) fn say(
    language: Language,
    id: &str,
    values: &[(&str, Value<'_>)],
) -> Result<Cow<'static, str>, Unsayable> {
    let bundle = bundle(language);
    let absent = || Unsayable::Absent { id: id.to_owned(), language };
    let pattern = bundle.get_message(id).and_then(|message| message.value()).ok_or_else(absent)?;
    let values: FluentArgs<'_> =
        values.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into_fluent())).collect();
    let mut faults = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&values), &mut faults);
    match faults.first() {
        None => Ok(match text {
            Cow::Borrowed(text) => Cow::Borrowed(text),
            Cow::Owned(text) => Cow::Owned(text),
        }),
        Some(fault) => Err(Unsayable::Faulty { id: id.to_owned(), language, fault: fault.to_string() }),
    }
}

/// Read when the first text of the language is asked for: a cold start reads one language, not five.
fn bundle(language: Language) -> &'static FluentBundle<FluentResource> {
    static ENGLISH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static GERMAN: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static FRENCH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static DANISH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static SPANISH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    let place = match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
        Language::French => &FRENCH,
        Language::Danish => &DANISH,
        Language::Spanish => &SPANISH,
    };
    place.get_or_init(|| read(language))
}

/// What cannot be read of a file is left out, and tests find it. The rest is still said.
fn read(language: Language) -> FluentBundle<FluentResource> {
    let tag = LanguageIdentifier::from_bytes(language.tag().as_bytes()).unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The marks that isolate a value show as boxes in the subjects of some mail readers. Pages have `<bdi>`.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::English => |value, _| grouped(value, Language::English),
        Language::German => |value, _| grouped(value, Language::German),
        Language::French => |value, _| grouped(value, Language::French),
        Language::Danish => |value, _| grouped(value, Language::Danish),
        Language::Spanish => |value, _| grouped(value, Language::Spanish),
    }));
    for source in sources(language) {
        let resource =
            FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, _faults)| resource);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn grouped(value: &FluentValue<'_>, language: Language) -> Option<String> {
    let FluentValue::Number(number) = value else { return None };
    Some(number::grouped(&number.as_string(), language))
}
