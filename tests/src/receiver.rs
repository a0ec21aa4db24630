//! A receiver of webhooks, as an operator would write one: it checks each signature over the raw body, and notes what it takes.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use rollcall_rules::webhook::WebhookSecret;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What a receiver answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answers {
    /// It takes the event.
    Taken,
    /// This status.
    Status(u16),
    /// This status, and a header.
    With(u16, &'static str, String),
    /// Nothing, for ever.
    Nothing,
    /// The connection's end, at once.
    End,
    /// It refuses the first try of each event, and takes the second.
    EverySecond,
}

/// A request that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Headers, by their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The raw body.
    pub body: String,
    /// Whether it was answered 2xx.
    pub taken: bool,
}

impl Delivered {
    /// The event.
    ///
    /// # Panics
    /// When it is no JSON.
    #[must_use]
    pub fn event(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// The header `webhook-id`.
    #[must_use]
    pub fn id(&self) -> &str {
        self.headers.get("webhook-id").map_or("", String::as_str)
    }

    /// The signatures of the header, each `v1,…`.
    #[must_use]
    pub fn signatures(&self) -> Vec<&str> {
        self.headers.get("webhook-signature").map_or_else(Vec::new, |all| all.split(' ').collect())
    }

    /// Whether one of the signatures is by this secret, as Standard Webhooks has it.
    ///
    /// # Panics
    /// When the secret is none, or there is no time.
    #[must_use]
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let secret = WebhookSecret::parse(secret).expect("a secret");
        let at = self.headers.get("webhook-timestamp").and_then(|at| at.parse().ok()).expect("a time");
        let at = Timestamp::from_second(at).expect("a time");
        let expected = secret.sign(self.id(), at, &self.body).expect("a signature");
        self.signatures().contains(&expected.as_str())
    }
}

#[derive(Debug)]
struct State {
    answers: Answers,
    delivered: Vec<Delivered>,
}

/// A receiver on this machine. It ends when it is dropped.
#[derive(Debug)]
pub struct Receiver {
    url: String,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

impl Receiver {
    /// Begins to receive.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn start(answers: Answers) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hooks?from=rollcall", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State { answers, delivered: Vec::new() }));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, shared.clone()));
            }
        });
        Self { url, state, task }
    }

    /// Its URL.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Answers otherwise from now on.
    ///
    /// # Panics
    /// When a test did.
    pub fn answer(&self, answers: Answers) {
        self.state.lock().expect("no panic").answers = answers;
    }

    /// All requests that came, in their order.
    ///
    /// # Panics
    /// When a test did.
    #[must_use]
    pub fn delivered(&self) -> Vec<Delivered> {
        self.state.lock().expect("no panic").delivered.clone()
    }

    /// The events that it took, in their order.
    #[must_use]
    pub fn taken(&self) -> Vec<Value> {
        self.delivered().iter().filter(|each| each.taken).map(Delivered::event).collect()
    }

    /// The ids of the events that it took, in their order.
    #[must_use]
    pub fn taken_ids(&self) -> Vec<String> {
        let taken = self.delivered().into_iter().filter(|each| each.taken);
        taken.map(|each| each.id().to_owned()).collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Reads the one request of a connection; `None`: it breaks off.
async fn read(stream: &mut TcpStream) -> Option<(BTreeMap<String, String>, String)> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let mut lines = head.lines();
    let mut headers = BTreeMap::from([("request".to_owned(), lines.next()?.to_owned())]);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let mut body = vec![0; headers.get("content-length")?.parse().ok()?];
    stream.read_exact(&mut body).await.ok()?;
    Some((headers, String::from_utf8(body).ok()?))
}

async fn serve(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let Some((headers, body)) = read(&mut stream).await else { return };
    let answers = {
        let mut state = state.lock().expect("no panic");
        let answers = match state.answers.clone() {
            Answers::EverySecond => {
                let again = state.delivered.iter().any(|each| each.body == body);
                if again { Answers::Taken } else { Answers::Status(500) }
            }
            answers => answers,
        };
        let taken = answers == Answers::Taken;
        state.delivered.push(Delivered { headers, body, taken });
        answers
    };
    let head = match answers {
        Answers::Taken | Answers::EverySecond => "204 Taken".to_owned(),
        Answers::Status(status) => format!("{status} No"),
        Answers::With(status, name, value) => format!("{status} No\r\n{name}: {value}"),
        Answers::Nothing => return tokio::time::sleep(Duration::from_secs(60)).await,
        Answers::End => return,
    };
    let text = format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    // Whoever sent it may be gone.
    let _ = stream.write_all(text.as_bytes()).await;
}
