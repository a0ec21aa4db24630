//! The few DynamoDB operations in use. Each is metered and its failures are told apart here, so that nothing above
//! has to do with the SDK's types for either.
//!
//! - `single`: reads or writes one item.
//! - `merge`: merges attributes into one item.
//! - `batch`: reads or writes many, in few calls.
//! - `transaction`: writes several, all or none.
//! - `query`: reads a part of one partition, in order; `pages`: all its pages as one stream.
//! - `scan`: reads the whole table, part after part.
//! - `condition`: what must hold for a write to happen.

mod batch;
mod condition;
mod merge;
mod pages;
mod query;
mod scan;
mod single;
mod transaction;

pub(super) use condition::Condition;
pub(super) use merge::Merge;
pub(super) use query::{Direction, Filter, Index, Page, Query, SortKeys};
pub(super) use scan::{Asked, Scan, Seen};
pub(super) use single::Addition;
pub(super) use transaction::{Lines, Write};

use std::collections::HashMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};

/// An item as DynamoDB gives and takes it.
pub(super) type Item = HashMap<String, AttributeValue>;

/// Every operation asks what it costs, for [`super::meter`].
const TOTAL: ReturnConsumedCapacity = ReturnConsumedCapacity::Total;

/// The table, and the client that reaches it.
#[derive(Debug, Clone)]
pub(super) struct Table {
    client: Client,
    name: String,
}

impl Table {
    pub(super) const fn new(client: Client, name: String) -> Self {
        Self { client, name }
    }
}
