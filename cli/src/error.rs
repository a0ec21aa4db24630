//! Why a command failed, in words that say what to do.

use std::fmt;
use std::io;
use std::path::PathBuf;

use rollcall::store::{EntityUse, StoreError};
use rollcall_rules::access::{AccessRefusal, MAX_ROLES, MAX_RULES, RoleId};
use rollcall_rules::brand::BrandError;
use rollcall_rules::departure::NotProven;
use rollcall_rules::entity::MAX_ENTITIES;
use rollcall_rules::export::Flaw;
use rollcall_rules::invitation::InvitationRefusal;
use rollcall_rules::notices::SilenceError;
use rollcall_rules::notices::administrator::MAX_ADMINISTRATORS;
use rollcall_rules::oauth::client::TooManyClients;
use rollcall_rules::oauth::{MethodError, NotRotated};
use rollcall_rules::operator::TooManyOperatorTokens;
use rollcall_rules::place::PlaceRefusal;
use rollcall_rules::resend::TooSoon;
use rollcall_rules::restore::Unrelated;
use rollcall_rules::settings::TermsIncomplete;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::token::TooManyTokens;
use rollcall_rules::unmanaged::Managed;
use rollcall_rules::webhook::NoWebhookSecret;
use rollcall_rules::webhook::endpoint::{WebhookError, WebhookId};

use rollcall_conform::CannotCheck;
use rollcall_local::StartError;

