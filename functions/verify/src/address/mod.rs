//! `/verify/{secret}`: a person confirms a new address.

mod confirm;
mod new_link;
mod show;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use rollcall_rules::link::LinkKind;
use rollcall_web::{App, PathText};

use crate::failure::Failure;
use crate::found::act;

/// The links that lead here.
pub(crate) const LINKS: LinkKind = LinkKind::EmailChange;

/// The page of a link.
pub(crate) fn page() -> MethodRouter<App> {
    get(show::show).post(submit)
}

/// Both buttons lead here; a form without an action is the one that confirms.
async fn submit(State(app): State<App>, PathText(secret): PathText, body: Body) -> Result<Response, Failure> {
    if new_link::is_asked_for(body).await {
        act(&app, LINKS, &secret, new_link::send).await
    } else {
        act(&app, LINKS, &secret, confirm::confirm).await
    }
}
