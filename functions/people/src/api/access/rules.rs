use std::collections::HashMap;

use axum::extract::State;
use axum::response::Response;
use futures_util::future::try_join;
use http::StatusCode;
use rollcall::entropy;
use rollcall::store::StoreError;
use rollcall_rules::access::{Access, AccessRefusal, AccessRule, RoleId};
use rollcall_rules::admission::Admitted;
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::group::{Group, GroupId};
use rollcall_web::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RoleRef, RunBody, change, role_ref};
use crate::api::caller::Caller;
use crate::api::failure::Failure;
use crate::api::problem::{Kind, Problem};
use crate::api::request::{Id, Json, invalid, maybe_word, nothing_there};
use crate::api::respond;
use crate::api::users::body::CardAccessName;

/// What the people of a group get.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AccessRule)]
pub(crate) struct RuleBody {
    /// The group.
    group: Named,
    /// The role that its people have.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<RoleRef>,
    /// The entity to which they are invited.
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<Named>,
    /// The card access with which they are invited.
    #[serde(skip_serializing_if = "Option::is_none")]
    card_access: Option<CardAccessName>,
    /// Whether they are invited without anybody's doing.
    invite: bool,
    /// Its place among the rules, 0 for the first. Of the rules that invite, the first of a person's groups counts.
    position: usize,
}

/// A group or an entity by its name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reference)]
struct Named {
    /// Identifier.
    #[schema(value_type = Uuid)]
    id: String,
    /// Its name; absent: it is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

/// All rules of a tenant.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RuleList {
    /// In their order.
    rules: Vec<RuleBody>,
    /// The run that applies a change to people who are in the groups already; absent: all is applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<RunBody>,
}

/// A rule as it is taken: a role, an invitation, or both.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RuleChange {
    /// Identifier of a role that is declared.
    #[schema(min_length = 1, max_length = 64)]
    role: Option<String>,
    /// Identifier of the entity to which people are invited. Only with `invite`.
    #[schema(value_type = Option<Uuid>)]
    entity: Option<String>,
    /// With which card access people are invited. Only with `invite`.
    #[serde(default, deserialize_with = "maybe_word")]
    card_access: Option<CardAccessName>,
    /// Whether people are invited without anybody's doing. That needs `entity` and `cardAccess`.
    #[serde(default)]
    invite: bool,
    /// The place among the rules, 0 for the first. Without it a rule keeps its place, and a new one is the last.
    position: Option<u16>,
}

/// An order of the rules.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleOrder {
    /// The groups of all rules, each once.
    #[schema(value_type = Vec<Uuid>, max_items = 200)]
    order: Vec<String>,
}

impl RuleChange {
    /// The rule for a group, and the place that it is put in.
    pub(super) fn check(&self, group: GroupId) -> Result<(AccessRule, Option<usize>), Failure> {
        let role = self.role.as_deref().map(RoleId::parse).transpose();
        let role = role.map_err(|error| invalid(format!("`role`: {error}.")))?;
        let entity = self
            .entity
            .as_deref()
            .map(|id| EntityId::parse(id).ok_or_else(|| invalid("`entity` is no id: a UUID in lower case.")));
        let (entity, card_access) = (entity.transpose()?, self.card_access.map(Into::into));
        if !self.invite && (entity.is_some() || card_access.is_some()) {
            let detail = "`entity` and `cardAccess` say to what people are invited. Send `invite` as true with them, or \
                          none of the three.";
            return Err(Problem::new(Kind::RuleIncomplete, detail).into());
        }
        let rule = AccessRule { group, role, entity, card_access, invite: self.invite };
        Ok((rule, self.position.map(usize::from)))
    }
}

/// The entity that a rule names. One call, or none if it names none.
async fn entity_of(app: &App, tenant: &Admitted, rule: &AccessRule) -> Result<Option<Entity>, StoreError> {
    match rule.entity {
        Some(id) => app.store.entity(tenant, id).await,
        None => Ok(None),
    }
}

/// The group and the entity that a rule names, if they are there. Two calls, or one if it names no entity.
pub(super) async fn named(
    app: &App,
    tenant: &Admitted,
    rule: &AccessRule,
) -> Result<(Group, Option<Entity>), Failure> {
    let (group, entity) = try_join(app.store.group(tenant, rule.group), entity_of(app, tenant, rule)).await?;
    let group = group.ok_or_else(nothing_there)?;
    if rule.entity.is_some() && entity.is_none() {
        return Err(Problem::new(
            Kind::UnknownEntity,
            "`entity` is the id of none of the tenant's entities.",
        )
        .into());
    }
    Ok((group, entity))
}

fn body(access: &Access, rule: &AccessRule, group: Option<&Group>, entity: Option<&Entity>) -> RuleBody {
    RuleBody {
        group: Named { id: rule.group.to_string(), name: group.map(|group| group.name.to_string()) },
        role: rule.role.as_ref().and_then(|id| role_ref(access, id)),
        entity: rule
            .entity
            .map(|id| Named { id: id.to_string(), name: entity.map(|entity| entity.name.to_string()) }),
        card_access: rule.card_access.map(Into::into),
        invite: rule.invite,
        position: access.rules.iter().position(|other| other.group == rule.group).unwrap_or_default(),
    }
}

