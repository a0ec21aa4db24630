//! The few DynamoDB operations in use. Each is metered and its failures are told apart here, so that nothing above
//! has to do with the SDK's types for either.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeValue, KeysAndAttributes, Put, ReturnConsumedCapacity, Select, TransactWriteItem,
};

use super::error::StoreError;
use super::keys::{BY_TENANT, Key, PK, SK, TENANT_PK, TENANT_SK};
use super::meter;
use crate::entropy;

/// An item as DynamoDB gives and takes it.
pub(super) type Item = HashMap<String, AttributeValue>;

/// Tries of a `BatchGetItem` whose keys were not all answered (DynamoDB throttles such by key).
const BATCH_TRIES: u32 = 5;

const TOTAL: ReturnConsumedCapacity = ReturnConsumedCapacity::Total;

#[derive(Debug, Clone)]
pub(super) struct Table {
    client: Client,
    name: String,
}

/// What must hold of the item that is there for a write to happen.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    expression: &'static str,
    names: &'static [(&'static str, &'static str)],
    value: Option<AttributeValue>,
}

impl Condition {
    /// Nothing is there.
    pub(super) const ABSENT: Self =
        Self { expression: "attribute_not_exists(#pk)", names: &[("#pk", PK)], value: None };

    /// What is there has this version.
    pub(super) fn version(version: u64) -> Self {
        Self {
            expression: "#version = :expected",
            names: &[("#version", "version")],
            value: Some(AttributeValue::N(version.to_string())),
        }
    }

    /// What is there belongs to this user.
    pub(super) fn user(id: String) -> Self {
        Self {
            expression: "#user = :expected",
            names: &[("#user", "userId")],
            value: Some(AttributeValue::S(id)),
        }
    }

    fn names(&self) -> Option<HashMap<String, String>> {
        Some(
            self.names
                .iter()
                .map(|(name, attribute)| ((*name).to_owned(), (*attribute).to_owned()))
                .collect(),
        )
    }

    fn values(&self) -> Option<Item> {
        self.value.clone().map(|value| HashMap::from([(":expected".to_owned(), value)]))
    }
}

/// A write of a transaction.
#[derive(Debug, Clone)]
pub(super) enum Write {
    /// Puts an item.
    Put(Item, Condition),
    /// Takes an item away.
    Delete(Key, Condition),
}

/// A stretch of one partition of [`BY_TENANT`].
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) partition: String,
    /// Only what comes after this sort key.
    pub(super) after: Option<String>,
    /// Only items for which these hold.
    pub(super) only: Vec<Only>,
}

/// What an item must be like to be in the answer. The others are read, and paid for, all the same.
#[derive(Debug, Clone)]
pub(super) enum Only {
    /// The attribute is `true`.
    True(&'static str),
    /// The attribute is a text before this one.
    Before(&'static str, String),
}

impl Only {
    fn condition(&self, at: usize) -> String {
        match self {
            Self::True(_) => format!("#only{at} = :only{at}"),
            Self::Before(..) => format!("#only{at} < :only{at}"),
        }
    }

    fn name_and_value(&self) -> (&'static str, AttributeValue) {
        match self {
            Self::True(name) => (name, AttributeValue::Bool(true)),
            Self::Before(name, text) => (name, AttributeValue::S(text.clone())),
        }
    }
}

/// Part of an answer to a query, 1 MB of items at most.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) items: Vec<Item>,
    pub(super) count: usize,
    /// From where to go on; `None`: that was all.
    pub(super) next: Option<Item>,
}

impl Table {
    pub(super) const fn new(client: Client, name: String) -> Self {
        Self { client, name }
    }

