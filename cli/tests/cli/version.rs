//! `rollcall version`.

use std::path::Path;
use std::process::Command;

use crate::command::{bare, ran};

/// What git prints in the clone that this is; `None`: this is none.
fn git(arguments: &[&str]) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    if !root.join(".git").exists() {
        return None;
    }
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

#[tokio::test]
async fn it_tells_version_commit_and_layout() {
    let version = ran("version --json", bare("version --json")).await.json();
    assert_eq!(version["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(version["tableLayout"], rollcall_local::TABLE_LAYOUT);
    let commit = version["commit"].as_str().map(|commit| commit.trim_end_matches("-dirty").to_owned());
    assert_eq!(commit, git(&["rev-parse", "--short=12", "HEAD"]), "{version}");
    let text = ran("version", bare("version")).await.text();
    assert!(text.contains(&format!("\ntable layout  {}", rollcall_local::TABLE_LAYOUT)), "{text}");
    let short = ran("-V", bare("-V")).await.text();
    assert_eq!(short, format!("rollcall {}", env!("CARGO_PKG_VERSION")));
    let long = ran("--version", bare("--version")).await.text();
    let expected = commit.map_or_else(|| short.clone(), |commit| format!("{short} ({commit}"));
    assert!(long.starts_with(&expected), "{long}");
}
