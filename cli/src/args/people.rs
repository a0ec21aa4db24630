//! The commands on a tenant's people: groups, entities, invitations, places.

use std::fmt;

use clap::{Args, Subcommand, ValueEnum};
use rollcall_rules::address::AddressKey;
use rollcall_rules::entity::{EntityId, EntityName, EntityNameError};
use rollcall_rules::group::{GroupId, GroupName, GroupNameError};
use rollcall_rules::invitation::{CardAccess, InvitationState};
use rollcall_rules::portal::{AdminName, AdminNameError};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::UserId;

use super::TableArgs;

/// A person, as the command line names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PersonArg {
    /// By the account's id.
    Id(UserId),
    /// By an address of theirs.
    Address(AddressKey),
}

impl fmt::Display for PersonArg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(f),
            Self::Address(address) => f.write_str(address.as_str()),
        }
    }
}

impl PersonArg {
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let address = || AddressKey::sought(text).filter(|_| text.contains('@')).map(Self::Address);
        let named = UserId::parse(text).map(Self::Id).or_else(address);
        named.ok_or("neither the id of a person, which is a UUID in lower case, nor an address")
    }
}

/// An entity, as the command line names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EntityArg {
    /// By its id.
    Id(EntityId),
    /// By its name.
    Name(EntityName),
}

impl EntityArg {
    pub(super) fn parse(text: &str) -> Result<Self, EntityNameError> {
        EntityId::parse(text).map_or_else(|| EntityName::parse(text).map(Self::Name), |id| Ok(Self::Id(id)))
    }
}

/// A group, as the command line names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GroupArg {
    /// By its id.
    Id(GroupId),
    /// By its name.
    Name(GroupName),
}

impl GroupArg {
    pub(super) fn parse(text: &str) -> Result<Self, GroupNameError> {
        GroupId::parse(text).map_or_else(|| GroupName::parse(text).map(Self::Name), |id| Ok(Self::Id(id)))
    }
}

/// The table and the tenant whose people a command is about.
#[derive(Debug, Args)]
pub(crate) struct OfTenant {
    #[command(flatten)]
    pub(crate) table: TableArgs,
    /// Id of the tenant
    #[arg(value_parser = TenantId::parse)]
    pub(crate) tenant: TenantId,
}

/// The words after `rollcall group`.
#[derive(Debug, Subcommand)]
pub(crate) enum GroupCommand {
    /// List the groups of the tenant's directory
    List {
        #[command(flatten)]
        of: OfTenant,
    },
    /// Show a group, and how many people are in it
    Show {
        #[command(flatten)]
        of: OfTenant,
        /// Id or name of the group
        #[arg(value_parser = GroupArg::parse)]
        group: GroupArg,
    },
    /// List the people who are in a group, the blocked among them
    Members {
        #[command(flatten)]
        of: OfTenant,
        /// Id or name of the group
        #[arg(value_parser = GroupArg::parse)]
        group: GroupArg,
    },
}

/// The words after `rollcall entity`.
#[derive(Debug, Subcommand)]
pub(crate) enum EntityCommand {
    /// List the entities of a tenant: a new tenant has one, which has its name
    List {
        #[command(flatten)]
        of: OfTenant,
    },
    /// Make another entity: a tenant has a hundred at most
    Create {
        #[command(flatten)]
        of: OfTenant,
        /// Its name: one line
        #[arg(value_parser = entity_name)]
        name: EntityName,
    },
    /// Give an entity another name; invitations that were sent keep the name that it had
    Rename {
        #[command(flatten)]
        of: OfTenant,
        /// Id or name of the entity
        #[arg(value_parser = EntityArg::parse)]
        entity: EntityArg,
        /// Its new name
        #[arg(value_parser = entity_name)]
        name: EntityName,
    },
    /// Delete an entity to which nobody is invited and no access rule invites
    Delete {
        #[command(flatten)]
        of: OfTenant,
        /// Id or name of the entity
        #[arg(value_parser = EntityArg::parse)]
        entity: EntityArg,
    },
}

