//! Reads the table's stream as Lambda does: in order, by batches, and a batch again whose records failed.
//!
//! The position in the stream is kept in the engine's file, so a process that is started again goes on from there.

use std::collections::HashMap;
use std::time::Duration;

use dynoxide::Database;
use dynoxide::actions::get_records::{GetRecordsRequest, Record};
use dynoxide::actions::get_shard_iterator::GetShardIteratorRequest;
use dynoxide::actions::list_streams::ListStreamsRequest;
use dynoxide::streams::shard_id;
use dynoxide::types::AttributeValue;
use rollcall::entropy;
use rollcall::store::keys;
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_outbox::{Outbox, StreamEvent};
use rollcall_schedule::Scheduler;
use serde_json::json;

use super::error::StartError;
use super::faults::{Disturbance, Faults, Service};
use super::table::TABLE_NAME;
use super::upkeep::{Upkeep, UpkeepError};

/// The most records of a batch, as in the template. It holds records of users alone.
const BATCH_SIZE: usize = 100;

/// Records that are read to fill a batch. Most are of guards, counters and history.
const READ_AT_ONCE: usize = 500;

/// Tries of a batch, after which its first record that fails is passed over. In AWS it would go to the failure queue.
const MAX_TRIES: u32 = 10;

/// The longest time for which a function runs that is killed in the middle of a batch.
const LIFE_OF_A_KILLED_ONE: Duration = Duration::from_millis(40);

/// Reads the stream for the outbox.
pub(super) struct StreamReader {
    database: Database,
    arn: String,
    upkeep: Upkeep,
    faults: Faults,
    /// Sequence number of the last record that was done or passed over; `None`: none was.
    position: Option<String>,
    /// Tries of the batch after that position that failed.
    tries: u32,
}

