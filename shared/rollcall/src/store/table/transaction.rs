//! Writes of several items, all or none.

use std::collections::HashMap;

use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{AttributeValue, Delete, Put, TransactWriteItem, Update};
use jiff::Timestamp;
use rollcall_rules::user::WriteId;

use super::condition::{Condition, is_made};
use super::{Item, TOTAL, Table};
use crate::store::error::StoreError;
use crate::store::item;
use crate::store::keys::PrimaryKey;
use crate::store::meter;

/// A write of a transaction.
#[derive(Debug, Clone)]
pub(in crate::store) enum Write {
    /// Puts an item if the condition holds of the one that is there.
    Put(Item, Condition),
    /// Puts an item in the place of whatever is there.
    Set(Item),
    /// Deletes an item, if it is there.
    Remove(PrimaryKey),
    /// Deletes an item if the condition holds of it.
    Delete(PrimaryKey, Condition),
    /// Adds to a number attribute, without a condition. An absent number, or item, counts as 0.
    Add(PrimaryKey, &'static str, i64),
    /// Adds billing lines to a sum, without a condition. Where there is none, it begins with these.
    AddLines(PrimaryKey, Lines),
    /// Changes nothing. The condition has to hold of the item, which must be there.
    Check(PrimaryKey, Condition),
}

/// What is added to a sum of billing lines.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Lines {
    pub(in crate::store) lines: u64,
    pub(in crate::store) amount_minor: u64,
    pub(in crate::store) at: Timestamp,
}

impl Write {
    /// The write whose earlier try may have made this one, see [`Condition::or_made_by`].
    const fn made_by(&self) -> Option<WriteId> {
        match self {
            Self::Put(_, condition) | Self::Delete(_, condition) => condition.or_made,
            Self::Set(_) | Self::Remove(_) | Self::Add(..) | Self::AddLines(..) | Self::Check(..) => None,
        }
    }
}

impl Table {
    /// Makes all of the writes or none: a hundred at most, and no two of one item. If one of the accounts shows that an
    /// earlier try made the transaction, it has succeeded.
    pub(in crate::store) async fn transact(
        &self,
        operation: &'static str,
        writes: Vec<Write>,
    ) -> Result<(), StoreError> {
        let made_by: Vec<_> = writes.iter().map(Write::made_by).collect();
        let writes: Vec<TransactWriteItem> = writes
            .into_iter()
            .map(|write| self.transact_item(write))
            .collect::<Result<_, _>>()
            .map_err(|error| StoreError::malformed(operation, error))?;
        let request = self
            .client
            .transact_write_items()
            .set_transact_items(Some(writes))
            .return_consumed_capacity(TOTAL);
        match request.send().await {
            Ok(output) => {
                meter::written(output.consumed_capacity());
                Ok(())
            }
            Err(error) => {
                meter::failed();
                let reasons = match error.as_service_error() {
                    Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                        cancelled.cancellation_reasons()
                    }
                    _ => &[],
                };
                // All or none: where one was made, all were.
                if made_by.iter().zip(reasons).any(|(write, reason)| is_made(*write, reason.item())) {
                    return Ok(());
                }
                Err(StoreError::of_transaction(operation, error))
            }
        }
    }

    fn transact_item(&self, write: Write) -> Result<TransactWriteItem, BuildError> {
        let part = TransactWriteItem::builder();
        Ok(match write {
            Write::Put(attributes, condition) => part.put(
                Put::builder()
                    .table_name(&self.name)
                    .set_item(Some(attributes))
                    .condition_expression(condition.expression)
                    .set_expression_attribute_names(condition.names())
                    .set_expression_attribute_values(condition.values())
                    .set_return_values_on_condition_check_failure(condition.on_failure())
                    .build()?,
            ),
            Write::Set(attributes) => {
                part.put(Put::builder().table_name(&self.name).set_item(Some(attributes)).build()?)
            }
            Write::Remove(key) => part.delete(
                Delete::builder()
                    .table_name(&self.name)
                    .set_key(Some(HashMap::from(key.into_attributes())))
                    .build()?,
            ),
            Write::Delete(key, condition) => part.delete(
                Delete::builder()
                    .table_name(&self.name)
                    .set_key(Some(HashMap::from(key.into_attributes())))
                    .condition_expression(condition.expression)
                    .set_expression_attribute_names(condition.names())
                    .set_expression_attribute_values(condition.values())
                    .build()?,
            ),
            Write::Add(key, attribute, by) => part.update(
                Update::builder()
                    .table_name(&self.name)
                    .set_key(Some(HashMap::from(key.into_attributes())))
                    .update_expression("ADD #number :by")
                    .expression_attribute_names("#number", attribute)
                    .expression_attribute_values(":by", AttributeValue::N(by.to_string()))
                    .build()?,
            ),
            Write::AddLines(key, Lines { lines, amount_minor, at }) => part.update(
                Update::builder()
                    .table_name(&self.name)
                    .set_key(Some(HashMap::from(key.into_attributes())))
                    .update_expression("SET #at = :at ADD #lines :lines, #amount :amount")
                    .expression_attribute_names("#lines", item::LINES)
                    .expression_attribute_names("#amount", item::AMOUNT_MINOR)
                    .expression_attribute_names("#at", item::CHANGED_AT)
                    .expression_attribute_values(":lines", AttributeValue::N(lines.to_string()))
                    .expression_attribute_values(":amount", AttributeValue::N(amount_minor.to_string()))
                    .expression_attribute_values(":at", AttributeValue::S(at.to_string()))
                    .build()?,
            ),
            // A condition check would need a permission of its own. Taking away what is not there changes nothing.
            Write::Check(key, condition) => part.update(
                Update::builder()
                    .table_name(&self.name)
                    .set_key(Some(HashMap::from(key.into_attributes())))
                    .update_expression("REMOVE #nothing")
                    .condition_expression(condition.expression)
                    .set_expression_attribute_names(condition.names())
                    .expression_attribute_names("#nothing", "nothing")
                    .set_expression_attribute_values(condition.values())
                    .build()?,
            ),
        }
        .build())
    }
}
