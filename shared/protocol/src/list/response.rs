//! The answer to a query (RFC 7644 §3.4.2).

use serde_json::{Map, Value, json};

use super::Cursor;

/// `schemas` value of a list (RFC 7644 §3.4.2).
pub const LIST_URN: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

/// A page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct ListResponse {
    /// Resources in the whole list.
    pub total_results: usize,
    /// Where the page stands in it.
    pub position: Position,
    /// The resources of the page.
    pub resources: Vec<Map<String, Value>>,
}

/// Where a page stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// Number of the first resource in the list, from 1.
    Index(usize),
    /// By cursor, with the one to the next page, unless this is the last (RFC 9865 §2).
    Cursor(Option<Cursor>),
}

impl ListResponse {
    /// A list that fits one page.
    #[must_use]
    pub fn whole(resources: Vec<Map<String, Value>>) -> Self {
        Self { total_results: resources.len(), position: Position::Index(1), resources }
    }

    /// The `ListResponse` message (RFC 7644 §3.4.2), to be sent as the response body.
    // RFC 7644 §3.4.2: `Resources` may be left out where there are none; Okta and Entra both read an empty one.
    #[must_use]
    pub fn into_json(self) -> Value {
        let mut body = Map::new();
        body.insert("schemas".to_owned(), json!([LIST_URN]));
        body.insert("totalResults".to_owned(), self.total_results.into());
        if let Position::Index(start_index) = self.position {
            body.insert("startIndex".to_owned(), start_index.into());
        }
        body.insert("itemsPerPage".to_owned(), self.resources.len().into());
        if let Position::Cursor(Some(next)) = self.position {
            body.insert("nextCursor".to_owned(), next.to_string().into());
        }
        body.insert("Resources".to_owned(), self.resources.into());
        Value::Object(body)
    }
}
