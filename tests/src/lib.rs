//! What the behaviour suites stand on.
//!
//! - [`system`]: what a test has to do with, be it a system in this process or a deployed stack.
//! - [`local`]: the first, which has a clock that the test moves and services that it takes away. `deployed`: the second.
//! - [`okta`], [`entra`]: directories that send what the real ones send.
//! - [`push`]: directories that push groups. [`company`]: a tenant with people and groups.
//! - [`people`]: the operator's backend.
//! - [`oauth`]: a client of the token endpoint. [`keys`]: a directory that signs assertions. [`consent`]: one that an
//!   administrator lets in.
//! - [`portal`]: a tenant's administrator, with a browser.
//! - [`scim`], [`answer`]: a plain client, and the rules that every answer is held to as it arrives.
//! - [`resource`]: what suites read of an answer.
//! - [`mailbox`], [`visitor`]: the mails that people got, and people who follow the links in them.
//! - [`broken`], [`clock`]: a table that fails at a chosen call, a clock that stands still.
//! - [`faulty`]: a table that fails again and again, in all the ways DynamoDB does.
//! - [`burst`]: an Okta org whose people all change at once, over many connections, and what came of it.
//! - [`seed`]: ten thousand people at once.
//! - [`table`], [`consistency`]: the table read behind the system's back: compared, and searched for contradictions.
//! - [`history`]: every request about a user with its answer, and whether all of that can be true.
//! - [`cost`], [`budget`]: what a request cost in DynamoDB calls and capacity, and what it may.
//! - [`emf`]: the metrics in a line of the log, read as CloudWatch reads them.
//! - [`kills`]: the system killed in the middle of a change of many members.
//! - [`process`]: the real binary as a process of its own, for what only a process can do: be killed.
//!
//! The suites in `suites/` hold for any system and run against both; those in `local/` need the clock, a fault, the log
//! or ten thousand people, and run against a local one alone.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "this crate is test code: it fails by panicking"
)]

mod access;
pub mod admin;
pub mod answer;
pub mod broken;
pub mod budget;
pub mod bulk;
pub mod burst;
pub mod clock;
pub mod company;
pub mod consent;
pub mod consistency;
pub mod cost;
mod deployed;
pub mod emf;
pub mod entra;
pub mod events;
pub mod faulty;
mod feed;
mod groups;
pub mod history;
pub mod json_schema;
pub mod keys;
pub mod kills;
mod loads;
pub mod local;
pub mod mailbox;
pub mod oauth;
pub mod okta;
pub mod people;
pub mod person;
pub mod portal;
pub mod process;
pub mod push;
pub mod receiver;
pub mod resource;
pub mod scim;
pub mod seed;
pub mod system;
pub mod table;
pub mod visitor;

use serde_json::{Value, json};

pub use answer::Answer;
pub use entra::Entra;
pub use local::LocalSystem;
pub use mailbox::Mail;
pub use oauth::OAuth;
pub use okta::Okta;
pub use people::People;
pub use person::Person;
pub use portal::Portal;
pub use scim::Scim;
pub use system::TestSystem;
pub use visitor::Visitor;

// Spelled out rather than taken from the code under test: a directory knows them from the RFC.

/// RFC 7643 §4.1.
pub const USER_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// RFC 7643 §4.3.
pub const ENTERPRISE_URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// RFC 7643 §4.2.
pub const GROUP_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// Rollcall's own extension.
pub const ACCOUNT_URN: &str = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";
/// RFC 7644 §3.4.2.
pub const LIST_URN: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// RFC 7644 §3.12.
pub const ERROR_URN: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
/// RFC 7644 §3.5.2.
pub const PATCH_URN: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// The body of a `PATCH`.
#[must_use]
pub fn patch_op(operations: &Value) -> Value {
    json!({ "schemas": [PATCH_URN], "Operations": operations })
}
