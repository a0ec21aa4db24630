//! Webhooks as they are taken and given.

use std::time::Duration;

use jiff::Timestamp;
use rollcall_fetch::webhook::NotTaken;
use rollcall_rules::oauth::Reach;
use rollcall_rules::oauth::method::MAX_URI;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::webhook::WebhookSecret;
use rollcall_rules::webhook::delivery::{Delivery, Failure as Refusal};
use rollcall_rules::webhook::endpoint::{
    Kinds, MAX_DESCRIPTION, Webhook, WebhookChange, WebhookUrl, parse_description,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::failure::Failure;
use super::super::request::{invalid, said};
use super::super::respond;
use super::refused;

/// A webhook as it is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NewWebhook)]
pub(crate) struct NewWebhookBody {
    /// Where events are to be sent: `https`, with a domain name.
    #[schema(min_length = 1, max_length = 500)]
    url: String,
    /// A note for people, such as what the receiver does: one line.
    #[schema(min_length = 1, max_length = 200)]
    description: Option<String>,
    /// Kinds of events that are sent, such as `user.deactivated`; all if absent.
    #[schema(min_items = 1, max_items = 50)]
    events: Option<Vec<String>>,
}

const _: () = assert!(MAX_URI == 500 && MAX_DESCRIPTION == 200, "the document says so");

impl NewWebhookBody {
    /// What is asked for.
    pub(super) fn read(&self, reach: Reach) -> Result<Wanted, Failure> {
        Ok(Wanted {
            url: url(&self.url, reach)?,
            description: self.description.as_deref().map(description).transpose()?,
            kinds: self.events.as_deref().map_or_else(|| Ok(Kinds::default()), kinds)?,
        })
    }
}

/// A webhook that is asked for.
pub(super) struct Wanted {
    pub(super) url: WebhookUrl,
    pub(super) description: Option<String>,
    pub(super) kinds: Kinds,
}

fn url(text: &str, reach: Reach) -> Result<WebhookUrl, Failure> {
    WebhookUrl::parse(text, reach).map_err(|error| refused(&error))
}

fn description(text: &str) -> Result<String, Failure> {
    parse_description(text).map_err(|error| refused(&error))
}

fn kinds(events: &[String]) -> Result<Kinds, Failure> {
    if events.is_empty() {
        return Err(invalid("`events` names no kind. Leave it out, or send null, for all events."));
    }
    Kinds::parse(events).map_err(|error| refused(&error))
}

/// What shall be different of a webhook. What is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = WebhookChange)]
pub(crate) struct WebhookChangeBody {
    /// Where events are to be sent from now on, those that wait among them.
    #[schema(min_length = 1, max_length = 500)]
    url: Option<String>,
    /// A note for people; `null` takes it away.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>, min_length = 1, max_length = 200)]
    description: Option<Option<String>>,
    /// Kinds of events that are sent from now on; `null`: all.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<Vec<String>>, min_items = 1, max_items = 50)]
    events: Option<Option<Vec<String>>>,
}

impl WebhookChangeBody {
    /// What is asked for.
    pub(super) fn read(&self, reach: Reach) -> Result<WebhookChange, Failure> {
        let new_description =
            self.description.as_ref().map(|text| text.as_deref().map(description).transpose());
        let new_kinds = self.events.as_ref();
        let new_kinds = new_kinds.map(|events| events.as_deref().map_or_else(|| Ok(Kinds::default()), kinds));
        Ok(WebhookChange {
            url: self.url.as_deref().map(|text| url(text, reach)).transpose()?,
            description: new_description.transpose()?,
            kinds: new_kinds.transpose()?,
        })
    }
}

/// A test as it is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookTest)]
pub(crate) struct TestBody {}

/// What came of a test.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookTested)]
pub(crate) struct TestedBody {
    /// The `webhook-id` that was sent.
    id: String,
    /// Whether the receiver took it: by an answer of 2xx within ten seconds.
    taken: bool,
    /// The status of its answer. Absent: there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// Why it was not taken, for a developer to read. Absent: it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// How long that took, in milliseconds.
    duration_ms: u64,
}

impl TestedBody {
    pub(super) fn of(id: String, sent: Result<u16, NotTaken>, took: Duration) -> Self {
        let failure = sent.err().map(|not_taken| not_taken.failure);
        let status = match failure {
            None => sent.ok(),
            Some(Refusal::Status(status)) => Some(status),
            Some(_) => None,
        };
        Self {
            id,
            taken: failure.is_none(),
            status,
            reason: failure.map(|failure| failure.to_string()),
            duration_ms: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

/// Another secret as it is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewWebhookSecret)]
pub(crate) struct NewSecretBody {}

/// With whose events to go on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookResumption)]
pub(crate) struct ResumeBody {
    /// Id of one tenant; those of all if absent.
    tenant: Option<String>,
}

impl ResumeBody {
    pub(super) fn tenant(&self) -> Result<Option<TenantId>, Failure> {
        let parsed = self.tenant.as_deref().map(TenantId::parse).transpose();
        parsed.map_err(|_| invalid("`tenant` is no id of a tenant."))
    }
}

/// With how many it is gone on.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookResumed)]
pub(crate) struct ResumedBody {
    /// Tenants with whose events it goes on within a minute.
    pub(super) resumed: usize,
}

/// All webhooks.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WebhookList)]
pub(crate) struct WebhookList {
    /// The webhooks, in the order in which they were made.
    pub(super) webhooks: Vec<WebhookBody>,
}

/// A URL to which is sent what happens at all tenants.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Webhook)]
pub(crate) struct WebhookBody {
    /// Identifier.
    id: String,
    /// Where events are sent.
    url: String,
    /// A note for people. Absent: there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// Kinds of events that are sent; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    events: Option<Vec<String>>,
    /// When it was made. What happened before is not sent.
    #[schema(value_type = String, format = DateTime)]
    made_at: Timestamp,
    /// Until when the secret before the last one signs as well; absent: one secret signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    both_sign_until: Option<Timestamp>,
    /// Tenants whose events wait, as the webhook did not take one. Those for which it stopped come first.
    untaken: Vec<UntakenBody>,
}

/// A tenant whose events wait.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookUntaken)]
pub(crate) struct UntakenBody {
    /// Id of the tenant.
    tenant: String,
    /// When the event was first tried.
    #[schema(value_type = String, format = DateTime)]
    since: Timestamp,
    /// How often it was tried.
    tries: u32,
    /// Why the last try failed, for a developer to read.
    reason: String,
    /// When it is tried again; absent: it stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    next_try_at: Option<Timestamp>,
    /// When it stopped; absent: it is tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    stopped_at: Option<Timestamp>,
}

impl UntakenBody {
    /// `None`: nothing failed.
    fn of(delivery: &Delivery) -> Option<Self> {
        let failing = delivery.failing.as_ref()?;
        Some(Self {
            tenant: delivery.tenant.to_string(),
            since: failing.since,
            tries: failing.tries,
            reason: failing.failure.to_string(),
            next_try_at: delivery.stopped_at.is_none().then_some(failing.next_at),
            stopped_at: delivery.stopped_at,
        })
    }
}

impl WebhookBody {
    pub(super) fn of(webhook: &Webhook, pending: &[Delivery], now: Timestamp) -> Self {
        let own = pending.iter().filter(|delivery| delivery.webhook == webhook.id);
        let kinds = webhook.kinds.iter().map(str::to_owned);
        Self {
            id: webhook.id.to_string(),
            url: webhook.url.as_str().to_owned(),
            description: webhook.description.clone(),
            events: (!webhook.kinds.are_all()).then(|| kinds.collect()),
            made_at: webhook.made_at,
            both_sign_until: webhook.both_sign_until(now),
            untaken: own.filter_map(UntakenBody::of).collect(),
        }
    }
}

/// A webhook with its new secret.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = MadeWebhook)]
pub(crate) struct MadeWebhookBody {
    /// The webhook.
    webhook: WebhookBody,
    /// The secret by which the receiver checks the signatures of Standard Webhooks. Absent where the same request is answered again, but
    /// its token is another one, or the webhook has another secret by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl MadeWebhookBody {
    pub(super) fn of(webhook: &Webhook, now: Timestamp) -> Self {
        Self { webhook: WebhookBody::of(webhook, &[], now), secret: Some(webhook.secret.reveal()) }
    }

    pub(super) fn without_secret(&self) -> Self {
        Self { secret: None, ..self.clone() }
    }

    /// Reads what was kept.
    pub(super) fn kept(body: &str) -> Option<Self> {
        serde_json::from_str(body).ok()
    }

    /// Id of the webhook.
    pub(super) fn id(&self) -> &str {
        &self.webhook.id
    }

    /// The body with a secret.
    pub(super) fn with_secret(self, secret: &WebhookSecret) -> String {
        respond::text(&Self { secret: Some(secret.reveal()), ..self })
    }
}
