use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::{BaseUrl, LatelyAdmitted};
use rollcall::aws::{self, MissingSetting};
use rollcall::clock::{Clock, SystemClock};
use rollcall::entropy;
use rollcall::store::{self, Store};
use rollcall_rules::brand::{Brand, BrandError};
use rollcall_rules::email_change::NewEmailChange;
use rollcall_rules::oauth::Reach;

/// What the handlers of a function share. It is made once for a process, and cheap to clone.
#[derive(Debug, Clone)]
pub struct App {
    /// Reads and writes the table.
    pub store: Store,
    /// Tells the time. The local system can move it.
    pub clock: Arc<dyn Clock>,
    /// Under which URL callers reach the API.
    pub base_url: BaseUrl,
    /// Tokens that this environment has admitted lately: for these, the tenant is read along with what they ask for.
    pub lately_admitted: LatelyAdmitted,
    /// How long a mailed link works: `LINK_LIFETIME_DAYS`, or else seven days.
    pub link_lifetime: SignedDuration,
    /// The product in whose name pages are shown.
    pub brand: Brand,
    /// Where the URIs of OAuth clients may lead. Only the local system lets them lead to loopback.
    pub reach: Reach,
}

/// The function cannot start with its settings.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// One is absent.
    #[error(transparent)]
    Missing(#[from] MissingSetting),
    /// One of the brand is not taken.
    #[error(transparent)]
    Brand(#[from] BrandError),
}

impl App {
    /// Reads the settings of a function from its environment. It calls no service.
    ///
    /// # Errors
    ///
    /// [`SettingsError`], if the table's name is not set, or the brand is none.
    pub fn from_env() -> Result<Self, SettingsError> {
        Ok(Self {
            store: store::from_env()?,
            clock: Arc::new(SystemClock),
            base_url: BaseUrl::from_env(),
            lately_admitted: LatelyAdmitted::default(),
            link_lifetime: aws::link_lifetime(),
            brand: aws::brand()?,
            reach: Reach::Internet,
        })
    }

    /// A fresh id and the lifetime of links, for an email change that is about to begin.
    #[must_use]
    pub fn new_change(&self) -> NewEmailChange {
        NewEmailChange { id: entropy::new_id(), link_lifetime: self.link_lifetime }
    }

    /// The time by the clock of this app.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
