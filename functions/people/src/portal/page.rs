//! What all pages of the portal have: the headers that keep them to themselves, and what is around their content.
//!
//! A page is HTML with one stylesheet and one script inside it, and nothing to load but the operator's logo. What came
//! from outside is escaped by the templates. Unlike the pages behind mailed links these have paths without secrets, so
//! forms can be sent with their `Origin`: hence `same-origin`.

use std::borrow::Cow;
use std::sync::Arc;

use askama::Template;
use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use jiff::Timestamp;
use rollcall_texts::Texts;
use rollcall_web::page::{self, Look, Sheet};

/// What the pages have besides the operator's brand.
pub(crate) const SHEET: Sheet = Sheet {
    style: include_str!("../../templates/portal/style.css"),
    script: include_str!("../../templates/portal/script.js"),
    referrer_policy: "same-origin",
};

/// How the page that is being made looks.
pub(crate) fn look() -> Arc<Look> {
    page::look(SHEET)
}

/// A text of the pages.
pub(crate) type Words = Cow<'static, str>;

/// In the language of whoever reads the page that is being made.
pub(crate) fn texts() -> Texts {
    page::texts()
}

/// The sections of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Connection,
    People,
    Groups,
    Activity,
    Billing,
    /// A page outside the sections, which has no navigation.
    Other,
}

impl Tab {
    /// The sections that the navigation shows, in order.
    pub(crate) const ALL: [Self; 5] =
        [Self::Connection, Self::People, Self::Groups, Self::Activity, Self::Billing];

    /// Last part of the path of the section's page.
    pub(crate) const fn page(self) -> &'static str {
        match self {
            Self::Connection | Self::Other => "connection",
            Self::People => "people",
            Self::Groups => "groups",
            Self::Activity => "activity",
            Self::Billing => "billing",
        }
    }

    /// Name of the section, as the navigation shows it.
    pub(crate) fn label(self, texts: Texts) -> Cow<'static, str> {
        match self {
            Self::Connection | Self::Other => texts.get("portal-connection"),
            Self::People => texts.get("portal-people"),
            Self::Groups => texts.get("portal-groups"),
            Self::Activity => texts.get("portal-activity"),
            Self::Billing => texts.get("portal-billing"),
        }
    }

    /// Outline of the section's icon, as an SVG path on a field of 24 by 24.
    pub(crate) const fn outline(self) -> &'static str {
        match self {
            Self::Connection | Self::Other => {
                "M9 15l6-6M8 11l-2.5 2.5a3.9 3.9 0 0 0 5.5 5.5L13.5 16.5M16 13l2.5-2.5A3.9 3.9 0 0 0 13 5L10.500 7.500"
            }
            Self::People => {
                "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7M2.500 20c0-3.600 2.900-6 6.500-6s6.500 2.400 6.500 6M16 4.500a3.500 3.500 0 0 1 0 6M18 14.500c2.200.900 3.500 2.900 3.500 5.500"
            }
            Self::Groups => "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM16.500 13.500v6M13.500 16.500h6",
            Self::Activity => "M3 12h4l3-8 4 16 3-8h4",
            Self::Billing => "M5 3h14v18l-3-2-2 2-2-2-2 2-2-2-3 2zM9 8h6M9 12h6",
        }
    }
}

/// The result of an action, shown at the top of the page that follows it.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    /// Was the action done?
    pub(crate) is_good: bool,
    /// The message, in one sentence or two.
    pub(crate) text: String,
}

impl Notice {
    /// A message that the action was done.
    pub(crate) fn done(text: impl Into<String>) -> Self {
        Self { is_good: true, text: text.into() }
    }

    /// A message that the action was not done, and why.
    pub(crate) fn not_done(text: impl Into<String>) -> Self {
        Self { is_good: false, text: text.into() }
    }
}

/// The frame of a page: who is signed in to which tenant, navigation, and the result of an action.
#[derive(Debug)]
pub(crate) struct Shell<'a> {
    pub(crate) tenant_name: String,
    pub(crate) admin: Option<&'a str>,
    pub(crate) mark: &'a str,
    pub(crate) ends_at: Timestamp,
    pub(crate) tab: Tab,
    pub(crate) notice: Option<Notice>,
    /// Is the tenant's plan without provisioning, so that all can be looked at and nothing changed?
    pub(crate) is_read_only: bool,
    pub(crate) texts: Texts,
}

/// The answer with a page.
pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
    look().page(status, template)
}

/// Redirects to a neighbouring page (303), after an action or in place of it.
pub(crate) fn redirect(to: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Ok(to) = HeaderValue::from_str(to) {
        headers.insert(header::LOCATION, to);
    }
    response
}

/// A time as a machine reads it.
pub(crate) fn machine(time: &Timestamp) -> String {
    format!("{time:.0}")
}
