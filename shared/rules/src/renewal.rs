//! The renewal of periods. A person who is active when their billed days end is billed on from there, without another
//! sign-in.
//!
//! A run comes every hour. It looks at a tenant's people on one day of a period only: the day
//! [`Tenant::renewed_until`]. A late run bills every period that has begun since, even after months. A person who was
//! blocked when their days ended, and still is when the run comes, is left until their next sign-in.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::agreement::Agreement;
use super::billing::{Terms, day_of};
use super::sign_in::Billed;
use super::tenant::Tenant;
use super::user::User;

/// How old a day is before it is renewed. Writes that were under way when the day began are then in the table and its
/// index.
pub const GRACE: SignedDuration = SignedDuration::from_mins(5);

/// The day whose renewals are to be done.
#[must_use]
pub fn renewal_day(now: Timestamp) -> Date {
    day_of(now.saturating_sub(GRACE).unwrap_or(now))
}

impl Tenant {
    /// The terms, if somebody may have to be renewed on that day.
    #[must_use]
    pub fn renews_by(&self, today: Date) -> Option<&Terms> {
        self.bills_by().filter(|_| self.renewed_until.is_none_or(|until| until <= today))
    }

    /// When somebody is renewed next, or passed over. `None`: nothing was ever billed.
    #[must_use]
    pub fn renews_at(&self) -> Option<Timestamp> {
        let day = match self.bills_by() {
            Some(_) => self.renewed_until.unwrap_or_else(|| day_of(self.created_at)),
            None => self.renewed_until.filter(|_| self.last_terms().is_some())?,
        };
        let begins = TimeZone::UTC.to_timestamp(day.into()).ok()?;
        begins.saturating_add(GRACE).ok()
    }
}

