//! *Bring people in from a file*: people whom no directory manages, as CSV.
//!
//! The file is read as `rollcall user import` reads it, and is shown first: whom it brings in, who is there already, and
//! which lines cannot be taken. The page that asks holds the file as a text, and so does each step of the import. So
//! nothing is kept here of a file, and a file is no larger than a page can be.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use rollcall_rules::address::AddressError;
use rollcall_rules::import::{HeaderError, LineError, List, ListError, MAX_LINE_BYTES, Newcomer};
use rollcall_rules::name::MAX_NAME_CHARS;
use rollcall_rules::user::Actor;
use rollcall_texts::Texts;
use rollcall_web::{App, with_cause};

use super::failure::Failure;
use super::page::{Notice, Shell, Tab, Words, look, page, texts};
use super::session::{Admin, Upload};
use crate::import::{self, MOST, Run, Step};
use crate::lines::csv::for_spreadsheet;

/// The largest file, in KiB. In the page that asks, each of its bytes can take six, and Lambda lets 6 MB through.
const MOST_KIB: usize = 512;

/// Seconds after which a page goes on whose step met a table that has too much to do.
const PAUSE_SECS: u32 = 5;

#[derive(Template)]
#[template(path = "portal/import.html")]
struct Ask<'a> {
    shell: Shell<'a>,
}

#[derive(Template)]
#[template(path = "portal/import-check.html")]
struct Checked<'a> {
    shell: Shell<'a>,
    rows: Vec<Row>,
    created: usize,
    there: usize,
    refused: usize,
    unread: &'a [String],
    text: &'a str,
}

#[derive(Template)]
#[template(path = "portal/importing.html")]
struct Importing<'a> {
    shell: Shell<'a>,
    /// People of the file who can be taken.
    people: usize,
    /// Those who are yet to be brought in.
    remaining: usize,
    /// The line from which the next step goes on; `None`: all is done.
    next: Option<u64>,
    /// Accounts that this run has made by now.
    created: usize,
    failures: Vec<Row>,
    text: &'a str,
    /// Seconds until the page goes on by itself.
    pause_secs: u32,
}

/// A line of the file, and what comes of it.
struct Row {
    line: u64,
    /// As it stands in the file, as far as it can be read.
    address: String,
    outcome: Words,
    class: &'static str,
    reason: Option<String>,
}

impl Row {
    fn of(line: u64, newcomer: &Newcomer, step: &Step) -> Self {
        let (outcome, class) = if step.created.binary_search(&line).is_ok() {
            ("import-create", "good")
        } else {
            ("import-has", "")
        };
        let address = newcomer.email.as_str().to_owned();
        Self { line, address, outcome: texts().get(outcome), class, reason: None }
    }

    fn refused(list: &List) -> Vec<Self> {
        let refused = list.refused().iter();
        refused
            .map(|refused| Self {
                line: refused.line,
                address: list.address(refused).unwrap_or_default(),
                outcome: texts().get("import-refuse"),
                class: "care",
                reason: Some(reason(&refused.why)),
            })
            .collect()
    }
}

impl Ask<'_> {
    fn limits(&self) -> String {
        self.shell.texts.with("import-limits", &[("people", MOST.into()), ("size", MOST_KIB.into())])
    }
}

impl Checked<'_> {
    fn counted(&self, id: &str) -> String {
        self.shell.texts.with(id, &[("count", self.created.into())])
    }

    fn heading(&self) -> String {
        if self.created > 0 {
            self.counted("import-ask")
        } else {
            self.shell.texts.get("import-none").into_owned()
        }
    }

    fn refused(&self) -> String {
        refused(self.shell.texts, self.refused)
    }

    fn says(&self) -> Vec<String> {
        let texts = self.shell.texts;
        let mut says = Vec::new();
        if self.created > 0 {
            says.push(self.counted("import-would"));
        }
        if self.there > 0 {
            says.push(texts.with("import-there", &[("count", self.there.into())]));
        }
        if self.refused > 0 {
            says.push(self.refused());
        }
        says.extend(
            self.unread.iter().map(|name| texts.with("import-unread", &[("column", name.as_str().into())])),
        );
        says
    }
}

impl Importing<'_> {
    const fn done(&self) -> usize {
        self.people.saturating_sub(self.remaining)
    }

    fn progress(&self) -> String {
        let texts = self.shell.texts;
        let people = texts.number(self.people as u64);
        texts.with("import-progress", &[("count", self.done().into()), ("people", people.into())])
    }

    fn refused(&self) -> String {
        refused(self.shell.texts, self.failures.len())
    }
}

fn refused(texts: Texts, count: usize) -> String {
    texts.with("import-refused", &[("count", count.into())])
}

/// Why a line cannot be taken, in the words of the reader.
fn reason(why: &LineError) -> String {
    let texts = texts();
    match why {
        LineError::Fields { found, expected } => {
            texts.with("import-fields", &[("found", (*found).into()), ("expected", (*expected).into())])
        }
        LineError::TooLong => texts.with("import-long", &[("bytes", MAX_LINE_BYTES.into())]),
        LineError::NotUtf8 => texts.get("import-line-text").into_owned(),
        LineError::Address(AddressError::Empty) => texts.get("import-no-address").into_owned(),
        LineError::Address(_) => texts.get("import-address").into_owned(),
        LineError::Name(column, _) => {
            texts.with("import-name", &[("column", (*column).into()), ("most", MAX_NAME_CHARS.into())])
        }
        LineError::Repeated(line) => texts.with("import-repeated", &[("line", (*line).into())]),
    }
}

/// What is told of a file that is too large.
pub(super) fn too_large() -> String {
    texts().with("import-too-large", &[("size", MOST_KIB.into())])
}

