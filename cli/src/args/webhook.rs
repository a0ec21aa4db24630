//! The words after `rollcall webhook`.

use clap::Subcommand;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::webhook::endpoint::WebhookId;

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

fn id(text: &str) -> Result<WebhookId, &'static str> {
    WebhookId::parse(text).ok_or("no id of a webhook, such as wh_0123456789ab")
}
