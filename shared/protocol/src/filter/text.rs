//! Comparing strings with or without regard to case.
//!
//! The literal is folded when the filter is parsed, a value while it is read: a filter may be held against 100,000
//! users, and the values of hardly any of them have to be copied for it.

use super::check::Operator;

/// Values up to this many bytes are searched by trying each place, which takes time by their length and the
/// literal's, multiplied; longer ones are worth a copy and a search in linear time.
const SHORT: usize = 256;

/// The string of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    literal: String,
    /// What values are compared with after folding; none if case matters.
    folded: Option<String>,
}

impl Text {
    pub(super) fn new(literal: String, case_exact: bool) -> Self {
        let folded = (!case_exact).then(|| fold(&literal));
        Self { literal, folded }
    }

    /// The text as the filter has it, case included.
    pub(super) fn literal(&self) -> &str {
        &self.literal
    }

    /// As values are compared with it: without its case, unless case matters.
    pub(super) fn compared(&self) -> &str {
        self.folded.as_ref().unwrap_or(&self.literal)
    }

    /// Does `value` relate to the literal as the operator says?
    pub(super) fn relates(&self, operator: Operator, value: &str) -> bool {
        match &self.folded {
            None => exact(operator, value, &self.literal),
            Some(folded) if value.is_ascii() && (operator != Operator::Co || value.len() <= SHORT) => {
                ascii(operator, value.as_bytes(), folded.as_bytes())
            }
            Some(folded) => unicode(operator, value, folded),
        }
    }
}

/// `text` without its case: letters become lower-case one by one, whatever stands around them.
pub(crate) fn fold(text: &str) -> String {
    folded(text).collect()
}

fn folded(text: &str) -> impl DoubleEndedIterator<Item = char> {
    text.chars().flat_map(fold_char)
}

fn fold_char(c: char) -> std::char::ToLowercase {
    // The final sigma is an upper-case sigma's lower case too, but has no other lower case than itself.
    if c == 'ς' { 'σ'.to_lowercase() } else { c.to_lowercase() }
}

fn exact(operator: Operator, value: &str, literal: &str) -> bool {
    match operator {
        Operator::Co => value.contains(literal),
        Operator::Sw => value.starts_with(literal),
        Operator::Ew => value.ends_with(literal),
        _ => operator.accepts(value.cmp(literal)),
    }
}

/// `folded` is folded, `value` is not. Bytes at or above 0x80 in `folded` equal nothing in `value`, and are greater.
fn ascii(operator: Operator, value: &[u8], folded: &[u8]) -> bool {
    match operator {
        Operator::Co => {
            folded.is_empty() || value.windows(folded.len()).any(|part| part.eq_ignore_ascii_case(folded))
        }
        Operator::Sw => value.get(..folded.len()).is_some_and(|part| part.eq_ignore_ascii_case(folded)),
        Operator::Ew => value
            .len()
            .checked_sub(folded.len())
            .and_then(|start| value.get(start..))
            .is_some_and(|part| part.eq_ignore_ascii_case(folded)),
        Operator::Eq => value.eq_ignore_ascii_case(folded),
        Operator::Ne | Operator::Gt | Operator::Ge | Operator::Lt | Operator::Le => {
            operator.accepts(value.iter().map(u8::to_ascii_lowercase).cmp(folded.iter().copied()))
        }
    }
}

fn unicode(operator: Operator, value: &str, literal: &str) -> bool {
    match operator {
        Operator::Co => fold(value).contains(literal),
        Operator::Sw => begins(folded(value), literal.chars()),
        Operator::Ew => begins(folded(value).rev(), literal.chars().rev()),
        _ => operator.accepts(folded(value).cmp(literal.chars())),
    }
}

fn begins(mut value: impl Iterator<Item = char>, mut literal: impl Iterator<Item = char>) -> bool {
    literal.all(|c| value.next() == Some(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_relates(cases: &[(&str, Operator, &str, bool)]) {
        for (value, operator, literal, expected) in cases {
            let text = Text::new((*literal).to_owned(), false);
            assert_eq!(text.relates(*operator, value), *expected, "{value:?} {operator} {literal:?}");
        }
    }

    #[test]
    fn letters_outside_ascii_have_case_too() {
        assert_relates(&[
            ("ÄRGER", Operator::Eq, "ärger", true),
            ("ΟΔΟΣ", Operator::Eq, "οδος", true),
            ("οδος", Operator::Eq, "ΟΔΟΣ", true),
            ("Zoë", Operator::Co, "OË", true),
            ("Zoë", Operator::Sw, "ZO", true),
            ("Zoë", Operator::Ew, "Ë", true),
            ("Zoë", Operator::Ew, "zoë!", false),
            ("Zoë", Operator::Co, "ëz", false),
            ("Zoë", Operator::Gt, "zoe", true),
            ("Zoë", Operator::Le, "ZOË", true),
            ("ß", Operator::Eq, "ss", false),
        ]);
    }

    #[test]
    fn long_values_are_searched_like_short_ones() {
        let long = "x".repeat(SHORT);
        assert_relates(&[
            (&format!("{long}NEEDLE{long}"), Operator::Co, "Needle", true),
            (&format!("{long}Noodle{long}"), Operator::Co, "Needle", false),
        ]);
    }

    #[test]
    fn a_letter_whose_lower_case_is_two_characters_is_compared_by_both() {
        assert_relates(&[
            ("İx", Operator::Eq, "i\u{307}x", true),
            ("İx", Operator::Sw, "i", true),
            ("İx", Operator::Co, "\u{307}X", true),
            ("xİ", Operator::Ew, "\u{307}", true),
        ]);
    }

    #[test]
    fn an_ascii_value_meets_a_literal_outside_ascii() {
        assert_relates(&[
            ("kim", Operator::Eq, "\u{212a}im", true),
            ("zoe", Operator::Eq, "zoë", false),
            ("zoe", Operator::Lt, "zoë", true),
            ("zo", Operator::Lt, "zoë", true),
            ("zz", Operator::Gt, "zë", false),
            ("zoe", Operator::Co, "ë", false),
            ("zoe", Operator::Sw, "zoe\u{308}", false),
            ("zoe", Operator::Ew, "ë", false),
        ]);
    }

    #[test]
    fn the_empty_string_is_part_of_every_string() {
        for operator in [Operator::Co, Operator::Sw, Operator::Ew, Operator::Ge] {
            assert_relates(&[("", operator, "", true), ("x", operator, "", true), ("ö", operator, "", true)]);
        }
    }

    #[test]
    fn case_matters_where_it_was_asked_for() {
        let text = Text::new("Ab".to_owned(), true);
        assert!(text.relates(Operator::Eq, "Ab"));
        assert!(!text.relates(Operator::Eq, "ab"));
        assert!(!text.relates(Operator::Co, "xaby"));
        assert!(text.relates(Operator::Gt, "ab"), "by code point");
    }
}
