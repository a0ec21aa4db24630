//! The `rollcall` command, and the local system as it is reached from outside.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod administrator;
mod clock;
mod command;
mod conform;
mod departure;
mod doctor;
mod events;
mod faults;
mod local;
mod moves;
mod nonsense;
mod oauth_client;
mod operator;
mod output;
mod people;
mod policy;
mod process;
mod readme;
mod server;
mod shell;
mod stack;
mod table;
mod tenant;
mod token;
mod trace;
mod user;
mod version;
mod wave;
mod webhooks;
