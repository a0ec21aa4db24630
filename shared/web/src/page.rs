//! Pages: how they look and the headers that keep one to its reader, and times and names as templates print them.
//!
//! Nothing here knows what a page is about. A function gives its own stylesheet and script.

mod look;
mod reader;

use jiff::Timestamp;
use rollcall_rules::text;

pub use look::{Look, Sheet, dressed, letting_forms_lead_to, look};
pub use reader::{Reading, asked_for, in_language, speak, spoken, texts};

/// [`text::moment`], for templates, which give references.
#[must_use]
pub fn moment(time: &Timestamp) -> String {
    text::moment(*time)
}

/// [`text::wait`], for templates, which give references.
#[must_use]
pub fn wait(secs: &u32) -> String {
    text::wait(*secs)
}
