//! The kinds of resources that a directory can provision here, or read.

pub(crate) use rollcall_directory::{GROUP, USER};
use rollcall_protocol::schema::ResourceType;

use crate::roles::ROLE_SCHEMA;

/// A role that the operator declared: Okta's Role.
pub(crate) static ROLE: ResourceType = ResourceType {
    name: "Role",
    description: "A role that a person can have in the product",
    endpoint: "/Roles",
    schema: &ROLE_SCHEMA,
    extensions: &[],
};

/// All of them, as `/ResourceTypes` and `/Schemas` list them.
pub(crate) static ALL: &[&ResourceType] = &[&USER, &GROUP, &ROLE];
