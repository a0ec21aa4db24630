//! A system in this process: one test's alone, with a clock that the test moves and services that it takes away.

use std::ops::Deref;
use std::process::Command;

use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, Response};
use rollcall::entropy;
use rollcall::store::{Store, StoreError};
use rollcall_local;
use rollcall_local::faults::Service;
use rollcall_rules::brand::Brand;
use rollcall_rules::oauth::Reach;
use rollcall_rules::webhook::WebhookSecret;
use rollcall_rules::webhook::endpoint::{Kinds, NewWebhook, Webhook, WebhookId, WebhookUrl, Webhooks};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::events::{self, Event};
use crate::faulty::Faulty;
use crate::table::Table;
use crate::{Mail, TestSystem, cost, mailbox, process, seed};

/// When every test begins.
pub const START: &str = "2026-03-02T09:30:00Z";

/// How to reach a local system: what its ready file says.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ready {
    /// Root of everything below.
    pub base_url: String,
    /// Base of the SCIM API.
    pub scim_url: String,
    /// The demo tenant.
    pub tenant: String,
    /// Its SCIM token.
    pub token: String,
    /// Its people token.
    pub people_token: String,
    /// Where OAuth clients get their tokens.
    pub token_url: String,
    /// The mails sent.
    pub mailbox_url: String,
    /// The events published.
    pub events_url: String,
    /// The clock.
    pub clock_url: String,
    /// The engine, for any DynamoDB client.
    pub dynamodb_url: String,
    /// The table.
    pub table_name: String,
}

/// A [`TestSystem`] in this process, and what only such a one can do.
#[derive(Debug)]
pub struct LocalSystem(TestSystem);

impl LocalSystem {
    /// Starts a system in memory, on free ports, at [`START`], with a demo tenant on the advanced plan.
    ///
    /// # Panics
    /// When it does not come up.
    pub async fn start() -> Self {
        Self(TestSystem::start_here(rollcall_local::Options::default()).await)
    }

    /// The same, in the name of this product.
    ///
    /// # Panics
    /// When it does not come up.
    pub async fn branded(brand: Brand) -> Self {
        let options = rollcall_local::Options { brand, ..rollcall_local::Options::default() };
        Self(TestSystem::start_here(options).await)
    }

    /// The same, over a table that fails at will; what fails, and how often, is the same for the same seed as far as
    /// requests come in the same order.
    ///
    /// # Panics
    /// When it does not come up.
    pub async fn over_faulty_table(seed: u64) -> (Self, Faulty) {
        let (engine, faulty) = Faulty::before_one_to_come(seed).await;
        let endpoint = Some(faulty.url().to_owned());
        let options = rollcall_local::Options {
            dynamodb_listen: Some(engine),
            dynamodb_endpoint: endpoint,
            ..rollcall_local::Options::default()
        };
        (Self(TestSystem::start_here(options).await), faulty)
    }

    /// Moves the system's clock; all that fell due on the way is done when this returns.
    pub async fn advance(&self, by: SignedDuration) -> Timestamp {
        self.local().advance(by).await
    }

    /// The same where it may stop on the way, because the table fails.
    pub async fn try_advance(&self, by: SignedDuration) {
        self.local().try_advance(by).await;
    }

    /// All events of accounts and groups so far, in the order in which they were published, once all that changes owe is done.
    pub async fn events(&self) -> Vec<Event> {
        self.all_events().await.into_iter().filter(|event| !event.is_notice()).collect()
    }

    /// The events of notices to administrators so far.
    pub async fn notices(&self) -> Vec<Event> {
        self.all_events().await.into_iter().filter(Event::is_notice).collect()
    }

    async fn all_events(&self) -> Vec<Event> {
        self.settle().await;
        events::read(&self.local().http, &self.local().ready.events_url).await
    }

    /// Waits until all that changes owe is done, as far as the services are there.
    pub async fn settle(&self) {
        self.local().settle().await;
    }

    /// As many people of the demo tenant, written straight into the table as copies of one that the system made;
    /// gives their ids.
    pub async fn seed(&self, people: usize) -> Vec<String> {
        let settle = async || self.settle().await;
        seed::people(&self.okta(), &self.scim(), self.table(), people, None, settle).await
    }

    /// The same, with all of them in this group, which has no members yet.
    pub async fn seed_into(&self, group: &str, people: usize) -> Vec<String> {
        let settle = async || self.settle().await;
        seed::people(&self.okta(), &self.scim(), self.table(), people, Some(group), settle).await
    }

    /// Takes a service away, once what is under way is done, or brings it back.
    pub async fn set_away(&self, service: Service, away: bool) {
        self.local().running.faults.set_away(service, away);
        if away {
            self.settle().await;
        }
    }

    /// Of a hundred batches of the stream so many come twice, late, with people in another order, or are broken off.
    pub fn disturb_stream(&self, percent: u32) {
        self.local().running.faults.disturb_stream(percent);
    }

    /// Names of the runs that are planned.
    #[must_use]
    pub fn planned_runs(&self) -> Vec<String> {
        self.local().running.planned_runs()
    }

