//! The rules: what an account is and what may become of it. Pure functions over values and `now`; no I/O, no clock,
//! no randomness, nothing of HTTP or DynamoDB.
//!
//! | rule | module |
//! |---|---|
//! | what an e-mail address is, and when two are the same | [`address`] |
//! | plans, settings, who may use SCIM | [`tenant`] |
//! | tokens and scopes | [`token`] |
//! | the account itself | [`user`] |
//! | the pending move of a verified address, and what a link to it is worth | [`email_change`], [`link`] |
//! | when an inactive account is deleted, and what stays | [`deletion`] |
//! | whom a `POST` means, and what it does | [`provision`] |
//! | what `PUT`, `PATCH` and `DELETE` do | [`update`] |
//! | what a change owes to the world outside | [`effects`] |
//! | mails that are owed, claimed, sent and settled | [`owed`] |
//! | who changed what | [`history`] |
//! | billing periods, and what a person costs of one | [`billing`] |

pub mod address;
pub mod billing;
pub mod deletion;
pub mod effects;
pub mod email_change;
pub mod history;
pub mod link;
pub mod owed;
pub mod provision;
pub mod tenant;
pub mod token;
pub mod update;
pub mod user;
