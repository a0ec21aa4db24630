//! The groups and roles of one person.

use futures_util::future::try_join;
use rollcall::store::StoreError;
use rollcall_rules::access::Access;
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::GroupId;
use rollcall_rules::search::fold;
use rollcall_rules::user::User;
use rollcall_web::App;

use super::super::page::texts;
use super::words::role_name;
use super::{names, page_of};

/// Groups of a person that are shown: one call. A person can be in 1,000.
const SHOWN: usize = 100;

/// What a person is in, and what they have by it.
#[derive(Debug, Default)]
pub(crate) struct Belongings {
    /// Names of groups, in order, with the paths of their pages.
    pub(crate) groups: Vec<(String, String)>,
    /// How many others there are; empty if none.
    pub(crate) others: String,
    /// Each role, with the groups that give it.
    pub(crate) roles: Vec<String>,
    /// Has the tenant roles at all?
    pub(crate) has_roles: bool,
}

impl Belongings {
    /// Those of a person. Two calls at most.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub(crate) async fn of(app: &App, tenant: &Admitted, user: &User) -> Result<Self, StoreError> {
        let ids: Vec<GroupId> = user.groups.iter().copied().collect();
        let first = ids.get(..SHOWN).unwrap_or(&ids);
        let (names, access) = try_join(names(app, tenant, first), app.store.access(tenant)).await?;
        let mut groups: Vec<_> =
            names.iter().map(|(id, name)| (fold(name), name.clone(), page_of(*id))).collect();
        groups.sort_unstable();
        let others = ids.len().saturating_sub(SHOWN);
        let others = if others > 0 {
            texts().with("groups-and-more", &[("count", others.into())])
        } else {
            String::new()
        };
        let roles = access.roles_of(user).into_iter().map(|given| {
            let role = ("role", role_name(&access, &given.role).into());
            let by =
                given.groups.iter().filter_map(|id| names.get(id)).cloned().collect::<Vec<_>>().join(", ");
            if by.is_empty() {
                texts().with("groups-role-sent", &[role])
            } else {
                texts().with("groups-role-by", &[role, ("groups", by.into())])
            }
        });
        Ok(Self {
            groups: groups.into_iter().map(|(_, name, page)| (name, page)).collect(),
            others,
            roles: roles.collect(),
            has_roles: has_roles(&access),
        })
    }

    /// Is there anything to tell?
    pub(crate) fn is_any(&self) -> bool {
        !self.groups.is_empty() || !self.roles.is_empty()
    }
}

fn has_roles(access: &Access) -> bool {
    !access.roles.is_empty()
}
