//! How a client proves itself and comes to its access tokens: by a secret, by signed assertions, or by a code that an
//! administrator consented to.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::access::TokenKey;
use super::code::{Authorization, Code};
use crate::public_address::is_loopback;

/// Longest URI of a client, in bytes.
pub const MAX_URI: usize = 500;

/// Longest issuer, subject or audience, in bytes.
pub const MAX_CLAIM: usize = 500;

/// Redirect URIs that a client can have: Okta's catalogue has four, one for each of its domains.
pub const MAX_REDIRECT_URIS: usize = 10;

/// How a client proves itself. One of an earlier version has no method, and proves itself by a secret.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Method {
    /// By its secret: client credentials (RFC 6749 §4.4).
    #[default]
    Secret,
    /// By an assertion that the directory signs (RFC 7523 §2.2). Such a client has no secret.
    Jwt(Assertions),
    /// By its secret and a code that the tenant's administrator consented to (RFC 6749 §4.1).
    Code(Authorizations),
}

impl Method {
    /// The word in commands and JSON: `secret`, `jwt` or `code`.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Jwt(_) => "jwt",
            Self::Code(_) => "code",
        }
    }

    pub(super) const fn is_secret(&self) -> bool {
        matches!(self, Self::Secret)
    }
}

/// What the assertions of a client must say, and where its keys are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assertions {
    /// `iss`, exactly.
    pub issuer: String,
    /// `sub`, exactly.
    pub subject: String,
    /// `aud`, exactly: the only one, or one of several.
    pub audience: String,
    /// Where the directory shows the keys by which it signs (RFC 7517 §5).
    pub jwks_uri: JwksUri,
    /// Key of the access tokens that the client gets.
    pub token_key: TokenKey,
}

/// To where codes are given, and what came of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Authorizations {
    /// To where an administrator's browser may be sent with a code.
    pub redirect_uris: RedirectUris,
    /// Codes that were given for a consent, and are yet to be exchanged. Those that are over are among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Code>,
    /// What came of codes that were exchanged, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub granted: Vec<Authorization>,
}

/// Where the URIs of clients may lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// To a domain name, by `https`.
    #[default]
    Internet,
    /// To this very machine too, by `http`: in the local system, and nowhere else.
    Loopback,
}

/// What is said of a client when it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// What its assertions have as `iss`.
    Issuer,
    /// What they have as `sub`.
    Subject,
    /// What they have as `aud`.
    Audience,
    /// Where its keys are.
    JwksUri,
    /// To where it is given codes.
    RedirectUris,
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Issuer => "the issuer",
            Self::Subject => "the subject",
            Self::Audience => "the audience",
            Self::JwksUri => "the JWKS URI",
            Self::RedirectUris => "a redirect URI",
        })
    }
}

/// Why a client cannot be made so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MethodError {
    /// No URI that is taken.
    #[error(
        "{0} is no https URI with a domain name, of at most {MAX_URI} bytes, without user, password and fragment, and \
         written as browsers write it"
    )]
    Uri(Field),
    /// An issuer, subject or audience that no assertion can have.
    #[error(
        "{0} is a text of 1 to {MAX_CLAIM} bytes, without control characters and without blanks around it"
    )]
    Claim(Field),
    /// None, or too many.
    #[error("a client has 1 to {MAX_REDIRECT_URIS} redirect URIs")]
    RedirectUris,
}

impl MethodError {
    /// What is wrong.
    #[must_use]
    pub const fn field(self) -> Field {
        match self {
            Self::Uri(field) | Self::Claim(field) => field,
            Self::RedirectUris => Field::RedirectUris,
        }
    }
}

/// Where keys are to be got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JwksUri(String);

impl JwksUri {
    /// Takes a URI.
    ///
    /// # Errors
    ///
    /// [`MethodError::Uri`].
    pub fn parse(text: &str, reach: Reach) -> Result<Self, MethodError> {
        uri(text, reach).map(|_| Self(text.to_owned())).ok_or(MethodError::Uri(Field::JwksUri))
    }

    /// The URI, as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Redirect URIs: one to [`MAX_REDIRECT_URIS`], compared to the byte (RFC 9700 §2.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RedirectUris(Vec<String>);

impl RedirectUris {
    /// Takes URIs. The same one given twice counts once.
    ///
    /// # Errors
    ///
    /// [`MethodError::Uri`] and [`MethodError::RedirectUris`].
    pub fn parse<T: AsRef<str>>(texts: &[T], reach: Reach) -> Result<Self, MethodError> {
        let mut uris: Vec<String> = Vec::new();
        for text in texts.iter().map(AsRef::as_ref) {
            uri(text, reach).ok_or(MethodError::Uri(Field::RedirectUris))?;
            if !uris.iter().any(|known| known == text) {
                uris.push(text.to_owned());
            }
        }
        if (1..=MAX_REDIRECT_URIS).contains(&uris.len()) {
            Ok(Self(uris))
        } else {
            Err(MethodError::RedirectUris)
        }
    }

