//! What is asked for: bodies, parameters and parts of the path, read strictly. What is not known is refused, so that a
//! mistyped name is not silently left out.

mod words;

use std::fmt;
use std::marker::PhantomData;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use http::request::Parts;
use rollcall_rules::access::RoleId;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::entity::EntityId;
use rollcall_rules::group::GroupId;
use rollcall_rules::name;
use rollcall_rules::notices::administrator::AdministratorId;
use rollcall_rules::oauth::ClientId;
use rollcall_rules::user::UserId;
use rollcall_rules::wave::WaveId;
use rollcall_rules::webhook::endpoint::WebhookId;
use rollcall_web::{BodyError, PathText, read_body};
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::failure::Failure;
use super::problem::{Kind, Problem};

/// Longest body, in bytes.
const LIMIT: usize = 64 * 1024;

/// A body of JSON.
#[derive(Debug)]
pub(crate) struct Json<T>(pub(crate) T);

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        parse(&read(request.into_body()).await?).map(Self)
    }
}

/// Reads a body of 64 KiB at most.
pub(crate) async fn read(body: Body) -> Result<Bytes, Failure> {
    let read = read_body(body, LIMIT).await;
    read.map_err(|error| match error {
        BodyError::TooLong(_) => Problem::new(Kind::TooLarge, "The body is larger than 64 KiB.").into(),
        BodyError::Incomplete => invalid("The body did not arrive whole."),
    })
}

/// Reads what a body says.
pub(crate) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    if body.is_empty() {
        return Err(invalid("The body is empty. Send an object of JSON; {} if nothing is to be said."));
    }
    let mut json = serde_json::Deserializer::from_slice(body);
    let read =
        serde_path_to_error::deserialize(&mut json).map_err(|error| invalid(words::of_body(&error)))?;
    json.end().map_err(|error| invalid(format!("The body is no JSON: {error}.")))?;
    let Object(body) = read;
    Ok(body)
}

/// An object of JSON. What derives its reading takes a list of the members' values as well, which nobody means.
#[derive(Debug)]
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members(PhantomData)).map(Self)
    }
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members))
    }
}

/// One of some words. What derives its reading takes an object of one member as well, which nobody means, and of a number
/// it says that it is no JSON.
pub(crate) fn word<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::deserialize(String::deserialize(deserializer)?.into_deserializer())
}

/// As [`word`], where the member can be left out or `null`.
pub(crate) fn maybe_word<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| T::deserialize(text.into_deserializer())).transpose()
}

/// A member that is there, be it `null`. The member needs a `default` besides: what is absent is not said.
pub(crate) fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Parameters of the query.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<S: Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let read = serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(query));
        read.map(Self).map_err(|error| invalid(words::of_query(&error)))
    }
}

/// What stands in the path for an id. A text that is none of ours is that of nothing.
#[derive(Debug)]
pub(crate) struct Id<T>(pub(crate) T);

/// An identifier as it stands in a path.
pub(crate) trait Identifier: Sized {
    /// Reads it; `None`: it is not of the form.
    fn read(text: &str) -> Option<Self>;
}

impl Identifier for AdministratorId {
    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Identifier for WebhookId {
    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Identifier for EntityId {
    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Identifier for GroupId {
    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Identifier for ClientId {
    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Identifier for RoleId {
    fn read(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
}

impl Identifier for WaveId {
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
}

impl Identifier for UserId {
    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl<S: Send + Sync, T: Identifier> FromRequestParts<S> for Id<T> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let Ok(PathText(text)) = PathText::from_request_parts(parts, state).await;
        T::read(&text).map(Self).ok_or_else(nothing_there)
    }
}

/// An address that a member of the body has.
pub(crate) fn address(member: &str, text: &str) -> Result<EmailAddress, Failure> {
    EmailAddress::parse(text).map_err(|error| invalid(format!("`{member}` {error}.")))
}

/// A person's name that a member of the profile has.
pub(crate) fn person_name(member: &str, text: &str) -> Result<String, Failure> {
    name::parse(text).map_err(|error| invalid(format!("`profile.{member}`: {error}.")))
}

/// What a request says cannot be.
pub(crate) fn invalid(detail: impl Into<String>) -> Failure {
    Problem::new(Kind::InvalidRequest, detail).into()
}

/// What a request is about is not there.
pub(crate) fn nothing_there() -> Failure {
    Problem::new(Kind::NotFound, "There is nothing of this id.").into()
}
