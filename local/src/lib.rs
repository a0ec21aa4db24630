//! The whole system in one process: an embedded DynamoDB engine on a file, the functions' own routers, a mailbox, a
//! bus, and a clock that can be moved.
//!
//! It listens on loopback alone; only the engine can be told to listen elsewhere, for a function in a container.
//! Whoever reaches it may do everything. It is for trying out and for tests, never for real data of people.
//!
//! | part | module |
//! |---|---|
//! | the directory with the data, locked by one process | `data_dir` |
//! | the engine, and the table as the template defines it | `engine`, [`table`] |
//! | the way from the functions to the engine, without a socket | `direct` |
//! | expired items and old stream records, which the engine does not remove by itself | `upkeep` |
//! | the demo tenant | `demo` |
//! | the functions that no request starts: outbox, purge, renewal, webhook | `background`, `stream`, `timer` |
//! | checks of connections | `checks` |
//! | services that are away | [`faults`] |
//! | clock, mailbox, events and links, under `/_local` | `control`, `clock`, `mailbox`, `bus`, `pages` |
//! | who may use these | `guard` |

mod background;
mod bus;
mod checks;
mod clock;
mod control;
mod data_dir;
mod demo;
mod direct;
mod engine;
mod error;
pub mod faults;
mod guard;
mod mailbox;
mod pages;
mod ready;
mod service;
mod stream;
pub mod table;
mod timer;
mod upkeep;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use dynoxide::server::serve_with_shutdown;
use jiff::Timestamp;
use rollcall::clock::Clock;
use rollcall_check::Checker;
use rollcall_outbox::{MAILS_PER_TENANT_AND_HOUR, Outbox};
use rollcall_purge::Purge;
use rollcall_renewal::Renewal;
use rollcall_rules::brand::Brand;
use rollcall_rules::link_life::LINK_LIFETIME;
use rollcall_rules::oauth::Reach;
use rollcall_web::{App, BaseUrl, LatelyAdmitted, SCIM_ROOT, leniently};
use rollcall_webhook::Sender;
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::time::{MissedTickBehavior, interval};

use background::Background;
use bus::Bus;
use checks::Checks;
use clock::MovableClock;
use control::Controls;
use data_dir::DataDir;
use engine::Engine;
use faults::Faults;
use guard::OwnHosts;
use mailbox::Mailbox;
use service::Service;
use stream::StreamReader;
use timer::Timer;
use upkeep::Upkeep;

pub use data_dir::LAYOUT as TABLE_LAYOUT;
pub use engine::LOCAL;
pub use error::StartError;
pub use ready::Ready;

/// How often the upkeep of the engine's file is done.
const UPKEEP_EVERY: Duration = Duration::from_secs(60);

/// How often the background looks for work that is due.
const TICK: Duration = Duration::from_millis(100);

/// Where the system keeps its data, where it listens, and at what time it starts.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The directory with the data; `None`: in memory, lost with the process.
    pub data_dir: Option<PathBuf>,
    /// Port of the API on 127.0.0.1; 0: any free one.
    pub port: u16,
    /// Where the engine listens; `None`: on 127.0.0.1, at the port after the API's, so that a restart changes no URL. If
    /// the API takes any free port, so does the engine.
    pub dynamodb_listen: Option<SocketAddr>,
    /// URL at which the functions reach the engine, for a proxy in between; `None`: in this process.
    pub dynamodb_endpoint: Option<String>,
    /// The time at which the clock starts; `None`: the machine's.
    pub now: Option<Timestamp>,
    /// The product in whose name people are written to and see pages.
    pub brand: Brand,
}

/// A running system. Dropping it ends it at once, as a crash would.
#[derive(Debug)]
pub struct Local {
    /// The addresses and tokens of the system.
    pub ready: Ready,
    /// By this a test takes services away and disturbs the stream.
    pub faults: Faults,
    timer: Timer,
    checks: Checks,
    api: Service,
    background: Service,
    upkeep: Service,
    engine: Service,
    _dir: DataDir,
}

