//! A batch of the stream's records: history and feed are written first, then events are published, deletions are planned, checks are
//! started, accounts are reviewed by the access rules, and mails are sent.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::time::Instant;

use jiff::Timestamp;
use rollcall::log::millis_since;
use rollcall::retry;
use rollcall::store::{StoreError, meter};
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_rules::access::Access;
use rollcall_rules::admission::Admitted;
use rollcall_rules::check::CheckRun;
use rollcall_rules::effects::{Effect, effects};
use rollcall_rules::events::{Event, events_of_group};
use rollcall_rules::group::{Group, GroupId};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{User, UserId};
use rollcall_rules::webhook::delivery::Delivery;
use rollcall_schedule::{PurgeRun, Scheduler};

use crate::event::Changed;
use crate::notices::Look;
use crate::pace::WhenThrottled;
use crate::records::Records;
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
    records: Records,
    recorded_by: Vec<String>,
    events: Vec<Event>,
    announced_by: Vec<String>,
    runs: BTreeMap<PurgeRun, Vec<String>>,
    /// Accounts that are owed mails, and since when.
    mails: HashMap<(TenantId, UserId), Timestamp>,
    /// Accounts that are to be reviewed, with the sequence numbers of their records.
    reviews: BTreeMap<TenantId, BTreeMap<UserId, Vec<String>>>,
    /// Tenants with a run over people, with the sequence numbers of the records that say so.
    access_runs: BTreeMap<TenantId, Vec<String>>,
    /// Tenants whose administrators may have to be told something, with the sequence numbers of the records that say so.
    notices: BTreeMap<TenantId, (Look, Vec<String>)>,
    /// Checks of connections that wait for their function.
    checks: Vec<CheckRun>,
    /// Groups that are deleted, with the sequence numbers of their records.
    deleted: BTreeMap<(TenantId, GroupId), Vec<String>>,
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
        let batch = read(event, self.clock.now(), &mut response);
        // In a box, as futures within futures come to more types than the compiler takes.
        if let Err(error) = Box::pin(self.write_down(batch.records)).await {
            failed(&error, "history and feed could not be written");
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
        self.start_all(&batch.checks).await;
        self.forget_rules(batch.deleted, &mut response).await;
        self.review_all(batch.reviews, &mut response).await;
        self.step_all(batch.access_runs, &mut response).await;
        let mut mails = self.tell_all(batch.notices, &mut response).await;
        let accounts =
            batch.mails.into_iter().map(|((tenant, id), owed_since)| Account { tenant, id, owed_since });
        // A mail that is not sent here stays owed until the sweep. Later records of the stream wait for this batch.
        let tally = self.deliver_all(accounts.collect(), WhenThrottled::Stop, || true).await;
        mails += tally.mails;
        Done { response, events: batch.events.len(), events_failed, mails }
    }

    /// Starts checks. One that cannot be started is asked for again by whoever waits for it, so it holds up no record.
    async fn start_all(&self, runs: &[CheckRun]) {
        let Some(checks) = &self.checks else { return };
        for run in runs {
            if let Err(error) = checks.start(run, self.clock.now()).await {
                tracing::error!(
                    target: "rollcall::outbox",
                    tenant_id = run.tenant.as_str(),
                    error = &error as &dyn Error,
                    "a check is not started, and has to be asked for again"
                );
            }
        }
    }

    /// Takes the access rules of deleted groups away.
    async fn forget_rules(
        &self,
        deleted: BTreeMap<(TenantId, GroupId), Vec<String>>,
        response: &mut BatchResponse,
    ) {
        for ((tenant, group), told_by) in deleted {
            let forgotten = async {
                let Some(tenant) = self.store.tenant(&tenant).await? else { return Ok(()) };
                self.store.forget_rule(&Admitted::by_role(tenant), group, self.clock.now()).await
            };
            if let Err(error) = forgotten.await {
                fail_if_transient(&error, "a rule of a deleted group stays for now", &told_by, response);
            }
        }
    }

    /// Reviews accounts, each tenant's by its rules as they are now.
    async fn review_all(
        &self,
        reviews: BTreeMap<TenantId, BTreeMap<UserId, Vec<String>>>,
        response: &mut BatchResponse,
    ) {
        for (tenant, people) in reviews {
            let ids: Vec<UserId> = people.keys().copied().collect();
            let reviewed = async {
                match retry::a_few_times(|| self.rules(&tenant)).await? {
                    Some(rules) => self.review(&rules, &ids).await,
                    None => Ok(()),
                }
            };
            if let Err(error) = reviewed.await {
                let wanted_by: Vec<String> = people.into_values().flatten().collect();
                fail_if_transient(&error, "accounts are not reviewed yet", &wanted_by, response);
            }
        }
    }

    /// Takes a look at tenants that changed, and tells their administrators what is owed to them.
    async fn tell_all(
        &self,
        tenants: BTreeMap<TenantId, (Look, Vec<String>)>,
        response: &mut BatchResponse,
    ) -> Mails {
        let mut mails = Mails::default();
        for (tenant, (look, told_by)) in tenants {
            match self.tell(&tenant, look).await {
                Ok(told) => mails += told.mails,
                Err(error) => fail_if_transient(&error, "notices are not told yet", &told_by, response),
            }
        }
        mails
    }

    /// Does the next step of each of these tenants' runs. Its note is a record of the stream, which brings the step after it.
    async fn step_all(&self, runs: BTreeMap<TenantId, Vec<String>>, response: &mut BatchResponse) {
        for (tenant, told_by) in runs {
            if let Err(error) = self.step(&tenant).await {
                fail_if_transient(&error, "a run over people stopped", &told_by, response);
            }
        }
    }
}

