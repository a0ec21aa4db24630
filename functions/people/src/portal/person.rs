//! One person: how they stand, what can be done, and what happened.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall_rules::entity::Entity;
use rollcall_rules::invitation::Invitation;
use rollcall_rules::place::Place;
use rollcall_rules::user::UserId;
use rollcall_web::{App, request_log};

use super::card::Card;
use super::failure::Failure;
use super::fields::Fields;
use super::groups::person::Belongings;
use super::invitations::card_words;
use super::page::{Notice, Shell, Tab, Words, page};
use super::session::SignedIn;
use super::words::{self, HistoryLine};

/// Entries of the history that are shown.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "portal/person.html")]
struct Person<'a> {
    shell: Shell<'a>,
    card: Card,
    email: String,
    created_at: String,
    first_signed_in_at: Option<Timestamp>,
    invitation: Option<Invitation>,
    /// The place that the person has.
    place: Option<Place>,
    /// The entities to which the place can move; none if there is no place.
    entities: Vec<Entity>,
    /// The groups and roles that the person has.
    belongings: Belongings,
    /// The latest entry first.
    history: Vec<HistoryLine>,
    /// Are there earlier entries that are not shown?
    more: bool,
}

/// `GET /portal/person?id=…`.
pub(super) async fn show(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let id = fields.one("id").and_then(UserId::parse).ok_or(Failure::NotFound)?;
    request_log::user(id);
    let tenant = &admin.tenant;
    let user = &app.store.user(tenant, id).await?.ok_or(Failure::NotFound)?;
    let after = user.version.saturating_sub(SHOWN as u64);
    let (entries, _) = app.store.history(tenant, id, after, SHOWN).await?;
    let texts = admin.texts;
    let done = match fields.one("done") {
        Some("resent") => Some("person-resent"),
        Some("confirmation-resent") => Some("person-confirmation-resent"),
        Some("revoked") => Some("person-revoked"),
        Some("placed") => Some("person-placed"),
        Some("place-ended") => Some("person-place-is-ended"),
        _ => None,
    };
    let notice = done.map(|id| Notice::done(texts.get(id)));
    let place = user.place();
    let view = Person {
        shell: admin.shell(Tab::People, notice),
        card: Card::of(user, app.now()),
        email: user.email.as_str().to_owned(),
        created_at: texts.day_of(user.created_at),
        first_signed_in_at: user.first_signed_in_at,
        invitation: user.invitation.clone(),
        entities: if place.is_some() { app.store.entities(tenant).await? } else { Vec::new() },
        place,
        belongings: Belongings::of(&app, tenant, user).await?,
        history: entries.iter().rev().map(words::line).collect(),
        more: after > 0,
    };
    Ok(page(StatusCode::OK, &view))
}

/// What somebody gets, as a template has it.
fn access(invitation: &Invitation) -> Words {
    card_words(invitation.card_access).0
}

/// The day of a time, in the reader's language, for the template, which gives references.
fn day(time: &Timestamp) -> String {
    rollcall_web::page::texts().day_of(*time)
}

/// The same, of a whole time.
fn moment(time: &Timestamp) -> String {
    rollcall_web::page::texts().moment(*time)
}

/// The same, as a table has it.
fn short(time: &Timestamp) -> String {
    rollcall_web::page::texts().short_moment(*time)
}
