//! The portal of a tenant's administrator, under `/portal`: pages that are whole without script and pleasanter with it.
//!
//! The operator's backend asks the API for a link. Its page has one button, which works once and starts a session of an
//! hour. The session is in a cookie; each form carries a mark that only pages of that session have. Whose portal it is comes from the session,
//! never from a request.
//!
//! All pages stand side by side, and everything in them leads to a neighbour by its name alone: on API Gateway's own
//! domain a path begins with the stage, of which the function is told nothing.

mod activity;
mod activity_file;
mod activity_filter;
mod administrators;
mod advice;
mod authorize;
mod billing;
mod card;
mod chart;
mod check;
mod clients;
mod connection;
mod entities;
mod failure;
mod fields;
mod groups;
mod guides;
mod import;
mod invitations;
mod invite_all;
mod kinds;
mod open;
mod page;
mod pages;
mod people;
mod person;
mod place;
mod press;
mod progress;
mod reader;
mod roll;
mod session;
mod tokens;
mod wanted;
mod waves;
mod words;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};
use http::Uri;
use rollcall_web::page::{Look, dressed, spoken};
use rollcall_web::{AUTHORIZE_PATH, App, request_log};

use failure::Failure;

/// Where the portal stands.
pub const ROOT: &str = "/portal";

/// The portal over this table.
pub fn router(app: App) -> Router {
    let pages = Router::new()
        .route("/", get(open::home).fallback(not_allowed))
        .route(
            "/open/{secret}",
            get(open::show).head(open::refuse_peek).post(open::open).fallback(not_allowed),
        )
        .route("/sign-out", post(open::sign_out).fallback(not_allowed))
        .route("/language", post(reader::choose).fallback(not_allowed))
        .route("/connection", get(connection::show).fallback(not_allowed))
        .route("/switch-off", get(connection::ask_to_switch_off).fallback(not_allowed))
        .route("/check", get(check::show).fallback(not_allowed))
        .route("/check-start", post(check::start).fallback(not_allowed))
        .route("/check-report.html", get(check::report).fallback(not_allowed))
        .route("/scim", post(connection::switch).fallback(not_allowed))
        .route("/token-new", post(tokens::make).fallback(not_allowed))
        .route("/token-rotate", post(tokens::rotate).fallback(not_allowed))
        .route("/token-revoke", post(tokens::revoke).fallback(not_allowed))
        .route("/clients", get(clients::show).fallback(not_allowed))
        .route("/client-new", post(clients::make).fallback(not_allowed))
        .route("/client-rotate", post(clients::rotate).fallback(not_allowed))
        .route("/client-revoke", post(clients::revoke).fallback(not_allowed))
        .route("/client-secret-revoke", post(clients::revoke_secret).fallback(not_allowed))
        .route("/administrators", get(administrators::list).fallback(not_allowed))
        .route("/administrator-add", post(administrators::add).fallback(not_allowed))
        .route("/administrator-remove", post(administrators::remove).fallback(not_allowed))
        .route("/administrator-resend", post(administrators::resend).fallback(not_allowed))
        .route("/silence", post(administrators::silence).fallback(not_allowed))
        .route("/people", get(people::list).fallback(not_allowed))
        .route("/import", get(import::ask).fallback(not_allowed))
        .route("/import-check", post(import::check).fallback(not_allowed))
        .route("/importing", post(import::step).fallback(not_allowed))
        .route("/import-failures.csv", post(import::failures).fallback(not_allowed))
        .route("/person", get(person::show).fallback(not_allowed))
        .route("/choose", post(invitations::choose).fallback(not_allowed))
        .route("/invite", post(invitations::invite).fallback(not_allowed))
        .route("/invite-all", get(invite_all::plan).fallback(not_allowed))
        .route("/inviting", post(invite_all::step).fallback(not_allowed))
        .route("/resend", post(invitations::resend).fallback(not_allowed))
        .route("/resend-confirmation", post(invitations::resend_confirmation).fallback(not_allowed))
        .route("/revoke", post(invitations::revoke).fallback(not_allowed))
        .route("/place-change", post(place::change).fallback(not_allowed))
        .route("/place-end", post(place::end).fallback(not_allowed))
        .route("/entities", get(entities::list).fallback(not_allowed))
        .route("/entity-rename", post(entities::rename).fallback(not_allowed))
        .route("/entity-delete", post(entities::delete).fallback(not_allowed))
        .route("/groups", get(groups::list::list).fallback(not_allowed))
        .route("/group", get(groups::show::show).fallback(not_allowed))
        .route("/rule", get(groups::rule::write).fallback(not_allowed))
        .route("/rule-preview", post(groups::rule::preview).fallback(not_allowed))
        .route("/rule-save", post(groups::rule::save).fallback(not_allowed))
        .route("/rule-apply", post(groups::rule::apply).fallback(not_allowed))
        .route("/rule-end", get(groups::rule::ask_to_remove).fallback(not_allowed))
        .route("/rule-remove", post(groups::rule::remove).fallback(not_allowed))
        .route("/rules", get(groups::order::list).fallback(not_allowed))
        .route("/rule-move", post(groups::order::shift).fallback(not_allowed))
        .route("/roles-from", get(groups::roles_from::ask).fallback(not_allowed))
        .route("/roles-switch", post(groups::roles_from::switch).fallback(not_allowed))
        .route("/activity", get(activity::list).fallback(not_allowed))
        .route("/activity.csv", get(activity_file::csv).fallback(not_allowed))
        .route("/activity.jsonl", get(activity_file::json_lines).fallback(not_allowed))
        .route("/waves", get(waves::list).fallback(not_allowed))
        .route("/wave", get(waves::show).fallback(not_allowed))
        .route("/wave-undo", get(waves::ask).fallback(not_allowed))
        .route("/wave-undoing", post(waves::step).fallback(not_allowed))
        .route("/billing", get(billing::show).fallback(not_allowed))
        .route("/billing.csv", get(billing::csv).fallback(not_allowed))
        .fallback(unknown_path);
    let look = Arc::new(Look::new(app.brand.clone(), page::SHEET));
    Router::new()
        .nest(ROOT, pages)
        .route(AUTHORIZE_PATH, authorize::route())
        .layer(middleware::from_fn(|request, next| request_log::request_log(failure::bug, request, next)))
        .layer(middleware::from_fn_with_state(look, dressed))
        .layer(middleware::from_fn_with_state(reader::READING, spoken))
        .with_state(app)
}

async fn not_allowed() -> Failure {
    Failure::NotAllowed
}

async fn unknown_path(uri: Uri) -> Response {
    // Below a nested router the path is what follows the root.
    let depth = uri.path().matches('/').count().saturating_sub(1);
    failure::unknown_path(&"../".repeat(depth))
}
