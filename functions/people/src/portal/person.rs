//! One person: how they stand, what can be done, and what happened.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall_rules::invitation::Invitation;
use rollcall_rules::user::UserId;
use rollcall_web::{App, request_log};

use super::card::Card;
use super::failure::Failure;
use super::fields::Fields;
use super::invitations::card_words;
use super::page::{Notice, Shell, Tab, Words, page, texts};
use super::session::Admin;
use super::words::{self, HistoryLine};

/// Entries of the history that are shown.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "portal/person.html")]
struct Person<'a> {
    shell: Shell<'a>,
    card: Card,
    email: String,
    created_at: Timestamp,
    first_signed_in_at: Option<Timestamp>,
    invitation: Option<Invitation>,
    /// The latest entry first.
    history: Vec<HistoryLine>,
    /// Are there earlier entries that are not shown?
    more: bool,
}

/// Times, which templates give as references.
impl Person<'_> {
    fn day(&self, at: &Timestamp) -> String {
        self.shell.texts.day_of(*at)
    }

    fn moment(&self, at: &Timestamp) -> String {
        self.shell.texts.moment(*at)
    }

    fn short_moment(&self, at: &Timestamp) -> String {
        self.shell.texts.short_moment(*at)
    }
}

/// `GET /portal/person?id=…`.
pub(super) async fn show(State(app): State<App>, admin: Admin, fields: Fields) -> Result<Response, Failure> {
    let id = fields.one("id").and_then(UserId::parse).ok_or(Failure::NotFound)?;
    request_log::user(id);
    let tenant = &admin.tenant;
    let user = &app.store.user(tenant, id).await?.ok_or(Failure::NotFound)?;
    let after = user.version.saturating_sub(SHOWN as u64);
    let (entries, _) = app.store.history(tenant, id, after, SHOWN).await?;
    let notice = match fields.one("done") {
        Some("resent") => Some(Notice::done(texts().get("person-resent"))),
        Some("confirmation-resent") => Some(Notice::done(texts().get("person-confirmation-resent"))),
        Some("revoked") => Some(Notice::done(texts().get("person-revoked"))),
        _ => None,
    };
    let view = Person {
        shell: admin.shell(Tab::People, notice),
        card: Card::of(user, app.now()),
        email: user.email.as_str().to_owned(),
        created_at: user.created_at,
        first_signed_in_at: user.first_signed_in_at,
        invitation: user.invitation.clone(),
        history: entries.iter().rev().map(words::line).collect(),
        more: after > 0,
    };
    Ok(page(StatusCode::OK, &view))
}

/// What somebody gets, as a template has it.
fn access(invitation: &Invitation) -> Words {
    card_words(invitation.card_access).0
}
