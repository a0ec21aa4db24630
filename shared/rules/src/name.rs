//! What a person is called: the names of a profile, which has them as SCIM does (RFC 7643 §4.1.1).

use std::fmt;

use serde_json::{Map, Value};

use crate::text;

/// Longest name that is taken, in characters.
pub const MAX_NAME_CHARS: usize = 100;

/// What a person is called, as far as it is known.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// The given name, SCIM `name.givenName`.
    pub given: Option<String>,
    /// The family name, SCIM `name.familyName`.
    pub family: Option<String>,
    /// The name to be shown, SCIM `displayName`.
    pub display: Option<String>,
}

/// A text that cannot be a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a person's name is one line of 1 to {MAX_NAME_CHARS} characters")]
pub struct NameError;

impl Names {
    /// The names in a profile; text that is no string counts as absent.
    #[must_use]
    pub fn of(profile: &Map<String, Value>) -> Self {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let part = |name| text(profile.get("name").and_then(|parts| parts.get(name)));
        Self {
            given: part("givenName"),
            family: part("familyName"),
            display: text(profile.get("displayName")),
        }
    }

    /// A profile that has these names and nothing else.
    #[must_use]
    pub fn into_profile(self) -> Map<String, Value> {
        let parts = [("givenName", self.given), ("familyName", self.family)];
        let parts: Map<_, _> =
            parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part?.into()))).collect();
        let parts = (!parts.is_empty()).then(|| Value::Object(parts));
        let members = [("name", parts), ("displayName", self.display.map(Value::from))];
        members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }

    /// Whether none of the names is known.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.given.is_none() && self.family.is_none() && self.display.is_none()
    }
}

/// Hides the names: what is logged by accident must not name a person.
impl fmt::Debug for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Names(…)")
    }
}

/// Reads a name. White space around it is left out; what would break a line or turn the reading direction is refused.
///
/// # Errors
///
/// [`NameError`] if the name is empty, longer than [`MAX_NAME_CHARS`] characters, or not one plain line.
pub fn parse(text: &str) -> Result<String, NameError> {
    text::strict_line(text, MAX_NAME_CHARS).ok_or(NameError)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names(given: Option<&str>, family: Option<&str>, display: Option<&str>) -> Names {
        let [given, family, display] = [given, family, display].map(|name| name.map(str::to_owned));
        Names { given, family, display }
    }

    #[test]
    fn names_are_kept_where_a_directory_would_put_them() {
        let ada = names(Some("Ada"), Some("Lovelace"), Some("Ada L."));
        let profile =
            json!({"name": {"givenName": "Ada", "familyName": "Lovelace"}, "displayName": "Ada L."});
        assert_eq!(Value::Object(ada.clone().into_profile()), profile);
        assert!(Names::of(&ada.clone().into_profile()) == ada);
        assert!(names(None, None, None).into_profile().is_empty());
        let odd = json!({"name": "Ada", "displayName": null});
        assert!(Names::of(odd.as_object().unwrap()).is_empty());
        assert!(!format!("{ada:?}").contains("Ada"));
    }

    #[test]
    fn a_name_is_one_line_that_says_something() {
        assert_eq!(parse(" Zoë "), Ok("Zoë".to_owned()));
        assert!(parse(&"ü".repeat(MAX_NAME_CHARS)).is_ok());
        for text in ["", "  ", "a\nb", "a\u{202E}b", &"x".repeat(MAX_NAME_CHARS + 1)] {
            assert_eq!(parse(text), Err(NameError), "{text:?}");
        }
    }
}
