//! Where the binaries are that are measured, where data is kept, where the report goes.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::error::BenchError;

/// A directory in memory, where the system has one.
const MEMORY: &str = "/dev/shm";

/// Where everything is.
#[derive(Debug)]
pub(crate) struct Place {
    /// `target/release`, wherever that is: where this program is itself.
    built: PathBuf,
    data: Option<PathBuf>,
}

impl Place {
    /// Around this program. `data`: where to keep data; `None`: in memory.
    pub(crate) fn find(data: Option<PathBuf>) -> Result<Self, BenchError> {
        let this = env::current_exe().map_err(|source| BenchError::File { path: PathBuf::new(), source })?;
        let built = this.parent().unwrap_or(Path::new(".")).to_owned();
        if let Some(dir) = &data {
            fs::create_dir_all(dir).map_err(|source| BenchError::File { path: dir.clone(), source })?;
        }
        Ok(Self { built, data })
    }

    /// A binary of this workspace.
    pub(crate) fn binary(&self, name: &str) -> Result<PathBuf, BenchError> {
        let path = self.built.join(name);
        if path.is_file() { Ok(path) } else { Err(BenchError::NotBuilt(path)) }
    }

    /// The file for the report of that name.
    pub(crate) fn report(&self, name: &str) -> PathBuf {
        self.built.parent().unwrap_or(&self.built).join(name)
    }

    /// A directory for data, which goes when this is dropped.
    pub(crate) fn data_dir(&self) -> Result<TempDir, BenchError> {
        let parent = match &self.data {
            Some(dir) => dir.clone(),
            None if Path::new(MEMORY).is_dir() => MEMORY.into(),
            None => env::temp_dir(),
        };
        let made = tempfile::Builder::new().prefix("rollcall-bench-").tempdir_in(&parent);
        made.map_err(|source| BenchError::File { path: parent, source })
    }

    /// How data is kept, to be read.
    pub(crate) fn kept(&self) -> &'static str {
        match &self.data {
            Some(_) => "in the directory asked for",
            None if Path::new(MEMORY).is_dir() => "in memory",
            None => "in a temporary directory",
        }
    }
}
