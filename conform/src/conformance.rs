//! A run: asks the server what it is, plays the checks, and takes away whom it made.

use std::sync::Arc;
use std::time::Instant;

use crate::check::Check;
use crate::guests::Left;
use crate::options::{OptionError, Options, Suite};
use crate::report::{Finding, Outcome, Report};
use crate::server::{Closed, Server};
use crate::session::Session;
use crate::stop::{Fault, Stop};
use crate::suites;
use crate::wire::Client;

/// Why nothing can be checked.
#[derive(Debug, thiserror::Error)]
pub enum CannotCheck {
    /// An option cannot be so.
    #[error(transparent)]
    Option(#[from] OptionError),
    /// TLS cannot be set up on this machine.
    #[error("no connections can be made from this machine")]
    Client(#[source] reqwest::Error),
    /// Nothing is there, or it does not answer.
    #[error("{base}: {why}")]
    NoAnswer {
        /// The base URL.
        base: String,
        /// In a sentence.
        why: String,
    },
    /// The server does not take the token.
    #[error("{base} answers {status} to the token: check that it is right, is live, and may use SCIM")]
    Refused {
        /// The base URL.
        base: String,
        /// The status.
        status: u16,
    },
}

/// A run. Whoever begins one ends it with [`Self::clean_up`], also if [`Self::play`] was broken off: it may be dropped at
/// any time.
#[derive(Debug)]
pub struct Conformance {
    options: Arc<Options>,
    session: Session,
}

impl Conformance {
    /// Asks the server what it is. It is given the token, and nothing is made yet.
    ///
    /// # Errors
    ///
    /// Why nothing can be checked.
    pub async fn begin(options: Options) -> Result<Self, CannotCheck> {
        options.check()?;
        let options = Arc::new(options);
        let client = Client::new(Arc::clone(&options)).map_err(CannotCheck::Client)?;
        let base = || options.base.text().to_owned();
        let server = Server::ask(&client).await.map_err(|closed| match closed {
            Closed::NoAnswer(why) => CannotCheck::NoAnswer { base: base(), why },
            Closed::Refused(status) => CannotCheck::Refused { base: base(), status },
        })?;
        let session = Session::new(server, client, Arc::clone(&options));
        Ok(Self { options, session })
    }

    /// Plays all checks, one after another. `progress` is told after each suite, with its findings.
    pub async fn play(&mut self, mut progress: impl FnMut(Suite, &[Finding])) -> Report {
        let mut findings = Vec::new();
        let options = Arc::clone(&self.options);
        for suite in Suite::ALL.into_iter().filter(|suite| options.suites.contains(suite)) {
            let mut of_suite = Vec::new();
            for check in suites::of(suite) {
                of_suite.push(self.judge(suite, check).await);
            }
            progress(suite, &of_suite);
            findings.append(&mut of_suite);
        }
        Report::new(&self.options, self.session.server.is_rollcall(), findings)
    }

    /// How many people and groups are there that [`Self::clean_up`] would take away.
    #[must_use]
    pub fn to_remove(&self) -> usize {
        self.session.to_remove()
    }

    /// Takes away all people and groups that were made; gives those that could not be. Nothing is taken away that is to
    /// be kept. Can be tried again.
    pub async fn clean_up(&mut self) -> Vec<Left> {
        if self.options.keep { Vec::new() } else { self.session.clean_up().await }
    }

    /// All people and groups that are there still.
    #[must_use]
    pub fn left(&self, why: &str) -> Vec<Left> {
        self.session.left(why)
    }

    async fn judge(&mut self, suite: Suite, check: &Check) -> Finding {
        let started = Instant::now();
        let lacks = check.needs.iter().find_map(|feature| self.session.server.needs(*feature).err());
        let verdict = match lacks {
            Some(stop) => Err(stop),
            None => (check.play)(&mut self.session).await,
        };
        let rollcall = check.rollcall.filter(|_| self.session.server.is_rollcall());
        let mend = || rollcall.map_or_else(|| check.mend.to_owned(), |setting| format!("Run `{setting}`."));
        let meaning = || check.meaning.to_owned();
        let mut finding = Finding::pass(suite, check, started.elapsed());
        match verdict {
            Ok(()) => {}
            Err(Stop::Fail(fault)) => {
                let Fault { found, exchange } = *fault;
                finding.outcome = Outcome::Fail;
                finding.found = Some(found);
                finding.meaning = Some(meaning());
                finding.mend = Some(mend());
                finding.exchange = exchange;
            }
            Err(Stop::NotApplicable { why, by_setting }) => {
                finding.outcome = Outcome::NotApplicable;
                finding.found = Some(why);
                finding.mend = by_setting.then(mend);
            }
        }
        finding
    }
}
