//! The rules: what an account is and what may become of it. Pure functions over values and `now`; no I/O, no clock,
//! no randomness, nothing of HTTP or DynamoDB.
//!
//! | rule | module |
//! |---|---|
//! | what an e-mail address is, and when two are the same | [`address`] |
//! | plans, settings, who may use SCIM | [`tenant`] |
//! | tokens and scopes | [`token`] |
//! | the account itself | [`user`] |
//! | when an inactive account is deleted | [`deletion`] |
//! | whom a `POST` means, and what it does | [`provision`] |
//! | what `PUT`, `PATCH` and `DELETE` do | [`update`] |

pub mod address;
pub mod deletion;
pub mod provision;
pub mod tenant;
pub mod token;
pub mod update;
pub mod user;
