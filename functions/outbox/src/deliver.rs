//! The mails of one account. They are claimed, so that no other run sends them, then sent, then taken off the account.

use futures_util::future::join;
use jiff::Timestamp;
use rollcall::entropy;
use rollcall::retry::{self, Patience, Worth};
use rollcall::store::{Along, Change, Decision, StoreError};
use rollcall_events::EventBus;
use rollcall_mail::templates::{AddressNotice, InvitationLink, VerifyLink};
use rollcall_mail::{Mail, MailError, Mailer};
use rollcall_rules::admission::Admitted;
use rollcall_rules::link::LinkKind;
use rollcall_rules::owed::{Claimed, Letter, LinkHashes, MailKind, MailOutcome, OwedMail};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::token::TokenHash;
use rollcall_rules::user::User;
use rollcall_schedule::Scheduler;
use rollcall_texts::Language;

use crate::Outbox;
use crate::budget::Taken;
use crate::tally::{Account, Mails};

/// The outcome of delivering one account's mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub(crate) end: End,
    /// The mails that were tried.
    pub(crate) mails: Mails,
    /// Since when a mail is still owed; `None`: none is, or not yet, or another run is delivering them.
    pub(crate) owed_since: Option<Timestamp>,
}

/// How the delivery to one account ended. [`crate::pace`] learns from it how the mail service is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// No mail is owed any more or not yet, or another run is delivering them.
    Done,
    /// The tenant has had its mails of this hour. Nothing was written, and the mails stay due.
    UsedUp,
    /// The service did not take a mail, or the table failed. The mail stays owed.
    Failed,
    /// The service is asked too often, or its quota is used up. It would take nobody else's mail either.
    Throttled,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Sends the mails that an account is owed. If the table fails, that is logged and the mails stay owed.
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

    /// Notes its progress in `delivery`, which an error does not undo.
    async fn deliver(&self, account: &Account, delivery: &mut Delivery) -> Result<(), StoreError> {
        let (secrets, now) = (Secrets::draw(), self.clock.now());
        let owed = self.look(account).await?;
        let due = owed.and_then(|(tenant, user)| Some((user.claim(&secrets.hashes(), now)?, tenant, user)));
        let Some((claimed, tenant, user)) = due else {
            (delivery.end, delivery.owed_since) = (End::Done, None);
            return Ok(());
        };
        // Before anything is written: a tenant with thousands of mails too many costs no writes.
        let Some(taken) = self.budget.take(&tenant, claimed.mails.len(), now).await? else {
            delivery.end = End::UsedUp;
            return Ok(());
        };
        match self.claim(&tenant, user, &secrets.hashes()).await {
            Ok(Some(claimed)) => self.deliver_claimed(&tenant, claimed, taken, &secrets, delivery).await,
            nothing => {
                self.budget.correct(&tenant, taken, 0).await;
                nothing?;
                (delivery.end, delivery.owed_since) = (End::Done, None);
                Ok(())
            }
        }
    }

    /// The account as it is, with its tenant; `None`: it is deleted.
    pub(crate) async fn look(&self, account: &Account) -> Result<Option<(Admitted, User)>, StoreError> {
        let read = self.store.tenant_and_user(&account.tenant.clone().into(), account.id).await?;
        let opened = read.open(|record| record.map(Admitted::by_role).ok_or(()));
        Ok(opened.ok().and_then(|(tenant, user)| Some((tenant, user?))))
    }

    async fn deliver_claimed(
        &self,
        tenant: &Admitted,
        claimed: Claimed,
        taken: Taken,
        secrets: &Secrets,
        delivery: &mut Delivery,
    ) -> Result<(), StoreError> {
        delivery.owed_since = claimed.user.owed.as_ref().map(|owed| owed.since);
        let (outcomes, end) = self.send_all(tenant, &claimed, secrets).await;
        delivery.mails = Mails::of(&outcomes, claimed.held);
        if claimed.held > 0 {
            log_held(&claimed);
        }
        if outcomes.is_empty() {
            self.budget.correct(tenant, taken, 0).await;
            (delivery.end, delivery.owed_since) = (end, None);
            return Ok(());
        }
        let left = delivery.mails.sent + delivery.mails.refused;
        let counted = self.budget.correct(tenant, taken, left);
        let (settled, ()) = join(self.settle(tenant, claimed.user, &outcomes), counted).await;
        // What is still owed and did not fail is to leave later, or another run is delivering it.
        let failed = delivery.mails.failed > 0;
        (delivery.owed_since, delivery.end) = (settled?.filter(|_| failed), end);
        Ok(())
    }

    /// Claims the mails that are owed, with new links; `None`: none is owed any more, or another run has claimed them.
    async fn claim(
        &self,
        tenant: &Admitted,
        user: User,
        hashes: &LinkHashes,
    ) -> Result<Option<Claimed>, StoreError> {
        let claim = |user: &User| -> Result<_, Unclaimed> {
            let claimed = user.claim(hashes, self.clock.now()).ok_or(Unclaimed::NothingOwed)?;
            let along = Along::NewLinks(claimed.links.clone());
            Ok(Decision::new(claimed.user.clone()).noting(claimed).along(along))
        };
        let write = entropy::new_write();
        match self.store.change_user(tenant, user, write, Patience::NONE, claim).await {
            Ok(changed) => Ok(changed.map(|(_, claimed)| claimed)),
            Err(Unclaimed::NothingOwed) => Ok(None),
            Err(Unclaimed::Store(error)) => Err(error),
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
                match self.send(&self.mail(letter, tenant, &claimed.user, secrets)).await {
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

    fn mail(&self, letter: &Letter, tenant: &Tenant, user: &User, secrets: &Secrets) -> Mail {
        let (brand, tenant_name, is_linked) = (&self.brand, &*tenant.name, user.linked);
        let language = Language::of_user(user).unwrap_or(Language::English);
        let link = |kind: LinkKind, secret| format!("{}{}/{secret}", self.base_url, kind.path());
        match letter {
            Letter::VerifyLink { to, valid_until } => {
                let link = &link(LinkKind::EmailChange, &secrets.email_change);
                let valid_until = *valid_until;
                VerifyLink { language, brand, tenant_name, is_linked, to, link, valid_until }.to_mail()
            }
            Letter::AddressNotice { to, new_address } => {
                AddressNotice { language, brand, tenant_name, is_linked, to, new_address }.to_mail()
            }
            Letter::Invitation { to, invitation } => {
                let link = &link(LinkKind::Invitation, &secrets.invitation);
                InvitationLink { language, brand, tenant_name, to, invitation, link }.to_mail()
            }
        }
    }

    /// Takes the mails off the account that were sent or refused. Gives since when a mail is still owed.
    ///
    /// This write is tried harder than others: a mail that was sent and is not taken off is sent again.
    async fn settle(
        &self,
        tenant: &Admitted,
        claimed: User,
        outcomes: &[(OwedMail, MailOutcome)],
    ) -> Result<Option<Timestamp>, StoreError> {
        let (write, id, email) = (entropy::new_write(), claimed.id, claimed.email.clone());
        // The account, as far as it is known how it is; after a lost race it is not, and is read again.
        let once = |known: Option<User>| async {
            let before = match known {
                Some(before) => before,
                None => match self.store.user(tenant, id).await {
                    Ok(Some(before)) => before,
                    // Deleted meanwhile.
                    Ok(None) => return Ok(None),
                    Err(error) => return Err((error, None)),
                },
            };
            let after = before.settle(&before.still_told(&email, outcomes), self.clock.now());
            let change = Change { before: Some(&before), after: &after };
            match self.store.commit(tenant, write, &[change]).await {
                Ok(()) => Ok(after.owed.map(|owed| owed.since)),
                Err(error) => {
                    let known = (!error.is_lost_race()).then_some(before);
                    Err((error, known))
                }
            }
        };
        let worth =
            |error: &StoreError, _: &_| if error.is_transient() { Worth::Counted } else { Worth::Nothing };
        retry::again(Some(claimed), once, worth).await
    }
}

/// Why nothing was claimed.
enum Unclaimed {
    NothingOwed,
    Store(StoreError),
}

impl From<StoreError> for Unclaimed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The secrets in the links of an account's mails. They go into the mails alone; the table has their hashes.
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

fn log_held(Claimed { user, held, .. }: &Claimed) {
    tracing::info!(
        target: "rollcall::outbox",
        tenant_id = user.tenant.as_str(),
        user_id = %user.id,
        mails = held,
        "mails wait, because their account has had its mails of the day"
    );
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
