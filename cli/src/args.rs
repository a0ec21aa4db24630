//! What can be said on the command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use rollcall_rules::address::{AddressError, EmailAddress};
use rollcall_rules::billing::{Currency, Interval};
use rollcall_rules::tenant::{Plan, ProfileSync, TenantId};
use rollcall_rules::token::Scope;

/// SCIM user provisioning over one DynamoDB table
#[derive(Debug, Parser)]
#[command(name = "rollcall", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the whole system on this machine, with a demo tenant to try
    Local(LocalArgs),
    /// The operator's customers: plan and settings
    #[command(subcommand)]
    Tenant(TenantCommand),
    /// The tokens by which directories and backends get in
    #[command(subcommand)]
    Token(TokenCommand),
    /// Accounts
    #[command(subcommand)]
    User(UserCommand),
    /// Look at a deployed stack and say what to mend
    Doctor(DoctorArgs),
}

/// How to run the local system.
#[derive(Debug, Args)]
pub(crate) struct LocalArgs {
    /// Where the data is kept; a later start with the same directory goes on with it
    #[arg(long, value_name = "DIR", default_value = ".rollcall")]
    pub(crate) data_dir: PathBuf,
    /// Port to listen on, on 127.0.0.1 only; 0: any free one
    #[arg(long, value_name = "N", default_value_t = 8080)]
    pub(crate) port: u16,
    /// Where DynamoDB clients find the table; whoever reaches it may change everything [default: 127.0.0.1, any free
    /// port]
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = one_address)]
    pub(crate) dynamodb_listen: Option<SocketAddr>,
    // For tests alone, so the help does without.
    /// Where the functions reach the table: a proxy before it, which need not let everything through [default:
    /// directly]
    #[arg(long, value_name = "URL", hide = true)]
    pub(crate) dynamodb_endpoint: Option<String>,
    /// Where to write, as JSON, how everything is reached, once it is
    #[arg(long, value_name = "FILE")]
    pub(crate) ready_file: Option<PathBuf>,
    /// Where the clock starts [default: the real time]
    #[arg(long, value_name = "RFC3339")]
    pub(crate) now: Option<Timestamp>,
}

/// An address of its own, so that nobody opens the table to all networks of the machine by a habit.
fn one_address(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| "not an IP address with a port".to_owned())?;
    if address.ip().is_unspecified() {
        return Err("that is every address of this machine: name the one that is meant".to_owned());
    }
    Ok(address)
}

/// Which table, and how to answer.
#[derive(Debug, Args)]
pub(crate) struct TableArgs {
    /// The table; region, credentials and endpoint are those of the usual AWS settings
    #[arg(long, env = "TABLE_NAME", value_name = "NAME")]
    pub(crate) table: String,
    /// Answer in JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// On tenants.
#[derive(Debug, Subcommand)]
pub(crate) enum TenantCommand {
    /// Make a tenant
    Create {
        #[command(flatten)]
        table: TableArgs,
        /// 1 to 40 lower-case letters, digits and hyphens
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
        #[command(flatten)]
        settings: Settings,
    },
    /// Change a tenant's plan or settings
    Set {
        #[command(flatten)]
        table: TableArgs,
        /// Id of the tenant
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
        #[command(flatten)]
        settings: Settings,
    },
    /// Show a tenant, its tokens included
    Show {
        #[command(flatten)]
        table: TableArgs,
        /// Id of the tenant
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
    },
    /// List all tenants
    List {
        #[command(flatten)]
        table: TableArgs,
    },
}

/// Which stack, and for how many.
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// The stack; region, credentials and endpoint are those of the usual AWS settings
    #[arg(long, env = "ROLLCALL_STACK", value_name = "NAME", default_value = "rollcall")]
    pub(crate) stack: String,
    /// How many people at once a directory may change
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) burst: u32,
    /// Answer in JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// A tenant's settings; what is not named stays, or is as for any new tenant.
#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// Its name, for mails and pages [default for a new one: its id]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// Its plan; SCIM is part of `advanced` [default for a new one: standard]
    #[arg(long)]
    pub(crate) plan: Option<PlanArg>,
    /// May its directory provision? [default for a new one: on]
    #[arg(long)]
    pub(crate) scim: Option<Switch>,
    /// Do profiles follow the directory, or stay as first sent? [default for a new one: off]
    #[arg(long)]
    pub(crate) profile_sync: Option<ProfileSyncArg>,
    #[command(flatten)]
    pub(crate) terms: TermsArgs,
}

