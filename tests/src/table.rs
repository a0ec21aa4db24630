//! The table as it is, read behind the system's back. The only part of the harness that needs DynamoDB itself.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::{
    AttributeValue, BillingMode, DeleteRequest, GlobalSecondaryIndex, GlobalSecondaryIndexDescription,
    PutRequest, WriteRequest,
};
use serde_json::Value;

use crate::consistency::StoredUser;
use crate::groups::StoredGroup;

/// An item as DynamoDB has it.
pub type Item = std::collections::HashMap<String, AttributeValue>;

/// A table at an endpoint.
#[derive(Debug, Clone)]
pub struct Table {
    client: Client,
    name: String,
}

impl Table {
    /// The table of that name at an endpoint, with the region and the credentials of the environment if it has any; a
    /// local engine takes whatever it is given.
    #[must_use]
    pub fn at(endpoint: &str, name: &str) -> Self {
        let setting = |name: &str, otherwise: &str| env::var(name).unwrap_or_else(|_| otherwise.to_owned());
        let (key, secret) = (setting("AWS_ACCESS_KEY_ID", "key"), setting("AWS_SECRET_ACCESS_KEY", "secret"));
        let config = aws_sdk_dynamodb::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(setting("AWS_REGION", "eu-central-1")))
            .credentials_provider(Credentials::new(key, secret, None, None, "tests"))
            .endpoint_url(endpoint)
            .build();
        Self { client: Client::from_conf(config), name: name.to_owned() }
    }

    /// Client and name, for the store's own functions.
    #[must_use]
    pub fn parts(&self) -> (Client, String) {
        (self.client.clone(), self.name.clone())
    }

    /// Another table with the same keys and indexes and the same items: what a restore of this moment makes.
    ///
    /// # Panics
    /// When there is a table of that name.
    pub async fn restored_as(&self, name: &str) -> Self {
        let described = self.client.describe_table().table_name(&self.name).send().await.expect("the table");
        let described = described.table.expect("a description");
        let index = |index: &GlobalSecondaryIndexDescription| {
            GlobalSecondaryIndex::builder()
                .set_index_name(index.index_name.clone())
                .set_key_schema(index.key_schema.clone())
                .set_projection(index.projection.clone())
                .build()
                .expect("an index")
        };
        let made = self
            .client
            .create_table()
            .table_name(name)
            .set_key_schema(described.key_schema.clone())
            .set_attribute_definitions(described.attribute_definitions.clone())
            .set_global_secondary_indexes(Some(
                described.global_secondary_indexes().iter().map(index).collect(),
            ))
            .billing_mode(BillingMode::PayPerRequest);
        made.send().await.expect("a new table");
        let restored = Self { client: self.client.clone(), name: name.to_owned() };
        restored.write(self.items().await).await;
        restored
    }

    /// Every item, by a consistent scan.
    pub async fn snapshot(&self) -> Snapshot {
        let mut items = BTreeMap::new();
        for item in self.items().await {
            let item: Value = serde_dynamo::from_item(item).expect("an item as JSON");
            let key = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
            items.insert((key("pk"), key("sk")), item);
        }
        Snapshot { items }
    }

    /// Every item with its types.
    pub async fn items(&self) -> Vec<Item> {
        let pages = self.client.scan().table_name(&self.name).consistent_read(true).into_paginator().items();
        pages.send().collect::<Result<_, _>>().await.expect("a scan")
    }

    /// Writes items as they are, twenty-five at a time.
    pub async fn write(&self, items: Vec<Item>) {
        let put = |item| {
            WriteRequest::builder()
                .put_request(PutRequest::builder().set_item(Some(item)).build().expect("an item"))
        };
        self.batches(items.into_iter().map(|item| put(item).build()).collect()).await;
    }

    /// Takes these items away.
    pub async fn delete(&self, items: &[Item]) {
        let key = |item: &Item, name: &str| item.get(name).and_then(|key| key.as_s().ok()).cloned();
        let keys = items.iter().filter_map(|item| Some((key(item, "pk")?, key(item, "sk")?)));
        self.delete_keys(keys.collect()).await;
    }

    /// Takes the items with these keys away.
    pub(crate) async fn delete_keys(&self, keys: Vec<(String, String)>) {
        let delete = |(pk, sk)| {
            let key =
                DeleteRequest::builder().key("pk", AttributeValue::S(pk)).key("sk", AttributeValue::S(sk));
            WriteRequest::builder().delete_request(key.build().expect("a key")).build()
        };
        self.batches(keys.into_iter().map(delete).collect()).await;
    }

    async fn batches(&self, requests: Vec<WriteRequest>) {
        for batch in requests.chunks(25) {
            let sent = self.client.batch_write_item().request_items(&self.name, batch.to_vec()).send();
            let unprocessed = sent.await.expect("a batch").unprocessed_items.unwrap_or_default();
            assert!(unprocessed.is_empty(), "a local engine takes the whole batch");
        }
    }
}

