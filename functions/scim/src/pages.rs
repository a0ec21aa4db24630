//! Pages of lists: by number with bookmarks, by cursor, and of a list that is there whole. All resource types that are listed
//! have them alike.

use std::time::Duration;

use axum::response::Response;
use http::StatusCode;
use jiff::Timestamp;
use rollcall::store::Bookmark;
use rollcall_protocol::list::{Cursor, ListRequest, ListResponse, Page, Position};
use rollcall_protocol::{ScimError, ScimType};
use rollcall_rules::admission::Admitted;
use rollcall_web::App;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::caller::Caller;
use crate::failure::Failure;
use crate::respond;

/// What is not found by then is too much: API Gateway gives up after 29 s.
const DEADLINE: Duration = Duration::from_secs(20);

/// A page of a list.
#[derive(Debug)]
pub(crate) struct Found {
    /// As they are shown, as many as [fit](crate::page_size).
    resources: Vec<Map<String, Value>>,
    /// In the whole list.
    total_results: usize,
    /// Where the page stands in it.
    position: Position,
}

impl Found {
    /// The answer (RFC 7644 §3.4.2).
    pub(crate) fn into_response(self) -> Response {
        let Self { resources, total_results, position } = self;
        respond::json(StatusCode::OK, &ListResponse { total_results, position, resources }.into_json())
    }
}

/// What is listed, in order of id.
pub(crate) trait Listed: Sized {
    fn id(&self) -> Uuid;

    fn created_at(&self) -> Timestamp;

    /// A page without a bookmark, for a caller who is not admitted yet, and the total.
    async fn begin(
        app: &App,
        caller: &Caller,
        request: &ListRequest,
        skip: usize,
        count: usize,
    ) -> Result<(Admitted, Vec<Self>, usize), Failure>;

    /// Up to `count` after a place, of those that there were when the list was begun, and whether there are more.
    async fn after(
        app: &App,
        admitted: &Admitted,
        request: &ListRequest,
        place: Uuid,
        count: usize,
        begun_at: Timestamp,
    ) -> Result<(Vec<Self>, bool), Failure>;

    /// Those of a page as they are shown, as many as fit into an answer. The others are dropped: the next page begins
    /// with them.
    async fn shown(
        app: &App,
        caller: &Caller,
        admitted: &Admitted,
        request: &ListRequest,
        found: &mut Vec<Self>,
    ) -> Result<Vec<Map<String, Value>>, Failure>;
}

/// Was it there when a list was begun? Otherwise it is in none of the list's later pages.
pub(crate) fn was_there(created_at: Timestamp, begun_at: Timestamp) -> bool {
    created_at.as_second() <= begun_at.as_second()
}

/// What is found in time; else 400 `tooMany` with advice.
pub(crate) async fn in_time(
    look: impl Future<Output = Result<Found, Failure>>,
    advice: &str,
) -> Result<Found, Failure> {
    tokio::time::timeout(DEADLINE, look).await.unwrap_or_else(|_| {
        let detail = format!("This cannot be found within {} s. {advice}", DEADLINE.as_secs());
        Err(ScimError::bad_request(ScimType::TooMany, detail).into())
    })
}

/// The page of a list that is read page by page.
pub(crate) async fn page<T: Listed>(
    app: &App,
    caller: &Caller,
    request: &ListRequest,
) -> Result<Found, Failure> {
    match request.page {
        Page::Index { start_index, count } => by_number::<T>(app, caller, request, start_index, count).await,
        Page::Cursor { cursor, count } => by_cursor::<T>(app, caller, request, cursor, count).await,
    }
}

/// The page of a list that is there whole, in its order.
pub(crate) async fn page_of_whole<T: Listed>(
    app: &App,
    caller: &Caller,
    admitted: &Admitted,
    mut whole: Vec<T>,
    request: &ListRequest,
) -> Result<Found, Failure> {
    let total = whole.len();
    match request.page {
        Page::Index { start_index, count } => {
            let mut found = whole.into_iter().skip(start_index - 1).take(count).collect();
            let resources = T::shown(app, caller, admitted, request, &mut found).await?;
            Ok(Found { resources, total_results: total, position: Position::Index(start_index) })
        }
        Page::Cursor { cursor, count } => {
            let total =
                cursor.map_or(u32::try_from(total).unwrap_or(u32::MAX), |cursor| cursor.total_results);
            let begun_at = cursor.map_or_else(|| app.now(), |cursor| cursor.begun_at);
            if let Some(cursor) = cursor {
                whole.retain(|each| each.id() > cursor.after && was_there(each.created_at(), begun_at));
            }
            let more = whole.len() > count;
            whole.truncate(count);
            let stretch = Stretch { found: whole, total, begun_at, more };
            page_of_cursor(app, caller, admitted, request, stretch).await
        }
    }
}

