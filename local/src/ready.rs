//! What a caller of the local system has to know.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::control::{CLOCK, EVENTS, MAILBOX};
use super::data_dir::write_private;
use super::demo::{TENANT, Tokens};
use super::table::TABLE_NAME;

/// Where everything is, and how to get in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ready {
    /// The system, without a slash at the end.
    pub base_url: String,
    /// What a directory is given as SCIM base URL.
    pub scim_url: String,
    /// Id of the demo tenant.
    pub tenant: String,
    /// Its token for the SCIM API.
    pub token: String,
    /// Its token for the people API.
    pub people_token: String,
    /// The mails sent so far.
    pub mailbox_url: String,
    /// The events published so far.
    pub events_url: String,
    /// The clock, to be read and moved.
    pub clock_url: String,
    /// The engine, for any DynamoDB client with any credentials.
    pub dynamodb_url: String,
    /// The table in it.
    pub table_name: String,
}

impl Ready {
    pub(super) fn new(base_url: String, dynamodb_url: String, tokens: Tokens) -> Self {
        Self {
            scim_url: format!("{base_url}{}", rollcall_scim::ROOT),
            tenant: TENANT.to_owned(),
            token: tokens.scim,
            people_token: tokens.people,
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
    /// What the file system says.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        write_private(path, &serde_json::to_vec_pretty(self)?)
    }
}
