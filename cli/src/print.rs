//! The only place that prints.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command's answer goes to the terminal")]

use std::error::Error;
use std::iter;

use serde::Serialize;

/// An answer that people and programs can read.
pub(crate) trait Answer: Serialize {
    /// The answer as text for people, without a line break at the end.
    fn text(&self) -> String;
}

/// Prints an answer to standard output: as one line of JSON, or as text for people.
pub(crate) fn answer(answer: &impl Answer, json: bool) {
    if json {
        // An answer is made of texts, numbers and lists: it can always be written as JSON.
        println!("{}", serde_json::json!(answer));
    } else {
        println!("{}", answer.text());
    }
}

/// Prints a line for people to standard output.
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Prints a remark to standard error: it is no part of the answer.
pub(crate) fn remark(text: &str) {
    eprintln!("{text}");
}

/// Prints a question to standard error, on a line that the answer ends.
pub(crate) fn question(text: &str) {
    eprint!("{text}");
}

/// Prints an error, and all that it came from.
pub(crate) fn error(error: &dyn Error) {
    let chain = iter::successors(Some(error), |&error| error.source());
    let texts: Vec<_> = chain.map(ToString::to_string).collect();
    eprintln!("error: {}", texts.join(": "));
}

/// Lines up rows of cells; the first row is the heading.
#[must_use]
pub(crate) fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let widths: [usize; N] = std::array::from_fn(|column| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    });
    let line = |row: &[String; N]| {
        let cells: Vec<_> = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        cells.join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
