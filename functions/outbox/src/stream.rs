//! A batch of the stream: history, then schedules, then mails.

use std::collections::{BTreeMap, HashSet};
use std::error::Error;

use rollcall::directory::effects::{Effect, effects};
use rollcall::directory::tenant::TenantId;
use rollcall::directory::user::UserId;
use rollcall::mail::Mailer;
use rollcall::schedule::{PurgeRun, Scheduler};
use rollcall::store::Recorded;

use crate::{BatchResponse, Outbox, StreamEvent};

/// What a batch owes, and by which records.
#[derive(Debug, Default)]
struct Batch {
    records: Vec<Recorded>,
    recorded_by: Vec<String>,
    runs: BTreeMap<PurgeRun, Vec<String>>,
    mails: HashSet<(TenantId, UserId)>,
}

impl<M: Mailer, S: Scheduler> Outbox<M, S> {
    /// Does what the records owe, and names those that are to come again.
    pub async fn handle(&self, event: StreamEvent) -> BatchResponse {
        let mut response = BatchResponse::default();
        let batch = read(event, &mut response);
        if let Err(error) = self.store.record(&batch.records).await {
            failed(&error, "history could not be recorded");
            response.fail(&batch.recorded_by);
        }
        for (run, wanted_by) in batch.runs {
            if let Err(error) = self.plan(run).await {
                failed(&error, "a deletion could not be scheduled");
                response.fail(&wanted_by);
            }
        }
        // What is not sent here stays owed, and is left to the sweep.
        self.deliver_all(batch.mails.into_iter().collect(), || true).await;
        response
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
        let Some(user) = &new else { continue };
        for effect in effects(old.as_ref(), Some(user)) {
            match effect {
                Effect::Record(entry) => {
                    batch.records.push(Recorded { tenant: user.tenant.clone(), id: user.id, entry });
                    batch.recorded_by.push(number.clone());
                }
                Effect::SchedulePurge(at) => {
                    batch.runs.entry(PurgeRun::of_hour(at)).or_default().push(number.clone());
                }
                Effect::SendMails => {
                    batch.mails.insert((user.tenant.clone(), user.id));
                }
            }
        }
    }
    batch
}

fn failed(error: &(dyn Error + 'static), what: &str) {
    tracing::error!(target: "rollcall::outbox", error, "{what}; the record will come again");
}
