use rollcall::directory::link::{self, Link};
use rollcall::directory::tenant::Tenant;
use rollcall::directory::user::User;
use rollcall::store::StoreError;
use rollcall::web::{App, log};

/// A link and what it is about.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) link: Link,
    pub(crate) tenant: Tenant,
    pub(crate) user: User,
}

/// Looks a link up by its secret. `None`: it is none of ours, is long forgotten, or its account is gone. Two calls.
pub(crate) async fn find(app: &App, secret: &str) -> Result<Option<Found>, StoreError> {
    let Some(hash) = link::hash_of(secret) else { return Ok(None) };
    let Some(link) = app.store.link(&hash).await? else { return Ok(None) };
    log::tenant(&link.tenant);
    log::user(link.user);
    let (tenant, user) = app.store.tenant_and_user(&link.tenant, link.user).await?;
    Ok(tenant.zip(user).map(|(tenant, user)| Found { link, tenant, user }))
}
