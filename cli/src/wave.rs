//! `rollcall wave`: what happened to many people at once, and taking it back.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rollcall::clock::{Clock, SystemClock};
use rollcall::retry::Patience;
use rollcall::store::{Standing, StoreError, Undoing, Undone};
use rollcall_rules::status::person_status;
use rollcall_rules::user::{Actor, UserId};
use rollcall_rules::wave::{Left, Wave, WaveId};
use serde::Serialize;

use crate::args::people::OfTenant;
use crate::args::wave::WaveCommand;
use crate::error::CliError;
use crate::local;
use crate::person::{PERSISTENCE, People};
use crate::print::{self, Answer, Progress, columns};

/// People that are looked at by one call.
const READ: usize = 100;

/// People that the answer for people shows; `--json` has all.
const SHOWN: usize = 20;

/// Lists waves, shows one, or undoes one.
///
/// # Errors
///
/// No settings or table, no such tenant, [`CliError::NoWave`], or [`CliError::NotUndoable`].
pub(crate) async fn run(command: WaveCommand) -> Result<(), CliError> {
    match command {
        WaveCommand::List { of, days, people: least } => {
            let people = People::reach(&of).await?;
            let since = people.target.now() - SignedDuration::from_hours(24 * i64::from(days));
            let waves = people.target.store().waves(&people.tenant, since).await;
            let waves = waves.map_err(|error| people.failed(error))?.of_at_least(least);
            print::answer(&Listed(waves.iter().map(WaveAnswer::of).collect()), of.table.json)
        }
        WaveCommand::Show { of, wave } => {
            let people = People::reach(&of).await?;
            let wave = find(&people, wave).await?;
            let members = shown(&people, &wave).await.map_err(|error| people.failed(error))?;
            print::answer(&ShownWave { wave: WaveAnswer::of(&wave), members }, of.table.json)
        }
        WaveCommand::Undo { of, wave, dry_run } => undo(&of, wave, dry_run).await,
    }
}

async fn find(people: &People, id: WaveId) -> Result<Wave, CliError> {
    let wave = people.target.store().wave(&people.tenant, id).await;
    wave.map_err(|error| people.failed(error))?.ok_or_else(|| CliError::NoWave(id.to_string()))
}

/// The people of a wave as they stand now.
async fn shown(people: &People, wave: &Wave) -> Result<Vec<MemberAnswer>, StoreError> {
    let mut shown = Vec::new();
    for some in wave.members.chunks(READ) {
        let (how, now) = (undoing(people), people.target.now());
        let standings = people.target.store().standings(&people.tenant, some, &how).await?;
        shown.extend(standings.iter().map(|standing| MemberAnswer::of(standing, now)));
    }
    Ok(shown)
}

fn undoing(people: &People) -> Undoing<'_> {
    Undoing {
        by: Actor::Operator,
        link_lifetime: people.target.link_lifetime(None),
        now: &|| SystemClock.now(),
        patience: &|| Patience::of(PERSISTENCE),
    }
}

async fn undo(of: &OfTenant, id: WaveId, dry_run: bool) -> Result<(), CliError> {
    if !id.kind.can_be_undone() {
        return Err(CliError::NotUndoable(id.kind.as_str()));
    }
    let people = People::reach_on_plan(of).await?;
    let wave = find(&people, id).await?;
    let mut answer = UndoAnswer::of(&wave, dry_run);
    let bar = Progress::of(wave.members.len(), if dry_run { "looked at" } else { "restored or left" });
    let played = tokio::select! {
        played = restore(&people, &wave, &mut answer, &bar) => played,
        _ = local::interrupted() => Err(CliError::WorkBrokenOff),
    };
    bar.end();
    if let Err(error) = played {
        print::remark(&format!("{} restored; run the same again to go on", answer.restored));
        return Err(error);
    }
    print::answer(&answer, of.table.json)
}

