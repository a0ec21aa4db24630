//! The languages, and which of them somebody reads.

use std::fmt;

use rollcall_rules::user::User;
use serde_json::Value;

/// A language that people are written to in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// The one of a person or browser that asks for none of these.
    English,
    /// Says "Sie".
    German,
    /// Says "vous".
    French,
    /// Says "du".
    Danish,
    /// Says "usted".
    Spanish,
}

impl Language {
    /// All languages, as a chooser lists them.
    pub const ALL: [Self; 5] = [Self::English, Self::German, Self::French, Self::Danish, Self::Spanish];

    /// The language of a person: their SCIM `preferredLanguage`, else their `locale` (RFC 7643, section 4.1.1). The
    /// first has the form of an `Accept-Language` header. Directories write both in many ways, so `de-AT`, `de_CH`,
    /// `DE` and `de_DE.UTF-8` are all German. `None` if neither asks for a language that is here.
    #[must_use]
    pub fn of_person(preferred_language: Option<&str>, locale: Option<&str>) -> Option<Self> {
        preferred_language.and_then(Self::most_wanted).or_else(|| locale.and_then(Self::most_wanted))
    }

    /// The language of the person whose account it is, as the directory told it; without the directory's profile `None`.
    #[must_use]
    pub fn of_user(user: &User) -> Option<Self> {
        let told = |attribute| user.profile.get(attribute).and_then(Value::as_str);
        Self::of_person(told("preferredLanguage"), told("locale"))
    }

    /// The language that a browser asks for most (RFC 9110, section 12.5.4). English if it asks for none of these.
    #[must_use]
    pub fn of_accept_language(header: Option<&str>) -> Self {
        header.and_then(Self::most_wanted).unwrap_or(Self::English)
    }

    /// The language of a tag or locale, such as `de`, `de-AT` or `de_CH`.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(|each: char| !each.is_ascii_alphabetic()).next()?;
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// The tag for `<html lang>` and `Content-Language` (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Danish => "da",
            Self::Spanish => "es",
        }
    }

    /// What its speakers call it.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
            Self::French => "Français",
            Self::Danish => "Dansk",
            Self::Spanish => "Español",
        }
    }

    /// Of two wanted equally, the first. A range of weight 0 is not wanted; one whose weight cannot be read neither.
    fn most_wanted(header: &str) -> Option<Self> {
        let mut best = None;
        for range in header.split(',') {
            let (tag, weight) = range.split_once(';').map_or((range, 1.0), |(tag, rest)| (tag, weight(rest)));
            let Some(language) = Self::of_tag(tag) else { continue };
            if weight > best.map_or(0.0, |(most, _)| most) {
                best = Some((weight, language));
            }
        }
        best.map(|(_, language)| language)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.tag())
    }
}

fn weight(parameters: &str) -> f32 {
    let value = parameters
        .trim()
        .strip_prefix(['q', 'Q'])
        .map(str::trim_start)
        .and_then(|rest| rest.strip_prefix('='));
    value
        .and_then(|value| value.trim().parse().ok())
        .filter(|weight| (0.0..=1.0).contains(weight))
        .unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::Language::{Danish, English, French, German, Spanish};
    use super::*;

    #[test]
    fn directories_write_a_language_in_many_ways() {
        for written in ["de", "DE", "de-AT", "de_CH", "de-DE", "de_DE.UTF-8", "de@euro", " de ", "de-Latn-DE"]
        {
            assert_eq!(Language::of_person(Some(written), None), Some(German), "{written}");
            assert_eq!(Language::of_person(None, Some(written)), Some(German), "{written}");
        }
        for unknown in ["", " ", "it", "nb-NO", "german", "d", "dee", "-", "*", "🇩🇪"] {
            assert_eq!(Language::of_person(Some(unknown), None), None, "{unknown}");
        }
    }

    #[test]
    fn the_preferred_language_goes_before_the_locale() {
        assert_eq!(Language::of_person(Some("da"), Some("fr-FR")), Some(Danish));
        assert_eq!(Language::of_person(Some("it"), Some("fr-FR")), Some(French));
        assert_eq!(Language::of_person(Some("it, es;q=0.5"), Some("fr-FR")), Some(Spanish));
        assert_eq!(Language::of_person(None, None), None);
    }

    #[test]
    fn a_browser_gets_the_language_that_it_weighs_most() {
        for (header, expected) in [
            ("de-DE,de;q=0.9,en;q=0.8", German),
            ("en;q=0.8, da;q=0.9", Danish),
            ("it,fr;q=0.5,es;q=0.5", French),
            ("de;q=0, es;q=0.1", Spanish),
            ("de;q=0", English),
            ("it-IT, *;q=0.5", English),
            ("de ; Q = 0.3 , en;q=0.2", German),
            ("de;q=many, fr;q=0.1", French),
            ("de;q=7, de;q=NaN, de;q=-1, fr;q=0.1", French),
            ("", English),
            (",,;q=1;,", English),
        ] {
            assert_eq!(Language::of_accept_language(Some(header)), expected, "{header}");
        }
        assert_eq!(Language::of_accept_language(None), English);
    }

    #[test]
    fn a_tag_leads_back_to_its_language() {
        for language in Language::ALL {
            assert_eq!(Language::of_tag(language.tag()), Some(language));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_header_gives_a_language(header in ".*") {
            let _ = Language::of_accept_language(Some(&header));
        }
    }
}
