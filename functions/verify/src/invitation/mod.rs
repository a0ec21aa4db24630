//! `/accept/{secret}`: a person accepts an invitation.

mod accept;
mod show;

use axum::extract::State;
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use rollcall_rules::link::LinkKind;
use rollcall_web::{App, PathText};

use crate::failure::Failure;
use crate::found::act;

/// The links that lead here.
pub(crate) const LINKS: LinkKind = LinkKind::Invitation;

/// The page of a link.
pub(crate) fn page() -> MethodRouter<App> {
    get(show::show).post(submit)
}

/// The one button leads here, whatever the form says.
async fn submit(State(app): State<App>, PathText(secret): PathText) -> Result<Response, Failure> {
    act(&app, LINKS, &secret, accept::accept).await
}
