//! Billing lines: one for each person and period, written with the account that it bills; and whom to renew.

use std::collections::BTreeMap;

use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use jiff::civil::Date;

use super::Store;
use super::error::StoreError;
use super::item::{self, BILLED_UNTIL};
use super::keys;
use super::table::{Direction, Only, Order, Range, Stretch};
use rollcall_rules::admission::Admitted;
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{User, UserId};

const LIST: &str = "list billing lines";

/// Place of a line among those of its period: in order of the person's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinePlace {
    /// The person.
    pub user: UserId,
    /// [`BillingLine::billable_from`].
    pub billable_from: Date,
}

/// What all lines of a period come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BillingTotals {
    /// How many lines there are.
    pub lines: usize,
    /// What is to be paid, in minor units, by currency.
    pub amounts: BTreeMap<String, u64>,
    /// The day after the last of the longest period among them; `None`: there are none.
    pub period_end: Option<Date>,
}

impl LinePlace {
    /// That of a line.
    #[must_use]
    pub const fn of(line: &BillingLine) -> Self {
        Self { user: line.user_id, billable_from: line.billable_from }
    }
}

impl Store {
    /// Lines of the period that starts on a day, `limit` at most, in order of the person's id, those after `after`;
    /// and whether there are more.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn billing_lines(
        &self,
        admitted: &Admitted,
        period_start: Date,
        after: Option<LinePlace>,
        limit: usize,
    ) -> Result<(Vec<BillingLine>, bool), StoreError> {
        let position = |place: LinePlace| keys::billing_position(place.user, place.billable_from);
        let range = after.map_or(Range::All, |place| Range::After(position(place)));
        let stretch = stretch(&admitted.id, period_start, range);
        self.table.some(LIST, stretch, limit, item::to_line).await
    }

    /// What the lines of the period that starts on a day come to. It reads all of them: some three thousand in a call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn billing_totals(
        &self,
        admitted: &Admitted,
        period_start: Date,
    ) -> Result<BillingTotals, StoreError> {
        let stretch = stretch(&admitted.id, period_start, Range::All);
        let lines = self.table.items("add billing lines up", stretch, Direction::Forward, None);
        let add = async |mut totals: BillingTotals, item| {
            totals.add(&item::to_line(item)?);
            Ok(totals)
        };
        lines.try_fold(BillingTotals::default(), add).await
    }

    /// A tenant's users who were ever billed, page after page, in no order. A page has up to a thousand or two, or none
    /// at all. What was written milliseconds ago may be missing.
    pub fn billed_users<'a>(
        &'a self,
        admitted: &'a Admitted,
    ) -> impl Stream<Item = Result<Vec<User>, StoreError>> + Send + 'a {
        let pages = move |shard| {
            let stretch = Stretch {
                order: Order::BY_TENANT,
                partition: keys::tenant_shard(&admitted.id, shard),
                range: Range::All,
                only: vec![Only::Present(BILLED_UNTIL)],
            };
            self.table.pages("list billed users", stretch, Direction::Forward, None)
        };
        let pages = stream::iter(0..keys::SHARDS).flat_map(pages);
        pages.and_then(async |page| page.items.into_iter().map(item::to_user).collect())
    }
}

impl BillingTotals {
    fn add(&mut self, line: &BillingLine) {
        self.lines += 1;
        let amount = self.amounts.entry(line.currency.to_string()).or_default();
        *amount = amount.saturating_add(line.amount_minor);
        self.period_end = self.period_end.max(Some(line.period_end));
    }
}

fn stretch(tenant: &TenantId, period_start: Date, range: Range) -> Stretch {
    Stretch {
        order: Order::TABLE,
        partition: keys::billing_partition(tenant, period_start),
        range,
        only: Vec::new(),
    }
}
