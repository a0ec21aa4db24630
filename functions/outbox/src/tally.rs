//! The mails of many accounts.

use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::StreamExt;
use futures_util::stream;
use rollcall::directory::tenant::TenantId;
use rollcall::directory::user::UserId;
use rollcall::mail::Mailer;
use rollcall::schedule::Scheduler;

use crate::deliver::Delivery;
use crate::{AT_A_TIME, Outbox};

/// Failures in a row after which the mail service is taken to be away. Trying everybody would only cost.
const AWAY_AFTER: u32 = 5;

/// How many accounts it came to what for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) done: usize,
    pub(crate) failed: usize,
    pub(crate) left: usize,
}

impl<M: Mailer, S: Scheduler> Outbox<M, S> {
    /// Delivers to users until the mail service takes no more or seems to be away, or `in_time` says so. What was begun is always ended:
    /// a mail that was sent and not noted would be sent again.
    pub(crate) async fn deliver_all(
        &self,
        users: Vec<(TenantId, UserId)>,
        in_time: impl Fn() -> bool + Sync,
    ) -> Tally {
        let (failures, in_time) = (&AtomicU32::new(0), &in_time);
        let deliver = async |(tenant, id)| {
            if failures.load(Ordering::Relaxed) >= AWAY_AFTER || !in_time() {
                return None;
            }
            let delivery = self.deliver_or_log(tenant, id).await;
            match delivery {
                Ok(Delivery::Done) => failures.store(0, Ordering::Relaxed),
                Ok(Delivery::Failed) | Err(()) => _ = failures.fetch_add(1, Ordering::Relaxed),
                Ok(Delivery::Throttled) => failures.store(AWAY_AFTER, Ordering::Relaxed),
            }
            Some(delivery)
        };
        let mut tally = Tally::default();
        let mut deliveries = std::pin::pin!(stream::iter(users).map(deliver).buffer_unordered(AT_A_TIME));
        while let Some(delivery) = deliveries.next().await {
            match delivery {
                Some(Ok(Delivery::Done)) => tally.done += 1,
                Some(_) => tally.failed += 1,
                None => tally.left += 1,
            }
        }
        tally
    }
}
