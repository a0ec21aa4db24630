//! Reading the whole table, part after part: the only way to all that a tenant has, or to all of a kind that all tenants have,
//! as no index holds every kind of item.
//!
//! A page is a megabyte of whatever is there, of which DynamoDB gives the items that are asked for. So most pages of a large
//! table are empty, and each costs what it looked at.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::scan::builders::ScanFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use rollcall_rules::tenant::TenantId;

use super::{Item, TOTAL, Table};
use crate::store::error::StoreError;
use crate::store::item::{ANSWER, TENANT_ID};
use crate::store::keys::{self, PK, PrimaryKey, SK};
use crate::store::meter;

/// One of the parts of the table that are looked through side by side, and whose items are asked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Scan<'a> {
    pub(in crate::store) tenant: &'a TenantId,
    pub(in crate::store) part: u8,
    pub(in crate::store) parts: u8,
    pub(in crate::store) asked: Asked,
}

/// What is asked for of each item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Asked {
    /// Its key, and of requests of the operator's what was answered to them.
    Keys,
    /// All of it.
    Whole,
}

/// What a look at a page found.
#[derive(Debug)]
pub(in crate::store) struct Seen {
    /// The tenant's items, and requests of the operator's, with as much of each as was asked for.
    pub(in crate::store) items: Vec<Item>,
    /// The key after which the part goes on; `None`: it is through.
    pub(in crate::store) next: Option<PrimaryKey>,
}

impl Table {
    /// The next page of a part, as it is now: what is the tenant's by its key, or by the attribute that links have;
    /// and the requests of the operator's, whichever tenant they are about.
    pub(in crate::store) async fn scan(
        &self,
        operation: &'static str,
        scan: Scan<'_>,
        after: Option<PrimaryKey>,
    ) -> Result<Seen, StoreError> {
        const BELONGING: &str = "#pk = :own OR begins_with(#pk, :below) OR begins_with(#pk, :asked) \
                                 OR (begins_with(#pk, :links) AND #tenant = :tenant)";
        let own = keys::tenant_partition(scan.tenant);
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let mut request = self
            .client
            .scan()
            .table_name(&self.name)
            .segment(i32::from(scan.part))
            .total_segments(i32::from(scan.parts))
            .consistent_read(true)
            .filter_expression(BELONGING)
            .expression_attribute_names("#pk", PK)
            .expression_attribute_names("#tenant", TENANT_ID)
            .expression_attribute_values(":below", text(&format!("{own}#")))
            .expression_attribute_values(":own", AttributeValue::S(own))
            .expression_attribute_values(":asked", text(keys::OPERATOR_REQUESTS))
            .expression_attribute_values(":links", text(keys::LINKS))
            .expression_attribute_values(":tenant", text(scan.tenant.as_str()))
            .set_exclusive_start_key(after.map(|key| HashMap::from(key.into_attributes())))
            .return_consumed_capacity(TOTAL);
        if scan.asked == Asked::Keys {
            request = request
                .projection_expression("#pk, #sk, #answer")
                .expression_attribute_names("#sk", SK)
                .expression_attribute_names("#answer", ANSWER);
        }
        seen(operation, request).await
    }

    /// The next page of a part, as it is now, of all tenants: the items that have one of these sort keys, with these
    /// attributes of each besides its key.
    pub(in crate::store) async fn scan_all(
        &self,
        operation: &'static str,
        (part, parts): (u8, u8),
        sort_keys: &[&str],
        attributes: &[&str],
        after: Option<PrimaryKey>,
    ) -> Result<Seen, StoreError> {
        let mut request = self
            .client
            .scan()
            .table_name(&self.name)
            .segment(i32::from(part))
            .total_segments(i32::from(parts))
            .consistent_read(true)
            .expression_attribute_names("#pk", PK)
            .expression_attribute_names("#sk", SK)
            .set_exclusive_start_key(after.map(|key| HashMap::from(key.into_attributes())))
            .return_consumed_capacity(TOTAL);
        let (mut asked, mut projected) = (Vec::new(), vec!["#pk".to_owned(), "#sk".to_owned()]);
        for (number, sort_key) in sort_keys.iter().enumerate() {
            let name = format!(":sk{number}");
            request = request.expression_attribute_values(&name, AttributeValue::S((*sort_key).to_owned()));
            asked.push(name);
        }
        for (number, attribute) in attributes.iter().enumerate() {
            let name = format!("#a{number}");
            request = request.expression_attribute_names(&name, *attribute);
            projected.push(name);
        }
        let request = request
            .filter_expression(format!("#sk IN ({})", asked.join(", ")))
            .projection_expression(projected.join(", "));
        seen(operation, request).await
    }
}

async fn seen(operation: &'static str, request: ScanFluentBuilder) -> Result<Seen, StoreError> {
    match request.send().await {
        Ok(output) => {
            meter::fetched(output.consumed_capacity());
            let next = output.last_evaluated_key.as_ref().and_then(PrimaryKey::of);
            Ok(Seen { items: output.items.unwrap_or_default(), next })
        }
        Err(error) => {
            meter::failed();
            Err(StoreError::of(operation, error))
        }
    }
}
