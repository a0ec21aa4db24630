//! The common crate through which all Rollcall functions share one DynamoDB table.
//!
//! - [`store`]: the DynamoDB table. The only module that spells a key or calls DynamoDB.
//! - [`retry`]: trying again after a lost race, and when a caller shall.
//! - [`log`]: the functions' log, and the metrics in it.
//! - [`aws`]: settings from the environment that Lambda prepares.
//! - [`clock`], [`entropy`]: the only places that read the time or draw random numbers.
//!
//! It knows nothing of HTTP, mail, events or schedules. What an account is and what may become of it is said by
//! [`rollcall_rules`].

pub mod aws;
pub mod clock;
pub mod entropy;
pub mod log;
pub mod retry;
pub mod store;
