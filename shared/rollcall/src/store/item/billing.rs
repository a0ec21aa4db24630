//! The items of billing: a line, and the sums of the lines of a period.

use jiff::Timestamp;
use rollcall_rules::billing::{Currency, Period};
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::tenant::TenantId;
use serde::{Deserialize, Serialize};

use super::{from_item, text, with_key};
use crate::store::error::StoreError;
use crate::store::keys::{self, PrimaryKey, SK};
use crate::store::table::Item;

/// A transaction adds to this number of lines.
pub(in crate::store) const LINES: &str = "lines";
/// A transaction adds to this sum.
pub(in crate::store) const AMOUNT_MINOR: &str = "amountMinor";
/// When the last of the lines was added.
pub(in crate::store) const CHANGED_AT: &str = "changedAt";

/// The item of a billing line, whose serialised form is its attributes.
pub(in crate::store) fn of_line(tenant: &TenantId, line: &BillingLine) -> Result<Item, StoreError> {
    let BillingLine { user_id, billable_from, number, .. } = *line;
    let key = PrimaryKey::billing_line(tenant, line.period_start, user_id, billable_from, number);
    with_key("write a billing line", key, line)
}

/// Reads the item of a billing line.
pub(in crate::store) fn to_line(item: Item) -> Result<BillingLine, StoreError> {
    from_item("read a billing line", item)
}

/// What some lines of a period come to, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Sum {
    pub(in crate::store) period: Period,
    pub(in crate::store) currency: Currency,
    /// Are they lines of earlier versions?
    pub(in crate::store) is_before: bool,
    pub(in crate::store) lines: u64,
    pub(in crate::store) amount_minor: u64,
    pub(in crate::store) changed_at: Timestamp,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SumItem {
    lines: u64,
    amount_minor: u64,
    changed_at: Timestamp,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ListedItem {
    listed_at: Timestamp,
}

/// The item of the sum of a period's lines of earlier versions. All other sums are made by additions.
pub(in crate::store) fn of_sum_before(tenant: &TenantId, sum: &Sum) -> Result<Item, StoreError> {
    let Sum { lines, amount_minor, changed_at, .. } = *sum;
    let key = PrimaryKey::billing_sum_before(tenant, sum.period, sum.currency);
    with_key("write a sum of billing lines", key, &SumItem { lines, amount_minor, changed_at })
}

/// Reads the item of a sum; `None`: it is the note that all are there.
pub(in crate::store) fn to_sum(item: Item) -> Result<Option<Sum>, StoreError> {
    let Some((period, currency, is_before)) = text(&item, SK).and_then(keys::billing_sum_of) else {
        return Ok(None);
    };
    let SumItem { lines, amount_minor, changed_at } = from_item("read a sum of billing lines", item)?;
    Ok(Some(Sum { period, currency, is_before, lines, amount_minor, changed_at }))
}

/// The item of the note that the lines of earlier versions are all summed up.
pub(in crate::store) fn of_listed(tenant: &TenantId, now: Timestamp) -> Result<Item, StoreError> {
    with_key("note that bills are listed", PrimaryKey::billing_listed(tenant), &ListedItem { listed_at: now })
}
