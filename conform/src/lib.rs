//! Shows what a SCIM server does of what others ask of it: the catalogues of Okta and Entra in their tests, the IPSIE and
//! interoperability profiles, and RFC 7643 and 7644.
//!
//! It plays a directory. It makes people and groups of its own, under names that tell where they are from, and takes them
//! away again ([`Conformance::clean_up`]). It knows HTTP and SCIM and nothing of Rollcall: any server will do. That a server
//! is a Rollcall one is told by its schema alone, and then a failure names Rollcall's own setting.
//!
//! - [`options`]: what is to be checked, and how.
//! - `wire`: requests, their pace, answers, and what of an answer may be shown.
//! - `guests`: the people and groups that were made. `server`: what the server says of itself.
//! - `check`: what a check is. `session`: what a check has at hand. `suites`: the checks.
//! - [`report`]: what was found, as text, JSON, `JUnit` and HTML.

mod check;
mod conformance;
mod guests;
pub mod options;
pub mod report;
mod server;
mod session;
mod stop;
mod suites;
mod wire;

pub use conformance::{CannotCheck, Conformance};
pub use guests::Left;
pub use options::{Options, Suite};
pub use report::Report;
