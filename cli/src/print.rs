//! The only place that prints.
//!
//! A reader that has gone, as `head` goes, has read all it wants: nothing is said of it, and the command ends as it would
//! have ended. So do ripgrep and most tools that handle it; git dies by SIGPIPE. Whatever else keeps standard output from
//! taking an answer, such as a full disk, is an error. What standard error does not take is lost: nobody can be told.

use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::iter;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use serde_json::json;

use crate::error::CliError;

/// An answer that people and programs can read.
pub(crate) trait Answer: Serialize {
    /// The answer as text for people, without a line break at the end.
    fn text(&self) -> String;
}

/// Prints an answer to standard output: as one line of JSON, or as text for people.
///
/// # Errors
///
/// [`CliError::Output`], unless the reader has gone.
pub(crate) fn answer(answer: &impl Answer, json: bool) -> Result<(), CliError> {
    unless_gone(only_answer(answer, json))
}

/// As [`answer`], for an answer that must not get lost.
///
/// # Errors
///
/// Why standard output did not take it. What takes it without a reader cannot be told.
pub(crate) fn only_answer(answer: &impl Answer, json: bool) -> io::Result<()> {
    // An answer is made of texts, numbers and lists: it can always be written as JSON.
    let text = if json { json!(answer).to_string() } else { plain(&answer.text()) };
    put(format!("{text}\n").as_bytes())
}

/// Prints a line for people to standard output.
///
/// # Errors
///
/// As [`answer`].
pub(crate) fn line(text: &str) -> Result<(), CliError> {
    raw(format!("{text}\n").as_bytes())
}

/// Prints bytes as they are to standard output: a script, or a page.
///
/// # Errors
///
/// As [`answer`].
pub(crate) fn raw(bytes: &[u8]) -> Result<(), CliError> {
    unless_gone(put(bytes))
}

/// Prints what was asked of the command line itself, such as its help, in colours where those are seen.
///
/// # Errors
///
/// As [`answer`].
pub(crate) fn help(help: &clap::Error) -> Result<(), CliError> {
    unless_gone(help.print().and_then(|()| io::stdout().flush()))
}

/// Prints a remark to standard error: it is no part of the answer.
pub(crate) fn remark(text: &str) {
    complain(&format!("{}\n", plain(text)));
}

/// Prints a question to standard error, on a line that the answer ends.
pub(crate) fn question(text: &str) {
    complain(text);
}

/// How often it is drawn, while nothing is found.
const TICK: Duration = Duration::from_millis(200);

/// How far long work is, drawn on standard error if that is a terminal.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Begins with nothing done of so much; `done` says what was done with each.
    pub(crate) fn of(whole: usize, done: &'static str) -> Self {
        let bar = ProgressBar::new(whole as u64).with_message(done);
        let style =
            ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} {msg}, {per_sec}, {eta} left");
        Self(style.map_or(bar.clone(), |style| bar.with_style(style)))
    }

    /// Begins with nothing found, where nobody knows how much there is; `what` says what is counted.
    pub(crate) fn of_unknown(what: &'static str) -> Self {
        let bar = ProgressBar::new_spinner().with_message(what);
        let style = ProgressStyle::with_template("{spinner} {human_pos} {msg}, {per_sec}, {elapsed}");
        let bar = Self(style.map_or(bar.clone(), |style| bar.with_style(style)));
        bar.0.enable_steady_tick(TICK);
        bar
    }

    /// Says something else of what is counted.
    pub(crate) fn say(&self, what: &'static str) {
        self.0.set_message(what);
    }

    /// One more is done.
    pub(crate) fn step(&self) {
        self.steps(1);
    }

    /// So many more are done.
    pub(crate) fn steps(&self, steps: usize) {
        self.0.inc(steps as u64);
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.0.finish_and_clear();
    }
}

/// Prints an error, and all that it came from: as text, or as one line of JSON. Both go to standard error.
pub(crate) fn error(error: &CliError, json: bool) {
    let chain = iter::successors(Some(error as &dyn Error), |&error| error.source());
    let texts: Vec<_> = chain.map(ToString::to_string).collect();
    let message = texts.join(": ");
    if json {
        problem(error.kind(), &message);
    } else {
        complain(&format!("error: {}\n", plain(&message)));
    }
}

/// Prints why the command line was not understood.
pub(crate) fn not_understood(error: &clap::Error, json: bool) {
    if json {
        let text = error.render().to_string();
        let message = text.split("\n\nUsage:").next().unwrap_or(&text).trim_start_matches("error: ");
        problem("usage", message.trim());
    } else {
        // As with every complaint: there is nobody to tell.
        let _ = error.print();
    }
}

fn problem(kind: &str, message: &str) {
    complain(&format!("{}\n", json!({ "error": { "kind": kind, "message": message } })));
}

fn put(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

fn unless_gone(written: io::Result<()>) -> Result<(), CliError> {
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(CliError::Output(error)),
        _ => Ok(()),
    }
}

fn complain(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Text as a terminal may get it: what could move its cursor or change its colours is made visible.
fn plain(text: &str) -> String {
    let shown = |c: char| if c.is_control() && c != '\n' { '\u{FFFD}' } else { c };
    text.chars().map(shown).collect()
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
