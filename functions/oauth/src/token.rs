use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall::entropy;
use rollcall_rules::admission::{Admitted, RefusedClient};
use rollcall_rules::oauth::authorize::SCOPE;
use rollcall_rules::oauth::code::{Exchange, Outcome};
use rollcall_rules::oauth::{ClientId, Granted, Refused};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::Actor;
use rollcall_web::{App, request_log};
use serde::Serialize;
use serde_json::{Value, json};

use crate::client::{Client, Proof};
use crate::contact::Asking;
use crate::failure::Failure;
use crate::form::Form;
use crate::{OAuth, assertion, respond};

const CLIENT_CREDENTIALS: &str = "client_credentials";
const AUTHORIZATION_CODE: &str = "authorization_code";
const REFRESH_TOKEN: &str = "refresh_token";

/// The grants.
pub(crate) const GRANTS: [&str; 3] = [CLIENT_CREDENTIALS, AUTHORIZATION_CODE, REFRESH_TOKEN];

/// `POST /oauth/token` (RFC 6749 §4.4.2, §4.1.3, §6): an access token. One call for a secret.
pub(crate) async fn grant(State(oauth): State<OAuth>, request: Request) -> Result<Response, Failure> {
    let asking = Asking::of(&request);
    let (headers, form) = Form::read(request).await?;
    form.has_each_once()?;
    let grant = form.one("grant_type")?.ok_or(Failure::InvalidRequest(
        "grant_type is missing: send client_credentials, authorization_code or refresh_token.",
    ))?;
    if !GRANTS.contains(&grant) {
        return Err(Failure::UnsupportedGrantType);
    }
    if form.one("scope")?.is_some_and(|scope| scope.split(' ').any(|word| word != SCOPE)) {
        return Err(Failure::InvalidScope);
    }
    let presented = match grant {
        AUTHORIZATION_CODE => Some(form.one("code")?.ok_or(Failure::InvalidRequest("code is missing."))?),
        REFRESH_TOKEN => {
            Some(form.one("refresh_token")?.ok_or(Failure::InvalidRequest("refresh_token is missing."))?)
        }
        _ => None,
    };
    let Client { id, proof } = Client::of(&headers, &form)?;
    let granted = match (proof, presented) {
        (Proof::Assertion(text), None) => assertion::grant(&oauth, &asking, &id, &text).await?,
        // Which clients get codes have secrets.
        (Proof::Assertion(_), Some(_)) => return Err(Refused::Method.into()),
        (Proof::Secret(secret), None) => by_secret(&oauth.app, &asking, &id, &secret).await?,
        (Proof::Secret(secret), Some(presented)) => {
            let asked = Asked {
                presented,
                is_code: grant == AUTHORIZATION_CODE,
                redirect_uri: form.one("redirect_uri")?,
                verifier: form.one("code_verifier")?,
            };
            by_consent(&oauth.app, &asking, (&id, &secret), &asked).await?
        }
    };
    request_log::tenant(&granted.tenant);
    Ok(respond::json(StatusCode::OK, &answer(&granted)))
}

/// RFC 6749 §5.1.
#[derive(Serialize)]
struct Answer<'a> {
    access_token: &'a str,
    token_type: &'static str,
    expires_in: u32,
    scope: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
}

fn answer(granted: &Granted) -> Value {
    json!(Answer {
        access_token: &granted.token,
        token_type: "Bearer",
        expires_in: granted.expires_in,
        scope: SCOPE,
        refresh_token: granted.refresh_token.as_deref(),
    })
}

async fn by_secret(app: &App, asking: &Asking, id: &ClientId, secret: &str) -> Result<Granted, Failure> {
    let (record, now) = (app.store.tenant(id.claimed().id()).await?, app.now());
    let granted = Granted::by_secret(record.as_ref(), id, secret, now)
        .map_err(|refused| refusal(asking, record.as_ref(), (id, secret), refused, now))?;
    asking.is_granted(Admitted::by_client(record, id, secret, now)?, id, Some(secret));
    Ok(granted)
}

/// A client is refused a token: that is noted if the secret is, or was, its own.
fn refusal(
    asking: &Asking,
    record: Option<&Tenant>,
    (id, secret): (&ClientId, &str),
    refused: Refused,
    now: Timestamp,
) -> Failure {
    asking.is_refused(record.and_then(|record| RefusedClient::by_secret(record, id, secret, refused, now)));
    refused.into()
}

/// A code or a refresh token, and what is said beside it.
struct Asked<'a> {
    presented: &'a str,
    is_code: bool,
    redirect_uri: Option<&'a str>,
    verifier: Option<&'a str>,
}

/// Exchanges a code, or refreshes a token. Two calls: what is decided is decided by the record that is written.
async fn by_consent(
    app: &App,
    asking: &Asking,
    (id, secret): (&ClientId, &str),
    asked: &Asked<'_>,
) -> Result<Granted, Failure> {
    let (now, seed) = (app.now(), entropy::secret());
    let record = app.store.tenant(id.claimed().id()).await?;
    if let Some(known) = &record {
        known
            .proves_client(id, secret, now)
            .map_err(|refused| refusal(asking, Some(known), (id, secret), refused.into(), now))?;
    }
    let admitted = Admitted::by_client(record, id, secret, now)?;
    let change = |tenant: &mut Tenant| {
        let outcome = if asked.is_code {
            let Asked { presented: code, redirect_uri, verifier, .. } = *asked;
            let exchange = Exchange { code, redirect_uri, verifier };
            tenant.exchange_code(id, secret, exchange, seed, now)
        } else {
            tenant.refresh(id, secret, asked.presented, now)
        };
        outcome.map_err(|refused| refusal(asking, Some(tenant), (id, secret), refused, now))
    };
    let changed: Result<(Tenant, Outcome), Failure> =
        app.store.change_tenant(&admitted, Actor::Directory, now, change).await;
    let (tenant, outcome) = changed?;
    match outcome {
        Outcome::Granted(granted) => {
            asking.is_granted(admitted, id, Some(secret));
            Ok(granted)
        }
        Outcome::Ended => Err(refusal(asking, Some(&tenant), (id, secret), Refused::Grant, now)),
    }
}
