//! The words after `rollcall oauth-client`.

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand, ValueEnum};
use rollcall_rules::oauth::SecretLifetime;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::token;

use super::TableArgs;

/// The words after `rollcall oauth-client`.
#[derive(Debug, Subcommand)]
pub(crate) enum OAuthClientCommand {
    /// Make a client; a secret is shown only this once
    Create {
        #[command(flatten)]
        table: TableArgs,
        /// Id of the tenant
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
        #[command(flatten)]
        method: MethodArgs,
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

/// How a client proves itself, as options say it.
#[derive(Debug, Args)]
pub(crate) struct MethodArgs {
    /// How the client proves itself
    #[arg(long, default_value = "secret")]
    pub(crate) method: ClientMethod,
    /// Days until its secret expires, 1095 at most [default: 365]
    #[arg(long, value_name = "N", value_parser = lifetime)]
    pub(crate) expires_in_days: Option<SecretLifetime>,
    /// What its assertions have as iss [default: the client's own id]
    #[arg(long)]
    pub(crate) issuer: Option<String>,
    /// What its assertions have as sub [default: the client's own id]
    #[arg(long)]
    pub(crate) subject: Option<String>,
    /// What its assertions have as aud
    #[arg(long, required_if_eq("method", "jwt"))]
    pub(crate) audience: Option<String>,
    /// Where the keys are by which it signs assertions
    #[arg(long, value_name = "URI", required_if_eq("method", "jwt"))]
    pub(crate) jwks_uri: Option<String>,
    /// To where it is given codes, exactly; may be repeated
    #[arg(long = "redirect-uri", value_name = "URI", required_if_eq("method", "code"))]
    pub(crate) redirect_uris: Vec<String>,
}

/// The word for a method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClientMethod {
    /// By a secret
    Secret,
    /// By assertions that the directory signs
    Jwt,
    /// By a secret, and by a code that the tenant's administrator consents to
    Code,
}

impl MethodArgs {
    /// The option that is given and is for another method.
    pub(crate) fn misplaced(&self) -> Option<&'static str> {
        use ClientMethod::{Code, Jwt, Secret};
        let given = [
            ("--expires-in-days", self.expires_in_days.is_some(), &[Secret, Code][..]),
            ("--issuer", self.issuer.is_some(), &[Jwt]),
            ("--subject", self.subject.is_some(), &[Jwt]),
            ("--audience", self.audience.is_some(), &[Jwt]),
            ("--jwks-uri", self.jwks_uri.is_some(), &[Jwt]),
            ("--redirect-uri", !self.redirect_uris.is_empty(), &[Code]),
        ];
        let misplaced =
            given.into_iter().find(|(_, is_given, methods)| *is_given && !methods.contains(&self.method));
        misplaced.map(|(option, ..)| option)
    }
}

fn lifetime(text: &str) -> Result<SecretLifetime, String> {
    let days = text.parse().map_err(|_| "not a whole number of days".to_owned())?;
    SecretLifetime::of_days(days).map_err(|error| error.to_string())
}
