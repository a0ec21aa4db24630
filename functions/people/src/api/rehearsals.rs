//! Rehearsals: what would come of a list of people, and nothing is written.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use rollcall::entropy;
use rollcall_directory::Said;
use rollcall_directory::rehearsal::{Played, Stage, Step};
use rollcall_protocol::ScimError;
use rollcall_rules::access::Access;
use rollcall_rules::admission::Admitted;
use rollcall_rules::billing::day_of;
use rollcall_rules::import::{List, Newcomer};
use rollcall_rules::provision::New;
use rollcall_rules::user::{Guard, UserId};
use rollcall_web::App;
use serde::Serialize;
use serde_json::Value;
use tokio::time::timeout;
use utoipa::ToSchema;

use super::caller::Caller;
use super::failure::Failure;
use super::paging;
use super::people_list::{self, PeopleList, Resources};
use super::problem::{Kind, Problem};
use super::respond;

/// How long the accounts may be read.
const DEADLINE: Duration = Duration::from_secs(20);

/// What would come of a list of people.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Rehearsal {
    /// What would come of each person, in the order of the list.
    people: Vec<RehearsedPerson>,
    /// How many people of each kind.
    counts: RehearsalCounts,
    /// Columns of the CSV that are not read, by their names.
    unread_columns: Vec<String>,
}

/// What would come of one person.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RehearsedPerson {
    /// The line of the CSV, whose header is line 1; in `Resources`, which person it is, from 1 on.
    #[schema(minimum = 1)]
    line: u64,
    /// The address. Absent: none can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_name: Option<String>,
    /// The user's id. Absent: there is no account yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    user_id: Option<String>,
    /// What would be done; several can be done at once.
    would: Vec<RehearsedStep>,
    /// Why the person would be refused, in the words of the real request. Absent: they would not be.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Accounts of others that would give their address or `externalId` to this one, and are not managed any more.
    #[schema(value_type = Vec<Uuid>)]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    replaces: Vec<String>,
    /// What a sign-in right afterwards would bill. Absent: nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    bill: Option<RehearsedBill>,
}

/// What would be done to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum RehearsedStep {
    /// An account would be made.
    Create,
    /// The directory would take up an account that it does not manage.
    Link,
    /// The account would get another `userName`.
    Rename,
    /// The account would be blocked.
    Block,
    /// The account would be restored.
    Restore,
    /// Something else of the account would change.
    Change,
    /// Nothing would change.
    Nothing,
    /// The request would be refused.
    Refuse,
}

/// What would be billed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RehearsedBill {
    /// In minor units of the currency.
    amount_minor: u64,
    /// The currency (ISO 4217).
    currency: String,
}

/// How many people of a rehearsal. Somebody who would be renamed and blocked counts for both.
#[derive(Debug, Default, Serialize, ToSchema)]
struct RehearsalCounts {
    /// All.
    people: usize,
    /// Those who would get an account.
    created: usize,
    /// Those whose account the directory would take up.
    linked: usize,
    /// Those who would get another `userName`.
    renamed: usize,
    /// Those who would be blocked.
    blocked: usize,
    /// Those who would be restored.
    restored: usize,
    /// Those of whom something else would change.
    changed: usize,
    /// Those who would stay as they are.
    unchanged: usize,
    /// Those who would be refused.
    refused: usize,
    /// Those whom a sign-in right afterwards would bill.
    billed: usize,
}

impl From<Step> for RehearsedStep {
    fn from(step: Step) -> Self {
        match step {
            Step::Created => Self::Create,
            Step::Linked => Self::Link,
            Step::Renamed => Self::Rename,
            Step::Blocked => Self::Block,
            Step::Restored => Self::Restore,
            Step::Changed => Self::Change,
        }
    }
}

impl RehearsalCounts {
    fn of(people: &[RehearsedPerson]) -> Self {
        let who = |step| people.iter().filter(|person| person.would.contains(&step)).count();
        Self {
            people: people.len(),
            created: who(RehearsedStep::Create),
            linked: who(RehearsedStep::Link),
            renamed: who(RehearsedStep::Rename),
            blocked: who(RehearsedStep::Block),
            restored: who(RehearsedStep::Restore),
            changed: who(RehearsedStep::Change),
            unchanged: who(RehearsedStep::Nothing),
            refused: who(RehearsedStep::Refuse),
            billed: people.iter().filter(|person| person.bill.is_some()).count(),
        }
    }
}

impl RehearsedPerson {
    fn new(line: u64, user_name: Option<String>, would: RehearsedStep) -> Self {
        Self {
            line,
            user_name,
            user_id: None,
            would: vec![would],
            reason: None,
            replaces: Vec::new(),
            bill: None,
        }
    }

    fn refused(line: u64, user_name: Option<String>, reason: String) -> Self {
        Self { reason: Some(reason), ..Self::new(line, user_name, RehearsedStep::Refuse) }
    }

    fn of(line: u64, user_name: String, played: &Played, tenant: &Admitted, now: Timestamp) -> Self {
        let steps: Vec<_> = played.steps().into_iter().map(RehearsedStep::from).collect();
        Self {
            line,
            user_name: Some(user_name),
            user_id: played.before.as_ref().map(|before| before.id.to_string()),
            would: if steps.is_empty() { vec![RehearsedStep::Nothing] } else { steps },
            reason: None,
            replaces: played.replaced.iter().map(UserId::to_string).collect(),
            bill: RehearsedBill::of(played, tenant, now),
        }
    }

