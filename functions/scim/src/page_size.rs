//! How much a page can hold, whatever `count` says.
//!
//! Lambda gives up an answer above 6 MB (quota "Invocation payload"). The answer goes through Lambda as a JSON string in
//! a JSON document, in which each quotation mark and each backslash takes two bytes.

use std::io::{self, Write};

use serde_json::{Map, Value};

/// Most bytes of the resources of a page, as Lambda counts them. The rest up to 6 MB is left to the list and the headers.
const MOST: usize = 5_000_000;

/// The first resources, as many as fit into a page. The first one always fits: a
/// user has 64 KiB at most beside its groups, and a group 100,000 members of 52 bytes.
pub(crate) fn fitting(resources: impl Iterator<Item = Map<String, Value>>) -> Vec<Map<String, Value>> {
    let (mut size, mut taken) = (0, Vec::new());
    for resource in resources {
        size += size_of(&resource);
        if size > MOST && !taken.is_empty() {
            break;
        }
        taken.push(resource);
    }
    taken
}

/// Bytes of a resource in an answer, the comma behind it included.
fn size_of(value: &Map<String, Value>) -> usize {
    let mut counter = Counter(1);
    // Counting does not fail.
    serde_json::to_writer(&mut counter, value).map_or(usize::MAX / 2, |()| counter.0)
}

struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() + bytes.iter().filter(|byte| matches!(byte, b'"' | b'\\')).count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