impl User {
    /// The account billed up to the end of the period in which today falls, if it is to be without another sign-in: for
    /// every period that began while it was active and the tenant had terms, from where its billed days end. Who should
    /// have been renewed before `since` and was not was blocked then, and waits for a sign-in.
    #[must_use]
    pub fn renewed(&self, agreement: Agreement<'_>, since: Option<Date>, now: Timestamp) -> Option<Billed> {
        let from = self.billed_until.filter(|until| since.is_none_or(|since| since <= *until))?;
        let mut user = self.clone();
        let lines = user.bill_on(agreement, Some(from), now);
        (!lines.is_empty()).then(|| Billed { user: user.noted_from(self), lines })
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::address::EmailAddress;
    use crate::billing::{Currency, Interval};
    use crate::tenant::{Plan, TenantId};
    use crate::user::{Actor, UserId};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn monthly() -> Terms {
        Terms {
            interval: Interval::Monthly,
            anchor: day("2026-01-01"),
            price_minor: 3000,
            currency: Currency::parse("EUR").unwrap(),
        }
    }

    fn tenant() -> Tenant {
        let acme = TenantId::parse("acme").unwrap();
        Tenant::new(acme, "Acme".to_owned(), Plan::Advanced, at("2026-01-02T08:00:00Z"))
    }

    fn billed_until(text: &str) -> User {
        let acme = TenantId::parse("acme").unwrap();
        let email = EmailAddress::parse("ada@example.com").unwrap();
        let mut ada = User::native(UserId::new(Uuid::from_u128(1)), acme, email, at("2026-03-02T09:30:00Z"));
        ada.billed_until = Some(day(text));
        ada
    }

    fn set_active(user: &User, active: bool, time: &str) -> User {
        let mut after = user.clone();
        after.set_active(active, at(time));
        after.changed_from(user, Actor::Directory, at(time))
    }

    /// First days and amounts of what a renewal on a day bills.
    fn renewed(user: &User, terms: &Terms, since: Option<&str>, today: &str) -> Vec<(String, u64)> {
        let acme = Tenant { terms: Some(*terms), ..tenant() };
        renewed_of(&acme, user, since.map(day), today)
    }

    fn renewed_of(acme: &Tenant, user: &User, since: Option<Date>, today: &str) -> Vec<(String, u64)> {
        let now = at(&format!("{today}T00:06:00Z"));
        let billed = user.renewed(acme.agreement(day(today)), since, now);
        let lines = billed.map(|billed| billed.lines).unwrap_or_default();
        lines.iter().map(|line| (line.billable_from.to_string(), line.amount_minor)).collect()
    }

    fn lines(lines: &[(&str, u64)]) -> Vec<(String, u64)> {
        lines.iter().map(|(day, amount)| ((*day).to_owned(), *amount)).collect()
    }

    #[test]
    fn the_next_period_is_billed_whole_and_once() {
        let ada = billed_until("2026-05-01");
        let now = at("2026-05-01T00:06:00Z");
        assert_eq!(renewed(&ada, &monthly(), Some("2026-05-01"), "2026-04-30"), []);
        assert_eq!(
            renewed(&ada, &monthly(), Some("2026-05-01"), "2026-05-01"),
            lines(&[("2026-05-01", 3000)])
        );
        let acme = Tenant { terms: Some(monthly()), ..tenant() };
        let after = ada.renewed(acme.agreement(day("2026-05-01")), None, now).unwrap().user;
        assert_eq!((after.version, after.revision), (ada.version, ada.revision + 1), "no directory sees it");
        assert_eq!(renewed(&after, &monthly(), Some("2026-05-01"), "2026-05-01"), []);
        let mut unseen = ada;
        unseen.billed_until = None;
        assert_eq!(renewed(&unseen, &monthly(), None, "2026-05-01"), [], "who never signed in");
    }

    #[test]
    fn a_run_that_comes_months_late_bills_every_period() {
        let ada = billed_until("2026-04-01");
        let all = [("2026-04-01", 3000), ("2026-05-01", 3000), ("2026-06-01", 3000)];
        assert_eq!(renewed(&ada, &monthly(), Some("2026-04-01"), "2026-06-20"), lines(&all));
        let left = set_active(&ada, false, "2026-05-15T08:00:00Z");
        assert_eq!(renewed(&left, &monthly(), Some("2026-04-01"), "2026-06-20"), lines(&all[..2]));
    }

    #[test]
    fn who_was_blocked_when_a_period_began_waits_for_a_sign_in() {
        let ada = billed_until("2026-05-01");
        let blocked = set_active(&ada, false, "2026-04-30T23:59:59Z");
        assert_eq!(renewed(&blocked, &monthly(), Some("2026-05-01"), "2026-05-01"), []);
        let later = set_active(&ada, false, "2026-05-01T00:00:00Z");
        assert_eq!(renewed(&later, &monthly(), Some("2026-05-01"), "2026-05-01").len(), 1, "active then");
        let back = set_active(&blocked, true, "2026-05-10T08:00:00Z");
        assert_eq!(renewed(&back, &monthly(), Some("2026-06-01"), "2026-06-01"), []);
    }

    #[test]
    fn a_change_of_terms_leaves_no_day_out_and_bills_none_twice() {
        let ada = billed_until("2026-05-01");
        let moved = Terms { anchor: day("2026-01-20"), ..monthly() };
        assert_eq!(
            renewed(&ada, &moved, Some("2026-05-01"), "2026-05-01"),
            lines(&[("2026-05-01", 1900)]),
            "19 of 30 days"
        );
        let yearly = Terms { interval: Interval::Yearly, price_minor: 36_500, ..monthly() };
        let rest = lines(&[("2026-05-01", 24_500)]);
        assert_eq!(renewed(&ada, &yearly, Some("2026-05-01"), "2026-05-01"), rest, "245 of 365 days");
    }

    #[test]
    fn a_tenant_is_looked_at_when_a_period_of_somebody_may_end() {
        let mut acme = tenant();
        assert_eq!((acme.renews_by(day("2026-05-01")), acme.renews_at()), (None, None));
        acme.set_terms(Some(monthly()), day("2026-04-10"));
        assert_eq!(acme.renews_by(day("2026-04-30")), None);
        assert_eq!(acme.renews_by(day("2026-05-01")), Some(&monthly()));
        assert_eq!(acme.renews_at(), Some(at("2026-05-01T00:05:00Z")));
        let yearly = Terms { interval: Interval::Yearly, ..monthly() };
        acme.set_terms(Some(yearly), day("2026-04-12"));
        assert_eq!(acme.renewed_until, Some(day("2026-04-12")), "looked at again, by the new terms");
    }

    #[test]
    fn days_without_terms_cost_nothing_when_there_are_some_again() {
        let mut acme = tenant();
        acme.set_terms(Some(monthly()), day("2026-04-10"));
        acme.set_terms(None, day("2026-04-20"));
        assert_eq!(acme.renews_by(day("2026-08-01")), None);
        acme.set_terms(Some(monthly()), day("2026-08-15"));
        let ada = billed_until("2026-05-01");
        assert_eq!(renewed_of(&acme, &ada, acme.renewed_until, "2026-08-15"), []);
        assert_eq!(renewed_of(&acme, &ada, acme.renewed_until, "2026-09-01"), []);
    }

    #[test]
    fn a_period_that_begins_without_the_plan_is_not_billed() {
        let mut acme = tenant();
        acme.set_terms(Some(monthly()), day("2026-04-10"));
        acme.set_plan(Plan::Standard, day("2026-04-20"));
        assert_eq!(acme.renews_by(day("2026-05-01")), None);
        assert_eq!(acme.renews_at(), Some(at("2026-05-01T00:05:00Z")), "to be passed over");
        acme.set_plan(Plan::Advanced, day("2026-05-03"));
        let ada = billed_until("2026-05-01");
        assert_eq!(renewed_of(&acme, &ada, acme.renewed_until, "2026-05-03"), []);
        assert_eq!(renewed_of(&acme, &ada, acme.renewed_until, "2026-06-01"), [], "until she signs in");
        // Back before the period began.
        let mut acme = Tenant { renewed_until: Some(day("2026-05-01")), ..tenant() };
        acme.set_terms(Some(monthly()), day("2026-04-01"));
        acme.set_plan(Plan::Standard, day("2026-04-20"));
        acme.set_plan(Plan::Advanced, day("2026-04-30"));
        let may = lines(&[("2026-05-01", 3000)]);
        assert_eq!(renewed_of(&acme, &ada, acme.renewed_until, "2026-05-01"), may);
    }

    /// The command line goes by the clock of its machine, and the run by another.
    #[test]
    fn a_period_that_is_passed_over_is_not_billed_when_the_plan_comes_back() {
        let mut acme = tenant();
        acme.set_terms(Some(monthly()), day("2026-04-10"));
        acme.set_plan(Plan::Standard, day("2026-04-10"));
        assert!(!acme.pass_over(day("2026-04-30")));
        assert!(acme.pass_over(day("2026-05-01")) && !acme.pass_over(day("2026-05-02")));
        assert!(acme.pass_over(day("2026-06-03")));
        acme.set_plan(Plan::Advanced, day("2026-04-10"));
        assert!(!acme.pass_over(day("2026-07-01")));
        for billed in ["2026-05-01", "2026-06-01"] {
            assert_eq!(
                renewed_of(&acme, &billed_until(billed), acme.renewed_until, "2026-07-01"),
                [],
                "{billed}"
            );
        }
    }

    #[test]
    fn a_late_run_does_not_bill_days_of_absence() {
        let ada = billed_until("2026-04-01");
        let left = set_active(&ada, false, "2026-04-30T08:00:00Z");
        let back = set_active(&left, true, "2026-05-02T08:00:00Z");
        let april = lines(&[("2026-04-01", 3000)]);
        assert_eq!(renewed(&back, &monthly(), Some("2026-04-01"), "2026-05-20"), april, "blocked on 1 May");
        let same_day =
            set_active(&set_active(&ada, false, "2026-05-01T08:00:00Z"), true, "2026-05-01T09:00:00Z");
        assert_eq!(renewed(&same_day, &monthly(), Some("2026-04-01"), "2026-05-20").len(), 2);
    }

    #[test]
    fn a_day_is_renewed_once_it_is_minutes_old() {
        assert_eq!(renewal_day(at("2026-05-01T00:04:59Z")), day("2026-04-30"));
        assert_eq!(renewal_day(at("2026-05-01T00:05:00Z")), day("2026-05-01"));
    }
}