async fn restore(
    people: &People,
    wave: &Wave,
    answer: &mut UndoAnswer,
    bar: &Progress,
) -> Result<(), CliError> {
    let (store, how) = (people.target.store(), undoing(people));
    for some in wave.members.chunks(READ) {
        let standings = store.standings(&people.tenant, some, &how).await;
        let standings = standings.map_err(|error| people.failed(error))?;
        let each = if answer.dry_run {
            let would =
                |standing: &Standing<'_>| standing.undo.map_or_else(Undone::Left, |()| Undone::Restored);
            standings.iter().map(|standing| (standing.member.user, Ok(would(standing)))).collect()
        } else {
            store.undo(&people.tenant, standings, &how).await
        };
        let mut failed = None;
        for (id, done) in each {
            match done {
                Ok(Undone::Restored) => answer.restored += 1,
                Ok(Undone::Left(left)) => answer.leave(id, left),
                Ok(Undone::NoTime) => {}
                Err(error) => failed = Some(error),
            }
            bar.step();
        }
        if let Some(error) = failed {
            return Err(people.failed(error));
        }
    }
    Ok(())
}

/// A wave without its people.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WaveAnswer {
    wave: String,
    kind: &'static str,
    by: Actor,
    first: Timestamp,
    last: Timestamp,
    people: usize,
}

impl WaveAnswer {
    fn of(wave: &Wave) -> Self {
        Self {
            wave: wave.id.to_string(),
            kind: wave.id.kind.as_str(),
            by: wave.id.by,
            first: wave.id.first,
            last: wave.last,
            people: wave.members.len(),
        }
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Listed(Vec<WaveAnswer>);

impl Answer for Listed {
    fn text(&self) -> String {
        if self.0.is_empty() {
            return "No waves.".to_owned();
        }
        let heading = ["wave", "last", "people"].map(str::to_owned);
        let rows =
            self.0.iter().map(|wave| [wave.wave.clone(), wave.last.to_string(), wave.people.to_string()]);
        columns(&[heading].into_iter().chain(rows).collect::<Vec<_>>())
    }
}

/// A person of a wave. Without a name the account is deleted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MemberAnswer {
    id: String,
    at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<String>,
    status: &'static str,
}

impl MemberAnswer {
    fn of(Standing { member, user, .. }: &Standing<'_>, now: Timestamp) -> Self {
        Self {
            id: member.user.to_string(),
            at: member.at,
            user_name: user.as_ref().map(|user| user.user_name.as_str().to_owned()),
            status: user.as_ref().map_or("deleted", |user| person_status(user, now).as_str()),
        }
    }
}

#[derive(Serialize)]
struct ShownWave {
    #[serde(flatten)]
    wave: WaveAnswer,
    members: Vec<MemberAnswer>,
}

impl Answer for ShownWave {
    fn text(&self) -> String {
        let heading = ["person", "user name", "changed at", "status now"].map(str::to_owned);
        let rows = self.members.iter().take(SHOWN).map(|member| {
            let name = member.user_name.clone().unwrap_or_else(|| "-".to_owned());
            [member.id.clone(), name, member.at.to_string(), member.status.to_owned()]
        });
        let mut text = columns(&[heading].into_iter().chain(rows).collect::<Vec<_>>());
        if self.members.len() > SHOWN {
            text += &format!("\n… and {} more: --json shows all", self.members.len() - SHOWN);
        }
        text
    }
}

/// What an undo did.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UndoAnswer {
    wave: String,
    dry_run: bool,
    people: usize,
    restored: usize,
    left: Vec<LeftAnswer>,
    #[serde(skip)]
    reasons: BTreeMap<Left, usize>,
}

/// Somebody who is left as they are.
#[derive(Serialize)]
struct LeftAnswer {
    id: String,
    reason: String,
}

impl UndoAnswer {
    fn of(wave: &Wave, dry_run: bool) -> Self {
        Self {
            wave: wave.id.to_string(),
            dry_run,
            people: wave.members.len(),
            restored: 0,
            left: Vec::new(),
            reasons: BTreeMap::new(),
        }
    }

    fn leave(&mut self, id: UserId, left: Left) {
        *self.reasons.entry(left).or_default() += 1;
        self.left.push(LeftAnswer { id: id.to_string(), reason: left.to_string() });
    }
}

impl Answer for UndoAnswer {
    fn text(&self) -> String {
        let Self { people, restored, .. } = self;
        let mut lines = vec![if self.dry_run {
            format!("Nothing is written. {restored} of {people} would be restored")
        } else {
            format!("{restored} of {people} restored")
        }];
        lines.extend(self.reasons.iter().map(|(left, count)| format!("{count} left, who {left}")));
        lines.join("\n")
    }
}
