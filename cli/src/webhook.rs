//! `rollcall webhook`: URLs to which is sent what happens at all tenants.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use rollcall::entropy;
use rollcall_fetch::webhook::NotTaken;
use rollcall_rules::feed::Announcement;
use rollcall_rules::webhook::WebhookSecret;
use rollcall_rules::webhook::delivery::{Delivery, Failure};
use rollcall_rules::webhook::endpoint::{
    Kinds, NewWebhook, Webhook, WebhookChange, WebhookId, WebhookUrl, Webhooks,
};
use serde::Serialize;

use crate::args::TableArgs;
use crate::args::webhook::{ChangeArgs, DescriptionArg, WebhookCommand};
use crate::error::CliError;
use crate::print::{self, Answer, columns};
use crate::target::Target;

/// Adds, lists, changes or removes webhooks of the operator's.
///
/// # Errors
///
/// No settings or table, no such webhook, no URL that is taken, or too many webhooks.
pub(crate) async fn run(command: WebhookCommand) -> Result<(), CliError> {
    match command {
        WebhookCommand::Add { table, url, events, description } => {
            add(&table, &url, &events, description).await
        }
        WebhookCommand::Set { table, id, change } => set(&table, &id, change).await,
        WebhookCommand::Test { table, id } => test(&table, id).await,
        WebhookCommand::List { table } => list(&table).await,
        WebhookCommand::Show { table, id } => {
            let target = Target::reach(&table).await?;
            let all = answers(&target).await?;
            let found = all.into_iter().find(|webhook| webhook.id == id.as_str());
            print::answer(&found.ok_or(CliError::NoWebhook(id))?, table.json)
        }
        WebhookCommand::Rotate { table, id } => rotate(&table, &id).await,
        WebhookCommand::Resume { table, id, tenant } => {
            let target = Target::reach(&table).await?;
            known(&target, &id).await?;
            let resumed = target.store().resume_deliveries(&id, tenant.as_ref(), target.now()).await;
            let resumed = resumed.map_err(|error| target.failed(error))?;
            print::answer(&Resumed { id: id.to_string(), resumed }, table.json)
        }
        WebhookCommand::Remove { table, id } => remove(&table, &id).await,
    }
}

async fn add(
    table: &TableArgs,
    url: &str,
    events: &[String],
    description: Option<String>,
) -> Result<(), CliError> {
    let target = Target::reach(table).await?;
    let new = NewWebhook {
        id: WebhookId::new(entropy::new_id()),
        url: WebhookUrl::parse(url, target.uris())?,
        description,
        kinds: Kinds::parse(events)?,
        secret: WebhookSecret::new(entropy::secret()),
    };
    let now = target.now();
    let webhook = target.change_webhooks(|webhooks| Ok(webhooks.add(&new, now)?)).await?;
    print::answer(&NewSecret::of(&webhook, now), table.json)
}

async fn set(table: &TableArgs, id: &WebhookId, args: ChangeArgs) -> Result<(), CliError> {
    let target = Target::reach(table).await?;
    let kinds = (args.all_events || !args.events.is_empty()).then(|| Kinds::parse(&args.events));
    let change = WebhookChange {
        url: args.url.map(|url| WebhookUrl::parse(&url, target.uris())).transpose()?,
        description: args.description.map(|DescriptionArg(text)| text),
        kinds: kinds.transpose()?,
    };
    let change =
        |webhooks: &mut Webhooks| webhooks.change(id, &change).ok_or_else(|| CliError::NoWebhook(id.clone()));
    let webhook = target.change_webhooks(change).await?;
    let pending = target.store().pending_deliveries().await.map_err(|error| target.failed(error))?;
    print::answer(&WebhookAnswer::of(&webhook, &pending, target.now()), table.json)
}

/// Sends a test from here. It ends with an error if the receiver does not take it, once that is printed.
async fn test(table: &TableArgs, id: WebhookId) -> Result<(), CliError> {
    let target = Target::reach(table).await?;
    let webhooks = target.store().webhooks().await.map_err(|error| target.failed(error))?;
    let webhook = webhooks.find(&id).ok_or_else(|| CliError::NoWebhook(id.clone()))?;
    let event = Announcement::of_test(&id, entropy::new_id(), target.now());
    let (event_id, started) = (event.id().to_owned(), Instant::now());
    let sent = rollcall_fetch::webhook::post(webhook, event, target.uris(), target.now()).await;
    let answer = Tested::of(event_id, webhook, sent, started.elapsed());
    print::answer(&answer, table.json)?;
    if answer.taken { Ok(()) } else { Err(CliError::TestNotTaken(id)) }
}