    /// Without the ids of accounts that people before would have been given: there are none of these.
    fn with_ids_among(mut self, known: &BTreeSet<UserId>) -> Self {
        let is_known = |id: &String| UserId::parse(id).is_some_and(|id| known.contains(&id));
        self.user_id = self.user_id.filter(is_known);
        self.replaces.retain(is_known);
        self
    }
}

impl RehearsedBill {
    /// What the rule bills that takes sign-ins.
    fn of(played: &Played, tenant: &Admitted, now: Timestamp) -> Option<Self> {
        let billed = played.after.signed_in(tenant.agreement(day_of(now)), now, now).ok()?;
        let currency = billed.lines.first()?.currency.to_string();
        Some(Self { amount_minor: billed.lines.iter().map(|line| line.amount_minor).sum(), currency })
    }
}

/// Says what would come of a list of people, if your directory sent them: who would be created, linked, renamed,
/// blocked, refused and billed. Writes nothing.
///
/// As JSON the people are Users of SCIM. Each is found as a directory finds them, by `externalId` or else by
/// `userName`, and put; who is not found is posted. As CSV (`text/csv`) they are those of `rollcall user import`, whom
/// no directory manages: the first line names the columns, `email` among them. The people are taken in order, and each
/// sees what those before would have done. What happens in between may change what comes of them.
#[utoipa::path(
    post, path = "/people/v1/rehearsals", tag = "Rehearsals", operation_id = "rehearse",
    request_body(
        content(
            (Resources = "application/json"),
            (String = "text/csv", example = json!("email,givenName,familyName\nada@example.com,Ada,Lovelace\n"))
        ),
        description = "Up to 1,000 people"
    ),
    responses(
        (status = 200, description = "What would come of each", body = Rehearsal),
        (status = 413, description = "The list has more than 1,000 people, or the body more than 4 MiB", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn rehearse(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let (tenant, now) = (&caller.tenant, app.now());
    let (people, unread_columns) = match PeopleList::read(&headers, body).await? {
        PeopleList::Csv(list) => {
            let people = in_time(play_csv(&app, tenant, &list, now)).await?;
            (people, list.header().unread().to_vec())
        }
        PeopleList::Scim(people) => (in_time(play_scim(&app, tenant, people, now)).await?, Vec::new()),
    };
    let counts = RehearsalCounts::of(&people);
    let (people, is_cut) = paging::fitting(people);
    if is_cut {
        return Err(
            Problem::new(Kind::TooLarge, "The answer would be too long. Send the list in parts.").into()
        );
    }
    Ok(respond::json(StatusCode::OK, &Rehearsal { people, counts, unread_columns }))
}

async fn in_time<T>(played: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let detail = "Looking these people up takes too long at the moment. Send the list in parts.";
    timeout(DEADLINE, played).await.map_err(|_| Problem::new(Kind::TooBroad, detail))?
}

async fn play_csv(
    app: &App,
    tenant: &Admitted,
    list: &List,
    now: Timestamp,
) -> Result<Vec<RehearsedPerson>, Failure> {
    let sought = list.newcomers().iter().map(Newcomer::guard).collect();
    let mut stage = Stage::of(Vec::new(), app.store.holders(tenant, &sought).await?);
    let mut people = Vec::with_capacity(list.newcomers().len() + list.refused().len());
    for (line, newcomer) in list.by_line() {
        let user_name = newcomer.email.as_str().to_owned();
        let there = stage.holder_id(&newcomer.guard());
        people.push(match stage.bring_in(newcomer, tenant, UserId::new(entropy::new_id()), now) {
            Some(played) => RehearsedPerson::of(line, user_name, &played, tenant, now),
            None => RehearsedPerson {
                user_id: there.map(|id| id.to_string()),
                ..RehearsedPerson::new(line, Some(user_name), RehearsedStep::Nothing)
            },
        });
    }
    let refused = list.refused().iter();
    people
        .extend(refused.map(|refused| RehearsedPerson::refused(refused.line, None, refused.why.to_string())));
    people.sort_by_key(|person| person.line);
    Ok(people)
}

async fn play_scim(
    app: &App,
    tenant: &Admitted,
    people: Vec<Value>,
    now: Timestamp,
) -> Result<Vec<RehearsedPerson>, Failure> {
    let people: Vec<Result<Said, ScimError>> = people.into_iter().map(people_list::person).collect();
    let sought: BTreeSet<Guard> = people.iter().flatten().flat_map(Said::sought).collect();
    let holders = app.store.holders(tenant, &sought).await?;
    let known: BTreeSet<UserId> = holders.values().copied().collect();
    let users = app.store.users(tenant, &known.iter().copied().collect::<Vec<_>>()).await?;
    let access = if tenant.has_access_rules { Some(app.store.access(tenant).await?) } else { None };
    let access = access.filter(Access::is_in_use);
    let mut stage = Stage::of(users, holders);
    let played = (1..).zip(people).map(|(line, said)| {
        let new = New { user: UserId::new(entropy::new_id()), change: app.new_change() };
        let user_name = said.as_ref().ok().and_then(Said::user_name).map(str::to_owned);
        match said.and_then(|said| stage.provision(said, tenant, access.as_ref(), new, now)) {
            Ok(played) => {
                let user_name = user_name.unwrap_or_else(|| played.after.user_name.as_str().to_owned());
                RehearsedPerson::of(line, user_name, &played, tenant, now).with_ids_among(&known)
            }
            Err(error) => RehearsedPerson::refused(line, user_name, error.detail),
        }
    });
    Ok(played.collect())
}
