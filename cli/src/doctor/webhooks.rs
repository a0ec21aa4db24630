//! Whether webhooks take what happens.

use jiff::Timestamp;
use rollcall::store::Store;
use rollcall_rules::webhook::delivery::Delivery;
use rollcall_rules::webhook::endpoint::{Webhook, WebhookId, Webhooks};

use super::fact::{Fact, read, restore};
use super::finding::Finding;
use super::stack::Stack;
use super::words::{count, duration};

const CHECK: &str = "webhooks";

/// The webhooks, and the deliveries that are under way, failing or stopped.
#[derive(Debug)]
pub(super) struct Facts {
    /// As the table has them.
    pub(super) webhooks: Fact<(Webhooks, Vec<Delivery>)>,
}

/// Reads them. Without webhooks that is one call; with some, one more for each hundred deliveries, and two.
pub(super) async fn gather(store: Fact<&Store>) -> Facts {
    let webhooks = async {
        let store = store?;
        let webhooks = read("dynamodb:GetItem", store.webhooks().await)?;
        if webhooks.webhooks.is_empty() {
            return Ok((webhooks, Vec::new()));
        }
        let deliveries = read("dynamodb:Query", store.pending_deliveries().await)?;
        Ok((webhooks, deliveries))
    };
    Facts { webhooks: webhooks.await }
}

/// Judges each webhook at this time.
#[must_use]
pub(super) fn examine(facts: &Facts, stack: &Stack, now: Timestamp) -> Vec<Finding> {
    match &facts.webhooks {
        Ok((webhooks, _)) if webhooks.webhooks.is_empty() => vec![Finding::ok(CHECK, "there are none")],
        Ok((webhooks, deliveries)) => {
            webhooks.webhooks.iter().map(|webhook| judged(webhook, deliveries, stack, now)).collect()
        }
        Err(gap) => vec![gap.finding(CHECK, restore("Table"))],
    }
}

fn judged(webhook: &Webhook, deliveries: &[Delivery], stack: &Stack, now: Timestamp) -> Finding {
    let Webhook { id, url, .. } = webhook;
    let check = format!("webhook: {id}");
    let of = |is_stopped: bool| Trouble::of(id, deliveries, is_stopped);
    let (stopped, failing) = (of(true), of(false));
    let show = stack.rollcall(&format!("webhook show {id}"));
    if stopped.tenants > 0 {
        let resume = stack.rollcall(&format!("webhook resume {id}"));
        let found = format!(
            "{} has stopped for {}, and is sent nothing of what happens there",
            url.as_str(),
            stopped.words(now)
        );
        let advice = format!(
            "`{show}` says why; mend the receiver, and go on by `{resume}` before the feed forgets it"
        );
        return Finding::problem(&check, found, advice).mended_by([show, resume]);
    }
    if failing.tenants > 0 {
        let found = format!("{} fails for {}", url.as_str(), failing.words(now));
        let advice = format!("`{show}` says why; mend the receiver: it is tried again for three days");
        return Finding::warning(&check, found, advice).mended_by([show]);
    }
    Finding::ok(&check, format!("{} takes everything", url.as_str()))
}

/// Tenants whose events wait for one reason.
#[derive(Debug)]
struct Trouble {
    tenants: usize,
    since: Option<Timestamp>,
    why: Option<String>,
}

impl Trouble {
    fn of(webhook: &WebhookId, deliveries: &[Delivery], is_stopped: bool) -> Self {
        let own = deliveries.iter().filter(|delivery| {
            delivery.webhook == *webhook
                && delivery.is_in_trouble()
                && delivery.stopped_at.is_some() == is_stopped
        });
        let own: Vec<&Delivery> = own.collect();
        let failing = || own.iter().filter_map(|delivery| delivery.failing.as_ref());
        let first = failing().min_by_key(|failing| failing.since);
        Self {
            tenants: own.len(),
            since: first.map(|failing| failing.since),
            why: first.map(|failing| failing.failure.to_string()),
        }
    }

