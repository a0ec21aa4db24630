//! How a function's pages look, and what they may load: the operator's brand, the stylesheet, and the headers that follow
//! from both. It is made once, when a process starts.
//!
//! A page is made in many places, most of which know nothing of the brand. So the look goes along with the request, and
//! [`look`] gives it to whatever page is made in the end.

use std::fmt::{Display, Write};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use base64::prelude::{BASE64_STANDARD, Engine};
use http::header::{self, HeaderMap, HeaderName};
use http::{HeaderValue, StatusCode};
use rollcall_rules::brand::Brand;
use rollcall_rules::color::{Color, Palette, Scheme};
use sha2::{Digest, Sha256};

/// The stylesheet of all pages. A function's own follows it.
const COMMON: &str = include_str!("common.css");

/// What never differs among the headers of pages.
const HEADERS: [(HeaderName, HeaderValue); 9] = [
    (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000")),
    (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
];

/// To where forms may lead.
const FORM_ACTION: &str = "form-action 'self'";

/// What a function gives its pages besides the brand.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// Its own stylesheet.
    pub style: &'static str,
    /// Its script, of which the policy lets no other run; empty: none.
    pub script: &'static str,
    /// The `Referrer-Policy`.
    pub referrer_policy: &'static str,
}

/// How pages look, and the headers that they are sent with.
#[derive(Debug)]
pub struct Look {
    brand: Brand,
    style: String,
    script: &'static str,
    icon: String,
    headers: HeaderMap,
}

tokio::task_local! {
    /// The look of the pages by which the request under way is answered.
    static LOOK: Arc<Look>;
}

/// Middleware: the pages that answer a request have this look.
pub async fn dressed(State(look): State<Arc<Look>>, request: Request, next: Next) -> Response {
    LOOK.scope(look, next.run(request)).await
}

/// The look of the pages by which the request under way is answered; without [`dressed`], as in a test of a page by
/// itself, that of this function without a brand.
#[must_use]
pub fn look(sheet: Sheet) -> Arc<Look> {
    LOOK.try_with(Arc::clone).unwrap_or_else(|_| Arc::new(Look::new(Brand::default(), sheet)))
}

impl Look {
    /// The look of a function's pages in the name of this brand.
    #[must_use]
    pub fn new(brand: Brand, sheet: Sheet) -> Self {
        let Sheet { style, script, referrer_policy } = sheet;
        let (style, script) = ([COMMON, &colors(brand.color), style.trim_end()].concat(), script.trim_end());
        let mut headers: HeaderMap = HEADERS.into_iter().collect();
        let policy = policy(&brand, &style, script);
        // Hashes and an origin of letters and digits: nothing that a header could not have.
        headers.extend(HeaderValue::from_str(&policy).map(|value| (header::CONTENT_SECURITY_POLICY, value)));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static(referrer_policy));
        let icon = icon(brand.color);
        Self { brand, style, script, icon, headers }
    }

    /// In whose name the page is.
    #[must_use]
    pub const fn brand(&self) -> &Brand {
        &self.brand
    }

    /// The whole stylesheet.
    #[must_use]
    pub fn style(&self) -> &str {
        &self.style
    }

    /// The whole script.
    #[must_use]
    pub const fn script(&self) -> &'static str {
        self.script
    }

    /// The page's icon, as a `data:` URL.
    #[must_use]
    pub fn icon(&self) -> &str {
        &self.icon
    }

    /// The headers, for an answer that is no page.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The answer that brings a page.
    pub fn page(&self, status: StatusCode, html: &impl Display) -> Response {
        let mut response = Response::new(Body::from(html.to_string()));
        *response.status_mut() = status;
        *response.headers_mut() = self.headers.clone();
        response
    }
}

