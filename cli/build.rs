//! Finds out the commit that this is built from, for `rollcall version`.
//!
//! It looks again when the commit or the sources change, and at no other time. Without git, or where the sources are no
//! clone of their own (an archive, a copy inside another repository), the commit is not known.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the command is built from. Changes of other files make no other command.
const SOURCES: [&str; 9] = [
    "Cargo.lock",
    "Cargo.toml",
    "cli/build.rs",
    "cli/src",
    "conform",
    "functions",
    "infra/template.yaml",
    "local",
    "shared",
];

fn main() {
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let Some(root) = root() else {
        // Without a path to watch, Cargo would watch all files of the package.
        tell("rerun-if-changed=build.rs");
        tell(&format!("rustc-env=ROLLCALL_VERSION={version}"));
        return;
    };
    // A missing file would have this run each time.
    let watched = SOURCES.map(|name| root.join(name)).into_iter().chain(log_of_commits(&root));
    for path in watched.filter(|path| path.exists()) {
        tell(&format!("rerun-if-changed={}", path.display()));
    }
    match commit(&root) {
        None => tell(&format!("rustc-env=ROLLCALL_VERSION={version}")),
        Some(commit) => {
            tell(&format!("rustc-env=ROLLCALL_VERSION={version} ({commit})"));
            tell(&format!("rustc-env=ROLLCALL_COMMIT={commit}"));
        }
    }
}

fn root() -> Option<PathBuf> {
    let package = env::var_os("CARGO_MANIFEST_DIR")?;
    Some(Path::new(&package).parent()?.to_owned())
}

/// Git writes to it at every commit and checkout.
fn log_of_commits(root: &Path) -> Option<PathBuf> {
    Some(root.join(git(root, &["rev-parse", "--git-path", "logs/HEAD"])?))
}

/// The commit, with `-dirty` if the sources differ from it; `None`: `root` is not the top of a clone.
fn commit(root: &Path) -> Option<String> {
    let top = PathBuf::from(git(root, &["rev-parse", "--show-toplevel"])?);
    if top.canonicalize().ok()? != root.canonicalize().ok()? {
        return None;
    }
    let commit = git(root, &["rev-parse", "--short=12", "HEAD"])?;
    let changed = git(root, &[&["diff", "--name-only", "HEAD", "--"], &SOURCES[..]].concat());
    Some(if changed.is_some() { format!("{commit}-dirty") } else { commit })
}

/// What git prints; `None`: nothing, or it fails.
fn git(dir: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    // It must not write its index: others may be at work in the clone.
    command.env("GIT_OPTIONAL_LOCKS", "0").arg("-C").arg(dir).args(arguments);
    let output = command.output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

fn tell(cargo: &str) {
    println!("cargo::{cargo}");
}
