//! Billing lines: one for each person and period, written with the account that it bills.

use super::Store;
use super::commit::Change;
use super::error::StoreError;
use super::item;
use super::keys;
use super::table::{Condition, Order, Range, Stretch, Write};
use crate::directory::sign_in::BillingLine;
use crate::directory::tenant::TenantId;
use crate::directory::user::{UserId, WriteId};
use jiff::civil::Date;

const LIST: &str = "list billing lines";

impl Store {
    /// Writes an account, and with it what it is billed, if it is.
    ///
    /// # Errors
    ///
    /// [`StoreError::LostRace`] if the account has another revision by now, or has a line of that period. Nothing is
    /// written then.
    pub async fn bill(
        &self,
        write: WriteId,
        change: Change<'_>,
        line: Option<&BillingLine>,
    ) -> Result<(), StoreError> {
        let tenant = &change.after.tenant;
        let line =
            line.map(|line| Ok(Write::Put(item::of_line(tenant, line)?, Condition::ABSENT))).transpose()?;
        self.commit_with(write, &[change], line.into_iter().collect()).await
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
        after: Option<UserId>,
        limit: usize,
    ) -> Result<(Vec<BillingLine>, bool), StoreError> {
        let stretch = Stretch {
            order: Order::TABLE,
            partition: keys::billing_partition(tenant, period_start),
            range: after.map_or(Range::All, |id| Range::After(id.to_string())),
            only: Vec::new(),
        };
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
}
