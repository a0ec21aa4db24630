//! `PUT`, `PATCH` and `DELETE` on one account.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::address::EmailAddress;
use super::email_change::NewEmailChange;
use super::tenant::ProfileSync;
use super::user::{Actor, ExternalId, User};

/// The state in which the directory wants the account. `PUT` and `PATCH` both come down to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desired {
    /// SCIM `userName` after the request.
    pub user_name: EmailAddress,
    /// SCIM `externalId` after the request.
    pub external_id: Option<ExternalId>,
    /// SCIM `active` after the request.
    pub active: bool,
    /// The whole profile; it counts only under [`ProfileSync::Full`].
    pub profile: Map<String, Value>,
}

/// The account as the directory wants it. Equal to `user`, version included, where nothing changes.
#[must_use]
pub fn update(
    user: &User,
    desired: Desired,
    sync: ProfileSync,
    change: NewEmailChange,
    now: Timestamp,
) -> User {
    if user.is_given_away_by(desired.external_id.as_ref()) {
        return start_over(user, desired, now);
    }
    let mut after = user.clone();
    after.rename_and_set_active(desired.user_name, desired.active, change, now);
    after.external_id = desired.external_id;
    if sync == ProfileSync::Full {
        after.profile = desired.profile;
    }
    after.changed_from(user, Actor::Directory, now)
}

/// The blocked account under another `externalId`, as if it were new: nothing of the person before goes over. Okta writes
/// over a blocked account that it finds by its `userName`, and never asks for another.
fn start_over(user: &User, desired: Desired, now: Timestamp) -> User {
    let fresh = User::native(user.id, user.tenant.clone(), desired.user_name, now);
    let mut after = User {
        version: user.version,
        revision: user.revision,
        linked: user.linked,
        external_id: desired.external_id,
        deactivation: user.deactivation,
        profile: desired.profile,
        created_at: user.created_at,
        // Deleted with the account, as those that are mailed from now on.
        links: user.links.clone(),
        writes: user.writes.clone(),
        ..fresh
    };
    after.set_active(desired.active, now);
    after.changed_from(user, Actor::Directory, now)
}

/// `DELETE`: the account is blocked, due for deletion, gone for SCIM, and in no group any more. It keeps its guards, so
/// that a later `POST` with its address takes it up again.
#[must_use]
pub fn unlink(user: &User, now: Timestamp) -> User {
    let mut after = user.clone();
    after.linked = false;
    after.groups.clear();
    after.directory_roles.clear();
    after.set_active(false, now);
    after.changed_from(user, Actor::Directory, now)
}
