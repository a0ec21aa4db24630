//! The words after `rollcall administrator`.

use clap::Subcommand;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::notices::MAX_SILENCE_DAYS;
use rollcall_rules::notices::administrator::parse_language;

use super::people::OfTenant;

/// The words after `rollcall administrator`.
#[derive(Debug, Subcommand)]
pub(crate) enum AdministratorCommand {
    /// List the addresses, and after how many days the directory is silent
    List {
        #[command(flatten)]
        of: OfTenant,
    },
    /// Add an address, to which a link is mailed that confirms it; a tenant has ten at most
    Add {
        #[command(flatten)]
        of: OfTenant,
        /// The address
        #[arg(value_parser = address)]
        address: EmailAddress,
        /// Tag of the language in which it is written to, such as de: one of en, de, fr, da and es, or English is [default: en]
        #[arg(long, value_name = "TAG", value_parser = language)]
        language: Option<String>,
    },
    /// Mail the link once more that confirms an address: once a minute, five times a day
    Resend {
        #[command(flatten)]
        of: OfTenant,
        /// The address
        #[arg(value_parser = address)]
        address: EmailAddress,
    },
    /// Remove an address
    Remove {
        #[command(flatten)]
        of: OfTenant,
        /// The address
        #[arg(value_parser = address)]
        address: EmailAddress,
    },
    /// Say after how many days without a request the directory is silent
    Silence {
        #[command(flatten)]
        of: OfTenant,
        /// Days, 365 at most; 0 switches the notice off
        #[arg(value_parser = clap::value_parser!(u16).range(..=i64::from(MAX_SILENCE_DAYS)))]
        days: u16,
    },
}

fn address(text: &str) -> Result<EmailAddress, String> {
    EmailAddress::parse(text).map_err(|error| error.to_string())
}

fn language(text: &str) -> Result<String, &'static str> {
    parse_language(text).ok_or("no tag of a language, such as de")
}
