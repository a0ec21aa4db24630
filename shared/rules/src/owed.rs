//! Mails owed to a person because the account changed.
//!
//! An owed mail is noted on the account itself, by the write that causes it. The note goes only when the mail has been
//! sent. So a mail is never lost, whatever fails in between. A sender claims the mail first, for [`CLAIM`], so that two
//! senders do not both send it. If the sender dies, the next one may claim it when that time is over.
//!
//! Nobody is mailed while their account is blocked. What is owed then waits on the account, and is owed from the
//! reactivation on.
//!
//! A claim counts its mails ([`super::mail_limit`]). It leaves mails above the limit owed, until they may leave.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::address::EmailAddress;
use super::invitation::Invitation;
use super::link::{Link, LinkKind, RecipientMark};
use super::link_life::{after, note_delivery};
use super::token::TokenHash;
use super::user::{Actor, User};

/// How long a claim keeps others off: longer than sending can take, its retries included.
pub const CLAIM: SignedDuration = SignedDuration::from_mins(5);

/// When a mail that could not be sent is due again. Shorter than the time between two sweeps, so that each tries.
pub const RETRY_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// Hashes of mailed links that an account remembers, so that its deletion takes the links along. Those of more are
/// left to expire.
const LINKS_REMEMBERED: usize = 20;

/// What an account's owner is owed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Owed {
    /// The mails, at least one.
    pub mails: Vec<OwedMail>,
    /// Since when the longest owed of them is.
    pub since: Timestamp,
    /// From when on they can be claimed; for what nobody has claimed yet, when the last of them came to be owed.
    pub due_at: Timestamp,
    /// How often a sender has claimed these mails.
    pub claims: u32,
}

/// A mail, and what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwedMail {
    /// Which of the mails it is.
    pub kind: MailKind,
    /// The change of address or the invitation, by its id.
    pub about: Uuid,
}

/// The kinds of mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MailKind {
    /// To the new address: the link that confirms it.
    VerifyLink,
    /// To the verified address: that it is about to be replaced.
    AddressNotice,
    /// To the verified address: the link that accepts an invitation.
    Invitation,
}

/// Hashes of fresh secrets, one for each kind of link that a mail may bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkHashes {
    /// Of the link for [`LinkKind::EmailChange`].
    pub email_change: TokenHash,
    /// Of the link for [`LinkKind::Invitation`].
    pub invitation: TokenHash,
}

/// Mails that the claimant, and nobody else for [`CLAIM`], shall send now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// The account with the claim noted, to be written before anything is sent.
    pub user: User,
    /// The mails that this claim may send, each with what it says. None, if all that is owed has to wait.
    pub mails: Vec<(OwedMail, Letter)>,
    /// How many owed mails have to wait, because the account or their address has had its mails of the day.
    pub held: usize,
    /// The links that the mails bring, to be written with the account.
    pub links: Vec<Link>,
}

/// What a mail is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Letter {
    /// Of [`MailKind::VerifyLink`], to the new address.
    VerifyLink {
        /// The new address: the recipient.
        to: EmailAddress,
        /// From when on the link no longer works.
        valid_until: Timestamp,
    },
    /// Of [`MailKind::AddressNotice`], to the old address.
    AddressNotice {
        /// The address so far: the recipient.
        to: EmailAddress,
        /// The new address, which waits to be confirmed.
        new_address: EmailAddress,
    },
    /// Of [`MailKind::Invitation`], to the verified address.
    Invitation {
        /// The verified address of the invited person.
        to: EmailAddress,
        /// The invitation that the link accepts.
        invitation: Box<Invitation>,
    },
}

impl Letter {
    /// The recipient.
    #[must_use]
    pub const fn to(&self) -> &EmailAddress {
        match self {
            Self::VerifyLink { to, .. } | Self::AddressNotice { to, .. } | Self::Invitation { to, .. } => to,
        }
    }
}

/// The result of one try to send a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailOutcome {
    /// The mail service has it.
    Sent,
    /// The mail service refuses the mail for good.
    Refused,
    /// It did not take it this time.
    Failed,
}

