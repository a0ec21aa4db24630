//! Merging attributes into one item, without reading it.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::{Item, Table};
use crate::store::error::StoreError;
use crate::store::keys::PrimaryKey;

/// Attributes for an item, which is made if there is none. Its other attributes stay as they are.
#[derive(Debug, Clone)]
pub(in crate::store) struct Merge {
    pub(in crate::store) key: PrimaryKey,
    /// They replace those that are there. One at least.
    pub(in crate::store) set: Item,
    /// They stay as they are if they are there.
    pub(in crate::store) first: Item,
    /// A number that is added to; an absent one counts as 0.
    pub(in crate::store) add: Option<(&'static str, u64)>,
}

impl Merge {
    /// The item that it makes where there is none.
    #[cfg(test)]
    pub(in crate::store) fn into_item(self) -> Item {
        let mut item = HashMap::from(self.key.into_attributes());
        item.extend(self.set);
        item.extend(self.first);
        item.extend(self.add.map(|(name, by)| (name.to_owned(), AttributeValue::N(by.to_string()))));
        item
    }
}

impl Table {
    /// Merges attributes into an item. An addition whose answer got lost may be made twice.
    pub(in crate::store) async fn merge(
        &self,
        operation: &'static str,
        merge: Merge,
    ) -> Result<(), StoreError> {
        let mut request = self.client.update_item();
        let mut clauses = Vec::new();
        let replaced = merge.set.into_iter().map(|pair| (pair, false));
        let kept = merge.first.into_iter().map(|pair| (pair, true));
        for (at, ((name, value), is_kept)) in replaced.chain(kept).enumerate() {
            let value_of = if is_kept { format!("if_not_exists(#a{at}, :a{at})") } else { format!(":a{at}") };
            clauses.push(format!("#a{at} = {value_of}"));
            request = request
                .expression_attribute_names(format!("#a{at}"), name)
                .expression_attribute_values(format!(":a{at}"), value);
        }
        let mut expression = format!("SET {}", clauses.join(", "));
        if let Some((name, by)) = merge.add {
            expression += " ADD #number :by";
            request = request
                .expression_attribute_names("#number", name)
                .expression_attribute_values(":by", AttributeValue::N(by.to_string()));
        }
        let request =
            request.set_key(Some(HashMap::from(merge.key.into_attributes()))).update_expression(expression);
        self.update(operation, request).await
    }
}
