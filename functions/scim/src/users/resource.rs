//! An account as SCIM shows it, and what SCIM sends as the rules take it.

use std::borrow::Cow;

use http::StatusCode;
use rollcall_protocol::{ScimError, ScimType, UserView};
use rollcall_rules::address::EmailAddress;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{ExternalId, User, UserId};
use serde_json::{Map, Value};

use super::along::Beside;
use crate::resource_types::USER;
use crate::{account, profile};

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
        mutability: profile::mutability(tenant),
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
    profile.shift_remove("roles");
    if !roles.is_empty() {
        profile.insert("roles".to_owned(), roles.clone().into());
    }
    Cow::Owned(profile)
}

/// `userName` as an address.
pub(super) fn user_name(text: Option<&str>) -> Result<EmailAddress, ScimError> {
    let problem = match text.map(EmailAddress::parse) {
        Some(Ok(address)) => return Ok(address),
        Some(Err(error)) => error.to_string(),
        None => "is missing".to_owned(),
    };
    Err(ScimError::bad_request(
        ScimType::InvalidValue,
        format!(
            "userName {problem}. Rollcall uses the person's e-mail address as userName: in Okta, open the \
             application's Sign On tab and set \"Application username format\" to Email; in Entra, map userName to \
             the mail attribute."
        ),
    )
    .about("userName"))
}

/// `userName` of an account that there is. The one it has stays as it is, even if it was stored under weaker rules than
/// those for a new one: a person must be deactivated and renamed whatever the account is called.
pub(super) fn user_name_of(user: &User, text: Option<&str>) -> Result<EmailAddress, ScimError> {
    user_name(text).or_else(|error| {
        let has_it = text.is_some_and(|text| text.eq_ignore_ascii_case(user.user_name.as_str()));
        if has_it { Ok(user.user_name.clone()) } else { Err(error) }
    })
}

/// `externalId`.
pub(super) fn external_id(text: Option<&str>) -> Result<Option<ExternalId>, ScimError> {
    ExternalId::parse(text.unwrap_or_default()).map_err(|error| {
        ScimError::bad_request(ScimType::InvalidValue, format!("externalId {error}.")).about("externalId")
    })
}

/// The id in a path; what cannot be one is nobody's.
pub(super) fn id(text: &str) -> Result<UserId, ScimError> {
    UserId::parse(text).ok_or_else(not_found)
}

/// RFC 7644 §3.12: 404 for what does not exist, or is not the directory's to see.
pub(super) fn not_found() -> ScimError {
    ScimError::new(StatusCode::NOT_FOUND, "There is no user with this id. It may have been deleted.")
}
