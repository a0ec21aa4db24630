//! `rollcall trace`: what became of somebody. It answers as the people API does, and writes nothing.

use std::collections::BTreeMap;
use std::iter;

use jiff::Timestamp;
use rollcall::retry;
use rollcall::store::{StoreError, Trace};
use rollcall_rules::admission::ClaimedTenant;
use rollcall_rules::deletion::Tombstone;
use rollcall_rules::history::{Difference, Entry};
use rollcall_rules::sign_in_check::Cause;
use rollcall_rules::trace::{Deletion, Sought, State};
use rollcall_rules::user::{Actor, ActorName, User};
use serde::Serialize;
use serde_json::Value;

use crate::args::trace::TraceArgs;
use crate::error::CliError;
use crate::person::People;
use crate::print::{self, Answer, columns};

/// Says what became of somebody. Nobody of whom anything is known is an answer, too.
///
/// # Errors
///
/// No settings or table, or no such tenant.
pub(crate) async fn run(args: TraceArgs) -> Result<(), CliError> {
    let people = People::reach(&args.of).await?;
    let mut answer = None;
    for sought in &args.person.meant {
        let trace = retry::after_lost_race(|| read(&people, sought)).await;
        let trace = trace.map_err(|error| people.failed(error))?;
        let is_known = trace.state() != State::Unknown;
        answer = Some(TraceAnswer::of(&trace));
        if is_known {
            break;
        }
    }
    let unknown = || TraceAnswer { state: State::Unknown.as_str(), account: None, deleted: Vec::new() };
    print::answer(&answer.unwrap_or_else(unknown), args.of.table.json)
}

async fn read(people: &People, sought: &Sought) -> Result<Trace, StoreError> {
    let store = people.target.store();
    let claimed = ClaimedTenant::from(people.tenant.id.clone());
    let begun = store.tenant_and_trace_begun(&claimed, sought).await?;
    let (tenant, begun) = begun.open(|_| Ok::<_, StoreError>(people.tenant.clone()))?;
    store.trace(&tenant, sought, begun, people.target.now()).await
}

