//! The end of invitations that nobody accepted in time. Time alone writes nothing, so it is noted on the account, once.

use std::future::ready;

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use rollcall::clock::in_time;
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::{Decision, Due, DueKind, StoreError};
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_rules::user::User;
use rollcall_schedule::Scheduler;

use crate::Outbox;
use crate::sweep::MARGIN;
use crate::tally::Account;

/// Accounts at a time.
const AT_ONCE: usize = 8;

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Notes the end of each invitation that has expired, until 45 seconds before `deadline`. The number of those that were
    /// noted. One whose account cannot be written is left for the next sweep, and logged.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the index cannot be read.
    pub(crate) async fn note_expiries(&self, deadline: Option<Timestamp>) -> Result<usize, StoreError> {
        let due = self.store.due(DueKind::Expiry, self.clock.now()).await?;
        let is_in_time = in_time(&*self.clock, deadline, MARGIN);
        let noted = stream::iter(due.into_iter().take_while(|_| is_in_time()));
        let noted = noted.map(|due| self.note_expiry_or_log(due)).buffer_unordered(AT_ONCE);
        Ok(noted.filter(|noted| ready(*noted)).count().await)
    }

    async fn note_expiry_or_log(&self, due: Due) -> bool {
        let account = Account { tenant: due.tenant, id: due.id, owed_since: due.since };
        self.note_expiry(&account).await.unwrap_or_else(|error| {
            tracing::warn!(
                target: "rollcall::outbox",
                tenant_id = account.tenant.as_str(),
                user_id = %account.id,
                error = &error as &dyn std::error::Error,
                "the end of an invitation is not noted yet"
            );
            false
        })
    }

    async fn note_expiry(&self, account: &Account) -> Result<bool, StoreError> {
        let Some((tenant, user)) = self.look(account).await? else { return Ok(false) };
        let decide = |user: &User| -> Result<_, StoreError> {
            let noted = user.expiry_noted(self.clock.now());
            let is_noted = noted.is_some();
            Ok(Decision::new(noted.unwrap_or_else(|| user.clone())).noting(is_noted))
        };
        let changed =
            self.store.change_user(&tenant, user, entropy::new_write(), Patience::NONE, decide).await?;
        Ok(changed.is_some_and(|(_, is_noted)| is_noted))
    }
}
