use axum::extract::{Request, State};
use axum::response::Response;
use http::StatusCode;
use rollcall_rules::oauth::Granted;
use rollcall_web::{App, request_log};
use serde_json::json;

use crate::client::Client;
use crate::failure::Failure;
use crate::form::Form;
use crate::respond;

/// The one grant.
pub(crate) const GRANT: &str = "client_credentials";

/// The one scope.
pub(crate) const SCOPE: &str = "scim";

/// `POST /oauth/token` (RFC 6749 §4.4.2): an access token for a client's secret. One call.
pub(crate) async fn grant(State(app): State<App>, request: Request) -> Result<Response, Failure> {
    let (headers, form) = Form::read(request).await?;
    form.has_each_once()?;
    match form.one("grant_type")? {
        Some(GRANT) => {}
        Some(_) => return Err(Failure::UnsupportedGrantType),
        None => return Err(Failure::InvalidRequest("grant_type is missing: send client_credentials.")),
    }
    if form.one("scope")?.is_some_and(|scope| scope.split(' ').any(|word| word != SCOPE)) {
        return Err(Failure::InvalidScope);
    }
    let client = Client::of(&headers, &form)?;
    let record = app.store.tenant(client.id.claimed().id()).await?;
    let granted = Granted::by_secret(record.as_ref(), &client.id, &client.secret, app.now())?;
    request_log::tenant(&granted.tenant);
    let body = json!({
        "access_token": granted.token,
        "token_type": "Bearer",
        "expires_in": granted.expires_in,
        "scope": SCOPE,
    });
    Ok(respond::json(StatusCode::OK, &body))
}
