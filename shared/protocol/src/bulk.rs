//! Bulk requests (RFC 7644 §3.7): many operations in one message, of which one may refer to what another one makes.
//!
//! A request is [read](BulkRequest::parse), [put in order](order()), and each operation is [resolved](Task::resolved) when
//! its turn comes: then what it refers to [is there](Made), or cannot be. How an operation is carried out is the
//! caller's affair.
//!
//! Beside the RFC it understands a PATCH whose `data` is a whole PatchOp message. The RFC's own example (§3.7.3) has the
//! bare list of its operations there, but its §3.7 says that `data` is what the single request has as its body.

mod order;
mod references;
mod request;
mod response;
#[cfg(test)]
mod tests;

pub use order::{Turn, order};
pub use references::{Made, Outcome, Unresolved};
pub use request::{BulkRequest, Id, Operation, Path, Resolved, Task};
pub use response::{Entry, into_json};

/// `schemas` value of a bulk request (RFC 7644 §3.7).
pub const BULK_REQUEST_URN: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
/// `schemas` value of the answer to one.
pub const BULK_RESPONSE_URN: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

/// Most operations in one request.
pub const MAX_OPERATIONS: usize = 1_000;

/// Most bytes of one request: 1 MiB.
pub const MAX_PAYLOAD: usize = 1_048_576;
