//! The operator's webhooks, under [`OPERATOR_ROOT`](super::OPERATOR_ROOT): URLs to which is sent what happens at all
//! tenants. The webhook function sends. Nothing here reaches out to anybody, but for a test that the operator asks for:
//! the one request of this function to where others say, by `rollcall_fetch`, which reaches no inside.
//!
//! A secret is in the answer that made it, and in no other and no log. It follows from the token and from the seed of the
//! request, so the same request with the same key is given the same secret.

mod body;

use std::time::Instant;

use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::{get, post};
use http::{HeaderMap, StatusCode};
use rollcall::entropy;
use rollcall_rules::feed::Announcement;
use rollcall_rules::seed::Seed;
use rollcall_rules::webhook::endpoint::{
    NewWebhook, Webhook, WebhookError, WebhookId, Webhooks, webhook_secret,
};
use rollcall_web::{App, bearer_text};

use super::caller::Operator;
use super::failure::Failure;
use super::idempotency::{self, Begun, KeyedAnswer, KeyedBody};
use super::problem::{Kind, Problem};
use super::request::{Id, Json, invalid, nothing_there};
use super::{not_allowed, respond};
use body::{
    MadeWebhookBody, NewSecretBody, NewWebhookBody, ResumeBody, ResumedBody, TestBody, TestedBody, Wanted,
    WebhookBody, WebhookChangeBody, WebhookList,
};

/// Webhooks are the operator's, and no tenant's.
pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/webhooks", get(list).post(create).fallback(not_allowed))
        .route("/webhooks/{webhookId}", get(show).patch(change).delete(remove).fallback(not_allowed))
        .route("/webhooks/{webhookId}/test", post(test).fallback(not_allowed))
        .route("/webhooks/{webhookId}/secrets", post(add_secret).fallback(not_allowed))
        .route("/webhooks/{webhookId}/resume", post(resume).fallback(not_allowed))
}

/// Lists the webhooks, with the tenants whose events they do not take.
#[utoipa::path(
    get, path = "/operator/v1/webhooks", tag = "Webhooks", operation_id = "listWebhooks",
    responses((status = 200, description = "The webhooks", body = WebhookList))
)]
pub(crate) async fn list(State(app): State<App>, Operator(_): Operator) -> Result<Response, Failure> {
    let webhooks = app.store.webhooks().await?;
    let pending = match webhooks.webhooks.is_empty() {
        true => Vec::new(),
        false => app.store.pending_deliveries().await?,
    };
    let now = app.now();
    let webhooks = webhooks.webhooks.iter().map(|webhook| WebhookBody::of(webhook, &pending, now)).collect();
    Ok(respond::json(StatusCode::OK, &WebhookList { webhooks }))
}

