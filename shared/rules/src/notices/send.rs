//! What is owed to administrators: events, and mails that are claimed, sent and settled, as those of people are
//! ([`owed`](crate::owed)). All that an address is owed of one kind goes into one mail.

use jiff::Timestamp;

use super::administrator::{
    Administrator, AdministratorId, AdministratorLink, LinkPurpose, STOP_LIFETIME, link_secret,
};
use super::{Credential, Notice, Notices};
use crate::address::EmailAddress;
use crate::events::Event;
use crate::link_life::after;
use crate::owed::{CLAIM, MailOutcome, RETRY_AFTER};
use crate::tenant::Tenant;
use crate::token::TokenHash;

/// Mails that the claimant, and nobody else for [`CLAIM`], shall send now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedNotices {
    /// Those with the claim noted, to be written before anything is sent.
    pub notices: Notices,
    /// The mails that this claim may send. None, if all that is owed has to wait.
    pub letters: Vec<Letter>,
    /// How many mails have to wait, because the tenant's administrators or an address have had their mails of the day.
    pub held: usize,
    /// The links that the mails bring, to be written with the claim.
    pub links: Vec<AdministratorLink>,
}

/// A mail to an administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The address that it goes to, by its id.
    pub administrator: AdministratorId,
    /// The address.
    pub to: EmailAddress,
    /// Tag of the language that its reader reads.
    pub language: Option<String>,
    /// The secret of the link that it brings.
    pub secret: String,
    /// What it says.
    pub says: Says,
    /// The numbers of the notices that it tells of.
    pub numbers: Vec<u64>,
}

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Says {
    /// Its link confirms the address.
    Confirm {
        /// From when on the link no longer works.
        valid_until: Timestamp,
    },
    /// These credentials are about to end, the first to end first.
    Expiring(Vec<Credential>),
    /// A notice of another kind.
    Notice(Notice),
}

impl Notices {
    /// What is owed and still holds. Notices of credentials that have ended or were taken away, and what nobody is owed any more,
    /// are dropped.
    #[must_use]
    pub fn still_owed(&self, tenant: &Tenant, now: Timestamp) -> Self {
        let mut after = self.clone();
        after.owed.retain(|owed| Self::holds(&owed.notice, tenant, now));
        after.forget_done();
        after
    }

    /// The events that are yet to be published.
    #[must_use]
    pub fn unannounced(&self) -> Vec<Event> {
        let owed = self.owed.iter().filter(|owed| !owed.announced);
        owed.map(|owed| Event::of_notice(&self.tenant, owed)).collect()
    }

    /// Those with these notices announced: the ones that [`Notices::unannounced`] gave.
    #[must_use]
    pub fn announced(&self, numbers: &[u64]) -> Self {
        let mut after = self.clone();
        for owed in after.owed.iter_mut().filter(|owed| numbers.contains(&owed.number)) {
            owed.announced = true;
        }
        after.forget_done();
        after
    }

    /// Claims what is owed; `None`: nothing is, or not yet.
    /// `delivery` is a fresh secret, and `link_lifetime` how long a link that confirms works.
    #[must_use]
    pub fn claim(
        &self,
        delivery: &str,
        link_lifetime: jiff::SignedDuration,
        now: Timestamp,
    ) -> Option<ClaimedNotices> {
        self.owed_from.filter(|from| *from <= now)?;
        let mut notices = self.clone();
        let (mut letters, mut links, mut held, mut free) = (Vec::new(), Vec::new(), 0, None);
        for administrator in &self.administrators {
            for (says, numbers) in self.letters_to(administrator, after(now, link_lifetime)) {
                if let Some(until) = notices.recent_mails.full_until(&administrator.address, now) {
                    held += 1;
                    free = Some(free.map_or(until, |free: Timestamp| free.min(until)));
                    continue;
                }
                notices.recent_mails.add(&administrator.address, now);
                let letter = letter(administrator, says, numbers, delivery);
                let link = self.link_of(&letter, now);
                if !links.contains(&link) {
                    links.push(link);
                }
                letters.push(letter);
            }
        }
        for letter in &letters {
            if let Says::Confirm { valid_until } = letter.says {
                notices.change(letter.administrator, |each| each.link_until = Some(valid_until));
            }
        }
        let claimed = after(now, CLAIM);
        notices.owed_from = Some(if letters.is_empty() { free.unwrap_or(claimed) } else { claimed });
        Some(ClaimedNotices { notices, letters, held, links })
    }

    /// Those of a tenant that has had its mails of the hour: they are tried again later.
    #[must_use]
    pub fn waiting(&self, now: Timestamp) -> Self {
        Self { owed_from: self.owed_from.map(|_| after(now, RETRY_AFTER)), ..self.clone() }
    }

