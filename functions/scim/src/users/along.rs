//! What is shown of users and does not stand in their accounts: what their groups are called, and their roles. It is read
//! along where an answer shows it, or a filter or an order asks for it.

use std::collections::{BTreeMap, BTreeSet};

use rollcall_protocol::Reference;
use rollcall_protocol::filter::Entries;
use rollcall_protocol::list::ListRequest;
use rollcall_protocol::path::AttributePath;
use rollcall_protocol::projection::Projection;
use rollcall_rules::access::Access;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{Group, GroupId, GroupName, MAX_GROUPS};
use rollcall_rules::user::User;
use rollcall_web::App;
use serde_json::Value;

use super::roles;
use crate::failure::Failure;
use crate::resource_types::USER;

/// What was read along with some users.
#[derive(Debug, Default)]
pub(super) struct Along {
    /// What groups are called, those that are there.
    names: BTreeMap<GroupId, GroupName>,
    /// Roles and access rules, of a tenant whose accounts follow them.
    access: Option<Access>,
}

/// What is shown of one user.
#[derive(Debug, Default)]
pub(super) struct Beside<'a> {
    /// `groups`.
    pub(super) groups: Vec<Reference<'a>>,
    /// `roles`, in the place of those in the profile; `None`: these are shown.
    pub(super) roles: Option<Vec<Value>>,
}

impl Along {
    /// Reads what an answer shows of these users: the names of all their groups, by one call for a hundred groups, none if
    /// there are none; and their roles, by one call at a tenant with access rules.
    pub(super) async fn read(
        app: &App,
        admitted: &Admitted,
        projection: &Projection,
        users: &[User],
    ) -> Result<Self, Failure> {
        let access = async {
            if projection.shows("roles", &USER) { roles::in_use(app, admitted).await } else { Ok(None) }
        };
        let (names, access) = tokio::try_join!(names(app, admitted, projection, users), access)?;
        Ok(Self { names, access })
    }

    /// The same, where roles and rules are read already.
    pub(super) async fn read_with(
        app: &App,
        admitted: &Admitted,
        projection: &Projection,
        user: &User,
        access: Option<Access>,
    ) -> Result<Self, Failure> {
        Ok(Self { names: names(app, admitted, projection, std::slice::from_ref(user)).await?, access })
    }

    /// Reads what a filter or an order of these users asks for.
    pub(super) async fn sought_of(
        app: &App,
        admitted: &Admitted,
        request: &ListRequest,
        users: &[User],
    ) -> Result<Self, Failure> {
        let names =
            if is_by_group_name(request) { names_of(app, admitted, users).await? } else { BTreeMap::new() };
        Ok(Self { names, access: sought_access(app, admitted, request).await? })
    }

    /// Reads what a filter or an order of all users asks for: the names of all groups of the tenant, by one call for each
    /// megabyte, and roles and rules.
    pub(super) async fn sought(
        app: &App,
        admitted: &Admitted,
        request: &ListRequest,
    ) -> Result<Self, Failure> {
        let names = if is_by_group_name(request) {
            by_id(app.store.groups_after(admitted, None, MAX_GROUPS).await?)
        } else {
            BTreeMap::new()
        };
        Ok(Self { names, access: sought_access(app, admitted, request).await? })
    }

    /// What is shown of a user. A group that is deleted meanwhile is left out.
    pub(super) fn of(&self, user: &User) -> Beside<'_> {
        let reference = |id: &GroupId| {
            self.names.get(id).map(|name| Reference { id: id.as_uuid(), display: Some(name.as_str()) })
        };
        Beside { groups: user.groups.iter().filter_map(reference).collect(), roles: self.roles_of(user) }
    }

    /// What filters and orders see of a user: all groups, by their names if these were read.
    pub(super) fn sought_at(&self, user: &User) -> Beside<'_> {
        let display = |id: &GroupId| self.names.get(id).map(GroupName::as_str);
        let groups = user.groups.iter().map(|id| Reference { id: id.as_uuid(), display: display(id) });
        Beside { groups: groups.collect(), roles: self.roles_of(user) }
    }

    fn roles_of(&self, user: &User) -> Option<Vec<Value>> {
        self.access.as_ref().map(|access| roles::of(user, access))
    }
}

async fn names(
    app: &App,
    admitted: &Admitted,
    projection: &Projection,
    users: &[User],
) -> Result<BTreeMap<GroupId, GroupName>, Failure> {
    if projection.shows("groups", &USER) { names_of(app, admitted, users).await } else { Ok(BTreeMap::new()) }
}

async fn names_of(
    app: &App,
    admitted: &Admitted,
    users: &[User],
) -> Result<BTreeMap<GroupId, GroupName>, Failure> {
    let ids: BTreeSet<GroupId> = users.iter().flat_map(|user| &user.groups).copied().collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids: Vec<GroupId> = ids.into_iter().collect();
    Ok(by_id(app.store.groups(admitted, &ids).await?))
}

fn by_id(groups: Vec<Group>) -> BTreeMap<GroupId, GroupName> {
    groups.into_iter().map(|group| (group.id, group.name)).collect()
}

async fn sought_access(
    app: &App,
    admitted: &Admitted,
    request: &ListRequest,
) -> Result<Option<Access>, Failure> {
    let by_filter = request.filter.as_ref().is_some_and(|filter| filter.entries_of("roles") != Entries::NONE);
    let by_order = request.sort.is_some_and(|sort| sort.by.attribute().name == "roles");
    if by_filter || by_order { roles::in_use(app, admitted).await } else { Ok(None) }
}

/// Does a request filter or sort users by the names of their groups?
fn is_by_group_name(request: &ListRequest) -> bool {
    let by_filter = request.filter.as_ref().is_some_and(|filter| filter.compares("groups", "display"));
    let is_display = |path: AttributePath| {
        path.attribute().name == "groups" && path.sub().is_some_and(|sub| sub.name == "display")
    };
    by_filter || request.sort.is_some_and(|sort| is_display(sort.by))
}
