//! Takes services away, and disturbs the stream, to see what happens then.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use rollcall::entropy;

/// A service that can be taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// Amazon SES: no mail is taken.
    Mail,
    /// `EventBridge` Scheduler: no run is planned.
    Scheduler,
    /// The table's stream: its records are lost.
    Stream,
    /// The purge function: its runs fail before they begin.
    Purge,
    /// `EventBridge`: no event is taken.
    Events,
    /// The check function: no check is started.
    Check,
    /// The webhook function: its runs fail before they begin.
    Webhook,
}

/// How a batch of the stream may come in AWS: at least once, in order for each item, at any time, to a function that
/// may end at any moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disturbance {
    /// The batch comes again although it was done.
    Twice,
    /// The people come in another order.
    Reordered,
    /// The batch comes with a later tick.
    Late,
    /// The function ends in the middle of the batch.
    Killed,
}

/// The services that are away, at first none, and how often the stream is disturbed, at first never. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    away: Arc<[AtomicBool; 7]>,
    disturbed_percent: Arc<AtomicU32>,
}

impl Faults {
    /// Takes a service away, or brings it back.
    pub fn set_away(&self, service: Service, away: bool) {
        self.flag(service).store(away, Ordering::Relaxed);
    }

    /// Disturbs so many of a hundred batches of the stream from now on: they come twice, late, with people in another
    /// order, or the function ends in the middle of them.
    pub fn disturb_stream(&self, percent: u32) {
        self.disturbed_percent.store(percent, Ordering::Relaxed);
    }

    /// Draws whether and how the next batch is disturbed.
    pub(super) fn disturbance(&self) -> Option<Disturbance> {
        if entropy::up_to(100) > self.disturbed_percent.load(Ordering::Relaxed) {
            return None;
        }
        Some(match entropy::up_to(4) {
            1 => Disturbance::Twice,
            2 => Disturbance::Reordered,
            3 => Disturbance::Late,
            _ => Disturbance::Killed,
        })
    }

    pub(super) fn is_away(&self, service: Service) -> bool {
        self.flag(service).load(Ordering::Relaxed)
    }

    fn flag(&self, service: Service) -> &AtomicBool {
        let [mail, scheduler, stream, purge, events, check, webhook] = &*self.away;
        match service {
            Service::Mail => mail,
            Service::Scheduler => scheduler,
            Service::Stream => stream,
            Service::Purge => purge,
            Service::Events => events,
            Service::Check => check,
            Service::Webhook => webhook,
        }
    }
}
