//! Billing lines: one for each person and period, written with the account that it bills; and whom to renew.

use jiff::civil::Date;

use super::Store;
use super::commit::Change;
use super::error::StoreError;
use super::item::{self, BILLED_UNTIL};
use super::keys;
use super::table::{Condition, Item, Only, Order, Range, Stretch, Write};
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::user::{User, UserId, WriteId};

const LIST: &str = "list billing lines";

/// Place of a line among those of its period: in order of the person's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinePlace {
    /// The person.
    pub user: UserId,
    /// [`BillingLine::billable_from`].
    pub billable_from: Date,
}

/// Where [`Store::billed_users`] goes on.
#[derive(Debug, Clone)]
pub struct Reached {
    shard: u8,
    from: Option<Item>,
}

impl LinePlace {
    /// That of a line.
    #[must_use]
    pub const fn of(line: &BillingLine) -> Self {
        Self { user: line.user_id, billable_from: line.billable_from }
    }
}

impl Reached {
    /// Of the first page.
    pub const START: Self = Self { shard: 0, from: None };
}

impl Store {
    /// Writes an account, and with it what it is billed, if it is.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if the account has another revision by now. Nothing is written then.
    pub async fn bill(
        &self,
        write: WriteId,
        change: Change<'_>,
        lines: &[BillingLine],
    ) -> Result<(), StoreError> {
        let tenant = &change.after.tenant;
        let put = |line| Ok(Write::Put(item::of_line(tenant, line)?, Condition::ABSENT));
        let lines = lines.iter().map(put).collect::<Result<_, StoreError>>()?;
        self.commit_with(write, &[change], lines).await
    }

    /// Lines of the period that starts on a day, `limit` at most, in order of the person's id, those after `after`;
    /// and whether there are more.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn billing_lines(
        &self,
        tenant: &TenantId,
        period_start: Date,
        after: Option<LinePlace>,
        limit: usize,
    ) -> Result<(Vec<BillingLine>, bool), StoreError> {
        let position = |place: LinePlace| keys::billing_position(place.user, place.billable_from);
        let range = after.map_or(Range::All, |place| Range::After(position(place)));
        let stretch = stretch(tenant, period_start, range);
        let (mut lines, mut from) = (Vec::new(), None);
        while lines.len() <= limit {
            let page = self.table.query(LIST, &stretch, Some(limit + 1 - lines.len()), from).await?;
            for item in page.items {
                lines.push(item::to_line(item)?);
            }
            match page.next {
                Some(next) => from = Some(next),
                None => break,
            }
        }
        let more = lines.len() > limit;
        lines.truncate(limit);
        Ok((lines, more))
    }

    /// Reads all lines of the period that starts on a day, in order of the person's id: some three thousand in a call.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. Some lines were given to `visit` then.
    pub async fn visit_billing_lines(
        &self,
        tenant: &TenantId,
        period_start: Date,
        mut visit: impl FnMut(&BillingLine) + Send,
    ) -> Result<(), StoreError> {
        let stretch = stretch(tenant, period_start, Range::All);
        let mut from = None;
        loop {
            let page = self.table.query("read billing lines", &stretch, None, from).await?;
            for item in page.items {
                visit(&item::to_line(item)?);
            }
            match page.next {
                Some(next) => from = Some(next),
                None => return Ok(()),
            }
        }
    }

    /// A tenant's users who were ever billed, a page of them, in no order, and where the next one begins; `None`: these
    /// were the last. A page has up to a thousand or two, or none at all. What was written milliseconds ago may be
    /// missing.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn billed_users(
        &self,
        tenant: &TenantId,
        reached: Reached,
    ) -> Result<(Vec<User>, Option<Reached>), StoreError> {
        let Reached { shard, from } = reached;
        let stretch = Stretch {
            order: Order::BY_TENANT,
            partition: keys::tenant_shard(tenant, shard),
            range: Range::All,
            only: vec![Only::Present(BILLED_UNTIL)],
        };
        let page = self.table.query("list billed users", &stretch, None, from).await?;
        let users = page.items.into_iter().map(item::to_user).collect::<Result<_, _>>()?;
        let next = match page.next {
            Some(next) => Some(Reached { shard, from: Some(next) }),
            None => (shard + 1 < keys::SHARDS).then_some(Reached { shard: shard + 1, from: None }),
        };
        Ok((users, next))
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
