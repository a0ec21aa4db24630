//! The words after `rollcall webhook`.

use clap::{Args, Subcommand};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::webhook::endpoint::{WebhookError, WebhookId, parse_description};

use super::TableArgs;

/// The words after `rollcall webhook`.
#[derive(Debug, Subcommand)]
pub(crate) enum WebhookCommand {
    /// Add a URL to which is sent what happens from now on, and print the secret of the signatures this once
    ///
    /// Each event is sent until the URL answers 2xx, for three days, in the order in which it happened at its tenant. The
    /// signatures are those of Standard Webhooks.
    Add {
        #[command(flatten)]
        table: TableArgs,
        /// The URL, with https
        url: String,
        /// Send events of this kind, such as user.deactivated; can be given several times [default: all events]
        #[arg(long = "event", value_name = "KIND")]
        events: Vec<String>,
        /// A note for people, such as what the receiver does
        #[arg(long, value_name = "TEXT", value_parser = parse_description)]
        description: Option<String>,
    },
    /// Change a webhook: where events go, those that wait among them, which are sent, or its description
    Set {
        #[command(flatten)]
        table: TableArgs,
        /// The webhook's id
        #[arg(value_parser = id)]
        id: WebhookId,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Send a webhook an event of the kind webhook.test, and say what its receiver answers; nothing else changes
    ///
    /// It is sent from this machine, and signed as any event. The operator API sends one from where events come from:
    /// POST /operator/v1/webhooks/ID/test.
    Test {
        #[command(flatten)]
        table: TableArgs,
        /// The webhook's id
        #[arg(value_parser = id)]
        id: WebhookId,
    },
    /// List the webhooks, and how many tenants' events they do not take
    List {
        #[command(flatten)]
        table: TableArgs,
    },
    /// Show a webhook, with each tenant whose events it does not take, since when and why
    Show {
        #[command(flatten)]
        table: TableArgs,
        /// The webhook's id, such as wh_0123456789ab
        #[arg(value_parser = id)]
        id: WebhookId,
    },
    /// Give a webhook another secret, and print it this once; for a day the one before signs as well
    Rotate {
        #[command(flatten)]
        table: TableArgs,
        /// The webhook's id
        #[arg(value_parser = id)]
        id: WebhookId,
    },
    /// Go on at once with what stopped, or waits for its next try
    Resume {
        #[command(flatten)]
        table: TableArgs,
        /// The webhook's id
        #[arg(value_parser = id)]
        id: WebhookId,
        /// Go on with the events of this tenant alone [default: with those of all tenants]
        #[arg(long, value_name = "TENANT", value_parser = TenantId::parse)]
        tenant: Option<TenantId>,
    },
    /// Remove a webhook; what it was not sent yet is not sent any more
    Remove {
        #[command(flatten)]
        table: TableArgs,
        /// The webhook's id
        #[arg(value_parser = id)]
        id: WebhookId,
    },
}

/// What shall be different of a webhook. What is not given stays.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct ChangeArgs {
    /// The URL, with https
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// Send events of this kind and of no other; can be given several times
    #[arg(long = "event", value_name = "KIND", conflicts_with = "all_events")]
    pub(crate) events: Vec<String>,
    /// Send all events
    #[arg(long)]
    pub(crate) all_events: bool,
    /// A note for people; "" takes it away
    #[arg(long, value_name = "TEXT", value_parser = description_or_none)]
    pub(crate) description: Option<DescriptionArg>,
}

/// A description; `None`: there shall be none.
#[derive(Debug, Clone)]
pub(crate) struct DescriptionArg(pub(crate) Option<String>);

fn description_or_none(text: &str) -> Result<DescriptionArg, WebhookError> {
    if text.is_empty() {
        return Ok(DescriptionArg(None));
    }
    parse_description(text).map(Some).map(DescriptionArg)
}

fn id(text: &str) -> Result<WebhookId, &'static str> {
    WebhookId::parse(text).ok_or("no id of a webhook, such as wh_0123456789ab")
}
