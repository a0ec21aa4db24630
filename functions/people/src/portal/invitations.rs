//! Invitations: chosen people are invited to an entity; one is sent again or taken back.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall::entropy;
use rollcall::store::StoreError;
use rollcall_rules::email_change::ConfirmationRefusal;
use rollcall_rules::entity::{Entity, EntityId, EntityName};
use rollcall_rules::invitation::{CardAccess, InvitationRefusal};
use rollcall_rules::resend::TooSoon;
use rollcall_rules::seed::Seed;
use rollcall_rules::text;
use rollcall_rules::user::{Actor, User, UserId};
use rollcall_web::{App, request_log, with_cause};

use super::card::{Card, name_of};
use super::failure::Failure;
use super::fields::{Fields, reference};
use super::page::{Notice, Shell, Tab, page, redirect};
use super::session::{Admin, Form};
use crate::invite::{self, Offer, Refused};
use crate::write;

/// People who are invited at once, at most: a page of them.
const MOST: usize = 50;

#[derive(Template)]
#[template(path = "portal/choose.html")]
struct Choose<'a> {
    shell: Shell<'a>,
    people: Vec<Card>,
    entities: Vec<Entity>,
    /// What the first entity would be called, where there is none.
    first_entity: String,
}

#[derive(Template)]
#[template(path = "portal/invited.html")]
struct Invited<'a> {
    shell: Shell<'a>,
    entity_name: String,
    results: Vec<PersonInvited>,
}

/// What became of one person.
struct PersonInvited {
    id: String,
    name: String,
    is_done: bool,
    said: String,
}

/// For a transient failure.
const BUSY: &str = "There is a lot going on right now. Look at the person in a minute, and try again.";

const NO_ENTITY: &str = "There is no such entity.";

/// What a person gets, and what that means.
pub(super) const fn card_words(access: CardAccess) -> (&'static str, &'static str) {
    match access {
        CardAccess::Card => ("Card", "Pays with a company card."),
        CardAccess::CardAndReimbursement => (
            "Card and reimbursement",
            "Pays with a company card, and is paid back what they spend of their own.",
        ),
        CardAccess::ReimbursementOnly => {
            ("Reimbursement only", "Has no card, and is paid back what they spend of their own.")
        }
    }
}

/// `POST /portal/choose`: to what, and with what, those who were ticked are invited. Writes nothing.
pub(super) async fn choose(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let ids = chosen(&form.fields)?;
    if ids.is_empty() {
        return Ok(redirect(&reference("people", &[("done", "nobody")])));
    }
    let tenant = &form.admin.tenant;
    let entities = app.store.entities(tenant).await?;
    let people = in_order(&ids, app.store.users(tenant, &ids).await?);
    let now = app.now();
    let view = Choose {
        shell: form.admin.shell(Tab::People, None),
        people: people.iter().map(|user| Card::of(user, now)).collect(),
        entities,
        first_entity: EntityName::of_tenant(&tenant.name).as_str().to_owned(),
    };
    Ok(page(StatusCode::OK, &view))
}

/// `POST /portal/invite`: each of them by themselves, so that one who cannot be invited holds up nobody else.
pub(super) async fn invite(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let (admin, fields) = (&form.admin, &form.fields);
    let ids = chosen(fields)?;
    let access = fields.one("access").and_then(CardAccess::parse);
    let access = access.ok_or_else(|| Failure::Invalid("Choose the card access.".to_owned()))?;
    let offer = Offer {
        entity: entity_for(&app, admin, fields).await?,
        card_access: access,
        invited_by: admin.session.admin.clone(),
    };
    let (tenant, seed, patience) = (&admin.tenant, Seed::new(entropy::new_id()), write::patience());
    let results = invite::invite(&app, tenant, &offer, &ids, seed, patience, Actor::Admin).await?;
    let without: Vec<UserId> =
        results.iter().filter(|(_, result)| result.is_err()).map(|(id, _)| *id).collect();
    let known = if without.is_empty() { Vec::new() } else { app.store.users(tenant, &without).await? };
    let (mut outcomes, mut cause) = (Vec::with_capacity(results.len()), None);
    for (id, result) in results {
        let before = known.iter().find(|user| user.id == id);
        outcomes.push(outcome(id, before, &result));
        if let Err(Refused::Store(error)) = result {
            cause = Some(error);
        }
    }
    let done = outcomes.iter().filter(|outcome| outcome.is_done).count();
    let notice = if done == outcomes.len() {
        Notice::done(format!("{} invited to {}.", count(done), offer.entity.name))
    } else {
        Notice::not_done(format!("{} invited, {} not: see below.", count(done), outcomes.len() - done))
    };
    let view = Invited {
        shell: admin.shell(Tab::People, Some(notice)),
        entity_name: offer.entity.name.as_str().to_owned(),
        results: outcomes,
    };
    let response = page(StatusCode::OK, &view);
    Ok(match cause {
        Some(error) => with_cause(response, error),
        None => response,
    })
}

/// `POST /portal/resend`: the invitation of one person, with a new link.
pub(super) async fn resend(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let id = person(&form)?;
    answer(id, "resent", invite::resend(&app, &form.admin.tenant, id, Actor::Admin).await)
}

/// `POST /portal/resend-confirmation`: the link by which one person confirms their new address.
pub(super) async fn resend_confirmation(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let id = person(&form)?;
    let mailed = invite::resend_confirmation(&app, &form.admin.tenant, id, Actor::Admin).await;
    answer(id, "confirmation-resent", mailed)
}

