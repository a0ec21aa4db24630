//! Tenants, accounts, groups, access rules, notices, checks and deliveries to webhooks in records of the table's stream.
//! A record holds the image of an item before and after a change.

use super::error::StoreError;
use super::item;
use super::keys::{self, ACCESS, CHECK, GROUP, NOTICES, SK, TENANT, USER};
use super::table::Item;
use rollcall_rules::access::Access;
use rollcall_rules::check::Check;
use rollcall_rules::group::Group;
use rollcall_rules::notices::Notices;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::User;
use rollcall_rules::webhook::delivery::Delivery;

/// Whether an image is of an item that an import wrote, and nobody since.
#[must_use]
pub fn is_imported(image: &serde_dynamo::Item) -> bool {
    item::is_imported(&Item::from(image.clone()))
}

/// The account in an image of an item; `None`: the item is of another kind.
///
/// # Errors
///
/// [`StoreError::Malformed`] if the image is of an account, but cannot be read.
pub fn user(image: serde_dynamo::Item) -> Result<Option<User>, StoreError> {
    let item: Item = image.into();
    if item::text(&item, SK) != Some(USER) {
        return Ok(None);
    }
    item::to_user(item).map(Some)
}

/// The roles and access rules in an image of an item; `None`: the item is of another kind.
///
/// # Errors
///
/// [`StoreError::Malformed`] if the image is of such, but cannot be read.
pub fn access(image: serde_dynamo::Item) -> Result<Option<Access>, StoreError> {
    let item: Item = image.into();
    if item::text(&item, SK) != Some(ACCESS) {
        return Ok(None);
    }
    item::to_access(item).map(Some)
}

/// The group in an image of an item; `None`: the item is of another kind.
///
/// # Errors
///
/// [`StoreError::Malformed`] if the image is of a group, but cannot be read.
pub fn group(image: serde_dynamo::Item) -> Result<Option<Group>, StoreError> {
    let item: Item = image.into();
    if item::text(&item, SK) != Some(GROUP) {
        return Ok(None);
    }
    item::to_group(item).map(Some)
}

/// The tenant in an image of an item; `None`: the item is of another kind.
///
/// # Errors
///
/// [`StoreError::Malformed`] if the image is of a tenant, but cannot be read.
pub fn tenant(image: serde_dynamo::Item) -> Result<Option<Tenant>, StoreError> {
    let item: Item = image.into();
    if item::text(&item, SK) != Some(TENANT) {
        return Ok(None);
    }
    item::to_tenant(item).map(Some)
}

/// The notices in an image of an item; `None`: the item is of another kind.
///
/// # Errors
///
/// [`StoreError::Malformed`] if the image is of such, but cannot be read.
pub fn notices(image: serde_dynamo::Item) -> Result<Option<Notices>, StoreError> {
    let item: Item = image.into();
    if item::text(&item, SK) != Some(NOTICES) {
        return Ok(None);
    }
    item::to_notices(item).map(Some)
}

/// The check in an image of an item; `None`: the item is of another kind.
///
/// # Errors
///
/// [`StoreError::Malformed`] if the image is of such, but cannot be read.
pub fn check(image: serde_dynamo::Item) -> Result<Option<Check>, StoreError> {
    let item: Item = image.into();
    if item::text(&item, SK) != Some(CHECK) {
        return Ok(None);
    }
    item::to_check(item).map(Some)
}

/// The delivery to a webhook in an image of an item; `None`: the item is of another kind.
///
/// # Errors
///
/// [`StoreError::Malformed`] if the image is of such, but cannot be read.
pub fn delivery(image: serde_dynamo::Item) -> Result<Option<Delivery>, StoreError> {
    let item: Item = image.into();
    if item::text(&item, SK).and_then(keys::delivery_of).is_none() {
        return Ok(None);
    }
    item::to_delivery(item).map(Some)
}