fn entity_name(text: &str) -> Result<EntityName, EntityNameError> {
    EntityName::parse(text)
}

/// The words after `rollcall invitation`.
#[derive(Debug, Subcommand)]
pub(crate) enum InvitationCommand {
    /// Invite people to an entity, each by themselves: one who is refused holds up nobody
    Create {
        #[command(flatten)]
        of: OfTenant,
        /// Id or address of each person
        #[arg(required = true, value_name = "PERSON", value_parser = PersonArg::parse)]
        people: Vec<PersonArg>,
        /// What they get
        #[arg(long)]
        card_access: CardAccessArg,
        /// Id or name of the entity [default: the only one that the tenant has]
        #[arg(long, value_parser = EntityArg::parse)]
        entity: Option<EntityArg>,
        /// Who invites them, as their mails say it [default: the tenant does]
        #[arg(long, value_name = "NAME", value_parser = AdminName::parse as fn(&str) -> Result<AdminName, AdminNameError>)]
        invited_by: Option<AdminName>,
        /// Days that the link of the mail works [default: those of the stack, or 7 with --table]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=30))]
        link_days: Option<u16>,
    },
    /// List the people who were invited, and what became of it
    List {
        #[command(flatten)]
        of: OfTenant,
        /// Only invitations of this state
        #[arg(long)]
        state: Option<StateArg>,
    },
    /// Mail an invitation once more, live or expired, with a new link: once a minute, five times a day
    Resend {
        #[command(flatten)]
        of: OfTenant,
        /// Id or address of the person
        #[arg(value_parser = PersonArg::parse)]
        person: PersonArg,
    },
    /// Take an invitation back, live or expired: its links stop working
    Revoke {
        #[command(flatten)]
        of: OfTenant,
        /// Id or address of the person
        #[arg(value_parser = PersonArg::parse)]
        person: PersonArg,
    },
}

/// The words after `rollcall place`.
#[derive(Debug, Subcommand)]
pub(crate) enum PlaceCommand {
    /// Give a person who accepted an invitation another entity or card access; it holds at once
    Set {
        #[command(flatten)]
        of: OfTenant,
        /// Id or address of the person
        #[arg(value_parser = PersonArg::parse)]
        person: PersonArg,
        #[command(flatten)]
        place: PlaceArgs,
    },
    /// Take a person's place away: they are billed no further, and can be invited again
    Remove {
        #[command(flatten)]
        of: OfTenant,
        /// Id or address of the person
        #[arg(value_parser = PersonArg::parse)]
        person: PersonArg,
    },
}

/// What of a place is to be another. What is not given stays.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct PlaceArgs {
    /// Id or name of the entity [default: it stays]
    #[arg(long, value_parser = EntityArg::parse)]
    pub(crate) entity: Option<EntityArg>,
    /// What they get [default: it stays]
    #[arg(long)]
    pub(crate) card_access: Option<CardAccessArg>,
}

/// A [`CardAccess`], as an option takes it. Its words are those of the people API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum CardAccessArg {
    Card,
    CardAndReimbursement,
    ReimbursementOnly,
}

/// An [`InvitationState`], as an option takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StateArg {
    Sent,
    Accepted,
    Expired,
    Revoked,
    Ended,
}

impl From<CardAccessArg> for CardAccess {
    fn from(arg: CardAccessArg) -> Self {
        match arg {
            CardAccessArg::Card => Self::Card,
            CardAccessArg::CardAndReimbursement => Self::CardAndReimbursement,
            CardAccessArg::ReimbursementOnly => Self::ReimbursementOnly,
        }
    }
}

impl From<StateArg> for InvitationState {
    fn from(arg: StateArg) -> Self {
        match arg {
            StateArg::Sent => Self::Sent,
            StateArg::Accepted => Self::Accepted,
            StateArg::Expired => Self::Expired,
            StateArg::Revoked => Self::Revoked,
            StateArg::Ended => Self::Ended,
        }
    }
}
