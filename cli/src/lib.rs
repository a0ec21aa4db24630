//! The `rollcall` command, as a library so that tests start the local system in their own process.
//!
//! - [`local`]: the whole system in one process.

pub mod local;