impl User {
    /// Adds mails to what is owed, in place of the same mails about something else.
    pub(super) fn owe(&mut self, mails: impl IntoIterator<Item = OwedMail>, now: Timestamp) {
        let new: Vec<OwedMail> = mails.into_iter().collect();
        self.no_longer_owe(|old| new.iter().any(|mail| mail.kind == old.kind));
        let (kept, since) = self.owed.take().map_or((Vec::new(), now), |owed| (owed.mails, owed.since));
        let mails = kept.into_iter().chain(new).collect();
        self.owed = Some(Owed { mails, since, due_at: now, claims: 0 });
    }

    /// Takes mails off what is owed.
    pub(super) fn no_longer_owe(&mut self, settled: impl Fn(&OwedMail) -> bool) {
        if let Some(owed) = &mut self.owed {
            owed.mails.retain(|mail| !settled(mail));
        }
        self.owed.take_if(|owed| owed.mails.is_empty());
    }

    /// What is owed and may be sent: nothing while the account is blocked.
    #[must_use]
    pub fn sendable(&self) -> Option<&Owed> {
        self.owed.as_ref().filter(|_| self.is_active())
    }

    /// What waited while the account was blocked is owed from now on, and can be claimed at once. What a sender claimed
    /// shortly before is left to it, so that nothing is sent twice.
    pub(super) fn resume_mails(&mut self, now: Timestamp) {
        let Some(owed) = &mut self.owed else { return };
        owed.since = now;
        if owed.due_at <= now {
            (owed.due_at, owed.claims) = (now, 0);
        }
    }

    /// Claims what is owed, with the hashes of fresh secrets for its links. `None`: nothing is owed, the account is
    /// blocked, or another sender has claimed it.
    ///
    /// A mail that was never claimed can be claimed at once, however much the clocks of two machines differ.
    #[must_use]
    pub fn claim(&self, hashes: &LinkHashes, now: Timestamp) -> Option<Claimed> {
        let owed = self.sendable().filter(|owed| owed.claims == 0 || owed.due_at <= now)?;
        let mut user = self.clone();
        let (mut mails, mut links) = (Vec::with_capacity(owed.mails.len()), Vec::new());
        let mut held_until = Vec::new();
        for mail in &owed.mails {
            if let Some(until) = user.held_until(*mail, now) {
                held_until.push(until);
                continue;
            }
            let Some((letter, link)) = user.letter(*mail, hashes, now) else { continue };
            user.recent_mails.add(letter.to(), now);
            mails.push((*mail, letter));
            links.extend(link);
        }
        let claimed_until = (!mails.is_empty()).then(|| after(now, CLAIM));
        let due_at = claimed_until.or_else(|| held_until.iter().min().copied())?;
        user.links.extend(links.iter().map(|link| link.hash.clone()));
        let forgotten = user.links.len().saturating_sub(LINKS_REMEMBERED);
        user.links.drain(..forgotten);
        user.owed = Some(Owed { claims: owed.claims.saturating_add(1), due_at, ..owed.clone() });
        let is_renewed = user.email_change != self.email_change || user.invitation != self.invitation;
        let user =
            if is_renewed { user.changed_from(self, Actor::System, now) } else { user.noted_from(self) };
        Some(Claimed { user, mails, held: held_until.len(), links })
    }

    /// Until when a mail has to wait, because there were too many; `None`: it may leave, or nothing asks for it any more.
    fn held_until(&self, mail: OwedMail, now: Timestamp) -> Option<Timestamp> {
        self.recent_mails.full_until(self.recipient(mail)?, now)
    }

    /// Who is to get a mail; `None`: what it is about is no longer there.
    fn recipient(&self, mail: OwedMail) -> Option<&EmailAddress> {
        let change = self.email_change.as_ref().filter(|change| change.id == mail.about);
        let invitation = self.invitation.as_ref().filter(|invitation| invitation.id == mail.about);
        match mail.kind {
            MailKind::VerifyLink => change.map(|change| &change.to),
            MailKind::AddressNotice => change.map(|_| &self.email),
            MailKind::Invitation => invitation.map(|_| &self.email),
        }
    }

