//! The events that the operator's product is told, as a rule of the bus hands them over.

use jiff::Timestamp;
use reqwest::Client;
use serde::Deserialize;
use serde_json::Value;

/// An event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Event {
    /// Whose event it is.
    pub source: String,
    /// Its kind.
    pub detail_type: String,
    /// When it happened.
    pub time: Timestamp,
    /// What it tells.
    pub detail: Value,
}

impl Event {
    /// By which it is known.
    ///
    /// # Panics
    /// When it has no id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.detail["id"].as_str().expect("an id")
    }

    /// Is it of a tenant's directory, and of no account or group?
    #[must_use]
    pub fn is_notice(&self) -> bool {
        self.detail_type.starts_with("credential.") || self.detail_type.starts_with("directory.")
    }
}

/// All events so far, in the order in which they were published; some perhaps more than once.
pub(crate) async fn read(http: &Client, url: &str) -> Vec<Event> {
    http.get(url).send().await.expect("the events").json().await.expect("events as JSON")
}
