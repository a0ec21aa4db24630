//! Inviting all people of a selection, in as many steps as it takes.
//!
//! What is done and what is left follows from the accounts themselves. So a step can be broken off, done twice, or done
//! by two at once, and nobody is invited twice.

use jiff::Timestamp;
use uuid::Uuid;

use crate::seed::Seed;
use crate::selection::Selection;
use crate::status::person_status;
use crate::user::{User, UserId};

/// An action that invites everybody of a selection who can be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationRun {
    /// Whom it is for.
    pub selection: Selection,
    /// What the identifiers of its invitations follow from: those of one person are the same in each of its steps.
    pub seed: Seed,
    /// When an administrator asked for it.
    pub begun_at: Timestamp,
}

/// How a person stands to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunTurn {
    /// The run has invited the person, whatever became of that.
    Done,
    /// The person is to be invited.
    Due,
    /// The person is not meant: not selected, not to be invited, added since, or invited by somebody else since.
    NotMeant,
}

/// The identifier of the invitation that a request with this seed makes for a person.
#[must_use]
pub fn invitation_id(seed: Seed, person: UserId) -> Uuid {
    seed.id(&format!("invitation of {person}"))
}

impl InvitationRun {
    /// How this person stands to the run at `now`.
    #[must_use]
    pub fn turn(&self, user: &User, now: Timestamp) -> RunTurn {
        if let Some(invitation) = &user.invitation {
            if invitation.id == invitation_id(self.seed, user.id) {
                return RunTurn::Done;
            }
            // Whoever invited the person since the run began may have revoked that, too.
            if invitation.invited_at > self.begun_at {
                return RunTurn::NotMeant;
            }
        }
        let is_due = user.created_at <= self.begun_at
            && person_status(user, now).can_be_invited()
            && self.selection.takes(user, now);
        if is_due { RunTurn::Due } else { RunTurn::NotMeant }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::address::EmailAddress;
    use crate::entity::{EntityId, EntityName};
    use crate::invitation::{CardAccess, NewInvitation};
    use crate::link_life::LINK_LIFETIME;
    use crate::search::Search;
    use crate::tenant::TenantId;
    use crate::user::Actor;

    const MINUTE: SignedDuration = SignedDuration::from_mins(1);

    fn begun_at() -> Timestamp {
        "2026-03-02T09:30:00Z".parse().unwrap()
    }

    fn run(part: &str) -> InvitationRun {
        let selection = Selection { search: Search::of(part), ..Selection::default() };
        InvitationRun { selection, seed: Seed::new(Uuid::from_u128(9)), begun_at: begun_at() }
    }

    fn ada(created_at: Timestamp) -> User {
        let acme = TenantId::parse("acme").unwrap();
        let email = EmailAddress::parse("ada@example.com").unwrap();
        User::native(UserId::new(Uuid::from_u128(1)), acme, email, created_at)
    }

    fn invited(id: Uuid, at: Timestamp) -> User {
        let new = NewInvitation {
            invited_by: None,
            id,
            entity: EntityId::new(Uuid::from_u128(5)),
            entity_name: EntityName::parse("Acme GmbH").unwrap(),
            card_access: CardAccess::Card,
            link_lifetime: LINK_LIFETIME,
        };
        ada(begun_at() - MINUTE).invited(new, Actor::Admin, at).unwrap()
    }

    #[test]
    fn whom_a_run_invited_is_not_invited_by_it_again_whatever_became_of_that() {
        let (run, now) = (run("ada"), begun_at() + MINUTE);
        assert_eq!(run.turn(&ada(begun_at()), now), RunTurn::Due);
        let done = invited(invitation_id(run.seed, ada(now).id), now);
        let revoked = done.invitation_revoked(Actor::Admin, now).unwrap();
        for user in [&done, &revoked] {
            assert_eq!(run.turn(user, now), RunTurn::Done);
            assert_eq!(run.turn(user, now + LINK_LIFETIME), RunTurn::Done);
        }
    }

    #[test]
    fn only_those_are_meant_who_were_there_and_whom_nobody_else_invited_since() {
        let (run, now) = (run("ada"), begun_at() + MINUTE);
        assert_eq!(run.turn(&ada(now), now), RunTurn::NotMeant, "added since");
        let before = invited(Uuid::from_u128(7), begun_at() - MINUTE);
        assert_eq!(run.turn(&before, now), RunTurn::NotMeant, "invited already");
        assert_eq!(run.turn(&before, now + LINK_LIFETIME), RunTurn::Due, "expired");
        let since = invited(Uuid::from_u128(7), now).invitation_revoked(Actor::Admin, now).unwrap();
        assert_eq!(run.turn(&since, now), RunTurn::NotMeant, "invited since, and taken back");
        let revoked = before.invitation_revoked(Actor::Admin, now).unwrap();
        assert_eq!(run.turn(&revoked, now), RunTurn::Due);
        let mut blocked = ada(begun_at());
        blocked.set_active(false, now);
        assert_eq!(run.turn(&blocked, now), RunTurn::NotMeant, "blocked");
    }

    #[test]
    fn nobody_is_meant_who_is_not_selected() {
        assert_eq!(run("grace").turn(&ada(begun_at()), begun_at()), RunTurn::NotMeant);
    }
}
