//! `User.groups`: the groups that a person is in. The account has their ids; what they are called is read along where
//! an answer shows it.

use std::collections::{BTreeMap, BTreeSet};

use rollcall_protocol::Reference;
use rollcall_protocol::list::ListRequest;
use rollcall_protocol::path::AttributePath;
use rollcall_protocol::projection::Projection;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{Group, GroupId, GroupName, MAX_GROUPS};
use rollcall_rules::user::User;
use rollcall_web::App;

use crate::failure::Failure;
use crate::resource_types::USER;

/// What groups are called, those that are there.
#[derive(Debug, Default)]
pub(super) struct GroupNames(BTreeMap<GroupId, GroupName>);

impl GroupNames {
    /// Reads the names of all groups of these users, if the answer shows them. One call for a hundred groups, none if
    /// there are none.
    pub(super) async fn read(
        app: &App,
        admitted: &Admitted,
        projection: &Projection,
        users: &[User],
    ) -> Result<Self, Failure> {
        if projection.shows("groups", &USER) {
            Self::of_all(app, admitted, users).await
        } else {
            Ok(Self::default())
        }
    }

    /// Reads the names of all groups of these users. One call for a hundred groups, none if there are none.
    async fn of_all(app: &App, admitted: &Admitted, users: &[User]) -> Result<Self, Failure> {
        let ids: BTreeSet<GroupId> = users.iter().flat_map(|user| &user.groups).copied().collect();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let ids: Vec<GroupId> = ids.into_iter().collect();
        Ok(Self::by_id(app.store.groups(admitted, &ids).await?))
    }

    /// Reads the names by which a request filters or sorts these users, if it does.
    pub(super) async fn sought_of(
        app: &App,
        admitted: &Admitted,
        request: &ListRequest,
        users: &[User],
    ) -> Result<Self, Failure> {
        if is_by_name(request) { Self::of_all(app, admitted, users).await } else { Ok(Self::default()) }
    }

    /// Reads the names of all groups of the tenant, if a request filters or sorts by names. One call for each megabyte.
    pub(super) async fn sought(
        app: &App,
        admitted: &Admitted,
        request: &ListRequest,
    ) -> Result<Self, Failure> {
        if !is_by_name(request) {
            return Ok(Self::default());
        }
        Ok(Self::by_id(app.store.groups_after(admitted, None, MAX_GROUPS).await?))
    }

    fn by_id(groups: Vec<Group>) -> Self {
        Self(groups.into_iter().map(|group| (group.id, group.name)).collect())
    }

    /// The groups of a user. One that is deleted meanwhile is left out.
    pub(super) fn of(&self, user: &User) -> Vec<Reference<'_>> {
        let reference = |id: &GroupId| {
            self.0.get(id).map(|name| Reference { id: id.as_uuid(), display: Some(name.as_str()) })
        };
        user.groups.iter().filter_map(reference).collect()
    }

    /// The groups of a user as filters and orders see them: by their ids, and by their names if these were read.
    pub(super) fn sought_at(&self, user: &User) -> Vec<Reference<'_>> {
        let display = |id: &GroupId| self.0.get(id).map(GroupName::as_str);
        user.groups.iter().map(|id| Reference { id: id.as_uuid(), display: display(id) }).collect()
    }
}

/// Does a request filter or sort users by the names of their groups?
fn is_by_name(request: &ListRequest) -> bool {
    let by_filter = request.filter.as_ref().is_some_and(|filter| filter.compares("groups", "display"));
    let is_display = |path: AttributePath| {
        path.attribute().name == "groups" && path.sub().is_some_and(|sub| sub.name == "display")
    };
    by_filter || request.sort.is_some_and(|sort| is_display(sort.by))
}
