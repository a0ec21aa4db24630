use rollcall::store::StoreError;
use rollcall_rules::access::Access;
use rollcall_rules::admission::Admitted;
use rollcall_rules::user::User;
use rollcall_web::App;
use serde::Serialize;
use utoipa::ToSchema;

use super::{RoleRef, role_ref};
use crate::api::groups::GroupRef;

/// A role that a person has.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GivenRole)]
pub(crate) struct GivenRoleBody {
    /// By which your product knows it.
    id: String,
    /// By which people know it.
    display: String,
    /// The groups whose rules give it, in order of the rules. Empty: the directory gives it.
    groups: Vec<GroupRef>,
}

/// What a tenant's people get; nothing is read for a tenant that never had a rule.
pub(in crate::api) async fn of_tenant(app: &App, tenant: &Admitted) -> Result<Access, StoreError> {
    if tenant.has_access_rules { app.store.access(tenant).await } else { Ok(Access::none(tenant.id.clone())) }
}

/// The roles of a person, who is in these groups.
pub(in crate::api) fn roles(access: &Access, user: &User, groups: &[GroupRef]) -> Vec<GivenRoleBody> {
    let given = access.roles_of(user).into_iter();
    let named = given.filter_map(|given| {
        let by = given.groups.iter().map(ToString::to_string);
        let by = by.filter_map(|id| groups.iter().find(|group| group.is(&id)).cloned());
        let RoleRef { id, display } = role_ref(access, &given.role)?;
        Some(GivenRoleBody { id, display, groups: by.collect() })
    });
    named.collect()
}
