//! What a bulk request asks for.

use std::collections::HashSet;

use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::references::{self, Made, Unresolved};
use super::{BULK_REQUEST_URN, MAX_OPERATIONS};
use crate::message::{check_schemas, member};
use crate::patch::PATCH_URN;
use crate::schema::ResourceType;
use crate::{ScimError, ScimType};

/// Many operations.
#[derive(Debug, Clone, PartialEq)]
pub struct BulkRequest {
    /// After so many errors no further operation is begun; at least 1. `None`: all are tried.
    pub fail_on_errors: Option<u64>,
    /// In the order sent; 1 to [`MAX_OPERATIONS`].
    pub operations: Vec<Operation>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The method as sent; empty if there is none.
    pub method: String,
    /// By what the client knows it, and, if it is a POST, what refers to the resource that it makes.
    pub bulk_id: Option<String>,
    /// What is to be done, or why it is nothing that can be done.
    pub task: Result<Task, ScimError>,
}

/// What an operation asks for: a single request, in which references stand for ids that are not known yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// POST without an id in the path; or else PUT, PATCH or DELETE with one.
    pub method: Method,
    /// The resource.
    pub path: Path,
    /// Of which version the resource must be.
    pub version: Option<String>,
    /// The body. `None` for DELETE.
    pub data: Option<Value>,
}

/// A resource, or where resources of a type are made.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Path {
    /// Of the type: `/Users`.
    pub endpoint: &'static str,
    /// Which one; `None`: a new one.
    pub id: Option<Id>,
}

/// Says which resource.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Id {
    /// The one with this id. It has letters, digits, `-`, `.`, `_` and `~` only.
    Known(String),
    /// The one that the operation with this `bulkId` makes.
    Made(String),
}

/// The single request that an operation stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// POST, PUT, PATCH or DELETE.
    pub method: Method,
    /// Below the SCIM base URL, with a slash before it; nothing in it needs encoding.
    pub path: String,
    /// `If-Match`.
    pub version: Option<String>,
    /// The body. `None` for DELETE.
    pub data: Option<Value>,
}

impl BulkRequest {
    /// Reads a BulkRequest message on resources of these types. A body without `schemas` is taken for one.
    ///
    /// What is wrong with one operation alone is told by that operation.
    ///
    /// # Errors
    /// 413 where there are more than [`MAX_OPERATIONS`]. 400 `invalidSyntax` where it is no such message, or where a POST has no
    /// `bulkId` (RFC 7644 §3.7: "REQUIRED when "method" is "POST""); 400 `invalidValue` where two have the same.
    pub fn parse(body: &Value, types: &[&'static ResourceType]) -> Result<Self, ScimError> {
        let Value::Object(body) = body else {
            return Err(invalid_syntax("the body must be a JSON object: a BulkRequest message"));
        };
        if let Some(schemas) = member(body, "schemas")? {
            check_schemas(schemas, BULK_REQUEST_URN)?;
        }
        let fail_on_errors = fail_on_errors(member(body, "failOnErrors")?)?;
        let Some(Value::Array(operations)) = member(body, "Operations")? else {
            return Err(invalid_syntax("the body must have Operations, an array"));
        };
        if operations.is_empty() {
            return Err(invalid_syntax("Operations must have at least one operation"));
        }
        if operations.len() > MAX_OPERATIONS {
            // RFC 7644 §3.7.4: the answer must say which limit was exceeded.
            let detail = format!(
                "A bulk request can have {MAX_OPERATIONS} operations (maxOperations), and this one has {}. Send several \
                 requests.",
                operations.len()
            );
            return Err(ScimError::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
        }
        let operations: Vec<Operation> =
            operations.iter().map(|operation| Operation::read(operation, types)).collect::<Result<_, _>>()?;
        unique_bulk_ids(&operations)?;
        Ok(Self { fail_on_errors, operations })
    }
}

/// How many errors end the request. RFC 7644 §3.7: an integer; less than one is no number of errors.
fn fail_on_errors(value: Option<&Value>) -> Result<Option<u64>, ScimError> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_u64() {
            Some(number) if number > 0 => Ok(Some(number)),
            _ => Err(ScimError::bad_request(
                ScimType::InvalidValue,
                "failOnErrors must be a whole number above 0; leave it out to have every operation tried",
            )
            .about("failOnErrors")),
        },
    }
}

fn unique_bulk_ids(operations: &[Operation]) -> Result<(), ScimError> {
    let mut seen = HashSet::new();
    for (number, operation) in (1..).zip(operations).filter(|(_, operation)| operation.is_post()) {
        let Some(bulk_id) = &operation.bulk_id else {
            let detail = format!("Operations, number {number}: a POST must have a bulkId");
            return Err(invalid_syntax(&detail));
        };
        if !seen.insert(bulk_id) {
            let shown = references::shown(bulk_id);
            let detail =
                format!("Operations, number {number}: the bulkId \"{shown}\" is that of another POST");
            return Err(ScimError::bad_request(ScimType::InvalidValue, detail).about("bulkId"));
        }
    }
    Ok(())
}

