//! The pages that a person sees, and the headers that keep them to themselves.
//!
//! A page is HTML and one stylesheet inside it: no script, no cookie, and nothing to load but the operator's logo. What
//! came from outside is escaped by the templates in `functions/verify/templates/`. The path of a page is a secret,
//! hence `no-referrer` and `no-store`. As browsers then send `Origin: null` with the forms, that header says nothing
//! here: what protects the forms is that whoever sends one must know the path.

#![expect(unused_qualifications, reason = "of the code that askama makes for an enum")]

use std::sync::Arc;

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, RETRY_AFTER};
use http::{HeaderValue, StatusCode};
use jiff::Timestamp;
use rollcall_rules::invitation::CardAccess;
use rollcall_texts::Texts;
use rollcall_web::page::{self, Look, Sheet};

#[cfg(test)]
mod tests;

/// What the pages have besides the operator's brand. A page's path is a secret, which no other site is told.
pub(crate) const SHEET: Sheet =
    Sheet { style: include_str!("../templates/style.css"), script: "", referrer_policy: "no-referrer" };

/// How the page that is being made looks.
fn look() -> Arc<Look> {
    page::look(SHEET)
}

/// In the language of whoever reads the page that is being made.
fn texts() -> Texts {
    page::texts()
}

/// Who invites: somebody by name, or else the tenant.
fn inviter(by: Option<&str>, tenant_name: &str) -> String {
    by.map_or_else(|| texts().tenant(tenant_name), str::to_owned)
}

/// A page. It tells about the account to anybody who has the link.
#[derive(Clone, Copy, Template)]
pub(crate) enum Page<'a> {
    /// A link that waits to be used: what will happen, and the button.
    #[template(path = "confirm.html")]
    Confirm { tenant_name: &'a str, address: &'a str, valid_until: Timestamp },
    /// The link was just used: the address is confirmed.
    #[template(path = "confirmed.html")]
    Confirmed { tenant_name: &'a str, address: &'a str },
    /// The link was used before.
    #[template(path = "already_confirmed.html")]
    AlreadyConfirmed { tenant_name: &'a str },
    /// The link has expired. `resend`: the account is active, so the person can ask for a new link.
    #[template(path = "expired.html")]
    Expired { tenant_name: &'a str, resend: bool },
    /// The person asked for a new link. It is about to be mailed.
    #[template(path = "link_sent.html")]
    LinkSent { tenant_name: &'a str, address: &'a str },
    /// The person asked for new links too often.
    #[template(path = "too_soon.html")]
    TooSoon { tenant_name: &'a str, retry_after_secs: u32 },
    /// The email change was called off, or a later one replaced it.
    #[template(path = "superseded.html")]
    Superseded { tenant_name: &'a str },
    /// An invitation that waits to be accepted: who invites to what, and the button.
    #[template(path = "invitation.html")]
    Invitation {
        tenant_name: &'a str,
        invited_by: Option<&'a str>,
        entity: &'a str,
        card_access: CardAccess,
        valid_until: Timestamp,
    },
    /// It was just accepted.
    #[template(path = "accepted.html")]
    Accepted { tenant_name: &'a str, entity: &'a str },
    /// It was accepted before.
    #[template(path = "already_accepted.html")]
    AlreadyAccepted { tenant_name: &'a str },
    /// The account is deactivated. The invitation cannot be accepted until it is active again.
    #[template(path = "blocked.html")]
    Blocked { tenant_name: &'a str, valid_until: Timestamp },
    /// The invitation has expired. Only the tenant or the operator can resend it.
    #[template(path = "invitation_expired.html")]
    InvitationExpired { tenant_name: &'a str },
    /// The invitation was taken back, or a later one replaced it.
    #[template(path = "invitation_gone.html")]
    InvitationGone { tenant_name: &'a str },
    /// The invitation was mailed to an address that is no longer the person's. The page names neither address.
    #[template(path = "invitation_moved.html")]
    InvitationMoved { tenant_name: &'a str },
    /// The address of an administrator that waits to be confirmed: what comes to it, and the button.
    #[template(path = "administrator.html")]
    Administrator { tenant_name: &'a str, address: &'a str, valid_until: Timestamp },
    /// It is confirmed, just now or before.
    #[template(path = "administrator_confirmed.html")]
    AdministratorConfirmed { tenant_name: &'a str, address: &'a str },
    /// A link of a notice, which removes the address: the button.
    #[template(path = "administrator_remove.html")]
    AdministratorRemove { tenant_name: &'a str, address: &'a str },
    /// The address was just removed.
    #[template(path = "administrator_removed.html")]
    AdministratorRemoved { tenant_name: &'a str, address: &'a str },
    /// The address was removed since the mail.
    #[template(path = "administrator_gone.html")]
    AdministratorGone { tenant_name: &'a str },
    /// The link has expired. Only an administrator can send another.
    #[template(path = "administrator_expired.html")]
    AdministratorExpired { tenant_name: &'a str },
    /// No link has this secret, or it is long forgotten.
    #[template(path = "unknown.html")]
    Unknown,
    /// A transient failure: the same request may succeed after the wait.
    #[template(path = "try_later.html")]
    TryLater { retry_after_secs: u32 },
    /// A fault of Rollcall. The line in the request log has the same reference.
    #[template(path = "bug.html")]
    Bug { reference: &'a str },
    /// The request has a method that the page does not answer.
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
            | Self::AlreadyAccepted { .. }
            | Self::Administrator { .. }
            | Self::AdministratorConfirmed { .. }
            | Self::AdministratorRemove { .. }
            | Self::AdministratorRemoved { .. } => StatusCode::OK,
            Self::Blocked { .. } => StatusCode::CONFLICT,
            Self::Expired { .. }
            | Self::Superseded { .. }
            | Self::InvitationExpired { .. }
            | Self::InvitationGone { .. }
            | Self::InvitationMoved { .. }
            | Self::AdministratorGone { .. }
            | Self::AdministratorExpired { .. } => StatusCode::GONE,
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::NotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::TooSoon { .. } | Self::TryLater { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Bug { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Page<'_> {
    fn into_response(self) -> Response {
        let mut response = look().page(self.status(), &self);
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
