//! Who a tenant's people are and what they cost: the [API](api) for the operator's backend, under `/people/v1`, and the
//! [portal] for a tenant's administrator, under `/portal`.

pub mod api;
mod entities;
mod invite;
mod lines;
mod place;
pub mod portal;
mod write;

use axum::Router;
use rollcall_web::{App, leniently};

/// The API and the portal over this table.
pub fn router(app: App) -> Router {
    api::router(app.clone()).merge(portal::router(app))
}

/// The function by itself: the same, and the API is served however a path is joined to its base.
pub fn function(app: App) -> Router {
    leniently(&[api::ROOT], router(app))
}
