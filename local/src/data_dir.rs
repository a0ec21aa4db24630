//! The directory with the data of the local system. One process at a time has it to itself.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use tempfile::{NamedTempFile, TempDir};

use super::error::StartError;

/// The version of the items' layout. It goes up when the functions can no longer read the items of an earlier version.
pub const LAYOUT: u64 = 3;

/// The directory, locked for as long as this lives.
#[derive(Debug)]
pub(super) struct DataDir {
    path: PathBuf,
    /// Holds the lock. The operating system frees it when the process ends, even by a crash.
    _lock: File,
    /// Deletes a directory that nobody asked to keep.
    _forgotten: Option<TempDir>,
}

impl DataDir {
    /// Locks a directory, which is made if it is not there. `None`: a new one, in memory if the machine has such, which
    /// is deleted when this is dropped.
    pub(super) fn take(path: Option<PathBuf>) -> Result<Self, StartError> {
        let (path, forgotten) = match path {
            Some(path) => {
                private_dir(&path).map_err(|source| StartError::DataDir { path: path.clone(), source })?;
                (path, None)
            }
            None => {
                let dir =
                    in_memory().map_err(|source| StartError::DataDir { path: PathBuf::new(), source })?;
                (dir.path().to_owned(), Some(dir))
            }
        };
        let lock = lock(&path)?;
        Ok(Self { path, _lock: lock, _forgotten: forgotten })
    }

    /// The path of a file in the directory.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Notes the definition of the table and the layout of its items; refuses a directory with others.
    ///
    /// Otherwise the engine would go on with the table in the directory, though this version defines another one or
    /// cannot read its items.
    pub(super) fn claim_for(&self, definition: &Map<String, Value>) -> Result<(), StartError> {
        let path = self.file("table.json");
        let ours = json!({ "layout": LAYOUT, "table": definition });
        match fs::read(&path) {
            Ok(known) if serde_json::from_slice(&known).is_ok_and(|known: Value| known == ours) => Ok(()),
            Ok(known) if serde_json::from_slice::<Map<String, Value>>(&known).is_err() => {
                Err(StartError::lost_data(&path))
            }
            Ok(_) => Err(StartError::OtherTable(self.path.clone())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                write_private(&path, ours.to_string().as_bytes())
                    .map_err(|source| StartError::DataDir { path, source })
            }
            Err(source) => Err(StartError::DataDir { path, source }),
        }
    }
}

/// Writes a file as a whole: a reader sees all of it or nothing. Only its owner may read it.
pub(super) fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(dir)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

fn private_dir(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// The engine's own memory mode has no file, hence no second connection for [`super::upkeep`] to work through.
fn in_memory() -> io::Result<TempDir> {
    let memory = Path::new("/dev/shm");
    let mut builder = tempfile::Builder::new();
    builder.prefix("rollcall-");
    if memory.is_dir() { builder.tempdir_in(memory) } else { builder.tempdir() }
}

fn lock(dir: &Path) -> Result<File, StartError> {
    let path = dir.join("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|source| StartError::DataDir { path: path.clone(), source })?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StartError::InUse(dir.to_owned())),
        Err(TryLockError::Error(source)) => Err(StartError::DataDir { path, source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_is_one_process_s_until_it_lets_go() {
        let dir = tempfile::tempdir().unwrap();
        let held = DataDir::take(Some(dir.path().to_owned())).unwrap();
        assert!(matches!(DataDir::take(Some(dir.path().to_owned())), Err(StartError::InUse(_))));
        drop(held);
        DataDir::take(Some(dir.path().to_owned())).unwrap();
    }

    #[test]
    fn data_of_another_table_is_refused() {
        let dir = DataDir::take(None).unwrap();
        let definition = |billing: &str| Map::from_iter([("BillingMode".to_owned(), billing.into())]);
        dir.claim_for(&definition("PAY_PER_REQUEST")).unwrap();
        dir.claim_for(&definition("PAY_PER_REQUEST")).unwrap();
        let refused = dir.claim_for(&definition("PROVISIONED"));
        assert!(matches!(refused, Err(StartError::OtherTable(_))));
    }

    #[test]
    fn a_directory_in_memory_leaves_nothing_behind() {
        let dir = DataDir::take(None).unwrap();
        let path = dir.file("lock");
        assert!(path.exists());
        drop(dir);
        assert!(!path.exists());
    }
}
