//! The resource types of the tests: a User with the enterprise extension and one of the service's own, and a Group.

use crate::schema::define::{of_kind, read_only, string};
use crate::schema::{ENTERPRISE_USER, GROUP, ResourceType, Schema, Type, USER};

/// `urn` of the service's own extension.
pub(crate) const SERVICE_URN: &str = "urn:ietf:params:scim:schemas:extension:example:2.0:User";

/// The service's own extension: read-only.
static SERVICE: Schema = Schema {
    id: SERVICE_URN,
    name: "Service",
    description: "What the service says of a person",
    attributes: &[
        read_only(string("plan", "What the person pays.")),
        read_only(of_kind(Type::DateTime, string("purgeAt", "When the account is deleted for good."))),
    ],
};

/// A person.
pub(crate) static PERSON: ResourceType = ResourceType {
    name: "User",
    description: "A person's account",
    endpoint: "/Users",
    schema: &USER,
    extensions: &[&ENTERPRISE_USER, &SERVICE],
};

/// A group of persons.
pub(crate) static TEAM: ResourceType = ResourceType {
    name: "Group",
    description: "A group of people",
    endpoint: "/Groups",
    schema: &GROUP,
    extensions: &[],
};