    /// What a mail is to say, and the link that it brings; a link that leaves late is given its whole life.
    fn letter(
        &mut self,
        mail: OwedMail,
        hashes: &LinkHashes,
        now: Timestamp,
    ) -> Option<(Letter, Option<Link>)> {
        let (tenant, user, about) = (self.tenant.clone(), self.id, mail.about);
        let link = |kind, hash: &TokenHash, to: &EmailAddress, valid_until| Link {
            hash: hash.clone(),
            tenant,
            user,
            kind,
            about,
            recipient: Some(RecipientMark::of(hash, to)),
            valid_until,
            spent_at: None,
        };
        if mail.kind == MailKind::Invitation {
            let invitation = self.invitation.as_mut().filter(|invitation| invitation.id == about)?;
            invitation.link = invitation.link.renewed_if_late(now);
            let (hash, valid_until) = (&hashes.invitation, invitation.link.expires_at);
            let link = link(LinkKind::Invitation, hash, &self.email, valid_until);
            let letter =
                Letter::Invitation { to: self.email.clone(), invitation: Box::new(invitation.clone()) };
            return Some((letter, Some(link)));
        }
        let change = self.email_change.as_mut().filter(|change| change.id == about)?;
        change.link = change.link.renewed_if_late(now);
        let (new, valid_until) = (change.to.clone(), change.link.expires_at);
        if mail.kind == MailKind::AddressNotice {
            return Some((Letter::AddressNotice { to: self.email.clone(), new_address: new }, None));
        }
        let link = link(LinkKind::EmailChange, &hashes.email_change, &new, valid_until);
        Some((Letter::VerifyLink { to: new, valid_until }, Some(link)))
    }

    /// What became of mails that were claimed when the verified address was `email`, without what no longer says anything:
    /// an invitation that went to the address before is owed to the present one.
    #[must_use]
    pub fn still_told(
        &self,
        email: &EmailAddress,
        outcomes: &[(OwedMail, MailOutcome)],
    ) -> Vec<(OwedMail, MailOutcome)> {
        let is_told = |mail: &OwedMail| mail.kind != MailKind::Invitation || self.email.is_same(email);
        outcomes.iter().filter(|(mail, _)| is_told(mail)).copied().collect()
    }

    /// Takes a mail back that was counted and did not leave. If it has been superseded meanwhile, it stays counted.
    fn no_longer_count(&mut self, mail: OwedMail) {
        if let Some(to) = self.recipient(mail).cloned() {
            self.recent_mails.take_back(&to);
        }
    }

    /// When the first of the owed mails may leave.
    fn free_at(&self, now: Timestamp) -> Timestamp {
        let mails = self.owed.iter().flat_map(|owed| &owed.mails);
        mails.map(|mail| self.held_until(*mail, now).unwrap_or(now)).min().unwrap_or(now)
    }

