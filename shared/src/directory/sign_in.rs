//! Sign-ins, as the operator's product reports them, and what a person costs from the first of them on.
//!
//! Whoever is active and was billed for a period is billed for the next one when that begins. Who was blocked then is
//! billed again from their next sign-in. A line, once made, stands: nobody is billed twice for a day, and nothing is
//! paid back.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::billing::{Currency, Period, Terms, day_of};
use super::user::{Actor, User, UserId};

/// How much the clock of who reports may be ahead of ours.
pub const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// How late a sign-in can be reported.
pub const MAX_AGE: SignedDuration = SignedDuration::from_hours(31 * 24);

/// What one person costs of one period. It holds nothing of the person but the account's identifier, so it stays when
/// the account goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BillingLine {
    /// The account.
    pub user_id: UserId,
    /// The period's first day.
    pub period_start: Date,
    /// The day after its last.
    pub period_end: Date,
    /// The day from which on the person is billed.
    pub billable_from: Date,
    /// Price of the whole period, in minor units of the currency.
    pub price_minor: u64,
    /// What is to be paid, in minor units of the currency.
    pub amount_minor: u64,
    /// In which it is paid.
    pub currency: Currency,
    /// When the line was made.
    pub created_at: Timestamp,
}

/// An account that has signed in, or is billed for another period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Billed {
    /// The account as it is then; as it was, if there is nothing new.
    pub user: User,
    /// The line that comes with it.
    pub line: Option<BillingLine>,
}

/// Why a sign-in is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefusal {
    /// The account is blocked.
    #[error("The person is deactivated and should not be able to sign in.")]
    Inactive,
    /// No invitation was accepted.
    #[error("The person has not accepted an invitation yet and should not be able to sign in.")]
    NotAccepted,
    /// It lies ahead.
    #[error("The time of the sign-in lies in the future.")]
    InFuture,
    /// It is too long ago.
    #[error("The sign-in was more than 31 days ago.")]
    TooOld,
}