/// Has records come again for what will pass. All else is left to the sweep, so that no record holds up those behind it for
/// a fault of ours.
fn fail_if_transient(error: &StoreError, what: &str, told_by: &[String], response: &mut BatchResponse) {
    if error.is_transient() {
        failed(error, what);
        response.fail(told_by);
    } else {
        tracing::error!(target: "rollcall::outbox", error = error as &dyn Error, "{what}; the sweep tries again");
    }
}

fn read(event: StreamEvent, now: Timestamp, response: &mut BatchResponse) -> Batch {
    let mut batch = Batch::default();
    for record in event.records {
        let number = record.sequence_number().to_owned();
        let changed = match record.changed() {
            Ok(changed) => changed,
            Err(error) => {
                failed(&error, "a stream record cannot be read");
                response.fail([&number]);
                continue;
            }
        };
        match changed {
            Changed::User(old, new) => batch.add_user(&number, old.as_deref(), new.as_deref()),
            Changed::Imported(user) => batch.add_imported(&number, &user),
            Changed::Group(old, new) => batch.add_group(&number, old.as_deref(), new.as_deref()),
            Changed::Access(new) => batch.add_run(&number, new.filter(|access| access.run.is_some())),
            Changed::Tenant(tenant) => batch.add_notices(&number, tenant, Look::Now),
            Changed::Notices(Some(notices)) if notices.due_at() <= now => {
                batch.add_notices(&number, notices.tenant, Look::WhenDue);
            }
            Changed::Delivery(old, Some(new)) => batch.add_delivery(&number, old.as_deref(), &new),
            Changed::Check(check) => batch.checks.extend(check.and_then(|check| check.to_run(now))),
            Changed::Notices(_) | Changed::Delivery(_, None) | Changed::Nothing => {}
        }
    }
    batch
}

impl Batch {
    fn add_group(&mut self, number: &str, old: Option<&Group>, new: Option<&Group>) {
        for event in events_of_group(old, new) {
            self.events.push(event);
            self.announced_by.push(number.to_owned());
        }
        if let Some(new) = new {
            self.records.add_group(old, new);
            self.recorded_by.push(number.to_owned());
        }
        if let Some(group) = new.filter(|group| group.is_deleted()) {
            let key = (group.tenant.clone(), group.id);
            self.deleted.entry(key).or_default().push(number.to_owned());
        }
    }

    fn add_delivery(&mut self, number: &str, old: Option<&Delivery>, new: &Delivery) {
        if let Some(event) = Event::of_stop(old, new) {
            self.records.add_event(&event);
            self.recorded_by.push(number.to_owned());
            self.events.push(event);
            self.announced_by.push(number.to_owned());
        }
    }

    fn add_notices(&mut self, number: &str, tenant: TenantId, look: Look) {
        let (wanted, told_by) = self.notices.entry(tenant).or_insert((look, Vec::new()));
        if look == Look::Now {
            *wanted = look;
        }
        told_by.push(number.to_owned());
    }

    fn add_run(&mut self, number: &str, access: Option<Access>) {
        if let Some(access) = access {
            self.access_runs.entry(access.tenant).or_default().push(number.to_owned());
        }
    }

    /// Its deletion is planned. Its mails and its review wait for the sweep: the tenant's record is yet to come.
    fn add_imported(&mut self, number: &str, user: &User) {
        if let Some(since) = user.deactivation {
            self.runs.entry(PurgeRun::of_hour(since.purge_at)).or_default().push(number.to_owned());
        }
    }

    fn add_user(&mut self, number: &str, old: Option<&User>, new: Option<&User>) {
        let Some(user) = new.or(old) else { return };
        if let Some(new) = new {
            self.records.add_user(new);
        }
        self.recorded_by.push(number.to_owned());
        for effect in effects(old, new) {
            match effect {
                Effect::Review => {
                    let people = self.reviews.entry(user.tenant.clone()).or_default();
                    people.entry(user.id).or_default().push(number.to_owned());
                }
                Effect::Publish(event) => {
                    if new.is_none() {
                        self.records.add_deletion(&event);
                    }
                    self.events.push(*event);
                    self.announced_by.push(number.to_owned());
                }
                Effect::Record(change) => self.records.add_change(user, *change),
                Effect::SchedulePurge(at) => {
                    self.runs.entry(PurgeRun::of_hour(at)).or_default().push(number.to_owned());
                }
                Effect::SendMails => {
                    let owed = user.owed.iter();
                    self.mails.extend(owed.map(|owed| ((user.tenant.clone(), user.id), owed.since)));
                }
            }
        }
    }
}

fn failed(error: &(dyn Error + 'static), what: &str) {
    tracing::error!(target: "rollcall::outbox", error, "{what}; the record will come again");
}
