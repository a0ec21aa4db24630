//! Finding users: by keys where the filter names them, else along the index by tenant.
//!
//! | request | what is read |
//! |---|---|
//! | a filter with `eq` on a key, or on up to 50 joined by `or` | the guards, with users by their ids; then the guards' users |
//! | the same, if e-mail entries beside the accounts' own can match | the guards; where the tenant keeps such entries, then as any other filter |
//! | the page after a bookmark | the bookmark, then the page |
//! | the page after a cursor | the page |
//! | any other page | how many users there are, then the page |
//! | any other page of a filter or an order | the whole tenant, then the page's users |

use std::time::Duration;

use jiff::Timestamp;
use rollcall::store::Bookmark;
use rollcall_protocol::filter::{Filter, Key};
use rollcall_protocol::list::{Cursor, ListRequest, Page, Position};
use rollcall_protocol::schema::ProfileMutability;
use rollcall_protocol::{ScimError, ScimType};
use rollcall_rules::address::AddressKey;
use rollcall_rules::admission::Admitted;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::user::{ExternalId, Guard, User, UserId};
use rollcall_web::App;
use serde_json::{Map, Value};

use super::groups::{self, GroupNames};
use super::resource;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::resource_types::USER;
use crate::{page_size, profile};

/// What is not found by then is too much: API Gateway gives up after 29 s.
const DEADLINE: Duration = Duration::from_secs(20);

/// A page of users.
#[derive(Debug)]
pub(super) struct Found {
    /// As they are shown, as many as [fit](page_size).
    pub(super) resources: Vec<Map<String, Value>>,
    /// In the whole list.
    pub(super) total_results: usize,
    /// Where the page stands in it.
    pub(super) position: Position,
}

/// Finds the page that a request asks for.
pub(super) async fn find(app: &App, caller: &Caller, request: &ListRequest) -> Result<Found, Failure> {
    if let Some(filter) = &request.filter
        && let Some((admitted, users)) = by_keys(app, caller, filter).await?
    {
        return page_of_few(app, caller, &admitted, users, request).await;
    }
    let walk = async {
        match request.page {
            Page::Index { start_index, count } => by_number(app, caller, request, start_index, count).await,
            Page::Cursor { cursor, count } => by_cursor(app, caller, request, cursor, count).await,
        }
    };
    tokio::time::timeout(DEADLINE, walk).await.unwrap_or_else(|_| Err(too_many().into()))
}

/// The users that the keys of a filter lead to, each once: the filter itself has the last word, as a guard also leads
/// to the user whose verified address it is. `None` if keys do not lead to all.
///
/// Whether they do can depend on the tenant. Its record comes along with the guards, so that most tenants pay for one
/// call.
async fn by_keys(
    app: &App,
    caller: &Caller,
    filter: &Filter,
) -> Result<Option<(Admitted, Vec<User>)>, Failure> {
    let for_all = filter.keys(ProfileMutability::ReadWrite);
    let is_for_all = for_all.is_some();
    let Some(keys) = for_all.or_else(|| filter.keys(ProfileMutability::Immutable)) else { return Ok(None) };
    let (mut guards, mut ids) = (Vec::new(), Vec::new());
    for key in keys {
        match key {
            Key::Address(text) => guards.extend(AddressKey::sought(text).map(Guard::Address)),
            Key::ExternalId(text) => {
                guards.extend(ExternalId::parse(text).ok().flatten().map(Guard::ExternalId));
            }
            Key::Id(text) => ids.extend(UserId::parse(text)),
        }
    }
    let read = app.store.tenant_and_found(caller.claimed()?, &guards, &ids);
    let (admitted, (mut holders, mut users)) = caller.read(app, read).await?;
    if !is_for_all && profile::mutability(&admitted) != ProfileMutability::Immutable {
        return Ok(None);
    }
    holders.retain(|holder| users.iter().all(|user| user.id != *holder));
    if !holders.is_empty() {
        users.extend(app.store.users(&admitted, &holders).await?);
    }
    users.retain(|user| user.linked && filter.matches(&sought(user, &admitted)));
    Ok(Some((admitted, users)))
}

/// The resource as filters and orders see it. `meta.location` depends on how the API is reached, and nobody looks for
/// it; any base will do.
fn sought(user: &User, tenant: &Tenant) -> Map<String, Value> {
    resource::to_json(user, &groups::by_id(user), tenant, "")
}

