//! Behaviour suites: each module is one thing the system does, told from outside over HTTP.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code fails by panicking"
)]

mod assign;
mod budget;
mod connector_test;
mod deletion;
mod discovery;
mod durability;
mod etags;
mod filters;
mod histories;
mod lifecycle;
mod listing;
mod logs;
mod model;
mod owed_mails;
mod paging;
mod patch;
mod profile;
mod purge_runs;
mod races;
mod refusals;
mod rename;
mod support;
mod tenants;
mod verification;
