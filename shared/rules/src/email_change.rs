//! The pending move of a verified address: asked for by a new `userName`, and decided by the reader of the new mailbox.
//!
//! The verified address is where an account's owner can be reached, so a directory cannot move it alone: it could hand
//! an account to somebody else. It moves when the link mailed to the new address is confirmed. Until then both
//! addresses are guarded.
//!
//! Directories also rename whom they block. So a change begins only while the account is active, and nobody is mailed
//! because of a name that only says that the person left.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::address::EmailAddress;
use super::link::Link;
use super::link_life::LinkLife;
use super::owed::{MailKind, OwedMail};
use super::resend::{Resends, TooSoon};
use super::user::{Actor, User};

/// A pending move of the verified address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmailChange {
    /// Tells this change from those before and after it.
    pub id: Uuid,
    /// The new address, which is not verified yet.
    pub to: EmailAddress,
    /// When the directory asked for it.
    pub requested_at: Timestamp,
    /// Until when the link works that confirms it. The change itself stands until it is confirmed, superseded or called
    /// off.
    #[serde(flatten)]
    pub link: LinkLife,
    /// Since when it is known that the new address takes no mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undeliverable_at: Option<Timestamp>,
    /// When another link was asked for, by the person or for them, within the last day.
    #[serde(default, skip_serializing_if = "Resends::is_empty")]
    pub asked_again_at: Resends,
}

/// What the edge gives a change that is about to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewEmailChange {
    /// [`EmailChange::id`].
    pub id: Uuid,
    /// [`LinkLife::lifetime`].
    pub link_lifetime: SignedDuration,
}

/// Whether a link can still be used, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailChangeLinkWorth<'a> {
    /// It can be confirmed.
    Live(&'a EmailChange),
    /// The link has stopped working, but the change is still pending: another link can be mailed.
    Expired(&'a EmailChange),
    /// The change was confirmed, by this link or another of the same change.
    Confirmed,
    /// The change was superseded by another or called off.
    Superseded,
}

/// Why the link that confirms an address is not mailed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmationRefusal {
    /// The account is blocked.
    #[error("The person is deactivated. Assign them again in the directory first.")]
    Inactive,
    /// No address waits to be confirmed.
    #[error("The person has no address that waits to be confirmed.")]
    NothingPending,
    /// It was asked for too often, by the person or for them.
    #[error("The link was sent a moment ago, or too often today.")]
    TooSoon(#[from] TooSoon),
}

impl EmailChange {
    fn new(change: NewEmailChange, to: EmailAddress, now: Timestamp) -> Self {
        let NewEmailChange { id, link_lifetime } = change;
        Self {
            id,
            to,
            requested_at: now,
            link: LinkLife::from(now, link_lifetime),
            undeliverable_at: None,
            asked_again_at: Resends::default(),
        }
    }
}

/// What a link to an account is worth.
#[must_use]
pub fn link_worth<'a>(link: &Link, user: &'a User, now: Timestamp) -> EmailChangeLinkWorth<'a> {
    let pending = user.email_change.as_ref().filter(|change| !change.to.is_soft_deleted());
    match pending {
        Some(change) if change.id == link.about && now < link.valid_until => {
            EmailChangeLinkWorth::Live(change)
        }
        Some(change) if change.id == link.about => EmailChangeLinkWorth::Expired(change),
        _ if user.confirmed_change == Some(link.about) => EmailChangeLinkWorth::Confirmed,
        _ => EmailChangeLinkWorth::Superseded,
    }
}

