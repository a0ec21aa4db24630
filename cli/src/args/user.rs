//! `rollcall user`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use rollcall_rules::address::{AddressError, EmailAddress};
use rollcall_rules::name::{self, NameError};
use rollcall_rules::status::PersonStatus;

use super::path;
use super::people::{OfTenant, PersonArg};

/// The words after `rollcall user`.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Bring in one account that the product has and no directory manages yet
    Create {
        #[command(flatten)]
        of: OfTenant,
        /// Verified e-mail address of the account
        #[arg(value_parser = EmailAddress::parse as fn(&str) -> Result<EmailAddress, AddressError>)]
        email: EmailAddress,
    },
    /// Bring in the people of a CSV file, whom the product has and no directory manages yet; whoever is there already stays
    /// as they are, so the same can be run again
    Import(ImportArgs),
    /// List the people of a tenant, those whom no directory manages among them
    List {
        #[command(flatten)]
        of: OfTenant,
        /// Only those who stand there
        #[arg(long)]
        status: Option<StatusArg>,
        /// Only those whom no directory manages
        #[arg(long)]
        unmanaged: bool,
    },
    /// Show a person: where they stand, who manages the account, and when it is deleted
    Show {
        #[command(flatten)]
        of: OfTenant,
        /// Id or address of the person
        #[arg(value_parser = PersonArg::parse)]
        person: PersonArg,
    },
    /// Correct a person whom no directory manages; another address is verified by the link that is mailed to it
    Set {
        #[command(flatten)]
        of: OfTenant,
        /// Id or address of the person
        #[arg(value_parser = PersonArg::parse)]
        person: PersonArg,
        #[command(flatten)]
        correction: CorrectionArgs,
    },
    /// Block a person whom no directory manages; the account is deleted within two weeks
    Deactivate {
        #[command(flatten)]
        of: OfTenant,
        /// Id or address of the person
        #[arg(value_parser = PersonArg::parse)]
        person: PersonArg,
    },
    /// Restore a person whom no directory manages
    Reactivate {
        #[command(flatten)]
        of: OfTenant,
        /// Id or address of the person
        #[arg(value_parser = PersonArg::parse)]
        person: PersonArg,
    },
    /// Delete a person whom no directory manages: blocked at once, gone at the next full hour that is ten minutes away or
    /// more; until then `reactivate` restores them
    Delete {
        #[command(flatten)]
        of: OfTenant,
        /// Id or address of the person
        #[arg(value_parser = PersonArg::parse)]
        person: PersonArg,
    },
}

/// What shall be different of a person. What is not given stays; an empty name takes it away.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct CorrectionArgs {
    /// Another address
    #[arg(long, value_name = "ADDRESS", value_parser = EmailAddress::parse as fn(&str) -> Result<EmailAddress, AddressError>)]
    pub(crate) email: Option<EmailAddress>,
    /// Given name; "" takes it away
    #[arg(long, value_name = "NAME", value_parser = name_or_none)]
    pub(crate) given_name: Option<NameArg>,
    /// Family name; "" takes it away
    #[arg(long, value_name = "NAME", value_parser = name_or_none)]
    pub(crate) family_name: Option<NameArg>,
    /// The name to show; "" takes it away
    #[arg(long, value_name = "NAME", value_parser = name_or_none)]
    pub(crate) display_name: Option<NameArg>,
    /// Days that the link to another address works [default: those of the stack, or 7 with --table]
    #[arg(long, value_name = "N", requires = "email", value_parser = clap::value_parser!(u16).range(1..=30))]
    pub(crate) link_days: Option<u16>,
}

/// See [`UserCommand::Import`].
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    #[command(flatten)]
    pub(crate) of: OfTenant,
    /// The file, in UTF-8. Its first line names the columns: email, and as far as there are any givenName, familyName and
    /// displayName. At most 100,000 people
    #[arg(value_name = "FILE", value_parser = path)]
    pub(crate) file: PathBuf,
    /// Only say what would be done
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write the lines that are refused, with their reasons, to this file [default: people.refused.csv beside people.csv]
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) refused: Option<PathBuf>,
    /// Write for each person the id of the account, and whether it was created, to this CSV file
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) result: Option<PathBuf>,
}

/// A name; `None`: there shall be none.
#[derive(Debug, Clone)]
pub(crate) struct NameArg(pub(crate) Option<String>);

fn name_or_none(text: &str) -> Result<NameArg, NameError> {
    if text.is_empty() { Ok(NameArg(None)) } else { name::parse(text).map(Some).map(NameArg) }
}

/// A [`PersonStatus`], as an option takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatusArg {
    Provisioned,
    Invited,
    Expired,
    Accepted,
    Deactivated,
}

impl From<StatusArg> for PersonStatus {
    fn from(arg: StatusArg) -> Self {
        match arg {
            StatusArg::Provisioned => Self::Provisioned,
            StatusArg::Invited => Self::Invited,
            StatusArg::Expired => Self::Expired,
            StatusArg::Accepted => Self::Accepted,
            StatusArg::Deactivated => Self::Deactivated,
        }
    }
}
