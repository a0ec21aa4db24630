//! Finding groups.
//!
//! | request | what is read |
//! |---|---|
//! | a filter with `eq` on a key, or on up to 50 joined by `or` | the guards, with groups by their ids; the members named; then the groups of both |
//! | any other filter, or an order | all groups; the members that the filter has to see |
//! | the page after a bookmark | the bookmark, then the page |
//! | the page after a cursor | the page |
//! | any other page | how many groups there are, then the page |
//!
//! Members of the page's groups are read, each group's by one call, only if the answer shows them.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::future::try_join_all;
use jiff::Timestamp;
use rollcall::store::Bookmark;
use rollcall_protocol::filter::{Entries, Filter, GroupKey};
use rollcall_protocol::list::{Cursor, ListRequest, Page, Position};
use rollcall_protocol::{ScimError, ScimType};
use rollcall_rules::admission::Admitted;
use rollcall_rules::group::{
    Group, GroupExternalId, GroupGuard, GroupId, GroupNameKey, MAX_GROUPS, MAX_MEMBERS,
};
use rollcall_rules::user::{User, UserId};
use rollcall_web::App;
use serde_json::{Map, Value};

use super::resource;
use crate::caller::Caller;
use crate::failure::Failure;
use crate::page_size;
use crate::resource_types::GROUP;

/// What is not found by then is too much: API Gateway gives up after 29 s.
const DEADLINE: Duration = Duration::from_secs(20);

/// Groups whose members are read at a time.
const AT_A_TIME: usize = 8;

/// A page of groups.
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
    let look = async {
        if request.filter.is_some() || request.sort.is_some() {
            let (admitted, groups) = picked(app, caller, request).await?;
            return page_of_picked(app, caller, &admitted, groups, request).await;
        }
        match request.page {
            Page::Index { start_index, count } => by_number(app, caller, request, start_index, count).await,
            Page::Cursor { cursor, count } => by_cursor(app, caller, request, cursor, count).await,
        }
    };
    tokio::time::timeout(DEADLINE, look).await.unwrap_or_else(|_| Err(too_many().into()))
}

/// All groups that match, in the order asked for.
async fn picked(
    app: &App,
    caller: &Caller,
    request: &ListRequest,
) -> Result<(Admitted, Vec<Group>), Failure> {
    let keys = request.filter.as_ref().and_then(Filter::group_keys);
    let (admitted, mut groups) = match keys {
        Some(keys) => by_keys(app, caller, &keys).await?,
        None => {
            let admitted = caller.admitted(app).await?;
            let groups = app.store.groups_after(&admitted, None, MAX_GROUPS).await?;
            (admitted, groups)
        }
    };
    if let Some(filter) = &request.filter {
        groups = matching(app, &admitted, filter, groups).await?;
    }
    groups.sort_by_key(|group| group.id);
    if let Some(sort) = request.sort {
        // Stable: those alike stay in order of id.
        groups.sort_by_cached_key(|group| sort.key(&resource::sought(group, &[])));
    }
    Ok((admitted, groups))
}

/// The groups that the keys of a filter lead to, each once: the filter itself has the last word.
async fn by_keys(
    app: &App,
    caller: &Caller,
    keys: &[GroupKey<'_>],
) -> Result<(Admitted, Vec<Group>), Failure> {
    let (mut guards, mut ids, mut members) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for key in keys {
        match key {
            GroupKey::Id(text) => ids.extend(GroupId::parse(text)),
            GroupKey::DisplayName(text) => guards.extend(GroupNameKey::sought(text).map(GroupGuard::Name)),
            GroupKey::ExternalId(text) => {
                guards.extend(GroupExternalId::parse(text).ok().flatten().map(GroupGuard::ExternalId));
            }
            GroupKey::Member(text) => members.extend(UserId::parse(text)),
        }
    }
    let (guards, ids): (Vec<_>, Vec<_>) = (guards.into_iter().collect(), ids.into_iter().collect());
    let read = app.store.tenant_and_groups_found(caller.claimed()?, &guards, &ids);
    let (admitted, (holders, mut groups)) = caller.read(app, read).await?;
    let users = users(app, &admitted, members).await?;
    let mut others: BTreeSet<GroupId> = users.into_iter().flat_map(|user| user.groups).collect();
    others.extend(holders);
    others.retain(|id| groups.iter().all(|group| group.id != *id));
    if !others.is_empty() {
        let others: Vec<GroupId> = others.into_iter().collect();
        groups.extend(app.store.groups(&admitted, &others).await?);
    }
    Ok((admitted, groups))
}

async fn users(app: &App, admitted: &Admitted, ids: BTreeSet<UserId>) -> Result<Vec<User>, Failure> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<UserId> = ids.into_iter().collect();
    Ok(app.store.users(admitted, &ids).await?)
}

