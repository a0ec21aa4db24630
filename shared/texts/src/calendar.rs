//! Dates and times as each language writes them (CLDR, with a French first of the month, a Danish `kl.` and a German
//! `Uhr`). Times are UTC.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::language::Language::{self, Danish, English, French, German, Spanish};

/// `28 November 2026`.
pub(crate) fn long(date: Date, language: Language) -> String {
    let (day, month, year) = (day(date, language), named(&months(language), date), date.year());
    match language {
        English | French => format!("{day} {month} {year}"),
        German | Danish => format!("{day}. {month} {year}"),
        Spanish => format!("{day} de {month} de {year}"),
    }
}

/// `28 Nov 2026`.
pub(crate) fn short(date: Date, language: Language) -> String {
    format!("{} {}", in_year(date, language), date.year())
}

/// `28 Nov`.
pub(crate) fn in_year(date: Date, language: Language) -> String {
    let (day, month) = (day(date, language), named(&short_months(language), date));
    match language {
        English | French | Spanish => format!("{day} {month}"),
        German | Danish => format!("{day}. {month}"),
    }
}

/// `Sat, 28 Nov`.
pub(crate) fn with_weekday(date: Date, language: Language) -> String {
    let (weekday, rest) = (of_week(short_weekdays(language), date), in_year(date, language));
    match language {
        English | German | Spanish => format!("{weekday}, {rest}"),
        French => format!("{weekday} {rest}"),
        Danish => format!("{weekday} {rest}"),
    }
}

/// `14:30`.
pub(crate) fn time(time: Time, language: Language) -> String {
    let separator = if language == Danish { '.' } else { ':' };
    format!("{:02}{separator}{:02}", time.hour(), time.minute())
}

/// `28 Nov 2026, 14:30`.
pub(crate) fn short_moment(at: Timestamp, language: Language) -> String {
    let at = TimeZone::UTC.to_datetime(at);
    format!("{}, {}", short(at.date(), language), time(at.time(), language))
}

/// `Saturday, 28 November 2026, 14:30 UTC`. Seconds are cut off: never later than it is.
pub(crate) fn moment(at: Timestamp, language: Language) -> String {
    let at = TimeZone::UTC.to_datetime(at);
    let weekday = of_week(weekdays(language), at.date());
    let (date, time) = (long(at.date(), language), time(at.time(), language));
    match language {
        English => format!("{weekday}, {date}, {time} UTC"),
        German => format!("{weekday}, {date}, {time} Uhr UTC"),
        French => format!("{weekday} {date} à {time} UTC"),
        Danish => format!("{weekday} den {date} kl. {time} UTC"),
        Spanish => format!("{weekday}, {date}, a las {time} UTC"),
    }
}

/// French says "first of", and counts on with plain numbers.
fn day(date: Date, language: Language) -> String {
    if language == French && date.day() == 1 { "1er".to_owned() } else { date.day().to_string() }
}

fn named(months: &[&'static str; 12], date: Date) -> &'static str {
    usize::try_from(date.month() - 1).ok().and_then(|at| months.get(at)).copied().unwrap_or_default()
}

fn of_week(weekdays: [&'static str; 7], date: Date) -> &'static str {
    let at = usize::try_from(date.weekday().to_monday_zero_offset());
    at.ok().and_then(|at| weekdays.get(at)).copied().unwrap_or_default()
}

const fn months(language: Language) -> [&'static str; 12] {
    match language {
        English => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        German => [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
        French => [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
        Danish => [
            "januar",
            "februar",
            "marts",
            "april",
            "maj",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "december",
        ],
        Spanish => [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
    }
}

const fn short_months(language: Language) -> [&'static str; 12] {
    match language {
        English => ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        German => {
            ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."]
        }
        French => [
            "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
        ],
        Danish => {
            ["jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."]
        }
        Spanish => ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
    }
}

const fn weekdays(language: Language) -> [&'static str; 7] {
    match language {
        English => ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        German => ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
        French => ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        Danish => ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
        Spanish => ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    }
}

const fn short_weekdays(language: Language) -> [&'static str; 7] {
    match language {
        English => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        German => ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
        French => ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
        Danish => ["man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn."],
        Spanish => ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn each_language_writes_dates_in_its_way() {
        let (day, at) = (date(2026, 11, 28), "2026-11-28T09:05:59Z".parse().unwrap());
        for (language, expected) in [
            (
                English,
                [
                    "28 November 2026",
                    "28 Nov 2026, 09:05",
                    "Sat, 28 Nov",
                    "Saturday, 28 November 2026, 09:05 UTC",
                ],
            ),
            (
                German,
                [
                    "28. November 2026",
                    "28. Nov. 2026, 09:05",
                    "Sa, 28. Nov.",
                    "Samstag, 28. November 2026, 09:05 Uhr UTC",
                ],
            ),
            (
                French,
                [
                    "28 novembre 2026",
                    "28 nov. 2026, 09:05",
                    "sam. 28 nov.",
                    "samedi 28 novembre 2026 à 09:05 UTC",
                ],
            ),
            (
                Danish,
                [
                    "28. november 2026",
                    "28. nov. 2026, 09.05",
                    "lør. 28. nov.",
                    "lørdag den 28. november 2026 kl. 09.05 UTC",
                ],
            ),
            (
                Spanish,
                [
                    "28 de noviembre de 2026",
                    "28 nov 2026, 09:05",
                    "sáb, 28 nov",
                    "sábado, 28 de noviembre de 2026, a las 09:05 UTC",
                ],
            ),
        ] {
            let written = [
                long(day, language),
                short_moment(at, language),
                with_weekday(day, language),
                moment(at, language),
            ];
            assert_eq!(written, expected);
        }
    }

    #[test]
    fn the_first_of_a_month_is_an_ordinal_in_french() {
        assert_eq!(long(date(2026, 5, 1), French), "1er mai 2026");
        assert_eq!(short(date(2026, 5, 1), French), "1er mai 2026");
        assert_eq!(long(date(2026, 5, 1), Spanish), "1 de mayo de 2026");
    }

    #[test]
    fn every_month_and_weekday_has_its_own_name() {
        for language in Language::ALL {
            for names in [months(language), short_months(language)] {
                assert_eq!(std::collections::BTreeSet::from(names).len(), 12, "{language}");
            }
            for names in [weekdays(language), short_weekdays(language)] {
                assert_eq!(std::collections::BTreeSet::from(names).len(), 7, "{language}");
            }
        }
    }
}
