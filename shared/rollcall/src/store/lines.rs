//! Billing lines: one for each person and period, written with the account that it bills; and whom to renew.

use std::collections::BTreeMap;
use std::pin::pin;

use futures_util::stream::{self, Stream, StreamExt, TryStreamExt};
use jiff::SignedDuration;
use jiff::civil::Date;

use super::Store;
use super::error::StoreError;
use super::item::{self, BILLED_UNTIL};
use super::keys::{self, BILLING_SUMS, PrimaryKey};
use super::table::{Condition, Direction, Filter, Index, Lines, Query, SortKeys, Write};
use rollcall_rules::admission::Admitted;
use rollcall_rules::billing::{Currency, Period, day_of};
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{User, UserId};

const LIST: &str = "list billing lines";

/// Place of a line among those of its period: in order of the person's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinePlace {
    /// The person.
    pub user: UserId,
    /// [`BillingLine::billable_from`].
    pub billable_from: Date,
    /// [`BillingLine::number`].
    pub number: u64,
}

impl LinePlace {
    /// That of a line.
    #[must_use]
    pub const fn of(line: &BillingLine) -> Self {
        Self { user: line.user_id, billable_from: line.billable_from, number: line.number }
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
        let position =
            |place: LinePlace| keys::billing_position(place.user, place.billable_from, place.number);
        let sort_keys = after.map_or(SortKeys::All, |place| SortKeys::After(position(place)));
        let query = query(&admitted.id, period_start, sort_keys);
        self.table.some(LIST, query, limit, item::to_line).await
    }

    /// Reads all lines of the period that starts on a day, in order of the person's id: some three thousand in a call.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. Some lines were given to `visit` then.
    pub async fn visit_billing_lines(
        &self,
        admitted: &Admitted,
        period_start: Date,
        mut visit: impl FnMut(&BillingLine) + Send,
    ) -> Result<(), StoreError> {
        let query = query(&admitted.id, period_start, SortKeys::All);
        let mut lines = pin!(self.table.items("read billing lines", query, Direction::Forward, None));
        while let Some(item) = lines.try_next().await? {
            visit(&item::to_line(item)?);
        }
        Ok(())
    }

    /// A tenant's users who were ever billed, page after page, in no order. A page has up to a thousand or two, or none
    /// at all. What was written milliseconds ago may be missing.
    pub fn billed_users<'a>(
        &'a self,
        admitted: &'a Admitted,
    ) -> impl Stream<Item = Result<Vec<User>, StoreError>> + Send + 'a {
        let pages = move |shard| {
            let query = Query {
                index: Index::BY_TENANT,
                partition: keys::tenant_shard(&admitted.id, shard),
                sort_keys: SortKeys::All,
                filters: vec![Filter::Present(BILLED_UNTIL)],
            };
            self.table.pages("list billed users", query, Direction::Forward, None)
        };
        let pages = stream::iter(0..keys::SHARDS).flat_map(pages);
        pages.and_then(async |page| page.items.into_iter().map(item::to_user).collect())
    }
}

/// What writes lines: they themselves, each if it is not there; what they add to the sums of their periods; and that
/// nobody has closed a period that is over. The period in which a line is made is open: it is not over.
pub(super) fn writes(admitted: &Admitted, lines: &[BillingLine]) -> Result<Vec<Write>, StoreError> {
    let mut sums: BTreeMap<(Period, Currency, u8), Lines> = BTreeMap::new();
    let mut writes = Vec::with_capacity(2 * lines.len() + 1);
    for line in lines {
        writes.push(Write::Put(item::of_line(&admitted.id, line)?, Condition::ABSENT));
        let sum = sums.entry((line.period(), line.currency, sum_number(line.user_id)));
        let sum = sum.or_insert(Lines { lines: 0, amount_minor: 0, at: line.created_at });
        sum.lines += 1;
        sum.amount_minor = sum.amount_minor.saturating_add(line.amount_minor);
    }
    let sums = sums.into_iter().map(|((period, currency, number), added)| {
        Write::AddLines(PrimaryKey::billing_sum(&admitted.id, period, currency, number), added)
    });
    writes.extend(sums);
    if lines.iter().any(may_be_closed) {
        let condition = Condition::closed_until(admitted.closed_until);
        writes.push(Write::Check(PrimaryKey::tenant(&admitted.id), condition));
    }
    Ok(writes)
}

/// Is the period over by any clock?
fn may_be_closed(line: &BillingLine) -> bool {
    let by_a_fast_clock = line.created_at.saturating_add(SignedDuration::from_hours(1));
    line.period_end <= day_of(by_a_fast_clock.unwrap_or(line.created_at))
}

/// Which sum counts a person's lines. By the end of the id, as a renewal goes through people by its beginning.
fn sum_number(user: UserId) -> u8 {
    let [.., last] = *user.as_uuid().as_bytes();
    last % BILLING_SUMS
}

fn query(tenant: &TenantId, period_start: Date, sort_keys: SortKeys) -> Query {
    Query {
        index: Index::TABLE,
        partition: keys::billing_partition(tenant, period_start),
        sort_keys,
        filters: Vec::new(),
    }
}
