//! The answer to a bulk request (RFC 7644 §3.7.3).

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::BULK_RESPONSE_URN;

/// How one operation went.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The method as sent; empty if there was none.
    pub method: String,
    /// The operation's `bulkId`.
    pub bulk_id: Option<String>,
    /// The version that the resource has now.
    pub version: Option<String>,
    /// The URI of the resource; `None` if it was not made.
    pub location: Option<String>,
    /// As of the single request.
    pub status: StatusCode,
    /// The body of the single request's answer, if it is an error. Others are left out: what was sent is known.
    pub response: Option<Value>,
}

impl Entry {
    fn into_json(self) -> Value {
        let text = |text: String| Some(text).filter(|text| !text.is_empty()).map(Value::String);
        let members = [
            ("method", text(self.method)),
            ("bulkId", self.bulk_id.and_then(text)),
            ("version", self.version.and_then(text)),
            ("location", self.location.and_then(text)),
            ("status", Some(self.status.as_str().into())),
            ("response", self.response),
        ];
        let there = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
        Value::Object(there.collect::<Map<_, _>>())
    }
}

/// The BulkResponse message with these entries.
#[must_use]
pub fn into_json(entries: Vec<Entry>) -> Value {
    let entries: Vec<Value> = entries.into_iter().map(Entry::into_json).collect();
    json!({ "schemas": [BULK_RESPONSE_URN], "Operations": entries })
}
