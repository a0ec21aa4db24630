//! What a query asks for.

use std::num::IntErrorKind;

use jiff::Timestamp;
use serde_json::Value;

use super::{Cursor, DEFAULT_COUNT, MAX_COUNT, QueryHash, SEARCH_URN, Sort};
use crate::coerce::twice;
use crate::filter::Filter;
use crate::message::check_schemas;
use crate::parameters;
use crate::path::AttributePath;
use crate::projection::Projection;
use crate::schema::ResourceType;
use crate::{ScimError, ScimType};

/// A query over the resources of a type.
#[derive(Debug, Clone, PartialEq)]
pub struct ListRequest {
    /// Endpoint of the resource type, such as `/Users`.
    endpoint: &'static str,
    /// Which resources are listed; `None`: all of them.
    pub filter: Option<Filter>,
    /// The order of the list; `None`: by `id`.
    pub sort: Option<Sort>,
    /// Which page of the list is answered.
    pub page: Page,
    /// Which attributes of each resource are answered.
    pub projection: Projection,
}

/// A page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// A page by the number of its first resource (RFC 7644 §3.4.2.4).
    Index {
        /// The first resource, counted from 1.
        start_index: usize,
        /// Resources at most: 0 to [`MAX_COUNT`].
        count: usize,
    },
    /// A page that goes on where a cursor says (RFC 9865).
    Cursor {
        /// Where the page before ended; none for the first page.
        cursor: Option<Cursor>,
        /// Resources at most: 1 to [`MAX_COUNT`].
        count: usize,
    },
}

/// The parameters as they were sent, by GET or by POST.
#[derive(Debug, Default)]
struct Sent {
    filter: Option<String>,
    sort_by: Option<String>,
    sort_order: Option<String>,
    start_index: Option<String>,
    count: Option<String>,
    cursor: Option<String>,
    attributes: Vec<String>,
    excluded_attributes: Vec<String>,
}

/// The members of a SearchRequest message, in lower case.
const MEMBERS: [&str; 9] = [
    "schemas",
    "filter",
    "sortby",
    "sortorder",
    "startindex",
    "count",
    "cursor",
    "attributes",
    "excludedattributes",
];

impl ListRequest {
    /// Reads the decoded query parameters of a GET. Unknown ones are ignored.
    ///
    /// # Errors
    /// 400: `invalidFilter`; `invalidCursor`, `expiredCursor`, `invalidCount` where a cursor pages (RFC 9865 §2.1);
    /// `invalidValue` for the rest, and for a parameter that stands twice.
    pub fn from_query(
        parameters: &[(String, String)],
        resource_type: &'static ResourceType,
        now: Timestamp,
    ) -> Result<Self, ScimError> {
        let text = |name| parameters::single(parameters, name).map(|value| value.map(str::to_owned));
        let list = |name| {
            let names = parameters::single(parameters, name);
            names.map(|names| names.unwrap_or_default().split(',').map(str::to_owned).collect())
        };
        Self::new(
            &Sent {
                filter: text("filter")?,
                sort_by: text("sortBy")?,
                sort_order: text("sortOrder")?,
                start_index: text("startIndex")?,
                count: text("count")?,
                cursor: text("cursor")?,
                attributes: list("attributes")?,
                excluded_attributes: list("excludedAttributes")?,
            },
            resource_type,
            now,
        )
    }

    /// Reads the body of a `POST` to `/.search` of the resource type (RFC 7644 §3.4.3). Unknown members are ignored, and `schemas` may be
    /// missing.
    ///
    /// # Errors
    /// As [`from_query`](Self::from_query); and 400 `invalidSyntax` where the body is no SearchRequest message.
    pub fn from_search(
        body: &Value,
        resource_type: &'static ResourceType,
        now: Timestamp,
    ) -> Result<Self, ScimError> {
        let Value::Object(body) = body else {
            return Err(invalid_syntax("the body must be a JSON object: a SearchRequest message"));
        };
        let mut sent = Sent::default();
        let mut seen: Vec<String> = Vec::new();
        for name in body.keys().map(|name| name.to_ascii_lowercase()) {
            if seen.contains(&name) && MEMBERS.contains(&name.as_str()) {
                return Err(twice(&name));
            }
            seen.push(name);
        }
        for (name, value) in body.iter().filter(|(_, value)| !value.is_null()) {
            match name.to_ascii_lowercase().as_str() {
                "schemas" => check_schemas(value, SEARCH_URN)?,
                "filter" => sent.filter = Some(text(name, value)?),
                "sortby" => sent.sort_by = Some(text(name, value)?),
                "sortorder" => sent.sort_order = Some(text(name, value)?),
                "startindex" => sent.start_index = Some(text(name, value)?),
                "count" => sent.count = Some(text(name, value)?),
                "cursor" => sent.cursor = Some(text(name, value)?),
                "attributes" => sent.attributes = texts(name, value)?,
                "excludedattributes" => sent.excluded_attributes = texts(name, value)?,
                _ => {}
            }
        }
        Self::new(&sent, resource_type, now)
    }

    /// The hash of what the list holds, of which type, in which order.
    #[must_use]
    pub fn query(&self) -> QueryHash {
        query(self.endpoint, self.filter.as_ref(), self.sort.as_ref())
    }

    fn new(sent: &Sent, resource_type: &'static ResourceType, now: Timestamp) -> Result<Self, ScimError> {
        let filter = sent.filter.as_deref().map(|text| Filter::parse(text, resource_type)).transpose()?;
        let sort = sort(sent, resource_type)?;
        let page = match &sent.cursor {
            None => index_page(sent)?,
            Some(cursor) => {
                let query = query(resource_type.endpoint, filter.as_ref(), sort.as_ref());
                cursor_page(sent, cursor, query, sort.as_ref(), now)?
            }
        };
        let projection = Projection::new(
            sent.attributes.iter().map(String::as_str),
            sent.excluded_attributes.iter().map(String::as_str),
            resource_type,
        )?;
        Ok(Self { endpoint: resource_type.endpoint, filter, sort, page, projection })
    }
}

