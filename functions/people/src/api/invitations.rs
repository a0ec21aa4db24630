//! Invitations of people to an entity.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall::retry::retry_after_secs;
use rollcall::store::StoreError;
use rollcall_rules::admission::Admitted;
use rollcall_rules::email_change::ConfirmationRefusal;
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::invitation::InvitationRefusal;
use rollcall_rules::portal::AdminName;
use rollcall_rules::user::{Actor, User, UserId};
use rollcall_web::{App, request_log};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::failure::{Failure, passing};
use super::idempotency::{self, Begun, KeyedAnswer, KeyedBody};
use super::problem::{Kind, Problem};
use super::request::{Id, invalid, word};
use super::respond;
use super::users::body::{CardAccessName, InvitationBody, UserBody};
use crate::invite::{self, Offer, Refused};

/// People that are invited by one request.
const MOST: usize = 100;

/// Whom to invite, and to what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NewInvitations {
    /// Where to. It can be left out if the tenant has one entity.
    #[schema(value_type = Option<Uuid>)]
    entity_id: Option<String>,
    /// What they get.
    #[serde(deserialize_with = "word")]
    card_access: CardAccessName,
    /// Who invites them, as their mails say it. Without it the tenant does.
    #[schema(min_length = 1, max_length = 100)]
    invited_by: Option<String>,
    /// Whom, each once.
    #[schema(value_type = BTreeSet<Uuid>, min_items = 1, max_items = 100)]
    user_ids: Vec<String>,
}

/// What became of each person, in the order in which they were named.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct InvitationResults {
    /// One for each.
    results: Vec<InvitationResult>,
}

/// What became of one person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InvitationResult {
    /// Whose it is.
    #[schema(value_type = Uuid)]
    user_id: String,
    /// Was the person invited?
    outcome: InvitationOutcome,
    /// The invitation, if they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<InvitationBody>,
    /// Why not, if they were not: of the type `not-found`, `inactive`, `already-invited`, `already-accepted` or
    /// `try-later`.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
}

/// Was a person invited?
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum InvitationOutcome {
    /// Yes: the mail is about to be sent.
    Invited,
    /// No.
    Refused,
}

impl NewInvitations {
    fn inviter(&self) -> Result<Option<AdminName>, Failure> {
        let name = self.invited_by.as_deref().map(AdminName::parse).transpose();
        name.map_err(|error| invalid(format!("`invitedBy` cannot be: {error}.")))
    }

    fn check(&self) -> Result<(Option<EntityId>, Vec<UserId>), Failure> {
        let entity = self.entity_id.as_deref().map(|id| {
            EntityId::parse(id).ok_or_else(|| invalid("`entityId` is no id: a UUID in lower case."))
        });
        let people = self.user_ids.iter().enumerate().map(|(at, id)| {
            UserId::parse(id)
                .ok_or_else(|| invalid(format!("`userIds[{at}]` is no id: a UUID in lower case.")))
        });
        let people: Vec<UserId> = people.collect::<Result<_, _>>()?;
        if !(1..=MOST).contains(&people.len()) {
            return Err(invalid(format!("`userIds` has 1 to {MOST} ids.")));
        }
        if people.iter().collect::<BTreeSet<_>>().len() < people.len() {
            return Err(invalid("`userIds` names somebody twice."));
        }
        Ok((entity.transpose()?, people))
    }
}

