//! The pages that a person sees, and the headers that keep them to themselves.
//!
//! A page is HTML and one stylesheet inside it: no script, no picture from elsewhere, no cookie, nothing to load. What
//! came from outside is escaped by the templates in `functions/verify/templates/`. The path of a page is a secret,
//! hence `no-referrer` and `no-store`. As browsers then send `Origin: null` with the forms, that header says nothing
//! here: what protects the forms is that whoever sends one must know the path.

#![expect(unused_qualifications, reason = "of the code that askama makes for an enum")]

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use rollcall_rules::invitation::CardAccess;
use rollcall_web::page::PageHeaders;
use rollcall_web::page_policy;

#[cfg(test)]
mod tests;

/// Nothing but the page's own stylesheet, by its hash (a test holds it to what is sent), and forms to the page itself.
const POLICY: &str = page_policy!["style-src 'sha256-jIilrFQbZn+R4BhQmHXZcuzPdeBlywbq8T7azg/giZw='"];

/// What every page is sent with. Its path is a secret, which no other site is told.
static HEADERS: PageHeaders = PageHeaders::new(POLICY, "no-referrer");

/// A page. What it says of the account is told to whoever has the link.
#[derive(Clone, Copy, Template)]
pub(crate) enum Page<'a> {
    /// A link that waits to be used: what will happen, and the button.
    #[template(path = "confirm.html")]
    Confirm { tenant_name: &'a str, address: &'a str, valid_until: Timestamp },
    /// It was just used.
    #[template(path = "confirmed.html")]
    Confirmed { tenant_name: &'a str, address: &'a str },
    /// It was used before.
    #[template(path = "already_confirmed.html")]
    AlreadyConfirmed { tenant_name: &'a str },
    /// Its days are over. `resend`: the change still waits, so a new link can be had.
    #[template(path = "expired.html")]
    Expired { tenant_name: &'a str, resend: bool },
    /// A new link was asked for and will be sent.
    #[template(path = "link_sent.html")]
    LinkSent { tenant_name: &'a str, address: &'a str },
    /// Too many new links were asked for.
    #[template(path = "too_soon.html")]
    TooSoon { tenant_name: &'a str, retry_after_secs: u32 },
    /// The change that the link was for was called off, or another took its place.
    #[template(path = "superseded.html")]
    Superseded { tenant_name: &'a str },
    /// An invitation that waits to be accepted: who invites to what, and the button.
    #[template(path = "invitation.html")]
    Invitation { tenant_name: &'a str, entity: &'a str, card_access: CardAccess, valid_until: Timestamp },
    /// It was just accepted.
    #[template(path = "accepted.html")]
    Accepted { tenant_name: &'a str, entity: &'a str },
    /// It was accepted before.
    #[template(path = "already_accepted.html")]
    AlreadyAccepted { tenant_name: &'a str },
    /// It cannot be accepted as long as the account is deactivated.
    #[template(path = "blocked.html")]
    Blocked { tenant_name: &'a str, valid_until: Timestamp },
    /// Its days are over; only those who sent it can send it again.
    #[template(path = "invitation_expired.html")]
    InvitationExpired { tenant_name: &'a str },
    /// It was taken back, or another took its place.
    #[template(path = "invitation_gone.html")]
    InvitationGone { tenant_name: &'a str },
    /// No such link.
    #[template(path = "unknown.html")]
    Unknown,
    /// What passes.
    #[template(path = "try_later.html")]
    TryLater { retry_after_secs: u32 },
    /// A fault of ours.
    #[template(path = "bug.html")]
    Bug { reference: &'a str },
    /// Another method than those of browsers.
    #[template(path = "not_allowed.html")]
    NotAllowed,
}

impl Page<'_> {
    const fn status(&self) -> StatusCode {
        match self {
            Self::Confirm { .. }
            | Self::Confirmed { .. }
            | Self::AlreadyConfirmed { .. }
            | Self::LinkSent { .. }
            | Self::Invitation { .. }
            | Self::Accepted { .. }
            | Self::AlreadyAccepted { .. } => StatusCode::OK,
            Self::Blocked { .. } => StatusCode::CONFLICT,
            Self::Expired { .. }
            | Self::Superseded { .. }
            | Self::InvitationExpired { .. }
            | Self::InvitationGone { .. } => StatusCode::GONE,
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::NotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSoon { .. } | Self::TryLater { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Bug { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Page<'_> {
    fn into_response(self) -> Response {
        let mut response = HEADERS.page(self.status(), &self);
        let headers = response.headers_mut();
        match self {
            Self::TooSoon { retry_after_secs, .. } | Self::TryLater { retry_after_secs } => {
                headers.insert(RETRY_AFTER, retry_after_secs.into());
            }
            Self::NotAllowed => {
                headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
            }
            _ => {}
        }
        response
    }
}
