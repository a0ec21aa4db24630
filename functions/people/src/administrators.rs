//! The addresses of a tenant's administrators, and of what they are told: what the API and the portal do to them.

use rollcall::entropy;
use rollcall::store::StoreError;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::admission::Admitted;
use rollcall_rules::notices::Notices;
use rollcall_rules::notices::administrator::{
    Administrator, AdministratorId, NewAdministrator, TooManyAdministrators,
};
use rollcall_rules::resend::TooSoon;
use rollcall_web::App;

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotChanged {
    /// There are as many addresses as there can be.
    #[error(transparent)]
    TooMany(#[from] TooManyAdministrators),
    /// A link was asked for too often.
    #[error(transparent)]
    TooSoon(#[from] TooSoon),
    /// The address is not there, or not any more.
    #[error("there is no such address")]
    Unknown,
    /// The table failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A tenant's addresses, and what they are told. One call.
///
/// # Errors
///
/// [`StoreError`].
pub(crate) async fn read(app: &App, tenant: &Admitted) -> Result<Notices, StoreError> {
    let notices = app.store.notices(tenant).await?;
    Ok(notices.unwrap_or_else(|| Notices::new(tenant.id.clone(), app.now())))
}

/// Adds an address, to which a link is mailed. One that is there stays as it is. Gives it, and whether it is new.
///
/// # Errors
///
/// [`NotChanged`].
pub(crate) async fn add(
    app: &App,
    tenant: &Admitted,
    address: EmailAddress,
    language: Option<String>,
) -> Result<(Administrator, bool), NotChanged> {
    let (id, now) = (AdministratorId::new(entropy::new_id()), app.now());
    let new = NewAdministrator { id, address, language, added_by: tenant.name().cloned() };
    let add = |notices: &Notices| Ok::<_, NotChanged>(notices.with_administrator(&new, now)?);
    let after = app.store.change_notices(tenant, now, add).await?;
    let added = after.administrator_at(&new.address).cloned().ok_or(NotChanged::Unknown)?;
    let is_new = added.id == id;
    Ok((added, is_new))
}

/// Removes an address.
///
/// # Errors
///
/// [`NotChanged`].
pub(crate) async fn remove(app: &App, tenant: &Admitted, id: AdministratorId) -> Result<(), NotChanged> {
    let remove = |notices: &Notices| {
        notices.administrator(id).ok_or(NotChanged::Unknown)?;
        Ok(notices.without_administrator(id))
    };
    app.store.change_notices(tenant, app.now(), remove).await.map(|_| ())
}

/// Mails the link once more that confirms an address. One that is confirmed gets none.
///
/// # Errors
///
/// [`NotChanged`].
pub(crate) async fn resend(
    app: &App,
    tenant: &Admitted,
    id: AdministratorId,
) -> Result<Administrator, NotChanged> {
    let now = app.now();
    let again = |notices: &Notices| Ok::<_, NotChanged>(notices.asked_again(id, now)?);
    let after = app.store.change_notices(tenant, now, again).await?;
    after.administrator(id).cloned().ok_or(NotChanged::Unknown)
}
