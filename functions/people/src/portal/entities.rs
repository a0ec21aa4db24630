//! Entities: the legal units to which people are invited, renamed and, when nobody belongs to them, deleted.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall::store::{EntityNotDeleted, EntityUse};
use rollcall_rules::entity::{Entity, EntityId, EntityName};
use rollcall_web::App;

use super::failure::Failure;
use super::fields::{Fields, reference};
use super::page::{Notice, Shell, Tab, page, redirect};
use super::session::{Form, SignedIn};
use crate::entities;

#[derive(Template)]
#[template(path = "portal/entities.html")]
struct Entities<'a> {
    shell: Shell<'a>,
    entities: Vec<Entity>,
}

/// `GET /portal/entities`.
pub(super) async fn list(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    let texts = admin.texts;
    let notice = match fields.one("done") {
        Some("renamed") => Some(Notice::done(texts.get("portal-entity-renamed"))),
        Some("deleted") => Some(Notice::done(texts.get("portal-entity-deleted"))),
        Some("in-rule") => Some(Notice::not_done(texts.get("portal-entity-in-rule"))),
        Some("in-use") => Some(Notice::not_done(texts.get("portal-entity-in-use"))),
        Some("gone") => Some(Notice::not_done(texts.get("portal-entity-gone"))),
        Some("name") => Some(Notice::not_done(texts.get("portal-entity-bad-name"))),
        _ => None,
    };
    let entities = app.store.entities(&admin.tenant).await?;
    Ok(page(StatusCode::OK, &Entities { shell: admin.shell(Tab::People, notice), entities }))
}

/// `POST /portal/entity-rename`.
pub(super) async fn rename(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let id = entity(&form)?;
    let Some(Ok(name)) = form.fields.one("name").map(EntityName::parse) else { return Ok(back("name")) };
    let renamed =
        app.store.change_entity(&form.admin.tenant, id, |entity| entity.renamed(name.clone())).await?;
    Ok(back(if renamed.is_some() { "renamed" } else { "gone" }))
}

/// `POST /portal/entity-delete`.
pub(super) async fn delete(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    match entities::delete(&app, &form.admin.tenant, entity(&form)?).await {
        Ok(()) => Ok(back("deleted")),
        Err(EntityNotDeleted::Used(EntityUse::People)) => Ok(back("in-use")),
        Err(EntityNotDeleted::Used(EntityUse::Rule)) => Ok(back("in-rule")),
        Err(EntityNotDeleted::Unknown) => Ok(back("gone")),
        Err(EntityNotDeleted::Used(EntityUse::Unknown)) => {
            Err(Failure::Invalid(form.admin.texts.get("portal-entity-too-many").into_owned()))
        }
        Err(EntityNotDeleted::Store(error)) => Err(error.into()),
    }
}

fn entity(form: &Form) -> Result<EntityId, Failure> {
    form.fields.one("entity").and_then(EntityId::parse).ok_or(Failure::NotFound)
}

fn back(done: &str) -> Response {
    redirect(&reference("entities", &[("done", done)]))
}
