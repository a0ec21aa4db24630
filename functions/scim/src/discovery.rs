//! What the service can do and what a user looks like (RFC 7644 §4), true to what the tenant gets.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall_directory::mutability;
use rollcall_protocol::ScimError;
use rollcall_protocol::discovery::{self, AuthenticationScheme};
use rollcall_rules::oauth::method::Method;
use rollcall_rules::tenant::Tenant;
use rollcall_web::{App, PathText};
use serde_json::Value;

use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::ALL;
use crate::respond;

/// `GET /ServiceProviderConfig`
pub(crate) async fn service_provider_config(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query,
) -> Result<Response, Failure> {
    caller.entitled_to(&app, unfiltered(&query)).await?;
    let tenant = caller.admitted(&app).await?;
    let body = discovery::service_provider_config(&caller.scim_url(&app.base_url), &schemes(&tenant));
    Ok(respond::json(StatusCode::OK, &body))
}

/// How the tenant's directory can prove itself: by a token always, by OAuth as its clients do.
fn schemes(tenant: &Tenant) -> Vec<AuthenticationScheme> {
    let has = |by_code: bool| {
        tenant.oauth_clients.iter().any(|client| matches!(client.method, Method::Code(_)) == by_code)
    };
    let by_oauth =
        [(false, AuthenticationScheme::ClientCredentials), (true, AuthenticationScheme::AuthorizationCode)];
    let by_oauth = by_oauth.into_iter().filter(|(by_code, _)| has(*by_code)).map(|(_, scheme)| scheme);
    std::iter::once(AuthenticationScheme::BearerToken).chain(by_oauth).collect()
}

/// `GET /ResourceTypes`
pub(crate) async fn resource_types(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query,
) -> Result<Response, Failure> {
    caller.entitled_to(&app, unfiltered(&query)).await?;
    caller.admitted(&app).await?;
    let body = discovery::resource_types(&caller.scim_url(&app.base_url), ALL);
    Ok(respond::json(StatusCode::OK, &body))
}

/// `GET /ResourceTypes/{id}`
pub(crate) async fn resource_type(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
) -> Result<Response, Failure> {
    caller.admitted(&app).await?;
    found(discovery::resource_type(&caller.scim_url(&app.base_url), ALL, &id))
}

/// `GET /Schemas`
pub(crate) async fn schemas(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query,
) -> Result<Response, Failure> {
    caller.entitled_to(&app, unfiltered(&query)).await?;
    let tenant = caller.admitted(&app).await?;
    let body = discovery::schemas(&caller.scim_url(&app.base_url), ALL, mutability(&tenant));
    Ok(respond::json(StatusCode::OK, &body))
}

/// `GET /Schemas/{id}`
pub(crate) async fn schema(
    State(app): State<App>,
    caller: Caller,
    PathText(id): PathText,
) -> Result<Response, Failure> {
    let tenant = caller.admitted(&app).await?;
    found(discovery::schema(&caller.scim_url(&app.base_url), ALL, &id, mutability(&tenant)))
}

/// RFC 7644 §4: a filter is refused, so that nobody takes all that there is for what the filter lets through.
fn unfiltered(query: &[(String, String)]) -> Result<(), ScimError> {
    if query.iter().any(|(name, _)| name.eq_ignore_ascii_case("filter")) {
        let detail = "What the service says of itself cannot be filtered: ask without a filter.";
        return Err(ScimError::new(StatusCode::FORBIDDEN, detail));
    }
    Ok(())
}

fn found(body: Option<Value>) -> Result<Response, Failure> {
    let body = body.ok_or_else(|| ScimError::new(StatusCode::NOT_FOUND, "There is nothing with this id."))?;
    Ok(respond::json(StatusCode::OK, &body))
}
