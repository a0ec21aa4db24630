//! Which of a tenant's people an administrator asks for, to look at them or to invite all of them.

use jiff::Timestamp;

use super::entity::EntityId;
use super::group::GroupId;
use super::invitation::{Invitation, InvitationState};
use super::search::Search;
use super::status::{PersonStatus, person_status};
use super::user::User;

/// Where a person has to stand to be selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Those who are not invited, or whose invitation has expired.
    CanBeInvited,
    /// Those who have something to do: accept an invitation that works, or confirm a new address.
    Awaited,
    /// Those of this status.
    Status(PersonStatus),
    /// Those who have not confirmed their new address.
    Unconfirmed,
    /// Those whom the latest invitation, or the link to their new address, does not reach.
    Unreachable,
}

impl Standing {
    /// All there are: groups of statuses, each status, and what can be said of people of any status.
    pub const ALL: [Self; 9] = [
        Self::CanBeInvited,
        Self::Awaited,
        Self::Status(PersonStatus::Provisioned),
        Self::Status(PersonStatus::Invited),
        Self::Status(PersonStatus::Expired),
        Self::Status(PersonStatus::Accepted),
        Self::Status(PersonStatus::Deactivated),
        Self::Unconfirmed,
        Self::Unreachable,
    ];

    /// The spelling in URLs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CanBeInvited => "can-be-invited",
            Self::Awaited => "waiting",
            Self::Status(status) => status.as_str(),
            Self::Unconfirmed => "unverified",
            Self::Unreachable => "unreachable",
        }
    }

    /// Reads the spelling of [`Self::as_str`]; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == text)
    }

    /// Does the person stand there at `now`?
    #[must_use]
    pub fn takes(self, user: &User, now: Timestamp) -> bool {
        match self {
            Self::CanBeInvited => person_status(user, now).can_be_invited(),
            Self::Awaited => match person_status(user, now) {
                PersonStatus::Invited => true,
                PersonStatus::Deactivated => false,
                PersonStatus::Provisioned | PersonStatus::Expired | PersonStatus::Accepted => {
                    user.email_change.is_some()
                }
            },
            Self::Status(status) => person_status(user, now) == status,
            Self::Unconfirmed => user.email_change.is_some(),
            Self::Unreachable => is_unreachable(user, now),
        }
    }
}

/// Does mail to the person not arrive: the invitation, or the link to the new address?
#[must_use]
pub fn is_unreachable(user: &User, now: Timestamp) -> bool {
    let unreached = |invitation: &Invitation| {
        invitation.undeliverable_at.is_some() && invitation.state(now) != InvitationState::Accepted
    };
    user.email_change.as_ref().is_some_and(|change| change.undeliverable_at.is_some())
        || user.invitation.as_ref().is_some_and(unreached)
}

/// Which people are asked for: all conditions hold for each of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Words in their names or addresses.
    pub search: Search,
    /// Where they stand; `None`: anywhere.
    pub standing: Option<Standing>,
    /// To which entity they have an invitation, accepted or not; `None`: to any or none.
    pub entity: Option<EntityId>,
    /// The group that they are in; `None`: in any or none.
    pub group: Option<GroupId>,
}

impl Selection {
    /// Does it take everybody?
    #[must_use]
    pub const fn is_everybody(&self) -> bool {
        self.search.is_everybody() && self.standing.is_none() && self.entity.is_none() && self.group.is_none()
    }

