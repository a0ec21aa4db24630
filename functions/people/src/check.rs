//! The check of a tenant's connection: what the API and the portal ask for. The check function does it.

use rollcall::entropy;
use rollcall::store::StoreError;
use rollcall_rules::admission::Admitted;
use rollcall_rules::check::{Check, CheckId, NewCheck, NotNow};
use rollcall_web::App;

/// Why no check is asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotAsked {
    /// A rule says no.
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// The table failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Asks for a check. It begins by itself.
///
/// # Errors
///
/// [`NotAsked`]. Nothing is asked for then, but where the table did not answer it may be.
pub(crate) async fn ask(app: &App, tenant: &Admitted) -> Result<Check, NotAsked> {
    let (new, now) =
        (NewCheck { id: CheckId::new(entropy::new_id()), by: tenant.name().cloned() }, app.now());
    let ask = |before: Option<&Check>| Ok::<_, NotAsked>(Check::asked(before, tenant, &new, now)?);
    app.store.change_check(tenant, ask).await
}
