//! How many mails a tenant causes in an hour of the clock: one counter for each, which forgets itself two days later.

use jiff::{SignedDuration, Timestamp};
use rollcall_rules::admission::Admitted;
use rollcall_rules::tenant::TenantId;

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::PrimaryKey;
use super::table::Addition;

const COUNT: &str = "count a tenant's mails";

/// Longer than any run takes that counts mails of an hour.
const KEPT: SignedDuration = SignedDuration::from_hours(48);

impl Store {
    /// Counts mails that a tenant is about to cause. `false`: with them it would have more than `most` in this hour, and
    /// they are not counted. The first mails of an hour are always counted, so that no limit holds back a mail for ever.
    /// One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. The mails may be counted all the same, and even twice.
    pub async fn count_mails(
        &self,
        admitted: &Admitted,
        mails: u32,
        most: u32,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let before = i64::from(most) - i64::from(mails);
        let addition = addition(&admitted.id, mails.into(), Some(before), now);
        match self.table.add(COUNT, addition).await {
            Ok(()) => Ok(true),
            Err(StoreError::LostRace { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Takes back mails that were counted at a time and did not leave; a negative number counts further ones. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn uncount_mails(
        &self,
        admitted: &Admitted,
        mails: i64,
        counted_at: Timestamp,
    ) -> Result<(), StoreError> {
        self.table.add(COUNT, addition(&admitted.id, -mails, None, counted_at)).await
    }
}

/// The addition to the counter of the hour that holds `at`.
pub(super) fn addition(tenant: &TenantId, mails: i64, to_at_most: Option<i64>, at: Timestamp) -> Addition {
    let expires_at = item::seconds_after(at, KEPT);
    Addition { key: PrimaryKey::mails(tenant, at), attribute: item::COUNT, by: mails, to_at_most, expires_at }
}
