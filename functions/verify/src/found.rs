use axum::response::{IntoResponse, Response};
use rollcall::retry;
use rollcall::store::StoreError;
use rollcall_rules::admission::Admitted;
use rollcall_rules::link::{self, Link, LinkKind};
use rollcall_rules::user::User;
use rollcall_texts::Language;
use rollcall_web::{App, page, request_log};

use crate::failure::Failure;
use crate::pages::Page;

/// A link and what it is about.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) link: Link,
    pub(crate) tenant: Admitted,
    pub(crate) user: User,
}

/// Looks a link up by its secret. `None`: it is none of ours or for something else, is long forgotten, or its account is
/// gone. Two calls.
pub(crate) async fn find(app: &App, kind: LinkKind, secret: &str) -> Result<Option<Found>, StoreError> {
    let Some(hash) = link::hash_of(secret) else { return Ok(None) };
    let Some(link) = app.store.link(&hash).await?.filter(|link| link.kind == kind) else { return Ok(None) };
    request_log::tenant(&link.tenant);
    request_log::user(link.user);
    let read = app.store.tenant_and_user(&link.tenant.clone().into(), link.user).await?;
    let opened = read.open(|record| record.and_then(|record| Admitted::by_link(record, &link)).ok_or(()));
    let Ok((tenant, Some(user))) = opened else { return Ok(None) };
    if let Some(language) = Language::of_user(&user) {
        page::speak(language);
    }
    Ok(Some(Found { link, tenant, user }))
}

/// Does something by a link, and does it again on what is there then if somebody else wrote first.
pub(crate) async fn act(
    app: &App,
    kind: LinkKind,
    secret: &str,
    once: impl AsyncFn(&App, &Found) -> Result<Response, StoreError>,
) -> Result<Response, Failure> {
    retry::after_lost_race(|| async {
        match find(app, kind, secret).await? {
            Some(found) => once(app, &found).await,
            None => Ok(Page::Unknown.into_response()),
        }
    })
    .await
    .map_err(Failure::from)
}