impl User {
    /// Gives the account this `userName`, and blocks or restores it. Both are decided together, as a directory sends them
    /// in one request or in two, in either order.
    ///
    /// The verified address stays. While the account is active, a change to the name is left pending, superseding the one
    /// before. While it is blocked, none begins: it begins at the reactivation, if the name still stands.
    pub(super) fn rename_and_set_active(
        &mut self,
        to: EmailAddress,
        active: bool,
        change: NewEmailChange,
        now: Timestamp,
    ) {
        self.set_active(active, now);
        self.user_name = to;
        let pending = self.email_change.as_ref().map(|change| &change.to);
        let is_pending = pending.is_some_and(|to| to.is_same(&self.user_name));
        if self.user_name.is_soft_deleted() {
            // One that an earlier version began.
            if is_pending {
                self.drop_email_change();
            }
        } else if self.user_name.is_same(&self.email) {
            self.drop_email_change();
        } else if active && !is_pending {
            self.drop_email_change();
            self.email_change = Some(EmailChange::new(change, self.user_name.clone(), now));
            let mails = [MailKind::VerifyLink, MailKind::AddressNotice];
            self.owe(mails.map(|kind| OwedMail { kind, about: change.id }), now);
        } else if !is_pending && !self.is_marked_as_left() {
            self.drop_email_change();
        }
    }

    /// Is the `userName` one of the account's own addresses with something before it? So administrators mark leavers.
    fn is_marked_as_left(&self) -> bool {
        let pending = self.email_change.iter().map(|change| &change.to);
        pending.chain([&self.email]).any(|own| self.user_name.is_marked(own))
    }

    #[cfg(test)]
    pub(super) fn rename(&mut self, to: EmailAddress, change: NewEmailChange, now: Timestamp) {
        self.rename_and_set_active(to, self.is_active(), change, now);
    }

    fn drop_email_change(&mut self) {
        if let Some(change) = self.email_change.take() {
            self.no_longer_owe(|mail| mail.about == change.id);
        }
    }

    /// The account after its owner confirmed the pending change, which [`link_worth`] found live.
    #[must_use]
    pub fn confirmed(&self, change: &EmailChange, now: Timestamp) -> Self {
        let mut user = self.clone();
        user.drop_email_change();
        user.email.clone_from(&change.to);
        user.confirmed_change = Some(change.id);
        user.invitation_follows_address(now);
        user.changed_from(self, Actor::Person, now)
    }

    /// The account after its owner asked for another link for the pending change, which [`link_worth`] found expired.
    ///
    /// # Errors
    ///
    /// [`TooSoon`]: one a minute, five a day.
    pub fn asked_for_new_link(&self, change: &EmailChange, now: Timestamp) -> Result<Self, TooSoon> {
        self.owed_another_link(change, Actor::Person, now)
    }

    /// The account whose pending change is to be confirmed by another link, mailed to the new address. Links that were
    /// mailed before go on for as long as they do.
    ///
    /// # Errors
    ///
    /// [`ConfirmationRefusal`], [`TooSoon`] among them: one a minute, five a day, with those that the person asked for.
    pub fn confirmation_mailed_again(&self, by: Actor, now: Timestamp) -> Result<Self, ConfirmationRefusal> {
        let change = self.email_change.as_ref().ok_or(ConfirmationRefusal::NothingPending)?;
        if !self.is_active() {
            return Err(ConfirmationRefusal::Inactive);
        }
        Ok(self.owed_another_link(change, by, now)?)
    }

