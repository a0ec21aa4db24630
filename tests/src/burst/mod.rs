//! An Okta org with many people who are assigned, unassigned, taken back and renamed all at once, over many
//! connections.
//!
//! It needs a SCIM URL and a token and nothing else, so it is all the same to it whether the system is in this process,
//! in another one, or behind a proxy that loses requests. However odd an answer is, it is counted and never ends the
//! burst: what was wrong is for the judge to say.
//!
//! - [`Org`]: the people, and the phases they go through. [`Member`]: one of them, and what Okta was told of them.
//! - `groups`: two groups, and who is pushed into which. [`Given`]: what they give.
//! - [`Manners`]: what Okta waits for, and how often it sends again.
//! - [`Call`]: every request with its times and its status. What it told is in a [history](crate::history): each
//!   person's answers must fit one order of what was done.
//! - [`judge()`]: a pure function of what was acknowledged, what was said and how it ended.

mod access;
mod call;
mod groups;
mod judge;
mod line;
mod member;
mod order;
mod org;

pub use access::{Given, recipients};
pub use call::{Account, Answered, Call, Operation, Outcome};
pub use groups::Memberships;
pub use judge::{End, Fault, Kind, Verdict, judge};
pub use line::Manners;
pub use member::{Member, Rename, State};
pub use order::Order;
pub use org::{Listed, Org, Phase, Played};
