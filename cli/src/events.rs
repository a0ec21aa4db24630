//! `rollcall events`: the feed of a tenant, listed or followed.

mod forward;

use std::time::Duration;

use rollcall::store::{FeedPage, Forgotten};
use rollcall_rules::feed::{self, Announcement, FeedPlace};
use serde::Serialize;
use serde_json::Value;

use crate::args::events::{EventsCommand, ListenArgs};
use crate::args::people::OfTenant;
use crate::error::CliError;
use crate::local;
use crate::person::People;
use crate::print::{self, Answer};
use forward::Forward;

/// How long a listener waits before it looks again.
const PAUSE: Duration = Duration::from_secs(1);

/// How long it waits after the table failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Events that a listener reads at once.
const A_PAGE: usize = 200;

/// Lists events, or follows them.
///
/// # Errors
///
/// No settings or table, no such tenant, or a cursor that leads nowhere.
pub(crate) async fn run(command: EventsCommand) -> Result<(), CliError> {
    match command {
        EventsCommand::List { of, after, limit } => list(&of, after.as_deref(), usize::from(limit)).await,
        EventsCommand::Listen(args) => listen(args).await,
    }
}

async fn list(of: &OfTenant, after: Option<&str>, limit: usize) -> Result<(), CliError> {
    let people = People::reach(of).await?;
    let after = after.map(|cursor| place(&people, cursor)).transpose()?;
    let FeedPage { events, last, more } = read(&people, after, limit).await?;
    let events = events.into_iter().map(|(_, event)| event.into_json()).collect();
    let next = feed::cursor(&people.tenant.id, last);
    print::answer(&Events { events, next, more }, of.table.json)
}

async fn listen(args: ListenArgs) -> Result<(), CliError> {
    let people = People::reach(&args.of).await?;
    let mut place = match args.after.as_deref() {
        Some(cursor) => place(&people, cursor)?,
        None => {
            let end = people.target.store().feed_end(&people.tenant).await;
            end.map_err(|error| people.failed(error))?
        }
    };
    let forward = args.forward_to.as_ref().map(|url| Forward::to(url, args.secret.as_ref())).transpose()?;
    let ended = tokio::select! {
        ended = follow(&people, &mut place, forward.as_ref(), args.of.table.json) => ended,
        interrupted = local::interrupted() => interrupted.map_err(CliError::Signal),
    };
    print::remark(&format!("Go on with --after {}", feed::cursor(&people.tenant.id, place)));
    ended
}

/// Goes on for ever. `place` is always where to go on.
async fn follow(
    people: &People,
    place: &mut FeedPlace,
    forward: Option<&Forward>,
    json: bool,
) -> Result<(), CliError> {
    loop {
        let page =
            match people.target.store().feed(&people.tenant, Some(*place), A_PAGE, people.target.now()).await
            {
                Ok(page) => page.map_err(|Forgotten| CliError::CursorExpired)?,
                Err(error) if error.is_transient() => {
                    print::remark(&format!("{}; trying again", people.failed(error)));
                    tokio::time::sleep(AFTER_FAILURE).await;
                    continue;
                }
                Err(error) => return Err(people.failed(error)),
            };
        for (at, event) in page.events {
            if let Some(forward) = forward {
                forward.send(&event).await;
            }
            print::answer(&Line(event), json)?;
            *place = at;
        }
        *place = page.last;
        if !page.more {
            tokio::time::sleep(PAUSE).await;
        }
    }
}

fn place(people: &People, cursor: &str) -> Result<FeedPlace, CliError> {
    feed::place_of(cursor, &people.tenant.id).ok_or_else(|| CliError::NoCursor(people.tenant.id.clone()))
}

async fn read(people: &People, after: Option<FeedPlace>, limit: usize) -> Result<FeedPage, CliError> {
    let read = people.target.store().feed(&people.tenant, after, limit, people.target.now()).await;
    let page = read.map_err(|error| people.failed(error))?;
    page.map_err(|Forgotten| CliError::CursorExpired)
}

#[derive(Serialize)]
struct Events {
    events: Vec<Value>,
    next: String,
    more: bool,
}

impl Answer for Events {
    fn text(&self) -> String {
        let lines = self.events.iter().map(line);
        let end = match (self.events.is_empty(), self.more) {
            (true, _) => format!("No events. Go on with --after {}", self.next),
            (false, true) => format!("There are more: go on with --after {}", self.next),
            (false, false) => format!("Go on with --after {}", self.next),
        };
        lines.chain([end]).collect::<Vec<_>>().join("\n")
    }
}

/// One event on a line.
#[derive(Serialize)]
#[serde(transparent)]
struct Line(Announcement);

impl Answer for Line {
    fn text(&self) -> String {
        line(&self.0.clone().into_json())
    }
}

/// When, what and to whom it happened.
fn line(event: &Value) -> String {
    let text = |path: &[&str]| path.iter().try_fold(event, |value, name| value.get(name))?.as_str();
    let first = |paths: &[&[&str]]| paths.iter().find_map(|path| text(path));
    let subject = first(&[&["userId"], &["groupId"]]).unwrap_or("-");
    let name = first(&[&["user", "userName"], &["group", "displayName"]]).unwrap_or_default();
    let [at, kind] = ["at", "kind"].map(|name| text(&[name]).unwrap_or_default());
    format!("{at}  {kind:24}  {subject}  {name}").trim_end().to_owned()
}
