//! The table of the local system, made from the very resource that CloudFormation makes it from, so that the two
//! cannot differ.

use dynoxide::Database;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::StartError;

/// Name of the table.
pub const TABLE_NAME: &str = "rollcall";

const TEMPLATE: &str = include_str!("../../infra/template.yaml");

/// The properties that CloudFormation and `CreateTable` spell alike. What is left out (backups, encryption, deletion
/// protection) has no meaning on one machine.
const SHARED: [&str; 4] = ["KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode"];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Template {
    resources: Resources,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Resources {
    table: Resource,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Resource {
    properties: Map<String, Value>,
}

/// What `infra/template.yaml` says of the table: the properties of its resource, as they stand there.
///
/// # Errors
///
/// [`StartError::Template`] if there is no such resource.
pub fn definition() -> Result<Map<String, Value>, StartError> {
    let template: Template =
        serde_saphyr::from_str(TEMPLATE).map_err(|error| StartError::Template(error.to_string()))?;
    Ok(template.resources.table.properties)
}

/// Makes the table unless it is there.
pub(super) fn create(database: &Database, definition: &Map<String, Value>) -> Result<(), StartError> {
    let there = database.get_table_metadata(TABLE_NAME).map_err(StartError::engine)?;
    if there.is_none() {
        database.create_table(request(definition)?).map_err(StartError::engine)?;
    }
    // Apart from creating it, as in the API; asked for again where a first start was cut off in between.
    if there.is_none_or(|table| !table.ttl_enabled) {
        let ttl = json!({
            "TableName": TABLE_NAME,
            "TimeToLiveSpecification": definition.get("TimeToLiveSpecification"),
        });
        database.update_time_to_live(read(ttl)?).map_err(StartError::engine)?;
    }
    Ok(())
}

fn request<T: for<'de> Deserialize<'de>>(definition: &Map<String, Value>) -> Result<T, StartError> {
    let mut request: Map<String, Value> =
        SHARED.into_iter().filter_map(|key| Some((key.to_owned(), definition.get(key)?.clone()))).collect();
    request.insert("TableName".to_owned(), TABLE_NAME.into());
    if let Some(Value::Object(stream)) = definition.get("StreamSpecification") {
        // CloudFormation takes a stream's settings for the wish to have it; the API wants to be told.
        let mut stream = stream.clone();
        stream.insert("StreamEnabled".to_owned(), true.into());
        request.insert("StreamSpecification".to_owned(), stream.into());
    }
    read(request.into())
}

fn read<T: for<'de> Deserialize<'de>>(request: Value) -> Result<T, StartError> {
    serde_json::from_value(request).map_err(|error| StartError::Template(error.to_string()))
}
