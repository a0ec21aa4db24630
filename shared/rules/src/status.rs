//! The status of a person: how far they are on the way from an account to working with it.

use jiff::Timestamp;

use super::invitation::InvitationState;
use super::user::User;

/// How far a person is on the way from an account to working with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PersonStatus {
    /// The account is there; the person is not invited, or no longer.
    Provisioned,
    /// An invitation waits for the person.
    Invited,
    /// The person let an invitation pass. It can be sent again.
    Expired,
    /// The person accepted an invitation.
    Accepted,
    /// The account is blocked, whatever became of an invitation.
    Deactivated,
}

impl PersonStatus {
    /// All there are.
    pub const ALL: [Self; 5] =
        [Self::Provisioned, Self::Invited, Self::Expired, Self::Accepted, Self::Deactivated];

    /// The spelling in the people API and in URLs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provisioned => "provisioned",
            Self::Invited => "invited",
            Self::Expired => "expired",
            Self::Accepted => "accepted",
            Self::Deactivated => "deactivated",
        }
    }

    /// Whether an invitation can be made for a person of this status.
    #[must_use]
    pub const fn can_be_invited(self) -> bool {
        matches!(self, Self::Provisioned | Self::Expired)
    }

    /// Reads the spelling of [`Self::as_str`]; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// The status of the person at `now`.
#[must_use]
pub fn person_status(user: &User, now: Timestamp) -> PersonStatus {
    if !user.is_active() {
        return PersonStatus::Deactivated;
    }
    match user.invitation.as_ref().map(|invitation| invitation.state(now)) {
        None | Some(InvitationState::Revoked | InvitationState::Ended) => PersonStatus::Provisioned,
        Some(InvitationState::Sent) => PersonStatus::Invited,
        Some(InvitationState::Expired) => PersonStatus::Expired,
        Some(InvitationState::Accepted) => PersonStatus::Accepted,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::address::EmailAddress;
    use crate::entity::{EntityId, EntityName};
    use crate::invitation::{CardAccess, NewInvitation};
    use crate::link_life::LINK_LIFETIME;
    use crate::tenant::TenantId;
    use crate::user::{Actor, UserId};

    #[test]
    fn a_person_stands_where_the_invitation_does_unless_they_are_blocked() {
        let now: Timestamp = "2026-03-10T09:30:00Z".parse().unwrap();
        let acme = TenantId::parse("acme").unwrap();
        let email = EmailAddress::parse("ada@example.com").unwrap();
        let ada = User::native(UserId::new(Uuid::from_u128(1)), acme, email, now);
        assert_eq!(person_status(&ada, now), PersonStatus::Provisioned);

        let invitation = NewInvitation {
            id: Uuid::from_u128(2),
            entity: EntityId::new(Uuid::from_u128(3)),
            entity_name: EntityName::parse("Acme GmbH").unwrap(),
            card_access: CardAccess::Card,
            invited_by: None,
            link_lifetime: LINK_LIFETIME,
        };
        let invited = ada.invited(invitation, Actor::Admin, now).unwrap();
        let revoked = invited.invitation_revoked(Actor::Admin, now).unwrap();
        let accepted = invited.accepted(invited.invitation.as_ref().unwrap(), now);
        let ended = accepted.place_ended(Actor::Admin, now).unwrap();
        let later = now + LINK_LIFETIME;
        for (user, at_once, in_the_end) in [
            (&invited, PersonStatus::Invited, PersonStatus::Expired),
            (&revoked, PersonStatus::Provisioned, PersonStatus::Provisioned),
            (&accepted, PersonStatus::Accepted, PersonStatus::Accepted),
            (&ended, PersonStatus::Provisioned, PersonStatus::Provisioned),
        ] {
            assert_eq!((person_status(user, now), person_status(user, later)), (at_once, in_the_end));
            let mut blocked = user.clone();
            blocked.set_active(false, now);
            assert_eq!(person_status(&blocked, now), PersonStatus::Deactivated);
        }
    }

    #[test]
    fn each_status_is_read_as_it_is_spelt() {
        for status in PersonStatus::ALL {
            assert_eq!(PersonStatus::parse(status.as_str()), Some(status));
        }
        assert_eq!(PersonStatus::parse("Invited"), None);
    }
}
