use axum::body::Body;
use axum::response::{IntoResponse, Response};
use rollcall::entropy;
use rollcall::store::{Change, StoreError};
use rollcall_rules::email_change::{EmailChangeLinkWorth, link_worth};
use rollcall_rules::resend::TooSoon;
use rollcall_web::{App, read_body};

use crate::found::Found;
use crate::pages::Page;

/// The one field of the one form, as browsers send it.
const ACTION: &[u8] = b"action=new-link";

/// Was it the button for a new link? A body of any other form is taken for none.
pub(crate) async fn is_asked_for(body: Body) -> bool {
    read_body(body, ACTION.len()).await.is_ok_and(|body| body == ACTION)
}

/// Owes the person another link, in place of one that expired. The mail leaves by the outbox.
pub(crate) async fn send(app: &App, found: &Found) -> Result<Response, StoreError> {
    let (Found { link, tenant, user }, now) = (found, app.now());
    let tenant_name = tenant.name.as_str();
    let page = match link_worth(link, user, now) {
        // Nobody is mailed while their account is blocked.
        EmailChangeLinkWorth::Expired(_) if !user.is_active() => Page::Expired { tenant_name, resend: false },
        EmailChangeLinkWorth::Expired(change) => match user.asked_for_new_link(change, now) {
            Ok(after) => {
                let request = Change { before: Some(user), after: &after };
                app.store.commit(tenant, entropy::new_write(), &[request]).await?;
                Page::LinkSent { tenant_name, address: change.to.as_str() }
            }
            Err(TooSoon { retry_after_secs }) => Page::TooSoon { tenant_name, retry_after_secs },
        },
        EmailChangeLinkWorth::Live(change) => {
            Page::Confirm { tenant_name, address: change.to.as_str(), valid_until: link.valid_until }
        }
        EmailChangeLinkWorth::Confirmed => Page::AlreadyConfirmed { tenant_name },
        EmailChangeLinkWorth::Superseded => Page::Superseded { tenant_name },
    };
    Ok(page.into_response())
}