/// The page of a list that is there whole, of as many users as a filter has keys.
async fn page_of_few(
    app: &App,
    caller: &Caller,
    tenant: &Admitted,
    mut users: Vec<User>,
    request: &ListRequest,
) -> Result<Found, Failure> {
    users.sort_by_key(|user| user.id);
    if let Some(sort) = request.sort {
        // Stable: those alike stay in order of id.
        users.sort_by_cached_key(|user| sort.key(&sought(user, tenant)));
    }
    let total = users.len();
    match request.page {
        Page::Index { start_index, count } => {
            let mut users = users.into_iter().skip(start_index - 1).take(count).collect();
            let resources = shown(app, caller, tenant, request, &mut users).await?;
            Ok(Found { resources, total_results: total, position: Position::Index(start_index) })
        }
        Page::Cursor { cursor, count } => {
            let now = app.now();
            let total =
                cursor.map_or(u32::try_from(total).unwrap_or(u32::MAX), |cursor| cursor.total_results);
            let begun_at = cursor.map_or(now, |cursor| cursor.begun_at);
            if let Some(cursor) = cursor {
                let place = UserId::new(cursor.after);
                let was_there = |user: &User| user.created_at.as_second() <= begun_at.as_second();
                users.retain(|user| user.id > place && was_there(user));
            }
            let more = users.len() > count;
            users.truncate(count);
            page_of_cursor(app, caller, tenant, request, Stretch { users, total, begun_at, more }).await
        }
    }
}

/// A page by number (RFC 7644 §3.4.2.4).
async fn by_number(
    app: &App,
    caller: &Caller,
    request: &ListRequest,
    start_index: usize,
    count: usize,
) -> Result<Found, Failure> {
    let now = app.now();
    let list = format!("{}-{}", caller.token_id()?, request.query());
    let bookmark = if start_index > 1 && request.sort.is_none() {
        let read = app.store.tenant_and_bookmark(caller.claimed()?, &list, start_index, now);
        let (admitted, bookmark) = caller.read(app, read).await?;
        bookmark.map(|bookmark| (admitted, bookmark))
    } else {
        None
    };
    let (admitted, mut users, total, begun_at) = match bookmark {
        Some((admitted, bookmark)) => {
            let (users, total) = go_on(app, &admitted, request, bookmark, start_index, count).await?;
            (admitted, users, total, bookmark.begun_at)
        }
        None => {
            let (admitted, users, total) = begin(app, caller, request, start_index - 1, count).await?;
            (admitted, users, total, now)
        }
    };
    let resources = shown(app, caller, &admitted, request, &mut users).await?;
    let next = start_index + users.len();
    if let Some(last) = users.last().filter(|_| next <= total && request.sort.is_none()) {
        let bookmark = Bookmark { after: last.id.as_uuid(), total_results: total, begun_at };
        app.store.leave_bookmark(&admitted, &list, next, bookmark, now).await?;
    }
    Ok(Found { resources, total_results: total, position: Position::Index(start_index) })
}

/// The page after a bookmark, and the total as it turns out: one user more is looked for, so that the total neither
/// ends the list early nor promises a page that is empty.
async fn go_on(
    app: &App,
    admitted: &Admitted,
    request: &ListRequest,
    bookmark: Bookmark,
    start_index: usize,
    count: usize,
) -> Result<(Vec<User>, usize), Failure> {
    if count == 0 {
        return Ok((Vec::new(), bookmark.total_results));
    }
    let (users, more) =
        after(app, admitted, request, Some(UserId::new(bookmark.after)), count, Some(bookmark.begun_at))
            .await?;
    let so_far = start_index - 1 + users.len();
    let total = if more { bookmark.total_results.max(so_far + 1) } else { so_far };
    Ok((users, total))
}

