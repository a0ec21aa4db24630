//! Does what DynamoDB does by itself and the embedded engine does not.
//!
//! - It removes expired items, by the clock that can be moved. The engine does so only when called, and by the
//!   machine's clock, so this has a handle of its own on the engine's file.
//! - It removes stream records after 24 hours by that clock, and gives new ones its time.
//! - It keeps the position up to which the outbox has read the stream.
//! - It adds an index to the stream records. For each write the engine looks for the highest sequence number among
//!   them, which would take longer and longer without one.
//!
//! All of this works on the engine's SQLite file by connections of its own, and relies on the tables inside. That is
//! why the version of the engine is pinned.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dynoxide::DynoxideError;
use dynoxide::storage::Storage;
use dynoxide::storage_backend::Clock as EngineClock;
use dynoxide::ttl;
use jiff::SignedDuration;
use rollcall::clock::Clock;
use rusqlite::{Connection, OptionalExtension};
use tokio::runtime::Handle;

use super::clock::MovableClock;
use super::error::StartError;

/// How long AWS keeps the records of a stream.
const STREAM_RETENTION: SignedDuration = SignedDuration::from_hours(24);

/// The longest wait for a write of the engine to end.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Indexes, tables and a trigger that are added to the engine's file. The engine gives a stream record the machine's
/// time; the trigger replaces it by that of the clock that can be moved, unless the two are the same.
const MEND: &str = "
    CREATE INDEX IF NOT EXISTS rollcall_stream_order
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
    CREATE INDEX IF NOT EXISTS rollcall_stream_age ON _stream_records (created_at);
    CREATE TABLE IF NOT EXISTS rollcall_clock (ahead_secs INTEGER NOT NULL);
    DELETE FROM rollcall_clock;
    CREATE TABLE IF NOT EXISTS rollcall_outbox (only INTEGER PRIMARY KEY CHECK (only = 1), position TEXT NOT NULL);
    CREATE TRIGGER IF NOT EXISTS rollcall_stream_time AFTER INSERT ON _stream_records
        WHEN (SELECT ahead_secs FROM rollcall_clock) <> 0 BEGIN
        UPDATE _stream_records SET created_at = unixepoch() + (SELECT ahead_secs FROM rollcall_clock)
            WHERE id = NEW.id;
    END;
";

/// Keeps the engine's file in order. Clones work on one file, one at a time.
#[derive(Clone)]
pub(super) struct Upkeep {
    clock: MovableClock,
    file: Arc<Mutex<EngineFile>>,
}

struct EngineFile {
    sql: Connection,
    /// A handle as the engine has it, but with the clock that can be moved.
    storage: Storage,
}

/// Why the file is not in order. The next upkeep tries again.
#[derive(Debug, thiserror::Error)]
pub(super) enum UpkeepError {
    /// Expired items were not removed.
    #[error("the sweep of expired items failed")]
    Sweep(#[source] Box<DynoxideError>),
    /// The file did not take a statement.
    #[error("the stream could not be kept in order")]
    Stream(#[from] rusqlite::Error),
    /// The upkeep panicked, which is a bug.
    #[error("upkeep was cut off")]
    Panicked(#[from] tokio::task::JoinError),
}

impl Upkeep {
    /// Takes care of a file. The engine must have opened it before.
    pub(super) fn of(path: &Path, clock: MovableClock) -> Result<Self, StartError> {
        let sql = Connection::open(path)?;
        sql.busy_timeout(BUSY_TIMEOUT)?;
        sql.execute_batch(MEND)?;
        sql.execute("INSERT INTO rollcall_clock VALUES (?1)", [clock.ahead().as_secs()])?;
        let storage = Storage::new(&path.to_string_lossy()).map_err(StartError::engine)?;
        let storage = storage.with_clock(Arc::new(clock.clone()));
        Ok(Self { clock, file: Arc::new(Mutex::new(EngineFile { sql, storage })) })
    }

    /// Removes everything that has expired by the clock.
    pub(super) async fn settle(self) -> Result<(), UpkeepError> {
        let work = tokio::task::spawn_blocking(move || {
            self.follow_clock()?;
            self.sweep()?;
            self.trim()
        });
        work.await?
    }

    /// Writes into the file how far the clock is ahead of the machine's, for the trigger.
    fn follow_clock(&self) -> Result<(), UpkeepError> {
        let ahead_secs = self.clock.ahead().as_secs();
        self.file().sql.execute("UPDATE rollcall_clock SET ahead_secs = ?1", [ahead_secs])?;
        Ok(())
    }

    /// Removes the items that have expired.
    fn sweep(&self) -> Result<(), UpkeepError> {
        let sweep = Handle::current().block_on(ttl::sweep_expired_items(&self.file().storage));
        sweep.map_err(|error| UpkeepError::Sweep(Box::new(error)))?;
        Ok(())
    }

    /// Removes old stream records, but not the last one, because the engine counts on from it.
    fn trim(&self) -> Result<(), UpkeepError> {
        let now = self.clock.now();
        let oldest = now.checked_sub(STREAM_RETENTION).unwrap_or(now);
        let old = "DELETE FROM _stream_records WHERE created_at < ?1 \
                   AND id <> (SELECT MAX(id) FROM _stream_records)";
        self.file().sql.execute(old, [oldest.as_second()])?;
        Ok(())
    }

    /// The sequence number that [`Self::keep_position`] wrote last; `None`: it wrote none yet.
    pub(super) fn position(&self) -> Result<Option<String>, StartError> {
        let file = self.file();
        let kept =
            file.sql.query_row("SELECT position FROM rollcall_outbox", [], |row| row.get(0)).optional();
        Ok(kept?)
    }

    /// Writes the sequence number of the last record that was done into the file.
    pub(super) fn keep_position(&self, position: &str) -> Result<(), UpkeepError> {
        self.file().sql.execute("INSERT OR REPLACE INTO rollcall_outbox VALUES (1, ?1)", [position])?;
        Ok(())
    }

    fn file(&self) -> MutexGuard<'_, EngineFile> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl EngineClock for MovableClock {
    fn now_unix_secs(&self) -> u64 {
        u64::try_from(self.now().as_second()).unwrap_or_default()
    }

    fn now_unix_secs_f64(&self) -> f64 {
        self.now().as_duration().as_secs_f64()
    }
}
