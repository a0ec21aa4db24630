//! `/Users`: one file an operation.

mod along;
mod change;
mod create;
mod delete;
mod find;
mod get;
mod list;
mod patch;
mod replace;
mod resource;
mod roles;

pub(crate) use create::create;
pub(crate) use delete::delete;
pub(crate) use get::get;
pub(crate) use list::{list, search};
pub(crate) use patch::patch;
pub(crate) use replace::replace;
