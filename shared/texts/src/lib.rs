//! What people read, in the languages that Rollcall speaks: mails, pages and the portal.
//!
//! The texts are in `texts/<language>/<file>.ftl`, in Project Fluent's form, and compiled in. All languages have the
//! same files, ids, variables and tags, which tests hold. An id begins with the last word of its file's name: the texts
//! of `portal-people.ftl` begin with `people-`.
//!
//! A function for pages puts a [`Texts`] into its template, which says:
//!
//! ```html
//! <html lang="{{ texts.language() }}">
//! <h1>{{ texts.get("people-title") }}</h1>
//! <p>{{ texts.with("people-count", [("count", people.len().into())]) }}</p>
//! <p>{{ texts.html("people-of", [("name", name.into())]) }}</p>
//! ```
//!
//! In a template the list stands without `&`, which askama adds. Only [`Texts::html`] says texts with tags in them. It
//! escapes the values; the template escapes everything else.
//!
//! This crate must not know I/O, HTTP, mail or the table.

mod bundle;
mod calendar;
mod language;
mod markup;
mod number;
mod value;

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use rollcall_rules::billing::Currency;
use rollcall_rules::invitation::CardAccess;
use rollcall_rules::text;

pub use bundle::{FILES, sources};
pub use language::Language;
pub use markup::Markup;
pub use value::Value;

/// The texts of one language. As small as a byte: pass it on by value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    language: Language,
}

impl Texts {
    /// The texts of the language. Its files are read when the first of them is said.
    #[must_use]
    pub const fn of(language: Language) -> Self {
        Self { language }
    }

    /// The language of these texts. Its `Display` is its tag.
    #[must_use]
    pub const fn language(self) -> Language {
        self.language
    }

