use axum::response::{IntoResponse, Response};
use rollcall::retry::Tries;
use rollcall::store::StoreError;
use rollcall_rules::link::{self, Link, LinkKind};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::User;
use rollcall_web::{App, request_log};

use crate::failure::Failure;
use crate::pages::Page;

/// A link and what it is about.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) link: Link,
    pub(crate) tenant: Tenant,
    pub(crate) user: User,
}

/// Looks a link up by its secret. `None`: it is none of ours or for something else, is long forgotten, or its account is
/// gone. Two calls.
pub(crate) async fn find(app: &App, kind: LinkKind, secret: &str) -> Result<Option<Found>, StoreError> {
    let Some(hash) = link::hash_of(secret) else { return Ok(None) };
    let Some(link) = app.store.link(&hash).await?.filter(|link| link.kind == kind) else { return Ok(None) };
    request_log::tenant(&link.tenant);
    request_log::user(link.user);
    let (tenant, user) = app.store.tenant_and_user(&link.tenant, link.user).await?;
    Ok(tenant.zip(user).map(|(tenant, user)| Found { link, tenant, user }))
}

/// Does something by a link, and does it again on what is there then if somebody else wrote first.
pub(crate) async fn act(
    app: &App,
    kind: LinkKind,
    secret: &str,
    once: impl AsyncFn(&App, &Found) -> Result<Response, StoreError>,
) -> Result<Response, Failure> {
    let mut tries = Tries::new();
    loop {
        let Some(found) = find(app, kind, secret).await? else { return Ok(Page::Unknown.into_response()) };
        match once(app, &found).await {
            Err(error) if error.is_lost_race() && tries.again().await => {}
            outcome => return Ok(outcome?),
        }
    }
}
