//! The command line: commands, arguments and options. Their doc comments are the help texts.

pub(crate) mod access;
pub(crate) mod administrator;
pub(crate) mod conform;
pub(crate) mod events;
pub(crate) mod oauth_client;
pub(crate) mod people;
pub(crate) mod restore;
pub(crate) mod trace;
pub(crate) mod user;
pub(crate) mod wave;
pub(crate) mod webhook;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use rollcall_rules::billing::{Currency, Interval};
use rollcall_rules::settings::{self, MAX_PRICE_MINOR, NewTerms, Settings, TermsParts};
use rollcall_rules::tenant::{self, Plan, ProfileSync, TenantId};
use rollcall_rules::token::{self, Scope};

use access::{AccessRuleCommand, RoleCommand};
use people::{EntityCommand, GroupCommand, InvitationCommand, PlaceCommand};
use trace::TraceArgs;
use user::UserCommand;
use wave::WaveCommand;

/// SCIM user provisioning over one DynamoDB table
#[derive(Debug, Parser)]
#[command(name = "rollcall", version, arg_required_else_help = true)]
pub(crate) struct Cli {
    /// The command with its own arguments.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The first word after `rollcall`.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the whole system on this machine, with a demo tenant to try
    ///
    /// Mails and pages carry your product if PRODUCT_NAME is set, and PRODUCT_URL, SUPPORT_ADDRESS, LOGO_URL or
    /// BRAND_COLOR, as the template's parameters of like names do for a deployed stack.
    Local(LocalArgs),
    /// Manage tenants: the operator's customers, their plans and settings
    #[command(subcommand)]
    Tenant(TenantCommand),
    /// Manage the tokens of directories and backends
    #[command(subcommand)]
    Token(TokenCommand),
    /// Manage the OAuth clients of directories, which get tokens for an hour
    #[command(subcommand, name = "oauth-client")]
    OAuthClient(oauth_client::OAuthClientCommand),
    /// Manage the addresses that are told before a directory can no longer connect
    #[command(subcommand)]
    Administrator(administrator::AdministratorCommand),
    /// Bring in accounts that the product has already; list, correct, block, restore and delete people
    #[command(subcommand)]
    User(UserCommand),
    /// Say what became of somebody: active, blocked or deleted, since when, by whom and why
    ///
    /// Whoever was deleted is found for 90 days, by an address too, though no address is kept.
    Trace(TraceArgs),
    /// Show the groups of a tenant's directory, and who is in them
    #[command(subcommand)]
    Group(GroupCommand),
    /// Declare the roles that people can have
    #[command(subcommand)]
    Role(RoleCommand),
    /// Say what the people of a group get: a role, an invitation, or both
    #[command(subcommand)]
    AccessRule(AccessRuleCommand),
    /// Invite people to an entity, and look after their invitations
    #[command(subcommand)]
    Invitation(InvitationCommand),
    /// Manage the legal units of a tenant to which people are invited
    #[command(subcommand)]
    Entity(EntityCommand),
    /// Change the places of people who accepted an invitation, or take them away
    #[command(subcommand)]
    Place(PlaceCommand),
    /// Find changes of many people at once, and undo deactivations that were a mistake
    #[command(subcommand)]
    Wave(WaveCommand),
    /// Restore a backup without bringing back who was deleted since
    #[command(subcommand)]
    Restore(restore::RestoreCommand),
    /// Follow what happens at a tenant: the events that your product is told
    #[command(subcommand)]
    Events(events::EventsCommand),
    /// Manage your webhooks: URLs to which is sent what happens at all tenants
    #[command(subcommand)]
    Webhook(webhook::WebhookCommand),
    /// Check a deployed stack and say what to mend; changes nothing
    Doctor(DoctorArgs),
    /// Check any SCIM server by what Okta's and Entra's catalogues, profiles and RFCs ask
    ///
    /// It makes people and groups of its own, whose names begin with `rollcall-conform-`, and takes them away again in the
    /// end, after an interruption too. Use a tenant that is made for tests.
    Conform(conform::ConformArgs),
    /// Show the version, the commit that it was built from, and the layout of the table that it reads
    Version {
        /// Print the answer as JSON
        #[arg(long)]
        json: bool,
    },
    /// Print a script that completes commands and options in your shell
    Completions {
        /// The shell that reads the script
        shell: Shell,
    },
    /// Print the manual page, or write those of all commands
    Man {
        /// Directory to write all pages to, one for each command
        #[arg(long, value_name = "DIR", value_parser = path)]
        dir: Option<PathBuf>,
    },
}

/// A shell for which there are completions.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Fish,
    Zsh,
}

