//! Sends events to a URL, one after the other, signed as Standard Webhooks asks.

use std::error::Error;
use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use rollcall::clock::{Clock, SystemClock};
use rollcall::entropy;
use rollcall_rules::feed::Announcement;
use rollcall_rules::webhook::{Signed, WebhookSecret};

use crate::args::conform::Secret;
use crate::error::CliError;
use crate::print;

/// How long the receiver has for an answer.
const TIMEOUT: Duration = Duration::from_secs(15);

/// The waits between tries grow from the one to the other.
const WAITS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// Where events go.
pub(super) struct Forward {
    client: Client,
    url: Url,
    secret: WebhookSecret,
}

impl Forward {
    /// To a URL, signed with this secret or a new one, which is shown.
    ///
    /// # Errors
    ///
    /// [`CliError::WebhookSecret`].
    pub(super) fn to(url: &Url, secret: Option<&Secret>) -> Result<Self, CliError> {
        let secret = match secret {
            Some(secret) => WebhookSecret::parse(secret.reveal())?,
            None => {
                let secret = WebhookSecret::new(entropy::secret());
                print::remark(&format!("Signed with the secret {}", secret.reveal()));
                secret
            }
        };
        let client = Client::builder().timeout(TIMEOUT).redirect(Policy::none()).build();
        let client = client.map_err(CliError::HttpClient)?;
        Ok(Self { client, url: url.clone(), secret })
    }

    /// Sends an event, and again until the receiver has taken it.
    pub(super) async fn send(&self, event: &Announcement) {
        let body = event.clone().into_json().to_string();
        let mut wait = WAITS.0;
        loop {
            let Err(why) = self.try_to_send(event.id(), &body).await else { return };
            print::remark(&format!("{}: {why}; sending it again in {} s", event.id(), wait.as_secs()));
            tokio::time::sleep(wait).await;
            wait = (2 * wait).min(WAITS.1);
        }
    }

    async fn try_to_send(&self, id: &str, body: &str) -> Result<(), String> {
        let now = SystemClock.now();
        let signed = self.secret.headers(&Signed { id, at: now, body }).ok_or("it could not be signed")?;
        let request = self.client.post(self.url.clone()).header(CONTENT_TYPE, "application/json");
        let request = signed.into_iter().fold(request, |request, (name, value)| request.header(name, value));
        match request.body(body.to_owned()).send().await.map(|answer| answer.status()) {
            Ok(status) if status.is_success() => Ok(()),
            Ok(status) => Err(refused(status)),
            Err(error) => Err(no_answer(&error)),
        }
    }
}

fn refused(status: StatusCode) -> String {
    format!("the receiver answers {}", status.as_u16())
}

fn no_answer(error: &reqwest::Error) -> String {
    let cause = std::iter::successors(error.source(), |&cause| cause.source()).last();
    cause.map_or_else(|| "no answer".to_owned(), |cause| format!("no answer: {cause}"))
}
