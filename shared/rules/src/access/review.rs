//! What becomes of an account when it is looked at by the rules.
//!
//! A review brings an account to where the rules have it, whatever was changed since the last one, and in which order. So it
//! can come late, twice, or beside another. It never touches a place that somebody accepted.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{Access, RUN_LEFT_ALONE, RoleId, RuleOffer};
use crate::entity::Entity;
use crate::group::GroupId;
use crate::invitation::NewInvitation;
use crate::user::{Actor, User};

/// What the edge gives for an invitation by rule.
#[derive(Debug, Clone, Copy)]
pub struct Inviting<'a> {
    /// The entities of the tenant. Nobody is invited to another one.
    pub entities: &'a [Entity],
    /// The id of the invitation, if one is made.
    pub id: Uuid,
    /// How long a mailed link works.
    pub link_lifetime: SignedDuration,
}

impl Inviting<'_> {
    fn new_invitation(&self, offer: RuleOffer) -> Option<NewInvitation> {
        let entity = self.entities.iter().find(|entity| entity.id == offer.entity)?;
        Some(NewInvitation {
            id: self.id,
            entity: entity.id,
            entity_name: entity.name.clone(),
            card_access: offer.card_access,
            invited_by: None,
            link_lifetime: self.link_lifetime,
        })
    }
}

impl User {
    /// The account as the rules have it: the complete roles, an invitation if a rule gives one, none that no rule gives any
    /// more. Equal to what it was where that is no change. It is no longer due for a review.
    #[must_use]
    pub fn reviewed(&self, access: &Access, inviting: &Inviting<'_>, now: Timestamp) -> Self {
        let mut user = self.clone();
        user.access_due = None;
        user.invited_by_groups.retain(|group| self.groups.contains(group));
        user.roles = access.role_ids_of(self);
        user.review_invitation(access, inviting, now);
        if (&user.roles, &user.invitation) == (&self.roles, &self.invitation) {
            user.noted_from(self)
        } else {
            user.changed_from(self, Actor::System, now)
        }
    }

    fn review_invitation(&mut self, access: &Access, inviting: &Inviting<'_>, now: Timestamp) {
        if access.takes_back(self, now) {
            if let Ok(revoked) = self.invitation_revoked(Actor::System, now) {
                *self = revoked;
            }
            // What the rules offer instead finds nobody invited.
            self.invited_by_groups.clear();
        }
        if !self.is_active() || !self.linked {
            return;
        }
        if let Some(offer) = access.invites_now(self, now) {
            let Some(new) = inviting.new_invitation(offer) else { return };
            let Ok(mut invited) = self.invited(new, Actor::System, now) else { return };
            if let Some(invitation) = &mut invited.invitation {
                invitation.by_group = Some(offer.group);
            }
            *self = invited;
        }
        self.invited_by_groups.extend(access.inviting(self));
    }

    /// From when on the account is reviewed by who looks for such; `None`: it need not be. The stream reviews it sooner.
    #[must_use]
    pub fn review_due(&self) -> Option<Timestamp> {
        self.access_due.map(|since| since.saturating_add(RUN_LEFT_ALONE).unwrap_or(since))
    }

    /// Does the change from `before`, `None` for a new account, to this call for a review by the tenant's rules?
    #[must_use]
    pub fn calls_for_review(&self, before: Option<&Self>) -> bool {
        let is_changed = before.is_none_or(|before| before.looked_at() != self.looked_at());
        is_changed && (self.has_access() || before.is_some_and(Self::has_access))
    }

    /// Was something written that a review of the account may have to correct? A review is one, too: it may have been by rules
    /// that have changed meanwhile.
    #[must_use]
    pub fn may_be_reviewed(&self, before: Option<&Self>) -> bool {
        self.calls_for_review(before)
            || before.is_some_and(|before| before.given() != self.given())
            || (self.access_due.is_some() && before.and_then(|before| before.access_due) != self.access_due)
    }

    /// What the rules look at.
    fn looked_at(&self) -> (bool, bool, &BTreeSet<GroupId>, &Vec<RoleId>) {
        (self.is_active(), self.linked, &self.groups, &self.directory_roles)
    }

    /// What a review gave.
    fn given(&self) -> (&BTreeSet<RoleId>, Option<(Uuid, bool)>) {
        let by_rule = self.invitation.as_ref().filter(|invitation| invitation.by_group.is_some());
        (&self.roles, by_rule.map(|invitation| (invitation.id, invitation.revoked_at.is_some())))
    }

    /// Has the account anything that rules could give or take?
    fn has_access(&self) -> bool {
        let by_rule = self.invitation.as_ref().is_some_and(|invitation| invitation.by_group.is_some());
        !self.groups.is_empty() || !self.roles.is_empty() || !self.directory_roles.is_empty() || by_rule
    }
}
