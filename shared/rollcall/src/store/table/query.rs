//! Reading a part of one partition, in the order of its sort keys.

use aws_sdk_dynamodb::types::AttributeValue;

use super::{Item, TOTAL, Table};
use crate::store::error::StoreError;
use crate::store::keys::{self, PK, SK};
use crate::store::meter;

/// An order in which items can be read: that of an index, or of the table itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Order {
    /// Name of the index, which is milliseconds behind. `None`: the table, which is read as it is now.
    index: Option<&'static str>,
    pk: &'static str,
    sk: &'static str,
}

impl Order {
    pub(in crate::store) const TABLE: Self = Self { index: None, pk: PK, sk: SK };
    pub(in crate::store) const BY_TENANT: Self =
        Self { index: Some(keys::BY_TENANT), pk: keys::TENANT_PK, sk: keys::TENANT_SK };
    pub(in crate::store) const PURGE_DUE: Self =
        Self { index: Some(keys::PURGE_DUE), pk: keys::PURGE_PK, sk: keys::PURGE_SK };
    pub(in crate::store) const EFFECT_DUE: Self =
        Self { index: Some(keys::EFFECT_DUE), pk: keys::EFFECT_PK, sk: keys::EFFECT_SK };
}

/// The part of one partition that a query reads.
#[derive(Debug, Clone)]
pub(in crate::store) struct Stretch {
    pub(in crate::store) order: Order,
    pub(in crate::store) partition: String,
    pub(in crate::store) range: Range,
    /// Filters, all of which hold for the items of the answer.
    pub(in crate::store) only: Vec<Only>,
}

/// Which sort keys of the partition are read. Bounds of `After` and `Before` are not among them, those of `Between`
/// are.
#[derive(Debug, Clone)]
pub(in crate::store) enum Range {
    All,
    After(String),
    Before(String),
    Between(String, &'static str),
    StartingWith(&'static str),
}

impl Range {
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
pub(in crate::store) enum Only {
    /// The attribute is `true`.
    True(&'static str),
    /// The attribute is a text before this one.
    Before(&'static str, String),
    /// The attribute is there.
    Present(&'static str),
}

impl Only {
    fn condition(&self, at: usize) -> String {
        match self {
            Self::True(_) => format!("#only{at} = :only{at}"),
            Self::Before(..) => format!("#only{at} < :only{at}"),
            Self::Present(_) => format!("attribute_exists(#only{at})"),
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

/// Which end of a stretch comes first.
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
    /// Reads a page of a stretch, from [`Page::next`] of the page before on. `limit` counts items before they are
    /// filtered. [`Self::pages`] reads on.
    pub(in crate::store) async fn query(
        &self,
        operation: &'static str,
        stretch: &Stretch,
        direction: Direction,
        limit: Option<usize>,
        from: Option<Item>,
    ) -> Result<Page, StoreError> {
        let mut request = self
            .client
            .query()
            .table_name(&self.name)
            .set_index_name(stretch.order.index.map(str::to_owned))
            .set_consistent_read(stretch.order.index.is_none().then_some(true))
            .set_limit(limit.and_then(|limit| i32::try_from(limit).ok()))
            .set_exclusive_start_key(from)
            .set_scan_index_forward((direction == Direction::Backward).then_some(false))
            .return_consumed_capacity(TOTAL)
            .key_condition_expression(stretch.range.condition())
            .expression_attribute_names("#pk", stretch.order.pk)
            .expression_attribute_values(":pk", AttributeValue::S(stretch.partition.clone()));
        if let Some(bound) = stretch.range.bound() {
            request = request
                .expression_attribute_names("#sk", stretch.order.sk)
                .expression_attribute_values(":sk", AttributeValue::S(bound));
        }
        if let Range::Between(_, until) = stretch.range {
            request = request.expression_attribute_values(":until", AttributeValue::S(until.to_owned()));
        }
        for (at, only) in stretch.only.iter().enumerate() {
            let (name, value) = only.name_and_value();
            request = request.expression_attribute_names(format!("#only{at}"), name);
            if let Some(value) = value {
                request = request.expression_attribute_values(format!(":only{at}"), value);
            }
        }
        let conditions: Vec<String> =
            stretch.only.iter().enumerate().map(|(at, only)| only.condition(at)).collect();
        if !conditions.is_empty() {
            request = request.filter_expression(conditions.join(" AND "));
        }
        match request.send().await {
            Ok(output) => {
                meter::read(output.consumed_capacity());
                Ok(Page { items: output.items.unwrap_or_default(), next: output.last_evaluated_key })
            }
            Err(error) => {
                meter::failed();
                Err(StoreError::of(operation, error))
            }
        }
    }
}
