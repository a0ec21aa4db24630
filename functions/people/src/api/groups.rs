//! Groups of the tenant's directory, and who is in them. Only the directory changes them.

use axum::extract::State;
use axum::response::Response;
use futures_util::future::try_join;
use http::StatusCode;
use jiff::Timestamp;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{Group, GroupExternalId, GroupId};
use rollcall_rules::user::{User, UserId};
use rollcall_web::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::failure::Failure;
use super::paging::{self, Position};
use super::problem::Problem;
use super::request::{Id, Query, nothing_there};
use super::respond;
use super::users::body::UserBody;

/// Which page of a list.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// How many at most; 50 if absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// `next` of the page before. Opaque.
    #[param(max_length = 100)]
    cursor: Option<String>,
}

/// A group of the tenant's directory.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Group)]
pub(crate) struct GroupBody {
    /// Identifier.
    #[schema(value_type = Uuid)]
    id: String,
    /// What the directory calls it.
    name: String,
    /// The directory's identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    /// How many people are in it, the blocked among them. Only where one group is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<usize>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When its name or its `externalId` last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

/// A page of groups, in order of their ids.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GroupList {
    /// The groups, without their counts of members.
    groups: Vec<GroupBody>,
    /// The cursor of the next page; absent: this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A page of a group's members, in order of their ids.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MemberList {
    /// The members. A page can have fewer than were asked for, and be followed by another.
    members: Vec<UserBody>,
    /// The cursor of the next page; absent: this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A group by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct GroupRef {
    /// Identifier.
    #[schema(value_type = Uuid)]
    id: String,
    /// What the directory calls it.
    name: String,
}

/// Groups are in order of their ids.
impl Position for GroupId {
    const FORM: &str = "g1-";

    fn render(&self) -> String {
        self.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

/// Members are in order of their ids.
struct Member(UserId);

impl Position for Member {
    const FORM: &str = "m1-";

    fn render(&self) -> String {
        self.0.to_string()
    }

    fn read(text: &str) -> Option<Self> {
        UserId::parse(text).map(Self)
    }
}

impl GroupBody {
    fn of(group: &Group, members: Option<usize>) -> Self {
        Self {
            id: group.id.to_string(),
            name: group.name.to_string(),
            external_id: group.external_id.as_ref().map(GroupExternalId::as_str).map(str::to_owned),
            members,
            created_at: group.created_at,
            updated_at: group.modified_at,
        }
    }
}

impl GroupRef {
    /// What the directory calls it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Is it the one of this id?
    pub(super) fn is(&self, id: &str) -> bool {
        self.id == id
    }
}

impl From<&Group> for GroupRef {
    fn from(group: &Group) -> Self {
        Self { id: group.id.to_string(), name: group.name.to_string() }
    }
}

/// Groups by their names, in order of these. One call for each hundred, none for none.
pub(super) async fn named(app: &App, tenant: &Admitted, ids: &[GroupId]) -> Result<Vec<GroupRef>, Failure> {
    let mut groups = app.store.groups(tenant, ids).await?;
    groups.sort_by_cached_key(|group| (group.name.key(), group.id));
    Ok(groups.iter().map(GroupRef::from).collect())
}

/// Lists the groups. What changed less than a second ago may be missing. Two calls.
#[utoipa::path(
    get, path = "/people/v1/groups", tag = "Groups", operation_id = "listGroups",
    params(PageQuery),
    responses((status = 200, description = "A page of the groups", body = GroupList))
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<Response, Failure> {
    let limit = paging::limit(query.limit)?;
    let after: Option<GroupId> = paging::after(query.cursor.as_deref())?;
    let mut groups = app.store.groups_after(&caller.tenant, after, limit + 1).await?;
    let more = groups.len() > limit;
    groups.truncate(limit);
    let (bodies, cut) = paging::fitting(groups.iter().map(|group| GroupBody::of(group, None)).collect());
    let last = groups.get(..bodies.len()).and_then(<[_]>::last).map(|group| group.id);
    let next = last.filter(|_| more || cut).as_ref().map(paging::next);
    Ok(respond::json(StatusCode::OK, &GroupList { groups: bodies, next }))
}

/// Shows a group, and how many people are in it. Three calls.
#[utoipa::path(
    get, path = "/people/v1/groups/{id}", tag = "Groups", operation_id = "showGroup",
    params(("id" = Uuid, Path, description = "The group's id")),
    responses(
        (status = 200, description = "The group", body = GroupBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<GroupId>,
) -> Result<Response, Failure> {
    let tenant = &caller.tenant;
    let (group, members) = try_join(app.store.group(tenant, id), app.store.member_count(tenant, id)).await?;
    let group = group.ok_or_else(nothing_there)?;
    Ok(respond::json(StatusCode::OK, &GroupBody::of(&group, Some(members))))
}

/// Lists who is in a group, the blocked among them. Five calls at most: one more for each hundred members of a page.
#[utoipa::path(
    get, path = "/people/v1/groups/{id}/members", tag = "Groups", operation_id = "listMembers",
    params(("id" = Uuid, Path, description = "The group's id"), PageQuery),
    responses(
        (status = 200, description = "A page of the members", body = MemberList),
        (status = 404, description = "There is no group of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn members(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<GroupId>,
    Query(query): Query<PageQuery>,
) -> Result<Response, Failure> {
    let (limit, after) = (paging::limit(query.limit)?, paging::after(query.cursor.as_deref())?);
    let after = after.map(|Member(id)| id);
    let tenant = &caller.tenant;
    let (group, page) =
        try_join(app.store.group(tenant, id), app.store.members_after(tenant, id, after, limit)).await?;
    group.ok_or_else(nothing_there)?;
    let (ids, more) = page;
    let users = in_group(app.store.users(tenant, &ids).await?, id);
    let now = app.now();
    let (members, cut) = paging::fitting(users.iter().map(|user| UserBody::of(user, now)).collect());
    let last = if cut {
        users.get(..members.len()).and_then(<[_]>::last).map(|user| user.id)
    } else {
        ids.last().copied().filter(|_| more)
    };
    let body = MemberList { members, next: last.map(Member).as_ref().map(paging::next) };
    Ok(respond::json(StatusCode::OK, &body))
}

/// Those who are still in the group by their own accounts, which decide, in order of their ids.
fn in_group(mut users: Vec<User>, group: GroupId) -> Vec<User> {
    users.retain(|user| user.groups.contains(&group));
    users.sort_by_key(|user| user.id);
    users
}