fn query(endpoint: &str, filter: Option<&Filter>, sort: Option<&Sort>) -> QueryHash {
    let filter = filter.map(ToString::to_string).unwrap_or_default();
    let by = sort.map(|sort| sort.by.to_string()).unwrap_or_default();
    let order = if sort.is_some_and(|sort| sort.descending) { "descending" } else { "" };
    // Lists of users came first, and cursors and bookmarks to them stay good.
    let of = (endpoint != "/Users").then_some(endpoint);
    QueryHash::of([filter.as_str(), by.as_str(), order].into_iter().chain(of))
}

fn sort(sent: &Sent, resource_type: &'static ResourceType) -> Result<Option<Sort>, ScimError> {
    let order = sent.sort_order.as_deref().unwrap_or("ascending");
    let descending = order.eq_ignore_ascii_case("descending");
    if !descending && !order.eq_ignore_ascii_case("ascending") {
        return Err(invalid_value("sortOrder must be \"ascending\" or \"descending\"".to_owned()));
    }
    let Some(by) = sent.sort_by.as_deref().filter(|by| !by.is_empty()) else { return Ok(None) };
    let path =
        AttributePath::parse(by, resource_type).map_err(|error| invalid_value(format!("sortBy: {error}")))?;
    let by = path.comparable().ok_or_else(|| {
        let part = path.definition().sub_attributes.first().map_or("value", |sub| sub.name);
        invalid_value(format!("sortBy: {path} has several parts; name one of them, such as {path}.{part}"))
    })?;
    // Lists are in this order anyway.
    let is_default = by.is_core() && by.definition().name == "id" && !descending;
    Ok((!is_default).then_some(Sort { by, descending }))
}

fn index_page(sent: &Sent) -> Result<Page, ScimError> {
    // RFC 7644 §3.4.2.4: a startIndex below 1 is 1, a negative count 0.
    let start_index = match &sent.start_index {
        None => 1,
        Some(text) => number("startIndex", text, ScimType::InvalidValue)?.max(1),
    };
    let count = match &sent.count {
        None => DEFAULT_COUNT,
        Some(text) => number("count", text, ScimType::InvalidValue)?.min(MAX_COUNT),
    };
    Ok(Page::Index { start_index, count })
}

fn cursor_page(
    sent: &Sent,
    cursor: &str,
    query: QueryHash,
    sort: Option<&Sort>,
    now: Timestamp,
) -> Result<Page, ScimError> {
    if sent.start_index.is_some() {
        return Err(invalid_value("startIndex and cursor exclude each other; send one of them".to_owned()));
    }
    // RFC 9865 §2.2 has cursor pages sorted, too; by anything but `id` that takes the whole list for each page.
    if sort.is_some() {
        let detail = "a list is sorted in pages by startIndex only; send sortBy or cursor, not both";
        return Err(invalid_value(detail.to_owned()));
    }
    let count = match &sent.count {
        None => DEFAULT_COUNT,
        Some(text) => number("count", text, ScimType::InvalidCount)?.min(MAX_COUNT),
    };
    if count == 0 {
        let detail = format!("with a cursor, count must be between 1 and {MAX_COUNT}");
        return Err(ScimError::bad_request(ScimType::InvalidCount, detail));
    }
    let cursor = match cursor {
        "" => None,
        text => Some(Cursor::parse(text, query, now)?),
    };
    Ok(Page::Cursor { cursor, count })
}

/// Stands for all larger numbers: no list is that long.
const LARGEST: usize = usize::MAX;

/// A whole number, perhaps written as `1.0` or `1e3`; 0 if it is negative, [`LARGEST`] if it is larger.
fn number(name: &str, text: &str, scim_type: ScimType) -> Result<usize, ScimError> {
    let text = text.trim();
    match text.parse::<i64>() {
        Ok(number) => Ok(usize::try_from(number).unwrap_or(0)),
        Err(error) => match error.kind() {
            IntErrorKind::PosOverflow => Ok(LARGEST),
            IntErrorKind::NegOverflow => Ok(0),
            _ => whole(text)
                .ok_or_else(|| ScimError::bad_request(scim_type, format!("{name} must be a whole number"))),
        },
    }
}

/// The number in another of JSON's forms, if it has no fraction.
fn whole(text: &str) -> Option<usize> {
    // Rust reads words as well: "inf", "nan".
    if text.contains(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E'))) {
        return None;
    }
    let number: f64 = text.parse().ok()?;
    if number.is_finite() && number.fract() != 0.0 {
        return None;
    }
    match number {
        _ if number <= 0.0 => Some(0),
        _ if number >= 9e15 => Some(LARGEST),
        _ => format!("{number:.0}").parse().ok(),
    }
}

fn text(name: &str, value: &Value) -> Result<String, ScimError> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        _ => Err(invalid_value(format!("{name} takes a single value"))),
    }
}

fn texts(name: &str, value: &Value) -> Result<Vec<String>, ScimError> {
    match value {
        Value::Array(items) => items.iter().map(|item| text(name, item)).collect(),
        bare => Ok(text(name, bare)?.split(',').map(str::to_owned).collect()),
    }
}

fn invalid_value(detail: String) -> ScimError {
    ScimError::bad_request(ScimType::InvalidValue, detail)
}

fn invalid_syntax(detail: &str) -> ScimError {
    ScimError::bad_request(ScimType::InvalidSyntax, detail)
}
