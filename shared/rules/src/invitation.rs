//! Invitations: a provisioned person has an account, and can work with it once they accepted, by mail, the place that
//! they were given: an entity and what card they get.
//!
//! One invitation is live at a time, and the account remembers the last one. Deactivation leaves it as it is, but who
//! is blocked cannot accept.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::entity::{EntityId, EntityName};
use super::link::Link;
use super::owed::{MailKind, OwedMail};
use super::resend::{Resends, TooSoon};
use super::user::{Actor, User};

/// A mail that leaves this much late brings a link of full length.
const LATE: SignedDuration = SignedDuration::from_hours(1);

/// What a person can do with money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardAccess {
    /// A card, and no reimbursement.
    Card,
    /// A card, and expenses paid back.
    CardAndReimbursement,
    /// Expenses paid back, no card.
    ReimbursementOnly,
}

impl CardAccess {
    /// All kinds of card access, in the order in which the portal offers them.
    pub const ALL: [Self; 3] = [Self::Card, Self::CardAndReimbursement, Self::ReimbursementOnly];

    /// The spelling in the people API and in stored items.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::CardAndReimbursement => "card_and_reimbursement",
            Self::ReimbursementOnly => "reimbursement_only",
        }
    }

    /// What the person gets, as a mail or a page says it: the end of "you will have …".
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Card => "a card to pay with",
            Self::CardAndReimbursement => "a card to pay with, and your own expenses paid back",
            Self::ReimbursementOnly => "your own expenses paid back",
        }
    }

    /// Reads the spelling of [`Self::as_str`]; `None` for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|access| access.as_str() == text)
    }
}

/// An invitation of a person to an entity. An account has one at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Invitation {
    /// Tells this invitation from those before and after it.
    pub id: Uuid,
    /// Identifier of the entity that the person is invited to.
    pub entity: EntityId,
    /// What that was called at the time.
    pub entity_name: EntityName,
    /// Which card access the person gets.
    pub card_access: CardAccess,
    /// When the person was invited.
    pub invited_at: Timestamp,
    /// When the link that was mailed last, or is about to be, stops working.
    pub expires_at: Timestamp,
    /// How long a link of this invitation works from when it is mailed.
    pub link_lifetime: SignedDuration,
    /// When the mail service took the mail, the last of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mailed_at: Option<Timestamp>,
    /// Since when it is known that the address takes no mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undeliverable_at: Option<Timestamp>,
    /// When the mail was asked for again, within the last day.
    #[serde(default, skip_serializing_if = "Resends::is_empty")]
    pub resent_at: Resends,
    /// When the person accepted the invitation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// When the invitation was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
}

/// What has become of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    /// It waits for the person: the mail was sent, or is about to be.
    Sent,
    /// The person accepted it by the link.
    Accepted,
    /// The person did not, in time. It can be sent again.
    Expired,
    /// The invitation was taken back.
    Revoked,
}

impl InvitationState {
    /// The spelling in the people API and in stored items.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

/// What the edge gives an invitation that is about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// A random identifier, for [`Invitation::id`].
    pub id: Uuid,
    /// The entity that the person is invited to, for [`Invitation::entity`].
    pub entity: EntityId,
    /// The entity's present name, for [`Invitation::entity_name`].
    pub entity_name: EntityName,
    /// What the person shall get, for [`Invitation::card_access`].
    pub card_access: CardAccess,
    /// How long a mailed link shall work, for [`Invitation::link_lifetime`].
    pub link_lifetime: SignedDuration,
}

/// Why somebody is not invited, or their invitation is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationRefusal {
    /// The account is blocked.
    #[error("The person is deactivated. Assign them again in the directory first.")]
    Inactive,
    /// There is a live invitation already.
    #[error("The person is invited already. Send that invitation again, or take it back first.")]
    AlreadyInvited,
    /// The person accepted an invitation already.
    #[error("The person has accepted an invitation already.")]
    AlreadyAccepted,
    /// There is no invitation, or it was taken back.
    #[error("The person has no invitation. Invite them first.")]
    NotInvited,
    /// The mail was asked for again too soon or too often.
    #[error("The invitation was sent a moment ago, or too often today.")]
    TooSoon(#[from] TooSoon),
}

