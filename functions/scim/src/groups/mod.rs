//! `/Groups`: one file an operation.

mod create;
mod delete;
mod find;
mod get;
mod list;
mod patch;
mod replace;
mod resource;
mod write;

pub(crate) use create::create;
pub(crate) use delete::delete;
pub(crate) use get::get;
pub(crate) use list::{list, search};
pub(crate) use patch::patch;
pub(crate) use replace::replace;
pub(crate) use resource::{no_user, not_found};
