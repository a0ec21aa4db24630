//! Rollcall: SCIM 2.0 user provisioning over one DynamoDB table.
//!
//! Every Lambda function and the local system are thin wiring around this crate:
//!
//! - [`scim`]: the protocol (RFC 7643, 7644, 9865). Values in, values out; it never does I/O.
//! - [`directory`]: the rules of the account lifecycle. Pure functions over values and `now`.
//! - [`store`]: the DynamoDB table. The only module that spells a key or calls DynamoDB.
//! - [`mail`]: what mails say, and how they leave.
//! - [`events`]: how events for the operator's product leave.
//! - [`schedule`]: runs that are to start later.
//! - [`web`]: what the HTTP functions share: authentication, limits, errors, the request log.
//! - [`log`]: the functions' log, and the metrics in it.
//! - [`text`]: texts from outside made fit for mails and pages.
//! - [`clock`], [`entropy`]: the only places that read the time or draw random numbers.

pub mod aws;
pub mod clock;
pub mod directory;
pub mod entropy;
pub mod events;
pub mod log;
pub mod mail;
pub mod schedule;
pub mod scim;
pub mod store;
pub mod text;
pub mod web;
