//! An invitation is made, mailed once more, or taken back, by who looks after the tenant's people.

use jiff::Timestamp;

use super::{Invitation, InvitationState, NewInvitation};
use crate::resend::TooSoon;
use crate::user::{Actor, User};

/// Why somebody is not invited, or their invitation is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvitationRefusal {
    /// The account is blocked.
    #[error("The person is deactivated. Assign them again in the directory first.")]
    Inactive,
    /// There is a live invitation already.
    #[error("The person is invited already. Send that invitation again, or take it back first.")]
    AlreadyInvited,
    /// The person accepted one.
    #[error("The person has accepted an invitation already.")]
    AlreadyAccepted,
    /// There is no invitation, or it was taken back.
    #[error("The person has no invitation. Invite them first.")]
    NotInvited,
    /// It was sent too often.
    #[error("The invitation was sent a moment ago, or too often today.")]
    TooSoon(#[from] TooSoon),
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
            None | Some(InvitationState::Expired | InvitationState::Revoked | InvitationState::Ended) => {}
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
        invitation.link = invitation.link.renewed(now);
        invitation.expired_at = None;
        let mut user = self.clone();
        user.owe([invitation.mail()], now);
        user.invitation = Some(invitation);
        Ok(user.changed_from(self, by, now))
    }

    /// The account whose invitation, live or expired, is taken back: its links stop working. One that was taken back
    /// already stays so: who asks again may not have got the first answer.
    ///
    /// # Errors
    ///
    /// [`InvitationRefusal`], if there is no invitation, or it was accepted.
    pub fn invitation_revoked(&self, by: Actor, now: Timestamp) -> Result<Self, InvitationRefusal> {
        let state = self.invitation.as_ref().map(|invitation| invitation.state(now));
        if state == Some(InvitationState::Revoked) {
            return Ok(self.clone());
        }
        let mut invitation = self.open_invitation(now)?.clone();
        invitation.revoked_at = Some(now);
        let mut user = self.clone();
        user.no_longer_owe(|mail| *mail == invitation.mail());
        user.invitation = Some(invitation);
        Ok(user.changed_from(self, by, now))
    }

    /// When the end of a live invitation is to be noted, in case nobody accepts it. `None`: not at all, or not yet, as the
    /// account is blocked or the mail has yet to leave, from which the link has its whole life.
    #[must_use]
    pub fn expiry_due(&self) -> Option<Timestamp> {
        let invitation = self.invitation.as_ref().filter(|_| self.is_active() && self.owed.is_none())?;
        let is_open = invitation.accepted_at.or(invitation.revoked_at).or(invitation.expired_at).is_none();
        is_open.then_some(invitation.link.expires_at)
    }

    /// The account with the end of its invitation noted. `None`: it has not expired, or that is noted.
    #[must_use]
    pub fn expiry_noted(&self, now: Timestamp) -> Option<Self> {
        let expired_at = self.expiry_due().filter(|due| *due <= now)?;
        let mut user = self.clone();
        user.invitation.as_mut()?.expired_at = Some(expired_at);
        Some(user.changed_from(self, Actor::System, now))
    }

    fn open_invitation(&self, now: Timestamp) -> Result<&Invitation, InvitationRefusal> {
        let invitation = self.invitation.as_ref().ok_or(InvitationRefusal::NotInvited)?;
        match invitation.state(now) {
            InvitationState::Sent | InvitationState::Expired => Ok(invitation),
            InvitationState::Accepted => Err(InvitationRefusal::AlreadyAccepted),
            InvitationState::Revoked | InvitationState::Ended => Err(InvitationRefusal::NotInvited),
        }
    }

    /// The verified address has moved. The links to the address before no longer count, see
    /// [`link_worth`](super::link_worth). So a live invitation is mailed to the new one, with a whole life.
    pub(crate) fn invitation_follows_address(&mut self, now: Timestamp) {
        let live = |invitation: &&mut Invitation| invitation.state(now) == InvitationState::Sent;
        let Some(invitation) = self.invitation.as_mut().filter(live) else { return };
        invitation.link = invitation.link.renewed(now);
        (invitation.mailed_at, invitation.undeliverable_at) = (None, None);
        let mail = invitation.mail();
        self.owe([mail], now);
    }

    /// Owes the restored person the mail of an invitation that an earlier version took off the account when it blocked it.
    pub(crate) fn owe_invitation_never_mailed(&mut self, now: Timestamp) {
        let awaiting = self.invitation.as_ref().filter(|invitation| invitation.awaits_mail(now));
        let Some(mail) = awaiting.map(Invitation::mail) else { return };
        if !self.owed.iter().any(|owed| owed.mails.contains(&mail)) {
            self.owe([mail], now);
        }
    }
}
