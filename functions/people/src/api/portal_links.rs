//! Links by which a tenant's administrator opens the portal.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use rollcall::entropy;
use rollcall_rules::portal::{AdminName, PortalLink};
use rollcall_rules::token::TokenHash;
use rollcall_web::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::failure::Failure;
use super::request::{Json, invalid};
use super::respond;
use crate::portal;

/// Who is to open the portal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PortalLinkRequest {
    /// The administrator's name, which the portal shows: one line.
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
}

/// A link that opens the portal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PortalLink)]
pub(crate) struct PortalLinkBody {
    /// Where to send the administrator's browser, at once. Its page has a button, which works one time only. Whoever has
    /// the link is let in, so it is to be kept nowhere.
    url: String,
    /// When it stops working.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// Makes a link that opens the portal for the tenant's administrator. Its page names the tenant and the administrator, and
/// has a button that works once and for five minutes; the session that it opens lasts an hour. Both end at once when the token of this request is revoked or expires. Only ask for one
/// for a person whom your product knows to be an administrator of the tenant.
#[utoipa::path(
    post, path = "/people/v1/portal-links", tag = "Portal", operation_id = "createPortalLink",
    request_body = PortalLinkRequest,
    responses((status = 201, description = "The link", body = PortalLinkBody))
)]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Json(wanted): Json<PortalLinkRequest>,
) -> Result<Response, Failure> {
    let admin = wanted.name.as_deref().map(AdminName::parse).transpose();
    let admin = admin.map_err(|error| invalid(format!("`name`: {error}.")))?;
    let secret = hex::encode(entropy::secret());
    let Caller { tenant, token } = caller;
    let link = PortalLink::new(TokenHash::of(&secret), tenant.id.clone(), Some(token), admin, app.now());
    app.store.create_portal_link(&tenant, &link).await?;
    let url = format!("{}{}/open/{secret}", app.base_url.resolve(&headers), portal::ROOT);
    Ok(respond::json(StatusCode::CREATED, &PortalLinkBody { url, expires_at: link.valid_until }))
}
