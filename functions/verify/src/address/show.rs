use axum::extract::State;
use axum::response::{IntoResponse, Response};
use rollcall_rules::email_change::{EmailChangeLinkWorth, link_worth};
use rollcall_web::{App, PathText};

use super::LINKS;
use crate::failure::Failure;
use crate::found::{Found, find};
use crate::pages::Page;

/// `GET /verify/{secret}`: what the link is for. Changes nothing.
pub(crate) async fn show(State(app): State<App>, PathText(secret): PathText) -> Result<Response, Failure> {
    let Some(found) = find(&app, LINKS, &secret).await? else { return Ok(Page::Unknown.into_response()) };
    let Found { link, tenant, user } = &found;
    let tenant_name = tenant.name.as_str();
    let page = match link_worth(link, user, app.now()) {
        EmailChangeLinkWorth::Live(change) => {
            Page::Confirm { tenant_name, address: change.to.as_str(), valid_until: link.valid_until }
        }
        EmailChangeLinkWorth::Expired(_) => Page::Expired { tenant_name, resend: user.is_active() },
        EmailChangeLinkWorth::Confirmed => Page::AlreadyConfirmed { tenant_name },
        EmailChangeLinkWorth::Superseded => Page::Superseded { tenant_name },
    };
    Ok(page.into_response())
}
