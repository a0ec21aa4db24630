use std::time::Duration;

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall_rules::search::Search;
use rollcall_rules::status::person_status;
use rollcall_rules::user::{User, UserId};
use rollcall_web::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::{StatusName, UserBody};
use crate::api::caller::Caller;
use crate::api::failure::Failure;
use crate::api::paging;
use crate::api::problem::{Kind, Problem};
use crate::api::request::{Query, invalid};
use crate::api::respond;

/// Longest text that is searched for, in characters.
const MAX_SEARCH_CHARS: usize = 100;

/// How long a search can take. API Gateway gives a request 29 s.
const DEADLINE: Duration = Duration::from_secs(20);

/// Which users, and which page of them.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ListQuery {
    /// Only those who stand there.
    #[param(value_type = Option<StatusName>)]
    status: Option<StatusName>,
    /// Only those who have a change of their address to confirm, or only those who have none.
    awaiting_verification: Option<bool>,
    /// Only those in whose names and addresses each of these words is found, whatever its case and accents.
    #[param(min_length = 1, max_length = 100)]
    q: Option<String>,
    /// How many users at most; 50 if absent.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u16>,
    /// `next` of the page before, with the same filters. Opaque.
    #[param(max_length = 100)]
    cursor: Option<String>,
}

/// A page of users, in order of their ids.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = UserList)]
pub(crate) struct UserList {
    /// The users.
    users: Vec<UserBody>,
    /// The cursor of the next page; absent: this is the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

impl ListQuery {
    fn check(&self) -> Result<(), Failure> {
        let Some(part) = &self.q else { return Ok(()) };
        if (1..=MAX_SEARCH_CHARS).contains(&part.chars().count()) {
            return Ok(());
        }
        Err(invalid(format!("`q` has 1 to {MAX_SEARCH_CHARS} characters.")))
    }

    const fn is_everybody(&self) -> bool {
        self.status.is_none() && self.awaiting_verification.is_none() && self.q.is_none()
    }

    fn takes(&self, user: &User, search: &Search, now: Timestamp) -> bool {
        self.status.is_none_or(|wanted| StatusName::from(person_status(user, now)) == wanted)
            && self.awaiting_verification.is_none_or(|awaits| user.email_change.is_some() == awaits)
            && search.finds(user)
    }
}

/// Lists users, those whom no directory manages among them. What changed less than a second ago may be missing.
#[utoipa::path(
    get, path = "/people/v1/users", tag = "Users", operation_id = "listUsers",
    params(ListQuery),
    responses((status = 200, description = "A page of the users", body = UserList))
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ListQuery>,
) -> Result<Response, Failure> {
    query.check()?;
    let limit = paging::limit(query.limit)?;
    let after: Option<UserId> = paging::after(query.cursor.as_deref())?;
    let now = app.now();
    let search = Search::of(query.q.as_deref().unwrap_or_default());
    let keep = |user: &User| query.takes(user, &search, now);
    let keep: Option<&(dyn Fn(&User) -> bool + Sync)> = if query.is_everybody() { None } else { Some(&keep) };
    let search = app.store.everybody_after(&caller.tenant, after, limit, keep);
    let (users, more) = tokio::time::timeout(DEADLINE, search).await.map_err(|_| too_long())??;
    let (bodies, cut) = paging::fitting(users.iter().map(|user| UserBody::of(user, now)).collect());
    let last = users.get(..bodies.len()).and_then(<[_]>::last).map(|user| user.id).filter(|_| more || cut);
    let body = UserList { users: bodies, next: last.as_ref().map(paging::next) };
    Ok(respond::json(StatusCode::OK, &body))
}

fn too_long() -> Problem {
    let detail = "The tenant has so many users that the search took too long. Ask for fewer at a time (`limit`), or \
        list all and choose among them.";
    Problem::new(Kind::TooBroad, detail)
}
