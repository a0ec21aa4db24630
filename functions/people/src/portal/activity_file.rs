//! The activity as a file: CSV (RFC 4180) or JSON lines. What does not fit into one file comes in parts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LINK};
use http::{HeaderMap, HeaderValue, StatusCode};
use rollcall::store::{Happening, Place};
use rollcall_rules::user::{ActorName, User, UserId};
use rollcall_web::App;
use serde_json::json;

use super::activity::people;
use super::activity_filter::Filter;
use super::card::name_of;
use super::failure::Failure;
use super::fields::Fields;
use super::page::{Shell, Tab, look, page};
use super::session::SignedIn;
use super::words;
use crate::lines::Dialect;
use crate::lines::csv::{MAX_BYTES, Rows, bytes_at_most, for_spreadsheet};

/// Entries of a file.
const ENTRIES: usize = 4_000;

/// Entries that are looked at for a file.
const LOOKED_THROUGH: usize = 40_000;

/// Names of the columns of the CSV file: as in the other files, they are the same in every language.
const COLUMNS: [&str; 7] = ["time", "by", "by_name", "person", "person_id", "user_name", "change"];

/// A form of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv(Dialect),
    JsonLines,
}

impl Form {
    /// Name of the page, whose ending is that of the file.
    const fn page(self) -> &'static str {
        match self {
            Self::Csv(_) => "activity.csv",
            Self::JsonLines => "activity.jsonl",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Csv(_) => "text/csv; charset=utf-8",
            Self::JsonLines => "application/jsonl; charset=utf-8",
        }
    }
}

#[derive(Template)]
#[template(path = "portal/activity-parts.html")]
struct Parts<'a> {
    shell: Shell<'a>,
    part: u32,
    this: String,
    next: String,
    back: String,
}