/// All items of a table, by key.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    items: BTreeMap<(String, String), Value>,
}

impl Snapshot {
    /// All items with their keys.
    pub fn items(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        self.items.iter().map(|((pk, sk), item)| (pk.as_str(), sk.as_str(), item))
    }

    /// What is left of it without the items of other tenants.
    #[must_use]
    pub(crate) fn of_tenants(mut self, which: impl Fn(&str) -> bool) -> Self {
        self.items.retain(|(pk, _), item| {
            let by_key = pk.strip_prefix("T#").and_then(|rest| rest.split('#').next());
            by_key.or_else(|| item["tenant"].as_str()).is_some_and(&which)
        });
        self
    }

    /// Is nobody owed a mail, every version of every account in its history, all that was announced in the feed,
    /// everybody reviewed by the access rules as they are, and each tenant looked at for notices?
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let recorded = |user: &StoredUser<'_>| {
            let partition = format!("T#{}#U#{}", user.tenant, user.id);
            (1..=user.version).all(|version| self.get(&partition, &format!("H#{version:010}")).is_some())
        };
        let is_there = |tenant: &str, group: &Value| {
            let partition = format!("{tenant}#G#{}", group.as_str().unwrap_or_default());
            // A deleted group is in no list.
            self.get(&partition, "GROUP").is_some_and(|group| !group["tenantPk"].is_null())
        };
        let applied = |tenant: &str, access: &Value| {
            let rules = access["rules"].as_array().into_iter().flatten();
            access["run"].is_null() && rules.map(|rule| &rule["group"]).all(|group| is_there(tenant, group))
        };
        let is_looked_at = |pk: &str| {
            let notices = self.get(&format!("{pk}#W"), "NOTICES");
            // The first look is taken as soon as there is a tenant.
            notices.is_some_and(|notices| notices["owedFrom"].is_null() && notices["revision"] != 1)
        };
        let is_told = |pk: &str, sk: &str, item: &Value| match sk {
            "GROUP" => !StoredGroup::read(pk, item).is_unrecorded(),
            "TOMBSTONE" => item["effectPk"].is_null(),
            _ => true,
        };
        let is_done = |user: &StoredUser<'_>| {
            !user.is_owed()
                && user.access_due().is_none()
                && user.first_unrecorded().is_none()
                && recorded(user)
        };
        self.users().iter().all(is_done)
            && self.items().all(|(pk, sk, item)| is_told(pk, sk, item))
            && self.items().filter(|(_, sk, _)| *sk == "ACCESS").all(|(pk, _, access)| applied(pk, access))
            && self.items().filter(|(_, sk, _)| *sk == "TENANT").all(|(pk, ..)| is_looked_at(pk))
    }

    /// The item with that key.
    #[must_use]
    pub fn get(&self, pk: &str, sk: &str) -> Option<&Value> {
        self.items.get(&(pk.to_owned(), sk.to_owned()))
    }

    /// Does a text occur in any key or item, whatever its case?
    #[must_use]
    pub fn mentions(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.items().any(|(pk, sk, item)| format!("{pk} {sk} {item}").to_lowercase().contains(&text))
    }

    /// What is different in `after`, one line an item; empty where nothing is. What is noted of a directory's requests
    /// for an administrator to see is left out: no request is about it.
    #[must_use]
    pub fn difference(&self, after: &Self) -> String {
        let mut said = String::new();
        let is_note = |(pk, _): &(String, String)| pk.ends_with("#C") && pk.matches('#').count() == 2;
        for (key, item) in self.items.iter().filter(|(key, _)| !is_note(key)) {
            match after.items.get(key) {
                None => writeln!(said, "- {} {}", key.0, key.1),
                Some(now) if now != item => writeln!(said, "~ {} {}\n  {item}\n  {now}", key.0, key.1),
                Some(_) => Ok(()),
            }
            .expect("a String takes everything");
        }
        for (key, item) in
            after.items.iter().filter(|(key, _)| !is_note(key) && !self.items.contains_key(key))
        {
            writeln!(said, "+ {} {}\n  {item}", key.0, key.1).expect("a String takes everything");
        }
        said
    }
}