    /// All of them, in the order in which they were given.
    #[must_use]
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }

    /// The one that a request names, or the only one where it names none (RFC 6749 §3.1.2.3).
    pub(super) fn find(&self, named: Option<&str>) -> Option<&str> {
        match (named, self.0.as_slice()) {
            (None, [only]) => Some(only),
            (None, _) => None,
            (Some(named), known) => known.iter().map(String::as_str).find(|uri| *uri == named),
        }
    }
}

/// Scheme, host and port of one of [`RedirectUris`] (RFC 6454 §6.1), to which a policy can let a browser go.
#[must_use]
pub fn origin(uri: &str) -> String {
    Url::parse(uri).map(|url| url.origin().ascii_serialization()).unwrap_or_default()
}

/// What a client's assertions are to say. Issuer and subject that are left out are the client's own id, as RFC 7523 §3 and
/// common client libraries have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssertions {
    issuer: Option<String>,
    subject: Option<String>,
    audience: String,
    jwks_uri: JwksUri,
}

impl NewAssertions {
    /// Takes what assertions are to say.
    ///
    /// # Errors
    ///
    /// [`MethodError`].
    pub fn parse(
        issuer: Option<&str>,
        subject: Option<&str>,
        audience: &str,
        jwks_uri: &str,
        reach: Reach,
    ) -> Result<Self, MethodError> {
        Ok(Self {
            issuer: issuer.map(|text| claim(Field::Issuer, text)).transpose()?,
            subject: subject.map(|text| claim(Field::Subject, text)).transpose()?,
            audience: claim(Field::Audience, audience)?,
            jwks_uri: JwksUri::parse(jwks_uri, reach)?,
        })
    }

    /// Those of a client with this id.
    pub(super) fn of_client(self, client_id: &str, token_key: TokenKey) -> Assertions {
        let own = || client_id.to_owned();
        Assertions {
            issuer: self.issuer.unwrap_or_else(own),
            subject: self.subject.unwrap_or_else(own),
            audience: self.audience,
            jwks_uri: self.jwks_uri,
            token_key,
        }
    }
}

fn claim(name: Field, text: &str) -> Result<String, MethodError> {
    let is_taken =
        (1..=MAX_CLAIM).contains(&text.len()) && text.trim() == text && !text.chars().any(char::is_control);
    if is_taken { Ok(text.to_owned()) } else { Err(MethodError::Claim(name)) }
}

/// Whether requests may go to a URI: it is one that a client may have.
pub(crate) fn is_uri(text: &str, reach: Reach) -> bool {
    uri(text, reach).is_some()
}

/// A URI that a client may have. It must be written as the URL standard writes it: then nobody who reads it later takes it
/// apart in another way.
fn uri(text: &str, reach: Reach) -> Option<Url> {
    let url = Url::parse(text).ok().filter(|_| text.len() <= MAX_URI)?;
    let is_plain = url.as_str() == text || url.as_str().strip_suffix('/') == Some(text);
    let is_bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let leads_well = match (url.scheme(), url.host()?) {
        ("https", Host::Domain(name)) => is_host_name(name) && !name.ends_with(".localhost"),
        ("http", host) => reach == Reach::Loopback && is_loopback(&host),
        _ => false,
    };
    (is_plain && is_bare && leads_well).then_some(url)
}