use crate::aws::SettingsFault;
use crate::aws::call::CallError;
use crate::user::import::file::ImportError;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    /// The local system does not start.
    #[error(transparent)]
    Local(#[from] StartError),
    /// The product that mails show is not set as the functions take it.
    #[error(transparent)]
    Brand(#[from] BrandError),
    /// The ready file cannot be written.
    #[error("cannot write the ready file {}", path.display())]
    ReadyFile {
        /// Path of the ready file.
        path: PathBuf,
        /// The file system's answer.
        source: io::Error,
    },
    /// The process cannot be told to stop.
    #[error("cannot wait for a signal")]
    Signal(#[source] io::Error),
    /// Standard output takes nothing, as of a full disk.
    #[error("cannot write the answer to standard output; if it changes anything, that is done")]
    Output(#[source] io::Error),
    /// A token was issued, and nobody can have read it.
    #[error(
        "token {id} was issued, and standard output did not take it: run `rollcall token revoke {holder} {id}`, then \
         issue another"
    )]
    TokenLost {
        /// Who has the token.
        holder: HolderWord,
        /// Id of the token.
        id: String,
        /// Why it was not taken.
        source: io::Error,
    },
    /// A secret was made, and nobody can have read it.
    #[error(
        "a secret of client {client} was made, and standard output did not take it: run `rollcall oauth-client list \
         {tenant}`, revoke the secret or the client, then make another"
    )]
    SecretLost {
        /// The tenant that has the client.
        tenant: TenantId,
        /// Id of the client.
        client: String,
        /// Why it was not taken.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {}", path.display())]
    File {
        /// Path of the file.
        path: PathBuf,
        /// The file system's answer.
        source: io::Error,
    },
    /// An export is written to a folder of its own.
    #[error(
        "{} has something in it: name an empty folder, or one that is not there yet. Files that end in .part are left of an \
         export that was killed; remove them",
        .0.display()
    )]
    FolderNotEmpty(PathBuf),
    /// A folder without a manifest.
    #[error("there is no whole export in {}: it has no manifest.json, which is written last", .0.display())]
    NoExport(PathBuf),
    /// An export that cannot be used.
    #[error(transparent)]
    Export(Flaw),
    /// A tenant has items that this version does not know.
    #[error("the tenant has {0} items that a later version of Rollcall wrote: export it by that version")]
    LaterItems(u64),
    /// Something happened while an export was written.
    #[error(
        "something happened at the tenant while it was exported, so what was read first may not fit what was read last: switch \
         provisioning off there (`rollcall tenant set … --scim off`), wait a minute, and export again"
    )]
    ExportTorn,
    /// The import of another export was broken off.
    #[error(
        "an import of another export of tenant \"{0}\" was broken off here: finish it from that export, or take away what it \
         wrote by `rollcall tenant delete {0}`"
    )]
    OtherArrival(TenantId),
    /// Neither an option nor a variable names the table.
    #[error(
        "no table: give --table NAME, or --stack NAME of a deployed stack, or set TABLE_NAME or ROLLCALL_STACK"
    )]
    NoTableNamed,
    /// A variable is set to nothing.
    #[error("{0} is set, and empty: set it to a name, or unset it")]
    EmptySetting(&'static str),
    /// A variable names what cannot be a name.
    #[error("{setting} is \"{value}\", which {reason}")]
    BadSetting {
        /// The variable.
        setting: &'static str,
        /// Its value.
        value: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The settings of AWS do not do.
    #[error(transparent)]
    Settings(#[from] SettingsFault),
    /// A service was not reached, or says no.
    #[error(transparent)]
    Call(Box<CallError>),
    /// DynamoDB knows no table of that name.
    #[error(
        "there is no table \"{table}\" ({setting}) for {place} in this account: check the name, the account and the region"
    )]
    NoTable {
        /// Name of the table.
        table: String,
        /// The option or variable that names it.
        setting: &'static str,
        /// The service, and where it is.
        place: String,
    },
    /// The table has other keys, or lacks an index.
    #[error(
        "the table \"{table}\" ({setting}) is none of Rollcall's, or is not whole: check the name; `rollcall doctor` checks the table"
    )]
    ForeignTable {
        /// Name of the table.
        table: String,
        /// The option or variable that names it.
        setting: &'static str,
    },
    /// Others change the same thing all the time.
    #[error("somebody else is changing the same at this moment; run this again")]
    Contended,
    /// An item of the table is not as this version writes it.
    #[error(
        "an item of the table cannot be read: `rollcall version` says which layout this version reads; was the stack \
         deployed by a later one?"
    )]
    Malformed(#[source] StoreError),
    /// The operation on the table failed in another way.
    #[error(transparent)]
    Store(StoreError),
    /// The table has no tenant of that id.
    #[error(
        "there is no tenant \"{0}\": `rollcall tenant list` shows all, `rollcall tenant create` makes one"
    )]
    NoTenant(TenantId),
    /// The table has a tenant of that id already.
    #[error("there is a tenant \"{0}\" already: `rollcall tenant set` changes it")]
    TenantExists(TenantId),
    /// The tenant is being deleted, or was.
    #[error(
        "the tenant \"{0}\" is being deleted, or was: `rollcall tenant delete {0}` goes on with that and says how far it is. \
         Its id is not given again"
    )]
    TenantLeft(TenantId),
    /// The name of a tenant that is to be deleted was not given.
    #[error(
        "nothing is deleted: type the tenant's name, as `rollcall tenant show` has it; without a terminal give it as \
         --yes-delete NAME"
    )]
    NotTheName,
    /// A file is no proof of a deletion.
    #[error("{} is no proof of a deletion", path.display())]
    NoProof {
        /// Path of the file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// Path of the file.
        path: PathBuf,
        /// The file system's answer.
        source: io::Error,
    },
    /// A proof shows nothing.
    #[error("not valid: {0}")]
    NotProven(NotProven),
    /// `tenant set` without any option.
    #[error(
        "nothing to set: give at least one of --name, --plan, --scim, --profile-sync, --price-minor, --currency, \
         --billing, --billing-anchor, --no-billing"
    )]
    NothingToSet,
    /// The first terms of a tenant have to be complete.
    #[error(
        "the tenant has no price yet: give all of --price-minor, --currency, --billing and --billing-anchor"
    )]
    TermsIncomplete,
    /// What a tenant's people cost is to be changed in more than the price, and nobody agreed.
    #[error("{0} Nothing was changed: give --yes to go on")]
    BillingNotAgreed(String),
    /// The tenant has as many live tokens as it may have.
    #[error("{0}: `rollcall token list` shows them, `rollcall token revoke` takes one away")]
    TooManyTokens(TooManyTokens),
    /// The operator has as many live tokens as there may be.
    #[error(
        "{0}: `rollcall token list --operator` shows them, `rollcall token revoke --operator` takes one away"
    )]
    TooManyOperatorTokens(TooManyOperatorTokens),
    /// The operator has no token of that id.
    #[error("the operator has no token \"{0}\": `rollcall token list --operator` shows their ids")]
    NoOperatorToken(String),
    /// The tenant has no token of that id.
    #[error("the tenant has no token \"{0}\": `rollcall token list` shows their ids")]
    NoToken(String),
    /// The tenant has as many OAuth clients as it may have.
    #[error("{0}: `rollcall oauth-client list` shows them")]
    TooManyClients(TooManyClients),
    /// The client gets no further secret.
    #[error("{}", not_rotated(*.0))]
    NotRotated(#[from] NotRotated),
    /// A client cannot be made so.
    #[error(transparent)]
    Method(#[from] MethodError),
    /// An option that another method has.
    #[error("{0} is for another --method: `rollcall oauth-client create --help` says for which")]
    OptionOfOtherMethod(&'static str),
    /// The tenant has no OAuth client of that id.
    #[error("the tenant has no OAuth client \"{0}\": `rollcall oauth-client list` shows their ids")]
    NoClient(String),
    /// The client has no secret of that id.
    #[error("the client has no secret \"{0}\": `rollcall oauth-client list` shows their ids")]
    NoSecret(String),
    /// A client's secret was given where the client's id is asked for. It is not repeated.
    #[error("that is a client's secret, and this takes the client's id, which begins with rcc_")]
    SecretForId,
    /// A token was given where its id is asked for. It is not repeated.
    #[error("that is a token, and this takes its id: `rollcall token revoke {holder} {id}`")]
    TokenForId {
        /// Whose token it was said to be.
        holder: HolderWord,
        /// Id of the token.
        id: String,
    },
    /// The terminal does not give an answer.
    #[error("cannot read your answer")]
    NoAnswer(#[source] io::Error),
    /// Another account of the tenant holds the address.
    #[error("an account of this tenant has the address already")]
    AddressTaken,
    /// The person is not the operator's to change.
    #[error(transparent)]
    Managed(Managed),
    /// The tenant has nobody of that id or address.
    #[error(
        "the tenant \"{tenant}\" has nobody of the id or address \"{named}\": `rollcall user create` brings in who is in no directory"
    )]
    NoPerson {
        /// The tenant.
        tenant: TenantId,
        /// What was given.
        named: String,
    },
    /// The tenant has no group of that id or name.
    #[error("the tenant \"{tenant}\" has no group \"{named}\": `rollcall group list {tenant}` shows all")]
    NoGroup {
        /// The tenant.
        tenant: TenantId,
        /// What was given.
        named: String,
    },
    /// The tenant has no entity of that id or name.
    #[error("the tenant has no entity \"{named}\": give the name or the id of one of these: {all}")]
    NoEntity {
        /// What was given.
        named: String,
        /// All that there are.
        all: String,
    },
    /// Several entities can be meant, or there is none.
    #[error("it is not clear which entity is meant: give --entity and the id of one of these: {0}")]
    WhichEntity(String),
    /// The entity is being deleted.
    #[error("the entity is being deleted, or was: choose another one of the tenant \"{0}\"")]
    EntityGone(TenantId),
    /// The tenant is on a plan without it.
    #[error(
        "the tenant is not on the Advanced plan, of which this is part: `rollcall tenant set {0} --plan advanced`"
    )]
    PlanRequired(TenantId),
    /// A rule forbids it to invite somebody, or to change their invitation.
    #[error("{}", invitation_refusal(*.0))]
    Invitation(InvitationRefusal),
    /// A rule forbids it to change a place, or to take it away.
    #[error("the person has no place: no invitation was accepted; `rollcall invitation create` invites them")]
    Place(PlaceRefusal),
    /// The tenant has no role of that id.
    #[error("the tenant \"{tenant}\" has no role \"{role}\": `rollcall role list {tenant}` shows all")]
    NoRole {
        /// The tenant.
        tenant: TenantId,
        /// What was given.
        role: RoleId,
    },
    /// A new role has no name.
    #[error("there is no role \"{0}\" yet: give --display, by which people know it")]
    RoleWithoutName(RoleId),
    /// Roles or rules cannot be so.
    #[error("{}", access_refusal(.0))]
    Access(AccessRefusal),
    /// A role is given by rules.
    #[error(
        "the rules of these groups give the role: {}; `rollcall access-rule set` changes them", .0.join(", ")
    )]
    RoleGiven(Vec<String>),
    /// A preview of a rule that gives nothing, for a group that has none.
    #[error("the group has no rule to preview the end of: give --role, or --invite, or both, to preview one")]
    NothingToPreview,
    /// The tenant has as many entities as it can.
    #[error(
        "the tenant \"{0}\" has {MAX_ENTITIES} entities, which is the most: `rollcall entity delete` takes one away"
    )]
    TooManyEntities(TenantId),
    /// The tenant has as many addresses of administrators as it can have.
    #[error(
        "the tenant \"{0}\" has {MAX_ADMINISTRATORS} addresses of administrators, which is the most: \
         `rollcall administrator remove` takes one away"
    )]
    TooManyAdministrators(TenantId),
    /// A link to an address was asked for too often.
    #[error("a link is mailed once a minute and five times a day to one address: {0}")]
    AdministratorTooSoon(TooSoon),
    /// The tenant has no such address.
    #[error("the tenant has no administrator with the address {0}: `rollcall administrator list` shows all")]
    NoAdministrator(String),
    /// No number of days.
    #[error(transparent)]
    Silence(SilenceError),
    /// The entity is needed.
    #[error("{}", entity_in_use(.0))]
    EntityInUse(EntityUse),
    /// Some were invited and some were not; the answer says why.
    #[error("not invited: {refused} of {of}")]
    NotInvited {
        /// Those who were not.
        refused: usize,
        /// All.
        of: usize,
    },
    /// CloudFormation knows no stack of that name.
    #[error(
        "there is no stack \"{0}\" in this account and region: check --stack or ROLLCALL_STACK, and AWS_REGION"
    )]
    NoStack(String),
    /// The stack says nothing of a table.
    #[error(
        "the stack \"{0}\" has no output TableName: it is none of Rollcall's, or is not deployed yet; `rollcall doctor --stack {0}` says more"
    )]
    NoTableOfStack(String),
    /// The settings lead to a DynamoDB engine on this machine, as those of `rollcall local` do.
    #[error(
        "a stack is deployed to AWS, and these settings lead to a local system: its table is `--table rollcall`, and it \
         needs no doctor. For a stack, unset {0} and set AWS_REGION, or AWS_PROFILE, as for `sam deploy`"
    )]
    LocalSystem(String),
    /// No option and no variable has the token of the server that is to be checked.
    #[error("no token: set SCIM_TOKEN, or give --token")]
    NoScimToken,
    /// A server cannot be checked.
    #[error(transparent)]
    CannotCheck(#[from] CannotCheck),
    /// Somebody ended a run of checks.
    #[error("broken off before the end; there is no report")]
    BrokenOff,
    /// A server does not do all that it is asked for, and the report has said what.
    #[error("checks that failed: {0}")]
    DoesNotConform(usize),
    /// A report cannot be written to its file.
    #[error("cannot write the report to {}", path.display())]
    Report {
        /// Path of the file.
        path: PathBuf,
        /// The file system's answer.
        source: io::Error,
    },
    /// A file of people cannot be imported.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Some lines of a file were not taken; the answer says why.
    #[error("refused: {refused} of {of} lines")]
    LinesRefused {
        /// Those lines.
        refused: usize,
        /// All.
        of: usize,
    },
    /// Nothing of the kind happened at that time.
    #[error("there is no wave \"{0}\": `rollcall wave list` shows them")]
    NoWave(String),
    /// Only deactivations are undone.
    #[error("people who were {0} stay so: only a wave that deactivated them can be undone")]
    NotUndoable(&'static str),
    /// A cursor is not one of the tenant's feed.
    #[error("this is no cursor of the events of tenant \"{0}\": give it as an earlier list or listener did")]
    NoCursor(TenantId),
    /// What comes after a cursor is older than the feed.
    #[error(
        "what comes after this cursor is older than 30 days, and not all there any more: read all users and groups, and \
         begin without --after"
    )]
    CursorExpired,
    /// The signatures' secret is none.
    #[error(transparent)]
    WebhookSecret(#[from] NoWebhookSecret),
    /// A webhook cannot be made so.
    #[error("{}{}", .0, way_out(.0))]
    Webhook(WebhookError),
    /// The operator has no webhook of that id.
    #[error("there is no webhook {0}: `rollcall webhook list` shows their ids")]
    NoWebhook(WebhookId),
    /// The receiver of a webhook did not take a test. What it answered is printed.
    #[error("the receiver of {0} did not take the test")]
    TestNotTaken(WebhookId),
    /// No requests can be sent.
    #[error("requests cannot be sent")]
    HttpClient(#[source] reqwest::Error),
    /// Somebody ended work on many people. What was done until then stays.
    #[error("broken off before the end")]
    WorkBrokenOff,
    /// A table is not restored from itself.
    #[error("--from names the table \"{0}\" itself: name the table that was restored from it")]
    SameTable(String),
    /// Neither table was restored from the other.
    #[error(transparent)]
    Unrelated(Unrelated),
    /// Tenants that a restore brings back, and that are left to a person.
    #[error(
        "left: {tenants} in the table \"{table}\". They were deleted since, and they came there by an import, or nothing else \
         shows that the one table was restored from the other. If it was, run `rollcall tenant delete TENANT --table {table}` \
         for each"
    )]
    TenantsByHand {
        /// Their ids, parted by commas.
        tenants: String,
        /// The restored table.
        table: String,
    },
    /// A report has no such form.
    #[error("the report cannot be written in this form")]
    Unwritable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The doctor found something, and has said what.
    #[error("problems to mend: {0}")]
    Problems(usize),
}

