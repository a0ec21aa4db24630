//! Lists of resources: what a query asks for (RFC 7644 §3.4.2, §3.4.3, RFC 9865) and how a page is answered.
//!
//! Nothing here finds resources; a list is in the order of `id` unless it is sorted.

mod cursor;
mod request;
mod response;
mod sort;
#[cfg(test)]
mod tests;

use jiff::SignedDuration;

pub use cursor::{Cursor, QueryHash};
pub use request::{ListRequest, Page};
pub use response::{LIST_URN, ListResponse, Position};
pub use sort::{Sort, SortKey};

/// Resources in a page where the query does not say.
pub const DEFAULT_COUNT: usize = 100;

/// Most resources in a page, whatever the query says.
pub const MAX_COUNT: usize = 200;

/// How long a cursor is good for.
pub const CURSOR_TIMEOUT: SignedDuration = SignedDuration::from_hours(24);

/// `schemas` value of a query sent by POST (RFC 7644 §3.4.3).
pub const SEARCH_URN: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
