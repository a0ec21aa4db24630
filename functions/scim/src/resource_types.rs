//! The kinds of resources that a directory can provision here.

use rollcall_protocol::schema::{self, ENTERPRISE_USER, ResourceType};

use crate::account::ACCOUNT;

/// A person's account: the User of the RFC, with its enterprise extension and Rollcall's own.
pub(crate) static USER: ResourceType = ResourceType {
    name: "User",
    description: "A person's account",
    endpoint: "/Users",
    schema: &schema::USER,
    extensions: &[&ENTERPRISE_USER, &ACCOUNT],
};

/// All of them, as `/ResourceTypes` and `/Schemas` list them.
pub(crate) static ALL: &[&ResourceType] = &[&USER];