/// What a link to an invitation is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationStanding<'a> {
    /// The link works: the invitation can be accepted.
    Live(&'a Invitation),
    /// It could be, but the account is blocked.
    Blocked(&'a Invitation),
    /// The link's time is over.
    Expired(&'a Invitation),
    /// The person accepted, by this link or another of the same invitation.
    Accepted(&'a Invitation),
    /// It was taken back, or another took its place.
    Gone,
}

impl Invitation {
    fn new(new: NewInvitation, now: Timestamp) -> Self {
        let NewInvitation { id, entity, entity_name, card_access, link_lifetime } = new;
        Self {
            id,
            entity,
            entity_name,
            card_access,
            invited_at: now,
            expires_at: after(now, link_lifetime),
            link_lifetime,
            mailed_at: None,
            undeliverable_at: None,
            resent_at: Resends::default(),
            accepted_at: None,
            revoked_at: None,
        }
    }

    /// The state of the invitation at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> InvitationState {
        if self.accepted_at.is_some() {
            InvitationState::Accepted
        } else if self.revoked_at.is_some() {
            InvitationState::Revoked
        } else if now >= self.expires_at {
            InvitationState::Expired
        } else {
            InvitationState::Sent
        }
    }

    /// The mail that brings the invitation, as it is owed.
    const fn mail(&self) -> OwedMail {
        OwedMail { kind: MailKind::Invitation, about: self.id }
    }

    /// Gives a link that is mailed late its whole lifetime. A link that is mailed in time expires as announced.
    pub(super) fn renew_if_late(&mut self, now: Timestamp) {
        let whole = after(now, self.link_lifetime);
        if whole.duration_since(self.expires_at) >= LATE {
            self.expires_at = whole;
        }
    }
}

/// What a link to an account's invitation is worth.
#[must_use]
pub fn standing<'a>(link: &Link, user: &'a User, now: Timestamp) -> InvitationStanding<'a> {
    let Some(invitation) = user.invitation.as_ref().filter(|invitation| invitation.id == link.about) else {
        return InvitationStanding::Gone;
    };
    match invitation.state(now) {
        InvitationState::Accepted => InvitationStanding::Accepted(invitation),
        InvitationState::Revoked => InvitationStanding::Gone,
        _ if now >= link.valid_until => InvitationStanding::Expired(invitation),
        _ if !user.is_active() => InvitationStanding::Blocked(invitation),
        InvitationState::Sent | InvitationState::Expired => InvitationStanding::Live(invitation),
    }
}

impl User {
    /// The account with an invitation, whose mail is owed.
    ///
    /// # Errors
    ///
    /// [`InvitationRefusal`]: the account is blocked, or there is an invitation that is live or accepted.
    pub fn invited(&self, new: NewInvitation, by: Actor, now: Timestamp) -> Result<Self, InvitationRefusal> {
        if !self.is_active() {
            return Err(InvitationRefusal::Inactive);
        }
        match self.invitation.as_ref().map(|invitation| invitation.state(now)) {
            Some(InvitationState::Sent) => return Err(InvitationRefusal::AlreadyInvited),
            Some(InvitationState::Accepted) => return Err(InvitationRefusal::AlreadyAccepted),
            None | Some(InvitationState::Expired | InvitationState::Revoked) => {}
        }
        let invitation = Invitation::new(new, now);
        let mut user = self.clone();
        user.owe([invitation.mail()], now);
        user.invitation = Some(invitation);
        Ok(user.changed_from(self, by, now))
    }

