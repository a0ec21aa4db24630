//! Tokens of the tenant's directory: made, rotated, revoked.
//!
//! A button that is pressed twice, or a page that is loaded again, makes no second token: see [`Press`].

use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::text;
use rollcall_rules::token::{Lifetime, MAX_LABEL_CHARS, Scope};
use rollcall_web::App;

use super::connection::{Made, Shows, answer, change};
use super::failure::Failure;
use super::fields::reference;
use super::page::{Notice, redirect};
use super::press::Press;
use super::session::Form;

/// `POST /portal/token-new`: the page that follows is the only one that shows the token.
pub(super) async fn make(
    State(app): State<App>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Failure> {
    let label = form.fields.one("label").map(|label| text::one_line(label, usize::MAX));
    if label.as_ref().is_some_and(|label| label.chars().count() > MAX_LABEL_CHARS) {
        return Ok(back("label"));
    }
    let lifetime = match form.fields.one("lifetime") {
        Some(chosen) => Lifetime::parse(chosen)
            .ok_or_else(|| Failure::Invalid(form.admin.texts.get("connection-bad-lifetime").into_owned()))?,
        None => Lifetime::default(),
    };
    let press = Press::of(&form, &format!("new {}", label.as_deref().unwrap_or_default()));
    let Some(begun) = press.begin(&app, &form).await? else {
        return show_again(&press, &app, &form, &headers, false).await;
    };
    let now = app.now();
    let make = |tenant: &mut Tenant| {
        tenant.make_token(press.secret, label.clone(), lifetime, form.admin.session.maker(), now)
    };
    let (made, tenant) = change(&app, &form.admin, make).await?;
    let Ok(token) = made else { return Ok(back("full")) };
    let notice = Some(Notice::done(form.admin.texts.get("connection-made")));
    let made = shown(token, false);
    let response = answer(&app, &form.admin, &tenant, &headers, notice, made).await?;
    Ok(begun.end(&app, &form, &press, response).await)
}

/// `POST /portal/token-rotate`: a new token, and a week in which the old one works beside it.
pub(super) async fn rotate(
    State(app): State<App>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Failure> {
    let id = form.fields.one("token").unwrap_or_default();
    let press = Press::of(&form, &format!("rotation {id}"));
    let Some(begun) = press.begin(&app, &form).await? else {
        return show_again(&press, &app, &form, &headers, true).await;
    };
    let now = app.now();
    let rotate = |tenant: &mut Tenant| tenant.rotate_token(id, press.secret, form.admin.session.maker(), now);
    let (made, tenant) = change(&app, &form.admin, rotate).await?;
    let token = match made {
        Ok(Some(token)) => token,
        Ok(None) => return Ok(back("gone")),
        Err(_) => return Ok(back("full")),
    };
    let notice = Some(Notice::done(form.admin.texts.get("connection-rotated")));
    let made = shown(token, true);
    let response = answer(&app, &form.admin, &tenant, &headers, notice, made).await?;
    Ok(begun.end(&app, &form, &press, response).await)
}

/// `POST /portal/token-revoke`: the token stops working at once.
pub(super) async fn revoke(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let (id, now) = (form.fields.one("token").unwrap_or_default(), app.now());
    let revoke = |tenant: &mut Tenant| {
        // Those of the operator's own systems are not the tenant's to take away.
        let is_own = tenant.tokens.iter().any(|record| record.id == id && record.scope == Scope::Scim);
        is_own && tenant.revoke_token(id, now)
    };
    let (revoked, _) = change(&app, &form.admin, revoke).await?;
    Ok(back(if revoked { "revoked" } else { "gone" }))
}

/// The page with the token that was made before, if it is live still.
async fn show_again(
    press: &Press,
    app: &App,
    form: &Form,
    headers: &HeaderMap,
    is_rotation: bool,
) -> Result<Response, Failure> {
    // Read anew: the other press may have ended since the session was looked at.
    let tenant = app.store.tenant(&form.admin.tenant.id).await?.ok_or(Failure::NoSession)?;
    let Some(token) = tenant.live_token(press.secret, app.now()) else { return Ok(back("gone")) };
    let notice = Some(Notice::done(form.admin.texts.get("connection-made-before")));
    answer(app, &form.admin, &tenant, headers, notice, shown(token, is_rotation)).await
}

fn shown(token: String, is_rotation: bool) -> Shows {
    Shows { made: Some(Made { token, is_rotation }), ..Shows::default() }
}

fn back(done: &str) -> Response {
    redirect(&reference("connection", &[("done", done)]))
}
