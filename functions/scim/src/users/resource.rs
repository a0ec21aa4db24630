//! An account as SCIM shows it, and what SCIM sends as the rules take it.

use std::borrow::Cow;

use http::StatusCode;
use rollcall_directory::{account, roles};
pub(super) use rollcall_directory::{external_id, mutability, user_name_of};
use rollcall_protocol::{ScimError, UserView};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{ExternalId, User, UserId};
use serde_json::{Map, Value};

use super::along::Beside;
use crate::resource_types::USER;

/// The URI of a user.
pub(super) fn location(scim_url: &str, id: UserId) -> String {
    format!("{scim_url}/Users/{id}")
}

/// The whole resource, as the tenant's directory sees it.
pub(super) fn to_json(
    user: &User,
    beside: &Beside<'_>,
    tenant: &Tenant,
    scim_url: &str,
) -> Map<String, Value> {
    UserView {
        resource_type: &USER,
        id: user.id.as_uuid(),
        external_id: user.external_id.as_ref().map(ExternalId::as_str),
        user_name: user.user_name.as_str(),
        active: user.is_active(),
        email: user.email.as_str(),
        profile: &profile(user, beside),
        mutability: mutability(tenant),
        created: user.created_at,
        last_modified: user.updated_at,
        version: user.version,
        location: &location(scim_url, user.id),
        groups: &beside.groups,
        groups_at: &format!("{scim_url}/Groups"),
        read_only: &account::of(user),
    }
    .to_json()
}

/// The profile, with the roles that do not stand in it.
fn profile<'a>(user: &'a User, beside: &Beside<'_>) -> Cow<'a, Map<String, Value>> {
    let Some(roles) = &beside.roles else { return Cow::Borrowed(&user.profile) };
    let mut profile = user.profile.clone();
    roles::put_into(&mut profile, roles.clone());
    Cow::Owned(profile)
}

/// The id in a path; what cannot be one is nobody's.
pub(super) fn id(text: &str) -> Result<UserId, ScimError> {
    UserId::parse(text).ok_or_else(not_found)
}

/// RFC 7644 §3.12: 404 for what does not exist, or is not the directory's to see.
pub(super) fn not_found() -> ScimError {
    ScimError::new(StatusCode::NOT_FOUND, "There is no user with this id. It may have been deleted.")
}
