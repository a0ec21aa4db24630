//! A role as SCIM shows it.

use http::StatusCode;
use rollcall_protocol::schema::define::{read_only, string};
use rollcall_protocol::schema::{Attribute, Schema};
use rollcall_protocol::{ScimError, date_time};
use rollcall_rules::access::{Role, RoleDescription};
use serde_json::{Map, Value, json};

use crate::resource_types::ROLE;

/// Okta's schema of a role (Okta's "SCIM entitlements" guide): an `id` and a `displayName`.
pub(crate) static ROLE_SCHEMA: Schema = Schema {
    id: "urn:okta:scim:schemas:core:1.0:Role",
    name: "Role",
    description: "A role that a person can have in the product",
    attributes: &[
        Attribute { required: true, ..read_only(string("displayName", "The name of the role.")) },
        read_only(string("description", "What the role lets people do.")),
    ],
};

/// The resource.
pub(super) fn to_json(role: &Role, scim_url: &str) -> Map<String, Value> {
    let id = role.id.as_str();
    let meta = json!({
        "resourceType": ROLE.name,
        "created": date_time(role.created_at),
        "lastModified": date_time(role.updated_at),
        "location": format!("{scim_url}{}/{id}", ROLE.endpoint),
    });
    let attributes = [
        ("schemas", Some(json!([ROLE_SCHEMA.id]))),
        ("id", Some(id.into())),
        ("displayName", Some(role.display.as_str().into())),
        ("description", role.description.as_ref().map(RoleDescription::as_str).map(Value::from)),
        ("meta", Some(meta)),
    ];
    attributes.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// RFC 7644 §3.12: 404 for what does not exist.
pub(super) fn not_found() -> ScimError {
    ScimError::new(StatusCode::NOT_FOUND, "There is no role with this id. The vendor declares the roles.")
}
