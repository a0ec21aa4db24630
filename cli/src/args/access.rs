//! The commands on what the people of a group get: roles and access rules.

use clap::{Args, Subcommand, ValueEnum};
use rollcall_rules::access::{
    RoleDescription, RoleDescriptionError, RoleId, RoleIdError, RoleName, RoleNameError, RolesFrom,
};

use super::people::{CardAccessArg, EntityArg, GroupArg, OfTenant};

/// A description, as an option takes it: an empty one is none.
#[derive(Debug, Clone)]
pub(crate) struct DescriptionArg(pub(crate) Option<RoleDescription>);

impl DescriptionArg {
    fn parse(text: &str) -> Result<Self, RoleDescriptionError> {
        RoleDescription::parse(text).map(Self)
    }
}

fn role_id(text: &str) -> Result<RoleId, RoleIdError> {
    RoleId::parse(text)
}

fn role_name(text: &str) -> Result<RoleName, RoleNameError> {
    RoleName::parse(text)
}

/// The words after `rollcall role`.
#[derive(Debug, Subcommand)]
pub(crate) enum RoleCommand {
    /// List the roles that are declared
    List {
        #[command(flatten)]
        of: OfTenant,
    },
    /// Declare a role, or change its name or its description
    Set {
        #[command(flatten)]
        of: OfTenant,
        /// By which your product knows the role: 1 to 64 letters, digits, `.`, `_`, `-` and `:`
        #[arg(value_parser = role_id)]
        role: RoleId,
        /// By which people know the role [default: it stays; a new role needs one]
        #[arg(long, value_name = "NAME", value_parser = role_name)]
        display: Option<RoleName>,
        /// What it lets people do; an empty text takes it away [default: it stays]
        #[arg(long, value_name = "TEXT", value_parser = DescriptionArg::parse)]
        description: Option<DescriptionArg>,
    },
    /// Show or choose who says which roles people have: the rules of their groups, or the directory by `roles`
    From {
        #[command(flatten)]
        of: OfTenant,
        /// Who says it from now on; those who lose a role by that lose it at once [default: only show it]
        from: Option<RolesFromArg>,
    },
    /// Delete a role that no access rule gives
    Delete {
        #[command(flatten)]
        of: OfTenant,
        /// Id of the role
        #[arg(value_parser = role_id)]
        role: RoleId,
    },
}

/// A [`RolesFrom`], as the command line takes it. Its words are those of the people API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RolesFromArg {
    /// The access rules of a person's groups
    Groups,
    /// The directory, as `roles` of a user
    Directory,
}

impl From<RolesFromArg> for RolesFrom {
    fn from(arg: RolesFromArg) -> Self {
        match arg {
            RolesFromArg::Groups => Self::Groups,
            RolesFromArg::Directory => Self::Directory,
        }
    }
}

/// The words after `rollcall access-rule`.
#[derive(Debug, Subcommand)]
pub(crate) enum AccessRuleCommand {
    /// List the rules in their order, and how far a changed one is applied
    List {
        #[command(flatten)]
        of: OfTenant,
    },
    /// Say what the people of a group get, in place of what they got before
    Set {
        #[command(flatten)]
        of: OfTenant,
        /// Id or name of the group
        #[arg(value_parser = GroupArg::parse)]
        group: GroupArg,
        #[command(flatten)]
        rule: RuleArgs,
    },
    /// Take the rule of a group away; nobody loses a place
    Delete {
        #[command(flatten)]
        of: OfTenant,
        /// Id or name of the group
        #[arg(value_parser = GroupArg::parse)]
        group: GroupArg,
    },
    /// Put the rules into another order: of those that invite, the first of a person's groups counts
    Order {
        #[command(flatten)]
        of: OfTenant,
        /// Ids or names of the groups of all rules, in the order that they shall have
        #[arg(required = true, value_name = "GROUP", value_parser = GroupArg::parse)]
        groups: Vec<GroupArg>,
    },
    /// Say what a rule would do to the people who are in the group; changes nothing
    ///
    /// Without --role and --invite it says what would be lost without the rule that the group has.
    Preview {
        #[command(flatten)]
        of: OfTenant,
        /// Id or name of the group
        #[arg(value_parser = GroupArg::parse)]
        group: GroupArg,
        #[command(flatten)]
        rule: RuleArgs,
    },
    /// Apply the rule of a group once more to everybody who is in it
    Apply {
        #[command(flatten)]
        of: OfTenant,
        /// Id or name of the group
        #[arg(value_parser = GroupArg::parse)]
        group: GroupArg,
    },
}

/// What the people of a group get.
#[derive(Debug, Args)]
pub(crate) struct RuleArgs {
    /// Id of a role that they have
    #[arg(long, value_name = "ROLE", value_parser = role_id)]
    pub(crate) role: Option<RoleId>,
    /// Invite them without anybody's doing
    #[arg(long, requires = "card_access")]
    pub(crate) invite: bool,
    /// With which card access they are invited
    #[arg(long, requires = "invite")]
    pub(crate) card_access: Option<CardAccessArg>,
    /// Id or name of the entity to which they are invited [default: the only one that the tenant has]
    #[arg(long, requires = "invite", value_parser = EntityArg::parse)]
    pub(crate) entity: Option<EntityArg>,
    /// The place among the rules, 0 for the first [default: the one that it has; a new rule is the last]
    #[arg(long, value_name = "N")]
    pub(crate) position: Option<u16>,
}
