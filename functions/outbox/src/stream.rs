//! A batch of the stream's records: history is written first, then events are published, deletions are planned, and
//! mails are sent.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::time::Instant;

use jiff::Timestamp;
use rollcall::log::millis_since;
use rollcall::store::{Recorded, meter};
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_rules::effects::{Effect, effects};
use rollcall_rules::events::Event;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;
use rollcall_schedule::{PurgeRun, Scheduler};

use crate::pace::WhenThrottled;
use crate::tally::Account;
use crate::{BatchResponse, Mails, Outbox, StreamEvent};

/// The response to a batch, and the counts for its log line.
struct Done {
    response: BatchResponse,
    events: usize,
    events_failed: usize,
    mails: Mails,
}

/// What the records of a batch owe. Beside each list, in the same order, are the sequence numbers of its records.
#[derive(Debug, Default)]
struct Batch {
    records: Vec<Recorded>,
    recorded_by: Vec<String>,
    events: Vec<Event>,
    announced_by: Vec<String>,
    runs: BTreeMap<PurgeRun, Vec<String>>,
    /// Accounts that are owed mails, and since when.
    mails: HashMap<(TenantId, UserId), Timestamp>,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Does what the records owe. The response names the records that failed, so that they come again.
    pub async fn handle(&self, event: StreamEvent) -> BatchResponse {
        let (started, records) = (Instant::now(), event.records.len());
        let (done, usage) = meter::metered(self.do_all(event)).await;
        let Done { response, events, events_failed, mails } = done;
        let failed: BTreeSet<_> =
            response.batch_item_failures.iter().map(|failure| &failure.item_identifier).collect();
        tracing::info!(
            name: "records",
            target: "rollcall::outbox",
            operation = "records",
            records,
            records_failed = failed.len(),
            events,
            events_failed,
            mails_sent = mails.sent,
            mails_failed = mails.failed,
            mails_refused = mails.refused,
            mails_held = mails.held,
            dynamodb_calls = usage.calls,
            dynamodb_retries = usage.retries,
            duration_ms = millis_since(started),
            "records"
        );
        response
    }

    async fn do_all(&self, event: StreamEvent) -> Done {
        let mut response = BatchResponse::default();
        let batch = read(event, &mut response);
        if let Err(error) = self.store.record(&batch.records).await {
            failed(&error, "history could not be recorded");
            response.fail(&batch.recorded_by);
        }
        let mut events_failed = 0;
        if let Err(error) = self.bus.publish(&batch.events).await {
            failed(&error, "events could not be published");
            events_failed = error.places.len();
            response.fail(error.places.iter().filter_map(|place| batch.announced_by.get(*place)));
        }
        for (run, wanted_by) in batch.runs {
            if let Err(error) = self.plan(run).await {
                failed(&error, "a deletion could not be scheduled");
                response.fail(&wanted_by);
            }
        }
        let accounts =
            batch.mails.into_iter().map(|((tenant, id), owed_since)| Account { tenant, id, owed_since });
        // A mail that is not sent here stays owed until the sweep. Later records of the stream wait for this batch.
        let tally = self.deliver_all(accounts.collect(), WhenThrottled::Stop, || true).await;
        Done { response, events: batch.events.len(), events_failed, mails: tally.mails }
    }
}

fn read(event: StreamEvent, response: &mut BatchResponse) -> Batch {
    let mut batch = Batch::default();
    for record in event.records {
        let number = record.sequence_number().to_owned();
        let (old, new) = match record.accounts() {
            Ok(accounts) => accounts,
            Err(error) => {
                failed(&error, "a stream record cannot be read");
                response.fail([&number]);
                continue;
            }
        };
        let Some(user) = new.as_ref().or(old.as_ref()) else { continue };
        for effect in effects(old.as_ref(), new.as_ref()) {
            match effect {
                Effect::Publish(event) => {
                    batch.events.push(*event);
                    batch.announced_by.push(number.clone());
                }
                Effect::Record(entry) => {
                    batch.records.push(Recorded { tenant: user.tenant.clone(), id: user.id, entry });
                    batch.recorded_by.push(number.clone());
                }
                Effect::SchedulePurge(at) => {
                    batch.runs.entry(PurgeRun::of_hour(at)).or_default().push(number.clone());
                }
                Effect::SendMails => {
                    let owed = user.owed.iter();
                    batch.mails.extend(owed.map(|owed| ((user.tenant.clone(), user.id), owed.since)));
                }
            }
        }
    }
    batch
}

fn failed(error: &(dyn Error + 'static), what: &str) {
    tracing::error!(target: "rollcall::outbox", error, "{what}; the record will come again");
}
