//! The SCIM 2.0 protocol (RFC 7643 schema, RFC 7644 protocol, RFC 9865 cursors).
//!
//! Nothing here does I/O, reads a clock or knows how resources are stored, and which there are, beside the schemas of
//! the RFCs: a [`ResourceType`](schema::ResourceType) is a value that the caller hands in. It parses what a directory sends, evaluates
//! filters and patches over a resource in its JSON form, and renders answers. The rules of the lifecycle are the crate
//! `rollcall-rules`, which this one does not know.

pub mod bulk;
mod coerce;
pub mod discovery;
mod emails;
pub mod error;
pub mod etag;
#[cfg(test)]
mod example;
pub mod filter;
pub mod group;
pub mod json;
pub mod list;
mod message;
mod meta;
mod parameters;
pub mod patch;
pub mod path;
pub mod projection;
mod reference;
pub mod schema;
pub mod user;

pub use error::{ScimError, ScimType};
pub use group::{GroupInput, GroupPatch, GroupView};
pub use list::ListRequest;
pub use meta::date_time;
pub use patch::Patch;
pub use projection::Projection;
pub use reference::Reference;
pub use user::{UserInput, UserView};
