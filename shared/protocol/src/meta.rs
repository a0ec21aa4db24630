//! `meta` of a resource (RFC 7643 §3.1).

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::etag;
use crate::schema::ResourceType;

/// What a resource says about itself.
pub(crate) struct Meta<'a> {
    pub(crate) resource_type: &'static ResourceType,
    pub(crate) created: Timestamp,
    pub(crate) last_modified: Timestamp,
    /// Absolute URI.
    pub(crate) location: &'a str,
    /// Becomes the ETag, if the resource has one.
    pub(crate) version: Option<u64>,
}

impl Meta<'_> {
    pub(crate) fn to_json(&self) -> Value {
        let mut meta = json!({
            "resourceType": self.resource_type.name,
            "created": date_time(self.created),
            "lastModified": date_time(self.last_modified),
            "location": self.location,
        });
        if let (Some(meta), Some(version)) = (meta.as_object_mut(), self.version) {
            meta.insert("version".to_owned(), etag::render(version).into());
        }
        meta
    }
}

/// A `dateTime` (RFC 7643 §2.3.5): UTC, to the millisecond, which is what the clients' parsers all take.
#[must_use]
pub fn date_time(at: Timestamp) -> String {
    format!("{at:.3}")
}
