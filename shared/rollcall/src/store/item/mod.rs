//! How each kind of item stands in the table: a module a kind, which writes its item (`of_…`) and reads it (`to_…`).
//!
//! The keys come from [`keys`]. Attributes are spelled here, and in the serialised types of [`rollcall_rules`]. What
//! conditions and filters of other modules name is a constant here. `store/forms/` pins what is written, and holds
//! items that must always be read.

mod access;
mod arrival;
mod assertion;
mod billing;
mod bookmark;
mod check;
mod contact;
mod counter;
mod departure;
mod entity;
mod feed;
mod group;
mod guard;
mod history;
mod link;
mod notices;
mod operator;
mod portal;
mod request;
mod tenant;
mod tombstone;
mod trace;
mod user;
mod webhook;

pub(super) use access::{of_access, to_access};
pub(super) use arrival::{is_imported, mark_as_imported, of_arrival, to_arrival, without_import_mark};
pub(super) use assertion::of_used_assertion;
#[cfg(test)]
pub(super) use assertion::{Used, to_used_assertion};
pub(super) use billing::{
    AMOUNT_MINOR, CHANGED_AT, LINES, Sum, of_line, of_listed, of_sum_before, to_line, to_sum,
};
pub(super) use bookmark::{of_bookmark, to_bookmark};
pub(super) use check::{of_check, of_check_report, to_check, to_check_report};
#[cfg(test)]
pub(super) use contact::Times;
pub(super) use contact::{Noted, of_heard, of_refused, to_noted};
pub(super) use counter::{COUNT, to_count};
pub(super) use departure::{Part, of_departure, of_part, of_proof_key, to_departure, to_part, to_proof_key};
#[cfg(test)]
pub(super) use entity::to_closed;
pub(super) use entity::{CLOSED_BY, of_closed, of_entity, to_entity};
pub(super) use feed::{
    Standing, of_event, of_feed_end, of_feed_place, to_event, to_feed_end, to_feed_place, unsent_since,
};
pub(super) use group::{
    CHANGE, CHANGE_ID, Chunk, GROUP_ID, QUEUED, UNRECORDED, of_chunk, of_group, of_group_guard,
    of_membership, of_queued, to_chunk, to_group, to_group_guarded, to_member,
};
pub(super) use guard::{USER_ID, of_guard, to_guarded};
pub(super) use history::{of_history, of_tenant_history, to_happening, to_history};
pub(super) use link::{TENANT_ID, of_link, to_link};
pub(super) use notices::{of_administrator_link, of_notices, to_administrator_link, to_notices};
pub(super) use operator::{of_operator_tokens, of_operator_use, to_operator_tokens, to_operator_uses};
pub(super) use portal::{of_portal_link, of_session, to_portal_link, to_session};
pub(super) use request::{ANSWER, made_tenant, of_request, to_request};
pub(super) use tenant::{CLOSED_UNTIL, of_tenant, to_tenant};
pub(super) use tombstone::{Traces, of_tombstone, to_tombstone};
pub(super) use trace::{of_marked, of_trace_key, to_marked, to_trace_key};
pub(super) use user::{BACKLOG, BILLED_UNTIL, CREATED_AT, LINKED, REVISION, is_written_by, of_user, to_user};
pub(super) use webhook::{of_delivery, of_webhooks, to_delivery, to_webhooks};

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::keys::{self, PrimaryKey};
use super::table::Item;

/// Tenants, entities, keyed requests, the end of a feed, the operator's tokens and webhooks are written only if this number is the one that
/// was read.
pub(super) const VERSION: &str = "version";
/// A link, mailed or of the portal, has this attribute once it was used.
pub(super) const SPENT_AT: &str = "spentAt";

/// The body of an item that expires. DynamoDB drops it some time later, so whoever reads it checks.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Expiring<T> {
    #[serde(flatten)]
    pub(super) content: T,
    /// Epoch second from which on it has expired: the attribute [`keys::EXPIRES_AT`].
    pub(super) expires_at: i64,
}

/// The epoch second at which a span after a time is over.
pub(super) fn seconds_after(time: Timestamp, span: SignedDuration) -> i64 {
    time.as_second().saturating_add(span.as_secs())
}

/// The item that a body and its primary key make.
fn with_key(operation: &'static str, key: PrimaryKey, body: &impl Serialize) -> Result<Item, StoreError> {
    let mut item: Item =
        serde_dynamo::to_item(body).map_err(|error| StoreError::malformed(operation, error))?;
    item.extend(HashMap::from(key.into_attributes()));
    Ok(item)
}

/// Reads the attributes of an item, and ignores those that it does not know, such as keys.
fn from_item<T: DeserializeOwned>(operation: &'static str, item: Item) -> Result<T, StoreError> {
    serde_dynamo::from_item(item).map_err(|error| StoreError::malformed(operation, error))
}

/// A text attribute; `None`: there is none of that name.
pub(super) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

fn put(item: &mut Item, name: &str, text: String) {
    item.insert(name.to_owned(), AttributeValue::S(text));
}

/// Puts an item into the index of what is due for deletion.
fn put_purge_due(item: &mut Item, at: Timestamp, tenant: &TenantId, id: UserId) {
    put(item, keys::PURGE_PK, keys::purge_shard(id.shard()));
    put(item, keys::PURGE_SK, keys::due_position(at, tenant, id));
}

/// Puts an item into the index of what is yet to be written down.
fn put_record_due(item: &mut Item, at: Timestamp, tenant: &TenantId, id: UserId) {
    put(item, keys::EFFECT_PK, keys::record_shard(id.shard()));
    put(item, keys::EFFECT_SK, keys::due_position(at, tenant, id));
}
