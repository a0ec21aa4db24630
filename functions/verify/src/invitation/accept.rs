use axum::response::{IntoResponse, Response};
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::{Along, Change, StoreError};
use rollcall_rules::invitation::{InvitationLinkWorth, link_worth};
use rollcall_web::App;

use crate::found::Found;
use crate::pages::Page;

/// `POST /accept/{secret}`: the person has their place. Three calls, with those that found the link.
///
/// The link and the account are what they were when they were looked at, or nothing is written: of two clicks at once
/// one accepts, and the other then finds it accepted; of a click and a deactivation one finds the other done.
pub(crate) async fn accept(app: &App, found: &Found) -> Result<Response, StoreError> {
    let (Found { link, tenant, user }, now) = (found, app.now());
    let (tenant_name, valid_until) = (tenant.name.as_str(), link.valid_until);
    let page = match link_worth(link, user, now) {
        InvitationLinkWorth::Live(invitation) => {
            let after = user.accepted(invitation, now);
            let acceptance = Change { before: Some(user), after: &after };
            let spent = Along::SpentLink(link.spent(now));
            let written =
                app.store.commit_along(tenant, entropy::new_write(), acceptance, &spent, Patience::NONE);
            written.await?;
            Page::Accepted { tenant_name, entity: invitation.entity_name.as_str() }
        }
        InvitationLinkWorth::Accepted(invitation) => {
            Page::Accepted { tenant_name, entity: invitation.entity_name.as_str() }
        }
        InvitationLinkWorth::Blocked(_) => Page::Blocked { tenant_name, valid_until },
        InvitationLinkWorth::Expired(_) => Page::InvitationExpired { tenant_name },
        InvitationLinkWorth::Gone => Page::InvitationGone { tenant_name },
        InvitationLinkWorth::Moved => Page::InvitationMoved { tenant_name },
    };
    Ok(page.into_response())
}
