//! The few DynamoDB operations in use. Each is metered and its failures are told apart here, so that nothing above
//! has to do with the SDK's types for either.

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::{
    AttributeValue, Delete, DeleteRequest, KeysAndAttributes, Put, PutRequest, ReturnConsumedCapacity,
    ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update, WriteRequest,
};

use super::error::StoreError;
use super::item;
use super::keys::{self, Key, PK, SK};
use super::meter;
use crate::entropy;
use rollcall_rules::user::WriteId;

/// An item as DynamoDB gives and takes it.
pub(super) type Item = HashMap<String, AttributeValue>;

/// Tries of a batch that was not answered whole (DynamoDB throttles such by key).
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
    or_made: Option<WriteId>,
}

impl Condition {
    /// Nothing is there.
    pub(super) const ABSENT: Self =
        Self { expression: "attribute_not_exists(#pk)", names: &[("#pk", PK)], value: None, or_made: None };

    /// A link is there and was not used.
    pub(super) const UNSPENT: Self = Self {
        expression: "attribute_exists(#pk) AND attribute_not_exists(#spent)",
        names: &[("#pk", PK), ("#spent", "spentAt")],
        value: None,
        or_made: None,
    };

    /// What is there, a user, has this revision.
    pub(super) fn revision(revision: u64) -> Self {
        Self {
            expression: "#revision = :expected",
            names: &[("#revision", "revision")],
            value: Some(AttributeValue::N(revision.to_string())),
            or_made: None,
        }
    }

    /// What is there, a tenant, has this version.
    pub(super) fn version(version: u64) -> Self {
        Self {
            expression: "#version = :expected",
            names: &[("#version", "version")],
            value: Some(AttributeValue::N(version.to_string())),
            or_made: None,
        }
    }

    /// What is there belongs to this user.
    pub(super) fn user(id: String) -> Self {
        Self {
            expression: "#user = :expected",
            names: &[("#user", "userId")],
            value: Some(AttributeValue::S(id)),
            or_made: None,
        }
    }

    /// The same, of a user that this write makes. If it does not hold because an earlier try, whose answer got lost, has
    /// made it, then the write has succeeded, as a transaction sent again with its token would.
    pub(super) fn or_made_by(self, write: WriteId) -> Self {
        Self { or_made: Some(write), ..self }
    }

    /// What is there is wanted to tell.
    fn on_failure(&self) -> Option<ReturnValuesOnConditionCheckFailure> {
        self.or_made.map(|_| ReturnValuesOnConditionCheckFailure::AllOld)
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
    /// Adds to a number, which is 0 where there is none, whatever is there.
    Add(Key, &'static str, i64),
}

impl Write {
    /// By which write it may have been made already.
    const fn made_by(&self) -> Option<WriteId> {
        match self {
            Self::Put(_, condition) | Self::Delete(_, condition) => condition.or_made,
            Self::Add(..) => None,
        }
    }
}

/// Where items stand in order: an index, or the table itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Order {
    /// `None`: the table, read as it is now; an index is milliseconds behind.
    index: Option<&'static str>,
    pk: &'static str,
    sk: &'static str,
}

impl Order {
    pub(super) const TABLE: Self = Self { index: None, pk: PK, sk: SK };
    pub(super) const BY_TENANT: Self =
        Self { index: Some(keys::BY_TENANT), pk: keys::TENANT_PK, sk: keys::TENANT_SK };
    pub(super) const PURGE_DUE: Self =
        Self { index: Some(keys::PURGE_DUE), pk: keys::PURGE_PK, sk: keys::PURGE_SK };
    pub(super) const EFFECT_DUE: Self =
        Self { index: Some(keys::EFFECT_DUE), pk: keys::EFFECT_PK, sk: keys::EFFECT_SK };
}

/// Part of one partition.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub(super) order: Order,
    pub(super) partition: String,
    pub(super) range: Range,
    /// Only items for which these hold.
    pub(super) only: Vec<Only>,
}

