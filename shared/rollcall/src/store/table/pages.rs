//! Pages of a query as one stream. DynamoDB ends a page at a megabyte, at the limit asked for, and wherever else it
//! likes; where it goes on is known here and nowhere else.

use futures_util::stream::{self, BoxStream, Stream, StreamExt, TryStreamExt};

use super::super::error::StoreError;
use super::{Direction, Item, Page, Query, Table};

/// Where the reading of a query is.
enum At {
    Start,
    After(Item),
    End,
}

impl Table {
    /// The pages of a query, the next one read when it is asked for. With a `limit` no page asks for more than is left
    /// of it, and the stream ends where it is reached.
    pub(in crate::store) fn pages<'a>(
        &'a self,
        operation: &'static str,
        query: Query,
        direction: Direction,
        limit: Option<usize>,
    ) -> BoxStream<'a, Result<Page, StoreError>> {
        stream::try_unfold((query, At::Start, limit), move |(query, at, left)| async move {
            let from = match at {
                _ if left == Some(0) => return Ok(None),
                At::End => return Ok(None),
                At::Start => None,
                At::After(item) => Some(item),
            };
            let page = self.query(operation, &query, direction, left, from).await?;
            let at = page.next.clone().map_or(At::End, At::After);
            let left = left.map(|left| left.saturating_sub(page.items.len()));
            Ok(Some((page, (query, at, left))))
        })
        .boxed()
    }

    /// The items of a query, page after page; `limit` at most.
    pub(in crate::store) fn items<'a>(
        &'a self,
        operation: &'static str,
        query: Query,
        direction: Direction,
        limit: Option<usize>,
    ) -> impl Stream<Item = Result<Item, StoreError>> + Send + 'a {
        let pages = self.pages(operation, query, direction, limit);
        pages.map_ok(|page| stream::iter(page.items.into_iter().map(Ok))).try_flatten()
    }

    /// What is made of the items of a query, `limit` at most; and whether there are more. One item more is read to
    /// know that.
    pub(in crate::store) async fn some<T>(
        &self,
        operation: &'static str,
        query: Query,
        limit: usize,
        read: impl Fn(Item) -> Result<T, StoreError>,
    ) -> Result<(Vec<T>, bool), StoreError> {
        let items = self.items(operation, query, Direction::Forward, Some(limit + 1));
        let mut found: Vec<T> = items.and_then(async |item| read(item)).try_collect().await?;
        let more = found.len() > limit;
        found.truncate(limit);
        Ok((found, more))
    }

    /// What is made of all items of a query.
    pub(in crate::store) async fn all<T>(
        &self,
        operation: &'static str,
        query: Query,
        read: impl Fn(Item) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let items = self.items(operation, query, Direction::Forward, None);
        items.and_then(async |item| read(item)).try_collect().await
    }
}
