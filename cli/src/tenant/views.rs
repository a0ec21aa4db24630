//! The files of an export that are for people and programs to read: accounts and groups as SCIM shows them, what
//! happened to them, and the events of the feed. They are made of the files of items, so both say the same.

use std::collections::BTreeMap;

use rollcall::store::Content;
use rollcall_directory::{GROUP, USER, account, mutability, roles};
use rollcall_protocol::group::GroupView;
use rollcall_protocol::{Reference, UserView};
use rollcall_rules::access::Access;
use rollcall_rules::export::FileEntry;
use rollcall_rules::group::{Group, GroupExternalId, GroupId};
use rollcall_rules::history::Entry;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{ExternalId, User, UserId};
use serde_json::{Map, Value, json};

use super::folder::Folder;
use crate::error::CliError;

const USERS: &str = "users.jsonl";
const GROUPS: &str = "groups.jsonl";
const HISTORY: &str = "history.jsonl";
const EVENTS: &str = "events.jsonl";

/// The files go to other places than the API, so addresses in them have no host.
const BASE: &str = "";

/// Writes the files, and gives their extents.
///
/// # Errors
///
/// What the file system says.
pub(super) fn write(folder: &mut Folder, tenant: &Tenant) -> Result<Vec<FileEntry>, CliError> {
    for name in [USERS, GROUPS, HISTORY, EVENTS] {
        folder.make(name)?;
    }
    let groups = groups(folder, tenant)?;
    let access = access(folder, tenant)?;
    let mut members: BTreeMap<GroupId, Vec<UserId>> = BTreeMap::new();
    for content in folder.contents(&tenant.id, "users")? {
        let Content::User(user) = content? else { continue };
        for group in &user.groups {
            members.entry(*group).or_default().push(user.id);
        }
        let resource = shown(&user, tenant, &groups, access.as_ref());
        folder.line(USERS, &Value::from(resource).to_string())?;
    }
    for group in groups.values() {
        let members = members.remove(&group.id).unwrap_or_default();
        folder.line(GROUPS, &Value::from(shown_group(group, members)).to_string())?;
    }
    for kind in ["historyOfUsers", "historyOfTenant"] {
        for content in folder.contents(&tenant.id, kind)? {
            let Content::History(user, entry) = content? else { continue };
            folder.line(HISTORY, &happened(user, &entry).to_string())?;
        }
    }
    for kind in ["eventsOfUsers", "events"] {
        for content in folder.contents(&tenant.id, kind)? {
            let Content::Event(event) = content? else { continue };
            folder.line(EVENTS, &event.into_json().to_string())?;
        }
    }
    let mut files = Vec::new();
    for name in [USERS, GROUPS, HISTORY, EVENTS] {
        if let Some(extent) = folder.close(name)? {
            files.push(FileEntry { name: name.to_owned(), kind: None, extent });
        }
    }
    Ok(files)
}

/// The groups that are not deleted.
fn groups(folder: &Folder, tenant: &Tenant) -> Result<BTreeMap<GroupId, Group>, CliError> {
    let mut groups = BTreeMap::new();
    for content in folder.contents(&tenant.id, "groups")? {
        if let Content::Group(group) = content?
            && !group.is_deleted()
        {
            groups.insert(group.id, *group);
        }
    }
    Ok(groups)
}

/// Roles and access rules, of a tenant whose accounts follow them.
fn access(folder: &Folder, tenant: &Tenant) -> Result<Option<Access>, CliError> {
    for content in folder.contents(&tenant.id, "accessRules")? {
        if let Content::Access(access) = content?
            && tenant.has_access_rules
            && access.is_in_use()
        {
            return Ok(Some(*access));
        }
    }
    Ok(None)
}

/// An account, as the directory sees it.
fn shown(
    user: &User,
    tenant: &Tenant,
    groups: &BTreeMap<GroupId, Group>,
    access: Option<&Access>,
) -> Map<String, Value> {
    let reference = |id: &GroupId| {
        groups.get(id).map(|group| Reference { id: id.as_uuid(), display: Some(group.name.as_str()) })
    };
    let groups: Vec<_> = user.groups.iter().filter_map(reference).collect();
    let mut profile = user.profile.clone();
    if let Some(access) = access {
        roles::put_into(&mut profile, roles::of(user, access));
    }
    UserView {
        resource_type: &USER,
        id: user.id.as_uuid(),
        external_id: user.external_id.as_ref().map(ExternalId::as_str),
        user_name: user.user_name.as_str(),
        active: user.is_active(),
        email: user.email.as_str(),
        profile: &profile,
        mutability: mutability(tenant),
        created: user.created_at,
        last_modified: user.updated_at,
        version: user.version,
        location: &format!("{BASE}/Users/{}", user.id),
        groups: &groups,
        groups_at: &format!("{BASE}/Groups"),
        read_only: &account::of(user),
    }
    .to_json()
}

/// A group with all its members.
fn shown_group(group: &Group, mut members: Vec<UserId>) -> Map<String, Value> {
    members.sort();
    let members: Vec<_> = members.iter().map(|id| Reference { id: id.as_uuid(), display: None }).collect();
    GroupView {
        resource_type: &GROUP,
        id: group.id.as_uuid(),
        external_id: group.external_id.as_ref().map(GroupExternalId::as_str),
        display_name: group.name.as_str(),
        members: Some(&members),
        users_at: &format!("{BASE}/Users"),
        created: group.created_at,
        last_modified: group.modified_at,
        version: None,
        location: &format!("{BASE}/Groups/{}", group.id),
    }
    .to_json()
}

/// An entry of a history, as the people API shows it, with whose it is.
fn happened(user: Option<UserId>, entry: &Entry) -> Value {
    let mut shown = Map::new();
    if let Some(user) = user {
        shown.insert("userId".to_owned(), user.to_string().into());
    }
    shown.insert("version".to_owned(), entry.version.into());
    shown.insert("at".to_owned(), entry.at.to_string().into());
    shown.insert("by".to_owned(), json!(entry.by));
    if let Some(name) = &entry.name {
        shown.insert("byName".to_owned(), name.as_str().into());
    }
    shown.insert("changes".to_owned(), json!(entry.changes));
    shown.into()
}