/// Options of `rollcall local`.
#[derive(Debug, Args)]
pub(crate) struct LocalArgs {
    /// Directory of the data; a later start with the same directory goes on with it
    #[arg(long, value_name = "DIR", default_value = ".rollcall", value_parser = path)]
    pub(crate) data_dir: PathBuf,
    /// Port of the API, on 127.0.0.1 only; 0 takes any free port
    #[arg(long, value_name = "N", default_value_t = 8080)]
    pub(crate) port: u16,
    /// Address of the table for DynamoDB clients; everybody who reaches it may change everything in it [default: the
    /// port after --port, on 127.0.0.1]
    #[arg(long, value_name = "ADDRESS:PORT", value_parser = one_address)]
    pub(crate) dynamodb_listen: Option<SocketAddr>,
    // For tests alone, so the help does without.
    /// URL by which the functions reach the table: that of a proxy, which may let requests fail [default: directly]
    #[arg(long, value_name = "URL", hide = true)]
    pub(crate) dynamodb_endpoint: Option<String>,
    /// File to write when everything answers: its URLs and tokens, as JSON
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) ready_file: Option<PathBuf>,
    /// Time at which the clock starts [default: the real time]
    #[arg(long, value_name = "RFC3339")]
    pub(crate) now: Option<Timestamp>,
}

/// One address of this machine. All addresses at once (0.0.0.0) would open the table to every network by mistake.
fn one_address(text: &str) -> Result<SocketAddr, String> {
    let address: SocketAddr = text.parse().map_err(|_| "not an IP address with a port".to_owned())?;
    if address.ip().is_unspecified() {
        return Err("that is every address of this machine: name the one that is meant".to_owned());
    }
    Ok(address)
}

/// Options of all commands that work on a table. Variables are read in `target`: an option goes before both of them.
#[derive(Debug, Args)]
pub(crate) struct TableArgs {
    /// Name of the DynamoDB table; region, credentials and endpoint come from the usual AWS settings [env: TABLE_NAME]
    #[arg(long, value_name = "NAME", value_parser = table_name)]
    pub(crate) table: Option<String>,
    /// Name of the deployed stack that has the table, in place of --table [env: ROLLCALL_STACK]
    #[arg(long, value_name = "NAME", value_parser = stack_name, conflicts_with = "table")]
    pub(crate) stack: Option<String>,
    /// Print the answer as JSON, and an error too
    #[arg(long)]
    pub(crate) json: bool,
}

/// A path with something in it.
pub(crate) fn path(text: &str) -> Result<PathBuf, String> {
    if text.is_empty() { Err("is empty: name a path".to_owned()) } else { Ok(PathBuf::from(text)) }
}

/// What DynamoDB takes for a table's name, or for its ARN. What is wrong follows the name.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn table_name(text: &str) -> Result<String, String> {
    resource_name(text, "table", "_.-", "letters, digits, `_`, `.` and `-`")
}

/// What CloudFormation takes for a stack's name, or for its ARN. What is wrong follows the name.
///
/// # Errors
///
/// What is wrong with it.
pub(crate) fn stack_name(text: &str) -> Result<String, String> {
    resource_name(text, "stack", "-", "letters, digits and `-`")
}

/// The name of a resource, or its ARN, of letters, digits and `marks`, which `parts` says in words.
fn resource_name(text: &str, resource: &str, marks: &str, parts: &str) -> Result<String, String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || marks.contains(c);
    let name = if text.starts_with("arn:") { text.replace([':', '/'], "") } else { text.to_owned() };
    if name.is_empty() {
        Err(format!("is empty: name the {resource}"))
    } else if name.chars().all(is_part) && text.len() <= 1_024 {
        Ok(text.to_owned())
    } else {
        Err(format!("is no name of a {resource}: those have {parts}"))
    }
}

