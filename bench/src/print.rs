//! The only place that prints: the report on standard output, all else on standard error.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the measurements are for the terminal")]

use std::error::Error;
use std::iter;

/// Prints the report.
pub(crate) fn report(text: &str) {
    println!("{text}");
}

/// Says what is being measured, for it takes minutes.
pub(crate) fn progress(what: &str) {
    eprintln!("measuring {what}");
}

/// Prints an error, and all that it came from.
pub(crate) fn error(error: &dyn Error) {
    let chain = iter::successors(Some(error), |&error| error.source());
    let texts: Vec<_> = chain.map(ToString::to_string).collect();
    eprintln!("error: {}", texts.join(": "));
}
