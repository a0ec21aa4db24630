//! Texts from outside made fit for what people read: mails and pages.
//!
//! A tenant's name is text that somebody typed. In a mail it is next to a link that asks to be pressed. So the name
//! must not be able to start a line, turn the reading direction or look like a link itself.

use jiff::Timestamp;

/// Longest name of a tenant that is spelt out, in characters.
const MAX_NAME: usize = 100;

/// Invisible and of no width. It ends a text that a mail reader would take for a web address.
const ZERO_WIDTH_SPACE: char = '\u{200B}';

/// The text as one line: every character that breaks a line, controls a terminal or turns the reading direction
/// becomes a space; runs of spaces become one; what is longer than `most` characters ends in `…`.
#[must_use]
pub fn one_line(text: &str, most: usize) -> String {
    let plain: String = text.chars().map(|each| if is_disruptive(each) { ' ' } else { each }).collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let start: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

/// The text without white space around it, if it is one line of 1 to `most` characters in which nothing disrupts.
pub(crate) fn strict_line(text: &str, most: usize) -> Option<String> {
    let line = text.trim();
    let is_one = !line.is_empty() && line.chars().count() <= most && !line.chars().any(is_disruptive);
    is_one.then(|| line.to_owned())
}

/// A tenant's name as one line of at most 100 characters. A name without any visible character becomes `your
/// organisation`.
#[must_use]
pub fn name(tenant_name: &str) -> String {
    visible_name(tenant_name).unwrap_or_else(|| "your organisation".to_owned())
}

/// A tenant's name as one line of at most 100 characters; `None`: it has no visible character.
#[must_use]
pub fn visible_name(tenant_name: &str) -> Option<String> {
    let name = one_line(tenant_name, MAX_NAME);
    (!name.is_empty()).then_some(name)
}

/// The text with nothing in it that a mail reader makes a link of (`https://…`, `example.com`, `a@b.example`), though
/// it looks the same.
#[must_use]
pub fn unlinked(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        broken.push(letter);
        if joins_a_link(letter) && letters.peek().is_some_and(|next| !next.is_whitespace()) {
            broken.push(ZERO_WIDTH_SPACE);
        }
    }
    broken
}

/// A time as people write it, such as `Monday, 9 March 2026, 09:30 UTC`. Seconds are cut off: never later than it is.
#[must_use]
pub fn moment(time: Timestamp) -> String {
    time.strftime("%A, %-d %B %Y, %H:%M UTC").to_string()
}

/// A wait as people say it, rounded up: `1 second`, `45 seconds`, `2 minutes`, `5 hours`.
#[must_use]
pub fn wait(secs: u32) -> String {
    let (number, unit) = match secs {
        0..=90 => (secs.max(1), "second"),
        91..=5_400 => (secs.div_ceil(60), "minute"),
        _ => (secs.div_ceil(3_600), "hour"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

/// The letter that stands for a name, in upper case; `None` if the name begins with no letter or digit.
#[must_use]
pub fn initial(name: &str) -> Option<String> {
    let letter = name.chars().next().filter(|letter| letter.is_alphanumeric());
    letter.map(|letter| letter.to_uppercase().collect())
}

/// Does it break a line, control a terminal, turn the reading direction or hide?
fn is_disruptive(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            // Separators of lines and paragraphs; marks, embeddings, overrides and isolates of direction.
            '\u{2028}' | '\u{2029}' | '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}'
                // Invisible: zero-width spaces and joiners of words, annotations, tags. Those that join letters stay,
                // as Persian and the scripts of India are written with them.
                | '\u{00AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{206A}'..='\u{206F}'
                | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
        )
}

/// Does it hold the parts of a web or mail address together? With the full stops that browsers take for a dot.
const fn joins_a_link(letter: char) -> bool {
    matches!(letter, '.' | ':' | '@' | '\u{3002}' | '\u{FF0E}' | '\u{FF61}' | '\u{FF1A}' | '\u{FF20}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_a_line_or_turns_it_becomes_a_space() {
        assert_eq!(one_line("Acme\r\nBcc: x\t\u{2028}\u{85}Inc\u{202E}.\0", 99), "Acme Bcc: x Inc .");
        assert_eq!(one_line(" \u{FEFF}\u{200B}\n", 99), "");
        assert_eq!(
            one_line("نامه\u{200C}ها & Zoë 株式会社 👩\u{200D}🚀", 99),
            "نامه\u{200C}ها & Zoë 株式会社 👩\u{200D}🚀"
        );
    }

    #[test]
    fn a_long_text_ends_where_it_must() {
        assert_eq!(one_line("abcdef", 6), "abcdef");
        assert_eq!(one_line("abcdefg", 6), "abcde…");
        assert_eq!(one_line("abcd efg", 6), "abcd…");
    }

    #[test]
    fn a_name_is_one_line_and_never_nothing() {
        assert_eq!(name(" Acme\nInc. "), "Acme Inc.");
        assert_eq!(name("\u{2028}"), "your organisation");
        assert_eq!(name(&"x".repeat(200)).chars().count(), MAX_NAME);
    }

    #[test]
    fn a_name_that_begins_with_a_letter_has_an_initial() {
        assert_eq!(initial("émile & Co").as_deref(), Some("É"));
        assert_eq!([initial("(Acme)"), initial("")], [None, None]);
    }

    #[test]
    fn what_looks_like_a_link_is_broken_and_what_does_not_is_left() {
        assert_eq!(unlinked("Acme Inc. and Sons"), "Acme Inc. and Sons");
        assert_eq!(unlinked("https://x.example"), "https:\u{200B}//x.\u{200B}example");
        assert_eq!(unlinked("a@b。example"), "a@\u{200B}b。\u{200B}example");
    }

    #[test]
    fn times_and_waits_are_written_for_people() {
        assert_eq!(moment("2026-03-09T09:30:59.9Z".parse().unwrap()), "Monday, 9 March 2026, 09:30 UTC");
        for (secs, text) in [
            (0, "1 second"),
            (1, "1 second"),
            (60, "60 seconds"),
            (91, "2 minutes"),
            (5_400, "90 minutes"),
            (5_401, "2 hours"),
            (86_400, "24 hours"),
        ] {
            assert_eq!(wait(secs), text, "{secs}");
        }
    }
}
