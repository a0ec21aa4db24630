//! Reading a part of one partition, in the order of its sort keys.

use aws_sdk_dynamodb::types::AttributeValue;

use super::{Item, TOTAL, Table};
use crate::store::error::StoreError;
use crate::store::keys::{self, PK, SK};
use crate::store::meter;

/// An index that a query reads, or the table itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Index {
    /// Name of the index, which is milliseconds behind. `None`: the table, which is read as it is now.
    name: Option<&'static str>,
    pk: &'static str,
    sk: &'static str,
}

impl Index {
    pub(in crate::store) const TABLE: Self = Self { name: None, pk: PK, sk: SK };
    pub(in crate::store) const BY_TENANT: Self =
        Self { name: Some(keys::BY_TENANT), pk: keys::TENANT_PK, sk: keys::TENANT_SK };
    pub(in crate::store) const PURGE_DUE: Self =
        Self { name: Some(keys::PURGE_DUE), pk: keys::PURGE_PK, sk: keys::PURGE_SK };
    pub(in crate::store) const EFFECT_DUE: Self =
        Self { name: Some(keys::EFFECT_DUE), pk: keys::EFFECT_PK, sk: keys::EFFECT_SK };
}

/// What a query reads: items of one partition, in the order of their sort keys.
#[derive(Debug, Clone)]
pub(in crate::store) struct Query {
    pub(in crate::store) index: Index,
    pub(in crate::store) partition: String,
    pub(in crate::store) sort_keys: SortKeys,
    /// All of them hold for the items of the answer.
    pub(in crate::store) filters: Vec<Filter>,
}

/// Which sort keys of the partition are read. Bounds of `After` and `Before` are not among them, those of `Between`
/// are.
#[derive(Debug, Clone)]
pub(in crate::store) enum SortKeys {
    All,
    After(String),
    Before(String),
    Between(String, String),
    StartingWith(&'static str),
}

impl SortKeys {
    fn condition(&self) -> &'static str {
        match self {
            Self::All => "#pk = :pk",
            Self::After(_) => "#pk = :pk AND #sk > :sk",
            Self::Before(_) => "#pk = :pk AND #sk < :sk",
            Self::Between(..) => "#pk = :pk AND #sk BETWEEN :sk AND :until",
            Self::StartingWith(_) => "#pk = :pk AND begins_with(#sk, :sk)",
        }
    }

    fn bound(&self) -> Option<String> {
        match self {
            Self::All => None,
            Self::After(text) | Self::Before(text) | Self::Between(text, _) => Some(text.clone()),
            Self::StartingWith(text) => Some((*text).to_owned()),
        }
    }
}

/// A filter of the items of an answer. Items that it leaves out are read and paid for all the same.
#[derive(Debug, Clone)]
pub(in crate::store) enum Filter {
    /// The attribute is `true`.
    True(&'static str),
    /// The attribute is a text before this one.
    Before(&'static str, String),
    /// The attribute is there.
    Present(&'static str),
}

impl Filter {
    fn condition(&self, at: usize) -> String {
        match self {
            Self::True(_) => format!("#filter{at} = :filter{at}"),
            Self::Before(..) => format!("#filter{at} < :filter{at}"),
            Self::Present(_) => format!("attribute_exists(#filter{at})"),
        }
    }

    fn name_and_value(&self) -> (&'static str, Option<AttributeValue>) {
        match self {
            Self::True(name) => (name, Some(AttributeValue::Bool(true))),
            Self::Before(name, text) => (name, Some(AttributeValue::S(text.clone()))),
            Self::Present(name) => (name, None),
        }
    }
}

/// From which end the sort keys are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Direction {
    Forward,
    Backward,
}

/// A part of the answer to a query: up to 1 MB of items, counted before they are filtered.
#[derive(Debug)]
pub(in crate::store) struct Page {
    pub(in crate::store) items: Vec<Item>,
    /// The key after which the next page begins; `None`: this was the last page.
    pub(in crate::store) next: Option<Item>,
}

impl Table {
    /// Reads a page of what a query asks for, from [`Page::next`] of the page before on. `limit` counts items before they are
    /// filtered. [`Self::pages`] reads on.
    pub(in crate::store) async fn query(
        &self,
        operation: &'static str,
        query: &Query,
        direction: Direction,
        limit: Option<usize>,
        from: Option<Item>,
    ) -> Result<Page, StoreError> {
        let mut request = self
            .client
            .query()
            .table_name(&self.name)
            .set_index_name(query.index.name.map(str::to_owned))
            .set_consistent_read(query.index.name.is_none().then_some(true))
            .set_limit(limit.and_then(|limit| i32::try_from(limit).ok()))
            .set_exclusive_start_key(from)
            .set_scan_index_forward((direction == Direction::Backward).then_some(false))
            .return_consumed_capacity(TOTAL)
            .key_condition_expression(query.sort_keys.condition())
            .expression_attribute_names("#pk", query.index.pk)
            .expression_attribute_values(":pk", AttributeValue::S(query.partition.clone()));
        if let Some(bound) = query.sort_keys.bound() {
            request = request
                .expression_attribute_names("#sk", query.index.sk)
                .expression_attribute_values(":sk", AttributeValue::S(bound));
        }
        if let SortKeys::Between(_, until) = &query.sort_keys {
            request = request.expression_attribute_values(":until", AttributeValue::S(until.to_owned()));
        }
        for (at, filter) in query.filters.iter().enumerate() {
            let (name, value) = filter.name_and_value();
            request = request.expression_attribute_names(format!("#filter{at}"), name);
            if let Some(value) = value {
                request = request.expression_attribute_values(format!(":filter{at}"), value);
            }
        }
        let conditions: Vec<String> =
            query.filters.iter().enumerate().map(|(at, filter)| filter.condition(at)).collect();
        if !conditions.is_empty() {
            request = request.filter_expression(conditions.join(" AND "));
        }
        match request.send().await {
            Ok(output) => {
                meter::fetched(output.consumed_capacity());
                Ok(Page { items: output.items.unwrap_or_default(), next: output.last_evaluated_key })
            }
            Err(error) => {
                meter::failed();
                Err(StoreError::of(operation, error))
            }
        }
    }
}