/// Shows a webhook, with the tenants whose events it does not take.
#[utoipa::path(
    get, path = "/operator/v1/webhooks/{webhookId}", tag = "Webhooks", operation_id = "showWebhook",
    params(("webhookId" = String, Path, description = "The webhook's id")),
    responses(
        (status = 200, description = "The webhook", body = WebhookBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    Operator(_): Operator,
    Id(id): Id<WebhookId>,
) -> Result<Response, Failure> {
    let webhooks = app.store.webhooks().await?;
    let webhook = webhooks.find(&id).ok_or_else(nothing_there)?;
    let pending = app.store.pending_deliveries().await?;
    Ok(respond::json(StatusCode::OK, &WebhookBody::of(webhook, &pending, app.now())))
}

/// Adds a URL to which is sent what happens at all tenants from now on. There are five at most. The secret of the signatures is in
/// this answer and in no other.
#[utoipa::path(
    post, path = "/operator/v1/webhooks", tag = "Webhooks", operation_id = "createWebhook",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of the caller's own: within 24 hours the same request with the same key adds no second webhook, and is given the same secret if its token is the same", min_length = 1, max_length = 255, pattern = "^[!-~]+$")),
    request_body = NewWebhookBody,
    responses(
        (status = 201, description = "The webhook with its secret", body = MadeWebhookBody),
        (status = 409, description = "There are five, or the request of this key is still under way, or what it made was removed", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The key was sent with another request", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    State(app): State<App>,
    Operator(operator): Operator,
    headers: HeaderMap,
    KeyedBody { body: wanted, key }: KeyedBody<NewWebhookBody>,
) -> Result<Response, Failure> {
    let Wanted { url, description, kinds } = wanted.read(app.reach)?;
    let token = bearer_text(&headers)?;
    let known = app.store.webhooks().await?;
    let again = |seed, body: String| with_secret(&known, token, seed, &body);
    let execution = match idempotency::begin_again(&app, &operator, key, again).await? {
        Begun::Replay(answer) => return Ok(answer),
        Begun::Execute(execution) => execution,
    };
    let id = WebhookId::new(execution.seed().id("webhook"));
    let new = NewWebhook { id, url, description, kinds, secret: webhook_secret(token, execution.seed()) };
    let now = app.now();
    let add = |webhooks: &mut Webhooks| webhooks.add(&new, now).map_err(|error| refused(&error));
    let answer = app.store.change_webhooks(add).await;
    Ok(execution.finish(&app, answer.map(|(_, webhook)| given(&app, &webhook))).await)
}

/// Changes a webhook: its URL, its description, or the kinds of events that it is sent. Events that wait go to the new
/// URL; where it stopped, it goes on when it is resumed.
#[utoipa::path(
    patch, path = "/operator/v1/webhooks/{webhookId}", tag = "Webhooks", operation_id = "changeWebhook",
    params(("webhookId" = String, Path, description = "The webhook's id")),
    request_body = WebhookChangeBody,
    responses(
        (status = 200, description = "The webhook", body = WebhookBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn change(
    State(app): State<App>,
    Operator(_): Operator,
    Id(id): Id<WebhookId>,
    Json(wanted): Json<WebhookChangeBody>,
) -> Result<Response, Failure> {
    let change = wanted.read(app.reach)?;
    let change = |webhooks: &mut Webhooks| webhooks.change(&id, &change).ok_or_else(nothing_there);
    let (_, webhook) = app.store.change_webhooks(change).await?;
    let pending = app.store.pending_deliveries().await?;
    Ok(respond::json(StatusCode::OK, &WebhookBody::of(&webhook, &pending, app.now())))
}

/// Sends a webhook an event of the kind `webhook.test`, signed as any other, and says what its receiver answered.
/// Nothing changes: it is sent once, and no event waits for it.
#[utoipa::path(
    post, path = "/operator/v1/webhooks/{webhookId}/test", tag = "Webhooks", operation_id = "testWebhook",
    params(("webhookId" = String, Path, description = "The webhook's id")),
    request_body = TestBody,
    responses(
        (status = 200, description = "What came of it, be it refused", body = TestedBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn test(
    State(app): State<App>,
    Operator(_): Operator,
    Id(id): Id<WebhookId>,
    Json(TestBody {}): Json<TestBody>,
) -> Result<Response, Failure> {
    let webhooks = app.store.webhooks().await?;
    let webhook = webhooks.find(&id).ok_or_else(nothing_there)?;
    let event = Announcement::of_test(&id, entropy::new_id(), app.now());
    let (event_id, started) = (event.id().to_owned(), Instant::now());
    let sent = rollcall_fetch::webhook::post(webhook, event, app.reach, app.now()).await;
    Ok(respond::json(StatusCode::OK, &TestedBody::of(event_id, sent, started.elapsed())))
}

/// Gives a webhook another secret. For a day the secret before signs as well, so no event is lost to a receiver that is told of the
/// new one meanwhile. A secret before that one signs no longer.
#[utoipa::path(
    post, path = "/operator/v1/webhooks/{webhookId}/secrets", tag = "Webhooks", operation_id = "rotateWebhookSecret",
    params(
        ("webhookId" = String, Path, description = "The webhook's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "A key of the caller's own: within 24 hours the same request with the same key makes no other secret, and is given the same one if its token is the same", min_length = 1, max_length = 255, pattern = "^[!-~]+$"),
    ),
    request_body = NewSecretBody,
    responses(
        (status = 201, description = "The webhook with its new secret", body = MadeWebhookBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The request of this key is still under way, or its secret was replaced, or the webhook removed", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The key was sent with another request", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn add_secret(
    State(app): State<App>,
    Operator(operator): Operator,
    headers: HeaderMap,
    Id(id): Id<WebhookId>,
    KeyedBody { body: NewSecretBody {}, key }: KeyedBody<NewSecretBody>,
) -> Result<Response, Failure> {
    let token = bearer_text(&headers)?;
    let known = app.store.webhooks().await?;
    known.find(&id).ok_or_else(nothing_there)?;
    let again = |seed, body: String| with_secret(&known, token, seed, &body);
    let execution = match idempotency::begin_again(&app, &operator, key, again).await? {
        Begun::Replay(answer) => return Ok(answer),
        Begun::Execute(execution) => execution,
    };
    let (secret, now) = (webhook_secret(token, execution.seed()), app.now());
    let rotate = |webhooks: &mut Webhooks| webhooks.rotate(&id, &secret, now).ok_or_else(nothing_there);
    let answer = app.store.change_webhooks(rotate).await;
    Ok(execution.finish(&app, answer.map(|(_, webhook)| given(&app, &webhook))).await)
}

/// Goes on at once with events that the webhook did not take: of one tenant, or of all. Where it stopped after three days, it goes
/// on from there.
#[utoipa::path(
    post, path = "/operator/v1/webhooks/{webhookId}/resume", tag = "Webhooks", operation_id = "resumeWebhook",
    params(("webhookId" = String, Path, description = "The webhook's id")),
    request_body = ResumeBody,
    responses(
        (status = 200, description = "It goes on", body = ResumedBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn resume(
    State(app): State<App>,
    Operator(_): Operator,
    Id(id): Id<WebhookId>,
    Json(wanted): Json<ResumeBody>,
) -> Result<Response, Failure> {
    let tenant = wanted.tenant()?;
    app.store.webhooks().await?.find(&id).ok_or_else(nothing_there)?;
    let resumed = app.store.resume_deliveries(&id, tenant.as_ref(), app.now()).await?;
    Ok(respond::json(StatusCode::OK, &ResumedBody { resumed }))
}

/// Removes a webhook. What it was not sent yet is not sent any more.
#[utoipa::path(
    delete, path = "/operator/v1/webhooks/{webhookId}", tag = "Webhooks", operation_id = "removeWebhook",
    params(("webhookId" = String, Path, description = "The webhook's id")),
    responses(
        (status = 204, description = "It is removed"),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn remove(
    State(app): State<App>,
    Operator(_): Operator,
    Id(id): Id<WebhookId>,
) -> Result<Response, Failure> {
    let remove = |webhooks: &mut Webhooks| {
        if webhooks.remove(&id) { Ok(()) } else { Err(nothing_there()) }
    };
    app.store.change_webhooks(remove).await?;
    app.store.give_up_deliveries(&id, app.now()).await?;
    Ok(respond::nothing())
}

/// The answer with a new secret. The secret is given once, and is no part of what is kept.
fn given(app: &App, webhook: &Webhook) -> KeyedAnswer {
    let body = MadeWebhookBody::of(webhook, app.now());
    KeyedAnswer::that_stands(StatusCode::CREATED, &body).kept_as(&body.without_secret())
}

/// The body of an answer that was given before, with the secret if that is the webhook's and follows from this token.
fn with_secret(known: &Webhooks, token: &str, seed: Seed, body: &str) -> Result<String, Failure> {
    let kept = MadeWebhookBody::kept(body);
    let webhook = kept.as_ref().and_then(|kept| known.find(&WebhookId::parse(kept.id())?));
    let (Some(kept), Some(webhook)) = (kept, webhook) else { return Err(removed()) };
    let secret = webhook_secret(token, seed);
    Ok(if webhook.secret == secret { kept.with_secret(&secret) } else { body.to_owned() })
}

fn removed() -> Failure {
    let detail = "The webhook that this request was about was removed since. Send it with another key to make a new one.";
    Problem::new(Kind::Revoked, detail).into()
}

fn refused(error: &WebhookError) -> Failure {
    match error {
        WebhookError::TooMany => {
            Problem::new(Kind::TooMany, "There are five webhooks already: remove one first.").into()
        }
        WebhookError::Url => invalid(format!("`url`: {error}.")),
        WebhookError::Description => invalid(format!("`description`: {error}.")),
        WebhookError::Kind(_) => invalid(format!("`events`: {error}.")),
    }
}
