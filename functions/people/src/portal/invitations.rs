//! Invitations: chosen people are invited to an entity; one is sent again or taken back.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall::store::StoreError;
use rollcall_rules::email_change::ConfirmationRefusal;
use rollcall_rules::entity::{Entity, EntityId, EntityName};
use rollcall_rules::invitation::{CardAccess, InvitationRefusal};
use rollcall_rules::place::PlaceRefusal;
use rollcall_rules::resend::TooSoon;
use rollcall_rules::seed::Seed;
use rollcall_rules::user::{Actor, User, UserId};
use rollcall_web::{App, request_log, with_cause};

use super::card::{Card, name_of};
use super::failure::Failure;
use super::fields::{Fields, reference};
use super::page::{Notice, Shell, Tab, Words, page, redirect, texts};
use super::people;
use super::session::{self, Admin, Form};
use crate::entities::{self, NotMade};
use crate::invite::{self, Offer, Refused};
use crate::write;

/// People who are invited at once, at most: a page of them.
const MOST: usize = people::PAGE;

#[derive(Template)]
#[template(path = "portal/choose.html")]
struct Choose<'a> {
    shell: Shell<'a>,
    people: Vec<Card>,
    entities: Vec<Entity>,
    /// What the first entity would be called, where there is none.
    first_entity: String,
    nonce: String,
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

/// What a person gets, and what that means.
pub(super) fn card_words(access: CardAccess) -> (Words, Words) {
    let (label, meaning) = match access {
        CardAccess::Card => ("people-card", "people-card-about"),
        CardAccess::CardAndReimbursement => {
            ("people-card-and-reimbursement", "people-card-and-reimbursement-about")
        }
        CardAccess::ReimbursementOnly => ("people-reimbursement-only", "people-reimbursement-only-about"),
    };
    (texts().get(label), texts().get(meaning))
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
        nonce: session::new_nonce(),
    };
    Ok(page(StatusCode::OK, &view))
}

/// `POST /portal/invite`: each of them by themselves, so that one who cannot be invited holds up nobody else.
pub(super) async fn invite(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let (admin, fields) = (&form.admin, &form.fields);
    let ids = chosen(fields)?;
    let card_access = card_access(fields)?;
    let seed = admin.seed(&session::nonce_of(fields));
    let offer = Offer {
        entity: entity_for(&app, admin, fields, seed).await?,
        card_access,
        invited_by: admin.session.admin.clone(),
    };
    let (tenant, patience) = (&admin.tenant, write::patience());
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
    let (count, others) = (("count", done.into()), outcomes.len() - done);
    let notice = if others == 0 {
        let entity = ("entity", offer.entity.name.as_str().into());
        Notice::done(texts().with("people-done", &[count, entity]))
    } else {
        Notice::not_done(texts().with("people-partly", &[count, ("others", others.to_string().into())]))
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
        Err(Refused::NoEntity) => Err(Failure::invalid("people-no-entity")),
        Err(Refused::Place(refusal)) => Err(Failure::invalid(no_place(refusal))),
        Err(Refused::Store(error)) => Err(error.into()),
        Err(Refused::Rule(refusal)) => Err(Failure::Invalid(refused(&refusal))),
        Err(Refused::Confirmation(refusal)) => Err(Failure::Invalid(not_mailed(&refusal))),
        Err(Refused::NoTime) => Err(Failure::invalid("people-busy")),
    }
}

/// What those who are invited get.
pub(super) fn card_access(fields: &Fields) -> Result<CardAccess, Failure> {
    let access = fields.one("access").and_then(CardAccess::parse);
    access.ok_or_else(|| Failure::invalid("people-no-access"))
}