    /// Reads one item, as it is now.
    pub(super) async fn get(&self, operation: &'static str, key: Key) -> Result<Option<Item>, StoreError> {
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

    /// Reads up to 100 items, as they are now, in one call. Absent ones are absent from the answer.
    pub(super) async fn batch_get(
        &self,
        operation: &'static str,
        keys: impl IntoIterator<Item = Key>,
    ) -> Result<HashMap<Key, Item>, StoreError> {
        let mut wanted: Vec<Item> =
            keys.into_iter().map(|key| HashMap::from(key.into_attributes())).collect();
        let mut found = HashMap::with_capacity(wanted.len());
        for attempt in 1..=BATCH_TRIES {
            let (items, unanswered) = self.batch_get_once(operation, wanted).await?;
            found.extend(items.into_iter().filter_map(|item| Some((key_of(&item)?, item))));
            if unanswered.is_empty() {
                return Ok(found);
            }
            wanted = unanswered;
            tokio::time::sleep(entropy::jitter(Duration::from_millis(40) * 2_u32.pow(attempt))).await;
        }
        Err(StoreError::Throttled { operation, source: "keys left unprocessed".into() })
    }

    async fn batch_get_once(
        &self,
        operation: &'static str,
        keys: Vec<Item>,
    ) -> Result<(Vec<Item>, Vec<Item>), StoreError> {
        let keys = KeysAndAttributes::builder()
            .set_keys(Some(keys))
            .consistent_read(true)
            .build()
            .map_err(|error| StoreError::malformed(operation, error))?;
        let request =
            self.client.batch_get_item().request_items(&self.name, keys).return_consumed_capacity(TOTAL);
        match request.send().await {
            Ok(output) => {
                meter::read(output.consumed_capacity().first());
                let items = output.responses.unwrap_or_default().remove(&self.name).unwrap_or_default();
                let unanswered = output.unprocessed_keys.unwrap_or_default().remove(&self.name);
                Ok((items, unanswered.map(|keys| keys.keys).unwrap_or_default()))
            }
            Err(error) => {
                meter::failed();
                Err(StoreError::of(operation, error))
            }
        }
    }

    /// Puts an item whatever is there.
    pub(super) async fn overwrite(&self, operation: &'static str, item: Item) -> Result<(), StoreError> {
        self.put_if(operation, item, None).await
    }

    /// Puts an item if the condition holds of the one that is there.
    pub(super) async fn put(
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
            .return_consumed_capacity(TOTAL);
        match request.send().await {
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

    /// Does all of the writes or none.
    pub(super) async fn transact(
        &self,
        operation: &'static str,
        writes: Vec<Write>,
    ) -> Result<(), StoreError> {
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
                Err(StoreError::of_transaction(operation, error))
            }
        }
    }

    fn transact_item(&self, write: Write) -> Result<TransactWriteItem, aws_sdk_dynamodb::error::BuildError> {
        let item = TransactWriteItem::builder();
        Ok(match write {
            Write::Put(attributes, condition) => item.put(
                Put::builder()
                    .table_name(&self.name)
                    .set_item(Some(attributes))
                    .condition_expression(condition.expression)
                    .set_expression_attribute_names(condition.names())
                    .set_expression_attribute_values(condition.values())
                    .build()?,
            ),
            Write::Delete(key, condition) => item.delete(
                aws_sdk_dynamodb::types::Delete::builder()
                    .table_name(&self.name)
                    .set_key(Some(HashMap::from(key.into_attributes())))
                    .condition_expression(condition.expression)
                    .set_expression_attribute_names(condition.names())
                    .set_expression_attribute_values(condition.values())
                    .build()?,
            ),
        }
        .build())
    }

    /// Reads on in a stretch of [`BY_TENANT`], from `from` where given, milliseconds behind the table.
    pub(super) async fn query(
        &self,
        operation: &'static str,
        stretch: &Stretch,
        select: Select,
        limit: Option<usize>,
        from: Option<Item>,
    ) -> Result<Page, StoreError> {
        let mut request = self
            .client
            .query()
            .table_name(&self.name)
            .index_name(BY_TENANT)
            .select(select)
            .set_limit(limit.and_then(|limit| i32::try_from(limit).ok()))
            .set_exclusive_start_key(from)
            .return_consumed_capacity(TOTAL)
            .expression_attribute_names("#pk", TENANT_PK)
            .expression_attribute_values(":pk", AttributeValue::S(stretch.partition.clone()));
        request = if let Some(after) = &stretch.after {
            request
                .key_condition_expression("#pk = :pk AND #sk > :after")
                .expression_attribute_names("#sk", TENANT_SK)
                .expression_attribute_values(":after", AttributeValue::S(after.clone()))
        } else {
            request.key_condition_expression("#pk = :pk")
        };
        for (at, only) in stretch.only.iter().enumerate() {
            let (name, value) = only.name_and_value();
            request = request
                .expression_attribute_names(format!("#only{at}"), name)
                .expression_attribute_values(format!(":only{at}"), value);
        }
        let conditions: Vec<String> =
            stretch.only.iter().enumerate().map(|(at, only)| only.condition(at)).collect();
        if !conditions.is_empty() {
            request = request.filter_expression(conditions.join(" AND "));
        }
        match request.send().await {
            Ok(output) => {
                meter::read(output.consumed_capacity());
                Ok(Page {
                    count: usize::try_from(output.count).unwrap_or_default(),
                    items: output.items.unwrap_or_default(),
                    next: output.last_evaluated_key,
                })
            }
            Err(error) => {
                meter::failed();
                Err(StoreError::of(operation, error))
            }
        }
    }
}

fn key_of(item: &Item) -> Option<Key> {
    let text = |name| item.get(name).and_then(|value: &AttributeValue| value.as_s().ok()).cloned();
    Some(Key { pk: text(PK)?, sk: text(SK)? })
}
