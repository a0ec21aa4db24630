//! The table of the local system. It is made from the resource in `infra/template.yaml` from which CloudFormation makes
//! the table in AWS, so that the two cannot differ.

use dynoxide::Database;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::error::StartError;

/// Name of the table in the engine.
pub const TABLE_NAME: &str = "rollcall";

const TEMPLATE: &str = include_str!("../../infra/template.yaml");

/// The properties that CloudFormation and `CreateTable` spell alike. Backups, encryption and deletion protection are
/// left out, because they have no meaning on one machine.
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

/// The properties of the table's resource, as they stand in `infra/template.yaml`.
///
/// # Errors
///
/// [`StartError::Template`] if the template cannot be read or has no such resource.
pub fn definition() -> Result<Map<String, Value>, StartError> {
    let template: Template =
        serde_saphyr::from_str(TEMPLATE).map_err(|error| StartError::Template(error.to_string()))?;
    Ok(template.resources.table.properties)
}

/// Makes the table and sets its time to live, each unless it is done.
pub(super) fn create(database: &Database, definition: &Map<String, Value>) -> Result<(), StartError> {
    let there = database.get_table_metadata(TABLE_NAME).map_err(StartError::engine)?;
    if there.is_none() {
        database.create_table(request(definition)?).map_err(StartError::engine)?;
    }
    // The API has a call of its own for it. An earlier start may have been broken off before this call.
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
        // In CloudFormation the settings of a stream alone turn it on; the API has a switch for that.
        let mut stream = stream.clone();
        stream.insert("StreamEnabled".to_owned(), true.into());
        request.insert("StreamSpecification".to_owned(), stream.into());
    }
    read(request.into())
}

fn read<T: for<'de> Deserialize<'de>>(request: Value) -> Result<T, StartError> {
    serde_json::from_value(request).map_err(|error| StartError::Template(error.to_string()))
}