/// Whether a domain is the name of a host (RFC 1123 §2.1), or has underscores besides. The URL standard lets more through,
/// such as an apostrophe, which would mean something in a policy that names the origin.
fn is_host_name(name: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    name.contains('.') && name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OKTA: &str = "https://system-admin.okta.com/admin/app/cpc/acme/oauth/callback";

    #[test]
    fn a_uri_leads_by_https_to_a_domain_name() {
        for text in [
            OKTA,
            "https://login.example.com",
            "https://a.example:8443/keys?v=2",
            "https://xn--mller-kva.example/",
        ] {
            assert!(JwksUri::parse(text, Reach::Internet).is_ok(), "{text}");
        }
        for text in [
            "",
            "keys",
            "http://example.com/keys",
            "HTTPS://example.com/keys",
            "https://Example.com/keys",
            "https://example.com/a/../keys",
            "https://example.com:443/keys",
            "https://user@example.com/keys",
            "https://user:secret@example.com/keys",
            "https://example.com/keys#part",
            "https://example.com\\@evil.example/",
            "https://exa mple.com/",
            " https://example.com/",
            "https://müller.example/",
            "https://localhost/keys",
            "https://a.localhost/keys",
            "https://intranet/keys",
            "https://example.com./keys",
            "https://.example.com/keys",
            "https://a..example/keys",
            "https://it's.example/keys",
            "https://a;b.example/keys",
            "https://127.0.0.1/keys",
            "https://169.254.169.254/latest",
            "https://2130706433/keys",
            "https://[::1]/keys",
            "http://127.0.0.1/keys",
            "ftp://example.com/keys",
            "javascript:alert(1)",
            "file:///etc/passwd",
        ] {
            assert_eq!(
                JwksUri::parse(text, Reach::Internet),
                Err(MethodError::Uri(Field::JwksUri)),
                "{text}"
            );
        }
        let long = format!("https://example.com/{}", "x".repeat(MAX_URI - 20));
        assert!(JwksUri::parse(&long, Reach::Internet).is_ok());
        assert!(JwksUri::parse(&format!("{long}x"), Reach::Internet).is_err());
    }

    #[test]
    fn the_local_system_takes_loopback_by_http_as_well() {
        for text in ["http://127.0.0.1:8080/keys", "http://localhost:9/keys", "http://[::1]:8080/keys", OKTA]
        {
            assert!(JwksUri::parse(text, Reach::Loopback).is_ok(), "{text}");
        }
        for text in [
            "http://10.0.0.1/keys",
            "http://example.com/keys",
            "http://127.0.0.1.example.com/",
            "https://127.0.0.1/",
        ] {
            assert!(JwksUri::parse(text, Reach::Loopback).is_err(), "{text}");
        }
    }

    #[test]
    fn a_redirect_uri_is_compared_to_the_byte() {
        let one = RedirectUris::parse(&[OKTA, OKTA], Reach::Internet).unwrap();
        assert_eq!(
            (one.as_slice(), one.find(None), one.find(Some(OKTA))),
            (&[OKTA.to_owned()][..], Some(OKTA), Some(OKTA))
        );
        for other in [
            format!("{OKTA}/"),
            format!("{OKTA}?a=b"),
            OKTA.replace("okta.com", "okta.con"),
            OKTA[..OKTA.len() - 1].to_owned(),
        ] {
            assert_eq!(one.find(Some(&other)), None, "{other}");
        }
        let two = RedirectUris::parse(&[OKTA, "https://app.example/cb"], Reach::Internet).unwrap();
        assert_eq!((two.find(None), two.find(Some(OKTA))), (None, Some(OKTA)));
        assert_eq!(RedirectUris::parse::<&str>(&[], Reach::Internet), Err(MethodError::RedirectUris));
        let many: Vec<String> = (0..11).map(|number| format!("{OKTA}/{number}")).collect();
        assert!(RedirectUris::parse(&many[..10], Reach::Internet).is_ok());
        assert_eq!(RedirectUris::parse(&many, Reach::Internet), Err(MethodError::RedirectUris));
        assert_eq!(origin(OKTA), "https://system-admin.okta.com");
    }

    #[test]
    fn what_assertions_say_is_a_text_that_one_can_see() {
        let parse = |issuer: Option<&str>, audience: &str| {
            NewAssertions::parse(issuer, None, audience, "https://example.com/keys", Reach::Internet)
        };
        assert!(parse(Some("https://login.microsoftonline.com/x/v2.0"), "api://rollcall").is_ok());
        let long = "x".repeat(MAX_CLAIM + 1);
        for text in ["", " a", "a ", "a\nb", "a\u{0}", long.as_str()] {
            assert_eq!(parse(Some(text), "a"), Err(MethodError::Claim(Field::Issuer)), "{text:?}");
            assert_eq!(parse(None, text), Err(MethodError::Claim(Field::Audience)), "{text:?}");
        }
        let own = parse(None, "a").unwrap().of_client("rcc_acme_0123456789ab", TokenKey::of("key"));
        assert_eq!(
            (own.issuer.as_str(), own.subject.as_str()),
            ("rcc_acme_0123456789ab", "rcc_acme_0123456789ab")
        );
    }

    proptest! {
        #[test]
        fn no_uri_that_is_taken_names_a_user_an_address_or_another_scheme(text in "(https?://)?[ -~]{0,40}") {
            if let Some(url) = uri(&text, Reach::Internet) {
                prop_assert_eq!(url.scheme(), "https");
                prop_assert!(matches!(url.host(), Some(Host::Domain(_))));
                prop_assert!(text.starts_with(&origin(&text)));
                prop_assert!(!origin(&text).contains([' ', ';', ',', '\'', '"']));
            }
        }
    }
}
