//! What is to be checked, and how.

use std::fmt;
use std::num::NonZeroU32;

use jiff::Timestamp;
use reqwest::Url;
use serde::Serialize;

/// Checks that have one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Suite {
    /// Okta's SPEC test, which its catalogue wants to see passed.
    OktaSpec,
    /// What Okta does with people and groups, and its CRUD test looks at.
    OktaCrud,
    /// Okta's test of entitlements.
    OktaEntitlements,
    /// The tests of Entra's SCIM validator and of its gallery.
    Entra,
    /// The IPSIE AL profile: AL1 and AL2.
    Ipsie,
    /// The SCIM 2.0 Interoperability Profile.
    Interop,
    /// What RFC 7643 and 7644 ask beyond that.
    Rfc,
}

impl Suite {
    /// All of them, in the order in which they are played.
    pub const ALL: [Self; 7] = [
        Self::OktaSpec,
        Self::OktaCrud,
        Self::OktaEntitlements,
        Self::Entra,
        Self::Ipsie,
        Self::Interop,
        Self::Rfc,
    ];

    /// Its name on the command line and in reports. The id of each of its checks begins with it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OktaSpec => "okta-spec",
            Self::OktaCrud => "okta-crud",
            Self::OktaEntitlements => "okta-entitlements",
            Self::Entra => "entra",
            Self::Ipsie => "ipsie",
            Self::Interop => "interop",
            Self::Rfc => "rfc",
        }
    }

    /// What it is, for people.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::OktaSpec => "Okta: SPEC test",
            Self::OktaCrud => "Okta: people and groups (CRUD test)",
            Self::OktaEntitlements => "Okta: entitlements",
            Self::Entra => "Microsoft Entra: validator and gallery",
            Self::Ipsie => "IPSIE AL profile, draft 00: AL1 and AL2",
            Self::Interop => "SCIM 2.0 Interoperability Profile, draft 02",
            Self::Rfc => "RFC 7643 and RFC 7644",
        }
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A bearer token. Nothing shows it.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Takes what can stand in a header. White space around it is none of it.
    ///
    /// # Errors
    ///
    /// [`OptionError::Token`], without the token.
    pub fn parse(text: &str) -> Result<Self, OptionError> {
        let token = text.trim();
        let visible = |byte: u8| byte.is_ascii_graphic();
        if token.is_empty() || !token.bytes().all(visible) {
            return Err(OptionError::Token);
        }
        Ok(Self(token.to_owned()))
    }

    /// The secret.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Where the server is: an `http` or `https` URL without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(Url);

impl Base {
    /// Takes a SCIM base URL, such as `https://example.com/scim/v2`.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, OptionError> {
        let url = Url::parse(text).map_err(|_| OptionError::Base("is no URL"))?;
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return Err(OptionError::Base("is no URL of http or https"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(OptionError::Base("holds a user name or a password: give the token alone"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(OptionError::Base("has a query or a fragment: give what stands before it"));
        }
        Ok(Self(url))
    }

    /// As text, without a slash at its end.
    pub(crate) fn text(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    /// As a URL.
    pub(crate) const fn url(&self) -> &Url {
        &self.0
    }

    /// Whether only this machine reaches it.
    pub(crate) fn is_loopback(&self) -> bool {
        self.0.host_str().is_some_and(|host| {
            let host = host.trim_matches(['[', ']']);
            host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
        })
    }
}

/// What is to be checked, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the server is.
    pub base: Base,
    /// How it lets a directory in.
    pub token: Token,
    /// The domain of the addresses of people who are made.
    pub user_domain: String,
    /// How many requests a second are sent at most.
    pub rate: NonZeroU32,
    /// What is played, in the order of [`Suite::ALL`].
    pub suites: Vec<Suite>,
    /// The people and groups stay.
    pub keep: bool,
    /// Eight hexadecimal digits, drawn at random, that tell the names of this run from those of others.
    pub run: String,
    /// When it begins, for the report.
    pub started_at: Timestamp,
    /// What the report says of the program that made it.
    pub version: String,
}

impl Options {
    /// Checks what can be wrong with the parts together.
    ///
    /// # Errors
    ///
    /// [`OptionError::UserDomain`].
    pub(crate) fn check(&self) -> Result<(), OptionError> {
        let part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        let domain = &self.user_domain;
        let is_domain = domain.contains('.')
            && domain.chars().all(part)
            && domain.split('.').all(|label| !label.is_empty() && label.len() <= 63);
        if is_domain && domain.len() <= 190 { Ok(()) } else { Err(OptionError::UserDomain) }
    }
}

/// What is wrong with an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OptionError {
    /// The URL cannot be a SCIM base URL.
    #[error("the base URL {0}, such as https://example.com/scim/v2")]
    Base(&'static str),
    /// It is not repeated.
    #[error("the token is empty, or holds characters that a header cannot have")]
    Token,
    /// The domain cannot be one of an e-mail address.
    #[error("the domain of the users is none, such as example.com")]
    UserDomain,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_has_no_secrets_and_no_end() {
        assert_eq!(
            Base::parse("https://example.com/scim/v2/").unwrap().text(),
            "https://example.com/scim/v2"
        );
        for wrong in
            ["example.com", "ftp://example.com", "https://a:b@example.com", "https://example.com/?a", "/"]
        {
            assert!(Base::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn loopback_is_told_from_the_rest() {
        for (url, is) in [
            ("http://127.0.0.1:8080/scim/v2", true),
            ("http://localhost/scim", true),
            ("http://[::1]:8080/", true),
            ("http://10.0.0.1/", false),
            ("https://localhost.example.com/", false),
        ] {
            assert_eq!(Base::parse(url).unwrap().is_loopback(), is, "{url}");
        }
    }

    #[test]
    fn a_token_is_never_shown() {
        let token = Token::parse(" rc_secret\n").unwrap();
        assert_eq!(token.reveal(), "rc_secret");
        assert!(!format!("{token:?}").contains("rc_secret"));
        for wrong in ["", "  ", "a b", "ä"] {
            assert_eq!(Token::parse(wrong).unwrap_err(), OptionError::Token, "{wrong}");
        }
    }
}