/// Starts the engine, the functions and the background. When this returns, everything answers.
///
/// # Errors
///
/// [`StartError`] if the directory, a port, the engine or the demo tenant cannot be used. Its text says what to do.
pub async fn start(options: Options) -> Result<Local, StartError> {
    let dir = DataDir::take(options.data_dir)?;
    let definition = table::definition()?;
    dir.claim_for(&definition)?;
    let port = options.port;
    let (listener, bound) = listen(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .await
        .map_err(|source| StartError::Port { port, source })?;
    let base_url = format!("http://{bound}");
    let address = options.dynamodb_listen.unwrap_or_else(|| beside(port));
    let (engine_listener, engine_bound) =
        listen(address).await.map_err(|source| StartError::DynamoDbListen { address, source })?;
    let dynamodb_url = format!("http://{engine_bound}");
    let clock = MovableClock::starting_at(options.now);
    let Engine { database, upkeep } = Engine::open(&dir.file("dynamodb.sqlite"), &definition, clock.clone())?;
    let served = database.clone();
    let engine = Service::start(|stopped| async {
        if let Err(error) = serve_with_shutdown(engine_listener, served, stopped.wait()).await {
            tracing::error!(error, "the engine ended");
        }
    });
    let store = engine::store_of(database.clone(), options.dynamodb_endpoint);
    let tokens = demo::set_up(&store, &dir.file("demo-tokens.json"), clock.now()).await?;
    let (faults, shared_clock) = (Faults::default(), Arc::new(clock.clone()));
    let (mailbox, timer) = (Mailbox::new(clock.clone(), faults.clone()), Timer::new(faults.clone()));
    let bus = Bus::new(faults.clone());
    let scim_url = format!("{base_url}{SCIM_ROOT}");
    let checker = Checker::new(store.clone(), shared_clock.clone(), scim_url, checks::RATE);
    let checks = Checks::new(checker, faults.clone());
    let background = Arc::new(Mutex::new(Background {
        stream: StreamReader::open(database, upkeep.clone(), faults.clone())?,
        outbox: Outbox::new(
            store.clone(),
            mailbox.clone(),
            timer.clone(),
            bus.clone(),
            shared_clock.clone(),
            base_url.clone(),
            MAILS_PER_TENANT_AND_HOUR,
        )
        .branded(options.brand.clone())
        .with_checks(Arc::new(checks.clone())),
        purge: Purge::new(store.clone(), timer.clone(), shared_clock.clone()),
        renewal: Renewal::new(store.clone(), shared_clock.clone()),
        webhooks: Sender::new(store.clone(), shared_clock.clone(), Reach::Loopback),
        clock: clock.clone(),
        upkeep: upkeep.clone(),
        store: store.clone(),
        timer: timer.clone(),
        faults: faults.clone(),
        swept_at: None,
        netted_at: None,
        renewed_at: None,
        sent_at: None,
    }));
    let app = App {
        store,
        clock: shared_clock,
        base_url: BaseUrl::FromRequest { stage: None },
        lately_admitted: LatelyAdmitted::default(),
        link_lifetime: LINK_LIFETIME,
        brand: options.brand,
        reach: Reach::Loopback,
    };
    let controls = Controls { clock, mailbox, bus, background: background.clone() };
    let routes = rollcall_scim::router(app.clone())
        .merge(rollcall_verify::router(app.clone()))
        .merge(rollcall_oauth::router(app.clone()))
        .merge(rollcall_people::router(app))
        .merge(control::router(controls, OwnHosts::of(bound)));
    let routes = leniently(
        &[SCIM_ROOT, rollcall_people::api::ROOT, rollcall_people::api::OPERATOR_ROOT, rollcall_oauth::ROOT],
        routes,
    );
    Ok(Local {
        ready: Ready::new(base_url, dynamodb_url, tokens),
        faults,
        timer,
        checks,
        api: Service::start(|stopped| serve(listener, routes, stopped)),
        background: Service::start(|stopped| run(background, stopped)),
        upkeep: Service::start(|stopped| keep_up(upkeep, stopped)),
        engine,
        _dir: dir,
    })
}

impl Local {
    /// Names of the deletion runs that are planned, the next one first.
    #[must_use]
    pub fn planned_runs(&self) -> Vec<String> {
        self.timer.planned()
    }

    /// Ends checks under way, then the API, which first answers the requests under way, then the background, the upkeep and
    /// the engine. Each of these is given five seconds at most.
    pub async fn stop(self) {
        self.checks.abort();
        self.api.stop().await;
        self.background.stop().await;
        self.upkeep.stop().await;
        self.engine.stop().await;
    }
}

/// Where the engine listens if nobody says otherwise, by the port that was asked for the API.
fn beside(port: u16) -> SocketAddr {
    let next = if port == 0 { 0 } else { port.checked_add(1).unwrap_or(0) };
    SocketAddr::from((Ipv4Addr::LOCALHOST, next))
}

/// Binds an address. Gives the one that it got, too.
async fn listen(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await?;
    let bound = listener.local_addr()?;
    Ok((listener, bound))
}

async fn serve(listener: TcpListener, routes: Router, stopped: service::Stopped) {
    // Small answers leave at once, or each would wait for the client's delayed acknowledgement.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(error = &error as &dyn std::error::Error, "TCP_NODELAY refused");
        }
    });
    if let Err(error) = axum::serve(listener, routes).with_graceful_shutdown(stopped.wait()).await {
        tracing::error!(error = &error as &dyn std::error::Error, "the API ended");
    }
}

async fn run(background: Arc<Mutex<Background>>, stopped: service::Stopped) {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stopped = std::pin::pin!(stopped.wait());
    loop {
        tokio::select! {
            () = &mut stopped => return,
            _ = ticks.tick() => background.lock().await.tick().await,
        }
    }
}

async fn keep_up(upkeep: Upkeep, stopped: service::Stopped) {
    let mut ticks = interval(UPKEEP_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut stopped = std::pin::pin!(stopped.wait());
    loop {
        tokio::select! {
            () = &mut stopped => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = upkeep.clone().settle().await {
            tracing::warn!(error = &error as &dyn std::error::Error, "upkeep");
        }
    }
}