    /// The table, for what reads and writes it past the system.
    #[must_use]
    pub fn table(&self) -> &Table {
        self.local().table()
    }

    /// Adds a webhook to this URL, of events of these kinds; of all, if there are none.
    ///
    /// # Panics
    /// When there is no room for it.
    pub async fn add_webhook(&self, url: &str, kinds: &[&str]) -> Webhook {
        let new = NewWebhook {
            id: WebhookId::new(entropy::new_id()),
            url: WebhookUrl::parse(url, Reach::Loopback).expect("a URL"),
            description: None,
            kinds: Kinds::parse(kinds).expect("kinds"),
            secret: WebhookSecret::new(entropy::secret()),
        };
        let now = self.now().await;
        let add = |webhooks: &mut Webhooks| Ok::<_, StoreError>(webhooks.add(&new, now).expect("room"));
        self.store().change_webhooks(add).await.expect("the table").1
    }

    /// The table as functions see it.
    #[must_use]
    pub fn store(&self) -> Store {
        let (client, table) = self.table().parts();
        Store::new(client, table)
    }

    /// The real command with these arguments, parted by spaces, on this system's table.
    #[must_use]
    pub fn command(&self, arguments: &str) -> Command {
        let ready = self.local().ready();
        let mut command = Command::new(process::binary());
        command.args(arguments.split(' ')).env_remove("ROLLCALL_STACK");
        command.env("TABLE_NAME", &ready.table_name).env("AWS_ENDPOINT_URL", &ready.dynamodb_url);
        command.env("AWS_REGION", "local").env("AWS_EC2_METADATA_DISABLED", "true");
        command.env("AWS_ACCESS_KEY_ID", "local").env("AWS_SECRET_ACCESS_KEY", "local");
        command
    }

    /// Runs [`Self::command`] to its end, with its answer in JSON.
    ///
    /// # Errors
    /// The error that it says, in JSON.
    ///
    /// # Panics
    /// When it says neither.
    pub async fn rollcall(&self, arguments: &str) -> Result<Value, Value> {
        let mut command = self.command(&format!("{arguments} --json"));
        let output = tokio::task::spawn_blocking(move || command.output()).await.expect("a thread");
        let output = output.expect("the rollcall binary");
        let read = |text: &[u8]| serde_json::from_slice::<Value>(text).expect("JSON");
        if output.status.success() {
            return Ok(read(&output.stdout));
        }
        // Remarks come before it.
        let last = output.stderr.split(|byte| *byte == b'\n').rfind(|line| !line.is_empty());
        Err(read(last.unwrap_or_default())["error"].take())
    }

    /// See [`TestSystem::check`].
    pub async fn check(self) {
        self.0.check().await;
    }
}

impl Deref for LocalSystem {
    type Target = TestSystem;

    fn deref(&self) -> &TestSystem {
        &self.0
    }
}

/// The running system and how it is reached.
#[derive(Debug)]
pub(crate) struct Local {
    ready: Ready,
    http: Client,
    table: Table,
    running: rollcall_local::Local,
}

impl Local {
    pub(crate) async fn start(options: rollcall_local::Options) -> Self {
        cost::keep_log();
        let now = START.parse().expect("a time");
        let options = rollcall_local::Options { now: Some(now), ..options };
        let running = rollcall_local::start(options).await.expect("the local system starts");
        let ready = serde_json::to_value(&running.ready).and_then(serde_json::from_value);
        let ready: Ready = ready.expect("what the ready file promises");
        let table = Table::at(&ready.dynamodb_url, &ready.table_name);
        Self { ready, http: Client::new(), table, running }
    }

    pub(crate) const fn ready(&self) -> &Ready {
        &self.ready
    }

    pub(crate) fn http(&self) -> Client {
        self.http.clone()
    }

    pub(crate) const fn table(&self) -> &Table {
        &self.table
    }

    pub(crate) async fn mails(&self) -> Vec<Mail> {
        self.settle().await;
        mailbox::read(&self.http, &self.ready.mailbox_url).await
    }

    pub(crate) async fn settle(&self) {
        self.advance(SignedDuration::ZERO).await;
    }

    pub(crate) async fn now(&self) -> Timestamp {
        let answer = self.http.get(&self.ready.clock_url).send().await.expect("the clock");
        read_time(&answer.json().await.expect("the time"))
    }

    pub(crate) async fn advance(&self, by: SignedDuration) -> Timestamp {
        read_time(&self.try_advance(by).await.json().await.expect("the time"))
    }

    async fn try_advance(&self, by: SignedDuration) -> Response {
        let body = json!({ "advanceSecs": by.as_secs() });
        let moved = self.http.post(&self.ready.clock_url).header("content-type", "application/json");
        moved.body(body.to_string()).send().await.expect("the clock")
    }
}

fn read_time(answer: &Value) -> Timestamp {
    answer["now"].as_str().and_then(|now| now.parse().ok()).expect("`now` as RFC 3339")
}