/// Sort keys.
#[derive(Debug, Clone)]
pub(super) enum Range {
    All,
    After(String),
    Before(String),
    Between(String, &'static str),
    StartingWith(&'static str),
}

impl Range {
    fn condition(&self) -> &'static str {
        match self {
            Self::All => "#pk = :pk",
            Self::After(_) => "#pk = :pk AND #sk > :sk",
            Self::Before(_) => "#pk = :pk AND #sk < :sk",
            Self::Between(..) => "#pk = :pk AND #sk BETWEEN :sk AND :until",
            Self::StartingWith(_) => "#pk = :pk AND begins_with(#sk, :sk)",
        }
    }

    fn bound(&self) -> Option<String> {
        match self {
            Self::All => None,
            Self::After(text) | Self::Before(text) | Self::Between(text, _) => Some(text.clone()),
            Self::StartingWith(text) => Some((*text).to_owned()),
        }
    }
}

/// What an item must be like to be in the answer. The others are read, and paid for, all the same.
#[derive(Debug, Clone)]
pub(super) enum Only {
    /// The attribute is `true`.
    True(&'static str),
    /// The attribute is a text before this one.
    Before(&'static str, String),
    /// The attribute is there.
    Present(&'static str),
}

impl Only {
    fn condition(&self, at: usize) -> String {
        match self {
            Self::True(_) => format!("#only{at} = :only{at}"),
            Self::Before(..) => format!("#only{at} < :only{at}"),
            Self::Present(_) => format!("attribute_exists(#only{at})"),
        }
    }

    fn name_and_value(&self) -> (&'static str, Option<AttributeValue>) {
        match self {
            Self::True(name) => (name, Some(AttributeValue::Bool(true))),
            Self::Before(name, text) => (name, Some(AttributeValue::S(text.clone()))),
            Self::Present(name) => (name, None),
        }
    }
}

/// Which end of a stretch comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Forward,
    Backward,
}

/// Part of an answer to a query, 1 MB of items at most.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) items: Vec<Item>,
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
            found.extend(items.into_iter().filter_map(|item| Some((Key::of(&item)?, item))));
            if unanswered.is_empty() {
                return Ok(found);
            }
            wanted = unanswered;
            pause_before(attempt + 1).await;
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

    /// Does all of the writes or none.
    pub(super) async fn transact(
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
        let item = TransactWriteItem::builder();
        Ok(match write {
            Write::Put(attributes, condition) => item.put(
                Put::builder()
                    .table_name(&self.name)
                    .set_item(Some(attributes))
                    .condition_expression(condition.expression)
                    .set_expression_attribute_names(condition.names())
                    .set_expression_attribute_values(condition.values())
                    .set_return_values_on_condition_check_failure(condition.on_failure())
                    .build()?,
            ),
            Write::Delete(key, condition) => item.delete(
                Delete::builder()
                    .table_name(&self.name)
                    .set_key(Some(HashMap::from(key.into_attributes())))
                    .condition_expression(condition.expression)
                    .set_expression_attribute_names(condition.names())
                    .set_expression_attribute_values(condition.values())
                    .build()?,
            ),
            Write::Add(key, attribute, by) => item.update(
                Update::builder()
                    .table_name(&self.name)
                    .set_key(Some(HashMap::from(key.into_attributes())))
                    .update_expression("ADD #number :by")
                    .expression_attribute_names("#number", attribute)
                    .expression_attribute_values(":by", AttributeValue::N(by.to_string()))
                    .build()?,
            ),
        }
        .build())
    }

    /// Puts and deletes items whatever is there, 25 in a call. One after the other, not all or none.
    pub(super) async fn batch_write(
        &self,
        operation: &'static str,
        puts: Vec<Item>,
        deletes: Vec<Key>,
    ) -> Result<(), StoreError> {
        let puts = puts.into_iter().map(|item| {
            let put = PutRequest::builder().set_item(Some(item)).build()?;
            Ok(WriteRequest::builder().put_request(put).build())
        });
        let deletes = deletes.into_iter().map(|key| {
            let key = Some(HashMap::from(key.into_attributes()));
            let delete = DeleteRequest::builder().set_key(key).build()?;
            Ok(WriteRequest::builder().delete_request(delete).build())
        });
        let requests: Vec<WriteRequest> = puts
            .chain(deletes)
            .collect::<Result<_, BuildError>>()
            .map_err(|error| StoreError::malformed(operation, error))?;
        for some in requests.chunks(25) {
            self.write_all(operation, some.to_vec()).await?;
        }
        Ok(())
    }

    async fn write_all(
        &self,
        operation: &'static str,
        mut requests: Vec<WriteRequest>,
    ) -> Result<(), StoreError> {
        for attempt in 1..=BATCH_TRIES {
            let request = self
                .client
                .batch_write_item()
                .request_items(&self.name, requests)
                .return_consumed_capacity(TOTAL);
            let output = request.send().await.map_err(|error| {
                meter::failed();
                StoreError::of(operation, error)
            })?;
            meter::written(output.consumed_capacity());
            requests = output.unprocessed_items.unwrap_or_default().remove(&self.name).unwrap_or_default();
            if requests.is_empty() {
                return Ok(());
            }
            pause_before(attempt + 1).await;
        }
        Err(StoreError::Throttled { operation, source: "items left unprocessed".into() })
    }

    /// A page of a stretch, from `from` on where given. [`Self::pages`] reads on.
    pub(super) async fn query(
        &self,
        operation: &'static str,
        stretch: &Stretch,
        direction: Direction,
        limit: Option<usize>,
        from: Option<Item>,
    ) -> Result<Page, StoreError> {
        let mut request = self
            .client
            .query()
            .table_name(&self.name)
            .set_index_name(stretch.order.index.map(str::to_owned))
            .set_consistent_read(stretch.order.index.is_none().then_some(true))
            .set_limit(limit.and_then(|limit| i32::try_from(limit).ok()))
            .set_exclusive_start_key(from)
            .set_scan_index_forward((direction == Direction::Backward).then_some(false))
            .return_consumed_capacity(TOTAL)
            .key_condition_expression(stretch.range.condition())
            .expression_attribute_names("#pk", stretch.order.pk)
            .expression_attribute_values(":pk", AttributeValue::S(stretch.partition.clone()));
        if let Some(bound) = stretch.range.bound() {
            request = request
                .expression_attribute_names("#sk", stretch.order.sk)
                .expression_attribute_values(":sk", AttributeValue::S(bound));
        }
        if let Range::Between(_, until) = stretch.range {
            request = request.expression_attribute_values(":until", AttributeValue::S(until.to_owned()));
        }
        for (at, only) in stretch.only.iter().enumerate() {
            let (name, value) = only.name_and_value();
            request = request.expression_attribute_names(format!("#only{at}"), name);
            if let Some(value) = value {
                request = request.expression_attribute_values(format!(":only{at}"), value);
            }
        }
        let conditions: Vec<String> =
            stretch.only.iter().enumerate().map(|(at, only)| only.condition(at)).collect();
        if !conditions.is_empty() {
            request = request.filter_expression(conditions.join(" AND "));
        }
        match request.send().await {
            Ok(output) => {
                meter::read(output.consumed_capacity());
                Ok(Page { items: output.items.unwrap_or_default(), next: output.last_evaluated_key })
            }
            Err(error) => {
                meter::failed();
                Err(StoreError::of(operation, error))
            }
        }
    }
}

/// Is what stood against a write its own doing?
fn is_made(by: Option<WriteId>, there: Option<&Item>) -> bool {
    by.zip(there).is_some_and(|(write, item)| item::is_written_by(item, write))
}

async fn pause_before(attempt: u32) {
    tokio::time::sleep(entropy::jitter(Duration::from_millis(20) * 2_u32.pow(attempt))).await;
}
