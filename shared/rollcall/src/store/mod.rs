//! The table. The only module that spells a key, knows an item's attributes or calls DynamoDB.
//!
//! - [`keys`]: every key and index key.
//! - `item`: how each kind of item stands in the table, a module a kind. `forms/` pins that by tests, and holds items of
//!   earlier versions, which must be read for ever.
//! - `table`: the few SDK operations in use, each metered ([`meter`]) and its failures told apart ([`error`]).
//! - `tenants`, `users`, [`listing`], [`counts`], [`bookmarks`]: what is read and written, one module per kind of item.
//! - `commit`: the one way an account is written; `change`: the same, again after a lost race ([`Store::change_user`]).
//! - `sign_in`: what decides whether somebody may sign in.
//! - `trace`: what became of somebody. `waves`: what happened to many people at once, and taking it back.
//! - [`Sealed`]: what is read in one call with the record by which the caller is checked.
//! - `contact`: when a directory was last heard of, and what it was refused.
//! - [`groups`]: groups, and who is in them.
//! - `access`: roles and access rules.
//! - `entities`, [`activity`], [`lines`], `periods`: a tenant's entities, what happened there, what is billed.
//! - `portal`: what opens the portal, and its sessions.
//! - [`due`], `purge`: what is due, and how an account is deleted. [`history`]: who changed what. [`feed`]: all that was
//!   announced.
//! - `departures`: tenants that leave, and all that they have; `kinds`: of which kinds that is. `moves`: tenants that
//!   move to another table. `restore`: a table that was restored from another.
//! - `mails`: how many a tenant causes in an hour.
//! - `assertions`: those of OAuth clients, each of which is good once.
//! - `notices`: a tenant's administrators, and what they are told.
//! - `checks`: the check of a tenant's connection, and its report.
//! - `operator`: the operator's own tokens.
//! - `webhooks`: the operator's webhooks, and what is sent to them.
//! - `requests`: those that were sent with a key of the caller's own.
//! - [`image`]: accounts in records of the table's stream.
//!
//! It decides nothing about the lifecycle: it is given accounts as the rules of [`rollcall_rules`] left them, and
//! writes them only if nobody else did since they were read.

mod access;
pub mod activity;
mod assertions;
pub mod bookmarks;
mod change;
mod checks;
mod client;
mod commit;
mod contact;
pub mod counts;
mod departures;
pub mod due;
mod entities;
pub mod error;
pub mod feed;
#[cfg(test)]
mod forms;
pub mod groups;
mod happenings;
pub mod history;
pub mod image;
mod item;
pub mod keys;
mod kinds;
mod lean;
pub mod lines;
mod links;
pub mod listing;
mod mails;
pub mod meter;
mod moves;
mod notices;
mod operator;
mod periods;
mod portal;
mod purge;
mod requests;
mod restore;
mod sealed;
mod sign_in;
mod table;
mod tenants;
mod trace;
mod users;
mod waves;
mod webhooks;

pub use activity::{Happening, Place, Tally};
pub use bookmarks::Bookmark;
pub use change::{Along, Decision};
pub use client::{client, from_env};
pub use commit::Change;
pub use counts::Census;
pub use departures::{Departing, Pace};
pub use due::{Due, DueKind};
pub use entities::{EntityNotDeleted, EntityUse};
pub use error::StoreError;
pub use feed::{FeedEvent, FeedPage, Forgotten};
pub use groups::{GroupDue, GroupError, GroupWith, Writing};
pub use happenings::{Happenings, Span};
pub use history::Recorded;
pub use kinds::moving as moving_kinds;
pub use lines::LinePlace;
pub use moves::{Content, MovedItem};
pub use notices::NoticesDue;
pub use periods::PeriodSum;
pub use purge::DueUser;
pub use sealed::Sealed;
pub use sign_in::Known;
pub use trace::{Trace, TraceBegun};
pub use waves::{Standing, Undoing, Undone};
pub use webhooks::{Deliveries, WebhookDue};

use aws_sdk_dynamodb::Client;

use table::Table;

/// The table, ready to be used. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    table: Table,
}

impl Store {
    /// The table of that name, reached by that client (made by [`client`], for its time limits).
    #[must_use]
    pub fn new(client: Client, table_name: impl Into<String>) -> Self {
        Self { table: Table::new(client, table_name.into()) }
    }
}
