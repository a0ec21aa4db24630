//! An Okta org with many people who are assigned, unassigned, taken back and renamed all at once, over many
//! connections.
//!
//! It needs a SCIM URL and a token and nothing else, so it is all the same to it whether the system is in this process,
//! in another one, or behind a proxy that loses requests. However odd an answer is, it is counted and never ends the
//! burst: what was wrong is for the judge to say.
//!
//! - [`Org`]: the people, and the phases they go through. [`Member`]: one of them, and what Okta was told of them.
//! - [`Manners`]: what Okta waits for, and how often it sends again.
//! - [`Call`]: every request with its times and what came of it, for whoever wants to check the order of things.
//! - [`judge()`]: a pure function of what was acknowledged, what was said and how it ended.

mod history;
mod judge;
mod line;
mod member;
mod org;

pub use history::{Account, Answered, Call, Operation, Outcome};
pub use judge::{End, Fault, Kind, Verdict, judge};
pub use line::Manners;
pub use member::{Member, Rename, State};
pub use org::{Listed, Org, Phase, Played};
