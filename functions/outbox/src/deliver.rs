//! The mails of one account: claimed, sent, settled.

use jiff::Timestamp;
use rollcall::entropy;
use rollcall::retry::Tries;
use rollcall::store::{Change, StoreError};
use rollcall_events::EventBus;
use rollcall_mail::templates::{AddressNotice, InvitationLink, VerifyLink};
use rollcall_mail::{Mail, MailError, Mailer};
use rollcall_rules::link::LinkKind;
use rollcall_rules::owed::{Claimed, Letter, LinkHashes, MailKind, MailOutcome, OwedMail};
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::token::TokenHash;
use rollcall_rules::user::{User, UserId, WriteId};
use rollcall_schedule::Scheduler;

use crate::Outbox;
use crate::tally::{Account, Mails};

/// What became of an account's mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Delivery {
    /// How far it went.
    pub(crate) end: End,
    /// Each mail.
    pub(crate) mails: Mails,
    /// Since when what is still owed is; `None`: nothing is, or somebody else is at it.
    pub(crate) owed_since: Option<Timestamp>,
}

/// How far it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Nothing is owed any more, or somebody else is at it.
    Done,
    /// Something could not be sent, or the table failed; it stays owed.
    Failed,
    /// The same, and the service would take nobody else's either.
    Throttled,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Sends what an account is owed. An error is logged: the mails stay owed.
    pub(crate) async fn deliver_or_log(&self, account: &Account) -> Delivery {
        let owed_since = Some(account.owed_since);
        let mut delivery = Delivery { end: End::Failed, mails: Mails::default(), owed_since };
        if let Err(error) = self.deliver(account, &mut delivery).await {
            tracing::warn!(
                target: "rollcall::outbox",
                tenant_id = account.tenant.as_str(),
                user_id = %account.id,
                error = &error as &dyn std::error::Error,
                "mails stay owed"
            );
        }
        delivery
    }

    /// Notes in `delivery` how far it came, which an error does not undo.
    async fn deliver(&self, account: &Account, delivery: &mut Delivery) -> Result<(), StoreError> {
        let secrets = Secrets::draw();
        let Some((tenant, claimed)) = self.claim(&account.tenant, account.id, &secrets.hashes()).await?
        else {
            (delivery.end, delivery.owed_since) = (End::Done, None);
            return Ok(());
        };
        delivery.owed_since = claimed.user.owed.as_ref().map(|owed| owed.since);
        let (outcomes, end) = self.send_all(&tenant, &claimed, &secrets).await;
        delivery.mails = Mails::of(&outcomes);
        delivery.owed_since = self.settle(claimed.user, &outcomes).await?;
        delivery.end = end;
        Ok(())
    }

    /// Claims what is owed; `None`: nothing is, or somebody else has.
    async fn claim(
        &self,
        tenant: &TenantId,
        id: UserId,
        hashes: &LinkHashes,
    ) -> Result<Option<(Tenant, Claimed)>, StoreError> {
        let (write, mut tries) = (entropy::new_write(), Tries::new());
        loop {
            let (Some(tenant), Some(user)) = self.store.tenant_and_user(tenant, id).await? else {
                return Ok(None);
            };
            let Some(claimed) = user.claim(hashes, self.clock.now()) else { return Ok(None) };
            let change = Change { before: Some(&user), after: &claimed.user };
            match self.store.issue_links(write, change, &claimed.links).await {
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
        secrets: &Secrets,
    ) -> (Vec<(OwedMail, MailOutcome)>, End) {
        let mut outcomes = Vec::with_capacity(claimed.mails.len());
        let mut end = End::Done;
        for (owed, letter) in &claimed.mails {
            let outcome = if end == End::Throttled {
                MailOutcome::Failed
            } else {
                match self.mailer.send(&self.mail(letter, tenant, secrets)).await {
                    Ok(()) => MailOutcome::Sent,
                    Err(error) => {
                        log(&error, owed.kind, &claimed.user);
                        end = end_after(&error, end);
                        if matches!(error, MailError::Refused { .. }) {
                            MailOutcome::Refused
                        } else {
                            MailOutcome::Failed
                        }
                    }
                }
            };
            outcomes.push((*owed, outcome));
        }
        (outcomes, end)
    }

    fn mail(&self, letter: &Letter, tenant: &Tenant, secrets: &Secrets) -> Mail {
        let tenant_name = &tenant.name;
        let link = |kind: LinkKind, secret| format!("{}{}/{secret}", self.base_url, kind.path());
        match letter {
            Letter::VerifyLink { to, valid_until } => {
                let link = &link(LinkKind::EmailChange, &secrets.email_change);
                VerifyLink { tenant_name, to, link, valid_until: *valid_until }.to_mail()
            }
            Letter::AddressNotice { to, new_address } => {
                AddressNotice { tenant_name, to, new_address }.to_mail()
            }
            Letter::Invitation { to, invitation } => {
                let link = &link(LinkKind::Invitation, &secrets.invitation);
                InvitationLink { tenant_name, to, invitation, link }.to_mail()
            }
        }
    }

    /// Notes what became of the mails; gives since when something is still owed. It is tried harder than other writes:
    /// a mail that was sent and not noted is sent again.
    async fn settle(
        &self,
        claimed: User,
        outcomes: &[(OwedMail, MailOutcome)],
    ) -> Result<Option<Timestamp>, StoreError> {
        let (tenant, id) = (claimed.tenant.clone(), claimed.id);
        let (write, mut tries) = (entropy::new_write(), Tries::new());
        let mut known = Some(claimed);
        loop {
            match self.settle_once(write, &tenant, id, &mut known, outcomes).await {
                Err(error) if error.is_transient() && tries.again().await => {}
                settled => return settled,
            }
        }
    }

    /// `known`: the account, as far as it is known how it is; after a lost race it is not, and is read again.
    async fn settle_once(
        &self,
        write: WriteId,
        tenant: &TenantId,
        id: UserId,
        known: &mut Option<User>,
        outcomes: &[(OwedMail, MailOutcome)],
    ) -> Result<Option<Timestamp>, StoreError> {
        let before = match known.take() {
            Some(before) => before,
            None => match self.store.user(tenant, id).await? {
                Some(before) => before,
                // Deleted meanwhile.
                None => return Ok(None),
            },
        };
        let after = before.settle(outcomes, self.clock.now());
        let written = self.store.commit(write, &[Change { before: Some(&before), after: &after }]).await;
        if written.as_ref().is_err_and(|error| !error.is_lost_race()) {
            *known = Some(before);
        }
        written?;
        Ok(after.owed.map(|owed| owed.since))
    }
}

/// What the links in an account's mails are known by, in the clear. Nothing keeps them.
struct Secrets {
    email_change: String,
    invitation: String,
}

impl Secrets {
    fn draw() -> Self {
        let secret = || hex::encode(entropy::secret());
        Self { email_change: secret(), invitation: secret() }
    }

    fn hashes(&self) -> LinkHashes {
        LinkHashes {
            email_change: TokenHash::of(&self.email_change),
            invitation: TokenHash::of(&self.invitation),
        }
    }
}

const fn end_after(error: &MailError, before: End) -> End {
    match error {
        MailError::Throttled { .. } => End::Throttled,
        MailError::Unavailable { .. } => End::Failed,
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
