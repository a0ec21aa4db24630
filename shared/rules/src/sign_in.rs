//! Sign-ins, as the operator's product reports them, and what a person costs from the first of them on.
//!
//! A person who is active and was billed for a period is billed for the next period when it begins: see
//! [`super::renewal`]. A person who was blocked then is billed again from their next sign-in. A line is never changed:
//! nobody is billed twice for a day, and nothing is paid back.
//!
//! Which days are billed depends on which days somebody signed in, and not on when and in which order that is reported. So
//! an account knows its billed days, and a line may bill the days that an earlier report left out.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::agreement::Agreement;
use super::billing::{Currency, Days, Period, day_of};
use super::user::{Actor, User, UserId, is_of_late};

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
    /// First day of the period in whose bill the line stands.
    pub period_start: Date,
    /// The day after that period's last day.
    pub period_end: Date,
    /// The first day that is billed.
    pub billable_from: Date,
    /// The day after the last that is billed; `None`: as in lines of earlier versions, all days of the period that are
    /// left. See [`Self::billed_until`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub billable_until: Option<Date>,
    /// The closed period to which the billed days belong; `None`: they belong to the period of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Period>,
    /// The account's revision that was written with the line: two lines of an account can have the same first day, if the
    /// account went to another person. 0 in lines of earlier versions.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub number: u64,
    /// Price of one person for a whole period, in minor units of the currency.
    pub price_minor: u64,
    /// What is to be paid, in minor units of the currency.
    pub amount_minor: u64,
    /// Currency of price and amount.
    pub currency: Currency,
    /// When the line was made.
    pub created_at: Timestamp,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
const fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl BillingLine {
    /// The period in whose bill the line stands.
    #[must_use]
    pub const fn period(&self) -> Period {
        Period { start: self.period_start, end: self.period_end }
    }

    /// The day after the last that is billed.
    #[must_use]
    pub fn billed_until(&self) -> Date {
        self.billable_until.unwrap_or(self.period_end)
    }
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
    /// The account was blocked at that time, and still is.
    #[error("The person is deactivated and should not be able to sign in.")]
    Inactive,
    /// No invitation was accepted, or the place was taken away before.
    #[error(
        "The person has not accepted an invitation, or lost the place that it gave, and should not be able to sign in."
    )]
    NotAccepted,
    /// The reported time is in the future.
    #[error("The time of the sign-in lies in the future.")]
    InFuture,
    /// The reported time is more than [`MAX_AGE`] ago.
    #[error("The sign-in was more than 31 days ago.")]
    TooOld,
}

impl User {
    /// The account after a sign-in at the time `at`. Only a sign-in on a day that is not billed makes a difference. That
    /// day and those that follow in its period are billed, up to the next day that is; and the periods that have begun
    /// since, whose renewals have run without it. A sign-in that is reported to lie before the acceptance counts from the
    /// acceptance on, and one at a time at which the person had lost their place from when they have one again.
    ///
    /// # Errors
    ///
    /// [`SignInRefusal`] if the account was blocked before `at` and still is, if no invitation was accepted, or if `at` lies more than
    /// [`CLOCK_SKEW`] after `now` or more than [`MAX_AGE`] before it.
    pub fn signed_in(
        &self,
        agreement: Agreement<'_>,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<Billed, SignInRefusal> {
        let counts_from = self.sign_in_counts_from(at);
        if self.deactivation.is_some_and(|since| since.deactivated_at <= counts_from.unwrap_or(at)) {
            return Err(SignInRefusal::Inactive);
        }
        let counts_from = counts_from.ok_or(SignInRefusal::NotAccepted)?;
        if at.duration_since(now) > CLOCK_SKEW {
            return Err(SignInRefusal::InFuture);
        }
        if now.duration_since(at) > MAX_AGE {
            return Err(SignInRefusal::TooOld);
        }
        let at = counts_from.min(now);
        let accepted_on = day_of(self.first_accepted_at().unwrap_or(at));
        let mut user = self.clone();
        user.first_signed_in_at = Some(self.first_signed_in_at.map_or(at, |first| first.min(at)));
        let lines = user.bill_sign_in(agreement, day_of(at), accepted_on, now);
        let user = if user.first_signed_in_at != self.first_signed_in_at {
            user.changed_from(self, Actor::Operator, now)
        } else {
            user.noted_from(self)
        };
        Ok(Billed { user, lines })
    }