/// The words after `rollcall tenant`.
#[derive(Debug, Subcommand)]
pub(crate) enum TenantCommand {
    /// Make a new tenant, with a first entity
    Create {
        #[command(flatten)]
        table: TableArgs,
        /// 1 to 40 lower-case letters, digits and hyphens
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
        #[command(flatten)]
        settings: SettingsArgs,
    },
    /// Change a tenant's plan or settings
    Set {
        #[command(flatten)]
        table: TableArgs,
        /// Id of the tenant
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
        #[command(flatten)]
        settings: SettingsArgs,
        /// Change plan, currency or periods of a tenant with a price, or end billing, without asking
        #[arg(long)]
        yes: bool,
    },
    /// Show a tenant, its tokens included
    Show {
        #[command(flatten)]
        table: TableArgs,
        /// Id of the tenant
        #[arg(value_parser = TenantId::parse)]
        tenant: TenantId,
    },
    /// List all tenants with their plans and names
    List {
        #[command(flatten)]
        table: TableArgs,
    },
    /// Write all that a tenant has into a folder: for a customer who leaves, and to move a tenant to another stack
    ///
    /// People and groups are there as SCIM shows them, with their history and events, and all items as they are in the
    /// table: with hashes of tokens and secrets, never one itself, and with the keys that sign OAuth access tokens. The
    /// whole table is looked through, at a pace that leaves room for others. Whoever may read the folder reads all of the
    /// customer's people.
    Export(ExportArgs),
    /// Say whether an export is whole: all files as they were written, and each item as its kind
    VerifyExport {
        /// Folder of the export
        #[arg(value_name = "DIR", value_parser = path)]
        dir: PathBuf,
        /// Print the answer as JSON, and an error too
        #[arg(long)]
        json: bool,
    },
    /// Bring in a tenant that was exported at another stack, with the same ids, tokens, history and due deletions
    ///
    /// The export is verified first. The tenant's record is written last, so nobody gets in before all is there. What
    /// was broken off is gone on with when it is run again.
    Import(ImportArgs),
    /// Delete a tenant with all that it has: people, groups, history, billing lines; for good
    ///
    /// Access ends at once. The whole table is then looked through, at a pace that leaves room for others, and once more a
    /// minute after the start. What was broken off is gone on with when it is run again. The id is not given to another
    /// tenant.
    Delete(DeleteArgs),
    /// Say whether a proof of a deletion is as `rollcall tenant delete` wrote it, by the table that it deleted from
    VerifyProof {
        #[command(flatten)]
        table: TableArgs,
        /// The proof
        #[arg(value_name = "FILE", value_parser = path)]
        file: PathBuf,
    },
}

/// See [`TenantCommand::Export`].
#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Id of the tenant
    #[arg(value_parser = TenantId::parse)]
    pub(crate) tenant: TenantId,
    /// Folder to write to: an empty one, or one that is made
    #[arg(long, value_name = "DIR", value_parser = path)]
    pub(crate) to: PathBuf,
}

/// See [`TenantCommand::Import`].
#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Folder of the export
    #[arg(value_name = "DIR", value_parser = path)]
    pub(crate) dir: PathBuf,
    /// Only verify the export, and say whether the tenant can come
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// See [`TenantCommand::Delete`].
#[derive(Debug, Args)]
pub(crate) struct DeleteArgs {
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Id of the tenant
    #[arg(value_parser = TenantId::parse)]
    pub(crate) tenant: TenantId,
    /// Only count what would be deleted
    #[arg(long, conflicts_with_all = ["yes_delete", "proof"])]
    pub(crate) dry_run: bool,
    /// Name of the tenant, to delete it without being asked
    #[arg(long, value_name = "NAME")]
    pub(crate) yes_delete: Option<String>,
    /// Write the proof of the deletion to this file
    #[arg(long, value_name = "FILE", value_parser = path)]
    pub(crate) proof: Option<PathBuf>,
    // For tests alone, so the help does without.
    /// Seconds from the first write to the last look
    #[arg(long, value_name = "N", default_value_t = 60, hide = true)]
    pub(crate) last_look_after: u32,
}

/// Options of `rollcall doctor`.
#[derive(Debug, Args)]
pub(crate) struct DoctorArgs {
    /// Name of the stack; region, credentials and endpoint come from the usual AWS settings
    #[arg(long, env = "ROLLCALL_STACK", value_name = "NAME", default_value = "rollcall", value_parser = stack_name)]
    pub(crate) stack: String,
    /// How many people a directory may change at once, 100 million at most
    #[arg(long, value_name = "N", default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(1..=100_000_000))]
    pub(crate) burst: u32,
    /// Print for each finding the commands that mend it, as a script to read; it runs none of them
    #[arg(long)]
    pub(crate) fix: bool,
    /// Print the answer as JSON, and an error too
    #[arg(long)]
    pub(crate) json: bool,
}

/// A tenant's settings. An option that is not given keeps its value, or for a new tenant has its default.
#[derive(Debug, Args)]
pub(crate) struct SettingsArgs {
    /// Name of the tenant in mails and pages [default for a new tenant: its id]
    #[arg(long, value_parser = tenant::parse_name)]
    pub(crate) name: Option<String>,
    /// Plan of the tenant; only `advanced` has SCIM [default for a new tenant: standard]
    #[arg(long)]
    pub(crate) plan: Option<PlanArg>,
    /// Whether the tenant's directory may provision [default for a new tenant: on]
    #[arg(long)]
    pub(crate) scim: Option<Switch>,
    /// Whether profiles follow the directory (full) or stay as first sent (off) [default for a new tenant: off]
    #[arg(long)]
    pub(crate) profile_sync: Option<ProfileSyncArg>,
    #[command(flatten)]
    pub(crate) terms: TermsArgs,
}

