//! `Idempotency-Key`: a request with such a key is done once, however often it is sent.
//!
//! The answer is stored for a day, and given again. What ended without an answer to keep (the table was away,
//! the function broke down) is done by whoever sends it next, under the identifiers of the first attempt, so that what
//! that did make is found and not made twice.

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode};
use rollcall::entropy;
use rollcall::retry::{self, Patience, Worth};
use rollcall::store::StoreError;
use rollcall_rules::admission::Requester;
use rollcall_rules::idempotency::{
    Fingerprint, IdempotencyKey, KeyRefusal, KeyedRequest, StoredAnswer, Turn, turn,
};
use rollcall_rules::seed::Seed;
use rollcall_web::{App, with_cause, with_header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::failure::Failure;
use super::problem::{Kind, Problem};
use super::request::{self, invalid};
use super::respond;
use crate::write;

const HEADER: &str = "idempotency-key";

/// The header of an answer that was given before to the same request.
pub(crate) const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// A body, and the key that it came with.
#[derive(Debug)]
pub(crate) struct KeyedBody<T> {
    pub(crate) body: T,
    pub(crate) key: Option<SentKey>,
}

/// A key, and what was asked for under it.
#[derive(Debug)]
pub(crate) struct SentKey {
    key: IdempotencyKey,
    fingerprint: Fingerprint,
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for KeyedBody<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (head, body) = request.into_parts();
        let mut keys = head.headers.get_all(HEADER).iter();
        let key = keys.next().map(|key| IdempotencyKey::parse(key.as_bytes())).transpose();
        let key = key.map_err(|error| invalid(format!("`Idempotency-Key`: {error}.")))?;
        if keys.next().is_some() {
            return Err(invalid("`Idempotency-Key` is sent twice."));
        }
        let bytes = request::read(body).await?;
        let key = key.map(|key| {
            let fingerprint = Fingerprint::of(head.method.as_str(), head.uri.path(), &bytes);
            SentKey { key, fingerprint }
        });
        Ok(Self { body: request::parse(&bytes)?, key })
    }
}

/// An answer, and whether it stands.
#[derive(Debug)]
pub(crate) struct KeyedAnswer {
    status: StatusCode,
    body: String,
    /// What is kept in place of the body.
    kept: Option<String>,
    stands: bool,
    was_given: bool,
    cause: Option<StoreError>,
}

impl KeyedAnswer {
    /// An answer that is given again to who sends the request again.
    pub(crate) fn that_stands(status: StatusCode, body: &impl Serialize) -> Self {
        Self { status, body: respond::text(body), kept: None, stands: true, was_given: false, cause: None }
    }

    /// The answer, of which this is kept: all but a secret.
    pub(crate) fn kept_as(self, body: &impl Serialize) -> Self {
        Self { kept: Some(respond::text(body)), ..self }
    }

    /// An answer that does not stand, for some of what was asked for is yet to be done; and why, where it is known.
    pub(crate) fn for_now(status: StatusCode, body: &impl Serialize, cause: Option<StoreError>) -> Self {
        Self { stands: false, cause, ..Self::that_stands(status, body) }
    }

    /// The answer, which the same request was given before.
    pub(crate) fn given_before(self) -> Self {
        Self { was_given: true, ..self }
    }
}

/// How a request begins.
pub(crate) enum Begun {
    /// It was done before, and this was answered.
    Replay(Response),
    /// It is to be done now.
    Execute(Execution),
}

/// A request that is being done now.
pub(crate) struct Execution {
    seed: Seed,
    patience: Patience,
    kept: Option<Box<StoredRequest>>,
}

/// The key under which a request is stored, and its record.
struct StoredRequest {
    requester: Requester,
    key: IdempotencyKey,
    record: KeyedRequest,
}

/// Begins with a request: it is done now, was done, or is refused.
pub(crate) async fn begin(
    app: &App,
    requester: impl Into<Requester>,
    key: Option<SentKey>,
) -> Result<Begun, Failure> {
    begin_again(app, requester, key, |_, body| Ok(body)).await
}

