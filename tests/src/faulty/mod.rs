//! A DynamoDB that fails in the ways the real one does: a proxy before the engine, so that the SDK meets each failure
//! as it comes over the wire, retries included.
//!
//! - [`Fault`]: the ways. [`Faulty::fail`]: how often each.
//! - `answer`: what DynamoDB says then.

mod answer;

use std::io;
use std::iter;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use reqwest::Client;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

/// A way to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Short of capacity: nothing happens.
    Throttled,
    /// Another transaction is at the same item: nothing happens.
    Conflict,
    /// 500: nothing happens.
    ServerError,
    /// The connection breaks off before the request is looked at.
    Reset,
    /// The request is carried out, and the connection breaks off before the answer.
    AnswerLost,
    /// The request is carried out two seconds late, whether or not anybody still waits for it.
    Slow,
    /// For a second nothing at all is answered, to anybody. Of a hundred seconds, not requests: otherwise a burst would
    /// meet nothing else.
    Silence,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Throttled,
        Self::Conflict,
        Self::ServerError,
        Self::Reset,
        Self::AnswerLost,
        Self::Slow,
        Self::Silence,
    ];
}

const LATE: Duration = Duration::from_secs(2);
const SILENT: Duration = Duration::from_secs(1);

/// A DynamoDB that fails at will. Dropping it ends it.
#[derive(Debug)]
pub struct Faulty {
    url: String,
    state: Arc<State>,
    _serving: JoinSet<()>,
}

#[derive(Debug)]
struct State {
    engine: String,
    http: Client,
    requests: AtomicUsize,
    faults: Mutex<Faults>,
}

#[derive(Debug)]
struct Faults {
    /// Of a hundred requests, how many fail so.
    rates: Vec<(Fault, f64)>,
    dice: fastrand::Rng,
    silent_until: Option<Instant>,
    /// When it was last rolled for silence.
    rolled_at: Option<Instant>,
    /// Of this operation, the answers to so many requests more get lost.
    lost: (&'static str, usize),
    /// Of this operation, the answer to the next request that has this text is held back.
    held: Option<(&'static str, String, Holding)>,
    met: usize,
}

/// An answer that is held back: whoever asked waits still.
#[derive(Debug)]
pub struct Held {
    carried_out: oneshot::Receiver<()>,
    lose: oneshot::Sender<()>,
}

/// The proxy's ends of it.
#[derive(Debug)]
struct Holding {
    carried_out: oneshot::Sender<()>,
    lose: oneshot::Receiver<()>,
}

impl Held {
    /// Waits until the request has been carried out, does this, and only then lets the answer get lost.
    ///
    /// # Panics
    /// When the request was not carried out.
    pub async fn meanwhile<F: Future>(self, then: F) -> F::Output {
        self.carried_out.await.expect("the request to be carried out");
        let output = then.await;
        self.lose.send(()).expect("somebody who waits for the answer");
        output
    }
}

impl Faulty {
    /// A proxy before an engine that is yet to come, and the address at which it is to listen. At first it lets
    /// everything through.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn before_one_to_come(seed: u64) -> (SocketAddr, Self) {
        let engine = free_address();
        (engine, Self::before(engine, seed).await)
    }

    /// A proxy before an engine that is there. It lets everything through, and counts.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn in_front_of(engine: SocketAddr) -> Self {
        Self::before(engine, 0).await
    }

    /// Requests that came until now.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.state.requests.load(Ordering::Relaxed)
    }

    async fn before(engine: SocketAddr, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("its address"));
        let dice = fastrand::Rng::with_seed(seed);
        let faults = Mutex::new(Faults {
            rates: Vec::new(),
            dice,
            silent_until: None,
            rolled_at: None,
            lost: ("", 0),
            held: None,
            met: 0,
        });
        let (engine, requests) = (format!("http://{engine}"), AtomicUsize::new(0));
        let state = Arc::new(State { engine, http: Client::new(), requests, faults });
        let mut serving = JoinSet::new();
        serving.spawn(serve(listener, state.clone()));
        Self { url, state, _serving: serving }
    }

    /// Where it is reached.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// From now on each of these happens to so many of a hundred requests.
    pub fn fail(&self, faults: &[Fault], percent: f64) {
        self.state.faults().rates = faults.iter().map(|fault| (*fault, percent)).collect();
    }

    /// The next so many requests of an operation, such as `PutItem`, are carried out and their answers lost.
    pub fn lose_answers(&self, operation: &'static str, requests: usize) {
        self.state.faults().lost = (operation, requests);
    }

    /// The next request of an operation is carried out, its answer held back, then lost. Not for longer than the SDK
    /// waits, 1.5 s.
    #[must_use]
    pub fn hold_answer(&self, operation: &'static str) -> Held {
        self.hold_answer_about(operation, "")
    }

    /// The same of the next request that has this text: after an answer, others of that operation may still come.
    #[must_use]
    pub fn hold_answer_about(&self, operation: &'static str, text: &str) -> Held {
        let (done, carried_out) = oneshot::channel();
        let (lose, lost) = oneshot::channel();
        let holding = Holding { carried_out: done, lose: lost };
        self.state.faults().held = Some((operation, text.to_owned(), holding));
        Held { carried_out, lose }
    }

    /// From now on nothing fails. Gives how many requests did.
    pub fn heal(&self) -> usize {
        let mut faults = self.state.faults();
        faults.rates.clear();
        std::mem::take(&mut faults.met)
    }
}

