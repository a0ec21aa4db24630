//! `rollcall wave`: what happened to many people at once, and taking it back.

use std::collections::{BTreeMap, HashMap};

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use rollcall::entropy;
use rollcall::store::Span;
use rollcall_rules::email_change::NewEmailChange;
use rollcall_rules::status::person_status;
use rollcall_rules::user::{Actor, User, UserId};
use rollcall_rules::wave::{Kind, Member, NotUndone, Wave, WaveId, Waves};
use serde::Serialize;

use crate::args::people::OfTenant;
use crate::args::wave::WaveCommand;
use crate::error::CliError;
use crate::local;
use crate::person::People;
use crate::print::{self, Answer, Progress, columns};

/// Accounts that are written at the same time. A directory has the table at the same time.
const AT_ONCE: usize = 8;

/// Accounts that are read by one call.
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
            let waves = waves(&people, since).await?.of_at_least(least);
            print::answer(&Listed(waves.iter().map(WaveAnswer::of).collect()), of.table.json)
        }
        WaveCommand::Show { of, wave } => {
            let people = People::reach(&of).await?;
            let wave = find(&people, wave).await?;
            let mut shown = Vec::new();
            for some in wave.members.chunks(READ) {
                let users = users(&people, some).await?;
                let now = people.target.now();
                shown
                    .extend(some.iter().map(|member| MemberAnswer::of(member, users.get(&member.user), now)));
            }
            print::answer(&ShownWave { wave: WaveAnswer::of(&wave), members: shown }, of.table.json)
        }
        WaveCommand::Undo { of, wave, dry_run } => undo(&of, wave, dry_run).await,
    }
}

/// The waves since a time.
async fn waves(people: &People, since: Timestamp) -> Result<Waves, CliError> {
    let span = Span { since: Some(since), ..Span::default() };
    let mut happenings = people.target.store().happenings(&people.tenant, &span);
    let mut waves = Waves::default();
    while let Some(happening) = happenings.next().await.map_err(|error| people.failed(error))? {
        if let Some(user) = happening.user {
            waves.take(user, &happening.entry);
        }
    }
    Ok(waves)
}

async fn find(people: &People, id: WaveId) -> Result<Wave, CliError> {
    let waves = waves(people, id.first).await?.of_at_least(1);
    waves.into_iter().find(|wave| wave.id == id).ok_or_else(|| CliError::NoWave(id.to_string()))
}

/// The accounts of these people, as far as there are any.
async fn users(people: &People, members: &[Member]) -> Result<HashMap<UserId, User>, CliError> {
    let ids: Vec<_> = members.iter().map(|member| member.user).collect();
    let users = people.target.store().users(&people.tenant, &ids).await;
    Ok(users.map_err(|error| people.failed(error))?.into_iter().map(|user| (user.id, user)).collect())
}

async fn undo(of: &OfTenant, id: WaveId, dry_run: bool) -> Result<(), CliError> {
    if id.kind != Kind::Deactivated {
        return Err(CliError::NotUndoable(id.kind.as_str()));
    }
    let people = People::reach_on_plan(of).await?;
    let wave = find(&people, id).await?;
    let mut answer = UndoAnswer::of(&wave, dry_run);
    let bar = Progress::of(wave.members.len(), if dry_run { "looked at" } else { "restored or left" });
    let played = tokio::select! {
        played = restore(&people, &wave, dry_run, &mut answer, &bar) => played,
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
    dry_run: bool,
    answer: &mut UndoAnswer,
    bar: &Progress,
) -> Result<(), CliError> {
    for some in wave.members.chunks(READ) {
        let mut users = users(people, some).await?;
        let each = some.iter().map(|member| (member, users.remove(&member.user))).collect::<Vec<_>>();
        let each = each.into_iter().map(async |(member, user)| match user {
            None => Ok((member, Err(Left::Deleted))),
            Some(user) => restored(people, member, user, dry_run).await.map(|done| (member, done)),
        });
        let mut each = stream::iter(each).buffer_unordered(AT_ONCE);
        while let Some((member, done)) = each.try_next().await? {
            match done {
                Ok(()) => answer.restored += 1,
                Err(left) => answer.leave(member.user, left),
            }
            bar.step();
        }
    }
    Ok(())
}

async fn restored(
    people: &People,
    member: &Member,
    user: User,
    dry_run: bool,
) -> Result<Result<(), Left>, CliError> {
    let change = NewEmailChange { id: entropy::new_id(), link_lifetime: people.target.link_lifetime(None) };
    let decide = |user: &User, now| user.undone(member, change, Actor::Operator, now);
    if dry_run {
        return Ok(decide(&user, people.target.now()).map(drop).map_err(Left::Changed));
    }
    match people.change(user, decide).await {
        Ok(_) => Ok(Ok(())),
        Err(CliError::NotUndone(left)) => Ok(Err(Left::Changed(left))),
        Err(CliError::NoPerson { .. }) => Ok(Err(Left::Deleted)),
        Err(CliError::AddressTaken) => Ok(Err(Left::AddressTaken)),
        Err(error) => Err(error),
    }
}

/// Why somebody is left as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Left {
    Deleted,
    AddressTaken,
    Changed(NotUndone),
}

impl Left {
    fn reason(self) -> String {
        match self {
            Self::Deleted => "is deleted".to_owned(),
            Self::AddressTaken => "had another address before, which somebody else has by now".to_owned(),
            Self::Changed(why) => why.to_string(),
        }
    }
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
    fn of(member: &Member, user: Option<&User>, now: Timestamp) -> Self {
        Self {
            id: member.user.to_string(),
            at: member.at,
            user_name: user.map(|user| user.user_name.as_str().to_owned()),
            status: user.map_or("deleted", |user| person_status(user, now).as_str()),
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
        self.left.push(LeftAnswer { id: id.to_string(), reason: left.reason() });
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
        lines.extend(self.reasons.iter().map(|(left, count)| format!("{count} left, who {}", left.reason())));
        lines.join("\n")
    }
}
