//! One connection to the service, and Okta's manners on it.

use std::time::{Duration, Instant};

use reqwest::Client;
use reqwest::header::{HeaderValue, RETRY_AFTER};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::call::{Answered, Call, Operation, Outcome};
use crate::history::Recorder;
use crate::okta::introduced;
use crate::{Answer, Scim, patch_op};

/// What Okta does when a request was not answered by yes or no.
#[derive(Debug, Clone, Copy)]
pub struct Manners {
    /// How long it waits for an answer.
    pub timeout: Duration,
    /// How often it sends again at most.
    pub resends: u32,
    /// How long it waits after a 429 without whole seconds; each time twice as long.
    pub without_retry_after: Duration,
    /// How long it waits at most, whatever it was told. Okta waits for as long as it was told.
    pub longest_wait: Duration,
    /// How long it waits after a time-out or a lost connection. Okta says nothing of it; any while will do.
    pub after_no_answer: Duration,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(60),
            resends: 10,
            without_retry_after: Duration::from_secs(300),
            longest_wait: Duration::MAX,
            after_no_answer: Duration::from_secs(1),
        }
    }
}

/// A connection, and what was sent over it.
#[derive(Debug)]
pub(super) struct Line {
    scim: Scim,
    recorder: Recorder,
    manners: Manners,
    pub(super) calls: Vec<Call>,
}

impl Line {
    /// A client of its own has connections of its own, and one that waits for each answer needs one.
    pub(super) fn new(scim_url: &str, token: &str, manners: Manners, recorder: Recorder) -> Self {
        let client = Client::builder().no_proxy().timeout(manners.timeout).build().expect("a client");
        let scim = introduced(Scim::new(client, scim_url, token));
        Self { scim, recorder, manners, calls: Vec::new() }
    }

    /// Sends a request until it is answered by something that Okta takes for an answer; gives the body of a 2xx.
    ///
    /// A 5xx is taken for one: Okta does not send a deactivation again that was answered by it.
    pub(super) async fn send(
        &mut self,
        user: &str,
        operation: Operation,
        body: Option<&Value>,
    ) -> Result<Value, String> {
        self.send_about(&[(user.to_owned(), String::new())], operation, body).await
    }

    /// Has people come into a group, or go out of it; each by login and id.
    pub(super) async fn change_group(
        &mut self,
        people: &[(String, String)],
        group: &str,
        is_in: bool,
    ) -> Result<(), String> {
        let op = if is_in { "add" } else { "remove" };
        let members: Value =
            people.iter().map(|(login, id)| json!({ "value": id, "display": login })).collect();
        let body = patch_op(&json!([{ "op": op, "path": "members", "value": members }]));
        let operation = Operation::ChangeMembers { group: group.to_owned(), is_in, people: people.len() };
        self.send_about(people, operation, Some(&body)).await.map(drop)
    }

    async fn send_about(
        &mut self,
        people: &[(String, String)],
        operation: Operation,
        body: Option<&Value>,
    ) -> Result<Value, String> {
        let mut without_retry_after = self.manners.without_retry_after;
        let mut attempt = 1;
        loop {
            let (outcome, body) = self.once(people, attempt, &operation, body).await;
            let wait = match &outcome {
                Outcome::Answered(answered) if (200..300).contains(&answered.status) => return Ok(body),
                Outcome::Answered(answered) if answered.status == 429 => {
                    answered.whole_seconds().map_or_else(
                        || {
                            let wait = without_retry_after;
                            without_retry_after = wait.saturating_mul(2);
                            wait
                        },
                        Duration::from_secs,
                    )
                }
                Outcome::Answered(_) => return Err(format!("{operation}: {outcome}")),
                Outcome::TimedOut | Outcome::Lost(_) | Outcome::Abandoned => self.manners.after_no_answer,
            };
            if attempt > self.manners.resends {
                return Err(format!("{operation}: {outcome}, and so {attempt} times"));
            }
            attempt += 1;
            sleep(wait.min(self.manners.longest_wait)).await;
        }
    }