/// Why the stream was not read to its end. The next tick tries again.
#[derive(Debug, thiserror::Error)]
pub(super) enum StreamError {
    /// The engine did not give the records.
    #[error("the stream cannot be read")]
    Read(#[source] Box<dynoxide::DynoxideError>),
    /// The outbox cannot read the engine's records as those of Lambda.
    #[error("the stream's records have another form")]
    Form(#[from] serde_json::Error),
    /// The position could not be written into the file.
    #[error(transparent)]
    Position(#[from] UpkeepError),
    /// The read panicked, which is a bug.
    #[error("reading was cut off")]
    Panicked(#[from] tokio::task::JoinError),
}

impl StreamReader {
    /// A reader of the table's stream, from the position that is kept in the file.
    pub(super) fn open(database: Database, upkeep: Upkeep, faults: Faults) -> Result<Self, StartError> {
        let request = ListStreamsRequest { table_name: Some(TABLE_NAME.to_owned()), ..Default::default() };
        let found = database.list_streams(request).map_err(StartError::engine)?.streams.pop();
        let arn = found.map(|stream| stream.stream_arn);
        let arn = arn.ok_or_else(|| StartError::Template("the table has no stream".to_owned()))?;
        let position = upkeep.position()?;
        Ok(Self { database, arn, upkeep, faults, position, tries: 0 })
    }

    /// Gives the outbox all records that there are. A batch that fails is tried again within the call.
    pub(super) async fn drain<M: Mailer, S: Scheduler, B: EventBus>(
        &mut self,
        outbox: &Outbox<M, S, B>,
    ) -> Result<(), StreamError> {
        loop {
            let (mut batch, last) = self.next_batch().await?;
            let Some(last) = last else { return Ok(()) };
            if batch.is_empty() || self.faults.is_away(Service::Stream) {
                self.done_to(last)?;
                continue;
            }
            let numbers: Vec<_> =
                batch.iter().map(|record| record.dynamodb.sequence_number.clone()).collect();
            match self.faults.disturbance() {
                None => {}
                Some(Disturbance::Twice) => _ = outbox.handle(event(&batch)?).await,
                Some(Disturbance::Reordered) => reorder(&mut batch),
                Some(Disturbance::Late) => return Ok(()),
                Some(Disturbance::Killed) => {
                    let ends = entropy::jitter(LIFE_OF_A_KILLED_ONE);
                    // The batch comes again. That was no try, because the function did not come to its end.
                    if tokio::time::timeout(ends, outbox.handle(event(&batch)?)).await.is_err() {
                        continue;
                    }
                }
            }
            let failures = outbox.handle(event(&batch)?).await.batch_item_failures;
            let failed = |number: &String| failures.iter().any(|failure| failure.item_identifier == *number);
            match numbers.iter().position(failed) {
                None => self.done_to(last)?,
                // In AWS a record is tried for hours. Here it is tried until the bus is back, once in each call.
                Some(first) if self.faults.is_away(Service::Events) => {
                    return self.done_before(first, &numbers);
                }
                Some(first) => self.try_again_from(first, &numbers)?,
            }
        }
    }

    /// As Lambda does it: the records before the first one that failed are not sent again.
    fn try_again_from(&mut self, first: usize, numbers: &[String]) -> Result<(), StreamError> {
        self.tries += 1;
        if self.tries < MAX_TRIES {
            return self.done_before(first, numbers);
        }
        tracing::error!("a stream record is passed over: it failed {MAX_TRIES} times");
        self.done_before(first + 1, numbers)
    }

    fn done_before(&mut self, next: usize, numbers: &[String]) -> Result<(), StreamError> {
        match next.checked_sub(1).and_then(|done| numbers.get(done)) {
            Some(number) => self.done_to(number.clone()),
            None => Ok(()),
        }
    }

    fn done_to(&mut self, number: String) -> Result<(), StreamError> {
        self.upkeep.keep_position(&number)?;
        self.position = Some(number);
        self.tries = 0;
        Ok(())
    }

    /// The next records of users, groups and access rules, and the sequence number of the last record that was read; `None`: there is none.
    async fn next_batch(&self) -> Result<(Vec<Record>, Option<String>), StreamError> {
        let (database, request) = (self.database.clone(), self.iterator_request());
        let read = move || {
            let iterator = database.get_shard_iterator(request)?.shard_iterator.unwrap_or_default();
            let request = GetRecordsRequest { shard_iterator: iterator, limit: Some(READ_AT_ONCE) };
            Ok(database.get_records(request)?.records)
        };
        let records = tokio::task::spawn_blocking(read).await?;
        let (mut batch, mut last) = (Vec::new(), None);
        for record in records.map_err(|error| StreamError::Read(Box::new(error)))? {
            if batch.len() == BATCH_SIZE {
                break;
            }
            last = Some(record.dynamodb.sequence_number.clone());
            if is_wanted(&record) {
                batch.push(record);
            }
        }
        Ok((batch, last))
    }

    fn iterator_request(&self) -> GetShardIteratorRequest {
        let kind = if self.position.is_some() { "AFTER_SEQUENCE_NUMBER" } else { "TRIM_HORIZON" };
        GetShardIteratorRequest {
            stream_arn: self.arn.clone(),
            shard_id: shard_id(TABLE_NAME),
            shard_iterator_type: kind.to_owned(),
            sequence_number: self.position.clone(),
        }
    }
}

/// Sort keys of the items whose changes the outbox is told, as the filter of the template has them.
const WANTED: [&str; 6] = [keys::USER, keys::GROUP, keys::ACCESS, keys::TENANT, keys::NOTICES, keys::CHECK];

/// Whether the outbox is told of a change: of one of these items, or of a delivery to a webhook that stopped.
fn is_wanted(record: &Record) -> bool {
    let Some(AttributeValue::S(key)) = record.dynamodb.keys.get(keys::SK) else { return false };
    let has_stopped =
        || record.dynamodb.new_image.as_ref().is_some_and(|image| image.contains_key("stoppedAt"));
    WANTED.contains(&key.as_str()) || (keys::delivery_of(key).is_some() && has_stopped())
}

/// The records as Lambda gives them to the outbox.
fn event(batch: &[Record]) -> serde_json::Result<StreamEvent> {
    serde_json::from_value(json!({ "Records": batch }))
}

/// Puts the people into another order. The records of each person stay in theirs.
fn reorder(batch: &mut [Record]) {
    let mut places = HashMap::new();
    batch.sort_by_cached_key(|record| {
        let person = match record.dynamodb.keys.get(keys::PK) {
            Some(AttributeValue::S(key)) => Some(key.clone()),
            _ => None,
        };
        *places.entry(person).or_insert_with(|| entropy::up_to(u32::MAX))
    });
}