#[derive(Serialize)]
struct TraceAnswer {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<AccountAnswer>,
    deleted: Vec<DeletedAnswer>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AccountAnswer {
    id: String,
    user_name: String,
    email: String,
    linked: bool,
    created_at: Timestamp,
    #[serde(flatten)]
    blocked: Option<BlockedAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purge_at: Option<Timestamp>,
    history: Vec<EntryAnswer>,
    has_earlier_entries: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BlockedAnswer {
    deactivated_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    deactivated_by: Option<Actor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deactivated_by_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Cause>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DeletedAnswer {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Timestamp>,
    #[serde(flatten)]
    blocked: BlockedAnswer,
    purged_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion: Option<Deletion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deletion_by_name: Option<String>,
    forgotten_at: Timestamp,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EntryAnswer {
    version: u64,
    at: Timestamp,
    by: Actor,
    #[serde(skip_serializing_if = "Option::is_none")]
    by_name: Option<String>,
    changes: BTreeMap<String, Difference>,
}

impl TraceAnswer {
    fn of(trace: &Trace) -> Self {
        let account = trace.account.as_ref().map(|user| AccountAnswer {
            history: trace.history.iter().map(EntryAnswer::of).collect(),
            has_earlier_entries: trace.has_earlier_entries(),
            ..AccountAnswer::of(user)
        });
        Self {
            state: trace.state().as_str(),
            account,
            deleted: trace.deleted.iter().map(DeletedAnswer::of).collect(),
        }
    }
}

impl AccountAnswer {
    /// An account without its history.
    fn of(user: &User) -> Self {
        Self {
            id: user.id.to_string(),
            user_name: user.user_name.as_str().to_owned(),
            email: user.email.as_str().to_owned(),
            linked: user.linked,
            created_at: user.created_at,
            blocked: user.deactivation.map(|since| BlockedAnswer {
                deactivated_at: since.deactivated_at,
                deactivated_by: since.by,
                deactivated_by_name: told(user.deactivated_by_name.as_ref()),
                reason: user.cause(),
            }),
            purge_at: user.deactivation.map(|since| since.purge_at),
            history: Vec::new(),
            has_earlier_entries: false,
        }
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = vec![
            format!("person      {}", self.id),
            format!("user name   {}", self.user_name),
            format!("email       {}", self.email),
            format!("created     {}", self.created_at),
        ];
        lines.extend(self.blocked.as_ref().map(BlockedAnswer::line));
        lines.extend(self.purge_at.map(|at| format!("deleted at  {at}, unless it is restored")));
        lines.push(String::new());
        if self.has_earlier_entries {
            lines.push("The latest changes; there are earlier ones.".to_owned());
        }
        if self.history.is_empty() {
            lines.push("No change is noted yet.".to_owned());
            return lines;
        }
        let heading = ["AT", "BY", "CHANGES"].map(str::to_owned);
        let rows = self.history.iter().map(EntryAnswer::row);
        lines.push(columns(&iter::once(heading).chain(rows).collect::<Vec<_>>()));
        lines
    }
}

impl BlockedAnswer {
    fn line(&self) -> String {
        let by =
            self.deactivated_by.map(|by| format!(" by {}", who(by, self.deactivated_by_name.as_deref())));
        let why = self.reason.map(|cause| format!(": {}", why_blocked(cause)));
        format!("blocked     {}{}{}", self.deactivated_at, by.unwrap_or_default(), why.unwrap_or_default())
    }
}

impl DeletedAnswer {
    fn of(tombstone: &Tombstone) -> Self {
        Self {
            id: tombstone.id.to_string(),
            created_at: tombstone.created_at,
            blocked: BlockedAnswer {
                deactivated_at: tombstone.deactivated_at,
                deactivated_by: tombstone.deactivated_by,
                deactivated_by_name: told(tombstone.deactivated_by_name.as_ref()),
                reason: tombstone.cause(),
            },
            purged_at: tombstone.purged_at,
            deletion: tombstone.deletion(),
            deletion_by_name: told(tombstone.deletion_by_name.as_ref()),
            forgotten_at: tombstone.forgotten_at(),
        }
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("person      {}", self.id)];
        lines.extend(self.created_at.map(|at| format!("created     {at}")));
        lines.push(self.blocked.line());
        let why = self.deletion.map(|deletion| format!(": {}", why_deleted(deletion)));
        let by = self.deletion_by_name.as_ref().map(|name| format!(" ({name})"));
        lines.push(format!(
            "deleted     {}{}{}",
            self.purged_at,
            why.unwrap_or_default(),
            by.unwrap_or_default()
        ));
        lines.push(format!("known until {}", self.forgotten_at));
        lines
    }
}

impl EntryAnswer {
    fn of(entry: &Entry) -> Self {
        Self {
            version: entry.version,
            at: entry.at,
            by: entry.by,
            by_name: told(entry.name.as_ref()),
            changes: entry.changes.clone(),
        }
    }

    fn row(&self) -> [String; 3] {
        let changes = self.changes.iter().map(|(name, difference)| change(name, difference));
        let changes = changes.collect::<Vec<_>>().join(", ");
        [self.at.to_string(), who(self.by, self.by_name.as_deref()), changes]
    }
}

fn told(name: Option<&ActorName>) -> Option<String> {
    name.map(|name| name.as_str().to_owned())
}

/// A change in a few words.
fn change(name: &str, Difference { from, to }: &Difference) -> String {
    let value = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match (from, to) {
        (Some(from), Some(to)) => format!("{name}: {} -> {}", value(from), value(to)),
        (None, Some(to)) => format!("{name}: {}", value(to)),
        (Some(from), None) => format!("{name}: {} -> nothing", value(from)),
        (None, None) => name.to_owned(),
    }
}

fn who(by: Actor, name: Option<&str>) -> String {
    let actor = match by {
        Actor::Directory => "the directory",
        Actor::Person => "the person",
        Actor::Admin => "an administrator",
        Actor::Operator => "the operator",
        Actor::System => "Rollcall",
    };
    name.map_or_else(|| actor.to_owned(), |name| format!("{actor} ({name})"))
}

const fn why_blocked(cause: Cause) -> &'static str {
    match cause {
        Cause::DeactivatedByDirectory => "unassigned by the directory",
        Cause::DeletedByDirectory => "deleted by the directory",
        Cause::DeactivatedByOperator => "blocked or deleted by hand, as no directory managed it",
        Cause::Replaced => "its address or externalId went to another person",
    }
}

const fn why_deleted(deletion: Deletion) -> &'static str {
    match deletion {
        Deletion::AfterDeactivation => "two weeks after it was blocked",
        Deletion::ByDirectory => "the directory deleted the user",
        Deletion::ByOperator => "the operator deleted it",
        Deletion::ByAdmin => "an administrator deleted it",
        Deletion::Replaced => "its address or externalId went to another person",
    }
}

impl Answer for TraceAnswer {
    fn text(&self) -> String {
        let mut lines = vec![format!("state       {}", self.state)];
        lines.extend(self.account.iter().flat_map(AccountAnswer::lines));
        for deleted in &self.deleted {
            if self.account.is_some() || lines.len() > 1 {
                lines.push(String::new());
            }
            if self.account.is_some() {
                lines.push("An account that was deleted before:".to_owned());
            }
            lines.extend(deleted.lines());
        }
        if self.account.is_none() && self.deleted.is_empty() {
            lines.push(
                "Nobody is known by that here. Whoever was deleted is forgotten after 90 days.".to_owned(),
            );
        }
        lines.join("\n")
    }
}
