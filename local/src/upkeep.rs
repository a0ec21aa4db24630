//! What DynamoDB does unasked and the embedded engine does not.
//!
//! - Expired items leave, by our clock: the engine sweeps only when called, and its handle on a file reads the
//!   machine's clock, so the sweep has a handle of its own.
//! - Stream records leave after 24 hours by our clock, and bear its time.
//! - How far the outbox has read the stream is kept with it.
//! - Writes stay as quick as they were: for each, the engine looks for the highest sequence number among all stream
//!   records of the table, and has no index for it.
//!
//! All of it works through further connections to the engine's SQLite file, beside the engine itself. It touches
//! what is the engine's own affair, which is why its version is pinned.

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

/// AWS keeps a stream's records this long.
const STREAM_RETENTION: SignedDuration = SignedDuration::from_hours(24);

/// Longest wait for the engine to end a write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The trigger replaces the time that the engine gives a record, by the only clock it knows, the machine's, unless ours
/// is the same.
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
    /// The engine's handle with our clock.
    storage: Storage,
}

/// Upkeep failed; the next one tries again.
#[derive(Debug, thiserror::Error)]
pub(super) enum UpkeepError {
    /// Expired items were not removed.
    #[error("the sweep of expired items failed")]
    Sweep(#[source] Box<DynoxideError>),
    /// The file did not take a statement.
    #[error("the stream could not be kept in order")]
    Stream(#[from] rusqlite::Error),
    /// A bug.
    #[error("upkeep was cut off")]
    Panicked(#[from] tokio::task::JoinError),
}

impl Upkeep {
    /// Takes a file into care, which the engine must have opened before.
    pub(super) fn of(path: &Path, clock: MovableClock) -> Result<Self, StartError> {
        let sql = Connection::open(path)?;
        sql.busy_timeout(BUSY_TIMEOUT)?;
        sql.execute_batch(MEND)?;
        sql.execute("INSERT INTO rollcall_clock VALUES (?1)", [clock.ahead().as_secs()])?;
        let storage = Storage::new(&path.to_string_lossy()).map_err(StartError::engine)?;
        let storage = storage.with_clock(Arc::new(clock.clone()));
        Ok(Self { clock, file: Arc::new(Mutex::new(EngineFile { sql, storage })) })
    }

    /// Does all that is due by our clock.
    pub(super) async fn settle(self) -> Result<(), UpkeepError> {
        let work = tokio::task::spawn_blocking(move || {
            self.follow_clock()?;
            self.sweep()?;
            self.trim()
        });
        work.await?
    }

    /// Tells the file how far our clock is ahead.
    fn follow_clock(&self) -> Result<(), UpkeepError> {
        let ahead_secs = self.clock.ahead().as_secs();
        self.file().sql.execute("UPDATE rollcall_clock SET ahead_secs = ?1", [ahead_secs])?;
        Ok(())
    }

    /// Removes expired items.
    fn sweep(&self) -> Result<(), UpkeepError> {
        let sweep = Handle::current().block_on(ttl::sweep_expired_items(&self.file().storage));
        sweep.map_err(|error| UpkeepError::Sweep(Box::new(error)))?;
        Ok(())
    }

    /// Removes old stream records, but the last: the engine counts on from it.
    fn trim(&self) -> Result<(), UpkeepError> {
        let now = self.clock.now();
        let oldest = now.checked_sub(STREAM_RETENTION).unwrap_or(now);
        let old = "DELETE FROM _stream_records WHERE created_at < ?1 \
                   AND id <> (SELECT MAX(id) FROM _stream_records)";
        self.file().sql.execute(old, [oldest.as_second()])?;
        Ok(())
    }

    /// How far the stream was read, by [`Self::keep_position`].
    pub(super) fn position(&self) -> Result<Option<String>, StartError> {
        let file = self.file();
        let kept =
            file.sql.query_row("SELECT position FROM rollcall_outbox", [], |row| row.get(0)).optional();
        Ok(kept?)
    }

    /// Keeps how far the stream was read.
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