/// The groups that match. Who is in a group is read only as far as the filter asks for it.
async fn matching(
    app: &App,
    admitted: &Admitted,
    filter: &Filter,
    groups: Vec<Group>,
) -> Result<Vec<Group>, Failure> {
    let named = match filter.entries_of("members") {
        Entries::These(values) => {
            let ids = values.into_iter().filter_map(UserId::parse).collect();
            Some(users(app, admitted, ids).await?)
        }
        Entries::All => None,
    };
    let mut matching = Vec::new();
    for group in groups {
        let members = match &named {
            Some(users) => {
                users.iter().filter(|user| user.groups.contains(&group.id)).map(|user| user.id).collect()
            }
            None => app.store.members(admitted, group.id).await?,
        };
        if filter.matches(&resource::sought(&group, &members)) {
            matching.push(group);
        }
    }
    Ok(matching)
}

/// The page of a list that is there whole.
async fn page_of_picked(
    app: &App,
    caller: &Caller,
    admitted: &Admitted,
    mut groups: Vec<Group>,
    request: &ListRequest,
) -> Result<Found, Failure> {
    let total = groups.len();
    match request.page {
        Page::Index { start_index, count } => {
            let mut groups = groups.into_iter().skip(start_index - 1).take(count).collect();
            let resources = shown(app, caller, admitted, request, &mut groups).await?;
            Ok(Found { resources, total_results: total, position: Position::Index(start_index) })
        }
        Page::Cursor { cursor, count } => {
            let total =
                cursor.map_or(u32::try_from(total).unwrap_or(u32::MAX), |cursor| cursor.total_results);
            let begun_at = cursor.map_or_else(|| app.now(), |cursor| cursor.begun_at);
            if let Some(cursor) = cursor {
                let place = GroupId::new(cursor.after);
                groups.retain(|group| group.id > place && was_there(group, begun_at));
            }
            let more = groups.len() > count;
            groups.truncate(count);
            page_of_cursor(app, caller, admitted, request, Stretch { groups, total, begun_at, more }).await
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
    let bookmark = if start_index > 1 {
        let read = app.store.tenant_and_bookmark(caller.claimed()?, &list, start_index, now);
        let (admitted, bookmark) = caller.read(app, read).await?;
        bookmark.map(|bookmark| (admitted, bookmark))
    } else {
        None
    };
    let (admitted, mut groups, total, begun_at) = match bookmark {
        Some((admitted, bookmark)) => {
            let (groups, total) = go_on(app, &admitted, bookmark, start_index, count).await?;
            (admitted, groups, total, bookmark.begun_at)
        }
        None => {
            let (admitted, groups, total) = begin(app, caller, start_index - 1, count).await?;
            (admitted, groups, total, now)
        }
    };
    let resources = shown(app, caller, &admitted, request, &mut groups).await?;
    let next = start_index + groups.len();
    if let Some(last) = groups.last().filter(|_| next <= total) {
        let bookmark = Bookmark { after: last.id.as_uuid(), total_results: total, begun_at };
        app.store.leave_bookmark(&admitted, &list, next, bookmark, now).await?;
    }
    Ok(Found { resources, total_results: total, position: Position::Index(start_index) })
}

/// The page after a bookmark, and the total as it turns out.
async fn go_on(
    app: &App,
    admitted: &Admitted,
    bookmark: Bookmark,
    start_index: usize,
    count: usize,
) -> Result<(Vec<Group>, usize), Failure> {
    if count == 0 {
        return Ok((Vec::new(), bookmark.total_results));
    }
    let place = GroupId::new(bookmark.after);
    let (groups, more) = after(app, admitted, place, count, bookmark.begun_at).await?;
    let so_far = start_index - 1 + groups.len();
    let total = if more { bookmark.total_results.max(so_far + 1) } else { so_far };
    Ok((groups, total))
}

/// Up to `count` groups after a place, of those that there were when the list was begun, and whether there are more.
async fn after(
    app: &App,
    admitted: &Admitted,
    place: GroupId,
    count: usize,
    begun_at: Timestamp,
) -> Result<(Vec<Group>, bool), Failure> {
    let (mut found, mut place) = (Vec::new(), Some(place));
    while found.len() <= count {
        let limit = count + 1 - found.len();
        let groups = app.store.groups_after(admitted, place, limit).await?;
        let is_last = groups.len() < limit;
        place = groups.last().map(|group| group.id);
        found.extend(groups.into_iter().filter(|group| was_there(group, begun_at)));
        if is_last {
            break;
        }
    }
    let more = found.len() > count;
    found.truncate(count);
    Ok((found, more))
}

fn was_there(group: &Group, begun_at: Timestamp) -> bool {
    group.created_at.as_second() <= begun_at.as_second()
}

/// A page without a bookmark, for a caller who is not admitted yet, and the total.
async fn begin(
    app: &App,
    caller: &Caller,
    skip: usize,
    count: usize,
) -> Result<(Admitted, Vec<Group>, usize), Failure> {
    let read = app.store.tenant_and_group_count(caller.claimed()?);
    let (admitted, total) = caller.read(app, read).await?;
    if count == 0 || skip >= total {
        return Ok((admitted, Vec::new(), total));
    }
    let groups = app.store.groups_after(&admitted, None, skip + count).await?;
    Ok((admitted, groups.into_iter().skip(skip).collect(), total))
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
            let (groups, more) = after(app, &admitted, GroupId::new(place), count, begun_at).await?;
            (admitted, Stretch { groups, total, begun_at, more })
        }
        None => {
            let (admitted, groups, total) = begin(app, caller, 0, count).await?;
            let more = groups.len() < total;
            let total = u32::try_from(total).unwrap_or(u32::MAX);
            (admitted, Stretch { groups, total, begun_at: app.now(), more })
        }
    };
    page_of_cursor(app, caller, &admitted, request, stretch).await
}

