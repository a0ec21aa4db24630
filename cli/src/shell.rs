//! What the command tells a shell and the reader of its manual: `rollcall completions`, `rollcall man`.

use std::fs;
use std::io;
use std::path::Path;

use clap::Command;
use clap_complete::aot;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::args::Shell;
use crate::error::CliError;
use crate::examples;
use crate::print;

/// What a page says below of where it is from.
const SOURCE: &str = concat!("rollcall ", env!("CARGO_PKG_VERSION"));

/// Prints the completions for a shell.
///
/// # Errors
///
/// Standard output does not take them.
pub(crate) fn completions(shell: Shell) -> Result<(), CliError> {
    let shell = match shell {
        Shell::Bash => aot::Shell::Bash,
        Shell::Fish => aot::Shell::Fish,
        Shell::Zsh => aot::Shell::Zsh,
    };
    let mut script = Vec::new();
    aot::generate(shell, &mut examples::command(), "rollcall", &mut script);
    print::raw(&script)
}

/// Prints the page of the command itself, or writes the pages of all commands to a directory, which is made.
///
/// # Errors
///
/// Standard output or a file does not take it.
pub(crate) fn manual(dir: Option<&Path>) -> Result<(), CliError> {
    // What stands at the end of a help is sections of its own here.
    let mut command = examples::without_examples().disable_help_subcommand(true);
    command.build();
    let Some(dir) = dir else { return print::raw(&Page::of(&command).map_err(CliError::Output)?.text) };
    let not_written = |path: &Path| {
        let path = path.to_owned();
        move |source| CliError::File { path, source }
    };
    fs::create_dir_all(dir).map_err(not_written(dir))?;
    for page in Page::of_all(&command).map_err(not_written(dir))? {
        let path = dir.join(&page.file);
        fs::write(&path, &page.text).map_err(not_written(&path))?;
    }
    Ok(())
}

/// A page of the manual.
struct Page {
    /// Name of its file, such as `rollcall-tenant.1`.
    file: String,
    /// The page, for `man`.
    text: Vec<u8>,
}

impl Page {
    /// The pages of a command and of all below it.
    fn of_all(command: &Command) -> io::Result<Vec<Self>> {
        let mut pages = vec![Self::of(command)?];
        for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
            pages.extend(Self::of_all(below)?);
        }
        Ok(pages)
    }

    fn of(command: &Command) -> io::Result<Self> {
        let man = Man::new(command.clone()).manual("Rollcall").source(SOURCE);
        let mut text = Vec::new();
        man.render(&mut text)?;
        let path = command.get_bin_name().unwrap_or_else(|| command.get_name());
        for (heading, lines) in examples::sections(path) {
            section(heading, lines).to_writer(&mut text)?;
        }
        Ok(Self { file: man.get_filename(), text })
    }
}

/// Lines that stay as they are.
fn section(heading: &str, lines: &str) -> Roff {
    let mut section = Roff::new();
    section.control("SH", [heading.to_uppercase().as_str()]).control("nf", []);
    for line in lines.lines() {
        section.text([roman(line)]);
    }
    section.control("fi", []);
    section
}
