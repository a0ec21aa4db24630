//! Notices to the administrators of tenants. A *look* owes what is due (`rollcall_rules::notices`). What is owed is then
//! announced by events, claimed, mailed and settled, as the mails of people are: each of these can be done twice, and broken
//! off anywhere.

use std::collections::BTreeSet;
use std::error::Error;

use jiff::Timestamp;
use rollcall::clock::in_time;
use rollcall::entropy;
use rollcall::retry::{self, Worth};
use rollcall::store::{FeedEvent, NoticesDue, StoreError};
use rollcall_events::EventBus;
use rollcall_mail::templates::{AdministratorMail, MailedNotice};
use rollcall_mail::{Mail, MailError, Mailer};
use rollcall_rules::admission::Admitted;
use rollcall_rules::notices::Notices;
use rollcall_rules::notices::administrator::PATH;
use rollcall_rules::notices::send::{ClaimedNotices, Letter, Says};
use rollcall_rules::owed::MailOutcome;
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_schedule::Scheduler;
use rollcall_texts::Language;

use crate::Outbox;
use crate::sweep::MARGIN;
use crate::tally::Mails;

/// Whether a look is to be taken before it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Now: the tenant changed, or its directory is refused.
    Now,
    /// When it is due.
    WhenDue,
}

/// What a sweep found of notices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Swept {
    /// Tenants with a look or something owed that was due.
    pub(crate) due: usize,
    /// Those of them that could not be done, or for which there was no time.
    pub(crate) left: usize,
    pub(crate) mails: Mails,
}

/// What became of one tenant's notices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) mails: Mails,
    /// The mail service is asked too often, so it would take nobody else's mail either.
    pub(crate) is_throttled: bool,
}

impl<M: Mailer, S: Scheduler, B: EventBus> Outbox<M, S, B> {
    /// Looks after the tenants for which something is due, until 45 seconds before `deadline`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the index cannot be read. A later failure is counted and logged, and does not keep the others.
    pub(crate) async fn tell_due(&self, deadline: Option<Timestamp>) -> Result<Swept, StoreError> {
        let due = self.store.notices_due(self.clock.now()).await?;
        let is_in_time = in_time(&*self.clock, deadline, MARGIN);
        let tenants: BTreeSet<&TenantId> = due.iter().map(|due| &due.tenant).collect();
        let mut swept = Swept { due: tenants.len(), left: tenants.len(), mails: Mails::default() };
        for tenant in tenants {
            if !is_in_time() {
                break;
            }
            let of_tenant: Vec<_> = due.iter().filter(|due| due.tenant == *tenant).collect();
            match self.tell_one(tenant, &of_tenant).await {
                Ok(told) => {
                    swept.left -= 1;
                    swept.mails += told.mails;
                    if told.is_throttled {
                        break;
                    }
                }
                Err(error) => failed(&error, tenant, "notices are not told yet"),
            }
        }
        Ok(swept)
    }

    async fn tell_one(&self, tenant: &TenantId, due: &[&NoticesDue]) -> Result<Told, StoreError> {
        let is_refused = due.iter().any(|due| due.is_of_refusal());
        let told = self.tell(tenant, if is_refused { Look::Now } else { Look::WhenDue }).await?;
        for due in due {
            self.store.forget_due_refusal(due).await?;
        }
        Ok(told)
    }

    /// Takes a look at a tenant, announces what is owed, and mails it.
    ///
    /// # Errors
    ///
    /// [`StoreError`]. What is owed stays so. That an event or a mail was not taken is no error: it is tried again.
    pub(crate) async fn tell(&self, tenant: &TenantId, look: Look) -> Result<Told, StoreError> {
        let looked = retry::after_lost_race(|| self.look_at(tenant, look)).await?;
        let Some((tenant, notices)) = looked else { return Ok(Told::default()) };
        let now = self.clock.now();
        if notices.owed_from.is_none_or(|from| from > now) {
            return Ok(Told::default());
        }
        let owed = self.announce(&tenant, notices.still_owed(&tenant, now)).await;
        match self.claim_notices(&tenant, &notices, owed).await {
            Ok(Some(claimed)) => self.send_notices(&tenant, claimed).await,
            // Somebody else tells it.
            Ok(None) | Err(StoreError::LostRace { .. }) => Ok(Told::default()),
            Err(error) => Err(error),
        }
    }

    /// A tenant and its notices, after a look if one is due; `None`: there is no such tenant.
    async fn look_at(&self, id: &TenantId, look: Look) -> Result<Option<(Admitted, Notices)>, StoreError> {
        let read = self.store.tenant_and_notices(&id.clone().into()).await?;
        let Ok((tenant, before)) = read.open(|record| record.map(Admitted::by_role).ok_or(())) else {
            return Ok(None);
        };
        let now = self.clock.now();
        let known = before.clone().unwrap_or_else(|| Notices::new(id.clone(), now));
        if look == Look::WhenDue && known.look_at > now {
            return Ok(Some((tenant, known)));
        }
        let contact = self.store.contact(&tenant, now).await?;
        let after = known.looked(&tenant, &contact, now);
        if before.is_some() && after == known {
            return Ok(Some((tenant, known)));
        }
        let written = self.store.update_notices(&tenant, before.as_ref(), after, &[]).await?;
        Ok(Some((tenant, written)))
    }

