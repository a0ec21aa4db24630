//! What a server says of itself: read once, before anything is checked.

use reqwest::Method;
use serde_json::Value;

use crate::guests::{GROUP_URN, USER_URN};
use crate::stop::Stop;
use crate::wire::{Answer, Auth, Call, Client, at};

/// The extension by which a Rollcall server is known.
const ROLLCALL_URN: &str = "urn:ietf:params:scim:schemas:extension:rollcall:2.0:User";

/// Something that a server may do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feature {
    Patch,
    Filter,
    Sort,
    Etag,
    Bulk,
    Cursor,
    Groups,
    Roles,
}

/// What a server says of itself.
#[derive(Debug, Clone)]
pub(crate) struct Server {
    /// `/ServiceProviderConfig`, if it has one.
    pub(crate) config: Option<Value>,
    /// Of `/ResourceTypes`.
    pub(crate) resource_types: Vec<Value>,
    /// Of `/Schemas`.
    pub(crate) schemas: Vec<Value>,
    groups: bool,
    roles: Option<String>,
}

/// Why nothing can be checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Closed {
    /// Nothing was reached, or it does not answer.
    NoAnswer(String),
    /// It does not take the token.
    Refused(u16),
}

impl Server {
    /// Asks it.
    ///
    /// # Errors
    ///
    /// It does not answer, or does not take the token.
    pub(crate) async fn ask(client: &Client) -> Result<Self, Closed> {
        let users = asked(client, "/Users?startIndex=1&count=1").await?;
        if matches!(users.status, 401 | 403) {
            return Err(Closed::Refused(users.status));
        }
        let config = asked(client, "/ServiceProviderConfig").await?;
        let resource_types = resources(&asked(client, "/ResourceTypes").await?);
        let schemas = resources(&asked(client, "/Schemas").await?);
        let groups = if resource_types.is_empty() {
            asked(client, "/Groups?startIndex=1&count=1").await?.status == 200
        } else {
            resource_types.iter().any(|kind| schema_of(kind) == GROUP_URN)
        };
        let roles = resource_types.iter().find(|kind| is_of_roles(kind));
        let roles = roles.and_then(|kind| at(kind, &["endpoint"]).as_str()).map(str::to_owned);
        let config = (config.status == 200 && config.body.is_object()).then_some(config.body);
        Ok(Self { config, resource_types, schemas, groups, roles })
    }

    /// Whether it is a Rollcall one.
    pub(crate) fn is_rollcall(&self) -> bool {
        let extends = |kind: &Value| kind.to_string().contains(ROLLCALL_URN);
        self.schema(ROLLCALL_URN).is_some() || self.resource_types.iter().any(extends)
    }

    /// Whether it claims to keep the interoperability profile.
    pub(crate) fn claims_interop(&self) -> bool {
        self.config
            .as_ref()
            .is_some_and(|config| config.get("interopProfileConformant") == Some(&true.into()))
    }

    /// The schema of that URN.
    pub(crate) fn schema(&self, urn: &str) -> Option<&Value> {
        self.schemas.iter().find(|schema| schema.get("id").and_then(Value::as_str) == Some(urn))
    }

    /// The definition of an attribute of the User schema.
    pub(crate) fn user_attribute(&self, name: &str) -> Option<&Value> {
        attribute(self.schema(USER_URN)?, name)
    }

    /// Where roles are listed, such as `/Roles`.
    pub(crate) fn roles(&self) -> Option<&str> {
        self.roles.as_deref()
    }

    /// That it has this.
    ///
    /// # Errors
    ///
    /// It says that it does without. Of what it does not say, the usual is taken: PATCH and filters are there.
    pub(crate) fn needs(&self, feature: Feature) -> Result<(), Stop> {
        let supported =
            |name: &str| self.config.as_ref().map(|config| at(config, &[name, "supported"]) == true);
        let (has, why) = match feature {
            Feature::Patch => (supported("patch").unwrap_or(true), "the server announces no PATCH"),
            Feature::Filter => (supported("filter").unwrap_or(true), "the server announces no filters"),
            Feature::Sort => (supported("sort").unwrap_or(false), "the server announces no sorting"),
            Feature::Etag => (supported("etag").unwrap_or(false), "the server announces no ETags"),
            Feature::Bulk => (supported("bulk").unwrap_or(false), "the server announces no bulk requests"),
            Feature::Cursor => {
                let cursor = self.config.as_ref().map(|config| at(config, &["pagination", "cursor"]) == true);
                (cursor.unwrap_or(false), "the server announces no paging by cursor")
            }
            Feature::Groups => (self.groups, "the server has no groups"),
            Feature::Roles => (self.roles.is_some(), "the server announces no resource type of roles"),
        };
        if has { Ok(()) } else { Err(Stop::not_applicable(why)) }
    }

    /// That a directory may change these attributes of a user.
    ///
    /// # Errors
    ///
    /// The schema says that one cannot be changed.
    pub(crate) fn writable(&self, names: &[&str]) -> Result<(), Stop> {
        for name in names {
            let mutability =
                self.user_attribute(name).and_then(|attribute| attribute.get("mutability")?.as_str());
            if let Some(fixed @ ("immutable" | "readOnly")) = mutability {
                return Err(Stop::by_setting(format!("the schema says that `{name}` is {fixed}")));
            }
        }
        Ok(())
    }
}

/// The attribute of that name among those of a schema, or the sub-attributes of an attribute.
pub(crate) fn attribute<'a>(of: &'a Value, name: &str) -> Option<&'a Value> {
    let attributes = of.get("attributes").or_else(|| of.get("subAttributes"))?.as_array()?;
    let is_it = |attribute: &&Value| {
        attribute.get("name").and_then(Value::as_str).is_some_and(|found| found.eq_ignore_ascii_case(name))
    };
    attributes.iter().find(is_it)
}

/// The URN of a resource type's schema.
pub(crate) fn schema_of(kind: &Value) -> &str {
    at(kind, &["schema"]).as_str().unwrap_or_default()
}

fn is_of_roles(kind: &Value) -> bool {
    let name = at(kind, &["name"]).as_str().unwrap_or_default();
    let schema = schema_of(kind).to_ascii_lowercase();
    schema.starts_with("urn:okta:scim:schemas:core") || ["Role", "Roles", "Entitlement"].contains(&name)
}

/// The resources of a list, or of an array, as some servers answer.
fn resources(answer: &Answer) -> Vec<Value> {
    let list = match &answer.body {
        Value::Array(entries) => Some(entries),
        body => body.get("Resources").and_then(Value::as_array),
    };
    list.filter(|_| answer.status == 200).cloned().unwrap_or_default()
}

async fn asked(client: &Client, path: &str) -> Result<Answer, Closed> {
    let call = Call::new(Method::GET, path).auth(Auth::Token);
    client.exchange(&call).await.map_err(|no_answer| Closed::NoAnswer(no_answer.why))
}
