use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::BaseUrl;
use rollcall::aws::{self, MissingSetting};
use rollcall::clock::{Clock, SystemClock};
use rollcall::entropy;
use rollcall::store::{self, Store};
use rollcall_rules::email_change::NewChange;
use rollcall_rules::link_life::LINK_LIFETIME;

/// What a function's handlers work with. Made once, cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    /// The table.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where the API is reached.
    pub base_url: BaseUrl,
    /// How long links to people work.
    pub link_lifetime: SignedDuration,
}

impl App {
    /// What a function needs, from its environment. Makes no call.
    ///
    /// # Errors
    ///
    /// [`MissingSetting`].
    pub fn from_env() -> Result<Self, MissingSetting> {
        let days = aws::optional("LINK_LIFETIME_DAYS").and_then(|days| days.parse().ok());
        Ok(Self {
            store: store::from_env()?,
            clock: Arc::new(SystemClock),
            base_url: BaseUrl::from_env(),
            link_lifetime: days
                .map_or(LINK_LIFETIME, |days: u16| SignedDuration::from_hours(24 * i64::from(days))),
        })
    }

    /// For a change of address that is about to begin.
    #[must_use]
    pub fn new_change(&self) -> NewChange {
        NewChange { id: entropy::new_id(), link_lifetime: self.link_lifetime }
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
