//! What a directory says of a person, as the rules take it: between [`rollcall_protocol`], which knows no accounts, and
//! [`rollcall_rules`], which know no SCIM. It does no I/O, reads no clock and draws no random numbers.
//!
//! - [`account`]: Rollcall's own extension of a User. [`USER`], [`GROUP`]: the resource types.
//! - [`Said`]: what a POST and a PUT say, and what they make of accounts.
//! - [`roles`]: `User.roles`, where roles are no part of the profile, as they are shown and written.
//! - [`rehearsal`]: what would come of a list of people.

pub mod account;
pub mod rehearsal;
pub mod roles;
mod said;

pub use said::{
    MAX_USER_LEN, Said, TOO_LONG, Wanted, external_id, held, mutability, taken, user_name, user_name_of,
};

use rollcall_protocol::schema::{self, ENTERPRISE_USER, ResourceType};

/// A person's account: the User of the RFC, with its enterprise extension and Rollcall's own.
pub static USER: ResourceType = ResourceType {
    name: "User",
    description: "A person's account",
    endpoint: "/Users",
    schema: &schema::USER_WITH_GROUPS,
    extensions: &[&ENTERPRISE_USER, &account::ACCOUNT],
};

/// A group of people: the Group of the RFC.
pub static GROUP: ResourceType = ResourceType {
    name: "Group",
    description: "A group of people",
    endpoint: "/Groups",
    schema: &schema::GROUP,
    extensions: &[],
};
