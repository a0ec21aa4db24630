//! What a person has by the rules. It follows from the account alone, so it is never out of date where it is shown.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{Access, AccessRule, RoleId, RolesFrom};
use crate::entity::EntityId;
use crate::group::GroupId;
use crate::invitation::{CardAccess, InvitationState};
use crate::status::person_status;
use crate::user::User;

/// A role that a person has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenRole {
    /// The role.
    pub role: RoleId,
    /// The groups that give it, in order of the rules. Empty if the directory gives it.
    pub groups: Vec<GroupId>,
}

/// What a rule invites to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleOffer {
    /// The group whose rule it is.
    pub group: GroupId,
    /// The entity.
    pub entity: EntityId,
    /// The card access.
    pub card_access: CardAccess,
}

/// What would become of a person under other rules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessDifference {
    /// Roles that the person would have, and has not; by id.
    pub gains: Vec<RoleId>,
    /// Roles that the person would not have any more; by id.
    pub loses: Vec<RoleId>,
    /// Whether the person would be invited.
    pub is_invited: bool,
    /// Whether a live invitation would be taken back.
    pub loses_invitation: bool,
}

impl Access {
    /// The complete set of a person's roles, by id. Who is blocked has none, nor who is not linked.
    #[must_use]
    pub fn roles_of(&self, user: &User) -> Vec<GivenRole> {
        if !user.is_active() || !user.linked {
            return Vec::new();
        }
        let mut given: BTreeMap<&RoleId, Vec<GroupId>> = BTreeMap::new();
        match self.roles_from {
            RolesFrom::Groups => {
                for rule in self.rules_of(user) {
                    if let Some(role) = &rule.role {
                        given.entry(role).or_default().push(rule.group);
                    }
                }
            }
            RolesFrom::Directory => given.extend(user.directory_roles.iter().map(|role| (role, Vec::new()))),
        }
        let declared = given.into_iter().filter(|(role, _)| self.role(role).is_some());
        declared.map(|(role, groups)| GivenRole { role: role.clone(), groups }).collect()
    }

    /// What the first of the rules of a person's groups that invites offers.
    #[must_use]
    pub fn offer_to(&self, user: &User) -> Option<RuleOffer> {
        self.rules_of(user).find_map(AccessRule::offer)
    }

    /// What would become of a person if these rules were those: for previews.
    #[must_use]
    pub fn difference(&self, after: &Self, user: &User, now: Timestamp) -> AccessDifference {
        let ids = |access: &Self| access.role_ids_of(user);
        let (had, has) = (ids(self), ids(after));
        let loses_invitation = after.takes_back(user, now);
        let is_invited_anew = loses_invitation && after.offer_to(user).is_some();
        AccessDifference {
            gains: has.difference(&had).cloned().collect(),
            loses: had.difference(&has).cloned().collect(),
            is_invited: is_invited_anew || after.invites_now(user, now).is_some(),
            loses_invitation,
        }
    }

    /// The roles of a person, without the groups that give them.
    pub(super) fn role_ids_of(&self, user: &User) -> BTreeSet<RoleId> {
        self.roles_of(user).into_iter().map(|given| given.role).collect()
    }

    /// The groups of a person whose rules invite.
    pub(super) fn inviting(&self, user: &User) -> BTreeSet<GroupId> {
        self.rules_of(user).filter_map(AccessRule::offer).map(|offer| offer.group).collect()
    }

    /// What the person is to be invited to now; `None`: nothing, or they were for all these groups, or need not be.
    #[must_use]
    pub fn invites_now(&self, user: &User, now: Timestamp) -> Option<RuleOffer> {
        let is_new = !self.inviting(user).is_subset(&user.invited_by_groups);
        let can_be = user.linked && person_status(user, now).can_be_invited();
        self.offer_to(user).filter(|_| is_new && can_be)
    }

    /// Is a live invitation that a rule made to be taken back, as no rule of the person's groups offers what it offers? One
    /// that a later rule offers as well stays, so that nobody is mailed anew for another order.
    #[must_use]
    pub fn takes_back(&self, user: &User, now: Timestamp) -> bool {
        let by_rule = user.invitation.as_ref().filter(|invitation| invitation.by_group.is_some());
        let live = by_rule.filter(|invitation| invitation.state(now) == InvitationState::Sent);
        live.is_some_and(|invitation| {
            let mut offers = self.rules_of(user).filter_map(AccessRule::offer);
            let same = |offer: RuleOffer| {
                offer.entity == invitation.entity && offer.card_access == invitation.card_access
            };
            !offers.any(same)
        })
    }

    fn rules_of<'a>(&'a self, user: &'a User) -> impl Iterator<Item = &'a AccessRule> {
        self.rules.iter().filter(|rule| user.groups.contains(&rule.group))
    }
}
