//! The feed of one tenant, sent to each webhook in its order.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use rollcall::entropy;
use rollcall::store::{FeedPage, Forgotten, StoreError};
use rollcall_fetch::webhook::{NotTaken, post};
use rollcall_rules::admission::Admitted;
use rollcall_rules::feed::FeedPlace;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::webhook::delivery::{Claim, Delivery, JITTER_PERCENT};
use rollcall_rules::webhook::endpoint::{Webhook, WebhookId, Webhooks};

use crate::{Due, Report, Sender};

/// How long a claim holds. A run that is alive renews it: what it sends takes ten seconds at most, and it notes what is delivered
/// when the claim is [`NOTED_AFTER`] old.
const CLAIM: SignedDuration = SignedDuration::from_secs(60);

/// After how long it is noted how far the feed is delivered. If a run dies, what it sent since is sent again.
const NOTED_AFTER: SignedDuration = SignedDuration::from_secs(5);

/// Events that are read at a time.
const PAGE: usize = 50;

/// A delivery that this run has claimed.
struct Mine<'a> {
    webhook: &'a Webhook,
    delivery: Delivery,
}

impl Sender {
    /// Sends what is new in a tenant's feed to the webhooks. Gives whether anything was done that was due.
    pub(crate) async fn send_feed(
        &self,
        id: &TenantId,
        due: &Due,
        webhooks: &Webhooks,
        in_time: &(impl Fn() -> bool + Sync),
        report: &mut Report,
    ) -> Result<bool, StoreError> {
        let Some(tenant) = self.store.tenant(id).await? else { return Ok(false) };
        let admitted = Admitted::by_role(tenant);
        let known = webhooks.webhooks.iter().map(|webhook| &webhook.id);
        let all: BTreeSet<&WebhookId> = known.chain(&due.webhooks).collect();
        let found = self.store.deliveries(id, all).await?;
        let (mut mine, mut is_free) = (Vec::new(), true);
        for webhook in &webhooks.webhooks {
            let delivery = found.deliveries.iter().find(|delivery| delivery.webhook == webhook.id);
            match self.claim(&admitted, webhook, delivery, found.end).await? {
                Some(Claim::Mine(delivery)) => mine.push(Mine { webhook, delivery }),
                Some(Claim::Others) => is_free = false,
                Some(Claim::Waits) | None => {}
            }
        }
        let mut went_on = !mine.is_empty();
        for delivery in found.deliveries {
            if webhooks.find(&delivery.webhook).is_none() {
                self.store.write_delivery(delivery.given_up(), self.clock.now()).await?;
                went_on = true;
            }
        }
        // From here on the claims lead back to what is not delivered yet.
        if is_free && due.is_feed {
            self.store.note_feed_sent(id, found.end).await?;
            went_on = true;
        }
        let sent = join_all(mine.into_iter().map(|mine| self.send_to(&admitted, mine, in_time))).await;
        for one in sent {
            *report += one;
        }
        Ok(went_on)
    }

    /// Claims a delivery; `None`: nothing is to be delivered.
    async fn claim(
        &self,
        admitted: &Admitted,
        webhook: &Webhook,
        known: Option<&Delivery>,
        end: FeedPlace,
    ) -> Result<Option<Claim>, StoreError> {
        let now = self.clock.now();
        let delivery = match known {
            Some(delivery) => delivery.clone(),
            None => {
                let after = self.store.feed_place_at(admitted, webhook.made_at, now).await?;
                Delivery::new(admitted.id.clone(), webhook.id.clone(), after)
            }
        };
        if delivery.after >= end && delivery.due_at().is_none() {
            return Ok(None);
        }
        Ok(Some(match delivery.claim(now, until(now)) {
            Claim::Mine(mine) => match self.store.write_delivery(mine, now).await {
                Ok(written) => Claim::Mine(written),
                Err(StoreError::LostRace { .. }) => Claim::Others,
                Err(error) => return Err(error),
            },
            not_mine => not_mine,
        }))
    }

