//! Imports: people whom no directory manages are brought in from a list.

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use rollcall_rules::import::{Newcomer, Seen};
use rollcall_rules::user::Actor;
use rollcall_web::{App, with_cause};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::caller::Caller;
use super::failure::Failure;
use super::paging;
use super::people_list::{self, PeopleList, Resources};
use super::problem::{Kind, Problem};
use super::request::{Query, invalid};
use super::respond;
use crate::import::{self, Run};

/// Lines of the longest body, 4 MiB.
const MOST_LINES: u64 = 4 * 1024 * 1024;

/// How a list is to be imported.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportQuery {
    /// Only say what would be done, and write nothing.
    #[serde(default)]
    dry_run: bool,
    /// Leave out the lines before this one: `next` of the answer before, with the same list. From the first on if
    /// absent.
    #[param(minimum = 1, maximum = 4_194_304)]
    from: Option<u64>,
}

/// What was done of an import, and what is left to be done.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Import {
    /// Whether nothing was written.
    dry_run: bool,
    /// People whose accounts this request made; with `dryRun`, would make.
    created: usize,
    /// People who are left as they are, for somebody of the tenant has the address. Those whom an earlier request
    /// brought in are among them.
    already_there: usize,
    /// Lines that cannot be taken. They are told by the request that comes past them.
    failed: Vec<FailedLine>,
    /// People who are yet to be brought in. Send the same list again, from `next` on, until it is 0.
    remaining: usize,
    /// The line from which the list goes on. Absent: nothing remains.
    #[schema(minimum = 1)]
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<u64>,
    /// Columns of the CSV that are not read, by their names.
    unread_columns: Vec<String>,
}

/// A line that cannot be taken.
#[derive(Debug, Serialize, ToSchema)]
struct FailedLine {
    /// The line of the CSV, whose header is line 1; in `Resources`, which person it is, from 1 on.
    #[schema(minimum = 1)]
    line: u64,
    /// Why it cannot be taken.
    reason: String,
}

/// The people of a list, and the lines that are none.
#[derive(Default)]
struct Listed {
    people: Vec<(u64, Newcomer)>,
    failed: Vec<FailedLine>,
    unread_columns: Vec<String>,
}

impl Listed {
    fn of(list: PeopleList) -> Self {
        match list {
            PeopleList::Csv(list) => {
                let failed = list.refused().iter();
                Self {
                    people: list.by_line().map(|(line, newcomer)| (line, newcomer.clone())).collect(),
                    failed: failed
                        .map(|refused| FailedLine { line: refused.line, reason: refused.why.to_string() })
                        .collect(),
                    unread_columns: list.header().unread().to_vec(),
                }
            }
            PeopleList::Scim(people) => {
                let (mut listed, mut seen) = (Self::default(), Seen::default());
                for (line, person) in (1..).zip(people) {
                    match newcomer(person, line, &mut seen) {
                        Ok(newcomer) => listed.people.push((line, newcomer)),
                        Err(reason) => listed.failed.push(FailedLine { line, reason }),
                    }
                }
                listed
            }
        }
    }
}

/// Reads a person whom nobody of the list before is.
fn newcomer(person: Value, line: u64, seen: &mut Seen) -> Result<Newcomer, String> {
    let said = people_list::person(person).map_err(|error| error.detail)?;
    let newcomer = said.newcomer().map_err(|error| error.detail)?;
    seen.note(&newcomer, line).map_err(|error| error.to_string())?;
    Ok(newcomer)
}

/// Brings in people whom the product has and no directory manages, as `rollcall user import` does.
///
/// The list is CSV (`text/csv`: the first line names the columns, `email` among them) or JSON with Users of SCIM, of
/// whom `userName`, `name.givenName`, `name.familyName` and `displayName` are read. Whoever has the address already is left
/// as they are. A line that cannot be taken is told with the reason, and the others are brought in.
///
/// A request works for some ten seconds. Send the same list again from `next` on until `remaining` is 0. Nobody is
/// brought in twice, so the list can be sent at any time, and by several at once.
#[utoipa::path(
    post, path = "/people/v1/imports", tag = "Imports", operation_id = "importPeople",
    params(ImportQuery),
    request_body(
        content(
            (Resources = "application/json"),
            (String = "text/csv", example = json!("email,givenName,familyName\nada@example.com,Ada,Lovelace\n"))
        ),
        description = "Up to 1,000 people"
    ),
    responses(
        (status = 200, description = "What was done, and what remains", body = Import),
        (status = 413, description = "The list has more than 1,000 people, or the body more than 4 MiB", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn import(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<ImportQuery>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Failure> {
    let from = query.from.unwrap_or(1);
    if !(1..=MOST_LINES).contains(&from) {
        return Err(invalid("`from` is a line: 1 to 4194304."));
    }
    let Listed { people, failed, unread_columns } = Listed::of(PeopleList::read(&headers, body).await?);
    let failed = failed.into_iter().filter(|failed| failed.line >= from).collect();
    let (failed, is_cut) = paging::fitting(failed);
    if is_cut {
        let detail = "The answer would be too long. Send the list in parts. Nobody was brought in.";
        return Err(Problem::new(Kind::TooLarge, detail).into());
    }
    let due: Vec<_> =
        people.iter().filter(|(line, _)| *line >= from).map(|(line, one)| (*line, one)).collect();
    let run = if query.dry_run { Run::Dry } else { Run::By(Actor::Operator) };
    let mut step = import::step(&app, &caller.tenant, &due, run).await?;
    // Nothing is lost by it: the same list goes on when the table answers again.
    let cause = match step.cause.take() {
        Some(error) if step.is_empty() => return Err(error.into()),
        cause => cause,
    };
    let next = step.next();
    let is_past = |failed: &FailedLine| next.is_none_or(|next| failed.line < next);
    let body = Import {
        dry_run: query.dry_run,
        created: step.created.len(),
        already_there: step.already_there.len(),
        failed: failed.into_iter().filter(is_past).collect(),
        remaining: step.remaining.len(),
        next,
        unread_columns,
    };
    let response = respond::json(StatusCode::OK, &body);
    Ok(match cause {
        Some(error) => with_cause(response, error),
        None => response,
    })
}
