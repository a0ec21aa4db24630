//! Lists of people as they are sent to be rehearsed or imported: CSV, or Users of SCIM.

use axum::body::Body;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use rollcall_directory::{MAX_USER_LEN, Said, TOO_LONG};
use rollcall_protocol::{ScimError, ScimType};
use rollcall_rules::import::{List, ListError};
use rollcall_web::{BodyError, read_body};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::failure::Failure;
use super::problem::{Kind, Problem};
use super::request::invalid;
use crate::import::MOST;

/// Longest body, in bytes. API Gateway hands it to the function as a text in JSON, of 6 MB at most.
const LIMIT: usize = 4 * 1024 * 1024;

/// A list of people as SCIM: the body of a SCIM list will do.
// For the document alone: each person is read by itself, so that one who cannot be read costs the others nothing.
#[derive(Serialize, ToSchema)]
#[schema(as = PeopleResources)]
pub(crate) struct Resources {
    /// The people, each a User resource as a directory would send it: 1,000 at most (413 beyond).
    #[schema(rename = "Resources", value_type = Vec<Object>, min_items = 1)]
    resources: Vec<Value>,
}

/// The people of a body.
pub(super) enum PeopleList {
    /// Lines of CSV.
    Csv(List),
    /// Users of SCIM, each of which is yet to be read by [`person`].
    Scim(Vec<Value>),
}

impl PeopleList {
    /// Reads a body of one or the other form, as `Content-Type` says.
    ///
    /// # Errors
    ///
    /// 400 if it is no list; 413 if it is too long.
    pub(super) async fn read(headers: &HeaderMap, body: Body) -> Result<Self, Failure> {
        let body = read_body(body, LIMIT).await.map_err(|error| match error {
            BodyError::TooLong(_) => {
                Failure::from(Problem::new(Kind::TooLarge, "The body is larger than 4 MiB."))
            }
            BodyError::Incomplete => invalid("The body did not arrive whole."),
        })?;
        if is_csv(headers) {
            List::parse(&body, MOST).map(Self::Csv).map_err(no_list)
        } else {
            resources(&body).map(Self::Scim)
        }
    }
}

/// Reads one of the Users.
///
/// # Errors
///
/// What a request with the User would be told.
pub(super) fn person(person: Value) -> Result<Said, ScimError> {
    if person.to_string().len() > MAX_USER_LEN {
        return Err(ScimError::bad_request(ScimType::InvalidValue, TOO_LONG));
    }
    Said::read(person)
}

fn is_csv(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    media_type.split(';').next().is_some_and(|essence| essence.trim().eq_ignore_ascii_case("text/csv"))
}

fn no_list(error: ListError) -> Failure {
    match error {
        ListError::TooMany => too_many(),
        error @ (ListError::Header(_) | ListError::NoTable(_)) => {
            invalid(format!("The list cannot be read: {error}."))
        }
    }
}

fn too_many() -> Failure {
    let detail = format!("A list has {MOST} people at most. Send it in parts.");
    Problem::new(Kind::TooLarge, detail).into()
}

/// The people of a body of JSON.
fn resources(body: &[u8]) -> Result<Vec<Value>, Failure> {
    let refused = |error: ScimError| invalid(error.detail);
    let mut body = rollcall_protocol::json::parse(body).map_err(refused)?;
    let listed = body.get_mut("Resources").map(Value::take);
    match listed {
        Some(Value::Array(people)) if people.len() > MOST => Err(too_many()),
        Some(Value::Array(people)) if people.is_empty() => Err(invalid("`Resources` is empty.")),
        Some(Value::Array(people)) => match people.iter().position(|person| !person.is_object()) {
            Some(at) => {
                Err(invalid(format!("`Resources`, {}: is no JSON object. Each is a User of SCIM.", at + 1)))
            }
            None => Ok(people),
        },
        _ => Err(invalid(
            "`Resources` is missing: a list of Users of SCIM. To send CSV, say so in `Content-Type`.",
        )),
    }
}