    async fn send_to(
        &self,
        admitted: &Admitted,
        mine: Mine<'_>,
        in_time: &(impl Fn() -> bool + Sync),
    ) -> Report {
        let (tenant, webhook) = (admitted.id.clone(), mine.webhook.id.clone());
        let mut report = Report::default();
        match self.deliver(admitted, mine, in_time, &mut report).await {
            // Another run has claimed it, as this one took too long.
            Ok(()) | Err(StoreError::LostRace { .. }) => {}
            Err(error) => {
                tracing::warn!(
                    target: "rollcall::webhook",
                    tenant_id = tenant.as_str(),
                    webhook_id = webhook.as_str(),
                    error = &error as &dyn std::error::Error,
                    "a delivery broke off; a later run goes on"
                );
                report.broken += 1;
            }
        }
        report
    }

    async fn deliver(
        &self,
        admitted: &Admitted,
        mine: Mine<'_>,
        in_time: &(impl Fn() -> bool + Sync),
        report: &mut Report,
    ) -> Result<(), StoreError> {
        let Mine { webhook, mut delivery } = mine;
        let mut noted_at = self.clock.now();
        loop {
            let page = self.page(admitted, &delivery, report).await?;
            for (place, event) in page.events {
                if webhook.kinds.have(event.kind()) {
                    if !in_time() {
                        let now = self.clock.now();
                        self.store.write_delivery(delivery.left(now), now).await?;
                        return Ok(());
                    }
                    let sent = post(webhook, event, self.reach, self.clock.now()).await;
                    if let Err(not_taken) = sent {
                        return self.note_failure(delivery, not_taken, report).await;
                    }
                    report.sent += 1;
                }
                delivery = delivery.delivered(place);
                let now = self.clock.now();
                if now.duration_since(noted_at) >= NOTED_AFTER {
                    delivery.claimed_until = Some(until(now));
                    delivery = self.store.write_delivery(delivery, now).await?;
                    noted_at = now;
                }
            }
            // What is forgotten of a person, or of no kind that is sent, is delivered, too.
            delivery = delivery.delivered(page.last);
            if !page.more {
                self.store.write_delivery(delivery.done(), self.clock.now()).await?;
                return Ok(());
            }
        }
    }

    /// What comes next in the feed. If the feed has forgotten some of it, the earliest that it has.
    async fn page(
        &self,
        admitted: &Admitted,
        delivery: &Delivery,
        report: &mut Report,
    ) -> Result<FeedPage, StoreError> {
        let now = self.clock.now();
        if let Ok(page) = self.store.feed(admitted, Some(delivery.after), PAGE, now).await? {
            return Ok(page);
        }
        report.forgotten += 1;
        tracing::error!(
            target: "rollcall::webhook",
            tenant_id = admitted.id.as_str(),
            webhook_id = delivery.webhook.as_str(),
            "a delivery stopped for so long that the feed has forgotten some events that were to be sent"
        );
        let earliest = self.store.feed(admitted, None, PAGE, now).await?;
        Ok(earliest.unwrap_or_else(|Forgotten| FeedPage {
            events: Vec::new(),
            last: delivery.after,
            more: false,
        }))
    }

    async fn note_failure(
        &self,
        delivery: Delivery,
        not_taken: NotTaken,
        report: &mut Report,
    ) -> Result<(), StoreError> {
        let (now, jitter) = (self.clock.now(), entropy::up_to(JITTER_PERCENT));
        let NotTaken { failure, asked } = not_taken;
        let failed = delivery.failed(failure, asked, jitter, now);
        report.failed += 1;
        tracing::warn!(
            target: "rollcall::webhook",
            tenant_id = failed.tenant.as_str(),
            webhook_id = failed.webhook.as_str(),
            tries = failed.failing.as_ref().map(|failing| failing.tries),
            is_stopped = failed.stopped_at.is_some(),
            "a webhook did not take an event: {failure}"
        );
        let is_stopped = failed.stopped_at.is_some();
        self.store.write_delivery(failed, now).await?;
        report.stopped += usize::from(is_stopped);
        Ok(())
    }
}

fn until(now: Timestamp) -> Timestamp {
    now.checked_add(CLAIM).unwrap_or(Timestamp::MAX)
}
