//! The items of a check of a tenant's connection, and of its report.

use rollcall_rules::check::{Check, REMEMBERED, Report};

use super::{Expiring, from_item, seconds_after, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

/// The item of a check. It expires 30 days after it was asked for.
pub(in crate::store) fn of_check(check: &Check) -> Result<Item, StoreError> {
    let body = Expiring { content: check, expires_at: seconds_after(check.requested_at, REMEMBERED) };
    with_key("write a check", PrimaryKey::check(&check.tenant), &body)
}

/// Reads the item of a check, which may have expired.
pub(in crate::store) fn to_check(item: Item) -> Result<Check, StoreError> {
    from_item::<Expiring<Check>>("read a check", item).map(|found| found.content)
}

/// The item of a report, which expires with its check.
pub(in crate::store) fn of_check_report(report: &Report) -> Result<Item, StoreError> {
    let body = Expiring { content: report, expires_at: seconds_after(report.requested_at, REMEMBERED) };
    with_key("write a report", PrimaryKey::check_report(&report.tenant), &body)
}

/// Reads the item of a report, which may have expired, or be of an earlier check.
pub(in crate::store) fn to_check_report(item: Item) -> Result<Report, StoreError> {
    from_item::<Expiring<Report>>("read a report", item).map(|found| found.content)
}
