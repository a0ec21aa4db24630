//! A person follows the link to an invitation, and accepts it.

use jiff::Timestamp;

use super::{Invitation, InvitationState};
use crate::entity::EntityId;
use crate::link::Link;
use crate::user::{Actor, User};

/// What a link to an invitation is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationLinkWorth<'a> {
    /// It can be accepted.
    Live(&'a Invitation),
    /// It could be, but the account is blocked.
    Blocked(&'a Invitation),
    /// The link's time is over.
    Expired(&'a Invitation),
    /// The person accepted, by this link or another of the same invitation.
    Accepted(&'a Invitation),
    /// It was taken back, another took its place, or the place that it gave was taken away.
    Gone,
    /// It was mailed to an address that is no longer the person's.
    Moved,
}

/// What a link to an account's invitation is worth.
#[must_use]
pub fn link_worth<'a>(link: &Link, user: &'a User, now: Timestamp) -> InvitationLinkWorth<'a> {
    let Some(invitation) = user.invitation.as_ref().filter(|invitation| invitation.id == link.about) else {
        return InvitationLinkWorth::Gone;
    };
    match invitation.state(now) {
        InvitationState::Revoked | InvitationState::Ended => InvitationLinkWorth::Gone,
        InvitationState::Accepted if link.spent_at.is_some() => InvitationLinkWorth::Accepted(invitation),
        _ if !is_mailed_to_present_address(link, user) => InvitationLinkWorth::Moved,
        InvitationState::Accepted => InvitationLinkWorth::Accepted(invitation),
        _ if now >= link.valid_until => InvitationLinkWorth::Expired(invitation),
        _ if !user.is_active() => InvitationLinkWorth::Blocked(invitation),
        InvitationState::Sent | InvitationState::Expired => InvitationLinkWorth::Live(invitation),
    }
}

/// Whose mailbox has the link? A link of which that is not known counts where the address never moved.
fn is_mailed_to_present_address(link: &Link, user: &User) -> bool {
    link.is_mailed_to(&user.email).unwrap_or(user.confirmed_change.is_none())
}

impl User {
    /// The account after its owner accepted the invitation, which [`link_worth`] found live.
    #[must_use]
    pub fn accepted(&self, invitation: &Invitation, now: Timestamp) -> Self {
        let mut user = self.clone();
        user.no_longer_owe(|mail| *mail == invitation.mail());
        user.note_place_regained(now);
        user.invitation = Some(Invitation { accepted_at: Some(now), ..invitation.clone() });
        user.changed_from(self, Actor::Person, now)
    }

    /// Has the person an invitation to this entity, accepted or not, that was not taken back, and a place there if they
    /// accepted?
    #[must_use]
    pub fn belongs_to(&self, entity: EntityId) -> bool {
        self.named_entity() == Some(entity)
    }

    /// The entity to which the person is invited or belongs. It cannot be deleted.
    #[must_use]
    pub fn named_entity(&self) -> Option<EntityId> {
        let stands =
            |invitation: &&Invitation| invitation.revoked_at.is_none() && invitation.ended_at.is_none();
        self.invitation.as_ref().filter(stands).map(|invitation| invitation.entity)
    }

    /// Has the person accepted an invitation, and have they the place still?
    #[must_use]
    pub fn has_accepted(&self) -> bool {
        self.invitation.as_ref().is_some_and(Invitation::is_in_force)
    }
}