async fn list(table: &TableArgs) -> Result<(), CliError> {
    let target = Target::reach(table).await?;
    print::answer(&WebhookList(answers(&target).await?), table.json)
}

async fn rotate(table: &TableArgs, id: &WebhookId) -> Result<(), CliError> {
    let target = Target::reach(table).await?;
    let (now, secret) = (target.now(), WebhookSecret::new(entropy::secret()));
    let rotate = |webhooks: &mut Webhooks| {
        webhooks.rotate(id, &secret, now).ok_or_else(|| CliError::NoWebhook(id.clone()))
    };
    let webhook = target.change_webhooks(rotate).await?;
    print::answer(&NewSecret::of(&webhook, now), table.json)
}

async fn remove(table: &TableArgs, id: &WebhookId) -> Result<(), CliError> {
    let target = Target::reach(table).await?;
    let remove = |webhooks: &mut Webhooks| {
        if webhooks.remove(id) { Ok(()) } else { Err(CliError::NoWebhook(id.clone())) }
    };
    target.change_webhooks(remove).await?;
    let given_up = target.store().give_up_deliveries(id, target.now()).await;
    given_up.map_err(|error| target.failed(error))?;
    print::answer(&Removed { removed: id.to_string() }, table.json)
}

async fn known(target: &Target, id: &WebhookId) -> Result<(), CliError> {
    let webhooks = target.store().webhooks().await.map_err(|error| target.failed(error))?;
    webhooks.find(id).map(|_| ()).ok_or_else(|| CliError::NoWebhook(id.clone()))
}

async fn answers(target: &Target) -> Result<Vec<WebhookAnswer>, CliError> {
    let webhooks = target.store().webhooks().await.map_err(|error| target.failed(error))?;
    let pending = match webhooks.webhooks.is_empty() {
        true => Vec::new(),
        false => target.store().pending_deliveries().await.map_err(|error| target.failed(error))?,
    };
    let now = target.now();
    Ok(webhooks.webhooks.iter().map(|webhook| WebhookAnswer::of(webhook, &pending, now)).collect())
}

/// What came of a test.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Tested {
    id: String,
    url: String,
    taken: bool,
    /// `null`: there was no answer.
    status: Option<u16>,
    /// `null`: it was taken.
    why: Option<String>,
    duration_ms: u64,
}