/// Invites people to an entity. Each by themselves: one who is refused holds up nobody.
#[utoipa::path(
    post, path = "/people/v1/invitations", tag = "Invitations", operation_id = "invite",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of the caller's own: within 24 hours the same request with the same key does nothing twice and is answered the same", min_length = 1, max_length = 255, pattern = "^[!-~]+$")),
    request_body = NewInvitations,
    responses(
        (status = 200, description = "What became of each person", body = InvitationResults),
        (status = 404, description = "There is no entity of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The request of this key is still under way", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The key was sent with another request", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    KeyedBody { body: wanted, key }: KeyedBody<NewInvitations>,
) -> Result<Response, Failure> {
    let ((entity, people), invited_by) = (wanted.check()?, wanted.inviter()?);
    let tenant = &caller.tenant;
    let execution = match idempotency::begin(&app, tenant, key).await? {
        Begun::Replay(answer) => return Ok(answer),
        Begun::Execute(execution) => execution,
    };
    let outcome = async {
        let entity = find_entity(&app, tenant, entity).await?;
        let offer = Offer { entity, card_access: wanted.card_access.into(), invited_by };
        let (seed, patience) = (execution.seed(), execution.patience());
        let invited = invite::invite(&app, tenant, &offer, &people, seed, patience, Actor::Operator).await?;
        answer(invited, app.now())
    };
    let outcome = outcome.await;
    Ok(execution.finish(&app, outcome).await)
}

/// The entity of an id; without one, the only one that the tenant has.
pub(super) async fn find_entity(
    app: &App,
    tenant: &Admitted,
    wanted: Option<EntityId>,
) -> Result<Entity, Failure> {
    if let Some(id) = wanted {
        let unknown = || Problem::new(Kind::NotFound, "There is no entity of this id.");
        return Ok(app.store.entity(tenant, id).await?.ok_or_else(unknown)?);
    }
    let entities = app.store.entities(tenant).await?;
    let [only] = <[Entity; 1]>::try_from(entities).map_err(|entities| {
        invalid(format!("`entityId` cannot be left out: the tenant has {} entities.", entities.len()))
    })?;
    Ok(only)
}

/// Stands unless somebody is to be tried again. A fault of ours with one person is one of the whole request.
fn answer(invited: Vec<(UserId, Result<User, Refused>)>, now: Timestamp) -> Result<KeyedAnswer, Failure> {
    let (mut results, mut put_off, mut cause) = (Vec::with_capacity(invited.len()), false, None);
    for (id, outcome) in invited {
        let user_id = id.to_string();
        let problem = match outcome {
            Ok(user) => {
                let invitation = user.invitation.map(|invitation| InvitationBody::of(&invitation, now));
                results.push(InvitationResult {
                    user_id,
                    outcome: InvitationOutcome::Invited,
                    invitation,
                    problem: None,
                });
                continue;
            }
            Err(Refused::Store(error)) if !error.is_transient() => return Err(error.into()),
            Err(Refused::Store(error)) => {
                (put_off, cause) = (true, Some(error));
                passing(retry_after_secs())
            }
            Err(Refused::NoTime) => {
                put_off = true;
                passing(retry_after_secs())
            }
            Err(Refused::Unknown) => Problem::new(Kind::NotFound, Refused::Unknown.to_string()),
            Err(refused @ Refused::NoEntity) => Problem::new(Kind::NotFound, refused.to_string()),
            Err(Refused::Rule(rule)) => Problem::new(kind(rule), rule.to_string()),
            // No invitation meets these.
            Err(Refused::Confirmation(rule)) => Problem::new(Kind::NothingToConfirm, rule.to_string()),
            Err(Refused::Place(rule)) => Problem::new(Kind::NotAccepted, rule.to_string()),
        };
        let (outcome, invitation, problem) = (InvitationOutcome::Refused, None, Some(problem));
        results.push(InvitationResult { user_id, outcome, invitation, problem });
    }
    let body = InvitationResults { results };
    Ok(if put_off {
        KeyedAnswer::for_now(StatusCode::OK, &body, cause)
    } else {
        KeyedAnswer::that_stands(StatusCode::OK, &body)
    })
}

const fn kind(refusal: InvitationRefusal) -> Kind {
    match refusal {
        InvitationRefusal::Inactive => Kind::Inactive,
        InvitationRefusal::AlreadyInvited => Kind::AlreadyInvited,
        InvitationRefusal::AlreadyAccepted => Kind::AlreadyAccepted,
        InvitationRefusal::NotInvited => Kind::NotInvited,
        InvitationRefusal::TooSoon(_) => Kind::TooSoon,
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Unknown | Refused::NoEntity => Problem::new(Kind::NotFound, refused.to_string()).into(),
            Refused::Place(rule) => Problem::new(Kind::NotAccepted, rule.to_string()).into(),
            Refused::Rule(InvitationRefusal::TooSoon(soon)) => Self::TooSoon(soon),
            Refused::Confirmation(ConfirmationRefusal::TooSoon(soon)) => Self::TooSoon(soon),
            Refused::Confirmation(rule @ ConfirmationRefusal::Inactive) => {
                Problem::new(Kind::Inactive, rule.to_string()).into()
            }
            Refused::Confirmation(rule) => Problem::new(Kind::NothingToConfirm, rule.to_string()).into(),
            Refused::Rule(rule) => Problem::new(kind(rule), rule.to_string()).into(),
            Refused::NoTime => {
                let source = "no time was left".into();
                StoreError::Throttled { operation: "change an invitation", source }.into()
            }
            Refused::Store(error) => error.into(),
        }
    }
}

/// Mails an invitation once more, live or expired, with a new link and a whole life: once a minute, five times a day.
#[utoipa::path(
    post, path = "/people/v1/users/{id}/invitation/resend", tag = "Invitations", operation_id = "resendInvitation",
    params(("id" = Uuid, Path, description = "The user's id")),
    responses(
        (status = 200, description = "The user as they are now", body = UserBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The person has no invitation, has accepted it or is deactivated", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn resend(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<UserId>,
) -> Result<Response, Failure> {
    request_log::user(id);
    let user = invite::resend(&app, &caller.tenant, id, Actor::Operator).await?;
    Ok(respond::json(StatusCode::OK, &UserBody::of(&user, app.now())))
}

/// Takes an invitation back, live or expired: its links stop working. Of one that was taken back already the answer is the
/// same, so the request can be sent again.
#[utoipa::path(
    delete, path = "/people/v1/users/{id}/invitation", tag = "Invitations", operation_id = "revokeInvitation",
    params(("id" = Uuid, Path, description = "The user's id")),
    responses(
        (status = 200, description = "The user as they are now", body = UserBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The person has no invitation, or has accepted it", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<UserId>,
) -> Result<Response, Failure> {
    request_log::user(id);
    let user = invite::revoke(&app, &caller.tenant, id, Actor::Operator).await?;
    Ok(respond::json(StatusCode::OK, &UserBody::of(&user, app.now())))
}
