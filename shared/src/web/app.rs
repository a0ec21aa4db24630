use std::sync::Arc;

use jiff::Timestamp;

use super::BaseUrl;
use crate::aws::MissingSetting;
use crate::clock::{Clock, SystemClock};
use crate::store::{self, Store};

/// What a function's handlers work with. Made once, cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    /// The table.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where the API is reached.
    pub base_url: BaseUrl,
}

impl App {
    /// What a function needs, from its environment. Makes no call.
    ///
    /// # Errors
    ///
    /// [`MissingSetting`].
    pub fn from_env() -> Result<Self, MissingSetting> {
        Ok(Self { store: store::from_env()?, clock: Arc::new(SystemClock), base_url: BaseUrl::from_env() })
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