    /// Those after mails were sent, refused or not taken. What came to be owed meanwhile can be claimed at once, unless a mail was
    /// not taken.
    #[must_use]
    pub fn settled(&self, outcomes: &[(Letter, MailOutcome)], now: Timestamp) -> Self {
        let mut settled = self.clone();
        for (letter, outcome) in outcomes {
            if *outcome == MailOutcome::Failed {
                settled.recent_mails.take_back(&letter.to);
                continue;
            }
            let refused = (*outcome == MailOutcome::Refused).then_some(now);
            settled.change(letter.administrator, |each| {
                each.undeliverable_at = refused;
                each.link_owed &= !matches!(letter.says, Says::Confirm { .. });
            });
            for owed in settled.owed.iter_mut().filter(|owed| letter.numbers.contains(&owed.number)) {
                owed.to.retain(|each| *each != letter.administrator);
            }
        }
        settled.forget_done();
        if settled.owed_from.is_some() {
            let has_failed = outcomes.iter().any(|(_, outcome)| *outcome == MailOutcome::Failed);
            let next = if has_failed { after(now, RETRY_AFTER) } else { now };
            settled.owed_from = Some(settled.free_at(now).unwrap_or(next));
        }
        settled
    }

    /// When the first of the mails may leave, if all that are owed have to wait for the limit of the day.
    fn free_at(&self, now: Timestamp) -> Option<Timestamp> {
        if self.owed.iter().any(|owed| !owed.announced) {
            return None;
        }
        let owed = self.administrators.iter().filter(|each| self.is_owed_mail(each));
        let free: Option<Vec<_>> =
            owed.map(|each| self.recent_mails.full_until(&each.address, now)).collect();
        free?.into_iter().min()
    }

    fn is_owed_mail(&self, administrator: &Administrator) -> bool {
        administrator.link_owed || self.owed.iter().any(|owed| owed.to.contains(&administrator.id))
    }

    /// Forgets notices that are announced and mailed, and that something is owed if nothing is.
    pub(super) fn forget_done(&mut self) {
        self.owed.retain(|owed| !owed.announced || !owed.to.is_empty());
        if self.owed.is_empty() && !self.administrators.iter().any(|each| each.link_owed) {
            self.owed_from = None;
        }
    }

    fn change(&mut self, id: AdministratorId, change: impl FnOnce(&mut Administrator)) {
        if let Some(each) = self.administrators.iter_mut().find(|each| each.id == id) {
            change(each);
        }
    }

    /// What an address is owed, each with the numbers of its notices.
    fn letters_to(&self, administrator: &Administrator, valid_until: Timestamp) -> Vec<(Says, Vec<u64>)> {
        if administrator.confirmed_at.is_none() {
            let confirm = (Says::Confirm { valid_until }, Vec::new());
            return administrator.link_owed.then_some(confirm).into_iter().collect();
        }
        let (mut expiring, mut of_expiring, mut letters) = (Vec::<Credential>::new(), Vec::new(), Vec::new());
        for owed in self.owed.iter().filter(|owed| owed.to.contains(&administrator.id)) {
            match &owed.notice {
                Notice::Expiring { credential, .. } => {
                    of_expiring.push(owed.number);
                    if !expiring.contains(credential) {
                        expiring.push(credential.clone());
                    }
                }
                notice => letters.push((Says::Notice(notice.clone()), vec![owed.number])),
            }
        }
        if !expiring.is_empty() {
            expiring.sort_by_key(|credential| credential.expires_at);
            letters.insert(0, (Says::Expiring(expiring), of_expiring));
        }
        letters
    }

    fn link_of(&self, letter: &Letter, now: Timestamp) -> AdministratorLink {
        let (purpose, valid_until) = match letter.says {
            Says::Confirm { valid_until } => (LinkPurpose::Confirm, valid_until),
            Says::Expiring(_) | Says::Notice(_) => (LinkPurpose::Stop, after(now, STOP_LIFETIME)),
        };
        AdministratorLink {
            hash: TokenHash::of(&letter.secret),
            tenant: self.tenant.clone(),
            administrator: letter.administrator,
            purpose,
            valid_until,
        }
    }
}

fn letter(administrator: &Administrator, says: Says, numbers: Vec<u64>, delivery: &str) -> Letter {
    let purpose = match says {
        Says::Confirm { .. } => LinkPurpose::Confirm,
        Says::Expiring(_) | Says::Notice(_) => LinkPurpose::Stop,
    };
    Letter {
        administrator: administrator.id,
        to: administrator.address.clone(),
        language: administrator.language.clone(),
        secret: link_secret(delivery, administrator.id, purpose),
        says,
        numbers,
    }
}