impl CliError {
    /// The code that the command ends with: 2 if it was not said what to do, else 1.
    pub(crate) const fn code(&self) -> u8 {
        match self {
            Self::NoTableNamed | Self::EmptySetting(_) | Self::BadSetting { .. } | Self::WebhookSecret(_) => {
                2
            }
            // What kept a server from being checked is no word on the server.
            Self::NoScimToken | Self::CannotCheck(_) | Self::BrokenOff | Self::Report { .. } => 2,
            _ => 1,
        }
    }

    /// What kind of error it is, in a word for programs.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Local(_) => "localSystemDoesNotStart",
            Self::ReadyFile { .. } | Self::File { .. } => "fileNotWritten",
            Self::Signal(_) | Self::Store(_) => "internal",
            Self::Output(_) => "outputNotWritten",
            Self::TokenLost { .. } => "tokenLost",
            Self::SecretLost { .. } => "secretLost",
            Self::NoTableNamed => "noTableNamed",
            Self::EmptySetting(_) | Self::BadSetting { .. } | Self::Settings(_) | Self::Brand(_) => {
                "settings"
            }
            Self::Call(error) => error.kind(),
            Self::NoTable { .. } => "noTable",
            Self::ForeignTable { .. } => "foreignTable",
            Self::Contended => "contended",
            Self::Malformed(_) => "malformedItem",
            Self::NoTenant(_) => "noTenant",
            Self::TenantExists(_) => "tenantExists",
            Self::TenantLeft(_) => "tenantLeft",
            Self::NotTheName => "notTheName",
            Self::FolderNotEmpty(_) => "folderNotEmpty",
            Self::NoExport(_) => "noExport",
            Self::Export(Flaw::Altered(_) | Flaw::Item { .. }) => "exportAltered",
            Self::Export(Flaw::NoManifest | Flaw::Files(_)) => "noExport",
            Self::Export(Flaw::Format(_) | Flaw::Layout(_)) => "exportOfOtherVersion",
            Self::LaterItems(_) => "laterItems",
            Self::ExportTorn => "exportTorn",
            Self::OtherArrival(_) => "otherImport",
            Self::NoProof { .. } => "noProof",
            Self::Unreadable { .. } => "fileNotRead",
            Self::NotProven(NotProven::Altered) => "proofAltered",
            Self::NotProven(NotProven::OtherTable) => "proofOfOtherTable",
            Self::NothingToSet => "nothingToSet",
            Self::TermsIncomplete => "termsIncomplete",
            Self::BillingNotAgreed(_) => "billingNotAgreed",
            Self::TooManyTokens(_) | Self::TooManyOperatorTokens(_) => "tooManyTokens",
            Self::NoToken(_) | Self::NoOperatorToken(_) => "noToken",
            Self::TooManyClients(_) => "tooManyClients",
            Self::NotRotated(NotRotated::TooManySecrets) => "tooManySecrets",
            Self::NotRotated(NotRotated::WithoutSecret) => "noSecret",
            Self::Method(_) | Self::OptionOfOtherMethod(_) => "method",
            Self::NoClient(_) => "noClient",
            Self::NoSecret(_) => "noSecret",
            Self::SecretForId => "secretForId",
            Self::TokenForId { .. } => "tokenForId",
            Self::NoAnswer(_) => "noAnswer",
            Self::AddressTaken => "addressTaken",
            Self::Managed(_) => "managed",
            Self::NoPerson { .. } => "noPerson",
            Self::NoGroup { .. } => "noGroup",
            Self::NoEntity { .. } | Self::EntityGone(_) => "noEntity",
            Self::WhichEntity(_) => "whichEntity",
            Self::PlanRequired(_) => "planRequired",
            Self::RoleGiven(_) => "roleInUse",
            Self::NothingToPreview => "ruleIncomplete",
            Self::TooManyEntities(_) => "tooMany",
            Self::EntityInUse(_) => "entityInUse",
            Self::TooManyAdministrators(_) => "tooManyAdministrators",
            Self::AdministratorTooSoon(_) => "tooSoon",
            Self::NoAdministrator(_) => "noAdministrator",
            Self::Silence(_) => "usage",
            Self::Invitation(refusal) => match refusal {
                InvitationRefusal::Inactive => "inactive",
                InvitationRefusal::AlreadyInvited => "alreadyInvited",
                InvitationRefusal::AlreadyAccepted => "alreadyAccepted",
                InvitationRefusal::NotInvited => "notInvited",
                InvitationRefusal::TooSoon(_) => "tooSoon",
            },
            Self::Place(PlaceRefusal::None) => "noPlace",
            Self::NoRole { .. } => "noRole",
            Self::RoleWithoutName(_) => "roleWithoutName",
            Self::Access(refusal) => match refusal {
                AccessRefusal::UnknownRole(_) => "noRole",
                AccessRefusal::RoleInUse(_) => "roleInUse",
                AccessRefusal::TooManyRoles | AccessRefusal::TooManyRules => "tooMany",
                AccessRefusal::GivesNothing | AccessRefusal::InviteIncomplete => "ruleIncomplete",
                AccessRefusal::NoRule(_) => "noRule",
                AccessRefusal::OrderIncomplete => "orderIncomplete",
            },
            Self::NotInvited { .. } | Self::LinesRefused { .. } => "refused",
            Self::NoStack(_) => "noStack",
            Self::NoTableOfStack(_) => "noTableOfStack",
            Self::LocalSystem(_) => "localSystem",
            Self::Problems(_) => "problems",
            Self::NoScimToken => "noScimToken",
            Self::CannotCheck(_) => "cannotCheck",
            Self::BrokenOff | Self::WorkBrokenOff => "brokenOff",
            Self::SameTable(_) => "sameTable",
            Self::Unrelated(_) => "unrelatedTables",
            Self::TenantsByHand { .. } => "tenantsByHand",
            Self::NoWave(_) => "noWave",
            Self::NotUndoable(_) => "notUndone",
            Self::NoCursor(_) => "noCursor",
            Self::CursorExpired => "cursorExpired",
            Self::WebhookSecret(_) => "settings",
            Self::Webhook(WebhookError::TooMany) => "tooManyWebhooks",
            Self::Webhook(WebhookError::Url | WebhookError::Description | WebhookError::Kind(_)) => "webhook",
            Self::TestNotTaken(_) => "testNotTaken",
            Self::NoWebhook(_) => "noWebhook",
            Self::HttpClient(_) => "internal",
            Self::Import(_) => "notImported",
            Self::DoesNotConform(_) => "doesNotConform",
            Self::Report { .. } => "fileNotWritten",
            Self::Unwritable(_) => "internal",
        }
    }
}