/// Groups in a row, out of a list that is read by cursor.
struct Stretch {
    groups: Vec<Group>,
    /// In the whole list, as counted for its first page.
    total: u32,
    /// When that page was asked for.
    begun_at: Timestamp,
    /// Are there others behind them?
    more: bool,
}

/// The page of a stretch. Its cursor leads to the groups behind it, and to those that did not fit.
async fn page_of_cursor(
    app: &App,
    caller: &Caller,
    admitted: &Admitted,
    request: &ListRequest,
    stretch: Stretch,
) -> Result<Found, Failure> {
    let Stretch { mut groups, total, begun_at, more } = stretch;
    let found = groups.len();
    let resources = shown(app, caller, admitted, request, &mut groups).await?;
    let next = groups
        .last()
        .filter(|_| more || groups.len() < found)
        .map(|last| Cursor::new(last.id.as_uuid(), total, begun_at, request.query(), app.now()));
    let total_results = usize::try_from(total).unwrap_or(usize::MAX);
    Ok(Found { resources, total_results, position: Position::Cursor(next) })
}

/// The groups of a page as they are shown, as many as fit into an answer. The others are dropped: the next page begins
/// with them.
async fn shown(
    app: &App,
    caller: &Caller,
    admitted: &Admitted,
    request: &ListRequest,
    groups: &mut Vec<Group>,
) -> Result<Vec<Map<String, Value>>, Failure> {
    let scim_url = caller.scim_url(&app.base_url);
    let (mut resources, mut read) = (Vec::with_capacity(groups.len()), 0);
    for some in groups.chunks(AT_A_TIME) {
        let members =
            some.iter().map(|group| resource::members(app, admitted, group.id, &request.projection));
        for (group, members) in some.iter().zip(try_join_all(members).await?) {
            read += members.as_ref().map_or(0, Vec::len);
            let resource = resource::to_answer(group, members.as_deref(), &scim_url);
            resources.push(request.projection.apply(resource, &GROUP));
        }
        // So many fill an answer.
        if read >= MAX_MEMBERS {
            break;
        }
    }
    let resources = page_size::fitting(resources.into_iter());
    groups.truncate(resources.len());
    Ok(resources)
}

fn too_many() -> ScimError {
    ScimError::bad_request(
        ScimType::TooMany,
        format!(
            "This cannot be found within {} s. Filter by displayName, externalId or id, or leave out the members by \
             excludedAttributes=members.",
            DEADLINE.as_secs()
        ),
    )
}
