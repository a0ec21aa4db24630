use axum::response::{IntoResponse, Response};
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::{Along, Change, StoreError};
use rollcall_rules::email_change::{EmailChangeLinkWorth, link_worth};
use rollcall_web::App;

use crate::found::Found;
use crate::pages::Page;

/// `POST /verify/{secret}`: the verified address moves. Three calls, with those that found the link.
///
/// The link, the address and the account are what they were when they were looked at, or nothing is written: of two
/// clicks at once one moves the address, and the other then finds it moved.
pub(crate) async fn confirm(app: &App, found: &Found) -> Result<Response, StoreError> {
    let (Found { link, tenant, user }, now) = (found, app.now());
    let tenant_name = tenant.name.as_str();
    let page = match link_worth(link, user, now) {
        EmailChangeLinkWorth::Live(change) => {
            let after = user.confirmed(change, now);
            let confirmation = Change { before: Some(user), after: &after };
            let spent = Along::SpentLink(link.spent(now));
            let written =
                app.store.commit_along(tenant, entropy::new_write(), confirmation, &spent, Patience::NONE);
            written.await?;
            Page::Confirmed { tenant_name, address: change.to.as_str() }
        }
        EmailChangeLinkWorth::Confirmed => Page::Confirmed { tenant_name, address: user.email.as_str() },
        EmailChangeLinkWorth::Expired(_) => Page::Expired { tenant_name, resend: user.is_active() },
        EmailChangeLinkWorth::Superseded => Page::Superseded { tenant_name },
    };
    Ok(page.into_response())
}
