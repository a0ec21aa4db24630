//! The local table is the one that `infra/template.yaml` defines.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_dynamodb::types::{AttributeDefinition, KeySchemaElement, Projection};
use rollcall_local::{Ready, table};
use serde_json::{Value, json};

use crate::local::start;

pub(crate) fn dynamodb(ready: &Ready) -> Client {
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::from_static("local"))
        .credentials_provider(Credentials::new("local", "local", None, None, "test"))
        .endpoint_url(&ready.dynamodb_url);
    Client::from_conf(config.build())
}

fn keys(schema: &[KeySchemaElement]) -> Value {
    let key = |key: &KeySchemaElement| json!({"AttributeName": key.attribute_name, "KeyType": key.key_type.as_str()});
    schema.iter().map(key).collect()
}

fn attributes(definitions: &[AttributeDefinition]) -> BTreeMap<&str, &str> {
    definitions.iter().map(|one| (one.attribute_name.as_str(), one.attribute_type.as_str())).collect()
}

fn projection(projection: Option<&Projection>) -> &str {
    projection.and_then(|projection| projection.projection_type.as_ref()).unwrap().as_str()
}

#[tokio::test]
async fn the_local_table_is_the_one_in_the_template() {
    let local = start().await;
    let client = dynamodb(&local.ready);
    let name = &local.ready.table_name;
    let made = client.describe_table().table_name(name).send().await.unwrap().table.unwrap();
    let ttl = client.describe_time_to_live().table_name(name).send().await.unwrap();
    let ttl = ttl.time_to_live_description.unwrap();
    let defined = Value::Object(table::definition().unwrap());

    assert_eq!(keys(made.key_schema()), defined["KeySchema"]);
    let named: BTreeMap<_, _> = defined["AttributeDefinitions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["AttributeName"].as_str().unwrap(), one["AttributeType"].as_str().unwrap()))
        .collect();
    assert_eq!(attributes(made.attribute_definitions()), named);
    let indexes: Value = made
        .global_secondary_indexes()
        .iter()
        .map(|index| {
            json!({
                "IndexName": index.index_name,
                "KeySchema": keys(index.key_schema()),
                "Projection": {"ProjectionType": projection(index.projection.as_ref())},
            })
        })
        .collect();
    assert_eq!(indexes, defined["GlobalSecondaryIndexes"]);
    assert_eq!(indexes.as_array().unwrap().len(), 3);
    let billing = made.billing_mode_summary().unwrap().billing_mode().unwrap();
    assert_eq!(billing.as_str(), defined["BillingMode"]);
    let stream = made.stream_specification().unwrap();
    assert!(stream.stream_enabled);
    assert_eq!(stream.stream_view_type().unwrap().as_str(), defined["StreamSpecification"]["StreamViewType"]);
    assert_eq!(
        ttl.attribute_name.unwrap(),
        defined["TimeToLiveSpecification"]["AttributeName"].as_str().unwrap()
    );
    assert_eq!(ttl.time_to_live_status.unwrap().as_str(), "ENABLED");
}