/// `POST /portal/revoke`: takes the invitation of one person back.
pub(super) async fn revoke(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let id = person(&form)?;
    answer(id, "revoked", invite::revoke(&app, &form.admin.tenant, id, Actor::Admin).await)
}

pub(super) fn person(form: &Form) -> Result<UserId, Failure> {
    let id = form.fields.one("person").and_then(UserId::parse).ok_or(Failure::NotFound)?;
    request_log::user(id);
    Ok(id)
}

pub(super) fn answer(id: UserId, done: &str, result: Result<User, Refused>) -> Result<Response, Failure> {
    match result {
        Ok(_) => Ok(redirect(&reference("person", &[("id", &id.to_string()), ("done", done)]))),
        Err(Refused::Unknown) => Err(Failure::NotFound),
        Err(Refused::NoEntity) => Err(Failure::Invalid(NO_ENTITY.to_owned())),
        Err(Refused::Place(refusal)) => Err(Failure::Invalid(refusal.to_string())),
        Err(Refused::Store(error)) => Err(error.into()),
        Err(Refused::Rule(refusal)) => Err(Failure::Invalid(refused(&refusal))),
        Err(Refused::Confirmation(refusal)) => Err(Failure::Invalid(not_mailed(&refusal))),
        Err(Refused::NoTime) => Err(Failure::Invalid(BUSY.to_owned())),
    }
}

/// The entity that was chosen; the only one; or, where there is none, a new one under the name that was given.
async fn entity_for(app: &App, admin: &Admin, fields: &Fields) -> Result<Entity, Failure> {
    let tenant = &admin.tenant;
    let mut entities = app.store.entities(tenant).await?;
    if let Some(id) = fields.one("entity") {
        let found = EntityId::parse(id).and_then(|id| entities.into_iter().find(|entity| entity.id == id));
        return found.ok_or_else(|| Failure::Invalid("There is no such entity.".to_owned()));
    }
    if entities.len() == 1 || !entities.is_empty() && fields.one("name").is_some() {
        // With a name where there are some: somebody else was faster to make the first.
        return Ok(entities.swap_remove(0));
    }
    let name = fields.one("name").map(EntityName::parse);
    let name = match name {
        Some(Ok(name)) => name,
        Some(Err(error)) => return Err(Failure::Invalid(format!("The name cannot be: {error}."))),
        None => return Err(Failure::Invalid("Choose the entity.".to_owned())),
    };
    let entity = Entity::new(EntityId::new(entropy::new_id()), tenant.id.clone(), name, app.now());
    app.store.create_entity(tenant, &entity).await?;
    Ok(entity)
}

/// Who was ticked, each once.
fn chosen(fields: &Fields) -> Result<Vec<UserId>, Failure> {
    let mut ids = Vec::new();
    for text in fields.all("id") {
        let id = UserId::parse(text).ok_or(Failure::NotFound)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.len() > MOST {
        return Err(Failure::Invalid(format!("Up to {MOST} people can be invited at once.")));
    }
    Ok(ids)
}

fn in_order(ids: &[UserId], mut users: Vec<User>) -> Vec<User> {
    users.sort_by_key(|user| ids.iter().position(|id| *id == user.id));
    users
}

fn outcome(id: UserId, before: Option<&User>, result: &Result<User, Refused>) -> PersonInvited {
    let said = match result {
        Ok(user) => format!("The invitation is on its way to {}.", user.email.as_str()),
        Err(Refused::Unknown) => "The account is not there any more.".to_owned(),
        Err(Refused::NoEntity) => NO_ENTITY.to_owned(),
        Err(Refused::Place(refusal)) => refusal.to_string(),
        Err(Refused::Rule(refusal)) => refused(refusal),
        Err(Refused::Confirmation(refusal)) => not_mailed(refusal),
        Err(Refused::NoTime) => BUSY.to_owned(),
        Err(Refused::Store(error)) => not_stored(error).to_owned(),
    };
    let user = result.as_ref().ok().or(before);
    PersonInvited {
        id: id.to_string(),
        name: user.map_or_else(|| "Somebody".to_owned(), name_of),
        is_done: result.is_ok(),
        said,
    }
}

fn refused(refusal: &InvitationRefusal) -> String {
    match refusal {
        InvitationRefusal::TooSoon(wait) => too_soon(*wait),
        other => other.to_string(),
    }
}

fn not_mailed(refusal: &ConfirmationRefusal) -> String {
    match refusal {
        ConfirmationRefusal::TooSoon(wait) => too_soon(*wait),
        other => other.to_string(),
    }
}

fn too_soon(wait: TooSoon) -> String {
    let wait = text::wait(wait.retry_after_secs);
    format!("It was sent a moment ago, or too often today. It can be sent again in {wait}.")
}

const fn not_stored(error: &StoreError) -> &'static str {
    if error.is_transient() {
        BUSY
    } else {
        "Something went wrong on our side, and we have taken note of it. Try again later."
    }
}

fn count(people: usize) -> String {
    if people == 1 { "1 person".to_owned() } else { format!("{people} people") }
}

/// What a person can get, as a template has it.
pub(super) fn choices() -> [(CardAccess, (&'static str, &'static str)); 3] {
    CardAccess::ALL.map(|access| (access, card_words(access)))
}
