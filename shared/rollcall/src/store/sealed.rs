//! What is read in the same call as the record by which the caller is checked.

use rollcall_rules::admission::Admitted;
use rollcall_rules::tenant::{Tenant, TenantId};

use super::error::StoreError;

/// Something of a tenant that was read along with the tenant's record. Only an admission opens it: so one call is
/// enough for both, and nobody sees what they may not.
#[derive(Debug)]
#[must_use = "what was read is of no use unless it is opened"]
pub struct Sealed<T> {
    record: Option<Tenant>,
    content: T,
}

impl<T> Sealed<T> {
    pub(super) const fn new(record: Option<Tenant>, content: T) -> Self {
        Self { record, content }
    }

    /// Opens it for whoever `admit` admits by the record; `None`: there is no such tenant.
    ///
    /// # Errors
    ///
    /// What `admit` says. The content stays unseen then.
    pub fn open<E>(
        self,
        admit: impl FnOnce(Option<Tenant>) -> Result<Admitted, E>,
    ) -> Result<(Admitted, T), E> {
        Ok((admit(self.record)?, self.content))
    }
}

/// Refuses what is of another tenant than the one that the caller is admitted to. It takes a fault of ours to get here.
pub(super) fn admitted_to(
    operation: &'static str,
    admitted: &Admitted,
    tenant: &TenantId,
) -> Result<(), StoreError> {
    if admitted.id == *tenant { Ok(()) } else { Err(StoreError::malformed(operation, OtherTenant)) }
}

#[derive(Debug, thiserror::Error)]
#[error("it is of another tenant than the caller")]
struct OtherTenant;