impl Operation {
    fn read(operation: &Value, types: &[&'static ResourceType]) -> Result<Self, ScimError> {
        let Value::Object(operation) = operation else {
            return Err(invalid_syntax("an operation must be an object with method, bulkId, path and data"));
        };
        let method = text(operation, "method")?.unwrap_or_default().to_owned();
        let bulk_id = text(operation, "bulkId")?.map(str::to_owned);
        let task = Task::read(&method, operation, types);
        Ok(Self { method, bulk_id, task })
    }

    fn is_post(&self) -> bool {
        self.method.eq_ignore_ascii_case("POST")
    }

    /// What refers to the resource that it makes. `None` if it makes none.
    #[must_use]
    pub fn makes(&self) -> Option<&str> {
        self.bulk_id.as_deref().filter(|_| self.is_post())
    }
}

impl Task {
    fn read(
        method: &str,
        operation: &Map<String, Value>,
        types: &[&'static ResourceType],
    ) -> Result<Self, ScimError> {
        let method = [Method::POST, Method::PUT, Method::PATCH, Method::DELETE]
            .into_iter()
            .find(|known| known.as_str().eq_ignore_ascii_case(method))
            .ok_or_else(|| invalid_syntax("method must be POST, PUT, PATCH or DELETE"))?;
        let path = Path::read(text(operation, "path")?.unwrap_or_default(), types)?;
        if (method == Method::POST) != path.id.is_none() {
            let at = path.endpoint;
            return Err(invalid_syntax(&format!(
                "{method} is not possible there: POST to {at}, and PUT, PATCH or DELETE {at}/{{id}}"
            )));
        }
        let version = text(operation, "version")?.map(str::to_owned);
        let data = match (&method, member(operation, "data")?) {
            (&Method::DELETE, _) => None,
            (_, None | Some(Value::Null)) => {
                return Err(invalid_syntax(&format!(
                    "{method} must have data: the body of the single request"
                )));
            }
            (&Method::PATCH, Some(Value::Array(operations))) => {
                Some(json!({ "schemas": [PATCH_URN], "Operations": operations }))
            }
            (_, Some(data)) => Some(data.clone()),
        };
        Ok(Self { method, path, version, data })
    }

    /// The `bulkId`s that it refers to, in its path and anywhere in the values of its data.
    #[must_use]
    pub fn references(&self) -> HashSet<&str> {
        let mut found = HashSet::new();
        if let Some(Id::Made(bulk_id)) = &self.path.id {
            found.insert(bulk_id.as_str());
        }
        if let Some(data) = &self.data {
            references::collect(data, &mut found);
        }
        found
    }

    /// The single request that it stands for, once what it refers to is made.
    ///
    /// # Errors
    /// Why something that it refers to is not there.
    pub fn resolved(&self, made: &Made) -> Result<Resolved, Unresolved> {
        let endpoint = self.path.endpoint;
        let path = match &self.path.id {
            None => endpoint.to_owned(),
            Some(Id::Known(id)) => format!("{endpoint}/{id}"),
            Some(Id::Made(bulk_id)) => format!("{endpoint}/{}", made.id_of(bulk_id)?),
        };
        let data = self.data.as_ref().map(|data| made.put_into(data)).transpose()?;
        Ok(Resolved { method: self.method.clone(), path, version: self.version.clone(), data })
    }
}

impl Path {
    /// Reads a path relative to the SCIM base URL (RFC 7644 §3.7).
    fn read(path: &str, types: &[&'static ResourceType]) -> Result<Self, ScimError> {
        let mut segments = path.split('/');
        let is_relative = segments.next() == Some("");
        let mut segments = segments.filter(|segment| !segment.is_empty());
        let (endpoint, id, more) = (segments.next(), segments.next(), segments.next());
        let resource_type = types
            .iter()
            .find(|each| is_relative && more.is_none() && each.endpoint.strip_prefix('/') == endpoint);
        let id = id.map(Id::read).transpose()?;
        match resource_type {
            Some(resource_type) => Ok(Self { endpoint: resource_type.endpoint, id }),
            None => Err(no_path(types)),
        }
    }
}

impl Id {
    fn read(segment: &str) -> Result<Self, ScimError> {
        if let Some(bulk_id) = references::bulk_id(segment) {
            return Ok(Self::Made(bulk_id.to_owned()));
        }
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if segment.bytes().all(is_plain) {
            return Ok(Self::Known(segment.to_owned()));
        }
        Err(invalid_syntax("path must end in the id of a resource, or in bulkId: with the bulkId of a POST"))
    }
}

fn no_path(types: &[&'static ResourceType]) -> ScimError {
    let known: Vec<String> = types.iter().map(|each| format!("{0} or {0}/{{id}}", each.endpoint)).collect();
    invalid_syntax(&format!("path must be relative to the SCIM base URL: {}", known.join(", ")))
}

/// A text of an operation; none where it is null or empty.
fn text<'a>(operation: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, ScimError> {
    match member(operation, name)? {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str()).filter(|text| !text.is_empty())),
        Some(_) => Err(invalid_syntax(&format!("{name} of an operation must be a string"))),
    }
}

fn invalid_syntax(detail: &str) -> ScimError {
    ScimError::bad_request(ScimType::InvalidSyntax, detail)
}
