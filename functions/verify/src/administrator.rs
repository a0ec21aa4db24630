//! `/administrator/{secret}`: an administrator's address for notices is confirmed, or removed by the link of a notice.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use rollcall::store::StoreError;
use rollcall_rules::admission::Admitted;
use rollcall_rules::link;
use rollcall_rules::notices::Notices;
use rollcall_rules::notices::administrator::{Administrator, AdministratorLink, AdministratorLinkWorth};
use rollcall_texts::Language;
use rollcall_web::{App, PathText, page, request_log};

use crate::failure::Failure;
use crate::pages::Page;

/// The page of a link.
pub(crate) fn page() -> MethodRouter<App> {
    get(show).post(submit)
}

/// A link, and the addresses that it is about one of.
struct Found {
    link: AdministratorLink,
    tenant: Admitted,
    notices: Notices,
}

/// Looks a link up by its secret; `None`: it is none of ours, or long forgotten. Two calls.
async fn find(app: &App, secret: &str) -> Result<Option<Found>, StoreError> {
    let Some(hash) = link::hash_of(secret) else { return Ok(None) };
    let Some(link) = app.store.administrator_link(&hash).await? else { return Ok(None) };
    request_log::tenant(&link.tenant);
    let read = app.store.tenant_and_notices(&link.tenant.clone().into()).await?;
    let opened = read
        .open(|record| record.and_then(|record| Admitted::by_administrator_link(record, &link)).ok_or(()));
    let Ok((tenant, Some(notices))) = opened else { return Ok(None) };
    let administrator = notices.administrator(link.administrator);
    if let Some(language) = administrator.and_then(|each| Language::of_tag(each.language.as_deref()?)) {
        page::speak(language);
    }
    Ok(Some(Found { link, tenant, notices }))
}

/// `GET /administrator/{secret}`: what the link does. Changes nothing.
async fn show(State(app): State<App>, PathText(secret): PathText) -> Result<Response, Failure> {
    let Some(Found { link, tenant, notices }) = find(&app, &secret).await? else {
        return Ok(Page::Unknown.into_response());
    };
    let tenant_name = tenant.name.as_str();
    let page = match notices.link_worth(&link, app.now()) {
        AdministratorLinkWorth::Confirms(each) => {
            Page::Administrator { tenant_name, address: each.address.as_str(), valid_until: link.valid_until }
        }
        AdministratorLinkWorth::Confirmed(each) => confirmed(tenant_name, each),
        AdministratorLinkWorth::Removes(each) => {
            Page::AdministratorRemove { tenant_name, address: each.address.as_str() }
        }
        AdministratorLinkWorth::Expired => Page::AdministratorExpired { tenant_name },
        AdministratorLinkWorth::Gone => Page::AdministratorGone { tenant_name },
    };
    Ok(page.into_response())
}

/// `POST /administrator/{secret}`: the address is confirmed or removed. Four calls. The one button leads here, whatever the form
/// says.
async fn submit(State(app): State<App>, PathText(secret): PathText) -> Result<Response, Failure> {
    let Some(Found { link, tenant, notices }) = find(&app, &secret).await? else {
        return Ok(Page::Unknown.into_response());
    };
    let (tenant_name, now) = (tenant.name.as_str(), app.now());
    let page = match notices.link_worth(&link, now) {
        AdministratorLinkWorth::Confirms(each) => {
            let confirm = |notices: &Notices| Ok::<_, StoreError>(notices.confirmed(link.administrator, now));
            let after = app.store.change_notices(&tenant, now, confirm).await?;
            match after.administrator(link.administrator) {
                Some(_) => confirmed(tenant_name, each),
                None => Page::AdministratorGone { tenant_name },
            }
        }
        AdministratorLinkWorth::Confirmed(each) => confirmed(tenant_name, each),
        AdministratorLinkWorth::Removes(each) => {
            let remove =
                |notices: &Notices| Ok::<_, StoreError>(notices.without_administrator(link.administrator));
            app.store.change_notices(&tenant, now, remove).await?;
            Page::AdministratorRemoved { tenant_name, address: each.address.as_str() }
        }
        AdministratorLinkWorth::Expired => Page::AdministratorExpired { tenant_name },
        AdministratorLinkWorth::Gone => Page::AdministratorGone { tenant_name },
    };
    Ok(page.into_response())
}

fn confirmed<'a>(tenant_name: &'a str, administrator: &'a Administrator) -> Page<'a> {
    Page::AdministratorConfirmed { tenant_name, address: administrator.address.as_str() }
}
