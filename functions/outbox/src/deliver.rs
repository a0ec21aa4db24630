//! The mails of one account: claimed, sent, settled.

use rollcall::directory::email_change::EmailChange;
use rollcall::directory::link::{self, hash_of};
use rollcall::directory::owed::{Claimed, MailKind, Outcome, OwedMail};
use rollcall::directory::tenant::{Tenant, TenantId};
use rollcall::directory::token::TokenHash;
use rollcall::directory::user::{User, UserId};
use rollcall::entropy;
use rollcall::mail::templates::{AddressNotice, VerifyLink};
use rollcall::mail::{Mail, MailError, Mailer};
use rollcall::schedule::Scheduler;
use rollcall::store::{Change, StoreError};
use rollcall::web::Tries;

use crate::Outbox;

/// How far it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// Nothing is owed any more, or somebody else is at it.
    Done,
    /// Something could not be sent and stays owed.
    Failed,
    /// The same, and the service would take nobody else's either.
    Throttled,
}

impl<M: Mailer, S: Scheduler> Outbox<M, S> {
    /// Sends what a user is owed. An error is logged: the mails stay owed.
    pub(crate) async fn deliver_or_log(&self, tenant: TenantId, id: UserId) -> Result<Delivery, ()> {
        self.deliver(&tenant, id).await.map_err(|error| {
            tracing::warn!(
                target: "rollcall::outbox",
                tenant_id = tenant.as_str(),
                user_id = %id,
                error = &error as &dyn std::error::Error,
                "mails stay owed"
            );
        })
    }

    async fn deliver(&self, tenant: &TenantId, id: UserId) -> Result<Delivery, StoreError> {
        let secret = hex::encode(entropy::secret());
        let Some(hash) = hash_of(&secret) else { unreachable!("a secret has the form of one") };
        let Some((tenant, claimed)) = self.claim(tenant, id, &hash).await? else { return Ok(Delivery::Done) };
        let (outcomes, delivery) = self.send_all(&tenant, &claimed, &secret).await;
        self.settle(claimed.user, &outcomes).await?;
        Ok(delivery)
    }

    /// Claims what is owed; `None`: nothing is, or somebody else has.
    async fn claim(
        &self,
        tenant: &TenantId,
        id: UserId,
        hash: &TokenHash,
    ) -> Result<Option<(Tenant, Claimed)>, StoreError> {
        let mut tries = Tries::new();
        loop {
            let (Some(tenant), Some(user)) = self.store.tenant_and_user(tenant, id).await? else {
                return Ok(None);
            };
            let Some(claimed) = user.claim(hash.clone(), self.clock.now()) else { return Ok(None) };
            let change = Change { before: Some(&user), after: &claimed.user };
            match self.store.issue_link(change, claimed.link.as_ref()).await {
                Ok(()) => return Ok(Some((tenant, claimed))),
                Err(error) if error.is_lost_race() && tries.again().await => {}
                Err(error) => return Err(error),
            }
        }
    }

    async fn send_all(
        &self,
        tenant: &Tenant,
        claimed: &Claimed,
        secret: &str,
    ) -> (Vec<(OwedMail, Outcome)>, Delivery) {
        let mut outcomes = Vec::with_capacity(claimed.mails.len());
        let mut delivery = Delivery::Done;
        for owed in &claimed.mails {
            let outcome = if delivery == Delivery::Throttled {
                Outcome::Failed
            } else {
                match self.mailer.send(&self.mail(owed.kind, tenant, claimed, secret)).await {
                    Ok(()) => Outcome::Sent,
                    Err(error) => {
                        log(&error, owed.kind, &claimed.user);
                        delivery = delivery_after(&error, delivery);
                        if matches!(error, MailError::Refused { .. }) {
                            Outcome::Refused
                        } else {
                            Outcome::Failed
                        }
                    }
                }
            };
            outcomes.push((*owed, outcome));
        }
        (outcomes, delivery)
    }

    fn mail(&self, kind: MailKind, tenant: &Tenant, claimed: &Claimed, secret: &str) -> Mail {
        let tenant_name = &tenant.name;
        let EmailChange { to, expires_at, .. } = &claimed.change;
        match kind {
            MailKind::VerifyLink => {
                let link = format!("{}{}/{secret}", self.base_url, link::PATH);
                VerifyLink { tenant_name, to, link: &link, valid_until: *expires_at }.to_mail()
            }
            MailKind::AddressNotice => {
                AddressNotice { tenant_name, to: &claimed.user.email, new_address: to }.to_mail()
            }
        }
    }

    /// Notes what became of the mails. It is tried harder than other writes: a mail that was sent and not noted is
    /// sent again.
    async fn settle(&self, claimed: User, outcomes: &[(OwedMail, Outcome)]) -> Result<(), StoreError> {
        let (tenant, id) = (claimed.tenant.clone(), claimed.id);
        let mut tries = Tries::new();
        let mut current = Some(claimed);
        while let Some(before) = current {
            let after = before.settle(outcomes, self.clock.now());
            match self.store.commit(&[Change { before: Some(&before), after: &after }]).await {
                Ok(()) => return Ok(()),
                Err(error) if error.is_lost_race() && tries.again().await => {
                    current = self.store.user(&tenant, id).await?;
                }
                Err(error) if error.is_transient() && tries.again().await => current = Some(before),
                Err(error) => return Err(error),
            }
        }
        // Deleted meanwhile.
        Ok(())
    }
}

const fn delivery_after(error: &MailError, before: Delivery) -> Delivery {
    match error {
        MailError::Throttled { .. } => Delivery::Throttled,
        MailError::Unavailable { .. } => Delivery::Failed,
        MailError::Refused { .. } => before,
    }
}

fn log(error: &MailError, mail: MailKind, user: &User) {
    tracing::warn!(
        target: "rollcall::outbox",
        tenant_id = user.tenant.as_str(),
        user_id = %user.id,
        ?mail,
        error = error as &dyn std::error::Error,
        "a mail was not taken"
    );
}
