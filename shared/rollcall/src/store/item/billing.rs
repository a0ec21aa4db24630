//! The item of a billing line.

use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::tenant::TenantId;

use super::{from_item, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

/// The item of a billing line, whose serialised form is its attributes.
pub(in crate::store) fn of_line(tenant: &TenantId, line: &BillingLine) -> Result<Item, StoreError> {
    let key = PrimaryKey::billing_line(tenant, line.period_start, line.user_id, line.billable_from);
    with_key("write a billing line", key, line)
}

/// Reads the item of a billing line.
pub(in crate::store) fn to_line(item: Item) -> Result<BillingLine, StoreError> {
    from_item("read a billing line", item)
}
