//! Pages: the headers that keep one to its reader, what all stylesheets have in common, and times and names as templates
//! print them.
//!
//! Nothing here knows what a page is about. A function gives its own stylesheet and script by their hashes.

use std::fmt::Display;

use axum::body::Body;
use axum::response::Response;
use http::header::{self, HeaderMap, HeaderName};
use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use rollcall_rules::text;

/// The stylesheet of all pages. A page prints it before its function's own; the hash in the policy is that of both.
pub const STYLE: &str = include_str!("page/common.css");

/// The `Content-Security-Policy` of pages: nothing but what the directives name, forms to the pages' own origin, no frame
/// around them.
#[macro_export]
macro_rules! page_policy {
    ($($directive:literal),+ $(,)?) => {
        concat!(
            "default-src 'none'; ",
            $($directive, "; ",)+
            "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
        )
    };
}

/// What a function sends with each of its pages.
#[derive(Debug)]
pub struct PageHeaders([(HeaderName, HeaderValue); 11]);

impl PageHeaders {
    /// The headers of pages under this policy, which [`page_policy!`](crate::page_policy) makes, and with this
    /// `Referrer-Policy`.
    ///
    /// # Panics
    ///
    /// If one of the two cannot be the value of a header. In a `static` that is an error of the compiler.
    #[must_use]
    pub const fn new(content_security_policy: &'static str, referrer_policy: &'static str) -> Self {
        Self([
            (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
            (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(content_security_policy)),
            (header::REFERRER_POLICY, HeaderValue::from_static(referrer_policy)),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
            (header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000")),
            (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
            (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
            (
                HeaderName::from_static("cross-origin-resource-policy"),
                HeaderValue::from_static("same-origin"),
            ),
            (
                HeaderName::from_static("permissions-policy"),
                HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
            ),
        ])
    }

    /// The headers, for an answer that is no page.
    #[must_use]
    pub fn to_map(&self) -> HeaderMap {
        self.0.iter().cloned().collect()
    }

    /// The answer that brings a page.
    pub fn page(&self, status: StatusCode, html: &impl Display) -> Response {
        let mut response = Response::new(Body::from(html.to_string()));
        *response.status_mut() = status;
        *response.headers_mut() = self.to_map();
        response
    }
}

/// [`text::moment`], for templates, which give references.
#[must_use]
pub fn moment(time: &Timestamp) -> String {
    text::moment(*time)
}

/// [`text::wait`], for templates, which give references.
#[must_use]
pub fn wait(secs: &u32) -> String {
    text::wait(*secs)
}