// Not `#[from]`: that makes a refusal the source of its own text, and it would be told twice.
/// Who has a token, as `rollcall token` takes it: the id of a tenant, or `--operator`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HolderWord(Option<TenantId>);

impl From<Option<TenantId>> for HolderWord {
    fn from(tenant: Option<TenantId>) -> Self {
        Self(tenant)
    }
}

impl fmt::Display for HolderWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(tenant) => tenant.fmt(f),
            None => f.write_str("--operator"),
        }
    }
}

impl From<TermsIncomplete> for CliError {
    fn from(_: TermsIncomplete) -> Self {
        Self::TermsIncomplete
    }
}

/// What to do if a webhook cannot be made so, after what is wrong.
const fn way_out(error: &WebhookError) -> &'static str {
    match error {
        WebhookError::Url | WebhookError::Description => "",
        WebhookError::Kind(_) => ": docs/events.md has all kinds",
        WebhookError::TooMany => {
            ": `rollcall webhook list` shows them, `rollcall webhook remove` takes one away"
        }
    }
}

impl From<WebhookError> for CliError {
    fn from(error: WebhookError) -> Self {
        Self::Webhook(error)
    }
}

impl From<TooManyOperatorTokens> for CliError {
    fn from(refusal: TooManyOperatorTokens) -> Self {
        Self::TooManyOperatorTokens(refusal)
    }
}

