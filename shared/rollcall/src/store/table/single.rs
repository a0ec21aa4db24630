//! Reading and writing one item.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::put_item::PutItemError;

use super::condition::{Condition, is_made};
use super::{Item, TOTAL, Table};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;
use crate::store::meter;

impl Table {
    /// Reads one item, as it is now; `None`: there is none.
    pub(in crate::store) async fn get(
        &self,
        operation: &'static str,
        key: PrimaryKey,
    ) -> Result<Option<Item>, StoreError> {
        let request = self
            .client
            .get_item()
            .table_name(&self.name)
            .set_key(Some(HashMap::from(key.into_attributes())))
            .consistent_read(true)
            .return_consumed_capacity(TOTAL);
        match request.send().await {
            Ok(output) => {
                meter::read(output.consumed_capacity());
                Ok(output.item)
            }
            Err(error) => {
                meter::failed();
                Err(StoreError::of(operation, error))
            }
        }
    }

    /// Puts an item, without a condition.
    pub(in crate::store) async fn overwrite(
        &self,
        operation: &'static str,
        item: Item,
    ) -> Result<(), StoreError> {
        self.put_if(operation, item, None).await
    }

    /// Puts an item if the condition holds of the one that is there, or an earlier try of the same write made that one.
    pub(in crate::store) async fn put(
        &self,
        operation: &'static str,
        item: Item,
        condition: Condition,
    ) -> Result<(), StoreError> {
        self.put_if(operation, item, Some(condition)).await
    }

    async fn put_if(
        &self,
        operation: &'static str,
        item: Item,
        condition: Option<Condition>,
    ) -> Result<(), StoreError> {
        let request = self
            .client
            .put_item()
            .table_name(&self.name)
            .set_item(Some(item))
            .set_condition_expression(condition.as_ref().map(|condition| condition.expression.to_owned()))
            .set_expression_attribute_names(condition.as_ref().and_then(Condition::names))
            .set_expression_attribute_values(condition.as_ref().and_then(Condition::values))
            .set_return_values_on_condition_check_failure(condition.as_ref().and_then(Condition::on_failure))
            .return_consumed_capacity(TOTAL);
        match request.send().await {
            Ok(output) => {
                meter::written(output.consumed_capacity());
                Ok(())
            }
            Err(error) => {
                meter::failed();
                let there = match error.as_service_error() {
                    Some(PutItemError::ConditionalCheckFailedException(failed)) => failed.item(),
                    _ => None,
                };
                if is_made(condition.and_then(|condition| condition.or_made), there) {
                    return Ok(());
                }
                Err(StoreError::of(operation, error))
            }
        }
    }
}
