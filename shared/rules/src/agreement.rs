//! What the operator and a tenant agreed on, day by day: by which terms a day is billed, and which periods are closed.
//!
//! A sign-in can be reported weeks late, and a renewal can run late. Each day is billed by the terms that held on it,
//! whenever that is done. Days without terms, or without the Advanced plan, cost nothing.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::billing::{Period, Terms};
use super::tenant::{Plan, Tenant};

/// Changes of terms and plan that are remembered. Before the earliest of them its terms are taken to have held.
const REMEMBERED: usize = 8;

/// What held until a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PastTerms {
    /// The first day on which it held no more.
    pub until: Date,
    /// `None`: nothing was billed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<Terms>,
}

/// The terms of a tenant by the day, as known on one day.
#[derive(Debug, Clone, Copy)]
pub struct Agreement<'a> {
    past: &'a [PastTerms],
    present: Option<&'a Terms>,
    closed_until: Option<Date>,
    today: Date,
}

impl<'a> Agreement<'a> {
    /// That of a tenant who pays nothing.
    #[must_use]
    pub const fn none(today: Date) -> Self {
        Self { past: &[], present: None, closed_until: None, today }
    }

    /// The terms by which a day is billed; `None`: it costs nothing.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&'a Terms> {
        // Today's terms are those of now, even if a clock that was ahead made the change.
        let past = self.past.iter().find(|past| day < past.until.min(self.today));
        past.map_or(self.present, |past| past.terms.as_ref())
    }

    /// The day on which it is known.
    #[must_use]
    pub const fn today(&self) -> Date {
        self.today
    }

    /// Where a line of this period stands: in the period itself, or if that is closed, in the one that is open today.
    #[must_use]
    pub fn open_period(&self, period: Period, terms: &Terms) -> Period {
        match self.closed_until {
            Some(closed_until) if period.end <= closed_until => {
                let day = self.today.max(closed_until);
                self.on(day).unwrap_or(terms).period_of(day)
            }
            _ => period,
        }
    }
}

impl Tenant {
    /// By which terms its people are billed now; `None`: nothing is billed.
    #[must_use]
    pub fn bills_by(&self) -> Option<&Terms> {
        self.terms.as_ref().filter(|_| self.plan == Plan::Advanced)
    }

    /// Its terms by the day, as known on that day.
    #[must_use]
    pub fn agreement(&self, today: Date) -> Agreement<'_> {
        Agreement { past: &self.past_terms, present: self.bills_by(), closed_until: self.closed_until, today }
    }

    /// Replaces the terms. `None`: nothing is billed any more.
    ///
    /// Billed days keep their lines and are not billed again: the new terms hold for days that are not billed yet. Days
    /// without terms cost nothing. When there are terms again, they begin for each person with a sign-in.
    pub fn set_terms(&mut self, terms: Option<Terms>, today: Date) {
        let before = self.bills_by().copied();
        self.terms = terms;
        self.billed_otherwise(before, today);
    }

    /// Puts the tenant on a plan. Only the Advanced plan is billed: leaving it is for billing as if the terms ended, and
    /// coming back as if they were agreed on anew.
    pub fn set_plan(&mut self, plan: Plan, today: Date) {
        let before = self.bills_by().copied();
        self.plan = plan;
        self.billed_otherwise(before, today);
    }

    /// Closes billing periods: those that end on this day or before. What is billed of them later stands in a later one.
    pub fn close_bills(&mut self, until: Date) {
        self.closed_until = self.closed_until.max(Some(until));
    }

    /// Is a period closed?
    #[must_use]
    pub fn has_closed(&self, period: Period) -> bool {
        self.closed_until.is_some_and(|until| period.end <= until)
    }

    fn billed_otherwise(&mut self, before: Option<Terms>, today: Date) {
        let after = self.bills_by().copied();
        if before == after {
            return;
        }
        self.remember(PastTerms { until: today, terms: before });
        self.renewed_until = match (&before, &after, self.renewed_until) {
            // Nobody was ever billed.
            (None, Some(first), None) => Some(first.period_of(today).end),
            // A period may end earlier now than was thought. Days before are billed by what held on them.
            (_, Some(_), until) => until.map(|until| until.min(today)),
            (_, None, until) => until,
        };
    }

    /// Nobody is billed for a period that begins on `today`, as the tenant is not on the plan or has no terms; `false`:
    /// no period is to be passed over.
    ///
    /// Each change is remembered with its day already. This is for a clock that differs from the one of who made it.
    pub fn pass_over(&mut self, today: Date) -> bool {
        let is_due = self.renewed_until.is_some_and(|until| until <= today);
        let (true, None, Some(terms), Ok(tomorrow)) =
            (is_due, self.bills_by(), self.last_terms(), today.tomorrow())
        else {
            return false;
        };
        self.remember(PastTerms { until: tomorrow, terms: None });
        self.renewed_until = Some(terms.period_of(today).end);
        true
    }

    /// The terms by which people are billed or were.
    pub(super) fn last_terms(&self) -> Option<Terms> {
        self.terms.or_else(|| self.past_terms.iter().rev().find_map(|past| past.terms))
    }

    fn remember(&mut self, past: PastTerms) {
        match self.past_terms.last_mut() {
            // What held for less than a day held for none.
            Some(last) if last.until >= past.until => {}
            Some(last) if last.terms == past.terms => last.until = past.until,
            _ => self.past_terms.push(past),
        }
        let forgotten = self.past_terms.len().saturating_sub(REMEMBERED);
        self.past_terms.drain(..forgotten);
    }
}