    /// Notes what became of claimed mails. What has been superseded meanwhile is left as it is.
    #[must_use]
    pub fn settle(&self, outcomes: &[(OwedMail, MailOutcome)], now: Timestamp) -> Self {
        let mut user = self.clone();
        let of = |mail: &OwedMail| outcomes.iter().find(|(of, _)| of == mail).map(|(_, outcome)| *outcome);
        user.no_longer_owe(|mail| matches!(of(mail), Some(MailOutcome::Sent | MailOutcome::Refused)));
        for (mail, _) in outcomes.iter().filter(|(_, outcome)| *outcome == MailOutcome::Failed) {
            user.no_longer_count(*mail);
        }
        let free_at = user.free_at(now);
        if let Some(owed) = &mut user.owed {
            if owed.mails.iter().any(|mail| of(mail) == Some(MailOutcome::Failed)) {
                owed.due_at = after(now, RETRY_AFTER);
            } else if owed.claims > 0 {
                owed.due_at = owed.due_at.max(free_at);
            }
        }
        if let Some(change) = &mut user.email_change {
            let mail = OwedMail { kind: MailKind::VerifyLink, about: change.id };
            note_delivery(&mut change.undeliverable_at, of(&mail), now);
        }
        if let Some(invitation) = &mut user.invitation {
            let outcome = of(&invitation.mail());
            note_delivery(&mut invitation.undeliverable_at, outcome, now);
            if outcome == Some(MailOutcome::Sent) {
                invitation.mailed_at = Some(now);
            }
        }
        let refused = |user: &Self| {
            let change = user.email_change.as_ref().and_then(|change| change.undeliverable_at);
            let invitation = user.invitation.as_ref().and_then(|invitation| invitation.undeliverable_at);
            (change, invitation)
        };
        let visible = refused(&user) != refused(self);
        if visible { user.changed_from(self, Actor::System, now) } else { user.noted_from(self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::EmailAddress;
    use crate::email_change::NewEmailChange;
    use crate::link_life::LINK_LIFETIME;
    use crate::mail_limit::MAILS_A_DAY_TO_AN_ADDRESS;
    use crate::tenant::TenantId;
    use crate::user::UserId;

    const CHANGE: Uuid = Uuid::from_u128(7);
    const LINK: OwedMail = OwedMail { kind: MailKind::VerifyLink, about: CHANGE };
    const NOTICE: OwedMail = OwedMail { kind: MailKind::AddressNotice, about: CHANGE };

    fn now() -> Timestamp {
        "2026-03-02T09:30:00Z".parse().unwrap()
    }

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    fn new_change(id: Uuid) -> NewEmailChange {
        NewEmailChange { id, link_lifetime: LINK_LIFETIME }
    }

    fn renamed() -> User {
        let acme = TenantId::parse("acme").unwrap();
        let mut ada = User::native(UserId::new(Uuid::from_u128(1)), acme, address("ada@example.com"), now());
        ada.rename(address("king@example.com"), new_change(CHANGE), now());
        ada
    }

    fn mails(claimed: &Claimed) -> Vec<OwedMail> {
        claimed.mails.iter().map(|(mail, _)| *mail).collect()
    }

    fn claim(user: &User, at: Timestamp) -> Option<Claimed> {
        let hashes = LinkHashes { email_change: TokenHash::of("one"), invitation: TokenHash::of("two") };
        user.claim(&hashes, at)
    }

    #[test]
    fn a_claim_keeps_others_off_until_it_runs_out() {
        let claimed = claim(&renamed(), now()).unwrap();
        assert_eq!(mails(&claimed), [LINK, NOTICE]);
        let during = now() + CLAIM - SignedDuration::from_millis(1);
        assert_eq!(claim(&claimed.user, during), None);
        assert_eq!(mails(&claim(&claimed.user, now() + CLAIM).unwrap()), [LINK, NOTICE]);
    }

    #[test]
    fn what_was_never_claimed_can_be_claimed_by_a_machine_whose_clock_is_behind() {
        assert!(claim(&renamed(), now() - SignedDuration::from_mins(3)).is_some());
    }

    #[test]
    fn nothing_is_claimed_while_the_account_is_blocked_and_all_that_waited_at_once_when_it_is_back() {
        let (later, claimed) = (now() + RETRY_AFTER, claim(&renamed(), now()).unwrap().user);
        let failed = claimed.settle(&[(LINK, MailOutcome::Failed), (NOTICE, MailOutcome::Failed)], now());
        for mut user in [renamed(), failed] {
            user.set_active(false, now());
            assert_eq!((claim(&user, later), user.sendable()), (None, None));
            user.set_active(true, later);
            let owed = user.owed.clone().unwrap();
            assert_eq!((owed.since, owed.due_at, owed.claims), (later, later, 0), "as if it were new");
            assert_eq!(mails(&claim(&user, later).unwrap()), [LINK, NOTICE]);
        }
    }

    /// Of two senders both would send.
    #[test]
    fn what_is_under_way_is_not_claimed_again_because_the_account_was_blocked_and_is_back() {
        let mut claimed = claim(&renamed(), now()).unwrap().user;
        claimed.set_active(false, now());
        claimed.set_active(true, now());
        assert_eq!(claim(&claimed, now()), None);
        assert_eq!(mails(&claim(&claimed, now() + CLAIM).unwrap()), [LINK, NOTICE]);
    }

    #[test]
    fn claiming_and_sending_change_nothing_that_a_directory_sees() {
        let ada = renamed();
        let claimed = claim(&ada, now()).unwrap().user;
        let done = claimed.settle(&[(LINK, MailOutcome::Sent), (NOTICE, MailOutcome::Sent)], now());
        assert_eq!(done.owed, None);
        assert_eq!((claimed.version, done.version), (ada.version, ada.version));
        assert_eq!((claimed.revision, done.revision), (ada.revision + 1, ada.revision + 2));
    }

    #[test]
    fn only_what_failed_is_sent_again() {
        let claimed = claim(&renamed(), now()).unwrap().user;
        let half = claimed.settle(&[(LINK, MailOutcome::Sent), (NOTICE, MailOutcome::Failed)], now());
        assert_eq!(claim(&half, now() + RETRY_AFTER - SignedDuration::from_secs(1)), None);
        let again = claim(&half, now() + RETRY_AFTER).unwrap();
        assert_eq!((mails(&again), again.links), (vec![NOTICE], vec![]));
    }

    /// Somebody whose verified address has had its mails of the day, one a minute until now, and who is then renamed.
    fn renamed_again() -> User {
        let mut ada = renamed();
        let minutes = (0_i64..).take(MAILS_A_DAY_TO_AN_ADDRESS).map(SignedDuration::from_mins);
        ada.recent_mails = minutes.map(|ago| (ada.email.clone(), now() - ago)).collect();
        ada
    }

    #[test]
    fn a_mail_above_the_limit_waits_and_no_other() {
        let ada = renamed_again();
        let claimed = claim(&ada, now()).unwrap();
        assert_eq!((mails(&claimed), claimed.held), (vec![LINK], 1));
        let settled = claimed.user.settle(&[(LINK, MailOutcome::Sent)], now());
        let free = now() - SignedDuration::from_mins(9) + SignedDuration::from_hours(24);
        assert_eq!(settled.owed.as_ref().unwrap().due_at, free);
        assert_eq!(claim(&settled, free - SignedDuration::from_secs(1)), None);
        assert_eq!(mails(&claim(&settled, free).unwrap()), [NOTICE]);
    }

    #[test]
    fn a_claim_that_may_send_nothing_puts_the_mails_off_and_is_no_news() {
        let ada = renamed_again().settle(&[(LINK, MailOutcome::Sent)], now());
        let held = claim(&ada, now()).unwrap();
        assert_eq!((mails(&held), held.held, held.links.len()), (vec![], 1, 0));
        assert_eq!((held.user.version, held.user.revision), (ada.version, ada.revision + 1));
        assert_eq!(claim(&held.user, now() + CLAIM), None);
        assert_eq!(held.user.recent_mails, ada.recent_mails);
    }

    #[test]
    fn what_was_owed_anew_meanwhile_is_not_put_off_by_what_waits() {
        let mut claimed = claim(&renamed_again(), now()).unwrap().user;
        claimed.rename(address("countess@example.com"), new_change(Uuid::from_u128(8)), now());
        let settled = claimed.settle(&[(LINK, MailOutcome::Sent)], now());
        assert_eq!(mails(&claim(&settled, now()).unwrap()).len(), 1, "the new link");
    }

    #[test]
    fn a_mail_is_owed_since_the_change_that_owes_it() {
        let (retried, asked) = (now() + RETRY_AFTER, now() + SignedDuration::from_hours(1));
        let since = |user: &User| user.owed.as_ref().unwrap().since;
        let failed = claim(&renamed(), now()).unwrap().user.settle(&[(LINK, MailOutcome::Failed)], retried);
        assert_eq!(since(&failed), now(), "however often it is tried");
        let mut both = failed.clone();
        both.owe([LINK], asked);
        assert_eq!(since(&both), now(), "the notice is still owed");
        both.owe([LINK, NOTICE], asked);
        assert_eq!(since(&both), asked, "nothing older is owed any more");
    }

    #[test]
    fn a_refused_address_shows_on_the_account_and_is_not_tried_again() {
        let claimed = claim(&renamed(), now()).unwrap().user;
        let refused = claimed.settle(&[(LINK, MailOutcome::Refused), (NOTICE, MailOutcome::Sent)], now());
        assert_eq!(refused.owed, None);
        assert_eq!(refused.email_change.as_ref().unwrap().undeliverable_at, Some(now()));
        assert_eq!(refused.version, claimed.version + 1);
    }

    #[test]
    fn what_is_owed_anew_while_a_mail_is_under_way_stays_owed() {
        let mut claimed = claim(&renamed(), now()).unwrap().user;
        let next = Uuid::from_u128(8);
        claimed.rename(address("countess@example.com"), new_change(next), now());
        let settled = claimed.settle(&[(LINK, MailOutcome::Sent), (NOTICE, MailOutcome::Refused)], now());
        let owed = settled.owed.unwrap();
        assert_eq!((owed.mails.len(), owed.claims), (2, 0));
        assert!(owed.mails.iter().all(|mail| mail.about == next));
        assert_eq!(settled.email_change.unwrap().undeliverable_at, None);
    }
}
