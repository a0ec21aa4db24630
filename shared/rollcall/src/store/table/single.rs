//! Reading and writing one item.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use uuid::Uuid;

use super::condition::{Condition, is_made};
use super::{Item, TOTAL, Table};
use crate::store::error::StoreError;
use crate::store::item;
use crate::store::keys::{EXPIRES_AT, PK, PrimaryKey};
use crate::store::meter;

/// An addition to a number attribute of an item that expires. An absent number, or item, counts as 0.
#[derive(Debug, Clone)]
pub(in crate::store) struct Addition {
    pub(in crate::store) key: PrimaryKey,
    pub(in crate::store) attribute: &'static str,
    pub(in crate::store) by: i64,
    /// It is made only if the number is absent, or this at most. `None`: in any case.
    pub(in crate::store) to_at_most: Option<i64>,
    /// Epoch second from which on the item has expired.
    pub(in crate::store) expires_at: i64,
}

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
                meter::fetched(output.consumed_capacity());
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

    /// Takes attributes away from an item, if it is there.
    pub(in crate::store) async fn remove_attributes(
        &self,
        operation: &'static str,
        key: PrimaryKey,
        names: &[&str],
    ) -> Result<(), StoreError> {
        let mut request = self.client.update_item();
        let mut removed = Vec::new();
        for (at, name) in names.iter().enumerate() {
            removed.push(format!("#a{at}"));
            request = request.expression_attribute_names(format!("#a{at}"), *name);
        }
        let request = request
            .set_key(Some(HashMap::from(key.into_attributes())))
            .update_expression(format!("REMOVE {}", removed.join(", ")))
            // Without it an update makes an item that is gone anew.
            .condition_expression("attribute_exists(#pk)")
            .expression_attribute_names("#pk", PK);
        match self.update(operation, request).await {
            Err(StoreError::LostRace { .. }) => Ok(()),
            outcome => outcome,
        }
    }

    /// Makes the attributes `names` of an item those that `like` has; one that `like` does not have is taken away. All
    /// other attributes stay as they are.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if the condition does not hold.
    pub(in crate::store) async fn adjust(
        &self,
        operation: &'static str,
        key: PrimaryKey,
        names: &[&str],
        like: &Item,
        condition: Condition,
    ) -> Result<(), StoreError> {
        let mut request = self.client.update_item();
        let (mut set, mut removed) = (Vec::new(), Vec::new());
        for (at, name) in names.iter().enumerate() {
            request = request.expression_attribute_names(format!("#a{at}"), *name);
            match like.get(*name) {
                Some(value) => {
                    set.push(format!("#a{at} = :a{at}"));
                    request = request.expression_attribute_values(format!(":a{at}"), value.clone());
                }
                None => removed.push(format!("#a{at}")),
            }
        }
        let parts = [("SET", set), ("REMOVE", removed)].into_iter().filter(|(_, parts)| !parts.is_empty());
        let parts: Vec<_> = parts.map(|(word, parts)| format!("{word} {}", parts.join(", "))).collect();
        for (name, attribute) in condition.names().unwrap_or_default() {
            request = request.expression_attribute_names(name, attribute);
        }
        for (name, value) in condition.values().unwrap_or_default() {
            request = request.expression_attribute_values(name, value);
        }
        let request = request
            .set_key(Some(HashMap::from(key.into_attributes())))
            .update_expression(parts.join(" "))
            .condition_expression(condition.expression);
        self.update(operation, request).await
    }

    /// Makes an addition. It is not known by an id: an addition whose answer got lost is made again by the SDK.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`], if the number is above [`Addition::to_at_most`].
    pub(in crate::store) async fn add(
        &self,
        operation: &'static str,
        addition: Addition,
    ) -> Result<(), StoreError> {
        let number = |value: i64| AttributeValue::N(value.to_string());
        let mut request = self
            .client
            .update_item()
            .set_key(Some(HashMap::from(addition.key.into_attributes())))
            .update_expression("SET #expires = :expires ADD #number :by")
            .expression_attribute_names("#number", addition.attribute)
            .expression_attribute_names("#expires", EXPIRES_AT)
            .expression_attribute_values(":by", number(addition.by))
            .expression_attribute_values(":expires", number(addition.expires_at));
        if let Some(most) = addition.to_at_most {
            request = request
                .condition_expression("attribute_not_exists(#number) OR #number <= :most")
                .expression_attribute_values(":most", number(most));
        }
        self.update(operation, request).await
    }

    /// Has an edit queue behind the pending change of a group, which stays as it is otherwise, but for its revision.
    /// The edit has an identifier, so it can be sent twice.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if the group has another pending change or none, or `at_most` edits queue.
    pub(in crate::store) async fn enqueue(
        &self,
        operation: &'static str,
        group: PrimaryKey,
        behind: Uuid,
        (id, edit): (Uuid, AttributeValue),
        at_most: usize,
    ) -> Result<(), StoreError> {
        let queued = "#change.#queued";
        let request = self
            .client
            .update_item()
            .set_key(Some(HashMap::from(group.into_attributes())))
            .update_expression(format!("SET {queued}.#edit = :edit ADD #revision :one"))
            .condition_expression(format!(
                "#change.#id = :behind AND (attribute_exists({queued}.#edit) OR size({queued}) < :most)"
            ))
            .expression_attribute_names("#change", item::CHANGE)
            .expression_attribute_names("#id", item::CHANGE_ID)
            .expression_attribute_names("#queued", item::QUEUED)
            .expression_attribute_names("#edit", id.to_string())
            .expression_attribute_names("#revision", item::REVISION)
            .expression_attribute_values(":behind", AttributeValue::S(behind.to_string()))
            .expression_attribute_values(":edit", edit)
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .expression_attribute_values(":most", AttributeValue::N(at_most.to_string()));
        self.update(operation, request).await
    }

    /// Sends an update of an item of this table.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if its condition does not hold.
    pub(super) async fn update(
        &self,
        operation: &'static str,
        request: UpdateItemFluentBuilder,
    ) -> Result<(), StoreError> {
        match request.table_name(&self.name).return_consumed_capacity(TOTAL).send().await {
            Ok(output) => {
                meter::written(output.consumed_capacity());
                Ok(())
            }
            Err(error) => {
                meter::failed();
                Err(StoreError::of(operation, error))
            }
        }
    }
}