/// As [`begin`], where the answer is not kept whole: by the seed of the request and the body that was kept, `again` makes the
/// body that is given again, or says why there is none.
pub(crate) async fn begin_again(
    app: &App,
    requester: impl Into<Requester>,
    key: Option<SentKey>,
    again: impl FnOnce(Seed, String) -> Result<String, Failure>,
) -> Result<Begun, Failure> {
    let (random, patience) = (entropy::new_id(), write::patience());
    let Some(SentKey { key, fingerprint }) = key else {
        return Ok(Begun::Execute(Execution { seed: Seed::new(random), patience, kept: None }));
    };
    let requester = requester.into();
    let begin = |()| async {
        take_turn(app, &requester, &key, &fingerprint, random).await.map_err(|failure| (failure, ()))
    };
    let worth = |failure: &Failure, (): &()| match failure {
        Failure::Store(error) if is_worth_a_look(error) && !patience.is_over() => Worth::Counted,
        _ => Worth::Nothing,
    };
    Ok(match retry::again((), begin, worth).await? {
        Taken::Before(seed, StoredAnswer { status, body }) => {
            let body = if (200..300).contains(&status) { again(seed, body)? } else { body };
            Begun::Replay(replayed(respond::kept(StoredAnswer { status, body })))
        }
        Taken::Now(record) => {
            let kept = Box::new(StoredRequest { requester, key, record });
            Begun::Execute(Execution { seed: kept.record.seed(), patience, kept: Some(kept) })
        }
    })
}

/// One try to be who does it.
async fn take_turn(
    app: &App,
    requester: &Requester,
    key: &IdempotencyKey,
    fingerprint: &Fingerprint,
    attempt: Uuid,
) -> Result<Taken, Failure> {
    match app.store.keyed_request(requester, key).await? {
        // This very attempt wrote it, and the answer got lost.
        Some(own) if own.attempt == attempt => Ok(Taken::Now(own)),
        before => match turn(before.as_ref(), fingerprint.clone(), attempt, app.now())? {
            Turn::Do(record) => {
                app.store.write_keyed_request(requester, key, before.as_ref(), &record).await?;
                Ok(Taken::Now(record))
            }
            Turn::Done(answer) => {
                let seed = before.as_ref().map_or_else(|| Seed::new(attempt), KeyedRequest::seed);
                Ok(Taken::Before(seed, answer))
            }
        },
    }
}

/// Who does a request.
enum Taken {
    /// Who sends it now.
    Now(KeyedRequest),
    /// Who sent it before, with this seed and this answer.
    Before(Seed, StoredAnswer),
}

/// Somebody else wrote, or this may have.
const fn is_worth_a_look(error: &StoreError) -> bool {
    error.is_lost_race() || matches!(error, StoreError::Unavailable { .. })
}

impl Execution {
    /// What the identifiers of all that it makes follow from.
    pub(crate) const fn seed(&self) -> Seed {
        self.seed
    }

    /// Was the request sent before, under its key?
    pub(crate) fn is_repeated(&self) -> bool {
        self.kept.as_ref().is_some_and(|kept| kept.record.attempt != kept.record.seed)
    }

    /// Until when it goes on with what the table did not answer.
    pub(crate) const fn patience(&self) -> Patience {
        self.patience
    }

    /// Answers, and keeps the answer if it stands.
    pub(crate) async fn finish(self, app: &App, outcome: Result<KeyedAnswer, Failure>) -> Response {
        let Some(StoredRequest { requester, key, record }) = self.kept.map(|kept| *kept) else {
            return outcome.map_or_else(IntoResponse::into_response, KeyedAnswer::into_response);
        };
        let after = match &outcome {
            Ok(answer) if answer.stands => record.done(answer.to_keep()),
            Err(Failure::Problem(problem)) => {
                record.done(KeyedAnswer::that_stands(problem.kind().status(), problem).to_keep())
            }
            Ok(_) | Err(_) => record.broken_off(),
        };
        let noted = app.store.write_keyed_request(&requester, &key, Some(&record), &after).await;
        let response = outcome.map_or_else(IntoResponse::into_response, KeyedAnswer::into_response);
        match noted {
            // It is done, and that is told. Who sends it again is told to wait, and then finds what was made.
            Err(error) if !error.is_lost_race() => with_cause(response, error),
            _ => response,
        }
    }
}

impl KeyedAnswer {
    fn to_keep(&self) -> StoredAnswer {
        let body = self.kept.as_ref().unwrap_or(&self.body).clone();
        StoredAnswer { status: self.status.as_u16(), body }
    }
}

impl IntoResponse for KeyedAnswer {
    fn into_response(self) -> Response {
        let response = respond::kept(StoredAnswer { status: self.status.as_u16(), body: self.body });
        let response = if self.was_given { replayed(response) } else { response };
        match self.cause {
            Some(error) => with_cause(response, error),
            None => response,
        }
    }
}

/// Says of an answer that it was given before.
fn replayed(response: Response) -> Response {
    with_header(response, REPLAYED, HeaderValue::from_static("true"))
}

impl From<KeyRefusal> for Failure {
    fn from(refusal: KeyRefusal) -> Self {
        let kind = match refusal {
            KeyRefusal::Reused => Kind::KeyReused,
            KeyRefusal::InProgress => Kind::InProgress,
        };
        Problem::new(kind, refusal.to_string()).into()
    }
}