    /// A text without variables and without tags.
    #[must_use]
    pub fn get(self, id: &str) -> Cow<'static, str> {
        self.say(id, &[])
    }

    /// A text with variables and without tags. Each variable of the text needs its value.
    #[must_use]
    pub fn with(self, id: &str, values: &[(&str, Value<'_>)]) -> String {
        self.say(id, values).into_owned()
    }

    /// A text with tags, and with variables if it has some. The values are escaped. A template writes it as it is.
    #[must_use]
    pub fn html(self, id: &str, values: &[(&str, Value<'_>)]) -> Markup {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.clone().escaped())).collect();
        Markup(self.say(id, &values).into_owned())
    }

    /// A tenant's name as one line, see [`text::one_line`]; `your organisation` if nothing of it can be seen.
    #[must_use]
    pub fn tenant(self, name: &str) -> String {
        text::visible_name(name).unwrap_or_else(|| self.get("pages-organisation").into_owned())
    }

    /// What the person gets, the end of `you will have …`.
    #[must_use]
    pub fn access(self, access: CardAccess) -> Cow<'static, str> {
        self.get(match access {
            CardAccess::Card => "pages-access-card",
            CardAccess::CardAndReimbursement => "pages-access-card-and-reimbursement",
            CardAccess::ReimbursementOnly => "pages-access-reimbursement-only",
        })
    }

    /// A whole number, as `1,234`.
    #[must_use]
    pub fn number(self, number: u64) -> String {
        number::grouped(&number.to_string(), self.language)
    }

    /// An amount of minor units of the currency, as `EUR 1,234.50` or `1.234,50 €`. No line breaks inside it.
    #[must_use]
    pub fn amount(self, minor: u128, currency: Currency) -> String {
        number::amount(minor, currency, self.language)
    }

    /// A date, as `28 November 2026`.
    #[must_use]
    pub fn date(self, date: Date) -> String {
        calendar::long(date, self.language)
    }

    /// A date for tables, as `28 Nov 2026`.
    #[must_use]
    pub fn short_date(self, date: Date) -> String {
        calendar::short(date, self.language)
    }

    /// A date whose year is plain, as `28 Nov`.
    #[must_use]
    pub fn day_of_year(self, date: Date) -> String {
        calendar::in_year(date, self.language)
    }

    /// A date of these days, as `Sat, 28 Nov`.
    #[must_use]
    pub fn weekday(self, date: Date) -> String {
        calendar::with_weekday(date, self.language)
    }

    /// A time of day, as `14:30`. Seconds are cut off.
    #[must_use]
    pub fn time(self, time: Time) -> String {
        calendar::time(time, self.language)
    }

    /// The time of day of a moment in UTC, as `14:30 UTC`. Seconds are cut off: never later than it is.
    #[must_use]
    pub fn time_of(self, at: Timestamp) -> String {
        format!("{} UTC", self.time(TimeZone::UTC.to_datetime(at).time()))
    }

    /// The day of a moment in UTC, as `28 November 2026`.
    #[must_use]
    pub fn day_of(self, at: Timestamp) -> String {
        self.date(TimeZone::UTC.to_datetime(at).date())
    }

    /// A moment in UTC for tables, as `28 Nov 2026, 14:30`. The column's head says UTC.
    #[must_use]
    pub fn short_moment(self, at: Timestamp) -> String {
        calendar::short_moment(at, self.language)
    }

    /// A moment in UTC, as `Saturday, 28 November 2026, 14:30 UTC`. Seconds are cut off: never later than it is.
    #[must_use]
    pub fn moment(self, at: Timestamp) -> String {
        calendar::moment(at, self.language)
    }

    /// A wait, rounded up, as `1 second`, `45 seconds`, `2 minutes` or `5 hours`; for the German dative too.
    #[must_use]
    pub fn wait(self, secs: u32) -> String {
        let texts = self;
        match secs {
            0..=90 => texts.with("pages-seconds", &[("count", secs.max(1).into())]),
            91..=5_400 => texts.with("pages-minutes", &[("count", secs.div_ceil(60).into())]),
            _ => texts.with("pages-hours", &[("count", secs.div_ceil(3_600).into())]),
        }
    }

    /// The text, else the English one, else nothing but the id. The latter two are faults that tests find: there they
    /// panic.
    fn say(self, id: &str, values: &[(&str, Value<'_>)]) -> Cow<'static, str> {
        let said = bundle::say(self.language, id, values);
        if let Err(fault) = &said {
            debug_assert!(false, "{fault}");
        }
        said.or_else(|_| bundle::say(Language::English, id, values))
            .unwrap_or_else(|_| Cow::Owned(id.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::{Unsayable, say};

    #[test]
    fn a_number_decides_on_the_form_and_is_written_as_the_language_writes_it() {
        for (language, one, many) in [
            (Language::English, "1 hour", "1,200 hours"),
            (Language::German, "1 Stunde", "1.200 Stunden"),
            (Language::French, "1 heure", "1\u{202F}200 heures"),
            (Language::Danish, "1 time", "1.200 timer"),
            (Language::Spanish, "1 hora", "1200 horas"),
        ] {
            let said = |count: u64| say(language, "pages-hours", &[("count", count.into())]).unwrap();
            assert_eq!((said(1).as_ref(), said(1_200).as_ref()), (one, many));
        }
    }

    #[test]
    fn a_wait_is_rounded_up() {
        for (secs, expected) in
            [(0, "1 Sekunde"), (90, "90 Sekunden"), (91, "2 Minuten"), (5_401, "2 Stunden")]
        {
            assert_eq!(Texts::of(Language::German).wait(secs), expected);
        }
    }

    #[test]
    fn the_values_of_a_text_with_tags_are_escaped() {
        let said = Texts::of(Language::English).html("pages-hours", &[("count", "<b>&\"".into())]);
        assert_eq!(said.to_string(), "&#60;b&#62;&#38;&#34; hours");
        let bold = Texts::of(Language::English).html("pages-hours", &[("count", Value::strong("<b>"))]);
        assert_eq!(bold.to_string(), "<strong>&#60;b&#62;</strong> hours");
    }

    #[test]
    fn a_missing_text_or_value_is_an_error() {
        let absent = Unsayable::Absent { id: "pages-nothing".to_owned(), language: Language::German };
        assert_eq!(say(Language::German, "pages-nothing", &[]), Err(absent));
        let faulty = say(Language::German, "pages-hours", &[]);
        assert!(matches!(faulty, Err(Unsayable::Faulty { .. })), "{faulty:?}");
    }

    #[test]
    #[cfg(debug_assertions)]
    #[should_panic(expected = "there is no text pages-nothing in de")]
    fn a_missing_text_fails_a_test() {
        let _ = Texts::of(Language::German).get("pages-nothing");
    }
}
