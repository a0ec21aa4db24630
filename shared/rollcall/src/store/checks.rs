//! The check of a tenant's connection, and its report: an item of each, written only if nobody else did since it was read.

use jiff::Timestamp;
use rollcall_rules::admission::Admitted;
use rollcall_rules::check::{Check, Report};

use super::Store;
use super::error::StoreError;
use super::item;
use super::keys::PrimaryKey;
use super::sealed::admitted_to;
use super::table::Condition;
use crate::retry::{Tries, Worth};

const READ: &str = "read a check";
const WRITE: &str = "write a check";

impl Store {
    /// The last check of a tenant's connection; `None`: there is none, or it is forgotten at `now`. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn check(&self, admitted: &Admitted, now: Timestamp) -> Result<Option<Check>, StoreError> {
        let found = self.any_check(admitted).await?;
        Ok(found.filter(|check| check.is_remembered(now)))
    }

    async fn any_check(&self, admitted: &Admitted) -> Result<Option<Check>, StoreError> {
        let item = self.table.get(READ, PrimaryKey::check(&admitted.id)).await?;
        item.map(item::to_check).transpose()
    }

    /// Changes a tenant's check as `change` says, which is given the one that there is, forgotten or not. After a lost race it
    /// is read and changed again. Gives it as it is then. Where nothing changes, nothing is written.
    ///
    /// # Errors
    ///
    /// What `change` says, and what the table says. Nothing is written then, but where that is
    /// [`StoreError::Unavailable`] it may be.
    pub async fn change_check<E: From<StoreError>>(
        &self,
        admitted: &Admitted,
        change: impl Fn(Option<&Check>) -> Result<Check, E>,
    ) -> Result<Check, E> {
        let mut tries = Tries::default();
        loop {
            let before = self.any_check(admitted).await?;
            let after = change(before.as_ref())?;
            admitted_to(WRITE, admitted, &after.tenant)?;
            if before.as_ref() == Some(&after) {
                return Ok(after);
            }
            let revision = before.map(|before| before.revision);
            let condition = revision.map_or(Condition::ABSENT, Condition::revision);
            let after = Check { revision: revision.unwrap_or(0) + 1, ..after };
            match self.table.put(WRITE, item::of_check(&after)?, condition).await {
                Ok(()) => return Ok(after),
                Err(StoreError::LostRace { .. }) if tries.again(Worth::Counted).await => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// The report of a tenant's check; `None`: that one has none. One call.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn check_report(
        &self,
        admitted: &Admitted,
        check: &Check,
    ) -> Result<Option<Report>, StoreError> {
        let item = self.table.get("read a report", PrimaryKey::check_report(&admitted.id)).await?;
        let report = item.map(item::to_check_report).transpose()?;
        Ok(report.filter(|report| report.check == check.id))
    }

    /// Writes the report of a tenant's check, in place of that of the one before. Two calls.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; [`StoreError::LostRace`] if the tenant is gone.
    pub async fn write_check_report(&self, admitted: &Admitted, report: &Report) -> Result<(), StoreError> {
        const OPERATION: &str = "write a report";
        admitted_to(OPERATION, admitted, &report.tenant)?;
        // A check takes minutes: the tenant was read long ago.
        if self.tenant(&report.tenant).await?.is_none() {
            return Err(StoreError::LostRace { operation: OPERATION, failed: Vec::new() });
        }
        self.table.overwrite(OPERATION, item::of_check_report(report)?).await
    }
}
