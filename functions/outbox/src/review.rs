//! Reviews of accounts by the access rules: what changed on an account, or on the rules, is brought to the other side.
//!
//! The rules are read once for a tenant and batch, and accounts are written only as they were read. A review by rules that
//! change meanwhile is corrected: what it wrote comes back through the stream and is reviewed again.

use futures_util::stream::{self, StreamExt};
use jiff::Timestamp;
use rollcall::entropy;
use rollcall::retry::{self, Patience};
use rollcall::store::{Decision, Due, StoreError};
use rollcall_events::EventBus;
use rollcall_mail::Mailer;
use rollcall_rules::access::{Access, Inviting};
use rollcall_rules::admission::Admitted;
use rollcall_rules::entity::Entity;
use rollcall_rules::tenant::{Plan, TenantId};
use rollcall_rules::user::{User, UserId};
use rollcall_schedule::Scheduler;

use crate::Outbox;
use crate::overdue::{Overdue, Progress};

/// Accounts that are reviewed at a time.
const AT_ONCE: usize = 8;

/// Accounts that are read in one call.
const A_CALL: usize = 100;

/// A tenant's rules as they were read, and what they invite to.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) tenant: Admitted,
    pub(crate) access: Access,
    entities: Vec<Entity>,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// The rules of a tenant; `None`: it never had any, or it is gone. Nobody is invited to an entity while the tenant's plan
    /// does not hold that, by hand or by rule. One call, and one for the entities.
    pub(crate) async fn rules(&self, tenant: &TenantId) -> Result<Option<Rules>, StoreError> {
        let read = self.store.tenant_and_access(&tenant.clone().into()).await?;
        let opened = read.open(|record| record.map(Admitted::by_role).ok_or(()));
        let Some((tenant, access)) = opened.ok().filter(|(tenant, _)| tenant.has_access_rules) else {
            return Ok(None);
        };
        let invites = tenant.plan == Plan::Advanced && access.rules.iter().any(|rule| rule.offer().is_some());
        let entities = if invites { self.store.entities(&tenant).await? } else { Vec::new() };
        Ok(Some(Rules { tenant, access, entities }))
    }

    /// Reviews people by these rules; who is deleted by now is passed over.
    ///
    /// # Errors
    ///
    /// [`StoreError`], the first one: some of them are not reviewed then.
    pub(crate) async fn review(&self, rules: &Rules, people: &[UserId]) -> Result<(), StoreError> {
        for some in people.chunks(A_CALL) {
            let users = retry::a_few_times(|| self.store.users(&rules.tenant, some)).await?;
            let reviews = stream::iter(users);
            let reviews =
                reviews.map(|user| retry::a_few_times(move || self.review_one(rules, user.clone())));
            let mut reviews = reviews.buffer_unordered(AT_ONCE);
            // Those that are under way come to their end, whatever became of the others.
            let mut failed = None;
            while let Some(reviewed) = reviews.next().await {
                failed = failed.or(reviewed.err());
            }
            failed.map_or(Ok(()), Err)?;
        }
        Ok(())
    }

    async fn review_one(&self, rules: &Rules, user: User) -> Result<(), StoreError> {
        match self.review_as_invited_to(rules, user.clone(), &rules.entities).await {
            // An entity is being deleted: the rest of the review does not wait for another one.
            Err(StoreError::EntityClosed) => self.review_as_invited_to(rules, user, &[]).await,
            outcome => outcome,
        }
    }

    async fn review_as_invited_to(
        &self,
        rules: &Rules,
        user: User,
        entities: &[Entity],
    ) -> Result<(), StoreError> {
        let inviting = Inviting { entities, id: entropy::new_id(), link_lifetime: self.link_lifetime };
        let decide = |user: &User| -> Result<_, StoreError> {
            Ok(Decision::new(user.reviewed(&rules.access, &inviting, self.clock.now())))
        };
        let write = entropy::new_write();
        self.store.change_user(&rules.tenant, user, write, Patience::NONE, decide).await.map(drop)
    }

    /// Reviews the accounts that the stream did not bring, or that could not be reviewed then, until 45 seconds before
    /// `deadline`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the index cannot be read. A later failure is counted and logged, and does not keep the others.
    pub(crate) async fn review_due(&self, deadline: Option<Timestamp>) -> Result<Progress, StoreError> {
        self.work_through(Overdue::Review, deadline).await
    }

    pub(crate) async fn review_some(&self, due: &[Due]) -> Result<(), StoreError> {
        let Some(first) = due.first() else { return Ok(()) };
        let Some(rules) = self.rules(&first.tenant).await? else { return Ok(()) };
        let people: Vec<UserId> = due.iter().map(|due| due.id).collect();
        self.review(&rules, &people).await
    }
}