    /// Bills the day of a sign-in, unless it is billed, and the periods that have begun since.
    fn bill_sign_in(
        &mut self,
        agreement: Agreement<'_>,
        day: Date,
        accepted_on: Date,
        now: Timestamp,
    ) -> Vec<BillingLine> {
        let unknown_from = self.billed_until.unwrap_or(accepted_on);
        let is_billed = day < unknown_from && !self.unbilled.iter().any(|days| days.contains(day));
        if is_billed && self.billed_until.is_some() {
            return Vec::new();
        }
        let Some((line, next)) = self.bill_part(agreement, day, unknown_from, now) else { return Vec::new() };
        let later = self.bill_on(agreement, next, now);
        std::iter::once(line).chain(later).collect()
    }

    /// Bills every period whole, or what is not billed of it, that begins from a day on up to today, as long as the
    /// account was active and the tenant had terms when it began.
    pub(super) fn bill_on(
        &mut self,
        agreement: Agreement<'_>,
        mut next: Option<Date>,
        now: Timestamp,
    ) -> Vec<BillingLine> {
        let mut lines = Vec::new();
        while let Some(from) = next.filter(|from| *from <= agreement.today() && !self.was_away_on(*from)) {
            if lines.len() == MAX_LINES - 1 {
                break;
            }
            let Some((line, following)) = self.bill_part(agreement, from, from, now) else { break };
            lines.push(line);
            next = following;
        }
        lines
    }

    /// Bills the days of one period from a day on that is not billed, up to the next that is; and gives where the next
    /// period begins, if that is not billed. `None`: the day costs nothing.
    ///
    /// `unknown_from` is where the days before it begin of which nothing is known, if it is the first that is billed or
    /// comes after all that are.
    fn bill_part(
        &mut self,
        agreement: Agreement<'_>,
        from: Date,
        unknown_from: Date,
        now: Timestamp,
    ) -> Option<(BillingLine, Option<Date>)> {
        let terms = agreement.on(from)?;
        let period = terms.period_of(from);
        let billed_again = self.unbilled.iter().find(|days| days.contains(from)).map(|days| days.until);
        let days = Days { from, until: period.end.min(billed_again.unwrap_or(period.end)) };
        let amount_minor = terms.charge_part(period, days)?;
        self.note_billed(days, unknown_from, agreement.today());
        let stands_in = agreement.open_period(period, terms);
        let line = BillingLine {
            user_id: self.id,
            period_start: stands_in.start,
            period_end: stands_in.end,
            billable_from: days.from,
            billable_until: Some(days.until),
            corrects: (stands_in != period).then_some(period),
            number: self.revision + 1,
            price_minor: terms.price_minor,
            amount_minor,
            currency: terms.currency,
            created_at: now,
        };
        Some((line, (billed_again != Some(days.until)).then_some(days.until)))
    }

    /// Notes that days are billed. They begin after all billed days, or are the first, or lie among unbilled ones.
    fn note_billed(&mut self, billed: Days, unknown_from: Date, today: Date) {
        let mut unbilled = Vec::with_capacity(self.unbilled.len() + 1);
        for days in &self.unbilled {
            if days.contains(billed.from) {
                unbilled.extend(Days::between(days.from, billed.from));
                unbilled.extend(Days::between(billed.until, days.until));
            } else {
                unbilled.push(*days);
            }
        }
        if self.billed_until.is_none_or(|until| until <= billed.from) {
            unbilled.extend(Days::between(unknown_from, billed.from));
            self.billed_until = Some(billed.until);
        }
        unbilled.retain(|days| is_of_late(*days, today));
        self.unbilled = unbilled;
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::address::EmailAddress;
    use crate::billing::{Interval, Terms};
    use crate::entity::{EntityId, EntityName};
    use crate::invitation::{CardAccess, NewInvitation};
    use crate::link_life::LINK_LIFETIME;
    use crate::tenant::{Plan, Tenant, TenantId};

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

    /// A tenant with these terms.
    fn acme(terms: Option<Terms>) -> Tenant {
        let acme = TenantId::parse("acme").unwrap();
        Tenant { terms, ..Tenant::new(acme, "Acme".to_owned(), Plan::Advanced, at("2026-01-02T08:00:00Z")) }
    }

    /// What a report of a sign-in does.
    fn reported(user: &User, terms: Option<Terms>, time: &str, now: &str) -> Result<Billed, SignInRefusal> {
        user.signed_in(acme(terms).agreement(day_of(at(now))), at(time), at(now))
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
            invited_by: None,
            link_lifetime: LINK_LIFETIME,
        };
        let invited = ada().invited(new, Actor::Admin, now).unwrap();
        invited.accepted(invited.invitation.as_ref().unwrap(), now)
    }

