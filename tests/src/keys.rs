//! A directory that signs assertions, and the address at which it shows its keys.
//!
//! The private keys in `keys/` are for these tests alone, and stand nowhere else.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What assertions have as `iss`.
pub const ISSUER: &str = "https://login.example.com/v2.0";
/// What they have as `sub`.
pub const SUBJECT: &str = "5a1b8c9e-0d3f-4c1f-9a57-0e4b7d2c9f11";
/// What they have as `aud`.
pub const AUDIENCE: &str = "api://rollcall";

/// A private key with a name.
#[derive(Clone)]
pub struct Signer {
    id: String,
    algorithm: Algorithm,
    key: EncodingKey,
}

impl Signer {
    /// A key of RSA with 2,048 bits.
    #[must_use]
    pub fn rsa(id: &str) -> Self {
        let key = EncodingKey::from_rsa_der(include_bytes!("keys/rsa.der"));
        Self { id: id.to_owned(), algorithm: Algorithm::RS256, key }
    }

    /// A key on the curve P-256.
    #[must_use]
    pub fn ec(id: &str) -> Self {
        let key = EncodingKey::from_ec_der(include_bytes!("keys/ec-one.der"));
        Self { id: id.to_owned(), algorithm: Algorithm::ES256, key }
    }

    /// Another one.
    #[must_use]
    pub fn other_ec(id: &str) -> Self {
        let key = EncodingKey::from_ec_der(include_bytes!("keys/ec-two.der"));
        Self { key, ..Self::ec(id) }
    }

    /// A key that is no secret: what anybody can read, used to sign by HS256.
    #[must_use]
    pub fn secret(id: &str, known: &[u8]) -> Self {
        let key = EncodingKey::from_secret(known).expect("a key");
        Self { id: id.to_owned(), algorithm: Algorithm::HS256, key }
    }

    /// The same key, which signs by another algorithm.
    #[must_use]
    pub fn by(&self, algorithm: Algorithm) -> Self {
        Self { algorithm, ..self.clone() }
    }

    /// The public key, as it is shown.
    ///
    /// # Panics
    /// When the key is none.
    #[must_use]
    pub fn shown(&self) -> Value {
        let jwk = Jwk::from_encoding_key(&self.key, self.algorithm).expect("a key");
        let mut shown = serde_json::to_value(jwk).expect("JSON");
        shown["kid"] = json!(self.id);
        shown["use"] = json!("sig");
        shown
    }

    /// An assertion.
    ///
    /// # Panics
    /// When it cannot be signed.
    #[must_use]
    pub fn sign(&self, claims: &Value) -> String {
        let header = Header { kid: Some(self.id.clone()), ..Header::new(self.algorithm) };
        encode(&header, claims, &self.key).expect("a signature")
    }

    /// An assertion that names no key.
    ///
    /// # Panics
    /// When it cannot be signed.
    #[must_use]
    pub fn sign_unnamed(&self, claims: &Value) -> String {
        encode(&Header::new(self.algorithm), claims, &self.key).expect("a signature")
    }
}

/// Claims that are right at this time, for five minutes, with this `jti`.
#[must_use]
pub fn claims(now: Timestamp, id: &str) -> Value {
    let second = now.as_second();
    json!({ "iss": ISSUER, "sub": SUBJECT, "aud": AUDIENCE, "iat": second, "nbf": second, "exp": second + 300, "jti": id })
}

/// The form by which a client asserts; its id is left out if it is empty.
#[must_use]
pub fn form(client: &str, assertion: &str) -> String {
    let id = if client.is_empty() { String::new() } else { format!("&client_id={client}") };
    format!(
        "grant_type=client_credentials&scope=scim{id}&client_assertion={assertion}\
         &client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
    )
}

/// What the address answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shows {
    /// This, as JSON.
    Body(String),
    /// This status, with a header `Location`.
    Status(u16, String),
    /// As many bytes, in a body that is long for its own sake.
    Long(usize),
    /// Nothing, for ever.
    Nothing,
    /// The connection's end, at once.
    End,
}

impl Shows {
    /// The keys of these.
    #[must_use]
    pub fn keys(signers: &[&Signer]) -> Self {
        let keys: Vec<Value> = signers.iter().map(|signer| signer.shown()).collect();
        Self::Body(json!({ "keys": keys }).to_string())
    }
}

/// An address on this machine at which keys are shown. It ends when it is dropped.
#[derive(Debug)]
pub struct KeysShown {
    url: String,
    state: Arc<Mutex<(Shows, usize)>>,
    task: JoinHandle<()>,
}

impl KeysShown {
    /// Begins to show.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn start(shows: Shows) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/keys", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new((shows, 0)));
        let shared = state.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shows = {
                    let mut state = shared.lock().expect("no panic");
                    state.1 += 1;
                    state.0.clone()
                };
                tokio::spawn(answer(stream, shows));
            }
        });
        Self { url, state, task }
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Shows something else from now on.
    ///
    /// # Panics
    /// When a test did.
    pub fn show(&self, shows: Shows) {
        self.state.lock().expect("no panic").0 = shows;
    }

    /// How often it was asked.
    ///
    /// # Panics
    /// When a test did.
    #[must_use]
    pub fn asked(&self) -> usize {
        self.state.lock().expect("no panic").1
    }
}

impl Drop for KeysShown {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut stream: TcpStream, shows: Shows) {
    let mut read = Vec::new();
    while !read.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        read.push(byte);
    }
    let (head, body) = match shows {
        Shows::Body(body) => ("200 OK\r\ncontent-type: application/json".to_owned(), body),
        Shows::Status(status, location) => (format!("{status} No\r\nlocation: {location}"), String::new()),
        Shows::Long(length) => ("200 OK".to_owned(), " ".repeat(length)),
        Shows::Nothing => return tokio::time::sleep(Duration::from_secs(60)).await,
        Shows::End => return,
    };
    let text =
        format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    // Whoever was told too much may be gone.
    let _ = stream.write_all(text.as_bytes()).await;
}
