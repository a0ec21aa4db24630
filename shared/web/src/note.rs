use std::time::Duration;

use rollcall::store::StoreError;
use rollcall_rules::tenant::TenantId;
use tokio::time::timeout;

/// How long an answer may wait for what is noted of it.
const PATIENCE: Duration = Duration::from_millis(500);

/// Notes something of a request before its answer leaves, for half a second at most. It is no part of the request: a
/// note that is not made in time, or not at all, is lost. `None`: it is of no tenant.
pub async fn note(tenant: Option<&TenantId>, noting: impl Future<Output = Result<(), StoreError>>) {
    let tenant_id = tenant.map(TenantId::as_str);
    match timeout(PATIENCE, noting).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            let error = &error as &dyn std::error::Error;
            tracing::debug!(target: "rollcall::contact", tenant_id, error, "not noted");
        }
        Err(_) => {
            tracing::debug!(target: "rollcall::contact", tenant_id, "not noted in time");
        }
    }
}
