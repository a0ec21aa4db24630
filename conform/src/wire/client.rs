//! Sends requests: not too many a second, and again after a 429.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{RequestBuilder, Response};

use super::answer::Answer;
use super::call::{Auth, Call, SCIM_JSON};
use super::excerpt::Excerpts;
use super::pace::{self, Pace};
use crate::options::Options;
use crate::stop::{Fault, Stop};

/// How long one try may take. Okta closes its connection after as long.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long the connection may take.
const TO_CONNECT: Duration = Duration::from_secs(10);

/// How often a request is sent that is answered 429.
const MOST_TRIES: u32 = 5;

/// The largest body that is read: that of an answer with whole lists, and more than a directory should be sent.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// Sends requests. Clones share the pace.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    options: Arc<Options>,
    pace: Arc<Pace>,
    excerpts: Excerpts,
    throttled: Arc<Mutex<Vec<Option<String>>>>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoAnswer {
    /// In a sentence.
    pub(crate) why: String,
    /// Nothing was reached.
    pub(crate) unreached: bool,
}

impl Client {
    /// # Errors
    ///
    /// TLS cannot be set up on this machine.
    pub(crate) fn new(options: Arc<Options>) -> Result<Self, reqwest::Error> {
        // No redirect is followed: it could lead the token to somebody else.
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(TO_CONNECT)
            .timeout(PATIENCE)
            .user_agent(format!("rollcall-conform/{}", options.version))
            .build()?;
        let excerpts = Excerpts::new(&options.token, &options.run);
        let pace = Arc::new(Pace::new(options.rate));
        let base = options.base.text().to_owned();
        Ok(Self { http, base, options, pace, excerpts, throttled: Arc::default() })
    }

    /// The `Retry-After` of each 429 so far.
    pub(crate) fn throttled(&self) -> Vec<Option<String>> {
        self.throttled.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Sends it, and after a 429 again.
    ///
    /// # Errors
    ///
    /// There is no answer, or none that can be read.
    pub(crate) async fn send(&self, call: &Call) -> Result<Answer, Stop> {
        self.exchange(call).await.map_err(|no_answer| {
            let exchange = self.excerpts.exchange(call, None, None);
            Stop::Fail(Box::new(Fault { found: no_answer.why, exchange: Some(exchange) }))
        })
    }

    /// The same.
    ///
    /// # Errors
    ///
    /// Why there is no answer.
    pub(crate) async fn exchange(&self, call: &Call) -> Result<Answer, NoAnswer> {
        let mut tries = 0;
        loop {
            self.pace.turn().await;
            tries += 1;
            let answer = self.once(call).await?;
            if answer.status != 429 {
                return Ok(answer);
            }
            let retry_after = answer.header(RETRY_AFTER.as_str()).map(str::to_owned);
            let wait = pace::wait(retry_after.as_deref(), answer.header(DATE.as_str()));
            self.throttled.lock().unwrap_or_else(PoisonError::into_inner).push(retry_after);
            if tries == MOST_TRIES {
                return Ok(answer);
            }
            tokio::time::sleep(wait).await;
        }
    }

    async fn once(&self, call: &Call) -> Result<Answer, NoAnswer> {
        let started = Instant::now();
        let response = self.request(call).send().await.map_err(|error| no_answer(&error))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = whole(response).await?;
        let exchange = self.excerpts.exchange(call, Some((status, &headers)), Some(&bytes));
        Ok(Answer::new(status, headers, &bytes, exchange, started.elapsed()))
    }

    fn request(&self, call: &Call) -> RequestBuilder {
        let url = if call.path.starts_with('/') {
            format!("{}{}", self.base, call.path)
        } else {
            call.path.clone()
        };
        let mut request = self.http.request(call.method.clone(), url);
        if call.headers.iter().all(|(name, _)| *name != ACCEPT.as_str()) {
            request = request.header(ACCEPT, SCIM_JSON);
        }
        match call.auth {
            Auth::Token => {
                let bearer = format!("Bearer {}", self.options.token.reveal());
                request = request.header(AUTHORIZATION, bearer);
            }
            Auth::Wrong => {
                let bearer = format!("Bearer no-token-{}", self.options.run);
                request = request.header(AUTHORIZATION, bearer);
            }
            Auth::None => {}
        }
        for (name, value) in &call.headers {
            request = request.header(*name, value);
        }
        if let Some(body) = &call.body {
            request = request.header(CONTENT_TYPE, call.content_type).body(body.clone());
        }
        request
    }
}

async fn whole(mut response: Response) -> Result<Vec<u8>, NoAnswer> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| no_answer(&error))? {
        if bytes.len() + chunk.len() > MOST_BYTES {
            let why = format!("the answer is larger than {} MiB", MOST_BYTES / 1024 / 1024);
            return Err(NoAnswer { why, unreached: false });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// In words. An error's own text can hold the whole URL, and that of a system's call is for nobody's report.
fn no_answer(error: &reqwest::Error) -> NoAnswer {
    let why = if error.is_connect() {
        "nothing answers there: the connection was not made".to_owned()
    } else if error.is_timeout() {
        format!("no answer within {} s", PATIENCE.as_secs())
    } else if error.is_builder() {
        "the request cannot be made".to_owned()
    } else {
        "the connection ended before the answer did".to_owned()
    };
    NoAnswer { why, unreached: error.is_connect() }
}

/// The value of a header, if it is text.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
