//! Sign-ins, as the operator's product reports them, and what a person costs from the first of them on.
//!
//! A person who is active and was billed for a period is billed for the next period when it begins: see
//! [`super::renewal`]. A person who was blocked then is billed again from their next sign-in. A line is never changed:
//! nobody is billed twice for a day, and nothing is paid back.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::billing::{Currency, Terms, day_of};
use super::user::{Actor, User, UserId};

/// How much the clock of who reports may be ahead of ours.
pub const CLOCK_SKEW: SignedDuration = SignedDuration::from_mins(5);

/// How late a sign-in can be reported.
pub const MAX_AGE: SignedDuration = SignedDuration::from_hours(31 * 24);

/// Lines made at once at most. They are written in one transaction with the account.
const MAX_LINES: usize = 24;

/// What one person costs of one period. It holds nothing of the person but the account's identifier, so it stays when
/// the account goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BillingLine {
    /// The account of the person who signed in.
    pub user_id: UserId,
    /// The period's first day.
    pub period_start: Date,
    /// The day after the period's last day.
    pub period_end: Date,
    /// The day from which on the person is billed.
    pub billable_from: Date,
    /// Price of the whole period, in minor units of the currency.
    pub price_minor: u64,
    /// What is to be paid, in minor units of the currency.
    pub amount_minor: u64,
    /// Currency of price and amount.
    pub currency: Currency,
    /// When the line was made.
    pub created_at: Timestamp,
}

/// An account that has signed in, or is billed for another period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Billed {
    /// The account as it is then; as it was, if there is nothing new.
    pub user: User,
    /// The lines that come with it, the earliest period first: mostly none or one.
    pub lines: Vec<BillingLine>,
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
    /// The reported time is in the future.
    #[error("The time of the sign-in lies in the future.")]
    InFuture,
    /// The reported time is more than [`MAX_AGE`] ago.
    #[error("The sign-in was more than 31 days ago.")]
    TooOld,
}

impl User {
    /// The account after a sign-in at the time `at`. Only the first sign-in of a period makes a difference. A sign-in
    /// that is reported to lie before the acceptance counts from the acceptance on. A sign-in that is reported after
    /// its period is also billed for the periods that have begun since: their renewals have run without it.
    ///
    /// # Errors
    ///
    /// [`SignInRefusal`] if the account is blocked, if no invitation was accepted, or if `at` lies more than
    /// [`CLOCK_SKEW`] after `now` or more than [`MAX_AGE`] before it.
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
        let day = day_of(at);
        let is_billed = self.billed_until.is_some_and(|until| day < until);
        let lines = terms.filter(|_| !is_billed).map(|terms| user.bill(terms, day, day_of(now), now));
        let user = if self.first_signed_in_at.is_none() {
            user.changed_from(self, Actor::Operator, now)
        } else {
            user.noted_from(self)
        };
        Ok(Billed { user, lines: lines.unwrap_or_default() })
    }

    /// Bills from a day on, on which nothing is billed yet, what is left of its period, and every later period whole
    /// that begins on `last` or before.
    pub(super) fn bill(&mut self, terms: &Terms, from: Date, last: Date, now: Timestamp) -> Vec<BillingLine> {
        let (mut lines, mut from) = (Vec::new(), from);
        while from <= last && lines.len() < MAX_LINES {
            let period = terms.period_of(from);
            let Some(amount_minor) = terms.charge(period, from) else { break };
            lines.push(BillingLine {
                user_id: self.id,
                period_start: period.start,
                period_end: period.end,
                billable_from: from,
                price_minor: terms.price_minor,
                amount_minor,
                currency: terms.currency,
                created_at: now,
            });
            from = period.end;
            self.billed_until = Some(from);
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::address::EmailAddress;
    use crate::billing::Interval;
    use crate::entity::{EntityId, EntityName};
    use crate::invitation::{CardAccess, NewInvitation};
    use crate::link_life::LINK_LIFETIME;
    use crate::tenant::TenantId;

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

    fn only(billed: &Billed) -> BillingLine {
        let [line] = billed.lines.as_slice() else { panic!("one line: {billed:?}") };
        line.clone()
    }

    fn set_active(user: &User, active: bool, time: &str) -> User {
        let mut after = user.clone();
        after.set_active(active, at(time));
        after.changed_from(user, Actor::Directory, at(time))
    }

    #[test]
    fn the_first_sign_in_is_billed_from_its_day_and_a_second_adds_nothing() {
        let first = signed_in(&accepted(), "2026-04-16T23:59:59Z");
        let line = only(&first);
        assert_eq!((line.billable_from, line.amount_minor), (day("2026-04-16"), 1500));
        assert_eq!(first.user.first_signed_in_at, Some(at("2026-04-16T23:59:59Z")));
        assert_eq!(first.user.version, accepted().version + 1);
        for time in ["2026-04-16T23:59:59Z", "2026-04-17T08:00:00Z", "2026-04-30T23:59:59Z"] {
            let again = signed_in(&first.user, time);
            assert_eq!(again, Billed { user: first.user.clone(), lines: vec![] }, "{time}");
        }
    }

    #[test]
    fn a_sign_in_reported_late_counts_from_its_day_but_not_from_before_the_acceptance() {
        let now = at("2026-04-20T08:00:00Z");
        let late = accepted().signed_in(Some(&terms()), at("2026-04-16T08:00:00Z"), now).unwrap();
        assert_eq!(only(&late).billable_from, day("2026-04-16"));
        let early = accepted().signed_in(Some(&terms()), at("2026-03-29T08:00:00Z"), now).unwrap();
        assert_eq!(early.lines[0].billable_from, day("2026-03-30"));
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
        assert_eq!(signed_in(&back, "2026-04-21T08:00:00Z").lines, []);
    }

    #[test]
    fn a_sign_in_told_of_after_its_period_is_billed_for_those_that_have_begun_since() {
        let (signed_in, now) = (at("2026-04-28T08:00:00Z"), at("2026-05-03T08:00:00Z"));
        let late = accepted().signed_in(Some(&terms()), signed_in, now).unwrap();
        let lines: Vec<_> = late.lines.iter().map(|line| (line.billable_from, line.amount_minor)).collect();
        assert_eq!(lines, [(day("2026-04-28"), 300), (day("2026-05-01"), 3000)]);
        assert_eq!(late.user.billed_until, Some(day("2026-06-01")));
    }

    #[test]
    fn a_change_of_terms_bills_no_day_twice() {
        let first = signed_in(&accepted(), "2026-04-16T08:00:00Z").user;
        let moved = Terms { anchor: day("2026-01-20"), ..terms() };
        let again = first.signed_in(Some(&moved), at("2026-04-25T08:00:00Z"), at("2026-04-25T08:00:00Z"));
        assert_eq!(again.unwrap().lines, [], "April was billed");
        let line =
            first.signed_in(Some(&moved), at("2026-05-01T08:00:00Z"), at("2026-05-01T08:00:00Z")).unwrap();
        let line = only(&line);
        assert_eq!((line.period_start, line.amount_minor), (day("2026-04-20"), 1900), "19 of 30 days");
    }

    #[test]
    fn without_terms_a_sign_in_is_noted_and_costs_nothing() {
        let now = at("2026-04-16T08:00:00Z");
        let billed = accepted().signed_in(None, now, now).unwrap();
        assert_eq!((billed.user.first_signed_in_at, billed.lines), (Some(now), vec![]));
    }
}
