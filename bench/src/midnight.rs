//! A midnight of many bursts at once, simulated: what API Gateway, Lambda and Okta's patience make of it. The limits are
//! those of AWS's documentation, the service times are assumptions, and nothing is called. It says which settings of
//! the template lose nobody.
//!
//! Each directory sends its requests over some connections, one at a time over each. What is answered 429 comes back after its
//! `Retry-After`, and is given up after ten such answers, as Okta does. All other tenants send a request now and then.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use clap::Args;
use fastrand::Rng;
use serde::Serialize;
use serde_json::json;

use crate::error::BenchError;
use crate::place::Place;
use crate::print;
use crate::report::write_json;
use crate::stats::percentile;
use crate::table::{grouped, table};

/// Options of the simulation.
#[derive(Debug, Args)]
pub(crate) struct MidnightArgs {
    /// Tenants of the stack
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    tenants: usize,
    /// How many of them have a burst at the same moment
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_value = "1,50")]
    bursts: Vec<usize>,
    /// People in each burst
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    people: usize,
    /// Requests that a directory with a burst has under way at a time, at most
    #[arg(long, value_name = "N", default_value_t = 200)]
    connections: usize,
    /// What chance is drawn from
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

/// A stack's limits.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct Limits {
    /// Executions that the account may have at a time.
    executions: usize,
    /// The stage's `ThrottleRate`, requests a second.
    rate: f64,
    /// Its `ThrottleBurst`.
    burst: f64,
    /// `Retry-After` when the stage throttles.
    throttled_secs: u64,
    /// Requests a second that the function lets through of one tenant, and as many at once; `None`: any number.
    of_tenant: Option<f64>,
    /// It tells the others to come back within so many seconds, at random.
    spread_secs: u64,
}

/// What came of a midnight.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome {
    bursts: usize,
    limits: Limits,
    /// Until the last request of a burst was applied or given up.
    secs: f64,
    requests: usize,
    refused: usize,
    given_up: usize,
    /// Of the tenants without a burst, while there was one: from the first try until it was applied.
    others_p99_ms: f64,
    others_given_up: usize,
}

/// Microseconds.
type Time = u64;

const SEC: Time = 1_000_000;

/// From the directory to the stage and back, where nothing runs.
const REFUSAL: Time = 5_000;
/// At least so long a request runs in the function, most of it waiting for the table.
const LEAST_WORK: Time = 12_000;
/// And so much more on average.
const MORE_WORK: f64 = 8_000.0;
/// What the function takes to say that a tenant has had enough.
const QUICK: Time = 3_000;
/// What Lambda takes for a new environment.
const COLD_START: Time = 300_000;
/// Environments that a function may get at once, and again after ten seconds.
const GROWTH: f64 = 1_000.0;
const GROWTH_SECS: f64 = 10.0;
/// `Retry-After` when Lambda has no capacity.
const NO_CAPACITY: Time = 10 * SEC;
/// Answers 429 after which Okta gives a request up.
const PATIENCE: u8 = 10;
/// Requests a second of a tenant without a burst.
const QUIET_RATE: f64 = 0.1;

/// Tokens that come back with time.
struct Bucket {
    rate: f64,
    size: f64,
    left: f64,
    at: Time,
}

impl Bucket {
    fn full(rate: f64, size: f64) -> Self {
        Self { rate, size, left: size, at: 0 }
    }

    fn take(&mut self, now: Time) -> bool {
        let since = (now - self.at) as f64 / SEC as f64;
        (self.left, self.at) = (self.size.min(self.left + since * self.rate), now);
        let has = self.left >= 1.0;
        if has {
            self.left -= 1.0;
        }
        has
    }
}

/// One request of a directory.
#[derive(Debug, Clone, Copy)]
struct Asked {
    tenant: usize,
    first: Time,
    refusals: u8,
}

enum Event {
    /// An answer arrives: applied, or 429 with so long to wait. It may have held an environment.
    Answered(Asked, Option<Time>, bool),
    /// The wait is over.
    Again(Asked),
    /// A tenant without a burst has something to send.
    Quiet(usize),
}

struct Midnight<'a> {
    args: &'a MidnightArgs,
    limits: Limits,
    rng: Rng,
    events: BinaryHeap<Reverse<(Time, usize)>>,
    /// The events by number.
    waiting: Vec<Option<Event>>,
    stage: Bucket,
    growth: Bucket,
    running: usize,
    /// Environments that are there and idle.
    warm: usize,
    of_tenants: Vec<Option<Bucket>>,
    queues: Vec<VecDeque<Asked>>,
    busy: Vec<usize>,
    /// Requests of bursts that are neither applied nor given up.
    open: usize,
    done_at: Time,
    requests: usize,
    refused: usize,
    given_up: usize,
    others_given_up: usize,
    others_ms: Vec<f64>,
}

