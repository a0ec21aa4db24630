//! The function's input and output in Lambda.
//!
//! Of a stream record only the parts that are used are read. A record whose item cannot be read is reported by itself,
//! and the other records of its batch are done.

use rollcall::store::{StoreError, image};
use rollcall_rules::user::User;
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

    /// The account before and after. Both are absent if the item is not an account.
    ///
    /// # Errors
    ///
    /// [`StoreError::Malformed`] if an attribute of the account is missing or has another form.
    pub(crate) fn accounts(self) -> Result<(Option<User>, Option<User>), StoreError> {
        let read = |item: Option<serde_dynamo::Item>| item.map(image::user).transpose().map(Option::flatten);
        Ok((read(self.dynamodb.old_image)?, read(self.dynamodb.new_image)?))
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
        assert_eq!(guard.accounts().unwrap(), (None, None));
        let broken = record(json!({ "pk": { "S": "T#acme#U#1" }, "sk": { "S": "USER" } }));
        assert!(broken.accounts().is_err());
    }
}
