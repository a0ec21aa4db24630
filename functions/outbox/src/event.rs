//! The function's input and output in Lambda.
//!
//! Of a stream record only the parts that are used are read. A record whose item cannot be read is reported by itself,
//! and the other records of its batch are done.

use rollcall::store::{StoreError, image};
use rollcall_rules::access::Access;
use rollcall_rules::check::Check;
use rollcall_rules::group::Group;
use rollcall_rules::notices::Notices;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::User;
use rollcall_rules::webhook::delivery::Delivery;
use serde::{Deserialize, Serialize};

/// The input of an invocation: records of the stream, or a task of a schedule.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Event {
    /// Records of the table's stream.
    Stream(StreamEvent),
    /// A scheduled task, such as `{"task": "sweep"}`.
    Task {
        /// The task to do.
        task: Task,
    },
}

/// The task that a schedule names in its input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Task {
    /// Send the mails that are still owed.
    Sweep,
}

/// A batch of stream records.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct StreamEvent {
    /// Oldest first for each item.
    pub(crate) records: Vec<Record>,
}

/// What a record of the stream tells of: the item before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Changed {
    /// An account.
    User(Option<Box<User>>, Option<Box<User>>),
    /// An account that an import wrote: what happened to it before was told elsewhere.
    Imported(Box<User>),
    /// A group.
    Group(Option<Box<Group>>, Option<Box<Group>>),
    /// Roles and access rules, as they are since.
    Access(Option<Access>),
    /// A tenant, by its id.
    Tenant(TenantId),
    /// Notices to administrators, as they are since.
    Notices(Option<Box<Notices>>),
    /// A check of a connection, as it is since.
    Check(Option<Box<Check>>),
    /// A delivery to a webhook.
    Delivery(Option<Box<Delivery>>, Option<Box<Delivery>>),
    /// An item of another kind.
    Nothing,
}

type OldAndNew<T> = (Option<T>, Option<T>);

/// An item before and after, read as one kind; `None`: it is of another one.
fn both<T>(
    read: impl Fn(serde_dynamo::Item) -> Result<Option<T>, StoreError>,
    old: Option<&serde_dynamo::Item>,
    new: Option<&serde_dynamo::Item>,
) -> Result<Option<OldAndNew<T>>, StoreError> {
    let read = |item: Option<&serde_dynamo::Item>| item.cloned().map(&read).transpose().map(Option::flatten);
    let (old, new) = (read(old)?, read(new)?);
    Ok((old.is_some() || new.is_some()).then_some((old, new)))
}

/// A change of one item, with the item before and after.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Record {
    dynamodb: Change,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Change {
    sequence_number: String,
    #[serde(default)]
    old_image: Option<serde_dynamo::Item>,
    #[serde(default)]
    new_image: Option<serde_dynamo::Item>,
}

impl Record {
    /// Its place in the shard, by which Lambda is told to send it again.
    pub(crate) fn sequence_number(&self) -> &str {
        &self.dynamodb.sequence_number
    }

    /// What the record tells of.
    ///
    /// # Errors
    ///
    /// [`StoreError::Malformed`] if an attribute is missing or has another form.
    pub(crate) fn changed(self) -> Result<Changed, StoreError> {
        let Change { old_image, new_image, .. } = self.dynamodb;
        let is_imported = old_image.is_none() && new_image.as_ref().is_some_and(image::is_imported);
        if let Some(access) = both(image::access, old_image.as_ref(), new_image.as_ref())? {
            return Ok(Changed::Access(access.1));
        }
        if let Some((old, new)) = both(image::group, old_image.as_ref(), new_image.as_ref())? {
            let old = if is_imported { new.clone() } else { old };
            return Ok(Changed::Group(old.map(Box::new), new.map(Box::new)));
        }
        if let Some((_, new)) = both(image::notices, old_image.as_ref(), new_image.as_ref())? {
            return Ok(Changed::Notices(new.map(Box::new)));
        }
        if let Some((_, new)) = both(image::check, old_image.as_ref(), new_image.as_ref())? {
            return Ok(Changed::Check(new.map(Box::new)));
        }
        if let Some((old, new)) = both(image::delivery, old_image.as_ref(), new_image.as_ref())? {
            return Ok(Changed::Delivery(old.map(Box::new), new.map(Box::new)));
        }
        if let Some((old, new)) = both(image::tenant, old_image.as_ref(), new_image.as_ref())? {
            return Ok(new.or(old).map_or(Changed::Nothing, |tenant| Changed::Tenant(tenant.id)));
        }
        let users = both(image::user, old_image.as_ref(), new_image.as_ref())?;
        Ok(match users {
            Some((_, Some(user))) if is_imported => Changed::Imported(Box::new(user)),
            Some((old, new)) => Changed::User(old.map(Box::new), new.map(Box::new)),
            None => Changed::Nothing,
        })
    }
}

/// The records that failed (`ReportBatchItemFailures`). Lambda sends the first of them again, and all after it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchResponse {
    /// In any order. Empty if the whole batch is done.
    pub batch_item_failures: Vec<BatchItemFailure>,
}

/// A record that Lambda has to send again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BatchItemFailure {
    /// The sequence number of the record.
    pub item_identifier: String,
}

impl BatchResponse {
    pub(crate) fn fail<'a>(&mut self, sequence_numbers: impl IntoIterator<Item = &'a String>) {
        let failures = sequence_numbers.into_iter();
        self.batch_item_failures
            .extend(failures.map(|number| BatchItemFailure { item_identifier: number.clone() }));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tasks_and_a_batch_are_told_apart() {
        let sweep: Event = serde_json::from_value(json!({ "task": "sweep" })).unwrap();
        assert!(matches!(sweep, Event::Task { task: Task::Sweep }));
        let batch: Event = serde_json::from_value(json!({ "Records": [] })).unwrap();
        assert!(matches!(batch, Event::Stream(_)));
        assert!(serde_json::from_value::<Event>(json!({ "task": "else" })).is_err());
    }

    #[test]
    fn an_item_that_is_no_account_is_nobody_and_a_broken_account_is_an_error() {
        let record = |item: serde_json::Value| -> Record {
            let change = json!({ "SequenceNumber": "1", "Keys": {}, "NewImage": item, "SizeBytes": 9 });
            serde_json::from_value(json!({ "eventName": "INSERT", "dynamodb": change })).unwrap()
        };
        let guard = record(json!({ "pk": { "S": "T#acme#A#ada@example.com" }, "sk": { "S": "GUARD" } }));
        assert_eq!(guard.changed().unwrap(), Changed::Nothing);
        let broken = record(json!({ "pk": { "S": "T#acme#U#1" }, "sk": { "S": "USER" } }));
        assert!(broken.changed().is_err());
    }
}