impl User {
    /// The account after a sign-in at a time. Only the first of a period makes a difference. What is said to have been
    /// before the person accepted counts from then.
    ///
    /// # Errors
    ///
    /// [`SignInRefusal`].
    pub fn signed_in(
        &self,
        terms: Option<&Terms>,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<Billed, SignInRefusal> {
        if !self.is_active() {
            return Err(SignInRefusal::Inactive);
        }
        let accepted_at = self.invitation.as_ref().and_then(|invitation| invitation.accepted_at);
        let accepted_at = accepted_at.ok_or(SignInRefusal::NotAccepted)?;
        if at.duration_since(now) > CLOCK_SKEW {
            return Err(SignInRefusal::InFuture);
        }
        if now.duration_since(at) > MAX_AGE {
            return Err(SignInRefusal::TooOld);
        }
        let at = at.clamp(accepted_at.min(now), now);
        let mut user = self.clone();
        user.first_signed_in_at = Some(self.first_signed_in_at.unwrap_or(at));
        let line = terms.and_then(|terms| user.bill(terms, day_of(at), now));
        let user = if self.first_signed_in_at.is_none() {
            user.changed_from(self, Actor::Operator, now)
        } else {
            user.noted_from(self)
        };
        Ok(Billed { user, line })
    }

    /// The account billed for the period in which a day falls, if it is to be without another sign-in: it was billed
    /// before, and was active when the period began.
    #[must_use]
    pub fn renewed(&self, terms: &Terms, day: Date, now: Timestamp) -> Option<Billed> {
        let period = terms.period_of(day);
        self.billed_until.filter(|until| *until <= period.start)?;
        if self.deactivation.is_some_and(|since| day_of(since.deactivated_at) < period.start) {
            return None;
        }
        let mut user = self.clone();
        let line = user.bill(terms, period.start, now)?;
        Some(Billed { user: user.noted_from(self), line: Some(line) })
    }

    /// Bills what is left of the period in which a day falls, as far as it has not been billed.
    fn bill(&mut self, terms: &Terms, day: Date, now: Timestamp) -> Option<BillingLine> {
        let period = terms.period_of(day);
        let Period { start, end } = period;
        if self.billed_until.is_some_and(|until| day < until) {
            return None;
        }
        let amount_minor = terms.charge(period, day)?;
        self.billed_until = Some(end);
        Some(BillingLine {
            user_id: self.id,
            period_start: start,
            period_end: end,
            billable_from: day,
            price_minor: terms.price_minor,
            amount_minor,
            currency: terms.currency,
            created_at: now,
        })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::directory::address::EmailAddress;
    use crate::directory::billing::Interval;
    use crate::directory::email_change::LINK_LIFETIME;
    use crate::directory::entity::{EntityId, EntityName};
    use crate::directory::invitation::{CardAccess, NewInvitation};
    use crate::directory::tenant::TenantId;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn terms() -> Terms {
        Terms {
            interval: Interval::Monthly,
            anchor: day("2026-01-01"),
            price_minor: 3000,
            currency: Currency::parse("EUR").unwrap(),
        }
    }

    fn ada() -> User {
        let acme = TenantId::parse("acme").unwrap();
        let email = EmailAddress::parse("ada@example.com").unwrap();
        User::native(UserId::new(Uuid::from_u128(1)), acme, email, at("2026-03-02T09:30:00Z"))
    }

    fn accepted() -> User {
        let now = at("2026-03-30T09:30:00Z");
        let new = NewInvitation {
            id: Uuid::from_u128(7),
            entity: EntityId::new(Uuid::from_u128(5)),
            entity_name: EntityName::parse("Acme GmbH").unwrap(),
            card_access: CardAccess::Card,
            link_lifetime: LINK_LIFETIME,
        };
        let invited = ada().invited(new, Actor::Admin, now).unwrap();
        invited.accepted(invited.invitation.as_ref().unwrap(), now)
    }

    fn signed_in(user: &User, time: &str) -> Billed {
        user.signed_in(Some(&terms()), at(time), at(time)).unwrap()
    }

    fn set_active(user: &User, active: bool, time: &str) -> User {
        let mut after = user.clone();
        after.set_active(active, at(time));
        after.changed_from(user, Actor::Directory, at(time))
    }

    #[test]
    fn the_first_sign_in_is_billed_from_its_day_and_a_second_adds_nothing() {
        let first = signed_in(&accepted(), "2026-04-16T23:59:59Z");
        let line = first.line.unwrap();
        assert_eq!((line.billable_from, line.amount_minor), (day("2026-04-16"), 1500));
        assert_eq!(first.user.first_signed_in_at, Some(at("2026-04-16T23:59:59Z")));
        assert_eq!(first.user.version, accepted().version + 1);
        for time in ["2026-04-16T23:59:59Z", "2026-04-17T08:00:00Z", "2026-04-30T23:59:59Z"] {
            let again = signed_in(&first.user, time);
            assert_eq!(again, Billed { user: first.user.clone(), line: None }, "{time}");
        }
    }

    #[test]
    fn a_sign_in_reported_late_counts_from_its_day_but_not_from_before_the_acceptance() {
        let now = at("2026-04-20T08:00:00Z");
        let late = accepted().signed_in(Some(&terms()), at("2026-04-16T08:00:00Z"), now).unwrap();
        assert_eq!(late.line.unwrap().billable_from, day("2026-04-16"));
        let early = accepted().signed_in(Some(&terms()), at("2026-03-29T08:00:00Z"), now).unwrap();
        assert_eq!(early.line.unwrap().billable_from, day("2026-03-30"));
    }

    #[test]
    fn a_sign_in_that_cannot_have_been_is_refused() {
        let (now, terms) = (at("2026-05-20T08:00:00Z"), terms());
        let refused = |user: &User, time| user.signed_in(Some(&terms), at(time), now).unwrap_err();
        assert_eq!(refused(&ada(), "2026-05-20T08:00:00Z"), SignInRefusal::NotAccepted);
        assert_eq!(refused(&accepted(), "2026-05-20T08:05:01Z"), SignInRefusal::InFuture);
        assert_eq!(refused(&accepted(), "2026-04-19T07:59:59Z"), SignInRefusal::TooOld);
        let blocked = set_active(&accepted(), false, "2026-04-01T08:00:00Z");
        assert_eq!(refused(&blocked, "2026-05-20T08:00:00Z"), SignInRefusal::Inactive);
        let ahead = accepted().signed_in(Some(&terms), at("2026-05-20T08:05:00Z"), now).unwrap();
        assert_eq!(ahead.user.first_signed_in_at, Some(now), "a clock that is ahead by minutes");
    }

    #[test]
    fn who_comes_back_within_the_period_is_not_billed_again() {
        let first = signed_in(&accepted(), "2026-04-03T08:00:00Z").user;
        let blocked = set_active(&first, false, "2026-04-10T08:00:00Z");
        let back = set_active(&blocked, true, "2026-04-20T08:00:00Z");
        assert_eq!(signed_in(&back, "2026-04-21T08:00:00Z").line, None);
    }

    #[test]
    fn the_next_period_is_billed_whole_and_once() {
        let first = signed_in(&accepted(), "2026-04-16T08:00:00Z").user;
        let now = at("2026-05-01T00:05:00Z");
        assert_eq!(first.renewed(&terms(), day("2026-04-30"), now), None);
        let renewed = first.renewed(&terms(), day("2026-05-01"), now).unwrap();
        let line = renewed.line.unwrap();
        assert_eq!((line.billable_from, line.amount_minor), (day("2026-05-01"), 3000));
        assert_eq!(renewed.user.version, first.version, "no directory sees it");
        assert_eq!(renewed.user.renewed(&terms(), day("2026-05-01"), now), None);
        assert_eq!(signed_in(&renewed.user, "2026-05-02T08:00:00Z").line, None);
        let unseen = accepted().renewed(&terms(), day("2026-05-01"), now);
        assert_eq!(unseen, None, "who never signed in costs nothing");
    }

    #[test]
    fn who_was_blocked_when_a_period_began_is_billed_from_their_next_sign_in() {
        let first = signed_in(&accepted(), "2026-04-16T08:00:00Z").user;
        let now = at("2026-05-01T00:05:00Z");
        let blocked = set_active(&first, false, "2026-04-30T23:59:59Z");
        assert_eq!(blocked.renewed(&terms(), day("2026-05-01"), now), None);
        let later = set_active(&first, false, "2026-05-01T00:00:00Z");
        assert!(later.renewed(&terms(), day("2026-05-01"), now).is_some(), "active when it began");
        let back = set_active(&blocked, true, "2026-05-10T08:00:00Z");
        let line = signed_in(&back, "2026-05-17T08:00:00Z").line.unwrap();
        assert_eq!((line.billable_from, line.amount_minor), (day("2026-05-17"), 1452), "15 of 31 days");
    }

    #[test]
    fn a_change_of_terms_bills_no_day_twice() {
        let first = signed_in(&accepted(), "2026-04-16T08:00:00Z").user;
        let moved = Terms { anchor: day("2026-01-20"), ..terms() };
        let again = first.signed_in(Some(&moved), at("2026-04-25T08:00:00Z"), at("2026-04-25T08:00:00Z"));
        assert_eq!(again.unwrap().line, None, "April was billed");
        let line = first
            .signed_in(Some(&moved), at("2026-05-01T08:00:00Z"), at("2026-05-01T08:00:00Z"))
            .unwrap()
            .line
            .unwrap();
        assert_eq!((line.period_start, line.amount_minor), (day("2026-04-20"), 1900), "19 of 30 days");
    }

    #[test]
    fn without_terms_a_sign_in_is_noted_and_costs_nothing() {
        let now = at("2026-04-16T08:00:00Z");
        let billed = accepted().signed_in(None, now, now).unwrap();
        assert_eq!((billed.user.first_signed_in_at, billed.line), (Some(now), None));
    }
}
