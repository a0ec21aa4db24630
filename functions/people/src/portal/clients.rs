//! OAuth clients of the tenant's directory: made, shown, rotated, revoked; and why one last got no token.
//!
//! There is no button that tests a connection. This function sends no request to where somebody else says, and that the keys
//! can be read says little: what goes wrong is an issuer, a subject or an audience that differs. So the page shows what came of
//! the directory's own last request. The token endpoint notes that.

mod draft;
mod view;

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use rollcall_rules::oauth::{MAX_CLIENTS, MAX_SECRETS, MadeClient, NewClient, NotRotated, SecretLifetime};
use rollcall_rules::tenant::Tenant;
use rollcall_texts::Texts;
use rollcall_web::App;

use super::connection::change;
use super::failure::Failure;
use super::fields::{Fields, reference};
use super::page::{Notice, page, redirect};
use super::press::Press;
use super::session::{Admin, Form};
use view::Shows;

pub(super) use draft::{Draft, Way, lifetimes};
#[cfg(test)]
pub(super) use view::Card;
pub(super) use view::{Clients, Places};

/// `GET /portal/clients`: the clients, and the form for another.
pub(super) async fn show(
    State(app): State<App>,
    admin: Admin,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    let notice = fields.one("done").and_then(|done| notice(done, admin.texts));
    let draft = fields.one("method").and_then(Draft::empty);
    answer(&app, &admin, &admin.tenant, &headers, Shows { notice, made: None, draft }).await
}

fn notice(done: &str, texts: Texts) -> Option<Notice> {
    Some(match done {
        "revoked" => Notice::done(texts.get("clients-revoked")),
        "secret-revoked" => Notice::done(texts.get("clients-secret-revoked")),
        "gone" => Notice::not_done(texts.get("clients-gone")),
        "full" => Notice::not_done(texts.with("clients-full", &[("most", MAX_CLIENTS.into())])),
        "two" => Notice::not_done(texts.with("clients-two-secrets", &[("most", MAX_SECRETS.into())])),
        "no-secret" => Notice::not_done(texts.get("clients-without-secret")),
        _ => return None,
    })
}

/// `POST /portal/client-new`: the page that follows is the only one that shows the secret.
pub(super) async fn make(
    State(app): State<App>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Failure> {
    let mut draft = Draft::of(&form.fields).ok_or_else(|| Failure::invalid("clients-bad-form"))?;
    let (label, method) = match draft.read(app.reach) {
        Ok(read) => read,
        Err(fault) => {
            draft.fault = Some(fault);
            let notice = Some(Notice::not_done(form.admin.texts.get("clients-not-made")));
            let shows = Shows { notice, made: None, draft: Some(draft) };
            let mut response = answer(&app, &form.admin, &form.admin.tenant, &headers, shows).await?;
            *response.status_mut() = StatusCode::BAD_REQUEST;
            return Ok(response);
        }
    };
    let press = Press::of(&form, &format!("client {}", draft.summary()));
    let Some(begun) = press.begin(&app, &form).await? else {
        return show_again(&app, &form, &headers, &press).await;
    };
    let (new, now) = (NewClient { label, method, made_by: form.admin.session.maker() }, app.now());
    let make = |tenant: &mut Tenant| tenant.make_client(press.secret, &new, now);
    let (made, tenant) = change(&app, &form.admin, make).await?;
    let Ok(made) = made else { return Ok(back("full")) };
    let response = shown(&app, &form, (&tenant, &headers), "clients-made", made).await?;
    Ok(begun.end(&app, &form, &press, response).await)
}

/// `POST /portal/client-rotate`: another secret, and a week in which the one before works beside it.
pub(super) async fn rotate(
    State(app): State<App>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Failure> {
    let id = form.fields.one("client").unwrap_or_default();
    let lifetime = match form.fields.one("lifetime") {
        Some(chosen) => draft::lifetime(chosen).ok_or_else(|| Failure::invalid("clients-bad-form"))?,
        None => SecretLifetime::default(),
    };
    let press = Press::of(&form, &format!("client secret {id}"));
    let Some(begun) = press.begin(&app, &form).await? else {
        return show_again(&app, &form, &headers, &press).await;
    };
    let (maker, now) = (form.admin.session.maker(), app.now());
    let rotate =
        |tenant: &mut Tenant| tenant.rotate_oauth_client(id, press.secret, lifetime, maker.clone(), now);
    let (rotated, tenant) = change(&app, &form.admin, rotate).await?;
    let issued = match rotated {
        Ok(Some(issued)) => issued,
        Ok(None) => return Ok(back("gone")),
        Err(NotRotated::TooManySecrets) => return Ok(back("two")),
        Err(NotRotated::WithoutSecret) => return Ok(back("no-secret")),
    };
    let made = MadeClient::WithSecret(issued);
    let response = shown(&app, &form, (&tenant, &headers), "clients-rotated", made).await?;
    Ok(begun.end(&app, &form, &press, response).await)
}

/// `POST /portal/client-revoke`: the client and all of its tokens end at once.
pub(super) async fn revoke(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let id = form.fields.one("client").unwrap_or_default();
    let revoke = |tenant: &mut Tenant| tenant.revoke_oauth_client(id);
    let (revoked, _) = change(&app, &form.admin, revoke).await?;
    Ok(back(if revoked { "revoked" } else { "gone" }))
}

/// `POST /portal/client-secret-revoke`: one secret ends, with the tokens that it got. The client stays.
pub(super) async fn revoke_secret(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let (id, secret) =
        (form.fields.one("client").unwrap_or_default(), form.fields.one("secret").unwrap_or_default());
    let revoke = |tenant: &mut Tenant| tenant.revoke_client_secret(id, secret);
    let (revoked, _) = change(&app, &form.admin, revoke).await?;
    Ok(back(if revoked { "secret-revoked" } else { "gone" }))
}

/// The page with what was made by this press before, if it is live still.
async fn show_again(app: &App, form: &Form, headers: &HeaderMap, press: &Press) -> Result<Response, Failure> {
    // Read anew: the other press may have ended since the session was looked at.
    let tenant = app.store.tenant(&form.admin.tenant.id).await?.ok_or(Failure::NoSession)?;
    let Some(made) = tenant.made_before(press.secret, app.now()) else { return Ok(back("gone")) };
    shown(app, form, (&tenant, headers), "clients-made-before", made).await
}

async fn shown(
    app: &App,
    form: &Form,
    (tenant, headers): (&Tenant, &HeaderMap),
    notice: &str,
    made: MadeClient,
) -> Result<Response, Failure> {
    let notice = Some(Notice::done(form.admin.texts.get(notice)));
    answer(app, &form.admin, tenant, headers, Shows { notice, made: Some(made), draft: None }).await
}

/// The page. `tenant` is as it is by then.
async fn answer(
    app: &App,
    admin: &Admin,
    tenant: &Tenant,
    headers: &HeaderMap,
    shows: Shows,
) -> Result<Response, Failure> {
    let now = app.now();
    let contact = app.store.contact(&admin.tenant, now).await?;
    let places = Places {
        token_url: app.base_url.token_url(headers),
        authorize_url: app.base_url.authorize_url(headers),
        scim_url: app.base_url.scim_url(headers),
    };
    Ok(page(StatusCode::OK, &Clients::of(admin, tenant, (&contact, now), places, shows)))
}

fn back(done: &str) -> Response {
    redirect(&reference("clients", &[("done", done)]))
}
