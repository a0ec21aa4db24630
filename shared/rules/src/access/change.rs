//! How roles and rules change. What the value itself cannot know is checked by its callers: whether the group and the
//! entity exist.

use std::collections::BTreeSet;

use jiff::Timestamp;
use uuid::Uuid;

use super::{
    Access, AccessRule, AccessRun, MAX_ROLES, MAX_RULES, Role, RoleDescription, RoleId, RoleName, RolesFrom,
};
use crate::group::GroupId;

/// Why roles and rules cannot be so. Nothing changes then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AccessRefusal {
    /// The role is not declared.
    #[error("There is no role {0}. Declare it first.")]
    UnknownRole(RoleId),
    /// The rules of these groups give the role.
    #[error("The role is given by rules of groups. Change those first.")]
    RoleInUse(Vec<GroupId>),
    /// There would be more than [`MAX_ROLES`].
    #[error("A tenant can have {MAX_ROLES} roles.")]
    TooManyRoles,
    /// There would be more than [`MAX_RULES`].
    #[error("A tenant can have {MAX_RULES} access rules.")]
    TooManyRules,
    /// The rule gives no role and invites nobody.
    #[error("The rule gives nothing. It needs a role, or an invitation.")]
    GivesNothing,
    /// The rule invites, and does not say to what.
    #[error("A rule that invites needs an entity and a card access.")]
    InviteIncomplete,
    /// The group has no rule.
    #[error("The group has no access rule.")]
    NoRule(GroupId),
    /// An order names a rule twice, or not at all, or one that is none.
    #[error("The order must name the group of each rule once.")]
    OrderIncomplete,
}

impl Access {
    /// With a role declared so, or with another name and description for it.
    ///
    /// # Errors
    ///
    /// [`AccessRefusal::TooManyRoles`].
    pub fn with_role(
        &self,
        id: RoleId,
        display: RoleName,
        description: Option<RoleDescription>,
        now: Timestamp,
    ) -> Result<Self, AccessRefusal> {
        let mut after = self.clone();
        match after.roles.binary_search_by(|role| role.id.cmp(&id)) {
            Ok(place) => {
                if let Some(role) = after.roles.get_mut(place)
                    && (role.display != display || role.description != description)
                {
                    *role = Role { display, description, updated_at: now, ..role.clone() };
                }
            }
            Err(_) if after.roles.len() >= MAX_ROLES => return Err(AccessRefusal::TooManyRoles),
            Err(place) => {
                after
                    .roles
                    .insert(place, Role { id, display, description, created_at: now, updated_at: now });
            }
        }
        Ok(after)
    }

    /// Without a role. Equal to what it was if there is none of that id.
    ///
    /// # Errors
    ///
    /// [`AccessRefusal::RoleInUse`], if rules give it.
    pub fn without_role(&self, id: &RoleId) -> Result<Self, AccessRefusal> {
        let giving = self.rules.iter().filter(|rule| rule.role.as_ref() == Some(id));
        let giving: Vec<GroupId> = giving.map(|rule| rule.group).collect();
        if !giving.is_empty() {
            return Err(AccessRefusal::RoleInUse(giving));
        }
        let mut after = self.clone();
        after.roles.retain(|role| role.id != *id);
        Ok(after)
    }

    /// With the rule of a group, in the place that its group has, or as the last one; `at` moves it, 0 is the first place.
    /// Where the rule differs from before, a run goes over the group.
    ///
    /// # Errors
    ///
    /// [`AccessRefusal`].
    pub fn with_rule(
        &self,
        rule: AccessRule,
        at: Option<usize>,
        run: Uuid,
        now: Timestamp,
    ) -> Result<Self, AccessRefusal> {
        self.check(&rule)?;
        let before = self.rules.iter().position(|other| other.group == rule.group);
        if before.is_none() && self.rules.len() >= MAX_RULES {
            return Err(AccessRefusal::TooManyRules);
        }
        let mut after = self.clone();
        after.rules.retain(|other| other.group != rule.group);
        let place = at.or(before).unwrap_or(usize::MAX).min(after.rules.len());
        if self.rule(rule.group) != Some(&rule) {
            after.run = Some(AccessRun::over_group(self.run.as_ref(), rule.group, run, now));
        }
        after.rules.insert(place, rule);
        Ok(after)
    }

    fn check(&self, rule: &AccessRule) -> Result<(), AccessRefusal> {
        if let Some(role) = rule.role.as_ref().filter(|role| self.role(role).is_none()) {
            return Err(AccessRefusal::UnknownRole(role.clone()));
        }
        if rule.invite && rule.offer().is_none() {
            return Err(AccessRefusal::InviteIncomplete);
        }
        if rule.role.is_none() && !rule.invite {
            return Err(AccessRefusal::GivesNothing);
        }
        Ok(())
    }

    /// Without the rule of a group. A run goes over the group.
    ///
    /// # Errors
    ///
    /// [`AccessRefusal::NoRule`].
    pub fn without_rule(&self, group: GroupId, run: Uuid, now: Timestamp) -> Result<Self, AccessRefusal> {
        let mut after = self.applied_again(group, run, now)?;
        after.rules.retain(|rule| rule.group != group);
        Ok(after)
    }

    /// Without the rule of a group that is deleted. Its people leave it, which has them reviewed. Equal to what it was if
    /// there is no such rule.
    #[must_use]
    pub fn without_group(&self, group: GroupId) -> Self {
        let mut after = self.clone();
        after.rules.retain(|rule| rule.group != group);
        after
    }

    /// With the rules in the order of these groups.
    ///
    /// # Errors
    ///
    /// [`AccessRefusal::OrderIncomplete`], if that is not each of them once.
    pub fn with_order(&self, groups: &[GroupId]) -> Result<Self, AccessRefusal> {
        let named: BTreeSet<&GroupId> = groups.iter().collect();
        if named.len() != groups.len() || groups.len() != self.rules.len() {
            return Err(AccessRefusal::OrderIncomplete);
        }
        let rule = |group: &GroupId| self.rule(*group).cloned().ok_or(AccessRefusal::OrderIncomplete);
        let rules = groups.iter().map(rule).collect::<Result<_, _>>()?;
        Ok(Self { rules, ..self.clone() })
    }

    /// With roles from there. Where that differs from before, a run goes over everybody.
    #[must_use]
    pub fn with_roles_from(&self, from: RolesFrom, run: Uuid, now: Timestamp) -> Self {
        if self.roles_from == from {
            return self.clone();
        }
        Self { roles_from: from, run: Some(AccessRun::over_everybody(run, now)), ..self.clone() }
    }

    /// With a run that applies the rule of a group once more.
    ///
    /// # Errors
    ///
    /// [`AccessRefusal::NoRule`].
    pub fn applied_again(&self, group: GroupId, run: Uuid, now: Timestamp) -> Result<Self, AccessRefusal> {
        if self.rule(group).is_none() {
            return Err(AccessRefusal::NoRule(group));
        }
        let run = AccessRun::over_group(self.run.as_ref(), group, run, now);
        Ok(Self { run: Some(run), ..self.clone() })
    }

    /// What follows from the change from `before` to this: where the directory says who has which role, people lose a role
    /// that is gone, so a run goes over everybody.
    #[must_use]
    pub fn following(self, before: &Self, run: Uuid, now: Timestamp) -> Self {
        let is_gone = |role: &Role| self.role(&role.id).is_none();
        if self.roles_from == RolesFrom::Directory && before.roles.iter().any(is_gone) {
            return Self { run: Some(AccessRun::over_everybody(run, now)), ..self };
        }
        self
    }
}