    /// Writes the events that are owed into the feed, and publishes them. Gives the notices with those announced that the bus took.
    async fn announce(&self, tenant: &Tenant, owed: Notices) -> Notices {
        let events = owed.unannounced();
        if events.is_empty() {
            return owed;
        }
        let told: Vec<FeedEvent> = events.iter().map(FeedEvent::of).collect();
        if let Err(error) = self.store.tell(&told, self.clock.now()).await {
            failed(&error, &tenant.id, "notices could not be written into the feed");
            return owed;
        }
        let places = match self.bus.publish(&events).await {
            Ok(()) => BTreeSet::new(),
            Err(error) => {
                failed(&error, &tenant.id, "notices could not be announced");
                error.places
            }
        };
        let taken = events.iter().enumerate().filter(|(place, _)| !places.contains(place));
        let numbers: Vec<u64> = taken.map(|(_, event)| event.version).collect();
        owed.announced(&numbers)
    }

    /// Claims the mails that are owed, and writes what was announced; `None`: there is nothing
    /// to send now.
    async fn claim_notices(
        &self,
        tenant: &Admitted,
        before: &Notices,
        owed: Notices,
    ) -> Result<Option<ClaimedNotices>, StoreError> {
        let (delivery, now) = (hex::encode(entropy::secret()), self.clock.now());
        let Some(claimed) = owed.claim(&delivery, self.link_lifetime, now) else {
            self.store.update_notices(tenant, Some(before), owed, &[]).await?;
            return Ok(None);
        };
        let Some(taken) = self.budget.take(tenant, claimed.letters.len(), now).await? else {
            let waiting = owed.waiting(now);
            self.store.update_notices(tenant, Some(before), waiting, &[]).await?;
            return Ok(None);
        };
        let ClaimedNotices { notices, letters, held, links } = claimed;
        match self.store.update_notices(tenant, Some(before), notices, &links).await {
            Ok(notices) => Ok(Some(ClaimedNotices { notices, letters, held, links })),
            Err(error) => {
                self.budget.correct(tenant, taken, 0).await;
                Err(error)
            }
        }
    }

    async fn send_notices(&self, tenant: &Admitted, claimed: ClaimedNotices) -> Result<Told, StoreError> {
        let mut told = Told { mails: Mails { held: claimed.held, ..Mails::default() }, is_throttled: false };
        if claimed.letters.is_empty() {
            return Ok(told);
        }
        let mut outcomes = Vec::with_capacity(claimed.letters.len());
        for letter in claimed.letters {
            let outcome = if told.is_throttled {
                MailOutcome::Failed
            } else {
                match self.send(&self.notice_mail(tenant, &letter)).await {
                    Ok(()) => MailOutcome::Sent,
                    Err(error) => {
                        failed(&error, &tenant.id, "a notice was not taken");
                        told.is_throttled |= matches!(error, MailError::Throttled { .. });
                        if matches!(error, MailError::Refused { .. }) {
                            MailOutcome::Refused
                        } else {
                            MailOutcome::Failed
                        }
                    }
                }
            };
            match outcome {
                MailOutcome::Sent => told.mails.sent += 1,
                MailOutcome::Refused => told.mails.refused += 1,
                MailOutcome::Failed => told.mails.failed += 1,
            }
            outcomes.push((letter, outcome));
        }
        self.settle_notices(tenant, &outcomes).await?;
        Ok(told)
    }

    /// Notes what became of mails. It is tried harder than other writes: a mail that was sent and is still owed is sent again.
    async fn settle_notices(
        &self,
        tenant: &Admitted,
        outcomes: &[(Letter, MailOutcome)],
    ) -> Result<(), StoreError> {
        let settle = |notices: &Notices| Ok::<_, StoreError>(notices.settled(outcomes, self.clock.now()));
        let once = |(): ()| async {
            let settled = self.store.change_notices(tenant, self.clock.now(), settle).await;
            settled.map(|_| ()).map_err(|error| (error, ()))
        };
        let worth =
            |error: &StoreError, _: &_| if error.is_transient() { Worth::Counted } else { Worth::Nothing };
        retry::again((), once, worth).await
    }

    fn notice_mail(&self, tenant: &Tenant, letter: &Letter) -> Mail {
        let language = letter.language.as_deref().and_then(Language::of_tag).unwrap_or(Language::English);
        let link = format!("{}{PATH}/{}", self.base_url, letter.secret);
        let mail = AdministratorMail {
            language,
            brand: &self.brand,
            tenant_name: &tenant.name,
            to: &letter.to,
            link: &link,
        };
        match &letter.says {
            Says::Confirm { valid_until } => mail.confirmation(*valid_until),
            Says::Expiring(credentials) => mail.notice(MailedNotice::Expiring(credentials)),
            Says::Notice(notice) => mail.notice(MailedNotice::Other(notice)),
        }
    }
}

fn failed(error: &(dyn Error + 'static), tenant: &TenantId, what: &str) {
    tracing::warn!(target: "rollcall::outbox", tenant_id = tenant.as_str(), error, "{what}");
}
