//! Where sources and templates name texts.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A text that is said.
pub(crate) struct Said {
    /// Which.
    pub(crate) id: String,
    /// Whether with tags.
    pub(crate) is_html: bool,
    /// The file that says it.
    pub(crate) path: PathBuf,
}

/// The texts that `texts.get("…")`, `texts.with("…"` and `texts.html("…"` say. What comes in between is `texts` or
/// `texts()`, of whatever has it.
pub(crate) fn said() -> Vec<Said> {
    let mut found = Vec::new();
    for (path, source) in readable() {
        let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
        let dense: String = code.flat_map(str::split_whitespace).collect();
        for (call, is_html) in [("get", false), ("with", false), ("html", true)] {
            for owner in ["texts", "texts()"] {
                for rest in dense.split(&format!("{owner}.{call}(\"")).skip(1) {
                    let id = rest.split('"').next().unwrap_or_default().to_owned();
                    found.push(Said { id, is_html, path: path.clone() });
                }
            }
        }
    }
    found
}

/// All that stands in quotes and could be an id: an id may also be what a function gives.
pub(crate) fn spelt() -> BTreeSet<String> {
    let of_an_id = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    let mut found = BTreeSet::new();
    for (_, source) in readable() {
        found.extend(source.split('"').filter(|text| text.chars().all(of_an_id)).map(str::to_owned));
    }
    found
}

fn readable() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for room in ["shared", "functions", "local", "cli"] {
        walk(&root.join(room), &mut files);
    }
    assert!(files.len() > 100, "the sources are where they were");
    files.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

fn walk(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("shared/texts/tests") {
            walk(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| ["rs", "html", "txt"].into_iter().any(|known| extension == known))
        {
            files.push(path);
        }
    }
}