/// `GET /portal/activity.csv`.
pub(super) async fn csv(
    State(app): State<App>,
    admin: SignedIn,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Failure> {
    file(&app, &admin, &fields, Form::Csv(Dialect::of(&headers))).await
}

/// `GET /portal/activity.jsonl`.
pub(super) async fn json_lines(
    State(app): State<App>,
    admin: SignedIn,
    fields: Fields,
) -> Result<Response, Failure> {
    file(&app, &admin, &fields, Form::JsonLines).await
}

/// The file. If it does not hold all that is asked for, a page offers it as a part, and then the next one: nobody shall
/// take a part for the whole. With `one` in the query it is that part.
async fn file(app: &App, admin: &SignedIn, fields: &Fields, form: Form) -> Result<Response, Failure> {
    let filter = Filter::of(fields);
    let before = fields.one("before").map(|place| Place(place.to_owned()));
    let part = fields.one("part").and_then(|part| part.parse::<u32>().ok()).unwrap_or(1).max(1);
    let span = filter.span(app, admin, before.clone()).await?.ok_or(Failure::NotFound)?;
    let happenings = app.store.happenings(&admin.tenant, &span);
    let found = filter.read(happenings, ENTRIES, LOOKED_THROUGH).await?;
    let people = people(app, admin, &found.entries).await?;
    let (text, held) = match form {
        Form::Csv(dialect) => as_csv(&found.entries, &people, MAX_BYTES, dialect),
        Form::JsonLines => as_json_lines(&found.entries, &people, MAX_BYTES),
    };
    let next = match found.entries.get(held) {
        Some(_) => {
            held.checked_sub(1).and_then(|last| found.entries.get(last)).map(|last| last.place.clone())
        }
        None => found.next,
    };
    let next = next.map(|place| {
        let number = part.saturating_add(1).to_string();
        filter.reference(form.page(), &[("before", place.0.as_str()), ("part", &number)])
    });
    match next {
        Some(next) if fields.one("one").is_none() => {
            let (number, from) = (part.to_string(), before.map(|place| place.0).unwrap_or_default());
            let besides = [("before", from.as_str()), ("part", &number), ("one", "yes")];
            let view = Parts {
                shell: admin.shell(Tab::Activity, None),
                part,
                this: filter.reference(form.page(), &besides),
                next,
                back: filter.reference("activity", &[]),
            };
            Ok(page(StatusCode::OK, &view))
        }
        next => Ok(attachment(admin, form, text, (part > 1 || next.is_some()).then_some(part), next)),
    }
}

fn attachment(
    admin: &SignedIn,
    form: Form,
    text: String,
    part: Option<u32>,
    next: Option<String>,
) -> Response {
    let text = if form == Form::JsonLines { text } else { for_spreadsheet(&text) };
    let mut response = Response::new(Body::from(text));
    response.headers_mut().clone_from(look().headers());
    let headers = response.headers_mut();
    let (stem, ending) = form.page().split_once('.').unwrap_or((form.page(), "txt"));
    let part = part.map(|part| format!("-part-{part}")).unwrap_or_default();
    let name = format!("attachment; filename=\"{stem}-{}{part}.{ending}\"", admin.tenant.id);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
    headers.extend(HeaderValue::from_str(&name).ok().map(|name| (CONTENT_DISPOSITION, name)));
    let next = next.and_then(|next| HeaderValue::try_from(format!("<{next}>; rel=\"next\"")).ok());
    headers.extend(next.map(|next| (LINK, next)));
    response
}

/// As many entries as fit, and how many these are.
fn as_csv(
    entries: &[Happening],
    people: &BTreeMap<UserId, User>,
    max_bytes: usize,
    dialect: Dialect,
) -> (String, usize) {
    let mut rows = Rows::new(COLUMNS.map(Cow::Borrowed), max_bytes, dialect);
    let held = entries.iter().take_while(|happening| rows.push(cells(happening, people))).count();
    (rows.into_text(), held)
}

fn cells(happening: &Happening, people: &BTreeMap<UserId, User>) -> [String; 7] {
    let line = words::line(&happening.entry);
    let user = happening.user.and_then(|id| people.get(&id));
    [
        happening.entry.at.to_string(),
        line.who().into_owned(),
        line.name.unwrap_or_default(),
        user.map(name_of).unwrap_or_default(),
        happening.user.map(|id| id.to_string()).unwrap_or_default(),
        user.map(|user| user.user_name.as_str().to_owned()).unwrap_or_default(),
        line.what,
    ]
}

fn as_json_lines(
    entries: &[Happening],
    people: &BTreeMap<UserId, User>,
    max_bytes: usize,
) -> (String, usize) {
    let (mut text, mut bytes, mut held) = (String::new(), 0_usize, 0);
    for happening in entries {
        let line = json_line(happening, people);
        bytes += bytes_at_most(&line);
        if bytes > max_bytes {
            break;
        }
        text.push_str(&line);
        text.push('\n');
        held += 1;
    }
    (text, held)
}

fn json_line(happening: &Happening, people: &BTreeMap<UserId, User>) -> String {
    let entry = &happening.entry;
    let user = happening.user.and_then(|id| people.get(&id));
    let line = json!({
        "time": entry.at,
        "by": entry.by,
        "byName": entry.name.as_ref().map(ActorName::as_str),
        "personId": happening.user.map(|id| id.to_string()),
        "userName": user.map(|user| user.user_name.as_str()),
        "version": entry.version,
        "change": words::line(entry).what,
        "changes": entry.changes,
    });
    line.to_string()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rollcall_rules::history::Entry;
    use rollcall_rules::user::Actor;

    use super::*;

    fn happening(name: &str) -> Happening {
        let changes = serde_json::from_value(json!({ "name": { "to": name } })).unwrap();
        let name = ActorName::new(name);
        let entry = Entry { version: 7, at: Timestamp::UNIX_EPOCH, by: Actor::Admin, name, changes };
        Happening { place: Place("1970".to_owned()), user: None, entry }
    }

    #[test]
    fn no_cell_is_a_formula() {
        let (text, held) = as_csv(&[happening("=1+1")], &BTreeMap::new(), MAX_BYTES, Dialect::PLAIN);
        assert_eq!(held, 1);
        assert!(text.contains(",'=1+1,"), "{text}");
    }

    #[test]
    fn a_file_ends_before_it_is_too_large_for_lambda() {
        let entries: Vec<_> = (0..ENTRIES).map(|_| happening(&"\"".repeat(100))).collect();
        for max_bytes in [100_000, MAX_BYTES] {
            for (text, held) in [
                as_csv(&entries, &BTreeMap::new(), max_bytes, Dialect::PLAIN),
                as_json_lines(&entries, &BTreeMap::new(), max_bytes),
            ] {
                assert!(serde_json::to_string(&text).unwrap().len() <= max_bytes);
                assert!(held > 10 && (held < ENTRIES || max_bytes == MAX_BYTES), "{held}");
            }
        }
    }

    #[test]
    fn each_line_is_json() {
        let (text, held) = as_json_lines(&[happening("a\nb"), happening("c")], &BTreeMap::new(), MAX_BYTES);
        assert_eq!((held, text.lines().count()), (2, 2));
        for line in text.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!((&line["by"], &line["version"]), (&json!("admin"), &json!(7)));
        }
    }
}
