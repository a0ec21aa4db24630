//! Services that are away, to see what happens then.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A service that the system leans on.
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
}

/// Which services are away; at first none. Clones are one.
#[derive(Debug, Clone, Default)]
pub struct Faults {
    away: Arc<[AtomicBool; 4]>,
}

impl Faults {
    /// Takes a service away, or brings it back.
    pub fn set_away(&self, service: Service, away: bool) {
        self.flag(service).store(away, Ordering::Relaxed);
    }

    pub(super) fn is_away(&self, service: Service) -> bool {
        self.flag(service).load(Ordering::Relaxed)
    }

    fn flag(&self, service: Service) -> &AtomicBool {
        let [mail, scheduler, stream, purge] = &*self.away;
        match service {
            Service::Mail => mail,
            Service::Scheduler => scheduler,
            Service::Stream => stream,
            Service::Purge => purge,
        }
    }
}
