//! `User.roles`, as requests read and write them by [`rollcall_directory::roles`].
//!
//! | the tenant | what is written | what is shown |
//! |---|---|---|
//! | has no access rules | part of the profile | the same |
//! | has roles from groups | accepted and ignored | the roles that the person's groups give |
//! | has roles from the directory | each must be declared; kept with the account, whatever `profileSync` says | those that are still declared |

use rollcall_rules::access::Access;
use rollcall_rules::admission::Admitted;
use rollcall_rules::user::User;
use rollcall_web::App;
use serde_json::Value;

pub(super) use rollcall_directory::roles::{of, said, taken};

use crate::failure::Failure;

/// Roles and access rules, of a tenant whose accounts follow them: one call. `None`, and no call, at any other.
pub(super) async fn in_use(app: &App, admitted: &Admitted) -> Result<Option<Access>, Failure> {
    if !admitted.has_access_rules {
        return Ok(None);
    }
    let access = app.store.access(admitted).await?;
    Ok(Some(access).filter(Access::is_in_use))
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
