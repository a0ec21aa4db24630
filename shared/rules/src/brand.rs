//! The operator's product, as mails name and show it: its name, who helps, a logo and one colour.
//!
//! All of it is the operator's own setting. It still stands next to links that ask to be pressed, so a setting is taken
//! only if it can do nothing else than it says. `brand.json` has samples, which the template's parameters take and refuse
//! alike.

use std::fmt;

use super::address::{AddressError, EmailAddress};
use super::domain;
use super::text;

/// Longest name of a product, in characters.
pub const MAX_PRODUCT_NAME: usize = 60;

/// Longest URL, in characters.
const MAX_URL: usize = 200;

/// The product in whose name people are written to. The default is no product at all: mails and pages then name the
/// tenant alone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Brand {
    /// Name of the product; `None`: it is not named.
    pub product_name: Option<String>,
    /// Who helps: the `Reply-To` of mails.
    pub support_address: Option<EmailAddress>,
    /// A picture of the name, shown in its place.
    pub logo_url: Option<HttpsUrl>,
    /// The colour of buttons.
    pub color: Color,
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
}

/// Why a setting is not taken. The text names the setting as the functions' environment does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BrandError {
    /// The name is too long or has characters that do not belong into one line.
    #[error("PRODUCT_NAME is not one line of at most {MAX_PRODUCT_NAME} characters")]
    ProductName,
    /// The picture has no address on the web.
    #[error(
        "LOGO_URL is not an https URL with a domain name, of at most {MAX_URL} letters, digits and - . _ ~ / ? # = & % + \
         @ ,"
    )]
    LogoUrl,
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
        let BrandSettings { product_name, support_address, logo_url, color } = settings;
        let name = |name| text::strict_line(name, MAX_PRODUCT_NAME).ok_or(BrandError::ProductName);
        Ok(Self {
            product_name: given(product_name).map(name).transpose()?,
            support_address: given(support_address)
                .map(EmailAddress::parse)
                .transpose()
                .map_err(BrandError::SupportAddress)?,
            logo_url: given(logo_url)
                .map(|url| HttpsUrl::parse(url).ok_or(BrandError::LogoUrl))
                .transpose()?,
            color: given(color)
                .map_or(Ok(Color::default()), |color| Color::parse(color).ok_or(BrandError::Color))?,
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

/// A colour in the sRGB space. It is written as `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Color([u8; 3]);

/// The least contrast between a text and its ground (WCAG 2.2, success criterion 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

impl Color {
    const WHITE: Self = Self([255; 3]);
    const BLACK: Self = Self([0; 3]);

    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let mut color = [0; 3];
        hex::decode_to_slice(digits, &mut color).ok()?;
        Some(Self(color))
    }

    /// White or black, whichever can be read on it better. The contrast is 4.5 at least.
    #[must_use]
    pub fn text_on(self) -> Self {
        if self.contrast(Self::WHITE) >= LEAST_CONTRAST { Self::WHITE } else { Self::BLACK }
    }

    /// Between 1 and 21 (WCAG 2.2, "contrast ratio").
    fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// From 0 to 1 (WCAG 2.2, "relative luminance").
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126f64.mul_add(red, 0.7152f64.mul_add(green, 0.0722 * blue))
    }
}

impl Default for Color {
    fn default() -> Self {
        Self([0x23, 0x48, 0xc7])
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", hex::encode(self.0))
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
            other => panic!("no setting {other}"),
        })
    }

    #[test]
    fn a_setting_is_taken_or_refused_as_the_template_does() {
        let samples: BTreeMap<String, Samples> = serde_json::from_str(include_str!("brand.json")).unwrap();
        assert_eq!(samples.len(), 4);
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
        assert_eq!(told("SupportAddress", "help"), "SUPPORT_ADDRESS is not an e-mail address");
        assert_eq!(told("BrandColor", "blue"), "BRAND_COLOR is not a colour such as #1d4ed8");
    }

    proptest! {
        #[test]
        fn every_colour_gives_a_button_that_can_be_read(color in any::<[u8; 3]>().prop_map(Color)) {
            prop_assert!(color.contrast(color.text_on()) >= LEAST_CONTRAST);
            prop_assert!(Color::parse(&color.to_string()) == Some(color));
        }

        #[test]
        fn a_url_that_is_taken_needs_no_escaping(text in "https://[ -~]{0,40}") {
            if let Some(url) = HttpsUrl::parse(&text) {
                prop_assert!(!url.as_str().contains(['"', '\'', '<', '>', ' ', ';', '(', ')', '\\']));
            }
        }
    }
}