impl<'a> Midnight<'a> {
    fn new(args: &'a MidnightArgs, bursts: usize, limits: Limits) -> Self {
        let mut rng = Rng::with_seed(args.seed);
        let of_tenant = || limits.of_tenant.map(|rate| Bucket::full(rate, rate));
        let burst = |tenant| (0..args.people).map(move |_| Asked { tenant, first: 0, refusals: 0 }).collect();
        let mut queues: Vec<VecDeque<Asked>> = (0..bursts).map(burst).collect();
        queues.resize_with(args.tenants.max(bursts), VecDeque::new);
        // Before midnight there is what the others need.
        let warm = 10.min(limits.executions);
        let mut midnight = Self {
            args,
            limits,
            events: BinaryHeap::new(),
            waiting: Vec::new(),
            stage: Bucket::full(limits.rate, limits.burst),
            growth: Bucket::full(GROWTH / GROWTH_SECS, GROWTH),
            running: 0,
            warm,
            of_tenants: std::iter::repeat_with(of_tenant).take(queues.len()).collect(),
            busy: vec![0; queues.len()],
            open: bursts * args.people,
            queues,
            done_at: 0,
            requests: 0,
            refused: 0,
            given_up: 0,
            others_given_up: 0,
            others_ms: Vec::new(),
            rng: rng.fork(),
        };
        for tenant in bursts..midnight.queues.len() {
            let first = midnight.exponential(SEC as f64 / QUIET_RATE);
            midnight.at(first, Event::Quiet(tenant));
        }
        (0..bursts).for_each(|tenant| midnight.pump(0, tenant));
        midnight
    }

    fn exponential(&mut self, mean: f64) -> Time {
        (-(1.0 - self.rng.f64()).ln() * mean) as Time
    }

    fn at(&mut self, time: Time, event: Event) {
        self.events.push(Reverse((time, self.waiting.len())));
        self.waiting.push(Some(event));
    }

    /// Sends what a directory has a connection for.
    fn pump(&mut self, now: Time, tenant: usize) {
        while self.busy.get(tenant).is_some_and(|busy| *busy < self.args.connections)
            && let Some(asked) = self.queues.get_mut(tenant).and_then(VecDeque::pop_front)
        {
            if let Some(busy) = self.busy.get_mut(tenant) {
                *busy += 1;
            }
            self.arrive(now, asked);
        }
    }

    /// A request comes to the stage.
    fn arrive(&mut self, now: Time, asked: Asked) {
        self.requests += 1;
        if !self.stage.take(now) {
            let wait = Some(self.limits.throttled_secs * SEC);
            return self.at(now + REFUSAL, Event::Answered(asked, wait, false));
        }
        let starts = if self.warm > 0 {
            self.warm -= 1;
            0
        } else if self.running < self.limits.executions && self.growth.take(now) {
            COLD_START
        } else {
            return self.at(now + REFUSAL, Event::Answered(asked, Some(NO_CAPACITY), false));
        };
        self.running += 1;
        let bucket = self.of_tenants.get_mut(asked.tenant).and_then(Option::as_mut);
        if bucket.is_some_and(|bucket| !bucket.take(now)) {
            let wait = self.rng.u64(1..=self.limits.spread_secs) * SEC;
            return self.at(now + starts + QUICK, Event::Answered(asked, Some(wait), true));
        }
        let work = LEAST_WORK + self.exponential(MORE_WORK);
        self.at(now + starts + work, Event::Answered(asked, None, true));
    }

    fn answered(&mut self, now: Time, asked: Asked, wait: Option<Time>, bursts: usize) {
        let Asked { tenant, first, refusals } = asked;
        let is_of_burst = tenant < bursts;
        let is_over = match wait {
            Some(wait) => {
                self.refused += 1;
                if refusals + 1 < PATIENCE {
                    self.at(now + wait, Event::Again(Asked { refusals: refusals + 1, ..asked }));
                    false
                } else {
                    self.given_up += usize::from(is_of_burst);
                    self.others_given_up += usize::from(!is_of_burst);
                    true
                }
            }
            None => {
                if !is_of_burst {
                    self.others_ms.push((now - first) as f64 / 1e3);
                }
                true
            }
        };
        if is_over && is_of_burst {
            self.open -= 1;
            self.done_at = now;
        }
        if let Some(busy) = self.busy.get_mut(tenant) {
            *busy -= 1;
        }
        self.pump(now, tenant);
    }

    fn play(mut self, bursts: usize) -> Outcome {
        while self.open > 0
            && let Some(Reverse((now, number))) = self.events.pop()
        {
            match self.waiting.get_mut(number).and_then(Option::take) {
                Some(Event::Answered(asked, wait, ran)) => {
                    if ran {
                        self.running -= 1;
                        self.warm += 1;
                    }
                    self.answered(now, asked, wait, bursts);
                }
                Some(Event::Again(asked)) => {
                    if let Some(queue) = self.queues.get_mut(asked.tenant) {
                        queue.push_back(asked);
                    }
                    self.pump(now, asked.tenant);
                }
                Some(Event::Quiet(tenant)) => {
                    if let Some(queue) = self.queues.get_mut(tenant) {
                        queue.push_back(Asked { tenant, first: now, refusals: 0 });
                    }
                    self.pump(now, tenant);
                    let next = now + self.exponential(SEC as f64 / QUIET_RATE);
                    self.at(next, Event::Quiet(tenant));
                }
                None => {}
            }
        }
        Outcome {
            bursts,
            limits: self.limits,
            secs: self.done_at as f64 / SEC as f64,
            requests: self.requests,
            refused: self.refused,
            given_up: self.given_up,
            others_p99_ms: percentile(&self.others_ms, 99),
            others_given_up: self.others_given_up,
        }
    }
}

