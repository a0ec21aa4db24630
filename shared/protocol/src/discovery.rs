//! What the service says about itself (RFC 7644 §4, RFC 7643 §5 to §7): `/ServiceProviderConfig`, `/ResourceTypes` and
//! `/Schemas`, made from the same [`schema`](super::schema) that requests are read by.
//!
//! `base` is the SCIM base URL without a slash at its end. There are no nulls in the answers: Entra's set-up does not
//! read them.

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use super::bulk::{MAX_OPERATIONS, MAX_PAYLOAD};
use super::list::{CURSOR_TIMEOUT, DEFAULT_COUNT, ListResponse, MAX_COUNT};
use super::schema::{Attribute, ProfileMutability, ResourceType, Returned, Schema, Type, Uniqueness};

const CONFIG_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
const RESOURCE_TYPE_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
const SCHEMA_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";

/// A way in which a client proves itself (RFC 7643 §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthenticationScheme {
    /// A bearer token (RFC 6750), made by hand or got by OAuth.
    BearerToken,
    /// Client credentials of OAuth 2.0 (RFC 6749 §4.4), by which a bearer token is got.
    ClientCredentials,
    /// An authorization code of OAuth 2.0 (RFC 6749 §4.1), for which a bearer token is got.
    AuthorizationCode,
}

impl AuthenticationScheme {
    /// The first of them is the one to be preferred.
    fn render((at, scheme): (usize, &Self)) -> Value {
        let (kind, name, description, spec) = match scheme {
            Self::BearerToken => (
                "oauthbearertoken",
                "OAuth Bearer Token",
                "A token issued for this tenant, in the Authorization header: Bearer <token>",
                "https://www.rfc-editor.org/info/rfc6750",
            ),
            Self::ClientCredentials => (
                "oauth2",
                "OAuth 2.0 Client Credentials",
                "A token that a client of this tenant gets at the token endpoint, in the Authorization header: Bearer <token>",
                "https://www.rfc-editor.org/info/rfc6749",
            ),
            Self::AuthorizationCode => (
                "oauth2",
                "OAuth 2.0 Authorization Code",
                "A token that a client of this tenant gets for an administrator's consent, in the Authorization header: \
                 Bearer <token>",
                "https://www.rfc-editor.org/info/rfc6749",
            ),
        };
        json!({ "type": kind, "name": name, "description": description, "specUri": spec, "primary": at == 0 })
    }
}

/// `GET /ServiceProviderConfig` (RFC 7643 §5; `pagination` is RFC 9865 §4), for a client that may use these schemes, the
/// one to be preferred first.
#[must_use]
pub fn service_provider_config(base: &str, schemes: &[AuthenticationScheme]) -> Value {
    json!({
        "schemas": [CONFIG_URN],
        "patch": { "supported": true },
        "bulk": { "supported": true, "maxOperations": MAX_OPERATIONS, "maxPayloadSize": MAX_PAYLOAD },
        "filter": { "supported": true, "maxResults": MAX_COUNT },
        "changePassword": { "supported": false },
        "sort": { "supported": true },
        "etag": { "supported": true },
        "authenticationSchemes": schemes.iter().enumerate().map(AuthenticationScheme::render).collect::<Vec<_>>(),
        "pagination": {
            "cursor": true,
            "index": true,
            "defaultPaginationMethod": "index",
            "defaultPageSize": DEFAULT_COUNT,
            "maxPageSize": MAX_COUNT,
            "cursorTimeout": CURSOR_TIMEOUT.as_secs(),
        },
        "meta": meta("ServiceProviderConfig", &format!("{base}/ServiceProviderConfig")),
    })
}

