//! The item of a tenant that comes by an import, and the mark of accounts and groups that came so.

use aws_sdk_dynamodb::types::AttributeValue;
use rollcall_rules::export::Arrival;

use super::{from_item, with_key};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::table::Item;

/// An account and a group that an import wrote have this attribute until they are written again. By it the table's
/// stream tells them from new ones.
const IMPORTED: &str = "imported";

/// The item of an arrival, whose serialised form is its attributes. It is in no index.
pub(in crate::store) fn of_arrival(arrival: &Arrival) -> Result<Item, StoreError> {
    with_key("write an arrival", PrimaryKey::arrival(&arrival.tenant), arrival)
}

/// Reads the item of an arrival.
pub(in crate::store) fn to_arrival(item: Item) -> Result<Arrival, StoreError> {
    from_item("read an arrival", item)
}

/// Marks an account or a group as one that an import writes.
pub(in crate::store) fn mark_as_imported(item: &mut Item) {
    item.insert(IMPORTED.to_owned(), AttributeValue::Bool(true));
}

/// Takes the mark away.
pub(in crate::store) fn without_import_mark(item: &mut Item) {
    item.remove(IMPORTED);
}

/// Whether an import wrote the item, and nobody since.
pub(in crate::store) fn is_imported(item: &Item) -> bool {
    item.contains_key(IMPORTED)
}
