//! What becomes of an account when it is looked at by the rules.

use jiff::Timestamp;

use super::RUN_LEFT_ALONE;
use crate::user::User;

impl User {
    /// From when on the account is reviewed by who looks for such; `None`: it need not be. The stream reviews it sooner.
    #[must_use]
    pub fn review_due(&self) -> Option<Timestamp> {
        self.access_due.map(|since| since.saturating_add(RUN_LEFT_ALONE).unwrap_or(since))
    }
}