impl From<TooManyTokens> for CliError {
    fn from(refusal: TooManyTokens) -> Self {
        Self::TooManyTokens(refusal)
    }
}

impl From<TooManyClients> for CliError {
    fn from(refusal: TooManyClients) -> Self {
        Self::TooManyClients(refusal)
    }
}

impl From<InvitationRefusal> for CliError {
    fn from(refusal: InvitationRefusal) -> Self {
        Self::Invitation(refusal)
    }
}

impl From<Managed> for CliError {
    fn from(managed: Managed) -> Self {
        Self::Managed(managed)
    }
}

impl From<PlaceRefusal> for CliError {
    fn from(refusal: PlaceRefusal) -> Self {
        Self::Place(refusal)
    }
}

impl From<AccessRefusal> for CliError {
    fn from(refusal: AccessRefusal) -> Self {
        Self::Access(refusal)
    }
}

/// Why an entity stays, with the command that helps.
fn entity_in_use(used: &EntityUse) -> &'static str {
    match used {
        EntityUse::People => {
            "somebody is invited to the entity, or has accepted that: `rollcall place` and `rollcall invitation` change it"
        }
        EntityUse::Rule => {
            "an access rule invites to the entity: `rollcall access-rule set` changes the rule"
        }
        EntityUse::Unknown => {
            "there are too many people to find out in time whether somebody belongs to the entity: run this again"
        }
    }
}