impl Tested {
    fn of(id: String, webhook: &Webhook, sent: Result<u16, NotTaken>, took: Duration) -> Self {
        let failure = sent.err().map(|not_taken| not_taken.failure);
        let status = match failure {
            None => sent.ok(),
            Some(Failure::Status(status)) => Some(status),
            Some(_) => None,
        };
        Self {
            id,
            url: webhook.url.as_str().to_owned(),
            taken: failure.is_none(),
            status,
            why: failure.map(|failure| failure.to_string()),
            duration_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

impl Answer for Tested {
    fn text(&self) -> String {
        let Self { id, url, duration_ms, .. } = self;
        let answer = match (&self.why, self.status) {
            (None, Some(status)) => format!("taken: the receiver answers {status}"),
            (None, None) => "taken".to_owned(),
            (Some(why), _) => format!("not taken: {why}"),
        };
        format!("event   {id}\nurl     {url}\nanswer  {answer}\ntook    {duration_ms} ms")
    }
}

/// A tenant whose events are not taken at the moment.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Untaken {
    tenant: String,
    since: Option<Timestamp>,
    tries: u32,
    why: Option<String>,
    /// `null`: it stopped.
    next_try_at: Option<Timestamp>,
    stopped_at: Option<Timestamp>,
}

impl Untaken {
    fn of(delivery: &Delivery) -> Self {
        let failing = delivery.failing.as_ref();
        let next = failing.map(|failing| failing.next_at);
        Self {
            tenant: delivery.tenant.to_string(),
            since: failing.map(|failing| failing.since),
            tries: failing.map_or(0, |failing| failing.tries),
            why: failing.map(|failing| failing.failure.to_string()),
            next_try_at: next.filter(|_| delivery.stopped_at.is_none()),
            stopped_at: delivery.stopped_at,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebhookAnswer {
    id: String,
    url: String,
    /// `null`: there is none.
    description: Option<String>,
    /// Empty: all kinds.
    events: Vec<String>,
    made_at: Timestamp,
    /// Until when the secret before the last one signs as well; `null`: one signs.
    both_sign_until: Option<Timestamp>,
    /// Tenants whose events wait: those that stopped come first.
    untaken: Vec<Untaken>,
}

impl WebhookAnswer {
    fn of(webhook: &Webhook, pending: &[Delivery], now: Timestamp) -> Self {
        let own =
            pending.iter().filter(|delivery| delivery.webhook == webhook.id && delivery.is_in_trouble());
        Self {
            id: webhook.id.to_string(),
            url: webhook.url.as_str().to_owned(),
            description: webhook.description.clone(),
            events: webhook.kinds.iter().map(str::to_owned).collect(),
            made_at: webhook.made_at,
            both_sign_until: webhook.both_sign_until(now),
            untaken: own.map(Untaken::of).collect(),
        }
    }

    fn events(&self) -> String {
        if self.events.is_empty() { "all".to_owned() } else { self.events.join(", ") }
    }

    fn state(&self) -> String {
        let stopped = self.untaken.iter().filter(|untaken| untaken.stopped_at.is_some()).count();
        match (stopped, self.untaken.len() - stopped) {
            (0, 0) => "works".to_owned(),
            (0, failing) => format!("fails for {}", tenants(failing)),
            (stopped, 0) => format!("stopped for {}", tenants(stopped)),
            (stopped, failing) => format!("stopped for {}, fails for {failing}", tenants(stopped)),
        }
    }
}

fn tenants(count: usize) -> String {
    if count == 1 { "1 tenant".to_owned() } else { format!("{count} tenants") }
}

impl Answer for WebhookAnswer {
    fn text(&self) -> String {
        let signs = self.both_sign_until.map_or_else(
            || "by one secret".to_owned(),
            |until| format!("by the secret before as well until {until:.0}"),
        );
        let Self { id, url, made_at, .. } = self;
        let about = self.description.as_ref().map_or_else(String::new, |text| format!("about    {text}\n"));
        let head = format!(
            "webhook  {id}\nurl      {url}\n{about}events   {}\nmade     {made_at:.0}\nsigned   {signs}\nstate    {}",
            self.events(),
            self.state()
        );
        if self.untaken.is_empty() {
            return head;
        }
        let heading = ["TENANT", "NOT TAKEN SINCE", "TRIES", "NEXT TRY", "WHY"].map(str::to_owned);
        let rows = self.untaken.iter().map(|untaken| {
            let since = untaken.since.map(|since| format!("{since:.0}")).unwrap_or_default();
            let next = untaken.next_try_at.map_or_else(|| "stopped".to_owned(), |next| format!("{next:.0}"));
            let why = untaken.why.clone().unwrap_or_default();
            [untaken.tenant.clone(), since, untaken.tries.to_string(), next, why]
        });
        let rows = columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>());
        format!("{head}\n\n{rows}")
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct WebhookList(Vec<WebhookAnswer>);

impl Answer for WebhookList {
    fn text(&self) -> String {
        let heading = ["WEBHOOK", "URL", "EVENTS", "STATE"].map(str::to_owned);
        let rows = self
            .0
            .iter()
            .map(|webhook| [webhook.id.clone(), webhook.url.clone(), webhook.events(), webhook.state()]);
        columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
    }
}

/// A webhook with its new secret.
#[derive(Serialize)]
struct NewSecret {
    #[serde(flatten)]
    webhook: WebhookAnswer,
    secret: String,
}

impl NewSecret {
    fn of(webhook: &Webhook, now: Timestamp) -> Self {
        Self { webhook: WebhookAnswer::of(webhook, &[], now), secret: webhook.secret.reveal() }
    }
}

impl Answer for NewSecret {
    fn text(&self) -> String {
        let Self { webhook: WebhookAnswer { id, url, both_sign_until, .. }, secret } = self;
        let head =
            format!("webhook  {id}\nurl      {url}\nevents   {}\nsecret   {secret}", self.webhook.events());
        match both_sign_until {
            Some(until) => format!("{head}\n\nThe secret before signs as well until {until:.0}."),
            None => head,
        }
    }
}

#[derive(Serialize)]
struct Resumed {
    id: String,
    /// Tenants with whose events is gone on.
    resumed: usize,
}

impl Answer for Resumed {
    fn text(&self) -> String {
        match self.resumed {
            0 => format!("Nothing waits for {}: no tenant's events were refused.", self.id),
            count => format!("{} goes on with the events of {} within a minute.", self.id, tenants(count)),
        }
    }
}

#[derive(Serialize)]
struct Removed {
    removed: String,
}

impl Answer for Removed {
    fn text(&self) -> String {
        format!("{} is removed. A request that is under way may still arrive.", self.removed)
    }
}
