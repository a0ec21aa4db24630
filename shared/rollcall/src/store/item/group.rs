//! The items of a group: the group itself, its guards, who is in it, and the parts of a change of many members.

use std::collections::BTreeSet;

use aws_sdk_dynamodb::types::AttributeValue;
use rollcall_rules::group::{Group, GroupGuard, GroupId, QueuedEdit};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{UserId, WriteId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Expiring, from_item, put, text, with_key};
use crate::store::error::StoreError;
use crate::store::keys::{self, PrimaryKey, SK, TENANT_PK, TENANT_SK};
use crate::store::table::Item;

/// A guard passes on only if the group of which it was read still holds it.
pub(in crate::store) const GROUP_ID: &str = "groupId";
/// A group has this attribute until what it announced stands in the feed.
pub(in crate::store) const UNRECORDED: &str = "unrecorded";

/// A group has this attribute while a change of many members is not done.
pub(in crate::store) const CHANGE: &str = "change";
/// In a change: its identifier, and the edits that queue behind it, each by its own.
pub(in crate::store) const CHANGE_ID: &str = "id";
pub(in crate::store) const QUEUED: &str = "queued";

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct GuardItem {
    group_id: GroupId,
}

/// A part of a change of many members.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::store) struct Chunk {
    /// Who comes; or, if everybody else goes, who stays or comes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(in crate::store) add: BTreeSet<UserId>,
    /// Who goes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(in crate::store) remove: BTreeSet<UserId>,
}

/// The item of a group as this write leaves it. A deleted one is in no list; one with something to be finished is in
/// the index of what is due.
pub(in crate::store) fn of_group(group: &Group, write: WriteId) -> Result<Item, StoreError> {
    let body = Group { writes: group.writes.and(write), ..group.clone() };
    let mut item = with_key("write a group", PrimaryKey::group(&group.tenant, group.id), &body)?;
    if !group.is_deleted() {
        put(&mut item, TENANT_PK, keys::group_list(&group.tenant));
        put(&mut item, TENANT_SK, group.id.to_string());
    }
    if let Some(due_at) = group.due_at() {
        put(&mut item, keys::EFFECT_PK, keys::GROUPS_DUE.to_owned());
        put(&mut item, keys::EFFECT_SK, keys::due_position(due_at, &group.tenant, group.id));
    }
    Ok(item)
}

/// Reads the item of a group.
pub(in crate::store) fn to_group(item: Item) -> Result<Group, StoreError> {
    from_item("read a group", item)
}

/// The item of a membership on the side of the group. Its key says everything.
pub(in crate::store) fn of_membership(tenant: &TenantId, group: GroupId, user: UserId) -> Item {
    Item::from(PrimaryKey::membership(tenant, group, user).into_attributes())
}

/// Reads the item of a membership: who is in the group.
pub(in crate::store) fn to_member(item: &Item) -> Result<UserId, StoreError> {
    let user = text(item, SK).and_then(keys::member_of);
    user.ok_or_else(|| StoreError::malformed("read a membership", NoMember))
}

/// The item that guards a name or an `externalId` for a group.
pub(in crate::store) fn of_group_guard(
    tenant: &TenantId,
    guard: &GroupGuard,
    group_id: GroupId,
) -> Result<Item, StoreError> {
    with_key("write a group's guard", PrimaryKey::group_guard(tenant, guard), &GuardItem { group_id })
}

/// Reads the item of a guard: the group that holds it.
pub(in crate::store) fn to_group_guarded(item: Item) -> Result<GroupId, StoreError> {
    from_item::<GuardItem>("read a group's guard", item).map(|guard| guard.group_id)
}

/// The item of a part of a change. It expires, in case nothing comes of the change.
pub(in crate::store) fn of_chunk(
    group: &Group,
    change: Uuid,
    number: u32,
    chunk: &Chunk,
    expires_at: i64,
) -> Result<Item, StoreError> {
    let key = PrimaryKey::chunk(&group.tenant, group.id, change, number);
    with_key("write a change of members", key, &Expiring { content: chunk, expires_at })
}

/// Reads a part of a change. That it may have expired says nothing: as long as the group has the change, it stands.
pub(in crate::store) fn to_chunk(item: Item) -> Result<Chunk, StoreError> {
    from_item("read a change of members", item)
}

/// The attribute of an edit that queues behind another change of a group.
pub(in crate::store) fn of_queued(edit: &QueuedEdit) -> Result<AttributeValue, StoreError> {
    serde_dynamo::to_attribute_value(edit)
        .map_err(|error| StoreError::malformed("queue an edit of members", error))
}

#[derive(Debug, thiserror::Error)]
#[error("the key is of no membership")]
struct NoMember;