/// Why a client gets no further secret, with the command that helps.
fn not_rotated(refusal: NotRotated) -> String {
    match refusal {
        NotRotated::TooManySecrets => {
            format!("{refusal}: `rollcall oauth-client revoke … --secret ID` takes one away")
        }
        NotRotated::WithoutSecret => refusal.to_string(),
    }
}

/// Why somebody is not invited, with the command that helps.
fn invitation_refusal(refusal: InvitationRefusal) -> String {
    match refusal {
        InvitationRefusal::Inactive => "the person is deactivated: the directory has to assign them again first".to_owned(),
        InvitationRefusal::AlreadyInvited => {
            "the person is invited already: `rollcall invitation resend` sends it again, `rollcall invitation revoke` takes it back"
                .to_owned()
        }
        InvitationRefusal::AlreadyAccepted => {
            "the person has accepted already: `rollcall place set` changes their place, `rollcall place remove` takes it away"
                .to_owned()
        }
        InvitationRefusal::NotInvited => "the person has no invitation: `rollcall invitation create` makes one".to_owned(),
        InvitationRefusal::TooSoon(soon) => format!("it was mailed a moment ago, or too often today: {soon}"),
    }
}

/// Why roles or rules cannot be so, with the command that helps.
fn access_refusal(refusal: &AccessRefusal) -> String {
    match refusal {
        AccessRefusal::UnknownRole(role) => {
            format!("there is no role \"{role}\": `rollcall role set` declares it")
        }
        AccessRefusal::RoleInUse(groups) => {
            let groups: Vec<_> = groups.iter().map(ToString::to_string).collect();
            format!(
                "the rules of these groups give the role: {}; `rollcall access-rule set` changes them",
                groups.join(", ")
            )
        }
        AccessRefusal::TooManyRoles => {
            format!(
                "the tenant has {MAX_ROLES} roles, which is the most: `rollcall role delete` takes one away"
            )
        }
        AccessRefusal::TooManyRules => {
            format!(
                "the tenant has {MAX_RULES} rules, which is the most: `rollcall access-rule delete` takes one away"
            )
        }
        AccessRefusal::GivesNothing => "the rule gives nothing: give --role, or --invite, or both".to_owned(),
        AccessRefusal::InviteIncomplete => "a rule that invites needs --entity and --card-access".to_owned(),
        AccessRefusal::NoRule(_) => "the group has no rule: `rollcall access-rule set` makes one".to_owned(),
        AccessRefusal::OrderIncomplete => {
            "name the group of each rule once: `rollcall access-rule list` shows them".to_owned()
        }
    }
}
