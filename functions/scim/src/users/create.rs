use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use rollcall::entropy;
use rollcall::retry::{self, Contended, Worth};
use rollcall::store::{Change, StoreError};
use rollcall_directory::{Said, Wanted};
use rollcall_protocol::etag;
use rollcall_protocol::projection::Projection;
use rollcall_rules::access::Access;
use rollcall_rules::admission::Admitted;
use rollcall_rules::provision::{Holders, New, Provisioned};
use rollcall_rules::user::{User, UserId, WriteId};
use rollcall_web::{App, request_log};
use serde_json::Value;

use super::along::Along;
use super::{resource, roles};
use crate::caller::Caller;
use crate::failure::Failure;
use crate::query::Query;
use crate::resource_types::USER;
use crate::{body, respond};

/// How long after its beginning a request that may have written still starts to find out whether it has. With the time
/// limits of the store this ends before API Gateway's 29 s.
const FIND_OUT_WITHIN: Duration = Duration::from_secs(12);

/// How often the table may be short of capacity for the write until it is sent no more: the SDK has sent it again
/// each time, and what is asked too much recovers by being asked less.
const MOST_THROTTLED: u32 = 3;

/// `POST /Users` (RFC 7644 §3.3): creates, links or reassigns; see [`provision`].
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query,
    body: Body,
) -> Result<Response, Failure> {
    let parsed = body::json(body).await.and_then(Said::read).and_then(Said::wanted);
    let wanted = caller.entitled_to(&app, parsed).await?;
    let projection = caller.entitled_to(&app, Projection::from_query(&query, &USER)).await?;
    let new = New { user: UserId::new(entropy::new_id()), change: app.new_change() };

    let (app, caller, wanted) = (&app, &caller, &wanted);
    let (started, find_out_within) = (Instant::now(), caller.at_most(FIND_OUT_WITHIN));
    let attempt = Attempt { write: entropy::new_write(), may_be_written: false, throttled: 0 };
    let once = |mut attempt: Attempt| async move {
        let outcome = assign(app, caller, wanted, new, &mut attempt).await;
        outcome.map_err(|failure| (failure, attempt))
    };
    let worth = |failure: &Failure, attempt: &Attempt| {
        let is_to_be_found_out = attempt.may_be_written && started.elapsed() < find_out_within;
        if failure.is_lost_race() {
            Worth::Counted
        } else if failure.is_unheard() && is_to_be_found_out {
            Worth::Uncounted
        } else {
            Worth::Nothing
        }
    };
    let Made { user, admitted: tenant, access } = retry::again(attempt, once, worth).await?;
    request_log::user(user.id);

    let scim_url = caller.scim_url(&app.base_url);
    let along = Along::read_with(app, &tenant, &projection, &user, access).await?;
    let body = projection.apply(resource::to_json(&user, &along.of(&user), &tenant, &scim_url), &USER);
    let location = resource::location(&scim_url, user.id);
    Ok(respond::resource(StatusCode::CREATED, &Value::Object(body), &etag::render(user.version), &location))
}

/// The account that a request has made, linked or reassigned.
struct Made {
    user: User,
    admitted: Admitted,
    access: Option<Access>,
}

/// What a request has tried.
struct Attempt {
    write: WriteId,
    /// Was it sent after it was last looked for?
    may_be_written: bool,
    /// How often the table was short of capacity for it.
    throttled: u32,
}

/// One try: reads who can be meant, decides, writes.
///
/// The answer to an earlier try may have got lost. A directory that is told 429 for an account that was made sends the
/// request again, and is then told 409, at which Okta stays stuck for ever. So what this very request wrote is found
/// and answered as such; and until it is known whether there is any, the table is asked again as long as there is time.
async fn assign(
    app: &App,
    caller: &Caller,
    wanted: &Wanted,
    new: New,
    attempt: &mut Attempt,
) -> Result<Made, Failure> {
    let guards = wanted.guards();
    let look_up = app.store.tenant_and_holders(caller.claimed()?, &guards);
    let (admitted, holders) = caller.read(app, look_up).await?;
    let (by_address, by_external_id) =
        (holders.first().copied().flatten(), holders.get(1).copied().flatten());
    let access = roles::in_use(app, &admitted).await?;
    let candidates = read(app, &admitted, by_address, by_external_id).await?;
    if let Some(written) = candidates.iter().find(|user| user.writes.contains(attempt.write)) {
        return Ok(Made { user: written.clone(), admitted, access });
    }
    attempt.may_be_written = false;
    if attempt.throttled == MOST_THROTTLED {
        let source = format!("{MOST_THROTTLED} times, and nothing was written").into();
        return Err(StoreError::Throttled { operation: "create a user", source }.into());
    }
    let of = |id: Option<UserId>| id.and_then(|id| candidates.iter().find(|user| user.id == id));
    let holders = Holders { address: of(by_address), external_id: of(by_external_id) };

    let Provisioned { user, before, replaced } =
        wanted.post(holders, &admitted, access.as_ref(), new, app.now())?;
    let mut changes = vec![Change { before: before.as_ref(), after: &user }];
    changes.extend(replaced.iter().map(|(before, after)| Change { before: Some(before), after }));
    attempt.may_be_written = true;
    let written = app.store.commit(&admitted, attempt.write, &changes).await;
    if let Err(StoreError::Throttled { .. }) = written {
        attempt.throttled += 1;
    }
    written?;
    Ok(Made { user, admitted, access })
}

async fn read(
    app: &App,
    admitted: &Admitted,
    one: Option<UserId>,
    other: Option<UserId>,
) -> Result<Vec<User>, Failure> {
    let mut ids: Vec<UserId> = [one, other].into_iter().flatten().collect();
    ids.dedup();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(app.store.users(admitted, &ids).await?)
}
