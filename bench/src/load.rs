//! Requests a second and how long each takes, against the local system as a process of its own, over loopback.
//!
//! It shares the machine with the system that it loads, and checks the form of each answer as the suites do: what it
//! shows is a lower bound, for comparing rows and versions.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use reqwest::{Client, Method};
use rollcall_tests::local::Ready;
use rollcall_tests::process::Process;
use rollcall_tests::scim::encode;
use rollcall_tests::{Answer, OAuth, Person, Scim, okta, patch_op, seed};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::error::BenchError;
use crate::place::Place;
use crate::print;
use crate::stats::percentile;
use crate::table::grouped;

/// RFC 7643 §4.2.
const GROUP_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// Connections, and requests over all of them.
pub(crate) const ROUNDS: [(usize, usize); 2] = [(1, 500), (32, 2_000)];

/// When a cell ends, however few requests it has sent.
const LONGEST: Duration = Duration::from_secs(20);

/// One operation at one number of users and connections.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cell {
    pub(crate) operation: &'static str,
    /// Users in the table at the start.
    pub(crate) users: usize,
    pub(crate) connections: usize,
    pub(crate) requests: usize,
    pub(crate) per_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
}

/// A request to send, and the status of its answer.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
    expected: u16,
}

/// Who sends calls, over one connection.
pub(crate) trait Caller: Clone + Send + Sync + 'static {
    /// What it sends.
    type Call: Send + 'static;

    /// What is kept of an answer.
    type Answer: Send + 'static;

    /// Sends the call and reads the whole answer.
    fn call(&self, call: Self::Call) -> impl Future<Output = Self::Answer> + Send;
}

impl Caller for Scim {
    type Call = Call;
    type Answer = Answer;

    async fn call(&self, call: Call) -> Answer {
        let request = self.request(call.method, &call.path);
        let request = match &call.body {
            Some(body) => request.json(body),
            None => request,
        };
        request.send().await.expect(call.expected)
    }
}

/// An OAuth client of a directory, over a connection of its own.
#[derive(Clone)]
struct TokenSeeker {
    oauth: OAuth,
    id: Arc<str>,
    secret: Arc<str>,
}

impl Caller for TokenSeeker {
    type Call = ();
    type Answer = Answer;

    async fn call(&self, (): ()) -> Answer {
        self.oauth.grant(&self.id, &self.secret).await.expect(200)
    }
}

/// All operations, at each number of connections.
pub(crate) async fn measure(place: &Place, users: usize) -> Result<Vec<Cell>, BenchError> {
    print::progress(&format!("throughput with {} users: seeding them", grouped(users)));
    let dir = place.data_dir()?;
    let process = Process::start(dir.path()).await;
    let ids = process.seed(users).await;
    let mut cells = Vec::new();
    for (connections, requests) in ROUNDS {
        print::progress(&format!("throughput with {} users, connections: {connections}", grouped(users)));
        let clients = connect(&process, connections).await;
        let run = async |operation, calls| {
            // What the outbox owes from before is not this one's to pay for.
            process.advance(SignedDuration::ZERO).await;
            let run = Run::of(&clients, calls, LONGEST).await?;
            Ok::<_, BenchError>((run.cell(operation, users, connections), run.answers))
        };
        let gets = ids.iter().map(|id| Call::get(format!("/Users/{id}")));
        cells.push(run("get", gets.cycle().take(requests).collect()).await?.0);
        let finds = (0..users).map(|number| find(&seed::login(number)));
        cells.push(run("filter", finds.cycle().take(requests).collect()).await?.0);
        let creates =
            (0..requests).map(|number| create(&format!("new{number}.over{connections}@example.com")));
        let (cell, created) = run("create", creates.collect()).await?;
        cells.push(cell);
        // Those just created: that way there are enough of them who are active, and those seeded stay as they were.
        let deactivations = created.iter().map(|answer| deactivate(&answer.id()));
        cells.push(run("deactivate", deactivations.collect()).await?.0);
        let seekers = token_seekers(&process, connections).await;
        let run = Run::of(&seekers, vec![(); requests], LONGEST).await?;
        cells.push(run.cell("token", users, connections));
    }
    Ok(cells)
}

/// Who asks for access tokens, with an open connection each.
async fn token_seekers(process: &Process, connections: usize) -> Vec<TokenSeeker> {
    let client = process.oauth_client().await;
    let (id, secret): (Arc<str>, Arc<str>) = (client.client_id.into(), client.client_secret.into());
    let mut seekers = Vec::new();
    for _ in 0..connections {
        let oauth = OAuth::new(Client::new(), process.ready.base_url.as_str());
        let seeker = TokenSeeker { oauth, id: id.clone(), secret: secret.clone() };
        seeker.call(()).await;
        seekers.push(seeker);
    }
    seekers
}

