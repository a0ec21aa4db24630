//! The kinds of resources that a directory can provision here, or read.

use rollcall_protocol::schema::{self, ENTERPRISE_USER, ResourceType};

use crate::account::ACCOUNT;
use crate::roles::ROLE_SCHEMA;

/// A person's account: the User of the RFC, with its enterprise extension and Rollcall's own.
pub(crate) static USER: ResourceType = ResourceType {
    name: "User",
    description: "A person's account",
    endpoint: "/Users",
    schema: &schema::USER_WITH_GROUPS,
    extensions: &[&ENTERPRISE_USER, &ACCOUNT],
};

/// A group of people: the Group of the RFC.
pub(crate) static GROUP: ResourceType = ResourceType {
    name: "Group",
    description: "A group of people",
    endpoint: "/Groups",
    schema: &schema::GROUP,
    extensions: &[],
};

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
