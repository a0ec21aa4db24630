//! `User.groups`: the groups that a person is in. The account has their ids; what they are called is read along where
//! an answer shows it.

use std::collections::{BTreeMap, BTreeSet};

use rollcall_protocol::Reference;
use rollcall_protocol::projection::Projection;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{GroupId, GroupName};
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
        if !projection.shows("groups", &USER) {
            return Ok(Self::default());
        }
        let ids: BTreeSet<GroupId> = users.iter().flat_map(|user| &user.groups).copied().collect();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let ids: Vec<GroupId> = ids.into_iter().collect();
        let groups = app.store.groups(admitted, &ids).await?;
        Ok(Self(groups.into_iter().map(|group| (group.id, group.name)).collect()))
    }

    /// The groups of a user. One that is deleted meanwhile is left out.
    pub(super) fn of(&self, user: &User) -> Vec<Reference<'_>> {
        let reference = |id: &GroupId| {
            self.0.get(id).map(|name| Reference { id: id.as_uuid(), display: Some(name.as_str()) })
        };
        user.groups.iter().filter_map(reference).collect()
    }
}

/// The groups of a user by their ids alone: what filters see.
pub(super) fn by_id(user: &User) -> Vec<Reference<'_>> {
    user.groups.iter().map(|id| Reference { id: id.as_uuid(), display: None }).collect()
}