/// The entity that was chosen; the only one; or, where there is none, a new one under the name that was given. A form that
/// is sent twice makes it once.
pub(super) async fn entity_for(
    app: &App,
    admin: &Admin,
    fields: &Fields,
    seed: Seed,
) -> Result<Entity, Failure> {
    let tenant = &admin.tenant;
    let mut entities = app.store.entities(tenant).await?;
    if let Some(id) = fields.one("entity") {
        let found = EntityId::parse(id).and_then(|id| entities.into_iter().find(|entity| entity.id == id));
        return found.ok_or_else(|| Failure::invalid("people-no-entity"));
    }
    if entities.len() == 1 || !entities.is_empty() && fields.one("name").is_some() {
        // With a name where there are some: somebody else was faster to make the first.
        return Ok(entities.swap_remove(0));
    }
    let name = fields.one("name").map(EntityName::parse);
    let name = match name {
        Some(Ok(name)) => name,
        Some(Err(_)) => return Err(Failure::invalid("people-no-name")),
        None => return Err(Failure::invalid("people-which-entity")),
    };
    let made = entities::make(app, tenant, entities, EntityId::new(seed.id("first entity")), name).await;
    made.map_err(|error| match error {
        NotMade::Store(error) => error.into(),
        NotMade::TooMany => Failure::invalid("people-entities-full"),
    })
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
        return Err(Failure::Invalid(texts().with("people-most", &[("most", MOST.to_string().into())])));
    }
    Ok(ids)
}

fn in_order(ids: &[UserId], mut users: Vec<User>) -> Vec<User> {
    users.sort_by_key(|user| ids.iter().position(|id| *id == user.id));
    users
}

fn outcome(id: UserId, before: Option<&User>, result: &Result<User, Refused>) -> PersonInvited {
    let said = match result {
        Ok(user) => texts().with("people-on-its-way", &[("address", user.email.as_str().into())]),
        Err(Refused::Unknown) => texts().get("people-gone").into_owned(),
        Err(Refused::NoEntity) => texts().get("people-no-entity").into_owned(),
        Err(Refused::Place(refusal)) => texts().get(no_place(*refusal)).into_owned(),
        Err(Refused::Rule(refusal)) => refused(refusal),
        Err(Refused::Confirmation(refusal)) => not_mailed(refusal),
        Err(Refused::NoTime) => texts().get("people-busy").into_owned(),
        Err(Refused::Store(error)) => not_stored(error).into_owned(),
    };
    let user = result.as_ref().ok().or(before);
    PersonInvited {
        id: id.to_string(),
        name: user.map_or_else(|| texts().get("people-somebody").into_owned(), name_of),
        is_done: result.is_ok(),
        said,
    }
}

fn refused(refusal: &InvitationRefusal) -> String {
    let text = match refusal {
        InvitationRefusal::Inactive => "people-inactive",
        InvitationRefusal::AlreadyInvited => "people-already-invited",
        InvitationRefusal::AlreadyAccepted => "people-already-accepted",
        InvitationRefusal::NotInvited => "people-not-invited",
        InvitationRefusal::TooSoon(wait) => return too_soon(*wait),
    };
    texts().get(text).into_owned()
}

const fn no_place(refusal: PlaceRefusal) -> &'static str {
    match refusal {
        PlaceRefusal::None => "people-no-place",
    }
}

fn not_mailed(refusal: &ConfirmationRefusal) -> String {
    let text = match refusal {
        ConfirmationRefusal::Inactive => "people-inactive",
        ConfirmationRefusal::NothingPending => "people-nothing-to-confirm",
        ConfirmationRefusal::TooSoon(wait) => return too_soon(*wait),
    };
    texts().get(text).into_owned()
}

fn too_soon(wait: TooSoon) -> String {
    texts().with("people-too-soon", &[("wait", texts().wait(wait.retry_after_secs).into())])
}

fn not_stored(error: &StoreError) -> Words {
    texts().get(if error.is_transient() { "people-busy" } else { "people-broken" })
}

/// What a person can get, as a template has it.
pub(super) fn choices() -> [(CardAccess, (Words, Words)); 3] {
    CardAccess::ALL.map(|access| (access, card_words(access)))
}