/// `GET /ResourceTypes` (RFC 7643 §6), of a service with these.
#[must_use]
pub fn resource_types(base: &str, types: &[&'static ResourceType]) -> Value {
    ListResponse::whole(types.iter().map(|each| render_type(base, each)).collect()).into_json()
}

/// `GET /ResourceTypes/{id}`, if there is one.
#[must_use]
pub fn resource_type(base: &str, types: &[&'static ResourceType], id: &str) -> Option<Value> {
    types.iter().find(|each| each.name == id).map(|each| render_type(base, each).into())
}

/// `GET /Schemas` (RFC 7643 §7), of a service with these resource types.
#[must_use]
pub fn schemas(base: &str, types: &[&'static ResourceType], profile: ProfileMutability) -> Value {
    let schemas = types.iter().flat_map(|each| each.schemas());
    ListResponse::whole(schemas.map(|schema| render(base, schema, profile)).collect()).into_json()
}

/// `GET /Schemas/{urn}`, if there is one.
#[must_use]
pub fn schema(
    base: &str,
    types: &[&'static ResourceType],
    urn: &str,
    profile: ProfileMutability,
) -> Option<Value> {
    let schema = types.iter().find_map(|each| each.schema_of(urn))?;
    Some(render(base, schema, profile).into())
}

fn render_type(base: &str, resource_type: &ResourceType) -> Map<String, Value> {
    let extensions = resource_type.extensions.iter();
    let extensions = extensions.map(|schema| json!({ "schema": schema.id, "required": false }));
    let name = resource_type.name;
    object([
        ("schemas", json!([RESOURCE_TYPE_URN])),
        ("id", name.into()),
        ("name", name.into()),
        ("description", resource_type.description.into()),
        ("endpoint", resource_type.endpoint.into()),
        ("schema", resource_type.schema.id.into()),
        ("schemaExtensions", extensions.collect()),
        ("meta", meta("ResourceType", &format!("{base}/ResourceTypes/{name}"))),
    ])
}

fn render(base: &str, schema: &Schema, profile: ProfileMutability) -> Map<String, Value> {
    object([
        ("schemas", json!([SCHEMA_URN])),
        ("id", schema.id.into()),
        ("name", schema.name.into()),
        ("description", schema.description.into()),
        ("attributes", attributes(schema.attributes, profile)),
        ("meta", meta("Schema", &format!("{base}/Schemas/{}", schema.id))),
    ])
}

fn attributes(attributes: &[Attribute], profile: ProfileMutability) -> Value {
    attributes.iter().map(|attribute| Value::Object(definition(attribute, profile))).collect()
}

/// RFC 7643 §7, in the order of its §8.7.1.
fn definition(attribute: &Attribute, profile: ProfileMutability) -> Map<String, Value> {
    let mut definition = object([
        ("name", attribute.name.into()),
        ("type", kind(attribute.kind).into()),
        ("multiValued", attribute.multi_valued.into()),
        ("description", attribute.description.into()),
        ("required", attribute.required.into()),
    ]);
    let mut put = |name: &str, value: Value| definition.insert(name.to_owned(), value);
    match attribute.kind {
        Type::Complex => put("subAttributes", attributes(attribute.sub_attributes, profile)),
        Type::String | Type::Reference | Type::Binary => put("caseExact", attribute.case_exact.into()),
        Type::Boolean | Type::Integer | Type::DateTime => None,
    };
    if !attribute.canonical_values.is_empty() {
        put("canonicalValues", attribute.canonical_values.into());
    }
    if attribute.kind == Type::Reference {
        put("referenceTypes", attribute.reference_types.into());
    }
    put("mutability", attribute.mutability.keyword(profile).into());
    put("returned", returned(attribute.returned).into());
    put("uniqueness", uniqueness(attribute.uniqueness).into());
    definition
}

const fn kind(kind: Type) -> &'static str {
    match kind {
        Type::String => "string",
        Type::Boolean => "boolean",
        Type::Integer => "integer",
        Type::DateTime => "dateTime",
        Type::Reference => "reference",
        Type::Binary => "binary",
        Type::Complex => "complex",
    }
}

const fn returned(returned: Returned) -> &'static str {
    match returned {
        Returned::Always => "always",
        Returned::Never => "never",
        Returned::Default => "default",
    }
}

const fn uniqueness(uniqueness: Uniqueness) -> &'static str {
    match uniqueness {
        Uniqueness::None => "none",
        Uniqueness::Server => "server",
    }
}

fn meta(resource_type: &str, location: &str) -> Value {
    json!({ "resourceType": resource_type, "location": location })
}

fn object<const N: usize>(members: [(&str, Value); N]) -> Map<String, Value> {
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