/// What a tenant's people cost. A tenant without a price needs all four; later each can be changed by itself.
#[derive(Debug, Args)]
pub(crate) struct TermsArgs {
    /// Price of one person for a whole period, in minor units: cents of the euro, whole yen
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=MAX_PRICE_MINOR))]
    pub(crate) price_minor: Option<u64>,
    /// Currency of the price (ISO 4217), such as EUR
    #[arg(long, value_name = "CODE", value_parser = Currency::parse)]
    pub(crate) currency: Option<Currency>,
    /// Length of a billing period
    #[arg(long, value_name = "INTERVAL")]
    pub(crate) billing: Option<IntervalArg>,
    /// First day of any period; all other periods follow from it
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = settings::parse_anchor)]
    pub(crate) billing_anchor: Option<Date>,
    /// End billing; lines that exist already stay
    #[arg(long, conflicts_with_all = ["price_minor", "currency", "billing", "billing_anchor"])]
    pub(crate) no_billing: bool,
}

impl From<&SettingsArgs> for Settings {
    fn from(args: &SettingsArgs) -> Self {
        Self {
            name: args.name.clone(),
            plan: args.plan.map(Plan::from),
            scim_enabled: args.scim.map(|scim| scim == Switch::On),
            profile_sync: args.profile_sync.map(ProfileSync::from),
            terms: args.terms.new_terms(),
        }
    }
}

impl TermsArgs {
    /// `None`: nothing is said of them.
    fn new_terms(&self) -> Option<NewTerms> {
        if self.no_billing {
            return Some(NewTerms::Nothing);
        }
        let parts = TermsParts {
            interval: self.billing.map(Interval::from),
            anchor: self.billing_anchor,
            price_minor: self.price_minor,
            currency: self.currency,
        };
        (parts != TermsParts::default()).then_some(NewTerms::Parts(parts))
    }
}

/// The words after `rollcall token`.
#[derive(Debug, Subcommand)]
pub(crate) enum TokenCommand {
    /// Issue a token; it is shown only this once
    Issue {
        #[command(flatten)]
        table: TableArgs,
        #[command(flatten)]
        holder: TokenHolder,
        /// The API that it opens: scim for the directory, people for the operator's backend
        #[arg(long, required_unless_present = "operator", conflicts_with = "operator")]
        scope: Option<ScopeArg>,
        /// Days until it expires [default: it does not expire]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=3650))]
        expires_in_days: Option<u32>,
        /// A note for people, such as the token's use
        #[arg(long, visible_alias = "name", value_name = "TEXT", value_parser = token::parse_label)]
        label: Option<String>,
    },
    /// List the tokens of a tenant or of the operator, without their secrets
    List {
        #[command(flatten)]
        table: TableArgs,
        #[command(flatten)]
        holder: TokenHolder,
    },
    /// Revoke a token; portal links and sessions that it opened end with it
    #[command(allow_missing_positional = true)]
    Revoke {
        #[command(flatten)]
        table: TableArgs,
        #[command(flatten)]
        holder: TokenHolder,
        /// Id of the token, as `rollcall token list` shows it
        #[arg(required = true, value_parser = NonEmptyStringValueParser::new())]
        id: String,
        /// Revoke the tokens and OAuth clients that were made by this people token or in its portal sessions, too
        #[arg(long, conflicts_with = "operator")]
        with_made: bool,
    },
}

/// Whose tokens a command is about.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct TokenHolder {
    /// Id of the tenant
    #[arg(value_parser = TenantId::parse)]
    tenant: Option<TenantId>,
    /// In place of a tenant: the operator's own tokens, each of which opens the operator API for all tenants
    #[arg(long)]
    operator: bool,
}

impl TokenHolder {
    /// The tenant; `None`: the operator.
    pub(crate) fn tenant(self) -> Option<TenantId> {
        self.tenant
    }
}

/// A [`Plan`], as an option takes it.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum PlanArg {
    Standard,
    Advanced,
}

/// An [`Interval`], as an option takes it.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum IntervalArg {
    Monthly,
    Yearly,
}

/// A [`ProfileSync`], as an option takes it.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ProfileSyncArg {
    Off,
    Full,
}

/// A [`Scope`], as an option takes it.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ScopeArg {
    Scim,
    People,
}

/// A setting that is switched on or off.
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
