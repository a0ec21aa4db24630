//! The operator's product, as mails and pages name and show it: its name, who helps, a logo, one colour, and where it is.
//!
//! All of it is the operator's own setting. It still stands next to links that ask to be pressed, so a setting is taken
//! only if it can do nothing else than it says. `brand.json` has samples, which the template's parameters take and refuse
//! alike.

use std::fmt;

use super::address::{AddressError, EmailAddress};
use super::color::Color;
use super::domain;
use super::text;

/// Longest name of a product, in characters.
pub const MAX_PRODUCT_NAME: usize = 60;

/// Longest URL, in characters.
const MAX_URL: usize = 200;

/// What an [`HttpsUrl`] is, for errors.
const URL: &str =
    "an https URL with a domain name, of at most 200 letters, digits and - . _ ~ / ? # = & % + @ ,";

/// The product in whose name people are written to. The default is no product at all: mails and pages then name the
/// tenant alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Brand {
    /// Name of the product; `None`: it is not named.
    pub product_name: Option<String>,
    /// Who helps: the `Reply-To` of mails, and the contact on pages.
    pub support_address: Option<EmailAddress>,
    /// A picture of the name, shown in its place.
    pub logo_url: Option<HttpsUrl>,
    /// The colour of buttons.
    pub color: Color,
    /// Where the product is, for a person whose account is ready.
    pub product_url: Option<HttpsUrl>,
}

/// The settings of a [`Brand`] as texts; an empty one is not set.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrandSettings<'a> {
    /// [`Brand::product_name`].
    pub product_name: &'a str,
    /// [`Brand::support_address`].
    pub support_address: &'a str,
    /// [`Brand::logo_url`].
    pub logo_url: &'a str,
    /// [`Brand::color`], such as `#1d4ed8`.
    pub color: &'a str,
    /// [`Brand::product_url`].
    pub product_url: &'a str,
}

/// Why a setting is not taken. The text names the setting as the functions' environment does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BrandError {
    /// The name is too long or has characters that do not belong into one line.
    #[error("PRODUCT_NAME is not one line of at most {MAX_PRODUCT_NAME} characters")]
    ProductName,
    /// The picture has no address on the web.
    #[error("LOGO_URL is not {URL}")]
    LogoUrl,
    /// The product has no address on the web.
    #[error("PRODUCT_URL is not {URL}")]
    ProductUrl,
    /// The address is none.
    #[error("SUPPORT_ADDRESS {0}")]
    SupportAddress(AddressError),
    /// The colour is none.
    #[error("BRAND_COLOR is not a colour such as #1d4ed8")]
    Color,
}

impl Brand {
    /// Reads the settings.
    ///
    /// # Errors
    ///
    /// [`BrandError`] for the first setting that is not taken.
    pub fn parse(settings: BrandSettings<'_>) -> Result<Self, BrandError> {
        let BrandSettings { product_name, support_address, logo_url, color, product_url } = settings;
        let name = |name| text::strict_line(name, MAX_PRODUCT_NAME).ok_or(BrandError::ProductName);
        let url = |url, error| given(url).map(|url| HttpsUrl::parse(url).ok_or(error)).transpose();
        Ok(Self {
            product_name: given(product_name).map(name).transpose()?,
            support_address: given(support_address)
                .map(EmailAddress::parse)
                .transpose()
                .map_err(BrandError::SupportAddress)?,
            logo_url: url(logo_url, BrandError::LogoUrl)?,
            color: given(color)
                .map_or(Ok(Color::default()), |color| Color::parse(color).ok_or(BrandError::Color))?,
            product_url: url(product_url, BrandError::ProductUrl)?,
        })
    }
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

/// A URL that a browser opens over TLS, at a named host, and that needs no escaping in HTML or CSS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpsUrl(String);

impl HttpsUrl {
    fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("https://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, path) = rest.split_at_checked(end)?;
        let is_path = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/?#=&%+@,".contains(&byte);
        let is_url = text.len() <= MAX_URL && domain::check(host).is_ok() && path.bytes().all(is_path);
        is_url.then(|| Self(text.to_owned()))
    }

    /// Scheme and host, to which a policy can hold a browser (RFC 6454 §6.1).
    #[must_use]
    pub fn origin(&self) -> &str {
        let after = "https://".len();
        let host = self.0.get(after..).and_then(|rest| rest.find(['/', '?', '#']));
        host.and_then(|end| self.0.get(..after + end)).unwrap_or(&self.0)
    }

    /// The URL, as it was set.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HttpsUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Deserialize)]
    struct Samples {
        taken: Vec<String>,
        refused: Vec<String>,
    }

    fn parsed(setting: &str, value: &str) -> Result<Brand, BrandError> {
        let none = BrandSettings::default();
        Brand::parse(match setting {
            "ProductName" => BrandSettings { product_name: value, ..none },
            "SupportAddress" => BrandSettings { support_address: value, ..none },
            "LogoUrl" => BrandSettings { logo_url: value, ..none },
            "BrandColor" => BrandSettings { color: value, ..none },
            "ProductUrl" => BrandSettings { product_url: value, ..none },
            other => panic!("no setting {other}"),
        })
    }

    #[test]
    fn a_setting_is_taken_or_refused_as_the_template_does() {
        let samples: BTreeMap<String, Samples> = serde_json::from_str(include_str!("brand.json")).unwrap();
        assert_eq!(samples.len(), 5);
        for (setting, samples) in samples {
            for value in samples.taken {
                assert!(parsed(&setting, &value).is_ok(), "{setting} {value:?}");
            }
            for value in samples.refused {
                assert!(parsed(&setting, &value).is_err(), "{setting} {value:?}");
            }
        }
    }

    #[test]
    fn nothing_set_is_no_brand() {
        assert_eq!(Brand::parse(BrandSettings::default()), Ok(Brand::default()));
        assert_eq!(Brand::default().color.to_string(), "#2348c7");
    }

    #[test]
    fn an_error_names_the_setting_at_fault() {
        let told = |setting, value| parsed(setting, value).unwrap_err().to_string();
        assert!(told("LogoUrl", "http://example.com/a.png").starts_with("LOGO_URL is not an https URL"));
        assert!(told("ProductUrl", "app").starts_with("PRODUCT_URL is not an https URL"));
        assert_eq!(told("SupportAddress", "help"), "SUPPORT_ADDRESS is not an e-mail address");
        assert_eq!(told("BrandColor", "blue"), "BRAND_COLOR is not a colour such as #1d4ed8");
    }

    proptest! {
        #[test]
        fn a_url_that_is_taken_needs_no_escaping(text in "https://[ -~]{0,40}") {
            if let Some(url) = HttpsUrl::parse(&text) {
                prop_assert!(!url.as_str().contains(['"', '\'', '<', '>', ' ', ';', '(', ')', '\\']));
                prop_assert!(url.as_str().starts_with(url.origin()));
                prop_assert!(!url.origin()["https://".len()..].contains(['/', '?', '#', '%', '=', ',']));
            }
        }
    }
}
