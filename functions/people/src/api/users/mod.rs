//! Users: the people of a tenant, all of them: those whom its directory manages and those whom the product has alone.

pub(crate) mod body;
pub(crate) mod change;
pub(crate) mod create;
pub(crate) mod email_change;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod show;
