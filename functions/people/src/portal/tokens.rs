//! Tokens of the tenant's directory: made, rotated, revoked.

use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use rollcall::entropy;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::text;
use rollcall_rules::token::{MAX_LABEL_CHARS, Scope};
use rollcall_web::App;

use super::connection::{Made, answer, change};
use super::failure::Failure;
use super::fields::reference;
use super::page::{Notice, redirect};
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
    let (secret, now) = (entropy::secret(), app.now());
    let make =
        |tenant: &mut Tenant| tenant.make_token(secret, label.clone(), form.admin.session.maker(), now);
    let (made, tenant) = change(&app, &form.admin, make).await?;
    let Ok(token) = made else { return Ok(back("full")) };
    let notice = Some(Notice::done("A new token is ready. Copy it now: it is not shown again."));
    let made = Some(Made { token, is_rotation: false });
    answer(&app, &form.admin, &tenant, &headers, notice, made).await
}

/// `POST /portal/token-rotate`: a new token, and a week in which the old one works beside it.
pub(super) async fn rotate(
    State(app): State<App>,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Failure> {
    let id = form.fields.one("token").unwrap_or_default();
    let (secret, now) = (entropy::secret(), app.now());
    let rotate = |tenant: &mut Tenant| tenant.rotate_token(id, secret, form.admin.session.maker(), now);
    let (made, tenant) = change(&app, &form.admin, rotate).await?;
    let token = match made {
        Ok(Some(token)) => token,
        Ok(None) => return Ok(back("gone")),
        Err(_) => return Ok(back("full")),
    };
    let notice = Some(Notice::done(
        "A new token is ready. Copy it now: it is not shown again. The old one works for 7 more days.",
    ));
    let made = Some(Made { token, is_rotation: true });
    answer(&app, &form.admin, &tenant, &headers, notice, made).await
}

/// `POST /portal/token-revoke`: the token stops working at once.
pub(super) async fn revoke(State(app): State<App>, form: Form) -> Result<Response, Failure> {
    let id = form.fields.one("token").unwrap_or_default();
    let revoke = |tenant: &mut Tenant| {
        // Those of the operator's own systems are not the tenant's to take away.
        let is_own = tenant.tokens.iter().any(|record| record.id == id && record.scope == Scope::Scim);
        is_own && tenant.revoke_token(id)
    };
    let (revoked, _) = change(&app, &form.admin, revoke).await?;
    Ok(back(if revoked { "revoked" } else { "gone" }))
}

fn back(done: &str) -> Response {
    redirect(&reference("connection", &[("done", done)]))
}
