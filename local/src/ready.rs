//! The addresses and tokens that a caller of the local system needs.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::control::{CLOCK, EVENTS, MAILBOX};
use super::data_dir::write_private;
use super::demo::{TENANT, Tokens};
use super::table::TABLE_NAME;

/// The addresses and tokens of a running system, also the form of its ready file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ready {
    /// Address of the system, without a slash at the end.
    pub base_url: String,
    /// The SCIM base URL, which a directory is given.
    pub scim_url: String,
    /// Id of the demo tenant.
    pub tenant: String,
    /// Its token for the SCIM API.
    pub token: String,
    /// Its token for the people API.
    pub people_token: String,
    /// Where an OAuth client of a tenant gets its access tokens.
    pub token_url: String,
    /// Where the mails are that were sent so far.
    pub mailbox_url: String,
    /// Where the events are that were published so far.
    pub events_url: String,
    /// Where the clock can be read and moved.
    pub clock_url: String,
    /// Address of the engine, for any DynamoDB client with any credentials.
    pub dynamodb_url: String,
    /// Name of the table in the engine.
    pub table_name: String,
}

impl Ready {
    pub(super) fn new(base_url: String, dynamodb_url: String, tokens: Tokens) -> Self {
        Self {
            scim_url: format!("{base_url}{}", rollcall_web::SCIM_ROOT),
            tenant: TENANT.to_owned(),
            token: tokens.scim,
            people_token: tokens.people,
            token_url: format!("{base_url}{}", rollcall_web::TOKEN_PATH),
            mailbox_url: format!("{base_url}{MAILBOX}"),
            events_url: format!("{base_url}{EVENTS}"),
            clock_url: format!("{base_url}{CLOCK}"),
            dynamodb_url,
            table_name: TABLE_NAME.to_owned(),
            base_url,
        }
    }

    /// Writes the ready file, whole or not at all. Only its owner may read it.
    ///
    /// # Errors
    ///
    /// If its directory is not there or cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        write_private(path, &serde_json::to_vec_pretty(self)?)
    }
}
