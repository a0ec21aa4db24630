//! A group as SCIM shows it, and what SCIM sends as the rules take it.

use std::collections::BTreeSet;

use http::StatusCode;
use rollcall_protocol::Reference;
use rollcall_protocol::group::{GroupView, MemberIds};
use rollcall_protocol::projection::Projection;
use rollcall_protocol::{ScimError, ScimType};
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{Group, GroupExternalId, GroupId, GroupName, MAX_GROUP_NAME_CHARS};
use rollcall_rules::user::UserId;
use rollcall_web::App;
use serde_json::{Map, Value};

use crate::failure::Failure;
use crate::resource_types::GROUP;

/// The URI of a group.
pub(super) fn location(scim_url: &str, id: GroupId) -> String {
    format!("{scim_url}/Groups/{id}")
}

/// What is answered of a group. Its members are read only if they are asked for.
pub(super) async fn shown(
    app: &App,
    admitted: &Admitted,
    group: &Group,
    projection: &Projection,
    scim_url: &str,
) -> Result<Map<String, Value>, Failure> {
    let members = members(app, admitted, group.id, projection).await?;
    Ok(projection.apply(to_answer(group, members.as_deref(), scim_url), &GROUP))
}

/// The members, if the answer shows them.
pub(super) async fn members(
    app: &App,
    admitted: &Admitted,
    id: GroupId,
    projection: &Projection,
) -> Result<Option<Vec<UserId>>, Failure> {
    if !projection.shows("members", &GROUP) {
        return Ok(None);
    }
    Ok(Some(app.store.members(admitted, id).await?))
}

/// The resource as filters and orders see it. `meta.location` depends on how the API is reached, and nobody looks for
/// it.
pub(super) fn sought(group: &Group, members: &[UserId]) -> Map<String, Value> {
    viewed(group, Some(members), "", |view| view.to_json())
}

/// The resource as it is answered.
pub(super) fn to_answer(group: &Group, members: Option<&[UserId]>, scim_url: &str) -> Map<String, Value> {
    viewed(group, members, scim_url, |view| view.to_answer())
}

fn viewed<T>(
    group: &Group,
    members: Option<&[UserId]>,
    scim_url: &str,
    show: impl FnOnce(GroupView<'_>) -> T,
) -> T {
    let reference = |id: &UserId| Reference { id: id.as_uuid(), display: None };
    let members: Option<Vec<_>> = members.map(|members| members.iter().map(reference).collect());
    show(GroupView {
        resource_type: &GROUP,
        id: group.id.as_uuid(),
        external_id: group.external_id.as_ref().map(GroupExternalId::as_str),
        display_name: group.name.as_str(),
        members: members.as_deref(),
        users_at: &format!("{scim_url}/Users"),
        created: group.created_at,
        last_modified: group.modified_at,
        // Members come and go without the group's own item, so no version of it stands for all of the resource.
        version: None,
        location: &location(scim_url, group.id),
    })
}

/// `displayName`.
pub(super) fn name(text: &str) -> Result<GroupName, ScimError> {
    GroupName::parse(text).map_err(|_| {
        let detail = format!(
            "displayName must have 1 to {MAX_GROUP_NAME_CHARS} characters. Shorten the group's name."
        );
        ScimError::bad_request(ScimType::InvalidValue, detail).about("displayName")
    })
}

/// `externalId`.
pub(super) fn external_id(text: Option<&str>) -> Result<Option<GroupExternalId>, ScimError> {
    GroupExternalId::parse(text.unwrap_or_default()).map_err(|error| {
        ScimError::bad_request(ScimType::InvalidValue, format!("externalId {error}.")).about("externalId")
    })
}

/// Users who are to be members.
pub(super) fn joining(ids: &MemberIds) -> Result<BTreeSet<UserId>, ScimError> {
    ids.iter().map(|id| UserId::parse(id).ok_or_else(|| no_user(id))).collect()
}

/// Users who are to be members no more. What cannot be an id is nobody's, and so not in the group.
pub(super) fn leaving(ids: &MemberIds) -> BTreeSet<UserId> {
    ids.iter().filter_map(|id| UserId::parse(id)).collect()
}

/// Somebody is to be a member whom the directory did not provision.
pub(crate) fn no_user(id: &str) -> ScimError {
    const SHOWN: usize = 64;
    let shown: String = id.chars().take(SHOWN).collect();
    let detail = format!(
        "members: \"{shown}\" is not the id of a user. Assign the person to this application first, so that there is an \
         account; nothing of the request was applied."
    );
    ScimError::bad_request(ScimType::InvalidValue, detail).about("members")
}

/// The id in a path; what cannot be one is no group's.
pub(super) fn id(text: &str) -> Result<GroupId, ScimError> {
    GroupId::parse(text).ok_or_else(not_found)
}

/// RFC 7644 §3.12: 404 for what does not exist.
pub(crate) fn not_found() -> ScimError {
    ScimError::new(StatusCode::NOT_FOUND, "There is no group with this id. It may have been deleted.")
}
