//! Tokens of the tenant's directory: made, rotated, revoked.
//!
//! A button that is pressed twice, or a page that is loaded again, makes no second token. The secret follows from the
//! session and from the nonce of the form, so the same form gives the same token. That the form was sent is noted as a
//! request with a key is, so that no form brings a token back that was revoked since.

use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use rollcall::entropy;
use rollcall::store::StoreError;
use rollcall_rules::idempotency::{Fingerprint, IdempotencyKey, KeyedRequest, StoredAnswer, Turn, turn};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::text;
use rollcall_rules::token::{Lifetime, MAX_LABEL_CHARS, Scope, TokenHash};
use rollcall_web::{App, with_cause};

use super::connection::{Made, Shows, answer, change};
use super::failure::Failure;
use super::fields::reference;
use super::page::{Notice, redirect};
use super::session::{self, Form};

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
        return press.show_again(&app, &form, &headers, false).await;
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
        return press.show_again(&app, &form, &headers, true).await;
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

/// One press of a button that makes a token, however often its form is sent.
struct Press {
    /// Secret of the token that it makes.
    secret: [u8; 32],
    key: Option<IdempotencyKey>,
}

/// A press that makes its token now. Of two at once, one has the record to end it.
struct Begun(Option<KeyedRequest>);

impl Press {
    /// The press of the button that does this, by the nonce of its form.
    fn of(form: &Form, what: &str) -> Self {
        let press = format!("{} {what}", session::nonce_of(&form.fields));
        let secret = form.admin.mint.secret(&press);
        // By the secret, so that a form of another session is another press.
        let key = format!("portal-token-{}", TokenHash::of(&hex::encode(secret)).as_str());
        Self { secret, key: IdempotencyKey::parse(key.as_bytes()).ok() }
    }

    /// Notes that the token is about to be made; `None`: it was.
    async fn begin(&self, app: &App, form: &Form) -> Result<Option<Begun>, Failure> {
        let Some(key) = &self.key else { return Ok(Some(Begun(None))) };
        let tenant = &form.admin.tenant;
        let before = app.store.keyed_request(tenant, key).await?;
        let fingerprint = Fingerprint::of("POST", "/portal/token", b"");
        match turn(before.as_ref(), fingerprint, entropy::new_id(), app.now()) {
            Ok(Turn::Done(_)) => Ok(None),
            Ok(Turn::Do(record)) => {
                match app.store.write_keyed_request(tenant, key, before.as_ref(), &record).await {
                    Ok(()) => Ok(Some(Begun(Some(record)))),
                    Err(error) if error.is_lost_race() => Ok(Some(Begun(None))),
                    Err(error) => Err(error.into()),
                }
            }
            // The other one makes the same token.
            Err(_) => Ok(Some(Begun(None))),
        }
    }

    /// The page with the token that was made before, if it is live still.
    async fn show_again(
        &self,
        app: &App,
        form: &Form,
        headers: &HeaderMap,
        is_rotation: bool,
    ) -> Result<Response, Failure> {
        // Read anew: the other press may have ended since the session was looked at.
        let tenant = app.store.tenant(&form.admin.tenant.id).await?.ok_or(Failure::NoSession)?;
        let Some(token) = tenant.live_token(self.secret, app.now()) else { return Ok(back("gone")) };
        let notice = Some(Notice::done(form.admin.texts.get("connection-made-before")));
        answer(app, &form.admin, &tenant, headers, notice, shown(token, is_rotation)).await
    }
}

impl Begun {
    /// Notes that the token was made. If that fails, the same form would make the same token again.
    async fn end(self, app: &App, form: &Form, press: &Press, response: Response) -> Response {
        let (Some(record), Some(key)) = (self.0, &press.key) else { return response };
        let done = record.done(StoredAnswer { status: response.status().as_u16(), body: String::new() });
        let noted: Result<(), StoreError> =
            app.store.write_keyed_request(&form.admin.tenant, key, Some(&record), &done).await;
        match noted {
            Err(error) if !error.is_lost_race() => with_cause(response, error),
            _ => response,
        }
    }
}

fn shown(token: String, is_rotation: bool) -> Shows {
    Shows { made: Some(Made { token, is_rotation }), ..Shows::default() }
}

fn back(done: &str) -> Response {
    redirect(&reference("connection", &[("done", done)]))
}