/// The people of a text, or what is wrong with it.
fn parse(text: &str) -> Result<List, String> {
    let texts = texts();
    // On its way here, what is no UTF-8 becomes the one; in the page, the other does.
    if text.contains(['\u{FFFD}', '\0']) {
        return Err(texts.get("import-no-text").into_owned());
    }
    let list = List::parse(text.as_bytes(), MOST).map_err(|error| match error {
        ListError::Header(HeaderError::Empty) => texts.get("import-empty").into_owned(),
        ListError::Header(HeaderError::NotUtf8) => texts.get("import-no-text").into_owned(),
        ListError::Header(HeaderError::NoEmail) => texts.get("import-no-email").into_owned(),
        ListError::Header(HeaderError::Twice(first, second)) => {
            let values = [("first", first.as_str().into()), ("second", second.as_str().into())];
            texts.with("import-twice", &values)
        }
        ListError::TooMany => texts.with("import-too-many", &[("people", MOST.into())]),
        ListError::NoTable(_) => texts.get("import-no-table").into_owned(),
    })?;
    if list.newcomers().is_empty() && list.refused().is_empty() {
        return Err(texts.get("import-nobody").into_owned());
    }
    Ok(list)
}

/// The text of a file that was sent, and its people.
fn read(file: Option<&[u8]>) -> Result<(String, List), String> {
    let texts = texts();
    let file = file.ok_or_else(|| texts.get("import-no-file").into_owned())?;
    if file.len() > MOST_KIB * 1024 {
        return Err(too_large());
    }
    let text = str::from_utf8(file).map_err(|_| texts.get("import-no-text").into_owned())?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned();
    let list = parse(&text)?;
    Ok((text, list))
}

/// `GET /portal/import`: asks for the file.
pub(super) async fn ask(admin: Admin) -> Response {
    page(StatusCode::OK, &Ask { shell: admin.shell(Tab::People, None) })
}

/// `POST /portal/import-check`: whom the file brings in, and which lines cannot be taken. Writes nothing.
pub(super) async fn check(State(app): State<App>, upload: Upload) -> Result<Response, Failure> {
    let Upload { admin, file, .. } = &upload;
    let (text, list) = match read(file.as_deref()) {
        Ok(read) => read,
        Err(wrong) => {
            let shell = admin.shell(Tab::People, Some(Notice::not_done(wrong)));
            return Ok(page(StatusCode::BAD_REQUEST, &Ask { shell }));
        }
    };
    let people: Vec<_> = list.by_line().collect();
    let mut step = import::step(&app, &admin.tenant, &people, Run::Dry).await?;
    if let Some(error) = step.cause.take() {
        return Err(error.into());
    }
    let mut rows = Row::refused(&list);
    let refused = rows.len();
    rows.extend(people.iter().map(|(line, newcomer)| Row::of(*line, newcomer, &step)));
    rows.sort_by_key(|row| row.line);
    let view = Checked {
        shell: admin.shell(Tab::People, None),
        rows,
        created: step.created.len(),
        there: step.already_there.len(),
        refused,
        unread: list.header().unread(),
        text: &text,
    };
    Ok(page(StatusCode::OK, &view))
}

/// `POST /portal/importing`: the first step of an import, or the next.
pub(super) async fn step(State(app): State<App>, upload: Upload) -> Result<Response, Failure> {
    let Upload { admin, fields, .. } = &upload;
    let text = fields.exactly("text").unwrap_or_default();
    let list = parse(text).map_err(Failure::Invalid)?;
    let number = |name| fields.one(name).and_then(|text| text.parse::<u64>().ok());
    let from = number("from").unwrap_or(1);
    // Only to be shown: who is there follows from the accounts.
    let before = number("created").and_then(|created| usize::try_from(created).ok()).unwrap_or_default();
    let people: Vec<_> = list.by_line().filter(|(line, _)| *line >= from).collect();
    let mut step = import::step(&app, &admin.tenant, &people, Run::By(Actor::Admin)).await?;
    let created = before.saturating_add(step.created.len()).min(list.newcomers().len());
    let next = step.next();
    let failures = Row::refused(&list);
    let done = || {
        let done = admin.texts.with("import-done", &[("count", created.into())]);
        match failures.len() {
            0 => Notice::done(done),
            failed => Notice::not_done(format!("{done} {}", refused(admin.texts, failed))),
        }
    };
    let cause = step.cause.take();
    let view = Importing {
        shell: admin.shell(Tab::People, next.is_none().then(done)),
        people: list.newcomers().len(),
        remaining: step.remaining.len(),
        next,
        created,
        failures,
        text,
        pause_secs: if cause.is_some() { PAUSE_SECS } else { 0 },
    };
    let response = page(StatusCode::OK, &view);
    Ok(match cause {
        Some(error) => with_cause(response, error),
        None => response,
    })
}

/// `POST /portal/import-failures.csv`: the lines that cannot be taken, with the reasons, to be corrected and brought in.
pub(super) async fn failures(upload: Upload) -> Result<Response, Failure> {
    let list = parse(upload.fields.exactly("text").unwrap_or_default()).map_err(Failure::Invalid)?;
    let mut file = Vec::new();
    // Into memory it is written without a fault.
    list.write_refused(&mut file, reason).map_err(|error| Failure::Invalid(error.to_string()))?;
    let text = for_spreadsheet(&String::from_utf8_lossy(&file));
    let mut response = Response::new(Body::from(text));
    response.headers_mut().clone_from(look().headers());
    let name = format!("attachment; filename=\"import-failures-{}.csv\"", upload.admin.tenant.id);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.extend(HeaderValue::from_str(&name).ok().map(|name| (CONTENT_DISPOSITION, name)));
    Ok(response)
}
