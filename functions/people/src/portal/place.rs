//! The place of a person: another one, or none any more.

use axum::extract::State;
use axum::response::Response;
use rollcall_rules::entity::EntityId;
use rollcall_rules::invitation::CardAccess;
use rollcall_rules::user::Actor;
use rollcall_web::App;

use super::failure::Failure;
use super::invitations::{answer, person};
use super::session::Form;
use crate::invite::Offer;
use crate::place;

/// `POST /portal/place-change`: another entity or card access. Nothing is asked of the person.
pub(super) async fn change(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let (id, tenant) = (person(&form)?, &form.admin.tenant);
    let access = form.fields.one("access").and_then(CardAccess::parse);
    let card_access = access.ok_or_else(|| Failure::invalid("people-no-access"))?;
    let entity = form.fields.one("entity").and_then(EntityId::parse);
    let entity = match entity {
        Some(id) => app.store.entity(tenant, id).await?,
        None => None,
    };
    let entity = entity.ok_or_else(|| Failure::invalid("people-no-entity"))?;
    let offer = Offer { entity, card_access, invited_by: None };
    answer(id, "placed", place::change(&app, tenant, id, &offer, Actor::Admin).await)
}

/// `POST /portal/place-end`: takes the place away.
pub(super) async fn end(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let id = person(&form)?;
    answer(id, "place-ended", place::end(&app, &form.admin.tenant, id, Actor::Admin).await)
}
