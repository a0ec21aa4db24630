//! What `PUT`, `PATCH` and `DELETE` have in common: read, decide, write if nobody else did, or read again.

use http::header::IF_MATCH;
use http::{HeaderMap, StatusCode};
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::{Decision, StoreError};
use rollcall_protocol::{ScimError, etag};
use rollcall_rules::access::Access;
use rollcall_rules::admission::Admitted;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{User, UserId};
use rollcall_web::{App, request_log};

use super::{resource, roles};
use crate::caller::Caller;
use crate::failure::Failure;

/// A user as it is after a change.
pub(super) struct Changed {
    pub(super) user: User,
    /// The tenant that it is of.
    pub(super) admitted: Admitted,
    /// Roles and access rules, if accounts follow them.
    pub(super) access: Option<Access>,
}

/// Changes a user as `decide` says. `decide` runs again after a lost race, on the user as the winner left it. Where nothing
/// changes, nothing is written.
pub(super) async fn change(
    app: &App,
    caller: &Caller,
    id: UserId,
    decide: impl Fn(&User, &Tenant, Option<&Access>) -> Result<User, ScimError>,
) -> Result<Changed, Failure> {
    request_log::user(id);
    let read = app.store.tenant_and_user(caller.claimed()?, id);
    let (admitted, user) = caller.read(app, read).await?;
    let user = user.ok_or_else(resource::not_found)?;
    let access = roles::in_use(app, &admitted).await?;
    let decide = |before: &User| -> Result<_, Failure> {
        if !before.linked {
            return Err(resource::not_found().into());
        }
        // The version checked here is the condition of the write: `If-Match` holds until the change is done.
        check_version(&caller.headers, before.version)?;
        Ok(Decision::new(decide(before, &admitted, access.as_ref())?))
    };
    match app.store.change_user(&admitted, user, entropy::new_write(), Patience::NONE, decide).await {
        Ok(Some((user, ()))) => Ok(Changed { user, admitted, access }),
        Ok(None) => Err(resource::not_found().into()),
        Err(Failure::Store(StoreError::Held(guard))) => Err(rollcall_directory::held(&guard).into()),
        Err(failure) => Err(failure),
    }
}

/// `If-Match` (RFC 7644 §3.14, RFC 9110 §13.1.1).
fn check_version(headers: &HeaderMap, version: u64) -> Result<(), ScimError> {
    let Some(expected) = headers.get(IF_MATCH) else { return Ok(()) };
    if expected.to_str().is_ok_and(|expected| etag::matches(expected, version)) {
        return Ok(());
    }
    let current = etag::render(version);
    Err(ScimError::new(
        StatusCode::PRECONDITION_FAILED,
        format!("The user has changed: its version is {current} now. Read it again and repeat the change."),
    ))
}
