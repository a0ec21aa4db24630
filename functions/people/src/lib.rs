//! Who a tenant's people are and what they cost: the [API](api) for the operator's backend, under `/people/v1`.

pub mod api;
mod write;

use axum::Router;
use rollcall::web::App;

/// The API over this table.
pub fn router(app: App) -> Router {
    api::router(app)
}