/// Clients with an open connection each: opening it under the clock is a cost that keep-alive takes away.
async fn connect(process: &Process, connections: usize) -> Vec<Scim> {
    let Ready { scim_url, token, .. } = &process.ready;
    let mut clients = Vec::new();
    for _ in 0..connections {
        // The client keeps idle connections of its own, so one that waits for each answer never opens a second.
        let client = Scim::new(Client::new(), scim_url, token);
        client.get("/ServiceProviderConfig").await.expect(200);
        clients.push(client);
    }
    clients
}

impl Call {
    pub(crate) fn get(path: String) -> Self {
        Self { method: Method::GET, path, body: None, expected: 200 }
    }
}

pub(crate) fn find(login: &str) -> Call {
    Call::get(format!("/Users?filter={}", encode(&format!("userName eq \"{login}\""))))
}

pub(crate) fn create(login: &str) -> Call {
    let body = okta::creation(&Person::from(login));
    Call { method: Method::POST, path: "/Users".to_owned(), body: Some(body), expected: 201 }
}

pub(crate) fn deactivate(id: &str) -> Call {
    let body = patch_op(&json!([{ "op": "replace", "value": { "active": false } }]));
    Call { method: Method::PATCH, path: format!("/Users/{id}"), body: Some(body), expected: 200 }
}

pub(crate) fn create_group(name: &str) -> Call {
    let body = json!({ "schemas": [GROUP_URN], "displayName": name, "members": [] });
    Call { method: Method::POST, path: "/Groups".to_owned(), body: Some(body), expected: 201 }
}

/// These come into a group.
pub(crate) fn join(group: &str, ids: &[String]) -> Call {
    let members: Value = ids.iter().map(|id| json!({ "value": id })).collect();
    patch_group(group, &json!([{ "op": "add", "path": "members", "value": members }]))
}

/// One goes out of a group, in the only words that every server understands.
pub(crate) fn leave(group: &str, id: &str) -> Call {
    patch_group(group, &json!([{ "op": "remove", "path": format!("members[value eq \"{id}\"]") }]))
}

fn patch_group(group: &str, operations: &Value) -> Call {
    let (path, body) = (format!("/Groups/{group}"), Some(patch_op(operations)));
    Call { method: Method::PATCH, path, body, expected: 204 }
}

/// Requests that were answered.
pub(crate) struct Run<A> {
    pub(crate) took: Duration,
    pub(crate) millis: Vec<f64>,
    pub(crate) answers: Vec<A>,
}

impl<A: Send + 'static> Run<A> {
    /// Sends the calls, each client one after the other, until there are no more or it is too long.
    pub(crate) async fn of<C: Send + 'static>(
        clients: &[impl Caller<Call = C, Answer = A>],
        calls: Vec<C>,
        longest: Duration,
    ) -> Result<Self, BenchError> {
        let calls = Arc::new(Mutex::new(calls.into_iter()));
        let started = Instant::now();
        let mut workers = JoinSet::new();
        for client in clients {
            let (client, calls) = (client.clone(), calls.clone());
            let next = move || calls.lock().unwrap_or_else(PoisonError::into_inner).next();
            workers.spawn(async move {
                let mut answered = Vec::new();
                while started.elapsed() < longest
                    && let Some(call) = next()
                {
                    let sent = Instant::now();
                    let answer = client.call(call).await;
                    answered.push((sent.elapsed().as_secs_f64() * 1e3, answer));
                }
                answered
            });
        }
        let mut run = Self { took: Duration::ZERO, millis: Vec::new(), answers: Vec::new() };
        while let Some(worker) = workers.join_next().await {
            let (millis, answers): (Vec<_>, Vec<_>) = worker?.into_iter().unzip();
            run.millis.extend(millis);
            run.answers.extend(answers);
        }
        run.took = started.elapsed();
        Ok(run)
    }
}

impl Run<Answer> {
    fn cell(&self, operation: &'static str, users: usize, connections: usize) -> Cell {
        let requests = self.millis.len();
        Cell {
            operation,
            users,
            connections,
            requests,
            per_second: requests as f64 / self.took.as_secs_f64(),
            p50_ms: percentile(&self.millis, 50),
            p99_ms: percentile(&self.millis, 99),
        }
    }
}
