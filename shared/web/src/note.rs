use std::time::Duration;

use rollcall::store::StoreError;
use rollcall_rules::tenant::TenantId;
use tokio::time::timeout;

/// How long an answer may wait for what is noted of it.
const PATIENCE: Duration = Duration::from_millis(500);

/// Notes something of a request before its answer leaves, for half a second at most. It is no part of the request: a
/// note that is not made in time, or not at all, is lost.
pub async fn note(tenant: &TenantId, noting: impl Future<Output = Result<(), StoreError>>) {
    match timeout(PATIENCE, noting).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            let error = &error as &dyn std::error::Error;
            tracing::debug!(target: "rollcall::contact", tenant_id = tenant.as_str(), error, "not noted");
        }
        Err(_) => {
            tracing::debug!(target: "rollcall::contact", tenant_id = tenant.as_str(), "not noted in time");
        }
    }
}
