//! The way in and the way out.
//!
//! A link in a mail or a chat is followed by scanners and by previews, and browsers load it ahead. So a GET spends no
//! link: it shows a page with one button, which says whose portal opens and for whom. Nobody is signed in as somebody
//! else by a link that a stranger had them follow.

use askama::Template;
use axum::body::Body;
use axum::extract::{OriginalUri, State};
use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, SET_COOKIE};
use http::{HeaderMap, HeaderValue, StatusCode};
use rollcall::retry;
use rollcall_rules::link;
use rollcall_rules::portal::{AdminName, PortalLink, SESSION_LIFETIME, session_secret};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::token::TokenHash;
use rollcall_web::{App, PathText, request_log};

use super::failure::{Failure, Plain};
use super::page::{look, page, redirect, texts};
use super::session::{self, SignedForm, SignedIn};

/// The first page, as the page of a link refers to it.
const FIRST_PAGE: &str = "../connection";

/// The page of a link that can still be used.
#[derive(Template)]
#[template(path = "portal/open.html")]
pub(crate) struct Open<'a> {
    pub(crate) tenant_name: String,
    pub(crate) admin: Option<&'a str>,
    pub(crate) nonce: &'a str,
}

/// `GET /portal/open/{secret}`: what the link opens, with the button that opens it. Changes nothing. The browser that the
/// link has let in before is led in again. Two calls, or four.
pub(crate) async fn show(
    State(app): State<App>,
    PathText(secret): PathText,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    if is_loaded_ahead(&headers) {
        return Err(Failure::LoadedAhead);
    }
    let hash = link::hash_of(&secret).ok_or(Failure::NoLink)?;
    let (link, record) = find(&app, &hash).await?;
    if !link.opens(&record, app.now()) {
        return led_in_again(&app, &headers, &link).await;
    }
    let (tenant_name, admin) = (texts().tenant(&record.name), link.admin.as_ref().map(AdminName::as_str));
    let nonce = session::new_nonce();
    Ok(page(StatusCode::OK, &Open { tenant_name, admin, nonce: &nonce }))
}

/// `HEAD /portal/open/{secret}`: whoever does not look at the page learns nothing of the link.
pub(crate) async fn refuse_peek() -> Response {
    let mut response = look().headers().clone().into_response();
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, POST"));
    response
}

/// `POST /portal/open/{secret}`: spends the link and starts a session, in one transaction. Of two browsers one gets in; a
/// button that is pressed twice opens one session. A link ends with the people token that asked for it. Three calls.
pub(crate) async fn open(
    State(app): State<App>,
    PathText(secret): PathText,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    session::refuse_from_elsewhere(&headers, &app)?;
    let hash = link::hash_of(&secret).ok_or(Failure::NoLink)?;
    let nonce = session::nonce_of(&session::read_form(body).await?);
    let session_secret = session_secret(&secret, &nonce);
    let session = TokenHash::of(&session_secret);
    match retry::after_lost_race(|| visit(&app, &hash, &session)).await? {
        Visit::Opened => {
            let mut response = redirect(FIRST_PAGE);
            let cookie = session::cookie(&session_secret, SESSION_LIFETIME.as_secs());
            response.headers_mut().extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
            Ok(response)
        }
        Visit::Over(link) => led_in_again(&app, &headers, &link).await,
    }
}

/// What a link does for who presses its button.
enum Visit {
    /// The session is open: it was opened now, or by the same button a moment ago.
    Opened,
    /// The link opens nothing any more.
    Over(Box<PortalLink>),
}

/// One try to spend the link.
async fn visit(app: &App, hash: &TokenHash, session: &TokenHash) -> Result<Visit, Failure> {
    let (link, record) = find(app, hash).await?;
    let now = app.now();
    if let Some((spent, session)) = link.opened(&record, session.clone(), now) {
        app.store.open_session(&spent, &session).await?;
        return Ok(Visit::Opened);
    }
    let opened = if link.has_opened(session) { app.store.session(session).await? } else { None };
    let is_open = opened.is_some_and(|session| session.is_open(&record, now));
    Ok(if is_open { Visit::Opened } else { Visit::Over(Box::new(link)) })
}

/// A link, whose token of the operator's stands if it has one, and the record of its tenant. Two calls, or three.
async fn find(app: &App, hash: &TokenHash) -> Result<(PortalLink, Tenant), Failure> {
    let link = app.store.portal_link(hash).await?.ok_or(Failure::NoLink)?;
    request_log::tenant(&link.tenant);
    let record = app.store.tenant(&link.tenant).await?.ok_or(Failure::LinkOver)?;
    if !app.store.operator_keeps_open(link.operator_token.as_deref(), app.now()).await? {
        return Err(Failure::LinkOver);
    }
    Ok((link, record))
}

/// The answer to a link that opens nothing any more: the browser that has the session which it opened is led in.
async fn led_in_again(app: &App, headers: &HeaderMap, link: &PortalLink) -> Result<Response, Failure> {
    if link.session.is_none() {
        return Err(Failure::LinkOver);
    }
    match SignedIn::of(headers, app).await {
        Ok(signed_in) if link.has_opened(&signed_in.session.hash) => Ok(redirect(FIRST_PAGE)),
        Ok(_) | Err(Failure::NoSession) => Err(Failure::LinkOver),
        Err(failure) => Err(failure),
    }
}

/// Does the browser, or what stands in for one, load the page before somebody asks for it, or to make a picture of it?
fn is_loaded_ahead(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-purpose", "x-moz"].into_iter().any(|name| {
        let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
        values.flat_map(|value| value.split([',', ';'])).any(|purpose| {
            let purpose = purpose.trim().to_ascii_lowercase();
            ["prefetch", "prerender", "preview", "instant"].contains(&purpose.as_str())
        })
    })
}

/// `GET /portal`: the first page.
pub(crate) async fn home(OriginalUri(uri): OriginalUri) -> Response {
    // What stands beside the portal's root is not what stands under it.
    redirect(if uri.path().ends_with('/') { "connection" } else { "portal/connection" })
}

/// `POST /portal/sign-out`: ends the session.
pub(crate) async fn sign_out(State(app): State<App>, form: SignedForm) -> Result<Response, Failure> {
    app.store.end_session(&form.signed_in.session.hash).await?;
    let mut response = Plain::SignedOut.into_response();
    response.headers_mut().extend(session::cookie("", 0).map(|cookie| (SET_COOKIE, cookie)));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_loaded_ahead_of_a_visit_says_so() {
        for (name, value, expected) in [
            ("sec-purpose", "prefetch", true),
            ("sec-purpose", "prefetch;prerender", true),
            ("sec-purpose", "prefetch; anonymous-client-ip", true),
            ("purpose", "Prefetch", true),
            ("purpose", "preview", true),
            ("x-purpose", "instant", true),
            ("x-moz", "prefetch", true),
            ("sec-purpose", "", false),
            ("purpose", "visit", false),
            ("x-other", "prefetch", false),
        ] {
            let headers = HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]);
            assert_eq!(is_loaded_ahead(&headers), expected, "{name}: {value}");
        }
    }
}
