//! The Group resource (RFC 7643 §4.2): what a directory sends ([`GroupInput`], [`GroupPatch`]) and what it gets back
//! ([`GroupView`]).
//!
//! A group can have more members than are worth reading for a change of one. So a PATCH is read without them: it comes
//! down to who joins and who leaves ([`MembersPatch`]), whatever the list is that it is applied to.

mod input;
mod members;
mod patch;
#[cfg(test)]
mod tests;
mod view;

pub use input::{GroupInput, Members};
pub use members::MemberIds;
pub use patch::{ExternalIdPatch, GroupPatch, MAX_OPERATIONS, MembersPatch};
pub use view::{GroupView, MAX_DETAILED};