/// A page by number (RFC 7644 §3.4.2.4).
async fn by_number<T: Listed>(
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
    let (admitted, mut found, total, begun_at) = match bookmark {
        Some((admitted, bookmark)) => {
            let (found, total) = go_on::<T>(app, &admitted, request, bookmark, start_index, count).await?;
            (admitted, found, total, bookmark.begun_at)
        }
        None => {
            let (admitted, found, total) = T::begin(app, caller, request, start_index - 1, count).await?;
            (admitted, found, total, now)
        }
    };
    let resources = T::shown(app, caller, &admitted, request, &mut found).await?;
    let next = start_index + found.len();
    if let Some(last) = found.last().filter(|_| next <= total && request.sort.is_none()) {
        let bookmark = Bookmark { after: last.id(), total_results: total, begun_at };
        app.store.leave_bookmark(&admitted, &list, next, bookmark, now).await?;
    }
    Ok(Found { resources, total_results: total, position: Position::Index(start_index) })
}

/// The page after a bookmark, and the total as it turns out: one more is looked for, so that the total neither ends the
/// list early nor promises a page that is empty.
async fn go_on<T: Listed>(
    app: &App,
    admitted: &Admitted,
    request: &ListRequest,
    bookmark: Bookmark,
    start_index: usize,
    count: usize,
) -> Result<(Vec<T>, usize), Failure> {
    if count == 0 {
        return Ok((Vec::new(), bookmark.total_results));
    }
    let Bookmark { after: place, total_results, begun_at } = bookmark;
    let (found, more) = T::after(app, admitted, request, place, count, begun_at).await?;
    let so_far = start_index - 1 + found.len();
    let total = if more { total_results.max(so_far + 1) } else { so_far };
    Ok((found, total))
}

/// A page by cursor (RFC 9865).
async fn by_cursor<T: Listed>(
    app: &App,
    caller: &Caller,
    request: &ListRequest,
    cursor: Option<Cursor>,
    count: usize,
) -> Result<Found, Failure> {
    let (admitted, stretch) = match cursor {
        Some(Cursor { after: place, total_results: total, begun_at, .. }) => {
            let admitted = caller.admitted(app).await?;
            let (found, more) = T::after(app, &admitted, request, place, count, begun_at).await?;
            (admitted, Stretch { found, total, begun_at, more })
        }
        None => {
            let (admitted, found, total) = T::begin(app, caller, request, 0, count).await?;
            let more = found.len() < total;
            let total = u32::try_from(total).unwrap_or(u32::MAX);
            (admitted, Stretch { found, total, begun_at: app.now(), more })
        }
    };
    page_of_cursor(app, caller, &admitted, request, stretch).await
}

/// Some in a row, out of a list that is read by cursor.
struct Stretch<T> {
    found: Vec<T>,
    /// In the whole list, as counted for its first page.
    total: u32,
    /// When that page was asked for.
    begun_at: Timestamp,
    /// Are there others behind them?
    more: bool,
}

/// The page of a stretch. Its cursor leads to those behind it, and to those that did not fit.
async fn page_of_cursor<T: Listed>(
    app: &App,
    caller: &Caller,
    admitted: &Admitted,
    request: &ListRequest,
    stretch: Stretch<T>,
) -> Result<Found, Failure> {
    let Stretch { mut found, total, begun_at, more } = stretch;
    let read = found.len();
    let resources = T::shown(app, caller, admitted, request, &mut found).await?;
    let next = found
        .last()
        .filter(|_| more || found.len() < read)
        .map(|last| Cursor::new(last.id(), total, begun_at, request.query(), app.now()));
    let total_results = usize::try_from(total).unwrap_or(usize::MAX);
    Ok(Found { resources, total_results, position: Position::Cursor(next) })
}
