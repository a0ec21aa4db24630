//! The parameters of a request (RFC 6749 §3.2, appendix B): a form in the body, each parameter once at most. One that is
//! empty counts as left out, and one that is not known is ignored.

use axum::body::Body;
use axum::extract::Request;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use rollcall_web::{BodyError, read_body};

use crate::failure::Failure;

/// Longest form that is read, in bytes. What is asked for here has some hundred.
const LIMIT: usize = 16 * 1024;

const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// Parameters by their names.
pub(crate) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads the form of a request, and gives its headers beside it.
    ///
    /// # Errors
    ///
    /// [`Failure::InvalidRequest`] and [`Failure::TooLong`].
    pub(crate) async fn read(request: Request) -> Result<(HeaderMap, Self), Failure> {
        let (parts, body) = request.into_parts();
        if Self::parse(parts.uri.query().unwrap_or_default()).one("client_secret")?.is_some() {
            return Err(Failure::InvalidRequest(
                "The secret stands in the address, where others can read it. Revoke it, and send the next one in the body.",
            ));
        }
        if !is_form(&parts.headers) {
            return Err(Failure::InvalidRequest(
                "The body has to be a form: send Content-Type: application/x-www-form-urlencoded.",
            ));
        }
        Ok((parts.headers, Self::parse_bytes(body).await?))
    }

    async fn parse_bytes(body: Body) -> Result<Self, Failure> {
        let bytes = read_body(body, LIMIT).await.map_err(|error| match error {
            BodyError::TooLong(_) => Failure::TooLong,
            BodyError::Incomplete => Failure::InvalidRequest("The body did not arrive whole."),
        })?;
        let text = str::from_utf8(&bytes).map_err(|_| Failure::InvalidRequest("The form is not UTF-8."))?;
        Ok(Self::parse(text))
    }

    fn parse(text: &str) -> Self {
        Self(serde_urlencoded::from_str(text).unwrap_or_default())
    }

    /// The value of a parameter, unless it is left out or empty.
    ///
    /// # Errors
    ///
    /// [`Failure::InvalidRequest`], if it is there twice.
    pub(crate) fn one(&self, name: &str) -> Result<Option<&str>, Failure> {
        let mut values = self.0.iter().filter(|(each, _)| each == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() {
            return Err(Failure::InvalidRequest("A parameter stands in the form twice."));
        }
        Ok(first.filter(|value| !value.is_empty()))
    }

    /// Whether a parameter stands in the form twice, of those that are known or not.
    ///
    /// # Errors
    ///
    /// [`Failure::InvalidRequest`], if one does.
    pub(crate) fn has_each_once(&self) -> Result<(), Failure> {
        self.0.iter().try_for_each(|(name, _)| self.one(name).map(|_| ()))
    }
}

/// Media types do not mind the case, and may have parameters.
fn is_form(headers: &HeaderMap) -> bool {
    let value = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(MEDIA_TYPE)
}

/// Decodes one value of a form; `None`: it is none.
pub(crate) fn decoded(text: &str) -> Option<String> {
    if text.contains(['&', '=']) {
        return None;
    }
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&format!("v={text}")).ok()?;
    pairs.into_iter().next().map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_there_once_or_left_out() {
        let form = Form::parse("a=1&b=&c=x&c=x&d=%20y+z");
        assert!(matches!(form.one("a"), Ok(Some("1"))));
        assert!(matches!(form.one("b"), Ok(None)) && matches!(form.one("e"), Ok(None)));
        assert!(matches!(form.one("c"), Err(Failure::InvalidRequest(_))));
        assert!(matches!(form.one("d"), Ok(Some(" y z"))));
        assert!(form.has_each_once().is_err() && Form::parse("a=1&b=2&odd").has_each_once().is_ok());
    }

    #[test]
    fn only_a_form_is_read() {
        for (value, expected) in [
            ("application/x-www-form-urlencoded", true),
            ("Application/X-WWW-Form-Urlencoded; charset=UTF-8", true),
            ("application/json", false),
            ("application/x-www-form-urlencodedx", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, value.parse().unwrap())]);
            assert_eq!(is_form(&headers), expected, "{value}");
        }
        assert!(!is_form(&HeaderMap::new()));
    }

    #[test]
    fn a_value_is_decoded_as_a_form_has_it() {
        assert_eq!(decoded("rcc_acme%2D1_0+1").as_deref(), Some("rcc_acme-1_0 1"));
        assert_eq!(decoded("a&b"), None);
    }
}