    /// Does it take this person, as they stand at `now`?
    #[must_use]
    pub fn takes(&self, user: &User, now: Timestamp) -> bool {
        self.standing.is_none_or(|standing| standing.takes(user, now))
            && self.entity.is_none_or(|entity| user.belongs_to(entity))
            && self.group.is_none_or(|group| user.groups.contains(&group))
            && self.search.finds(user)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::address::EmailAddress;
    use crate::entity::EntityName;
    use crate::invitation::{CardAccess, NewInvitation};
    use crate::link_life::LINK_LIFETIME;
    use crate::tenant::TenantId;
    use crate::user::{Actor, UserId};

    fn now() -> Timestamp {
        "2026-03-10T09:30:00Z".parse().unwrap()
    }

    fn ada() -> User {
        let acme = TenantId::parse("acme").unwrap();
        let email = EmailAddress::parse("ada@example.com").unwrap();
        User::native(UserId::new(Uuid::from_u128(1)), acme, email, now())
    }

    fn entity() -> EntityId {
        EntityId::new(Uuid::from_u128(3))
    }

    fn invited() -> User {
        let invitation = NewInvitation {
            invited_by: None,
            id: Uuid::from_u128(2),
            entity: entity(),
            entity_name: EntityName::parse("Acme GmbH").unwrap(),
            card_access: CardAccess::Card,
            link_lifetime: LINK_LIFETIME,
        };
        ada().invited(invitation, Actor::Admin, now()).unwrap()
    }

    fn standings(user: &User, at: Timestamp) -> Vec<&'static str> {
        Standing::ALL.into_iter().filter(|standing| standing.takes(user, at)).map(Standing::as_str).collect()
    }

    #[test]
    fn people_stand_in_groups_of_statuses() {
        let accepted = invited().accepted(invited().invitation.as_ref().unwrap(), now());
        let revoked = invited().invitation_revoked(Actor::Admin, now()).unwrap();
        let mut blocked = invited();
        blocked.set_active(false, now());
        for (user, expected) in [
            (&ada(), &["can-be-invited", "provisioned"][..]),
            (&revoked, &["can-be-invited", "provisioned"]),
            (&invited(), &["waiting", "invited"]),
            (&accepted, &["accepted"]),
            (&blocked, &["deactivated"]),
        ] {
            assert_eq!(standings(user, now()), expected);
        }
        assert_eq!(standings(&invited(), now() + LINK_LIFETIME), ["can-be-invited", "expired"]);
    }

    #[test]
    fn mail_that_does_not_arrive_counts_until_it_no_longer_matters() {
        let mut unreached = invited();
        if let Some(invitation) = &mut unreached.invitation {
            invitation.undeliverable_at = Some(now());
        }
        assert!(is_unreachable(&unreached, now()) && !is_unreachable(&invited(), now()));
        let accepted = unreached.accepted(unreached.invitation.as_ref().unwrap(), now());
        assert!(!is_unreachable(&accepted, now()));
    }

    #[test]
    fn all_conditions_hold_for_those_who_are_selected() {
        let everybody = Selection::default();
        assert!(everybody.is_everybody() && everybody.takes(&ada(), now()));
        let of_entity = Selection { entity: Some(entity()), ..Selection::default() };
        assert!(of_entity.takes(&invited(), now()) && !of_entity.takes(&ada(), now()));
        assert!(!of_entity.is_everybody());
        let standing = Standing::parse("can-be-invited");
        let of_entity = Selection { standing, ..of_entity };
        assert!(!of_entity.takes(&invited(), now()));
        assert!(of_entity.takes(&invited(), now() + LINK_LIFETIME));
        let named = Selection { search: Search::of("king"), ..of_entity };
        assert!(!named.takes(&invited(), now() + LINK_LIFETIME));
    }

    #[test]
    fn those_of_a_group_are_selected_and_nobody_else() {
        let group = GroupId::new(Uuid::from_u128(4));
        let of_group = Selection { group: Some(group), ..Selection::default() };
        let mut member = ada();
        member.groups.insert(group);
        assert!(of_group.takes(&member, now()) && !of_group.takes(&ada(), now()));
        assert!(!of_group.is_everybody());
    }

    #[test]
    fn each_standing_is_read_as_it_is_spelt() {
        for standing in Standing::ALL {
            assert_eq!(Standing::parse(standing.as_str()), Some(standing));
        }
        assert_eq!(Standing::parse("odd"), None);
    }
}
