//! `User.roles`, as they are shown. What is written: [`rollcall_directory::roles`].
//!
//! | the tenant | what is written | what is shown |
//! |---|---|---|
//! | has no access rules | part of the profile | the same |
//! | has roles from groups | accepted and ignored | the roles that the person's groups give |
//! | has roles from the directory | each must be declared; kept with the account, whatever `profileSync` says | those that are still declared |

use rollcall_rules::access::{Access, Role, RolesFrom};
use rollcall_rules::admission::Admitted;
use rollcall_rules::user::User;
use rollcall_web::App;
use serde_json::{Value, json};

pub(super) use rollcall_directory::roles::{said, taken};

use crate::failure::Failure;

/// Roles and access rules, of a tenant whose accounts follow them: one call. `None`, and no call, at any other.
pub(super) async fn in_use(app: &App, admitted: &Admitted) -> Result<Option<Access>, Failure> {
    if !admitted.has_access_rules {
        return Ok(None);
    }
    let access = app.store.access(admitted).await?;
    Ok(Some(access).filter(Access::is_in_use))
}

/// The roles of a person, as they are shown.
pub(super) fn of(user: &User, access: &Access) -> Vec<Value> {
    let entry = |role: &Role| json!({ "value": role.id.as_str(), "display": role.display.as_str() });
    match access.roles_from {
        RolesFrom::Directory => access.said_of(user).map(entry).collect(),
        RolesFrom::Groups => {
            let given = access.roles_of(user);
            given.iter().filter_map(|given| access.role(&given.role)).map(entry).collect()
        }
    }
}

/// The roles of a person, as a PATCH finds them. A sole role is the primary one: Entra changes it by
/// `roles[primary eq "True"].value`, and then means another instead of it.
pub(super) fn before_patch(user: &User, access: &Access) -> Vec<Value> {
    let mut entries = of(user, access);
    if let [Value::Object(sole)] = entries.as_mut_slice() {
        sole.insert("primary".to_owned(), true.into());
    }
    entries
}