/// The rules with the names of what they name. A call for each hundred groups, and one for the entities if there are any.
async fn list_of(app: &App, tenant: &Admitted, access: &Access) -> Result<RuleList, StoreError> {
    let ids: Vec<GroupId> = access.rules.iter().map(|rule| rule.group).collect();
    let entities = async {
        if access.rules.iter().any(|rule| rule.entity.is_some()) {
            app.store.entities(tenant).await
        } else {
            Ok(Vec::new())
        }
    };
    let (groups, entities) = try_join(app.store.groups(tenant, &ids), entities).await?;
    let groups: HashMap<GroupId, Group> = groups.into_iter().map(|group| (group.id, group)).collect();
    let entity = |id: EntityId| entities.iter().find(|entity| entity.id == id);
    let rules = access.rules.iter();
    let rules = rules.map(|rule| body(access, rule, groups.get(&rule.group), rule.entity.and_then(entity)));
    Ok(RuleList { rules: rules.collect(), run: access.run.as_ref().map(RunBody::from) })
}

/// Lists the access rules in their order, and how far the run is that applies a change. Three calls; four with entities, and
/// five with more than a hundred rules.
#[utoipa::path(
    get, path = "/people/v1/access-rules", tag = "Access", operation_id = "listAccessRules",
    responses((status = 200, description = "The rules", body = RuleList))
)]
pub(crate) async fn list(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let tenant = &caller.tenant;
    let access = app.store.access(tenant).await?;
    Ok(respond::json(StatusCode::OK, &list_of(&app, tenant, &access).await?))
}

/// Puts the access rules into another order. Of the rules that invite, the first of a person's groups counts.
#[utoipa::path(
    put, path = "/people/v1/access-rules", tag = "Access", operation_id = "orderAccessRules",
    request_body = RuleOrder,
    responses(
        (status = 200, description = "The rules in their order", body = RuleList),
        (status = 409, description = "The order does not name each rule once: somebody may have changed the rules since", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn order(
    State(app): State<App>,
    caller: Caller,
    Json(wanted): Json<RuleOrder>,
) -> Result<Response, Failure> {
    let groups = wanted.order.iter().enumerate().map(|(at, id)| {
        GroupId::parse(id).ok_or_else(|| invalid(format!("`order[{at}]` is no id: a UUID in lower case.")))
    });
    let groups: Vec<GroupId> = groups.collect::<Result<_, _>>()?;
    let tenant = &caller.tenant;
    let access = change(&app, tenant, |before| before.with_order(&groups)).await?;
    Ok(respond::json(StatusCode::OK, &list_of(&app, tenant, &access).await?))
}

/// Shows the access rule of a group. Four calls at most.
#[utoipa::path(
    get, path = "/people/v1/access-rules/{groupId}", tag = "Access", operation_id = "showAccessRule",
    params(("groupId" = Uuid, Path, description = "The group's id")),
    responses(
        (status = 200, description = "The rule", body = RuleBody),
        (status = 404, description = "There is no group of that id, or it has no rule", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<GroupId>,
) -> Result<Response, Failure> {
    let tenant = &caller.tenant;
    let access = app.store.access(tenant).await?;
    let rule = access.rule(id).ok_or(AccessRefusal::NoRule(id))?;
    let (group, entity) = try_join(app.store.group(tenant, id), entity_of(&app, tenant, rule)).await?;
    Ok(respond::json(StatusCode::OK, &body(&access, rule, group.as_ref(), entity.as_ref())))
}

/// Says what the people of a group get: those who come in from now on, and by a run those who are in it already. A tenant has
/// two hundred rules at most. Five calls.
#[utoipa::path(
    put, path = "/people/v1/access-rules/{groupId}", tag = "Access", operation_id = "setAccessRule",
    params(("groupId" = Uuid, Path, description = "The group's id")),
    request_body = RuleChange,
    responses(
        (status = 200, description = "The rule as it is now", body = RuleBody),
        (status = 404, description = "There is no group of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "There is no such role or entity, or there are two hundred rules", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn set(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<GroupId>,
    Json(wanted): Json<RuleChange>,
) -> Result<Response, Failure> {
    let tenant = &caller.tenant;
    let (rule, at) = wanted.check(id)?;
    let (group, entity) = named(&app, tenant, &rule).await?;
    let (run, now) = (entropy::new_id(), app.now());
    let access = change(&app, tenant, |before| before.with_rule(rule.clone(), at, run, now)).await?;
    Ok(respond::json(StatusCode::OK, &body(&access, &rule, Some(&group), entity.as_ref())))
}

/// Takes the rule of a group away. By a run its people lose what no other of their groups gives. Nobody loses a place.
#[utoipa::path(
    delete, path = "/people/v1/access-rules/{groupId}", tag = "Access", operation_id = "deleteAccessRule",
    params(("groupId" = Uuid, Path, description = "The group's id")),
    responses(
        (status = 204, description = "It is gone"),
        (status = 404, description = "There is no group of that id, or it has no rule", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn delete(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<GroupId>,
) -> Result<Response, Failure> {
    let (run, now) = (entropy::new_id(), app.now());
    change(&app, &caller.tenant, |before| before.without_rule(id, run, now)).await?;
    Ok(respond::nothing())
}

/// Applies the rule of a group once more to everybody who is in it.
#[utoipa::path(
    post, path = "/people/v1/access-rules/{groupId}/apply", tag = "Access", operation_id = "applyAccessRule",
    params(("groupId" = Uuid, Path, description = "The group's id")),
    responses(
        (status = 202, description = "The run, which goes on by itself", body = RunBody),
        (status = 404, description = "There is no group of that id, or it has no rule", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn apply(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<GroupId>,
) -> Result<Response, Failure> {
    let (run, now) = (entropy::new_id(), app.now());
    let access = change(&app, &caller.tenant, |before| before.applied_again(id, run, now)).await?;
    let run = access.run.as_ref().map(RunBody::from).ok_or_else(nothing_there)?;
    Ok(respond::json(StatusCode::ACCEPTED, &run))
}