/// Up to `count` users after a place, and whether there are more.
async fn after(
    app: &App,
    admitted: &Admitted,
    request: &ListRequest,
    place: Option<UserId>,
    count: usize,
    begun_at: Option<Timestamp>,
) -> Result<(Vec<User>, bool), Failure> {
    let keep =
        |user: &User| request.filter.as_ref().is_none_or(|filter| filter.matches(&sought(user, admitted)));
    let keep = request.filter.is_some().then_some(&keep as rollcall::store::listing::Keep<'_>);
    let mut users = app.store.users_after(admitted, place, count + 1, begun_at, keep).await?;
    let more = users.len() > count;
    users.truncate(count);
    Ok((users, more))
}

/// A page without a bookmark, for a caller who is not admitted yet, and the total.
async fn begin(
    app: &App,
    caller: &Caller,
    request: &ListRequest,
    skip: usize,
    count: usize,
) -> Result<(Admitted, Vec<User>, usize), Failure> {
    if request.filter.is_none() && request.sort.is_none() {
        let read = app.store.tenant_and_census(caller.claimed()?);
        let (admitted, census) = caller.read(app, read).await?;
        let total = census.total();
        if count == 0 || skip >= total {
            return Ok((admitted, Vec::new(), total));
        }
        let users = app.store.users_from(&admitted, &census, skip, count).await?;
        return Ok((admitted, users, total));
    }
    let admitted = caller.admitted(app).await?;
    let ids = survey(app, &admitted, request).await?;
    let wanted: Vec<UserId> = ids.iter().copied().skip(skip).take(count).collect();
    let users = in_order(app, &admitted, &wanted).await?;
    Ok((admitted, users, ids.len()))
}

/// The ids of all users that match, in the order asked for.
async fn survey(app: &App, admitted: &Admitted, request: &ListRequest) -> Result<Vec<UserId>, Failure> {
    let mut picked = app
        .store
        .survey(admitted, |user| {
            let resource = sought(user, admitted);
            let taken = request.filter.as_ref().is_none_or(|filter| filter.matches(&resource));
            taken.then(|| (request.sort.map(|sort| sort.key(&resource)), user.id))
        })
        .await?;
    // Stable: those alike stay in order of id.
    picked.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(picked.into_iter().map(|(_, id)| id).collect())
}

async fn in_order(app: &App, admitted: &Admitted, ids: &[UserId]) -> Result<Vec<User>, Failure> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut users = app.store.users(admitted, ids).await?;
    users.retain(|user| user.linked);
    users.sort_by_key(|user| ids.iter().position(|id| *id == user.id));
    Ok(users)
}

/// A page by cursor (RFC 9865).
async fn by_cursor(
    app: &App,
    caller: &Caller,
    request: &ListRequest,
    cursor: Option<Cursor>,
    count: usize,
) -> Result<Found, Failure> {
    let (admitted, stretch) = match cursor {
        Some(Cursor { after: place, total_results: total, begun_at, .. }) => {
            let admitted = caller.admitted(app).await?;
            let place = Some(UserId::new(place));
            let (users, more) = after(app, &admitted, request, place, count, Some(begun_at)).await?;
            (admitted, Stretch { users, total, begun_at, more })
        }
        None => {
            let (admitted, users, total) = begin(app, caller, request, 0, count).await?;
            let more = users.len() < total;
            let total = u32::try_from(total).unwrap_or(u32::MAX);
            (admitted, Stretch { users, total, begun_at: app.now(), more })
        }
    };
    page_of_cursor(app, caller, &admitted, request, stretch).await
}

/// Users in a row, out of a list that is read by cursor.
struct Stretch {
    users: Vec<User>,
    /// In the whole list, as counted for its first page.
    total: u32,
    /// When that page was asked for.
    begun_at: Timestamp,
    /// Are there others behind them?
    more: bool,
}

/// The page of a stretch. Its cursor leads to the users behind it, and to those that did not fit.
async fn page_of_cursor(
    app: &App,
    caller: &Caller,
    tenant: &Admitted,
    request: &ListRequest,
    stretch: Stretch,
) -> Result<Found, Failure> {
    let Stretch { mut users, total, begun_at, more } = stretch;
    let found = users.len();
    let resources = shown(app, caller, tenant, request, &mut users).await?;
    let next = users
        .last()
        .filter(|_| more || users.len() < found)
        .map(|last| Cursor::new(last.id.as_uuid(), total, begun_at, request.query(), app.now()));
    let total_results = usize::try_from(total).unwrap_or(usize::MAX);
    Ok(Found { resources, total_results, position: Position::Cursor(next) })
}

/// The users of a page as they are shown, as many as fit into an answer. The others are dropped: the next page begins with
/// them.
async fn shown(
    app: &App,
    caller: &Caller,
    tenant: &Admitted,
    request: &ListRequest,
    users: &mut Vec<User>,
) -> Result<Vec<Map<String, Value>>, Failure> {
    let scim_url = caller.scim_url(&app.base_url);
    let names = GroupNames::read(app, tenant, &request.projection, users).await?;
    let show = |user: &User| {
        let resource = resource::to_json(user, &names.of(user), tenant, &scim_url);
        request.projection.apply(resource, &USER)
    };
    let resources = page_size::fitting(users.iter().map(show));
    users.truncate(resources.len());
    Ok(resources)
}

fn too_many() -> ScimError {
    ScimError::bad_request(
        ScimType::TooMany,
        format!(
            "This cannot be found within {} s. Filter by userName, externalId or id, or page by cursor.",
            DEADLINE.as_secs()
        ),
    )
}
