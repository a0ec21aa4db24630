//! Billing lines as the API and the portal give them: with whose they are, by the page, summed up, and as CSV.

pub(crate) mod csv;
mod dialect;
mod totals;

use std::collections::HashMap;

use jiff::civil::Date;
use rollcall::store::{LinePlace, Store, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::sign_in::BillingLine;
use rollcall_rules::user::{User, UserId};

#[cfg(test)]
pub(crate) use csv::fit;
pub(crate) use csv::{Columns, Span, table};
pub(crate) use dialect::Dialect;
pub(crate) use totals::totals;

/// Some lines of a period.
#[derive(Debug)]
pub(crate) struct Page {
    /// In order of the people's ids.
    pub(crate) lines: Vec<BillingLine>,
    /// Those whose lines they are, without those whose accounts are deleted.
    people: HashMap<UserId, User>,
    /// The place after which the next page begins; `None`: this is the last.
    pub(crate) next: Option<LinePlace>,
}

impl Page {
    /// The lines, each with the person whose it is; `None`: the account is deleted.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&BillingLine, Option<&User>)> {
        self.lines.iter().map(|line| (line, self.people.get(&line.user_id)))
    }
}

/// Reads the lines of the period that begins on a day, `limit` at most, those after a place, and the people of these.
pub(crate) async fn page(
    store: &Store,
    tenant: &Admitted,
    period_start: Date,
    after: Option<LinePlace>,
    limit: usize,
) -> Result<Page, StoreError> {
    let (lines, more) = store.billing_lines(tenant, period_start, after, limit).await?;
    let ids: Vec<UserId> = lines.iter().map(|line| line.user_id).collect();
    let users = if ids.is_empty() { Vec::new() } else { store.users(tenant, &ids).await? };
    let next = lines.last().filter(|_| more).map(LinePlace::of);
    Ok(Page { lines, people: users.into_iter().map(|user| (user.id, user)).collect(), next })
}
