//! The words after `rollcall oauth-client`.

use clap::builder::NonEmptyStringValueParser;
use clap::{Subcommand, ValueEnum};
use rollcall_rules::oauth::SecretLifetime;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::token;

use super::TableArgs;

/// The words after `rollcall oauth-client`.
#[derive(Debug, Subcommand)]
pub(crate) enum OAuthClientCommand {
    /// Make a client; its secret is shown only this once
    Create {
        #[command(flatten)]
        table: TableArgs,
        /// Id of the tenant
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
        /// How the client proves itself
        #[arg(long, default_value = "secret")]
        method: ClientMethod,
        /// Days until its secret expires, 1095 at most [default: 365]
        #[arg(long, value_name = "N", value_parser = lifetime)]
        expires_in_days: Option<SecretLifetime>,
        /// A note for people, such as the directory's name
        #[arg(long, value_name = "TEXT", value_parser = token::parse_label)]
        label: Option<String>,
    },
    /// List a tenant's clients, without their secrets
    List {
        #[command(flatten)]
        table: TableArgs,
        /// Id of the tenant
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
    },
    /// Give a client a second secret; the one before works for seven more days
    Rotate {
        #[command(flatten)]
        table: TableArgs,
        /// Id of the tenant
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
        /// Id of the client, as `rollcall oauth-client list` shows it
        #[arg(value_parser = NonEmptyStringValueParser::new())]
        client: String,
        /// Days until the new secret expires, 1095 at most [default: 365]
        #[arg(long, value_name = "N", value_parser = lifetime)]
        expires_in_days: Option<SecretLifetime>,
    },
    /// Revoke a client, or one secret of it; access tokens end with it
    Revoke {
        #[command(flatten)]
        table: TableArgs,
        /// Id of the tenant
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
        /// Id of the client, as `rollcall oauth-client list` shows it
        #[arg(value_parser = NonEmptyStringValueParser::new())]
        client: String,
        /// Id of the secret, as `rollcall oauth-client list` shows it; the client stays
        #[arg(long, value_name = "ID")]
        secret: Option<String>,
    },
}

/// How a client proves itself, as an option takes it.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ClientMethod {
    /// By a secret
    Secret,
}

fn lifetime(text: &str) -> Result<SecretLifetime, String> {
    let days = text.parse().map_err(|_| "not a whole number of days".to_owned())?;
    SecretLifetime::of_days(days).map_err(|error| error.to_string())
}
