//! The User resource (RFC 7643 §4.1, §4.3): what a directory sends ([`UserInput`]) and what it gets back
//! ([`UserView`]).
//!
//! The two are not each other's mirror: a directory writes a profile, `userName`, `externalId` and `active`; the rest
//! of what it reads (the verified address, the account's history) is the service's own.

mod input;
mod view;

pub use input::{MAX_PROFILE_LEN, UserInput};
pub use view::UserView;

#[cfg(test)]
mod tests;
