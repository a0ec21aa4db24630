//! The table's stream, read as Lambda reads it: in order, by batches, and a batch again that was not done.
//!
//! How far it has been read is kept beside the records, so a process that is killed goes on where it was.

use std::collections::HashMap;
use std::time::Duration;

use dynoxide::Database;
use dynoxide::actions::get_records::GetRecordsRequest;
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

/// As in the template: so many records, and only those of users.
const BATCH_SIZE: usize = 100;

/// How many are read for a batch. Most are of guards, counters and history.
const READ_AT_ONCE: usize = 500;

/// Tries of a batch before its first failing record is passed over. In AWS it would go to the failure queue.
const MAX_TRIES: u32 = 10;

/// Within which a function that is killed in the middle of a batch ends.
const LIFE_OF_A_KILLED_ONE: Duration = Duration::from_millis(40);

/// Reads the stream for the outbox.
pub(super) struct StreamReader {
    database: Database,
    arn: String,
    upkeep: Upkeep,
    faults: Faults,
    /// Sequence number of the last record that is done with; `None`: none is.
    position: Option<String>,
    tries: u32,
}

/// Reading failed; the next tick tries again.
#[derive(Debug, thiserror::Error)]
pub(super) enum StreamError {
    /// The engine did not give the records.
    #[error("the stream cannot be read")]
    Read(#[source] Box<dynoxide::DynoxideError>),
    /// The records are not as Lambda would give them.
    #[error("the stream's records have another form")]
    Form(#[from] serde_json::Error),
    /// The position was not kept.
    #[error(transparent)]
    Position(#[from] UpkeepError),
    /// A bug.
    #[error("reading was cut off")]
    Panicked(#[from] tokio::task::JoinError),
}

impl StreamReader {
    /// A reader of the table's stream, from where the last one left off.
    pub(super) fn open(database: Database, upkeep: Upkeep, faults: Faults) -> Result<Self, StartError> {
        let request = ListStreamsRequest { table_name: Some(TABLE_NAME.to_owned()), ..Default::default() };
        let found = database.list_streams(request).map_err(StartError::engine)?.streams.pop();
        let arn = found.map(|stream| stream.stream_arn);
        let arn = arn.ok_or_else(|| StartError::Template("the table has no stream".to_owned()))?;
        let position = upkeep.position()?;
        Ok(Self { database, arn, upkeep, faults, position, tries: 0 })
    }

    /// Hands over all records there are. A batch that fails is tried again here and, after that, with the next call.
    pub(super) async fn drain<M: Mailer, S: Scheduler, B: EventBus>(
        &mut self,
        outbox: &Outbox<M, S, B>,
    ) -> Result<(), StreamError> {
        loop {
            let (batch, last) = self.next_batch().await?;
            let Some(last) = last else { return Ok(()) };
            if batch.records.is_empty() || self.faults.is_away(Service::Stream) {
                self.done_to(last)?;
                continue;
            }
            let numbers: Vec<_> =
                batch.records.iter().map(|record| record.sequence_number().to_owned()).collect();
            let batch = match self.faults.disturbance() {
                None => batch,
                Some(Disturbance::Twice) => {
                    outbox.handle(batch.clone()).await;
                    batch
                }
                Some(Disturbance::Reordered) => reordered(batch),
                Some(Disturbance::Late) => return Ok(()),
                Some(Disturbance::Killed) => {
                    let ends = entropy::jitter(LIFE_OF_A_KILLED_ONE);
                    // It comes again; it does not count as a try, for it never reached an end.
                    if tokio::time::timeout(ends, outbox.handle(batch.clone())).await.is_err() {
                        continue;
                    }
                    batch
                }
            };
            let failures = outbox.handle(batch).await.batch_item_failures;
            let failed = |number: &String| failures.iter().any(|failure| failure.item_identifier == *number);
            match numbers.iter().position(failed) {
                None => self.done_to(last)?,
                // In AWS the tries of a record reach over hours. It fails until the bus is back.
                Some(first) if self.faults.is_away(Service::Events) => {
                    return self.done_before(first, &numbers);
                }
                Some(first) => self.try_again_from(first, &numbers)?,
            }
        }
    }

    /// As Lambda does: what comes before the first failure is done with.
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

    /// What comes next, and how far that goes; `None`: there is nothing.
    async fn next_batch(&self) -> Result<(StreamEvent, Option<String>), StreamError> {
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
            if matches!(record.dynamodb.keys.get(keys::SK), Some(AttributeValue::S(key)) if key == keys::USER)
            {
                batch.push(record);
            }
        }
        Ok((serde_json::from_value(json!({ "Records": batch }))?, last))
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

/// The same records, in order for each person, the people in another.
fn reordered(batch: StreamEvent) -> StreamEvent {
    let mut places = HashMap::new();
    let mut records: Vec<_> = batch
        .records
        .into_iter()
        .map(|record| {
            let person = record.partition_key().map(str::to_owned);
            (*places.entry(person).or_insert_with(|| entropy::up_to(u32::MAX)), record)
        })
        .collect();
    records.sort_by_key(|(place, _)| *place);
    StreamEvent { records: records.into_iter().map(|(_, record)| record).collect() }
}
