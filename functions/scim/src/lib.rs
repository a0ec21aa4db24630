//! The SCIM API (RFC 7644) that directories provision through, under `/scim/v2`.
//!
//! A handler reads: parse, read the table, admit the caller, decide, write, answer. Parsing comes first because it
//! says what to read, and the tenant's record rides in the same call; yet nobody learns anything, not even what is
//! wrong with a request, without a valid token.

mod body;
mod bulk;
mod caller;
mod challenge;
mod contact;
mod discovery;
mod failure;
mod groups;
mod page_size;
mod pages;
mod query;
mod resource_types;
mod respond;
mod roles;
mod users;

use axum::Router;
use axum::extract::State;
use axum::middleware;
use axum::response::Response;
use axum::routing::{any, get, post};
use http::StatusCode;
use rollcall_protocol::ScimError;
use rollcall_web::{App, SCIM_ROOT, leniently, request_log};

use caller::Caller;
use contact::Notes;
use failure::Failure;

/// The API over this table.
pub fn router(app: App) -> Router {
    let users = Router::new()
        .route("/Users", get(users::list).post(users::create).fallback(not_allowed))
        .route("/Users/.search", post(users::search).fallback(not_allowed))
        .route(
            "/Users/{id}",
            get(users::get)
                .put(users::replace)
                .patch(users::patch)
                .delete(users::delete)
                .fallback(not_allowed),
        );
    let groups = Router::new()
        .route("/Groups", get(groups::list).post(groups::create).fallback(not_allowed))
        .route("/Groups/.search", post(groups::search).fallback(not_allowed))
        .route(
            "/Groups/{id}",
            get(groups::get)
                .put(groups::replace)
                .patch(groups::patch)
                .delete(groups::delete)
                .fallback(not_allowed),
        );
    let roles = Router::new()
        .route("/Roles", get(roles::list).fallback(not_allowed))
        .route("/Roles/{id}", get(roles::get).fallback(not_allowed));
    let discovery = Router::new()
        .route("/ServiceProviderConfig", get(discovery::service_provider_config).fallback(not_allowed))
        .route("/ResourceTypes", get(discovery::resource_types).fallback(not_allowed))
        .route("/ResourceTypes/{id}", get(discovery::resource_type).fallback(not_allowed))
        .route("/Schemas", get(discovery::schemas).fallback(not_allowed))
        .route("/Schemas/{id}", get(discovery::schema).fallback(not_allowed));
    let resources = users.merge(groups);
    let singles = resources.clone().with_state(app.clone());
    let bulk = post(move |app, caller, body| bulk::bulk(singles, app, caller, body));
    let unsupported = Router::new().route("/Me", any(me)).route("/.search", any(search_everything));
    Router::new()
        .nest(
            SCIM_ROOT,
            resources
                .route("/Bulk", bulk.fallback(not_allowed))
                .merge(roles)
                .merge(discovery)
                .merge(unsupported),
        )
        .fallback(unknown_path)
        .layer(middleware::from_fn(|request, next| request_log::request_log(failure::bug, request, next)))
        .layer(middleware::from_fn_with_state((app.clone(), Notes::default()), contact::noted))
        .layer(middleware::from_fn_with_state(app.clone(), challenge::completed))
        .layer(middleware::map_response(respond::unstored))
        .with_state(app)
}

/// The function by itself: the API, served however a directory joins its paths to the base URL.
pub fn function(app: App) -> Router {
    leniently(&[SCIM_ROOT], router(app))
}

async fn not_allowed(
    State(app): State<App>,
    caller: Caller,
    method: http::Method,
) -> Result<Response, Failure> {
    let detail = format!("{method} is not possible here.");
    refused(&app, &caller, StatusCode::METHOD_NOT_ALLOWED, &detail).await
}

async fn unknown_path() -> Failure {
    let detail = format!("There is nothing at this path. The SCIM base URL ends in {SCIM_ROOT}.");
    ScimError::new(StatusCode::NOT_FOUND, detail).into()
}

async fn me(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let detail = "/Me is not supported: a directory's token stands for no user.";
    refused(&app, &caller, StatusCode::NOT_IMPLEMENTED, detail).await
}

async fn search_everything(State(app): State<App>, caller: Caller) -> Result<Response, Failure> {
    let detail =
        "Searching across resource types is not supported: POST to /Users/.search or /Groups/.search.";
    refused(&app, &caller, StatusCode::NOT_IMPLEMENTED, detail).await
}

/// What a caller with a right token is told, and nobody else.
async fn refused(app: &App, caller: &Caller, status: StatusCode, detail: &str) -> Result<Response, Failure> {
    caller.entitled_to(app, Err(ScimError::new(status, detail))).await
}
