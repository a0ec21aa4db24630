//! How many mails a tenant may cause in an hour of the clock. A counter of the table holds it, for all processes; this
//! process remembers who has used theirs up, so that nothing more is asked of the table about them.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use rollcall::store::{Store, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::tenant::TenantId;

/// Mails that a tenant may cause in an hour of the clock, unless the operator says otherwise. A customer of 10,000 people
/// that changes its domain owes as many.
pub const MAILS_PER_TENANT_AND_HOUR: u32 = 20_000;

/// The mails of the hour, by tenant.
#[derive(Debug)]
pub(crate) struct Budget {
    store: Store,
    most: u32,
    /// Tenants that have had their mails, and in which hour.
    used_up: Mutex<HashMap<TenantId, i64>>,
}

/// Mails that were counted, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taken {
    mails: u32,
    at: Timestamp,
}

impl Budget {
    pub(crate) fn new(store: Store, most: u32) -> Self {
        Self { store, most, used_up: Mutex::default() }
    }

    /// Is it known that the tenant has had its mails of this hour?
    pub(crate) fn is_used_up(&self, tenant: &TenantId, now: Timestamp) -> bool {
        self.used_up().get(tenant) == Some(&hour_of(now))
    }

    /// Counts mails of a tenant that are about to leave; `None`: the tenant has had its mails of this hour.
    ///
    /// If the mails do not leave because this process dies, they stay counted. So the tenant may get less than its due in
    /// this hour, and never loses a mail.
    pub(crate) async fn take(
        &self,
        tenant: &Admitted,
        mails: usize,
        now: Timestamp,
    ) -> Result<Option<Taken>, StoreError> {
        let mails = u32::try_from(mails).unwrap_or(u32::MAX);
        if mails == 0 || self.store.count_mails(tenant, mails, self.most, now).await? {
            return Ok(Some(Taken { mails, at: now }));
        }
        let hour = hour_of(now);
        let mut used_up = self.used_up();
        used_up.retain(|_, of| *of == hour);
        if used_up.insert(tenant.id.clone(), hour).is_none() {
            tracing::warn!(
                target: "rollcall::outbox",
                tenant_id = tenant.id.as_str(),
                mails_per_hour = self.most,
                "a tenant has had its mails of this hour; the others wait for the next"
            );
        }
        Ok(None)
    }

    /// Corrects what was counted by the mails that left. That it failed is logged: then some are counted in vain.
    pub(crate) async fn correct(&self, tenant: &Admitted, taken: Taken, left: usize) {
        let too_many = i64::from(taken.mails) - i64::try_from(left).unwrap_or(i64::MAX);
        if too_many == 0 {
            return;
        }
        if let Err(error) = self.store.uncount_mails(tenant, too_many, taken.at).await {
            tracing::warn!(
                target: "rollcall::outbox",
                tenant_id = tenant.id.as_str(),
                mails = too_many,
                error = &error as &dyn std::error::Error,
                "mails that did not leave stay counted for this hour"
            );
        }
    }

    fn used_up(&self) -> MutexGuard<'_, HashMap<TenantId, i64>> {
        self.used_up.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hours since the epoch.
fn hour_of(time: Timestamp) -> i64 {
    time.as_second().div_euclid(3600)
}
