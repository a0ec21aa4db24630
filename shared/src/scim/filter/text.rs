//! Comparing strings with or without regard to case. No comparison allocates: the literal is folded when the filter
//! is parsed, the value while it is read.

use super::check::Operator;

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

    pub(super) fn literal(&self) -> &str {
        &self.literal
    }

    /// Does `value` relate to the literal as the operator says?
    pub(super) fn relates(&self, operator: Operator, value: &str) -> bool {
        match &self.folded {
            None => exact(operator, value, &self.literal),
            Some(folded) if value.is_ascii() => ascii(operator, value.as_bytes(), folded.as_bytes()),
            Some(folded) => unicode(operator, value, folded),
        }
    }
}

/// `text` without its case: two strings are equal but for case if their folded forms are equal.
///
/// Letters become lower-case one by one, whatever stands around them, and the final sigma becomes a plain one.
#[must_use]
pub fn fold(text: &str) -> String {
    folded(text).collect()
}

fn folded(text: &str) -> impl DoubleEndedIterator<Item = char> + Clone {
    text.chars().flat_map(fold_char)
}

fn fold_char(c: char) -> std::char::ToLowercase {
    // Lower-casing leaves the final sigma alone; it is an upper-case sigma's lower case all the same.
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
        Operator::Co => {
            let mut rest = folded(value);
            while !begins(rest.clone(), literal.chars()) {
                if rest.next().is_none() {
                    return false;
                }
            }
            true
        }
        Operator::Sw => begins(folded(value), literal.chars()),
        Operator::Ew => begins(folded(value).rev(), literal.chars().rev()),
        _ => operator.accepts(folded(value).cmp(literal.chars())),
    }
}

fn begins(mut value: impl Iterator<Item = char>, mut literal: impl Iterator<Item = char>) -> bool {
    literal.all(|c| value.next() == Some(c))
}
