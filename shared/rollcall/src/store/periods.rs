//! The billing periods of a tenant, found by the lines that there are.
//!
//! Each line is added to a sum of its period in the transaction that writes the line, so a list costs the same however many
//! lines there are. Earlier versions wrote lines without sums. These are summed up when the periods are first asked for:
//! the tenant's record and history tell all terms that it ever had, and by these on which days a period can have begun.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::stream::{self, StreamExt, TryStreamExt};
use jiff::Timestamp;
use jiff::civil::Date;
use rollcall_rules::admission::Admitted;
use rollcall_rules::billing::{Currency, Period, day_of};
use rollcall_rules::history;
use rollcall_rules::sign_in::BillingLine;

use super::Store;
use super::error::StoreError;
use super::item::{self, Sum};
use super::keys;
use super::table::{Index, Query, SortKeys};

/// Periods whose lines of earlier versions are summed up at a time.
const AT_A_TIME: usize = 8;

/// What the lines of a period come to, in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodSum {
    /// The period.
    pub period: Period,
    /// Currency of the sum.
    pub currency: Currency,
    /// How many lines there are.
    pub lines: u64,
    /// What is to be paid, in minor units of the currency.
    pub amount_minor: u64,
    /// When the last line was added.
    pub changed_at: Timestamp,
}

impl Store {
    /// The periods that have lines, the latest first; one of lines in several currencies once for each. Two calls or so,
    /// or, when they are first asked for, as many as read all lines that earlier versions wrote.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn billing_periods(
        &self,
        admitted: &Admitted,
        now: Timestamp,
    ) -> Result<Vec<PeriodSum>, StoreError> {
        let query = partition(keys::billing_sums(&admitted.id), SortKeys::All);
        let read = self.table.all("list billing periods", query, item::to_sum).await?;
        let is_listed = read.contains(&None);
        let mut sums: Vec<Sum> = read.into_iter().flatten().collect();
        if !is_listed {
            let done = sums.iter().filter(|sum| sum.is_before).map(|sum| sum.period.start).collect();
            sums.extend(self.sum_up_lines_before(admitted, done, now).await?);
        }
        Ok(added_up(sums))
    }

    /// Sums up the lines of earlier versions, but for the periods of `done`. It can be broken off anywhere and done twice.
    async fn sum_up_lines_before(
        &self,
        admitted: &Admitted,
        done: BTreeSet<Date>,
        now: Timestamp,
    ) -> Result<Vec<Sum>, StoreError> {
        let starts = self.possible_starts(admitted, day_of(now)).await?;
        let left = starts.difference(&done).copied().collect::<Vec<_>>();
        let found = stream::iter(left).map(|start| self.sum_up_period_before(admitted, start));
        let found: Vec<Vec<Sum>> = found.buffer_unordered(AT_A_TIME).try_collect().await?;
        self.table.overwrite("note that bills are listed", item::of_listed(&admitted.id, now)?).await?;
        Ok(found.into_iter().flatten().collect())
    }

    async fn sum_up_period_before(&self, admitted: &Admitted, start: Date) -> Result<Vec<Sum>, StoreError> {
        let mut sums: BTreeMap<(Period, Currency), Sum> = BTreeMap::new();
        let add = |line: &BillingLine| {
            if line.number != 0 {
                return;
            }
            let none = Sum {
                period: line.period(),
                currency: line.currency,
                is_before: true,
                lines: 0,
                amount_minor: 0,
                changed_at: line.created_at,
            };
            let sum = sums.entry((line.period(), line.currency)).or_insert(none);
            sum.lines += 1;
            sum.amount_minor = sum.amount_minor.saturating_add(line.amount_minor);
            sum.changed_at = sum.changed_at.max(line.created_at);
        };
        self.visit_billing_lines(admitted, start, add).await?;
        for sum in sums.values() {
            let item = item::of_sum_before(&admitted.id, sum)?;
            self.table.overwrite("write a sum of billing lines", item).await?;
        }
        Ok(sums.into_values().collect())
    }

    /// The days on which a period can have begun, by all terms that the tenant ever had.
    async fn possible_starts(&self, admitted: &Admitted, today: Date) -> Result<BTreeSet<Date>, StoreError> {
        let query = partition(keys::tenant_history_partition(&admitted.id), SortKeys::All);
        let entries = self.table.all("read a tenant's history", query, item::to_history).await?;
        let known = admitted.past_terms.iter().filter_map(|past| past.terms).chain(admitted.terms);
        let known = known.map(|terms| terms.cycle());
        let cycles: BTreeSet<_> = entries.iter().flat_map(history::billing_cycles).chain(known).collect();
        let first_day = day_of(admitted.created_at);
        Ok(cycles.into_iter().flat_map(|cycle| cycle.starts(first_day, today)).collect())
    }
}

fn partition(partition: String, sort_keys: SortKeys) -> Query {
    Query { index: Index::TABLE, partition, sort_keys, filters: Vec::new() }
}

fn added_up(sums: Vec<Sum>) -> Vec<PeriodSum> {
    let mut periods: BTreeMap<(Period, Currency), PeriodSum> = BTreeMap::new();
    for Sum { period, currency, lines, amount_minor, changed_at, .. } in sums {
        let all = periods.entry((period, currency)).or_insert(PeriodSum {
            period,
            currency,
            lines: 0,
            amount_minor: 0,
            changed_at,
        });
        all.lines += lines;
        all.amount_minor = all.amount_minor.saturating_add(amount_minor);
        all.changed_at = all.changed_at.max(changed_at);
    }
    periods.into_values().rev().collect()
}
