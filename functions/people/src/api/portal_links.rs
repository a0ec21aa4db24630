//! Links by which a tenant's administrator opens the portal.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use rollcall_rules::admission::Admitted;
use rollcall_rules::portal::{AdminName, PortalLink, link_secret};
use rollcall_rules::token::TokenHash;
use rollcall_web::{App, bearer_text};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::caller::Caller;
use super::failure::Failure;
use super::idempotency::{self, Begun, KeyedAnswer, KeyedBody};
use super::problem::Problem;
use super::request::invalid;
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
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of the caller's own: within 24 hours the same request with the same key and the same token gives the same link, also when that is used or over", min_length = 1, max_length = 255, pattern = "^[!-~]+$")),
    request_body = PortalLinkRequest,
    responses(
        (status = 201, description = "The link", body = PortalLinkBody),
        (status = 409, description = "The request of this key is still under way", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The key was sent with another request", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    KeyedBody { body: wanted, key }: KeyedBody<PortalLinkRequest>,
) -> Result<Response, Failure> {
    let admin = wanted.name.as_deref().map(AdminName::parse).transpose();
    let admin = admin.map_err(|error| invalid(format!("`name`: {error}.")))?;
    let Caller { tenant, people_token, operator_token } = caller;
    let token = bearer_text(&headers)?;
    let execution = match idempotency::begin(&app, &tenant, key).await? {
        Begun::Replay(answer) => return Ok(answer),
        Begun::Execute(execution) => execution,
    };
    let secret = link_secret(token, execution.seed());
    let link = PortalLink::new(TokenHash::of(&secret), tenant.id.clone(), people_token, admin, app.now())
        .asked_for_by_operator(operator_token);
    // The answer is not kept, as it has the secret. It follows anew from the token and the seed.
    let answer = make(&app, &tenant, link).await.map(|(link, was_there)| {
        let url = format!("{}{}/open/{secret}", app.base_url.resolve(&headers), portal::ROOT);
        let body = PortalLinkBody { url, expires_at: link.valid_until };
        let answer = KeyedAnswer::for_now(StatusCode::CREATED, &body, None);
        if was_there && execution.is_repeated() { answer.given_before() } else { answer }
    });
    Ok(execution.finish(&app, answer).await)
}

/// Gives the link of that secret, and whether it was there.
async fn make(app: &App, tenant: &Admitted, link: PortalLink) -> Result<(PortalLink, bool), Failure> {
    match app.store.create_portal_link(tenant, &link).await {
        Err(error) if error.is_lost_race() => {
            let made = app.store.portal_link(&link.hash).await?.ok_or(error)?;
            Ok((made, true))
        }
        written => Ok(written.map(|()| (link, false))?),
    }
}
