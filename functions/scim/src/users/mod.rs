//! `/Users`: one file an operation.

mod change;
mod create;
mod delete;
mod find;
mod get;
mod groups;
mod list;
mod patch;
mod replace;
mod resource;

pub(crate) use create::create;
pub(crate) use delete::delete;
pub(crate) use get::get;
pub(crate) use list::{list, search};
pub(crate) use patch::patch;
pub(crate) use replace::replace;