    fn signed_in(user: &User, time: &str) -> Billed {
        reported(user, Some(terms()), time, time).unwrap()
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
        let now = "2026-04-20T08:00:00Z";
        let late = reported(&accepted(), Some(terms()), "2026-04-16T08:00:00Z", now).unwrap();
        assert_eq!(only(&late).billable_from, day("2026-04-16"));
        let early = reported(&accepted(), Some(terms()), "2026-03-29T08:00:00Z", now).unwrap();
        assert_eq!(early.lines[0].billable_from, day("2026-03-30"));
    }

    #[test]
    fn a_sign_in_that_cannot_have_been_is_refused() {
        let now = "2026-05-20T08:00:00Z";
        let refused = |user: &User, time| reported(user, Some(terms()), time, now).unwrap_err();
        assert_eq!(refused(&ada(), "2026-05-20T08:00:00Z"), SignInRefusal::NotAccepted);
        assert_eq!(refused(&accepted(), "2026-05-20T08:05:01Z"), SignInRefusal::InFuture);
        assert_eq!(refused(&accepted(), "2026-04-19T07:59:59Z"), SignInRefusal::TooOld);
        let blocked = set_active(&accepted(), false, "2026-04-01T08:00:00Z");
        assert_eq!(refused(&blocked, "2026-05-20T08:00:00Z"), SignInRefusal::Inactive);
        let before =
            reported(&blocked, Some(terms()), "2026-04-01T07:00:00Z", "2026-04-02T08:00:00Z").unwrap();
        assert_eq!(only(&before).billable_from, day("2026-04-01"), "before it was blocked");
        let ahead = reported(&accepted(), Some(terms()), "2026-05-20T08:05:00Z", now).unwrap();
        assert_eq!(ahead.user.first_signed_in_at, Some(at(now)), "a clock that is ahead by minutes");
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
        let (time, now) = ("2026-04-28T08:00:00Z", "2026-05-03T08:00:00Z");
        let late = reported(&accepted(), Some(terms()), time, now).unwrap();
        let lines: Vec<_> = late.lines.iter().map(|line| (line.billable_from, line.amount_minor)).collect();
        assert_eq!(lines, [(day("2026-04-28"), 300), (day("2026-05-01"), 3000)]);
        assert_eq!(late.user.billed_until, Some(day("2026-06-01")));
    }

    #[test]
    fn a_change_of_terms_bills_no_day_twice() {
        let first = signed_in(&accepted(), "2026-04-16T08:00:00Z").user;
        let moved = Terms { anchor: day("2026-01-20"), ..terms() };
        let (april, may) = ("2026-04-25T08:00:00Z", "2026-05-01T08:00:00Z");
        assert_eq!(reported(&first, Some(moved), april, april).unwrap().lines, [], "April was billed");
        let line = reported(&first, Some(moved), may, may).unwrap();
        let line = only(&line);
        assert_eq!((line.period_start, line.amount_minor), (day("2026-04-20"), 1900), "19 of 30 days");
    }

    #[test]
    fn without_terms_a_sign_in_is_noted_and_costs_nothing() {
        let now = "2026-04-16T08:00:00Z";
        let billed = reported(&accepted(), None, now, now).unwrap();
        assert_eq!((billed.user.first_signed_in_at, billed.lines), (Some(at(now)), vec![]));
    }
}