    fn owed_another_link(&self, change: &EmailChange, by: Actor, now: Timestamp) -> Result<Self, TooSoon> {
        let mut asked = change.clone();
        asked.asked_again_at = change.asked_again_at.and(now)?;
        asked.link = change.link.renewed(now);
        let mut user = self.clone();
        user.email_change = Some(asked);
        user.owe([OwedMail { kind: MailKind::VerifyLink, about: change.id }], now);
        Ok(user.changed_from(self, by, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::LinkKind;
    use crate::link_life::LINK_LIFETIME;
    use crate::tenant::TenantId;
    use crate::token::TokenHash;
    use crate::user::UserId;

    const MINUTE: SignedDuration = SignedDuration::from_mins(1);

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    fn new_change(number: u128) -> NewEmailChange {
        NewEmailChange { id: Uuid::from_u128(number), link_lifetime: LINK_LIFETIME }
    }

    fn renamed() -> User {
        let (id, now) = (UserId::new(Uuid::from_u128(1)), at("2026-03-02T09:30:00Z"));
        let mut ada = User::native(id, TenantId::parse("acme").unwrap(), address("ada@example.com"), now);
        ada.rename(address("king@example.com"), new_change(7), now);
        ada
    }

    fn link(user: &User) -> Link {
        let change = user.email_change.as_ref().unwrap();
        Link {
            hash: TokenHash::of("secret"),
            tenant: user.tenant.clone(),
            user: user.id,
            kind: LinkKind::EmailChange,
            about: change.id,
            recipient: None,
            valid_until: change.link.expires_at,
            spent_at: None,
        }
    }

    #[test]
    fn a_link_lives_seven_days_and_not_a_moment_longer() {
        let ada = renamed();
        let (link, end) = (link(&ada), at("2026-03-09T09:30:00Z"));
        let just_before = end - SignedDuration::from_millis(1);
        assert!(matches!(link_worth(&link, &ada, just_before), EmailChangeLinkWorth::Live(_)));
        assert!(matches!(link_worth(&link, &ada, end), EmailChangeLinkWorth::Expired(_)));
    }

    #[test]
    fn an_operator_can_give_links_another_life() {
        let now = at("2026-03-02T09:30:00Z");
        let mut ada = renamed();
        let change = NewEmailChange { link_lifetime: SignedDuration::from_hours(48), ..new_change(8) };
        ada.rename(address("countess@example.com"), change, now);
        assert_eq!(ada.email_change.clone().unwrap().link.expires_at, at("2026-03-04T09:30:00Z"));
        let later = at("2026-03-05T09:30:00Z");
        let again = ada.asked_for_new_link(&ada.email_change.clone().unwrap(), later).unwrap();
        assert_eq!(again.email_change.unwrap().link.expires_at, at("2026-03-07T09:30:00Z"));
    }

    #[test]
    fn a_confirmed_change_moves_the_address_and_spends_every_link_of_it() {
        let ada = renamed();
        let link = link(&ada);
        let change = ada.email_change.clone().unwrap();
        let after = ada.confirmed(&change, at("2026-03-03T09:30:00Z"));
        assert_eq!(after.email.as_str(), "king@example.com");
        assert_eq!((after.email_change.as_ref(), after.owed.as_ref()), (None, None));
        assert_eq!(after.version, ada.version + 1);
        assert_eq!(after.updated_by, Actor::Person);
        assert_eq!(link_worth(&link, &after, at("2026-03-03T09:31:00Z")), EmailChangeLinkWorth::Confirmed);
    }

    #[test]
    fn a_new_name_supersedes_the_change_and_the_old_name_calls_it_off() {
        let ada = renamed();
        let (link, now) = (link(&ada), at("2026-03-02T10:00:00Z"));
        let mut again = ada.clone();
        again.rename(address("countess@example.com"), new_change(8), now);
        assert_eq!(link_worth(&link, &again, now), EmailChangeLinkWorth::Superseded);
        let owed = again.owed.as_ref().unwrap();
        assert!(owed.mails.iter().all(|mail| mail.about == Uuid::from_u128(8)), "{owed:?}");
        let mut back = ada;
        back.rename(address("Ada@example.com"), new_change(9), now);
        assert_eq!(link_worth(&link, &back, now), EmailChangeLinkWorth::Superseded);
        assert_eq!((back.email_change, back.owed), (None, None));
    }

    const GONE: &str = "6f2c1b0e8d3a4C1F9a570e4b7d2c9f11ada@example.com";

    /// The account after names and states, and to which address a change is pending then.
    fn after<'a>(user: &User, steps: impl IntoIterator<Item = (&'a str, bool)>) -> (User, Option<String>) {
        let (mut user, now) = (user.clone(), at("2026-03-02T10:00:00Z"));
        for (number, (name, active)) in (8..).zip(steps) {
            user.rename_and_set_active(address(name), active, new_change(number), now);
        }
        let pending = user.email_change.as_ref().map(|change| change.to.as_str().to_owned());
        (user, pending)
    }

    #[test]
    fn no_change_begins_while_the_account_is_blocked_and_one_does_when_it_is_back() {
        let ada = after(&renamed(), [("ada@example.com", true)]).0;
        for (name, begins) in [("countess@example.com", true), ("m.ada@example.com", true), (GONE, false)] {
            for steps in [vec![(name, false)], vec![("ada@example.com", false), (name, false)]] {
                let (blocked, pending) = after(&ada, steps);
                assert_eq!((pending, blocked.owed.as_ref()), (None, None), "{name}");
                let (back, pending) = after(&blocked, [(name, true)]);
                assert_eq!(pending.as_deref(), Some(name).filter(|_| begins), "{name}");
                assert_eq!(
                    back.owed.map_or(0, |owed| owed.mails.len()),
                    if begins { 2 } else { 0 },
                    "{name}"
                );
                let (back, pending) = after(&blocked, [("ada@example.com", true)]);
                assert_eq!((pending, back.owed), (None, None), "{name}");
            }
        }
        assert_eq!(after(&ada, [(GONE, true)]).1, None, "nor while it is active");
    }

    #[test]
    fn a_mark_of_leaving_leaves_the_pending_change_and_another_name_does_not() {
        let ada = renamed();
        let change = ada.email_change.clone();
        for name in ["zz_left_ada@example.com", "ZZ_king@example.com", GONE, "king@example.com"] {
            let (blocked, _) = after(&ada, [(name, false)]);
            assert_eq!(blocked.email_change, change, "{name}");
            let (back, _) = after(&blocked, [("king@example.com", true)]);
            assert_eq!(back.email_change, change, "{name}");
            assert_eq!(back.owed.map(|owed| owed.mails), ada.owed.clone().map(|owed| owed.mails), "{name}");
        }
        for name in ["ada@example.com", "countess@example.com", "king@example.org"] {
            assert_eq!(after(&ada, [(name, false)]).0.owed, None, "{name}");
        }
    }

    #[test]
    fn a_change_to_an_address_of_a_soft_delete_that_an_earlier_version_began_comes_to_nothing() {
        let mut ada = renamed();
        ada.email_change.as_mut().unwrap().to = address(GONE);
        ada.user_name = address(GONE);
        let (link, now) = (link(&ada), at("2026-03-02T10:00:00Z"));
        assert_eq!(link_worth(&link, &ada, now), EmailChangeLinkWorth::Superseded);
        for name in [GONE, "ada@example.com"] {
            let (back, pending) = after(&ada, [(GONE, false), (name, true)]);
            assert_eq!((pending, back.owed), (None, None), "{name}");
        }
    }

    #[test]
    fn a_new_link_is_granted_once_a_minute() {
        let (ada, now) = (renamed(), at("2026-03-10T09:30:00Z"));
        let asked = ada.asked_for_new_link(&ada.email_change.clone().unwrap(), now).unwrap();
        let change = asked.email_change.clone().unwrap();
        assert!(matches!(asked.asked_for_new_link(&change, now), Err(TooSoon { retry_after_secs: 60 })));
        assert!(asked.asked_for_new_link(&change, now + MINUTE).is_ok());
    }

    #[test]
    fn the_stored_form_of_a_change_does_not_move() {
        let mut change = renamed().email_change.unwrap();
        let plain = r#"{"id":"00000000-0000-0000-0000-000000000007","to":"king@example.com","requestedAt":"2026-03-02T09:30:00Z","expiresAt":"2026-03-09T09:30:00Z","linkLifetime":"PT168H"}"#;
        assert_eq!(serde_json::to_string(&change).unwrap(), plain);
        assert_eq!(serde_json::from_str::<EmailChange>(plain).unwrap(), change);
        change.undeliverable_at = Some(at("2026-03-02T09:31:00Z"));
        change.asked_again_at = Resends::from_iter([at("2026-03-02T09:32:00Z")]);
        let whole = plain.replace(
            '}',
            r#","undeliverableAt":"2026-03-02T09:31:00Z","askedAgainAt":["2026-03-02T09:32:00Z"]}"#,
        );
        assert_eq!(serde_json::to_string(&change).unwrap(), whole);
        assert_eq!(serde_json::from_str::<EmailChange>(&whole).unwrap(), change);
    }
}