    /// The account whose invitation, live or expired, is mailed once more, with a new link and a whole life.
    ///
    /// # Errors
    ///
    /// [`InvitationRefusal`], [`TooSoon`] among them: one a minute, five a day.
    pub fn invited_again(&self, by: Actor, now: Timestamp) -> Result<Self, InvitationRefusal> {
        if !self.is_active() {
            return Err(InvitationRefusal::Inactive);
        }
        let mut invitation = self.open_invitation(now)?.clone();
        invitation.resent_at = invitation.resent_at.and(now)?;
        invitation.expires_at = after(now, invitation.link_lifetime);
        let mut user = self.clone();
        user.owe([invitation.mail()], now);
        user.invitation = Some(invitation);
        Ok(user.changed_from(self, by, now))
    }

    /// The account whose invitation, live or expired, is taken back: its links stop working.
    ///
    /// # Errors
    ///
    /// [`InvitationRefusal`] if there is no invitation, or if it was accepted or taken back already.
    pub fn invitation_revoked(&self, by: Actor, now: Timestamp) -> Result<Self, InvitationRefusal> {
        let mut invitation = self.open_invitation(now)?.clone();
        invitation.revoked_at = Some(now);
        let mut user = self.clone();
        user.no_longer_owe(|mail| *mail == invitation.mail());
        user.invitation = Some(invitation);
        Ok(user.changed_from(self, by, now))
    }

    fn open_invitation(&self, now: Timestamp) -> Result<&Invitation, InvitationRefusal> {
        let invitation = self.invitation.as_ref().ok_or(InvitationRefusal::NotInvited)?;
        match invitation.state(now) {
            InvitationState::Sent | InvitationState::Expired => Ok(invitation),
            InvitationState::Accepted => Err(InvitationRefusal::AlreadyAccepted),
            InvitationState::Revoked => Err(InvitationRefusal::NotInvited),
        }
    }

    /// The account after its owner accepted the invitation, which [`standing`] found live.
    #[must_use]
    pub fn accepted(&self, invitation: &Invitation, now: Timestamp) -> Self {
        let mut user = self.clone();
        user.no_longer_owe(|mail| *mail == invitation.mail());
        user.invitation = Some(Invitation { accepted_at: Some(now), ..invitation.clone() });
        user.changed_from(self, Actor::Person, now)
    }

    /// Has the person accepted an invitation?
    #[must_use]
    pub fn has_accepted(&self) -> bool {
        self.invitation.as_ref().is_some_and(|invitation| invitation.accepted_at.is_some())
    }

    /// Takes an owed invitation mail off a blocked account, and owes it again when the account is restored.
    pub(super) fn owe_invitation_if_active(&mut self, now: Timestamp) {
        let Some(mail) = self.invitation.as_ref().map(Invitation::mail) else { return };
        if !self.is_active() {
            self.no_longer_owe(|owed| *owed == mail);
        } else if self.invitation.as_ref().is_some_and(|invitation| invitation.awaits_mail(now)) {
            self.owe([mail], now);
        }
    }
}

impl Invitation {
    /// Is it live, and was it never mailed, though it could be?
    fn awaits_mail(&self, now: Timestamp) -> bool {
        self.state(now) == InvitationState::Sent
            && self.mailed_at.is_none()
            && self.undeliverable_at.is_none()
    }
}

