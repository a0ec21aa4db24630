//! How many mails an account may cause within a day, to one address and in all. It counts every kind of mail, whatever
//! causes it: a directory that renames a person on and on, invitations that are sent again, new links asked for.
//!
//! A mail above the limit is late and not lost: it stays owed until an earlier one is a day old. What a later change
//! supersedes meanwhile is never sent, so the mail that leaves is about the latest state.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::address::EmailAddress;
use super::link_life::after;

/// Mails that one account causes at most within 24 hours, whoever gets them.
pub const MAILS_A_DAY: usize = 20;

/// Mails that one account causes at most within 24 hours to one address.
pub const MAILS_A_DAY_TO_AN_ADDRESS: usize = 10;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// The mails that an account caused within the last day, in order of time; [`MAILS_A_DAY`] at most. Older ones do not
/// count, and go when the next mail is added.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecentMails(Vec<RecentMail>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct RecentMail {
    to: AddressMark,
    at: Timestamp,
}

/// Tells the addresses of an account's mails apart: the first twelve hexadecimal digits of an address's SHA-256, as the
/// account is written often and should stay small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct AddressMark(String);

impl AddressMark {
    const LEN: usize = 12;

    fn of(address: &EmailAddress) -> Self {
        let mut digits = hex::encode(Sha256::digest(address.key().as_str()));
        digits.truncate(Self::LEN);
        Self(digits)
    }
}

impl RecentMails {
    /// Was there no mail, as far as is known?
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// When one more mail may leave for this address; `None`: now.
    #[must_use]
    pub fn full_until(&self, to: &EmailAddress, now: Timestamp) -> Option<Timestamp> {
        let mark = AddressMark::of(to);
        let of_today = self.0.iter().filter(|mail| is_of_today(mail.at, now));
        let all: Vec<_> = of_today.clone().map(|mail| mail.at).collect();
        let to_it: Vec<_> = of_today.filter(|mail| mail.to == mark).map(|mail| mail.at).collect();
        let free = |times: &[Timestamp], most: usize| {
            let place = times.len().checked_sub(most)?;
            times.get(place).map(|oldest| after(*oldest, DAY))
        };
        free(&all, MAILS_A_DAY).max(free(&to_it, MAILS_A_DAY_TO_AN_ADDRESS))
    }

    /// Counts a mail that is about to leave.
    pub(super) fn add(&mut self, to: &EmailAddress, now: Timestamp) {
        self.0.retain(|mail| is_of_today(mail.at, now));
        self.0.push(RecentMail { to: AddressMark::of(to), at: now });
        // The clocks of two machines may differ.
        self.0.sort_by_key(|mail| mail.at);
    }

    /// Takes back the latest mail to this address: it did not leave.
    pub(super) fn take_back(&mut self, to: &EmailAddress) {
        let mark = AddressMark::of(to);
        if let Some(place) = self.0.iter().rposition(|mail| mail.to == mark) {
            self.0.remove(place);
        }
    }
}

impl FromIterator<(EmailAddress, Timestamp)> for RecentMails {
    fn from_iter<I: IntoIterator<Item = (EmailAddress, Timestamp)>>(mails: I) -> Self {
        let mut recent = Self::default();
        for (to, at) in mails {
            recent.add(&to, at);
        }
        recent
    }
}

fn is_of_today(at: Timestamp, now: Timestamp) -> bool {
    now.duration_since(at) < DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> Timestamp {
        "2026-03-10T09:30:00Z".parse().unwrap()
    }

    fn address(text: &str) -> EmailAddress {
        EmailAddress::parse(text).unwrap()
    }

    fn minutes(number: usize) -> SignedDuration {
        SignedDuration::from_mins(i64::try_from(number).unwrap())
    }

    #[test]
    fn an_address_gets_ten_mails_a_day_and_the_next_when_the_first_is_a_day_old() {
        let (ada, king) = (address("ada@example.com"), address("king@example.com"));
        let mut mails = RecentMails::default();
        for number in 0..MAILS_A_DAY_TO_AN_ADDRESS {
            let now = start() + minutes(number);
            assert_eq!(mails.full_until(&ada, now), None);
            mails.add(&ada, now);
        }
        let free = start() + DAY;
        assert_eq!(mails.full_until(&address("ADA@example.com"), start() + minutes(60)), Some(free));
        assert_eq!(mails.full_until(&king, start() + minutes(60)), None, "another address");
        assert_eq!(mails.full_until(&ada, free - SignedDuration::from_millis(1)), Some(free));
        assert_eq!(mails.full_until(&ada, free), None);
        mails.add(&ada, free);
        assert_eq!(mails.full_until(&ada, free), Some(free + minutes(1)));
        assert_eq!(mails.0.len(), MAILS_A_DAY_TO_AN_ADDRESS, "the oldest is forgotten");
    }

    #[test]
    fn an_account_causes_twenty_mails_a_day_whoever_gets_them() {
        let mut mails = RecentMails::default();
        for number in 0..MAILS_A_DAY {
            mails.add(&address(&format!("victim{number}@example.com")), start() + minutes(number));
        }
        assert_eq!(mails.full_until(&address("ada@example.com"), start() + minutes(60)), Some(start() + DAY));
    }

    #[test]
    fn a_mail_that_did_not_leave_is_taken_back_once() {
        let (ada, king) = (address("ada@example.com"), address("king@example.com"));
        let mut mails = RecentMails::default();
        mails.add(&ada, start());
        let before = mails.clone();
        mails.add(&ada, start() + minutes(1));
        mails.take_back(&king);
        mails.take_back(&ada);
        assert_eq!(mails, before);
    }

    #[test]
    fn an_address_is_not_to_be_read_off_the_account() {
        let mut mails = RecentMails::default();
        mails.add(&address("ada@example.com"), start());
        let json = serde_json::to_string(&mails).unwrap();
        assert!(!json.contains("ada"), "{json}");
        assert!(json.len() < 70, "{json}");
    }
}