    /// How many, for how long, and why the one that waits longest does.
    fn words(&self, now: Timestamp) -> String {
        let tenants = match self.tenants {
            1 => "1 tenant".to_owned(),
            many => format!("{} tenants", count(many as u64)),
        };
        let since = self.since.map(|since| {
            let seconds = now.duration_since(since).as_secs().max(0);
            format!(", for {}", duration(seconds.unsigned_abs()))
        });
        let why = self.why.as_ref().map(|why| format!(" ({why})"));
        [Some(tenants), since, why].into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use rollcall_rules::feed::FeedPlace;
    use rollcall_rules::oauth::Reach;
    use rollcall_rules::tenant::TenantId;
    use rollcall_rules::webhook::WebhookSecret;
    use rollcall_rules::webhook::delivery::Failure;
    use rollcall_rules::webhook::endpoint::{Kinds, NewWebhook, WebhookUrl};

    use super::super::fact::Gap;
    use super::super::finding::Status;
    use super::super::stack::tests::stack;
    use super::*;

    const ID: &str = "wh_0123456789ab";

    fn now() -> Timestamp {
        "2026-11-30T12:00:00Z".parse().unwrap()
    }

    fn webhooks() -> Webhooks {
        let new = NewWebhook {
            id: WebhookId::parse(ID).unwrap(),
            url: WebhookUrl::parse("https://example.com/hooks", Reach::Internet).unwrap(),
            description: None,
            kinds: Kinds::default(),
            secret: WebhookSecret::new([7; 32]),
        };
        let mut webhooks = Webhooks::default();
        webhooks.add(&new, now()).unwrap();
        webhooks
    }

    fn delivery(tenant: &str, webhook: &str) -> Delivery {
        let (tenant, webhook) = (TenantId::parse(tenant).unwrap(), WebhookId::parse(webhook).unwrap());
        Delivery::new(tenant, webhook, FeedPlace(1))
    }

    /// Tried since so many hours.
    fn failed(tenant: &str, hours: i64) -> Delivery {
        let first = now() - SignedDuration::from_hours(hours);
        let failed = delivery(tenant, ID).failed(Failure::Status(500), None, 0, first);
        failed.failed(Failure::Status(500), None, 0, now())
    }

    fn judged(deliveries: Vec<Delivery>) -> Finding {
        let facts = Facts { webhooks: Ok((webhooks(), deliveries)) };
        examine(&facts, &stack(), now()).remove(0)
    }

    #[test]
    fn what_stopped_is_a_problem_and_what_fails_a_warning_with_how_long() {
        let foreign = delivery("acme", "wh_ba9876543210").failed(Failure::Status(410), None, 0, now());
        let well = judged(vec![delivery("acme", ID), foreign]);
        assert_eq!(
            (well.status, well.found.as_str()),
            (Status::Ok, "https://example.com/hooks takes everything")
        );

        let failing = judged(vec![failed("acme", 5), failed("beta", 2)]);
        assert_eq!(failing.status, Status::Warning);
        assert!(
            failing.found.ends_with("fails for 2 tenants, for 5 h (the receiver answers 500)"),
            "{failing:?}"
        );
        assert_eq!(failing.commands, ["rollcall webhook show wh_0123456789ab --stack rollcall"]);

        let stopped = judged(vec![failed("acme", 5), failed("beta", 120)]);
        assert_eq!((stopped.status, stopped.check.as_str()), (Status::Problem, "webhook: wh_0123456789ab"));
        assert!(
            stopped.found.contains("has stopped for 1 tenant, for 5 days (the receiver answers 500)"),
            "{stopped:?}"
        );
        assert_eq!(stopped.commands[1], "rollcall webhook resume wh_0123456789ab --stack rollcall");
    }

    #[test]
    fn without_webhooks_all_is_well_and_what_cannot_be_read_is_unknown() {
        let none = Facts { webhooks: Ok((Webhooks::default(), Vec::new())) };
        assert_eq!(examine(&none, &stack(), now())[0].status, Status::Ok);
        let denied = Gap::Denied { action: "dynamodb:GetItem", reason: "no".to_owned() };
        let unread = Facts { webhooks: Err(denied) };
        assert_eq!(examine(&unread, &stack(), now())[0].status, Status::Unknown);
    }
}