fn after(time: Timestamp, span: SignedDuration) -> Timestamp {
    time.saturating_add(span).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::EmailAddress;
    use crate::email_change::LINK_LIFETIME;
    use crate::link::LinkKind;
    use crate::owed::Outcome;
    use crate::tenant::TenantId;
    use crate::token::TokenHash;
    use crate::user::UserId;

    const MINUTE: SignedDuration = SignedDuration::from_mins(1);

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn now() -> Timestamp {
        at("2026-03-02T09:30:00Z")
    }

    fn ada() -> User {
        let acme = TenantId::parse("acme").unwrap();
        let email = EmailAddress::parse("ada@example.com").unwrap();
        User::native(UserId::new(Uuid::from_u128(1)), acme, email, now())
    }

    fn new(id: u128) -> NewInvitation {
        NewInvitation {
            id: Uuid::from_u128(id),
            entity: EntityId::new(Uuid::from_u128(5)),
            entity_name: EntityName::parse("Acme GmbH").unwrap(),
            card_access: CardAccess::Card,
            link_lifetime: LINK_LIFETIME,
        }
    }

    fn invited() -> User {
        ada().invited(new(7), Actor::Admin, now()).unwrap()
    }

    fn mailed(user: &User, outcome: Outcome, at: Timestamp) -> User {
        let mail = user.invitation.as_ref().unwrap().mail();
        user.settle(&[(mail, outcome)], at)
    }

    fn link(user: &User) -> Link {
        let invitation = user.invitation.as_ref().unwrap();
        Link {
            hash: TokenHash::of("secret"),
            tenant: user.tenant.clone(),
            user: user.id,
            kind: LinkKind::Invitation,
            about: invitation.id,
            valid_until: invitation.expires_at,
            spent_at: None,
        }
    }

    fn set_active(user: &User, active: bool, at: Timestamp) -> User {
        let mut after = user.clone();
        after.set_active(active, at);
        after.changed_from(user, Actor::Directory, at)
    }

    fn owes_a_mail(user: &User) -> bool {
        user.owed.as_ref().is_some_and(|owed| owed.mails.iter().any(|mail| mail.kind == MailKind::Invitation))
    }

    #[test]
    fn an_invitation_is_mailed_and_accepted_once() {
        let ada = invited();
        let (link, invitation) = (link(&ada), ada.invitation.clone().unwrap());
        assert!(owes_a_mail(&ada));
        assert_eq!(invitation.state(now()), InvitationState::Sent);
        assert_eq!(standing(&link, &ada, now()), InvitationStanding::Live(&invitation));
        let accepted = ada.accepted(&invitation, now() + MINUTE);
        assert!(accepted.has_accepted() && !owes_a_mail(&accepted));
        assert_eq!((accepted.updated_by, accepted.version), (Actor::Person, ada.version + 1));
        assert!(matches!(standing(&link, &accepted, now() + MINUTE), InvitationStanding::Accepted(_)));
        let late = at("2027-03-02T09:30:00Z");
        assert!(matches!(standing(&link, &accepted, late), InvitationStanding::Accepted(_)));
    }

    #[test]
    fn one_invitation_is_live_at_a_time() {
        let ada = invited();
        assert_eq!(ada.invited(new(8), Actor::Admin, now()), Err(InvitationRefusal::AlreadyInvited));
        let accepted = ada.accepted(ada.invitation.as_ref().unwrap(), now());
        assert_eq!(accepted.invited(new(8), Actor::Admin, now()), Err(InvitationRefusal::AlreadyAccepted));
        let expired = at("2026-03-09T09:30:00Z");
        assert_eq!(ada.invitation.as_ref().unwrap().state(expired), InvitationState::Expired);
        let again = ada.invited(new(8), Actor::Admin, expired).unwrap();
        assert_eq!(
            standing(&link(&ada), &again, expired),
            InvitationStanding::Gone,
            "another took its place"
        );
    }

    #[test]
    fn an_invitation_taken_back_cannot_be_accepted_and_is_not_mailed() {
        let ada = invited();
        let revoked = ada.invitation_revoked(Actor::Admin, now()).unwrap();
        assert_eq!(standing(&link(&ada), &revoked, now()), InvitationStanding::Gone);
        assert!(!owes_a_mail(&revoked));
        assert_eq!(revoked.invitation_revoked(Actor::Admin, now()), Err(InvitationRefusal::NotInvited));
        assert_eq!(revoked.invited_again(Actor::Admin, now()), Err(InvitationRefusal::NotInvited));
        assert!(revoked.invited(new(8), Actor::Admin, now()).is_ok());
    }

    #[test]
    fn an_invitation_lives_seven_days_from_when_it_was_sent_last() {
        let ada = invited();
        let (old, last) = (link(&ada), at("2026-03-09T09:30:00Z") - SignedDuration::from_millis(1));
        assert!(matches!(standing(&old, &ada, last), InvitationStanding::Live(_)));
        let expired = last + SignedDuration::from_millis(1);
        assert!(matches!(standing(&old, &ada, expired), InvitationStanding::Expired(_)));
        let again = ada.invited_again(Actor::Admin, expired).unwrap();
        assert!(owes_a_mail(&again));
        assert_eq!(again.invitation.as_ref().unwrap().expires_at, expired + LINK_LIFETIME);
        assert!(matches!(standing(&link(&again), &again, expired), InvitationStanding::Live(_)));
        assert!(
            matches!(standing(&old, &again, expired), InvitationStanding::Expired(_)),
            "the link of before"
        );
    }

    #[test]
    fn an_invitation_is_not_sent_again_within_a_minute() {
        let once = invited().invited_again(Actor::Admin, now()).unwrap();
        let soon = once.invited_again(Actor::Admin, now() + SignedDuration::from_secs(59));
        assert_eq!(soon, Err(InvitationRefusal::TooSoon(TooSoon { retry_after_secs: 1 })));
        assert!(once.invited_again(Actor::Admin, now() + MINUTE).is_ok());
    }

    #[test]
    fn who_is_blocked_cannot_be_invited_nor_accept() {
        let ada = invited();
        let blocked = set_active(&ada, false, now());
        assert!(matches!(standing(&link(&ada), &blocked, now()), InvitationStanding::Blocked(_)));
        assert_eq!(blocked.invited_again(Actor::Admin, now()), Err(InvitationRefusal::Inactive));
        assert_eq!(
            set_active(&self::ada(), false, now()).invited(new(7), Actor::Admin, now()),
            Err(InvitationRefusal::Inactive)
        );
        let back = set_active(&blocked, true, now() + MINUTE);
        assert!(matches!(standing(&link(&ada), &back, now() + MINUTE), InvitationStanding::Live(_)));
    }

    #[test]
    fn a_mail_held_up_by_a_deactivation_is_sent_after_the_reactivation_and_no_other_is() {
        let blocked = set_active(&invited(), false, now());
        assert!(!owes_a_mail(&blocked));
        assert!(owes_a_mail(&set_active(&blocked, true, now() + MINUTE)));
        let sent = mailed(&invited(), Outcome::Sent, now());
        let back = set_active(&set_active(&sent, false, now()), true, now() + MINUTE);
        assert!(!owes_a_mail(&back), "it has been mailed");
        let late = at("2026-03-12T09:30:00Z");
        assert!(!owes_a_mail(&set_active(&blocked, true, late)), "it has expired");
    }

    #[test]
    fn what_becomes_of_the_mail_shows_on_the_invitation() {
        let sent = mailed(&invited(), Outcome::Sent, now() + MINUTE).invitation.unwrap();
        assert_eq!((sent.mailed_at, sent.undeliverable_at), (Some(now() + MINUTE), None));
        let ada = mailed(&invited(), Outcome::Refused, now() + MINUTE);
        let refused = ada.invitation.as_ref().unwrap();
        assert_eq!((refused.mailed_at, refused.undeliverable_at), (None, Some(now() + MINUTE)));
        let again = ada.invited_again(Actor::Admin, now() + MINUTE).unwrap();
        let sent = mailed(&again, Outcome::Sent, now() + MINUTE).invitation.unwrap();
        assert_eq!(sent.undeliverable_at, None);
    }

    #[test]
    fn card_access_is_read_as_it_is_written() {
        for access in CardAccess::ALL {
            assert_eq!(CardAccess::parse(access.as_str()), Some(access));
            assert_eq!(serde_json::to_value(access).unwrap(), access.as_str());
        }
        assert_eq!(CardAccess::parse("gold"), None);
    }
}