impl Faults {
    fn roll_for_silence(&mut self, now: Instant) {
        let silence = self.rates.iter().find(|(fault, _)| *fault == Fault::Silence);
        let Some(&(_, percent)) = silence.filter(|_| self.rolled_at.is_none_or(|then| now >= then + SILENT))
        else {
            return;
        };
        self.rolled_at = Some(now);
        if self.dice.f64() * 100.0 < percent {
            self.silent_until = Some(now + SILENT);
            self.met += 1;
        }
    }
}

impl State {
    fn faults(&self) -> std::sync::MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What happens to this request, and until when there is silence.
    fn roll(&self, operation: &str) -> (Option<Fault>, Option<Instant>) {
        let mut faults = self.faults();
        let (lost, left) = &mut faults.lost;
        if *left > 0 && operation == *lost {
            *left -= 1;
            return (Some(Fault::AnswerLost), None);
        }
        faults.roll_for_silence(Instant::now());
        let mut roll = faults.dice.f64() * 100.0;
        let of_requests = faults.rates.iter().filter(|(fault, _)| *fault != Fault::Silence);
        let met = of_requests.into_iter().find_map(|(fault, percent)| {
            roll -= percent;
            (roll < 0.0).then_some(*fault)
        });
        if met.is_some() {
            faults.met += 1;
        }
        (met, faults.silent_until)
    }

    /// Is the answer to this request to be held back?
    fn holding(&self, operation: &str, body: &Bytes) -> Option<Holding> {
        let mut faults = self.faults();
        let is_meant =
            |held: &str, text: &str| held == operation && String::from_utf8_lossy(body).contains(text);
        faults.held.take_if(|(held, text, _)| is_meant(held, text)).map(|(.., holding)| holding)
    }

    async fn answer(self: Arc<Self>, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Broken> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let (parts, body) = request.into_parts();
        let body = body.collect().await.map_err(|_| Broken)?.to_bytes();
        let operation = answer::operation(&parts.headers);
        if let Some(holding) = self.holding(operation, &body) {
            self.forward(parts, body).await.map_err(|_| Broken)?;
            holding.carried_out.send(()).map_err(|()| Broken)?;
            // Lost even if nobody lets it.
            let _told = holding.lose.await;
            return Err(Broken);
        }
        let (fault, silent_until) = self.roll(operation);
        if let Some(until) = silent_until {
            sleep_until(until).await;
        }
        match fault {
            Some(Fault::Reset) => return Err(Broken),
            Some(Fault::Throttled) => return Ok(answer::throttled(&parts.headers, &body)),
            Some(Fault::ServerError) => return Ok(answer::server_error()),
            Some(Fault::Conflict) => {
                if let Some(conflict) = answer::conflict(&parts.headers, &body) {
                    return Ok(conflict);
                }
            }
            Some(Fault::AnswerLost | Fault::Slow | Fault::Silence) | None => {}
        }
        let carried_out = tokio::spawn(async move {
            if fault == Some(Fault::Slow) {
                sleep(LATE).await;
            }
            self.forward(parts, body).await
        });
        let answered = carried_out.await.map_err(|_| Broken)?.map_err(|_| Broken)?;
        if fault == Some(Fault::AnswerLost) { Err(Broken) } else { Ok(answered) }
    }

    async fn forward(
        &self,
        parts: hyper::http::request::Parts,
        body: Bytes,
    ) -> Result<Response<Full<Bytes>>, reqwest::Error> {
        let sent = self.http.post(&self.engine).headers(parts.headers).body(body).send().await?;
        let (status, headers) = (sent.status(), sent.headers().clone());
        let mut response = Response::new(Full::new(sent.bytes().await?));
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }
}

/// An address that nobody listens at, nor is given before somebody does: ports for whoever wants any, every connection
/// among them, are above 32767.
fn free_address() -> SocketAddr {
    let mut addresses = iter::repeat_with(|| (Ipv4Addr::LOCALHOST, fastrand::u16(10_000..32_768)).into());
    addresses.find(|address: &SocketAddr| std::net::TcpListener::bind(address).is_ok()).expect("a free port")
}

/// Makes the server break the connection off.
#[derive(Debug, thiserror::Error)]
#[error("broken off")]
struct Broken;

async fn serve(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    while let Ok((connection, _)) = listener.accept().await {
        connections.spawn(one(connection, state.clone()));
        while connections.try_join_next().is_some() {}
    }
}

async fn one(connection: TcpStream, state: Arc<State>) {
    // Small answers leave at once.
    let _: io::Result<()> = connection.set_nodelay(true);
    let answer = service_fn(move |request| state.clone().answer(request));
    // One that broke off did so on purpose.
    let _: Result<(), _> = http1::Builder::new().serve_connection(TokioIo::new(connection), answer).await;
}