/// What a tenant's people cost. All four are needed to begin with; later each can be changed by itself.
#[derive(Debug, Args)]
pub(crate) struct TermsArgs {
    /// Price of one person for a whole period, in minor units: cents of the euro, whole yen
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=MAX_PRICE_MINOR))]
    pub(crate) price_minor: Option<u64>,
    /// In which it is paid (ISO 4217), such as EUR
    #[arg(long, value_name = "CODE", value_parser = Currency::parse)]
    pub(crate) currency: Option<Currency>,
    /// How often it is paid
    #[arg(long, value_name = "INTERVAL")]
    pub(crate) billing: Option<IntervalArg>,
    /// A day on which a period begins, and by which all others are found
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = anchor)]
    pub(crate) billing_anchor: Option<Date>,
    /// Bill nothing any more; what was billed stays
    #[arg(long, conflicts_with_all = ["price_minor", "currency", "billing", "billing_anchor"])]
    pub(crate) no_billing: bool,
}

/// A day from which the periods of any day can be counted.
fn anchor(text: &str) -> Result<Date, String> {
    let day: Date = text.parse().map_err(|_| "not a day, such as 2026-07-01".to_owned())?;
    if (1970..=2200).contains(&day.year()) { Ok(day) } else { Err("not a day of 1970 to 2200".to_owned()) }
}

/// The highest price: what a tenant of a million people pays is still a number that every JSON reader has exactly.
const MAX_PRICE_MINOR: u64 = 1_000_000_000;

/// On tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Issue a token; it is shown this once
    Issue {
        #[command(flatten)]
        table: TableArgs,
        /// Whose token
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
        /// What for: the directory, or the operator's backend
        #[arg(long)]
        scope: ScopeArg,
        /// Refuse it after so many days [default: never]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
        expires_in_days: Option<u32>,
        /// A note on what it is used for
        #[arg(long, value_name = "TEXT")]
        label: Option<String>,
    },
    /// List a tenant's tokens, without their secrets
    List {
        #[command(flatten)]
        table: TableArgs,
        /// Whose tokens
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
    },
    /// Revoke a token
    Revoke {
        #[command(flatten)]
        table: TableArgs,
        /// Whose token
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
        /// Its id, as listed
        id: String,
    },
}

/// On accounts.
#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Bring in an account that the product has and no directory manages yet
    Create {
        #[command(flatten)]
        table: TableArgs,
        /// Whose account
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
        /// Its verified e-mail address
        #[arg(value_parser = EmailAddress::parse as fn(&str) -> Result<EmailAddress, AddressError>)]
        email: EmailAddress,
    },
}

/// See [`Plan`].
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum PlanArg {
    Standard,
    Advanced,
}

/// See [`Interval`].
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum IntervalArg {
    Monthly,
    Yearly,
}

/// See [`ProfileSync`].
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ProfileSyncArg {
    Off,
    Full,
}

/// See [`Scope`].
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ScopeArg {
    Scim,
    People,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Switch {
    On,
    Off,
}

impl From<PlanArg> for Plan {
    fn from(arg: PlanArg) -> Self {
        match arg {
            PlanArg::Standard => Self::Standard,
            PlanArg::Advanced => Self::Advanced,
        }
    }
}

impl From<IntervalArg> for Interval {
    fn from(arg: IntervalArg) -> Self {
        match arg {
            IntervalArg::Monthly => Self::Monthly,
            IntervalArg::Yearly => Self::Yearly,
        }
    }
}

impl From<ProfileSyncArg> for ProfileSync {
    fn from(arg: ProfileSyncArg) -> Self {
        match arg {
            ProfileSyncArg::Off => Self::Off,
            ProfileSyncArg::Full => Self::Full,
        }
    }
}

impl From<ScopeArg> for Scope {
    fn from(arg: ScopeArg) -> Self {
        match arg {
            ScopeArg::Scim => Self::Scim,
            ScopeArg::People => Self::People,
        }
    }
}
