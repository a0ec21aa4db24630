//! `/Users`: one file an operation.

mod change;
mod create;
mod delete;
mod get;
mod replace;
mod resource;

pub(crate) use create::create;
pub(crate) use delete::delete;
pub(crate) use get::get;
pub(crate) use replace::replace;
