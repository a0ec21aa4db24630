//! The way in and the way out.

use axum::extract::{OriginalUri, State};
use axum::response::{IntoResponse, Response};
use http::header::SET_COOKIE;
use rollcall::entropy;
use rollcall::retry;
use rollcall_rules::link;
use rollcall_rules::portal::SESSION_LIFETIME;
use rollcall_rules::token::TokenHash;
use rollcall_web::{App, PathText, request_log};

use super::failure::{Failure, Plain};
use super::page::{HEADERS, redirect};
use super::session::{self, SignedForm};

/// `GET /portal/open/{secret}`: spends the link and starts a session, in one transaction: of two visits at once one gets
/// in. A link ends with the people token that asked for it. Three calls.
pub(crate) async fn open(State(app): State<App>, PathText(secret): PathText) -> Result<Response, Failure> {
    let hash = link::hash_of(&secret).ok_or(Failure::NoLink)?;
    let secret = retry::after_lost_race(|| visit(&app, &hash)).await?;
    let mut response = redirect("../connection");
    let cookie = session::cookie(&secret, SESSION_LIFETIME.as_secs());
    response.headers_mut().extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
    Ok(response)
}

/// One try to spend the link. Gives the secret of the session that it opened.
async fn visit(app: &App, hash: &TokenHash) -> Result<String, Failure> {
    let link = app.store.portal_link(hash).await?.ok_or(Failure::NoLink)?;
    request_log::tenant(&link.tenant);
    let record = app.store.tenant(&link.tenant).await?.ok_or(Failure::LinkOver)?;
    let secret = hex::encode(entropy::secret());
    let opened = link.opened(&record, TokenHash::of(&secret), app.now());
    let (spent, session) = opened.ok_or(Failure::LinkOver)?;
    app.store.open_session(&spent, &session).await?;
    Ok(secret)
}

/// `HEAD /portal/open/{secret}`: whoever only looks spends nothing, and learns nothing.
pub(crate) async fn peek() -> Response {
    HEADERS.to_map().into_response()
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
