//! The embedded DynamoDB engine. Its data is a file, and it listens on a port of its own for any DynamoDB client.

use std::path::Path;
use std::{fs, io};

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_dynamodb::config::BehaviorVersion;
use aws_types::SdkConfig;
use aws_types::region::Region;
use dynoxide::Database;
use rollcall::store::{self, Store};
use rusqlite::Connection;
use serde_json::{Map, Value};

use super::clock::MovableClock;
use super::direct;
use super::error::StartError;
use super::table::{self, TABLE_NAME};
use super::upkeep::Upkeep;

/// The address that the client is given when it reaches the engine without a socket.
const IN_PROCESS: &str = "http://in-process";

/// Region and credentials of DynamoDB clients of the engine, which wants some and checks none.
pub const LOCAL: &str = "local";

/// The engine with its file, and the upkeep of that file.
pub(super) struct Engine {
    pub(super) database: Database,
    pub(super) upkeep: Upkeep,
}

impl Engine {
    /// Opens a file and makes the table in it, each if it is not there.
    pub(super) fn open(
        path: &Path,
        definition: &Map<String, Value>,
        clock: MovableClock,
    ) -> Result<Self, StartError> {
        examine(path)?;
        let database = Database::new(&path.to_string_lossy()).map_err(StartError::engine)?;
        let upkeep = Upkeep::of(path, clock)?;
        table::create(&database, definition)?;
        Ok(Self { database, upkeep })
    }
}

/// Whether a file that is there can be used. The engine itself would fail later, or by SQLite's words alone.
fn examine(path: &Path) -> Result<(), StartError> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        // SQLite takes an empty file for a new one: all data would be gone without a word.
        Ok(file) if file.is_file() && file.len() > 0 => {}
        _ => return Err(StartError::lost_data(path)),
    }
    let verdict = Connection::open(path)
        .and_then(|sql| sql.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)));
    match verdict.as_deref() {
        Ok("ok") => Ok(()),
        found => {
            tracing::debug!(?found, "the engine's file");
            Err(StartError::lost_data(path))
        }
    }
}

/// The table, by the same client as in a function. `url` is where the client sends its requests; `None`: to the engine
/// in this process.
pub(super) fn store_of(database: Database, url: Option<String>) -> Store {
    let mut settings = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::from_static(LOCAL))
        .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
            LOCAL, LOCAL, None, None, LOCAL,
        )));
    if url.is_none() {
        settings.set_http_client(Some(direct::client(database)));
    }
    let url = url.unwrap_or_else(|| IN_PROCESS.to_owned());
    Store::new(store::client(&settings.build(), Some(url)), TABLE_NAME)
}
