use axum::extract::State;
use axum::response::{IntoResponse, Response};
use rollcall_rules::invitation::{InvitationLinkWorth, link_worth};
use rollcall_rules::portal::AdminName;
use rollcall_web::{App, PathText};

use super::LINKS;
use crate::failure::Failure;
use crate::found::{Found, find};
use crate::pages::Page;

/// `GET /accept/{secret}`: who invites to what. Changes nothing.
pub(crate) async fn show(State(app): State<App>, PathText(secret): PathText) -> Result<Response, Failure> {
    let Some(found) = find(&app, LINKS, &secret).await? else { return Ok(Page::Unknown.into_response()) };
    let Found { link, tenant, user } = &found;
    let (tenant_name, valid_until) = (tenant.name.as_str(), link.valid_until);
    let page = match link_worth(link, user, app.now()) {
        InvitationLinkWorth::Live(invitation) => Page::Invitation {
            tenant_name,
            invited_by: invitation.invited_by.as_ref().map(AdminName::as_str),
            entity: invitation.entity_name.as_str(),
            card_access: invitation.card_access,
            valid_until,
        },
        InvitationLinkWorth::Blocked(_) => Page::Blocked { tenant_name, valid_until },
        InvitationLinkWorth::Expired(_) => Page::InvitationExpired { tenant_name },
        InvitationLinkWorth::Accepted(_) => Page::AlreadyAccepted { tenant_name },
        InvitationLinkWorth::Gone => Page::InvitationGone { tenant_name },
        InvitationLinkWorth::Moved => Page::InvitationMoved { tenant_name },
    };
    Ok(page.into_response())
}
