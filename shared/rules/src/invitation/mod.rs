//! Invitations: a provisioned person has an account, and can work with it once they accepted, by mail, the place that
//! they were given: an entity and what card they get.
//!
//! One invitation is live at a time, and the account remembers the last one. Deactivation leaves it as it is, but who
//! is blocked cannot accept.

mod accept;
mod card_access;
mod change;
mod run;

#[cfg(test)]
mod tests;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::entity::{EntityId, EntityName};
use super::group::GroupId;
use super::link_life::LinkLife;
use super::owed::{MailKind, OwedMail};
use super::portal::AdminName;
use super::resend::Resends;

pub use accept::{InvitationLinkWorth, link_worth};
pub use card_access::CardAccess;
pub use change::InvitationRefusal;
pub use run::{InvitationRun, RunTurn, invitation_id};

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// Tells this invitation from those before and after it.
    pub id: Uuid,
    /// Where to.
    pub entity: EntityId,
    /// What that was called at the time.
    pub entity_name: EntityName,
    /// What the person gets.
    pub card_access: CardAccess,
    /// Who invites, if that is known. Otherwise the tenant does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<AdminName>,
    /// The group whose access rule invites; `None`: somebody did by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_group: Option<GroupId>,
    /// When the person was invited.
    pub invited_at: Timestamp,
    /// Until when the link works that accepts it.
    #[serde(flatten)]
    pub link: LinkLife,
    /// When the mail service took the last mail to the present address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailed_at: Option<Timestamp>,
    /// Since when it is known that the address takes no mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undeliverable_at: Option<Timestamp>,
    /// When the mail was asked for again, within the last day.
    #[serde(default, skip_serializing_if = "Resends::is_empty")]
    pub resent_at: Resends,
    /// When the person accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// When it was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// When its link stopped working, once that is noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expired_at: Option<Timestamp>,
    /// When the place was taken away that the person had accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// What has become of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    /// It waits for the person: the mail was sent, or is about to be.
    Sent,
    /// The person accepted.
    Accepted,
    /// The person did not, in time. It can be sent again.
    Expired,
    /// It was taken back.
    Revoked,
    /// The person accepted, and the place was taken away since.
    Ended,
}

impl InvitationState {
    /// As APIs spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Ended => "ended",
        }
    }
}

/// What the edge gives an invitation that is about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// [`Invitation::id`].
    pub id: Uuid,
    /// [`Invitation::entity`].
    pub entity: EntityId,
    /// [`Invitation::entity_name`].
    pub entity_name: EntityName,
    /// [`Invitation::card_access`].
    pub card_access: CardAccess,
    /// [`Invitation::invited_by`].
    pub invited_by: Option<AdminName>,
    /// [`LinkLife::lifetime`].
    pub link_lifetime: SignedDuration,
}

impl Invitation {
    fn new(new: NewInvitation, now: Timestamp) -> Self {
        let NewInvitation { id, entity, entity_name, card_access, invited_by, link_lifetime } = new;
        Self {
            id,
            entity,
            entity_name,
            card_access,
            invited_by,
            by_group: None,
            invited_at: now,
            link: LinkLife::from(now, link_lifetime),
            mailed_at: None,
            undeliverable_at: None,
            resent_at: Resends::default(),
            accepted_at: None,
            revoked_at: None,
            expired_at: None,
            ended_at: None,
        }
    }

    /// What has become of it.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> InvitationState {
        if self.ended_at.is_some() {
            InvitationState::Ended
        } else if self.accepted_at.is_some() {
            InvitationState::Accepted
        } else if self.revoked_at.is_some() {
            InvitationState::Revoked
        } else if self.link.is_over(now) {
            InvitationState::Expired
        } else {
            InvitationState::Sent
        }
    }

    /// Did the person accept it, and have they the place still?
    #[must_use]
    pub const fn is_in_force(&self) -> bool {
        self.accepted_at.is_some() && self.ended_at.is_none()
    }

    /// The mail that brings it.
    pub(super) const fn mail(&self) -> OwedMail {
        OwedMail { kind: MailKind::Invitation, about: self.id }
    }

    /// Is it live, and was it never mailed, though it could be?
    fn awaits_mail(&self, now: Timestamp) -> bool {
        self.state(now) == InvitationState::Sent
            && self.mailed_at.is_none()
            && self.undeliverable_at.is_none()
    }
}
