//! The `rollcall` command, and the local system as it is reached from outside.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod clock;
mod command;
mod doctor;
mod local;
mod process;
mod readme;
mod table;
mod tenant;
mod token;
mod user;