/// The same answer, whose forms may also lead to this origin: browsers hold a redirect after a form to the policy of its page.
#[must_use]
pub fn letting_forms_lead_to(mut response: Response, origin: &str) -> Response {
    let policy =
        response.headers().get(header::CONTENT_SECURITY_POLICY).and_then(|policy| policy.to_str().ok());
    let policy = policy.map(|policy| policy.replace(FORM_ACTION, &format!("{FORM_ACTION} {origin}")));
    if let Some(policy) = policy.and_then(|policy| HeaderValue::from_str(&policy).ok()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The `Content-Security-Policy`: nothing but the stylesheet, the script, the icon and the brand's logo, forms to the
/// pages' own origin, no frame around them.
fn policy(brand: &Brand, style: &str, script: &str) -> String {
    let mut policy = format!("default-src 'none'; style-src '{}'; ", hash(style));
    if !script.is_empty() {
        policy = policy + "script-src '" + &hash(script) + "'; ";
    }
    policy += "img-src data:";
    if let Some(logo) = &brand.logo_url {
        policy = policy + " " + logo.origin();
    }
    policy + "; " + FORM_ACTION + "; frame-ancestors 'none'; base-uri 'none'"
}

fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// The colours that differ from the stylesheet's. They are made for the default colour already.
fn colors(brand: Color) -> String {
    if brand == Color::default() {
        return String::new();
    }
    let [light, dark] = [Scheme::Light, Scheme::Dark].map(|scheme| variables(Palette::of(brand, scheme)));
    format!(":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n")
}

fn variables(colors: Palette) -> String {
    let Palette { accent, accent_strong, tint, button, button_strong, on_button } = colors;
    let mut all = String::new();
    for (name, color) in [
        ("accent", accent),
        ("accent-strong", accent_strong),
        ("tint", tint),
        ("button", button),
        ("button-strong", button_strong),
        ("on-button", on_button),
    ] {
        // A `String` takes everything.
        let _ = write!(all, "--{name}: {color}; ");
    }
    all.trim_end().to_owned()
}

/// A tick on the brand's colour.
fn icon(color: Color) -> String {
    let svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" fill="{color}"/><path d="m4 8.500 2.750 2.750L12 5.500" fill="none" stroke="{}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>"##,
        color.text_on()
    );
    format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(svg))
}

#[cfg(test)]
mod tests {
    use rollcall_rules::brand::BrandSettings;

    use super::*;

    fn look_of(settings: BrandSettings<'_>) -> Look {
        let sheet = Sheet { style: "p { margin: 0 }\n", script: "go();\n", referrer_policy: "no-referrer" };
        Look::new(Brand::parse(settings).unwrap(), sheet)
    }

    #[test]
    fn the_policy_follows_the_colour_and_the_logo() {
        let plain = look_of(BrandSettings::default());
        let branded = look_of(BrandSettings {
            color: "#ffd600",
            logo_url: "https://cdn.example.com/logo.png?v=2",
            ..BrandSettings::default()
        });
        assert_ne!(plain.style(), branded.style());
        for look in [&plain, &branded] {
            let policy = look.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.contains(&format!("style-src '{}';", hash(look.style()))), "{policy}");
            assert!(policy.contains(&format!("script-src '{}';", hash("go();"))), "{policy}");
        }
        let policy =
            |look: &Look| look.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        assert!(policy(&plain).contains("; img-src data:; "), "{}", policy(&plain));
        assert!(
            policy(&branded).contains("; img-src data: https://cdn.example.com; "),
            "{}",
            policy(&branded)
        );
    }

    #[test]
    fn the_colours_are_reckoned_with_the_grounds_of_the_stylesheet() {
        let (light, dark) = COMMON.split_once("@media (prefers-color-scheme: dark)").unwrap();
        for (scheme, css) in [(Scheme::Light, light), (Scheme::Dark, dark)] {
            for (name, color) in
                [("ground", scheme.ground()), ("card", scheme.card()), ("quiet", scheme.quiet())]
            {
                assert!(css.contains(&format!("--{name}: {color};")), "{scheme:?} {name} {color}");
            }
        }
    }

    #[test]
    fn every_colour_that_a_brand_changes_is_one_of_the_stylesheet() {
        for declaration in colors(Color::default().text_on()).split(['{', ';', '}']) {
            if let Some((name, _)) =
                declaration.trim().split_once(':').filter(|(name, _)| name.starts_with("--"))
            {
                assert_eq!(COMMON.matches(&format!("  {name}: ")).count(), 2, "{name}");
                assert!(COMMON.contains(&format!("var({name})")), "{name}");
            }
        }
    }
}
