//! The part of a check that speaks SCIM: it plays the suites, notes each as it ends, and takes away whom they made.

use std::time::Duration;

use jiff::Timestamp;
use rollcall::entropy;
use rollcall_conform::options::{Base, Token};
use rollcall_conform::{CannotCheck, Conformance, Options, Suite};
use rollcall_rules::check::{Failure, LIMIT, MAX_REPORT, Outcome, PlayedSuite};
use tokio::sync::mpsc;
use tokio::time::{Instant, timeout, timeout_at};

use crate::{Checker, Job, found};

/// The domain of the people who are made. No mail can ever get to it (RFC 6761 §6.4), so none is sent.
const USER_DOMAIN: &str = "rollcall-check.invalid";

/// How long the removal of the people may take: at ten requests a second a few hundred take half a minute.
const TO_CLEAN_UP: Duration = Duration::from_secs(180);

/// How long the notes at the end may take.
const TO_END: Duration = Duration::from_secs(30);

/// Until when the suites may be played.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Budget(Instant);

impl Budget {
    /// As long as the token lives, or the function if that is less, without what comes after.
    pub(crate) fn until(deadline: Option<Timestamp>, now: Timestamp) -> Self {
        let of = |span: jiff::SignedDuration| Duration::try_from(span).unwrap_or_default();
        let whole = deadline.map_or(LIMIT, |deadline| deadline.duration_since(now).min(LIMIT));
        Self(Instant::now() + of(whole).saturating_sub(TO_CLEAN_UP + TO_END))
    }
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Played {
    pub(crate) outcome: Outcome,
    /// Why nothing could be checked.
    pub(crate) why: Option<String>,
    /// People and groups that could not be removed.
    pub(crate) left: usize,
    /// The report, if it is not too large to be kept.
    pub(crate) html: Option<String>,
}

impl Played {
    fn impossible(why: &CannotCheck) -> Self {
        Self { outcome: Outcome::Impossible, why: Some(why.to_string()), left: 0, html: None }
    }
}

impl Checker {
    /// Plays, and takes away whom it made.
    pub(crate) async fn play(&self, job: &Job<'_>, token: &str, budget: Budget) -> Played {
        let begun = async { Conformance::begin(self.options(token)?).await };
        let mut conformance = match timeout_at(budget.0, begun).await {
            Ok(Ok(conformance)) => conformance,
            Ok(Err(why)) => return Played::impossible(&why),
            Err(_) => return Played { outcome: Outcome::BrokenOff, why: None, left: 0, html: None },
        };
        let (told, suites) = mpsc::unbounded_channel();
        let playing = async move {
            let tell = |suite, findings: &[_]| {
                // Whoever notes them lives as long.
                let _told = told.send((found::suite(suite, findings), found::failures(findings)));
            };
            let report = timeout_at(budget.0, conformance.play(tell)).await;
            (conformance, report)
        };
        let ((mut conformance, report), ()) = tokio::join!(playing, self.note_suites(job, suites));
        let left = match timeout(TO_CLEAN_UP, conformance.clean_up()).await {
            Ok(left) => left,
            Err(_) => conformance.left("there was no time to remove it"),
        };
        let Ok(report) = report else {
            return Played { outcome: Outcome::BrokenOff, why: None, left: left.len(), html: None };
        };
        let left_over = left.len();
        let html = report.with_left(left).to_html().ok().filter(|html| html.len() <= MAX_REPORT);
        Played { outcome: Outcome::Completed, why: None, left: left_over, html }
    }

    /// Notes each suite as it ends. A note that fails is only missing: the report has all.
    async fn note_suites(
        &self,
        job: &Job<'_>,
        mut suites: mpsc::UnboundedReceiver<(PlayedSuite, Vec<Failure>)>,
    ) {
        while let Some((suite, failures)) = suites.recv().await {
            let noted = self.note(job, |check| check.with_suite(suite.clone(), failures.clone())).await;
            if let Err(error) = noted {
                crate::failed(&error, "the progress of a check is not noted");
            }
        }
    }

    fn options(&self, token: &str) -> Result<Options, CannotCheck> {
        Ok(Options {
            base: Base::parse(&self.scim_url)?,
            token: Token::parse(token)?,
            user_domain: USER_DOMAIN.to_owned(),
            rate: self.rate,
            suites: Suite::ALL.to_vec(),
            keep: false,
            run: entropy::new_id().simple().to_string().chars().take(8).collect(),
            started_at: self.clock.now(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }
}