    /// Sends it once. Whoever stops waiting for this leaves behind that it was abandoned.
    async fn once(
        &mut self,
        people: &[(String, String)],
        attempt: u32,
        operation: &Operation,
        body: Option<&Value>,
    ) -> (Outcome, Value) {
        let (method, path) = operation.request();
        let user = people.first().map(|(user, _)| user.as_str()).unwrap_or_default();
        let about = |user: &str| self.recorder.about(user);
        let (scim, pending) = match operation {
            Operation::ChangeMembers { group, is_in, .. } => {
                let begin = |(user, id): &(String, String)| about(user).begin_membership(id, group, *is_in);
                (self.scim.clone(), people.iter().map(begin).collect())
            }
            _ => (self.scim.clone().recorded(about(user)), Vec::new()),
        };
        let request = scim.request(method, &path);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        self.calls.push(Call {
            user: user.to_owned(),
            attempt,
            operation: operation.clone(),
            invoked_at: Instant::now(),
            returned_at: None,
            outcome: Outcome::Abandoned,
        });
        let answer = request.receive().await;
        if let Ok(answer) = &answer {
            pending.into_iter().for_each(|pending| pending.returned(answer));
        }
        let (outcome, body, returned_at) = match answer {
            Ok(Answer { status, headers, body, .. }) => {
                let retry_after = headers.get(RETRY_AFTER).map(HeaderValue::as_bytes);
                let retry_after = retry_after.map(|said| String::from_utf8_lossy(said).into_owned());
                let answered = Answered { status: status.as_u16(), retry_after };
                (Outcome::Answered(answered), body, Some(Instant::now()))
            }
            Err(error) if error.is_timeout() => (Outcome::TimedOut, Value::Null, None),
            Err(error) => (Outcome::Lost(innermost(&error)), Value::Null, None),
        };
        if let Some(call) = self.calls.last_mut() {
            call.returned_at = returned_at;
            call.outcome = outcome.clone();
        }
        (outcome, body)
    }
}

/// What an error came from at first.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    const IMPATIENT: Manners = Manners {
        timeout: Duration::from_secs(60),
        resends: 3,
        without_retry_after: Duration::ZERO,
        longest_wait: Duration::MAX,
        after_no_answer: Duration::ZERO,
    };

    /// A service that gives these answers, a connection each, and drops the connection where there is none.
    fn service(answers: &'static [&'static str]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let _ = stream.read(&mut [0; 4096]).unwrap();
                let head = "Connection: close\r\nContent-Length: 0\r\n\r\n";
                if !answer.is_empty() {
                    stream.write_all(format!("HTTP/1.1 {answer}\r\n{head}").as_bytes()).unwrap();
                }
            }
        });
        url
    }

    async fn sent(answers: &'static [&'static str]) -> (Result<Value, String>, Vec<String>) {
        let mut line = Line::new(&service(answers), "token", IMPATIENT, Recorder::of_people_apart());
        let operation = Operation::SetActive { id: "7".to_owned(), active: false };
        let sent = line.send("ada@example.com", operation, Some(&Value::Null)).await;
        let outcomes = line.calls.iter().map(|call| match &call.outcome {
            Outcome::Lost(_) => "lost".to_owned(),
            outcome => outcome.to_string(),
        });
        (sent, outcomes.collect())
    }

    #[tokio::test]
    async fn a_429_and_a_lost_connection_are_sent_again() {
        let (sent, outcomes) = sent(&["429 X\r\nRetry-After: 0", "", "429 X", "200 OK"]).await;
        assert_eq!((sent, outcomes.join(" ").as_str()), (Ok(Value::Null), "429 lost 429 200"));
    }

    #[tokio::test]
    async fn a_5xx_is_not_sent_again() {
        let (sent, outcomes) = sent(&["502 X", "200 OK"]).await;
        assert_eq!((sent.unwrap_err().as_str(), outcomes.len()), ("PATCH /Users/7: 502", 1));
    }

    #[tokio::test]
    async fn sending_again_has_an_end() {
        let (sent, outcomes) = sent(&["429 X", "429 X", "429 X", "429 X", "200 OK"]).await;
        assert_eq!((sent.is_err(), outcomes.len()), (true, 4));
    }

    #[test]
    fn only_whole_seconds_count() {
        let seconds = |said: Option<&str>| {
            let retry_after = said.map(str::to_owned);
            Answered { status: 429, retry_after }.whole_seconds()
        };
        assert_eq!(seconds(Some("12")), Some(12));
        for said in [None, Some(""), Some("1.5"), Some("+3"), Some("Tue, 24 Nov 2026 10:00:00 GMT")] {
            assert_eq!(seconds(said), None, "{said:?}");
        }
    }
}
