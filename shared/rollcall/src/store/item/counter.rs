//! The items that count: a part of a tenant's linked users, or its mails of an hour. The latter is only ever added to,
//! and never read.

use serde::Deserialize;

use super::from_item;
use crate::store::error::StoreError;
use crate::store::table::Item;

/// Each change of a counter is an addition to this number.
pub(in crate::store) const COUNT: &str = "count";

#[derive(Debug, Deserialize)]
struct CounterItem {
    count: i64,
}

/// Reads the number of a counter. In a restored table it may be off by some, as a backup holds items of slightly
/// different moments. A number below zero counts as zero.
pub(in crate::store) fn to_count(item: Item) -> Result<usize, StoreError> {
    from_item::<CounterItem>("read a counter", item)
        .map(|counter| usize::try_from(counter.count).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use aws_sdk_dynamodb::types::AttributeValue;

    use super::*;

    #[test]
    fn a_counter_that_is_off_is_no_error() {
        for (count, counted) in [("7", 7), ("0", 0), ("-1", 0)] {
            let item = HashMap::from([(COUNT.to_owned(), AttributeValue::N(count.to_owned()))]);
            assert_eq!(to_count(item).unwrap(), counted);
        }
    }
}
