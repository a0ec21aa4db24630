//! Suites that need a system in this process: its clock, its log, faults at will, or ten thousand people.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code fails by panicking"
)]

mod access;
mod assertions;
mod billing;
mod brand;
mod budget;
mod bulk;
mod burst;
mod checks;
mod consents;
mod contact;
mod controls;
mod data_files;
mod deadlines;
mod deletion;
mod departure;
mod durability;
mod events;
mod faults;
mod feed;
mod group_requests;
mod groups;
mod held_mails;
mod histories;
mod idempotency;
mod imports;
mod large_groups;
mod links;
mod logs;
mod mail_limits;
mod model;
mod moves;
mod notices;
mod oauth;
mod operator;
mod outbox;
mod owed_mails;
mod paging;
mod paths;
mod portal;
mod portal_groups;
mod purge_runs;
mod renewal_runs;
mod restore;
mod tokens;
mod trace;
mod webhook_api;
mod webhooks;
