//! The API for the operator's backend, under `/people/v1`: JSON in and out, problems by RFC 9457, tokens of the scope
//! `people`, and a document that describes it (OpenAPI 3.1), made of the same code.
//!
//! Under `/operator/v1` are the tenants themselves, and below each of them the same API once more: with tokens of the
//! operator's, and the tenant named by the path. `caller` tells the two apart, and no handler does.
//!
//! A handler reads: who is calling, what is asked for, read the table, decide, write, answer. Each file is one kind of
//! resource, with the forms in which it is given and taken.

mod access;
mod administrators;
mod billing;
mod caller;
mod connection_check;
mod entities;
mod events;
mod failure;
mod groups;
mod idempotency;
mod imports;
mod invitations;
mod oauth_clients;
mod openapi;
pub(crate) mod paging;
mod people_list;
mod places;
mod portal_links;
mod problem;
mod rehearsals;
mod request;
mod respond;
mod sign_in_check;
mod sign_ins;
mod sought;
mod tenants;
mod token_use;
mod trace;
mod users;
mod waves;
mod webhooks;

use axum::Router;
use axum::middleware;
use axum::routing::{delete, get, post, put};
use rollcall_web::{App, request_log};

use failure::Failure;
use problem::{Kind, Problem};
use token_use::Uses;

/// Where the API stands.
pub const ROOT: &str = "/people/v1";

/// Where the same stands for all tenants.
pub const OPERATOR_ROOT: &str = "/operator/v1";

/// The API over this table, for tokens of tenants and of the operator.
pub fn router(app: App) -> Router {
    let of_tenants = people().route("/openapi.json", get(openapi::people).fallback(not_allowed));
    let of_operator = tenants::routes()
        .merge(webhooks::routes())
        .route("/openapi.json", get(openapi::operator).fallback(not_allowed))
        .nest("/tenants/{tenant}", people());
    Router::new()
        .nest(ROOT, of_tenants.fallback(unknown_path))
        .nest(OPERATOR_ROOT, of_operator.fallback(unknown_path))
        .layer(middleware::from_fn(|request, next| request_log::request_log(failure::bug, request, next)))
        .layer(middleware::from_fn_with_state((app.clone(), Uses::default()), token_use::noted))
        .with_state(app)
}

/// What is about one tenant, whoever names it.
fn people() -> Router<App> {
    let entities = Router::new()
        .route("/entities", get(entities::list).post(entities::create).fallback(not_allowed))
        .route(
            "/entities/{id}",
            get(entities::show).patch(entities::change).delete(entities::delete).fallback(not_allowed),
        );
    let users = Router::new()
        .route("/users", get(users::list::list).post(users::create::create).fallback(not_allowed))
        .route(
            "/users/{id}",
            get(users::show::show)
                .patch(users::change::change)
                .delete(users::change::delete)
                .fallback(not_allowed),
        )
        .route("/users/{id}/email-change/resend", post(users::email_change::resend).fallback(not_allowed))
        .route("/sign-in-check", get(sign_in_check::check).fallback(not_allowed))
        .route("/trace", get(trace::trace).fallback(not_allowed))
        .route("/users/{id}/history", get(users::history::history).fallback(not_allowed));
    let groups = Router::new()
        .route("/groups", get(groups::list).fallback(not_allowed))
        .route("/groups/{id}", get(groups::show).fallback(not_allowed))
        .route("/groups/{id}/members", get(groups::members).fallback(not_allowed));
    let access = Router::new()
        .route("/access", get(access::settings::show).patch(access::settings::set).fallback(not_allowed))
        .route("/roles", get(access::roles::list).fallback(not_allowed))
        .route(
            "/roles/{roleId}",
            get(access::roles::show)
                .put(access::roles::set)
                .delete(access::roles::delete)
                .fallback(not_allowed),
        )
        .route("/access-rules", get(access::rules::list).put(access::rules::order).fallback(not_allowed))
        .route(
            "/access-rules/{groupId}",
            get(access::rules::show)
                .put(access::rules::set)
                .delete(access::rules::delete)
                .fallback(not_allowed),
        )
        .route("/access-rules/{groupId}/preview", post(access::preview::preview).fallback(not_allowed))
        .route("/access-rules/{groupId}/apply", post(access::rules::apply).fallback(not_allowed));
    let billing = Router::new()
        .route("/users/{id}/sign-ins", post(sign_ins::report).fallback(not_allowed))
        .route("/billing/periods", get(billing::list).fallback(not_allowed))
        .route("/billing/periods/{start}/close", post(billing::close).fallback(not_allowed))
        .route("/billing/periods/{start}", get(billing::show).fallback(not_allowed))
        .route("/billing/periods/{start}/lines", get(billing::lines).fallback(not_allowed));
    let portal = Router::new().route("/portal-links", post(portal_links::create).fallback(not_allowed));
    let invitations = Router::new()
        .route("/invitations", post(invitations::create).fallback(not_allowed))
        .route("/users/{id}/invitation", delete(invitations::revoke).fallback(not_allowed))
        .route("/users/{id}/invitation/resend", post(invitations::resend).fallback(not_allowed));
    let places = Router::new()
        .route("/users/{id}/place", put(places::change).delete(places::end).fallback(not_allowed));
    let clients = Router::new()
        .route("/oauth-clients", get(oauth_clients::list).post(oauth_clients::create).fallback(not_allowed))
        .route(
            "/oauth-clients/{clientId}",
            get(oauth_clients::show).delete(oauth_clients::revoke).fallback(not_allowed),
        )
        .route("/oauth-clients/{clientId}/secrets", post(oauth_clients::add_secret).fallback(not_allowed))
        .route(
            "/oauth-clients/{clientId}/secrets/{secretId}",
            delete(oauth_clients::revoke_secret).fallback(not_allowed),
        );
    let administrators = Router::new()
        .route("/administrators", get(administrators::list).post(administrators::add).fallback(not_allowed))
        .route("/administrators/{id}", delete(administrators::remove).fallback(not_allowed))
        .route("/administrators/{id}/resend", post(administrators::resend).fallback(not_allowed))
        .route(
            "/notices",
            get(administrators::settings).patch(administrators::change_settings).fallback(not_allowed),
        );
    let check = Router::new().route(
        "/connection-check",
        get(connection_check::show).post(connection_check::start).fallback(not_allowed),
    );
    let events = Router::new().route("/events", get(events::list).fallback(not_allowed));
    let waves = Router::new()
        .route("/waves", get(waves::list).fallback(not_allowed))
        .route("/waves/{waveId}", get(waves::show).fallback(not_allowed))
        .route("/waves/{waveId}/undo", post(waves::undo).fallback(not_allowed));
    let rehearsals = Router::new().route("/rehearsals", post(rehearsals::rehearse).fallback(not_allowed));
    let imports = Router::new().route("/imports", post(imports::import).fallback(not_allowed));
    let told = [clients, administrators, check, events, waves, rehearsals, imports];
    let parts =
        [entities, users, groups, access, invitations, places, billing, portal].into_iter().chain(told);
    parts.fold(Router::new(), Router::merge)
}

async fn not_allowed(method: http::Method) -> Failure {
    Problem::new(Kind::MethodNotAllowed, format!("{method} is not possible here.")).into()
}

async fn unknown_path() -> Failure {
    let detail = format!(
        "There is nothing at this path. {ROOT}/openapi.json says what there is, and {OPERATOR_ROOT}/openapi.json for the \
         operator's tokens."
    );
    Problem::new(Kind::NotFound, detail).into()
}