/// Plays all settings.
pub(crate) fn run(place: &Place, args: &MidnightArgs) -> Result<(), BenchError> {
    let mut outcomes = Vec::new();
    for bursts in &args.bursts {
        for limits in settings() {
            outcomes.push(Midnight::new(args, *bursts, limits).play(*bursts));
        }
    }
    print::report(&format!(
        "{} tenants, bursts of {} people each over {} connections, seed {}\n\n{}",
        grouped(args.tenants),
        grouped(args.people),
        args.connections,
        args.seed,
        text(&outcomes)
    ));
    write_json(&json!({ "seed": args.seed, "midnights": outcomes }), &place.report("bench-midnight.json"))
}

/// What is compared: the template's defaults of before and of now, in a usual account and in a new one, and others.
fn settings() -> Vec<Limits> {
    let of = |executions, rate, burst, throttled_secs, of_tenant: Option<(f64, u64)>| {
        let (of_tenant, spread_secs) = of_tenant.map_or((None, 1), |(rate, spread)| (Some(rate), spread));
        Limits { executions, rate, burst, throttled_secs, of_tenant, spread_secs }
    };
    vec![
        of(10, 500.0, 1_000.0, 5, None),
        of(1_000, 500.0, 1_000.0, 5, None),
        of(1_000, 500.0, 5_000.0, 5, None),
        of(10, 500.0, 5_000.0, 10, None),
        of(1_000, 500.0, 5_000.0, 10, None),
        of(1_000, 500.0, 5_000.0, 30, None),
        of(1_000, 2_500.0, 5_000.0, 10, None),
        of(1_000, 10_000.0, 5_000.0, 10, None),
        of(1_000, 10_000.0, 5_000.0, 10, Some((100.0, 120))),
        of(1_000, 10_000.0, 5_000.0, 10, Some((25.0, 600))),
    ]
}

fn text(outcomes: &[Outcome]) -> String {
    let rows = outcomes.iter().map(|outcome| {
        let Limits { executions, rate, burst, throttled_secs, of_tenant, spread_secs } = outcome.limits;
        let share = 100.0 * outcome.refused as f64 / outcome.requests.max(1) as f64;
        [
            format!("{} at once", outcome.bursts),
            executions.to_string(),
            format!("{rate}/{burst}"),
            throttled_secs.to_string(),
            of_tenant.map_or_else(|| "-".to_owned(), |rate| format!("{rate}, {spread_secs} s")),
            format!("{:.0}", outcome.secs),
            format!("{share:.0} %"),
            grouped(outcome.given_up),
            format!("{:.0}", outcome.others_p99_ms),
            outcome.others_given_up.to_string(),
        ]
    });
    let heading = [
        "bursts",
        "executions",
        "stage",
        "retry s",
        "a tenant",
        "seconds",
        "429",
        "given up",
        "others' p99 ms",
        "others given up",
    ];
    table(heading, &rows.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn played(people: usize, bursts: usize, limits: Limits) -> Outcome {
        let args = MidnightArgs { tenants: 50, bursts: vec![bursts], people, connections: 200, seed: 7 };
        Midnight::new(&args, bursts, limits).play(bursts)
    }

    const USUAL: Limits = Limits {
        executions: 1_000,
        rate: 500.0,
        burst: 1_000.0,
        throttled_secs: 5,
        of_tenant: None,
        spread_secs: 1,
    };

    #[test]
    fn a_burst_within_the_limits_is_applied_without_a_refusal() {
        let outcome = played(900, 1, USUAL);
        assert_eq!((outcome.refused, outcome.given_up), (0, 0));
        assert!(outcome.secs < 2.0, "{outcome:?}");
    }

    #[test]
    fn a_burst_beyond_them_takes_longer_and_each_request_ends() {
        let outcome = played(5_000, 1, USUAL);
        assert_eq!(outcome.given_up, 0);
        assert!(outcome.refused > 0 && outcome.secs >= 5.0, "{outcome:?}");
    }

    #[test]
    fn what_is_refused_ten_times_is_given_up() {
        let outcome = played(5_000, 1, Limits { rate: 1.0, burst: 1.0, ..USUAL });
        assert!(outcome.given_up > 4_000, "{outcome:?}");
    }

    #[test]
    fn the_same_seed_gives_the_same_midnight() {
        let [one, other] = [(); 2].map(|()| played(3_000, 2, USUAL));
        assert_eq!(
            (one.requests, one.refused, one.secs.to_bits()),
            (other.requests, other.refused, other.secs.to_bits())
        );
    }
}
