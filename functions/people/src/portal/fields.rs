//! What a form or a query says: names with texts, of which any can come several times.

use axum::extract::FromRequestParts;
use http::request::Parts;
use std::convert::Infallible;

/// Names with texts. What is not asked for is left alone: browsers and those who write to administrators add to links.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`; what is of another form has no fields.
    pub(crate) fn parse(text: &str) -> Self {
        Self(serde_urlencoded::from_str(text).unwrap_or_default())
    }

    /// These names with their texts.
    pub(crate) const fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The first text of that name that says something, without white space around it.
    pub(crate) fn one(&self, name: &str) -> Option<&str> {
        let given = self.0.iter().filter(|(given, _)| given == name).map(|(_, text)| text.trim());
        given.into_iter().find(|text| !text.is_empty())
    }

    /// The first text of that name, to the byte; `None`: there is none, or it is empty.
    pub(crate) fn exactly(&self, name: &str) -> Option<&str> {
        let given = self.0.iter().find(|(given, _)| given == name);
        given.map(|(_, text)| text.as_str()).filter(|text| !text.is_empty())
    }

    /// Whether one of these names is there twice.
    pub(crate) fn repeats(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.0.iter().filter(|(given, _)| given == name).count() > 1)
    }

    /// All names with their texts, but those of these names.
    pub(crate) fn without(&self, names: &[&str]) -> Vec<(String, String)> {
        self.0.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect()
    }

    /// All texts of that name that say something.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let texts = self.0.iter().filter(move |(given, _)| given == name).map(|(_, text)| text.trim());
        texts.filter(|text| !text.is_empty())
    }
}

/// Those of the query.
impl<S: Sync> FromRequestParts<S> for Fields {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}

/// A reference to a neighbouring page with these parameters.
pub(crate) fn reference(page: &str, parameters: &[(&str, &str)]) -> String {
    let given: Vec<_> = parameters.iter().filter(|(_, text)| !text.is_empty()).collect();
    match serde_urlencoded::to_string(&given) {
        Ok(query) if !query.is_empty() => format!("{page}?{query}"),
        _ => page.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_a_text_that_says_something() {
        let fields = Fields::parse("id=1&id=2&q=+&name=+%C3%9C+&x");
        assert_eq!(fields.all("id").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((fields.one("q"), fields.one("name"), fields.one("x")), (None, Some("Ü"), None));
        assert_eq!(
            (fields.exactly("q"), fields.exactly("x"), fields.exactly("id")),
            (Some(" "), None, Some("1"))
        );
        assert!(fields.repeats(&["q", "id"]) && !fields.repeats(&["q", "name"]));
    }

    #[test]
    fn a_reference_leaves_out_what_says_nothing() {
        assert_eq!(reference("people", &[("q", ""), ("state", "")]), "people");
        assert_eq!(reference("people", &[("q", "a&b #"), ("state", "")]), "people?q=a%26b+%23");
    }
}
