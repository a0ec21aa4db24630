//! `rollcall conform`: shows what a SCIM server does of what catalogues, profiles and RFCs ask. It knows no table.

use std::fs::{self, OpenOptions};
use std::io::{self, IsTerminal};
use std::num::NonZeroU32;
use std::path::Path;

use rollcall::clock::{Clock, SystemClock};
use rollcall::entropy;
use rollcall_conform::options::Token;
use rollcall_conform::report::{Finding, Summary};
use rollcall_conform::{CannotCheck, Conformance, Left, Options, Report, Suite};
use serde::Serialize;

use crate::args::conform::{ConformArgs, Format};
use crate::error::CliError;
use crate::local;
use crate::print::{self, Answer};
use crate::version;

/// Plays the checks, takes away whom they made, and reports.
///
/// # Errors
///
/// [`CliError::DoesNotConform`] if something failed; otherwise what kept it from being checked.
pub(crate) async fn run(args: ConformArgs) -> Result<(), CliError> {
    let options = options(&args)?;
    if let Some(path) = &args.output {
        can_be_written(path)?;
    }
    let (run, keep) = (options.run.clone(), args.keep);
    let mut conformance = Conformance::begin(options).await?;
    let played = tokio::select! {
        report = conformance.play(progress) => Some(report),
        _ = local::interrupted() => None,
    };
    let made = conformance.to_remove();
    let left = clean_up(&mut conformance).await;
    if keep && made > 0 {
        print::remark(&format!(
            "{made} people and groups stay. Their names begin with rollcall-conform-{run}."
        ));
    }
    for left in &left {
        print::remark(&format!("not removed: {} ({}): {}", left.name, left.path, left.why));
    }
    let Some(report) = played else { return Err(CliError::BrokenOff) };
    let report = report.with_left(left);
    show(&report, args.format, args.output.as_deref())?;
    match report.summary.failed() {
        0 => Ok(()),
        failed => Err(CliError::DoesNotConform(failed)),
    }
}

/// Takes away whom the checks made; a second interruption ends that, too.
async fn clean_up(conformance: &mut Conformance) -> Vec<Left> {
    let removed = tokio::select! {
        left = conformance.clean_up() => Some(left),
        _ = local::interrupted() => None,
    };
    removed.unwrap_or_else(|| conformance.left("the removal was broken off"))
}

fn options(args: &ConformArgs) -> Result<Options, CliError> {
    let token = args.token.as_ref().ok_or(CliError::NoScimToken)?;
    let token = Token::parse(token.reveal()).map_err(CannotCheck::from)?;
    let suites = if args.only.is_empty() { Suite::ALL.to_vec() } else { args.only.clone() };
    Ok(Options {
        base: args.base.clone(),
        token,
        user_domain: args.user_domain.clone(),
        rate: NonZeroU32::new(args.rate).unwrap_or(NonZeroU32::MIN),
        suites,
        keep: args.keep,
        run: entropy::new_id().simple().to_string().chars().take(8).collect(),
        started_at: SystemClock.now(),
        version: version::VERSION.to_owned(),
    })
}

/// Finds out before a run of minutes whether its report can be written. What the file holds stays until then.
fn can_be_written(path: &Path) -> Result<(), CliError> {
    let opened = OpenOptions::new().create(true).append(true).open(path);
    opened.map(drop).map_err(|source| CliError::Report { path: path.to_owned(), source })
}

fn progress(suite: Suite, findings: &[Finding]) {
    if io::stderr().is_terminal() {
        print::remark(&format!("{suite}: {}", Summary::of(findings).line()));
    }
}

fn show(report: &Report, format: Format, output: Option<&Path>) -> Result<(), CliError> {
    let Some(path) = output else {
        return match rendered(report, format)? {
            text if format == Format::Text => print::answer(&Shown(text), false),
            text => print::line(&text),
        };
    };
    let text = format!("{}\n", rendered(report, format)?);
    fs::write(path, text).map_err(|source| CliError::Report { path: path.to_owned(), source })?;
    print::line(&format!("{}: {}", path.display(), report.summary.line()))
}

fn rendered(report: &Report, format: Format) -> Result<String, CliError> {
    match format {
        Format::Text => Ok(report.to_text()),
        Format::Json => report.to_json().map_err(|error| CliError::Unwritable(error.into())),
        Format::Junit => report.to_junit().map_err(|error| CliError::Unwritable(error.into())),
        Format::Html => report.to_html().map_err(|error| CliError::Unwritable(error.into())),
    }
}

/// A report for people. What a server says of itself stands in it, so a terminal gets it without what it would obey.
#[derive(Serialize)]
#[serde(transparent)]
struct Shown(String);

impl Answer for Shown {
    fn text(&self) -> String {
        self.0.clone()
    }
}
