//! `/Roles`: the roles that the operator declared, for directories that say who has which (Okta's entitlement discovery).
//! They are read only.

mod get;
mod list;
mod resource;

pub(crate) use get::get;
pub(crate) use list::list;
pub(crate) use resource::ROLE_SCHEMA;
