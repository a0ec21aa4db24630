//! OAuth clients: how a tenant's directory proves itself once an hour, in place of a static token.
//!
//! A client that a people token makes is its own: it remembers the token, and `rollcall token revoke --with-made` takes both. One
//! that the operator makes stays until it is revoked itself.
//! A secret is in the answer that made it, and in no table and no log. It follows from the token and from the seed of
//! the request. So the same request with the same key is given the same secret, as long as that is live, and makes no second
//! client; and what was revoked since is not brought back.

mod body;

use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use rollcall_rules::oauth::client::TooManyClients;
use rollcall_rules::oauth::{ClientId, Issued, MadeClient, NewClient, NotRotated, OAuthClient};
use rollcall_rules::portal::client_seed;
use rollcall_rules::seed::Seed;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::token::{Denied, Maker};
use rollcall_rules::user::Actor;
use rollcall_web::{App, bearer_text};
use serde::Deserialize;

use super::caller::Caller;
use super::failure::Failure;
use super::idempotency::{self, Begun, KeyedAnswer, KeyedBody};
use super::problem::{Kind, Problem};
use super::request::{Id, nothing_there};
use super::respond;
use body::{ClientBody, ClientList, MadeBody, NewClientBody, NewSecretBody, Places};

/// Lists the tenant's OAuth clients, without their secrets, and says where directories use them.
#[utoipa::path(
    get, path = "/people/v1/oauth-clients", tag = "OAuth clients", operation_id = "listOAuthClients",
    responses((status = 200, description = "The clients", body = ClientList))
)]
pub(crate) async fn list(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let (contact, now) = (app.store.contact(&caller.tenant, app.now()).await?, app.now());
    let clients = caller.tenant.oauth_clients.iter();
    let clients = clients.map(|client| ClientBody::of(&caller.tenant.id, client, &contact, now)).collect();
    let list = ClientList { clients, places: Places::of(&app, &headers) };
    Ok(respond::json(StatusCode::OK, &list))
}

/// Shows an OAuth client.
#[utoipa::path(
    get, path = "/people/v1/oauth-clients/{clientId}", tag = "OAuth clients", operation_id = "showOAuthClient",
    params(("clientId" = String, Path, description = "The client's id")),
    responses(
        (status = 200, description = "The client", body = ClientBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<ClientId>,
) -> Result<Response, Failure> {
    let client = find(&caller.tenant, &id)?;
    let now = app.now();
    let contact = app.store.contact(&caller.tenant, now).await?;
    Ok(respond::json(StatusCode::OK, &ClientBody::of(&caller.tenant.id, client, &contact, now)))
}

/// Makes an OAuth client. A tenant has five at most. The secret of one with the method `secret` or `code` is in this answer
/// and in no other.
#[utoipa::path(
    post, path = "/people/v1/oauth-clients", tag = "OAuth clients", operation_id = "createOAuthClient",
    params(("Idempotency-Key" = Option<String>, Header, description = "A key of the caller's own: within 24 hours the same request with the same key makes no second client. The answer is the same, with the secret as long as that is live and the token of the request is the same", min_length = 1, max_length = 255, pattern = "^[!-~]+$")),
    request_body = NewClientBody,
    responses(
        (status = 201, description = "The client", body = MadeBody),
        (status = 409, description = "There are five, or the request of this key is still under way, or what it made was revoked", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The key was sent with another request", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn create(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    KeyedBody { body: wanted, key }: KeyedBody<NewClientBody>,
) -> Result<Response, Failure> {
    let (label, method) = wanted.read(app.reach)?;
    let people_token = bearer_text(&headers)?;
    let again = |seed, body| with_secret(&caller.tenant, (people_token, seed), body, app.now());
    let execution = match idempotency::begin_again(&app, &caller.tenant, key, again).await? {
        Begun::Replay(answer) => return Ok(answer),
        Begun::Execute(execution) => execution,
    };
    let seed = client_seed(people_token, execution.seed());
    let new = NewClient { label, method, made_by: maker(&caller) };
    let now = app.now();
    let make = |tenant: &mut Tenant| tenant.make_client(seed, &new, now).map_err(|error| full(&error));
    let answer = change(&app, &caller, now, make).await;
    let answer = answer.map(|made| given(&made, Places::of(&app, &headers)));
    Ok(execution.finish(&app, answer).await)
}

/// Gives a client a second secret. The secret before works for seven more days, or until it expires. A client has two live
/// ones at most, and one with the method `jwt` has none.
#[utoipa::path(
    post, path = "/people/v1/oauth-clients/{clientId}/secrets", tag = "OAuth clients", operation_id = "addOAuthClientSecret",
    params(
        ("clientId" = String, Path, description = "The client's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "A key of the caller's own: within 24 hours the same request with the same key adds no second secret. The answer is the same, with the secret as long as that is live and the token of the request is the same", min_length = 1, max_length = 255, pattern = "^[!-~]+$"),
    ),
    request_body = NewSecretBody,
    responses(
        (status = 201, description = "The client with its new secret", body = MadeBody),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "There are two live ones, or the client has none, or the request of this key is still under way, or what it made was revoked", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The key was sent with another request", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn add_secret(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Id(id): Id<ClientId>,
    KeyedBody { body: wanted, key }: KeyedBody<NewSecretBody>,
) -> Result<Response, Failure> {
    let lifetime = wanted.lifetime()?;
    find(&caller.tenant, &id)?;
    let people_token = bearer_text(&headers)?;
    let again = |seed, body| with_secret(&caller.tenant, (people_token, seed), body, app.now());
    let execution = match idempotency::begin_again(&app, &caller.tenant, key, again).await? {
        Begun::Replay(answer) => return Ok(answer),
        Begun::Execute(execution) => execution,
    };
    let seed = client_seed(people_token, execution.seed());
    let (maker, now) = (maker(&caller), app.now());
    let rotate = |tenant: &mut Tenant| {
        let rotated = tenant.rotate_oauth_client(id.own(), seed, lifetime, maker.clone(), now);
        rotated.map_err(not_rotated)?.ok_or_else(nothing_there)
    };
    let answer = change(&app, &caller, now, rotate).await;
    let answer = answer.map(|issued| given(&MadeClient::WithSecret(issued), Places::of(&app, &headers)));
    Ok(execution.finish(&app, answer).await)
}

/// Revokes a client, with its secrets, its access tokens and what administrators consented to.
#[utoipa::path(
    delete, path = "/people/v1/oauth-clients/{clientId}", tag = "OAuth clients", operation_id = "revokeOAuthClient",
    params(("clientId" = String, Path, description = "The client's id")),
    responses(
        (status = 204, description = "It is revoked"),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<ClientId>,
) -> Result<Response, Failure> {
    find(&caller.tenant, &id)?;
    let revoke = |tenant: &mut Tenant| {
        if tenant.revoke_oauth_client(id.own()) { Ok(()) } else { Err(nothing_there()) }
    };
    change(&app, &caller, app.now(), revoke).await?;
    Ok(respond::nothing())
}

/// Revokes one secret of a client, with the access tokens that it got. The client stays.
#[utoipa::path(
    delete, path = "/people/v1/oauth-clients/{clientId}/secrets/{secretId}", tag = "OAuth clients", operation_id = "revokeOAuthClientSecret",
    params(
        ("clientId" = String, Path, description = "The client's id"),
        ("secretId" = String, Path, description = "The secret's id"),
    ),
    responses(
        (status = 204, description = "It is revoked"),
        (status = 404, description = "There is none of that id", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(crate) async fn revoke_secret(
    State(app): State<App>,
    caller: Caller,
    path: Result<Path<SecretPath>, PathRejection>,
) -> Result<Response, Failure> {
    // A text that is not UTF-8 is the id of nothing.
    let Path(SecretPath { client_id, secret_id: secret }) = path.map_err(|_| nothing_there())?;
    let id = ClientId::parse(&client_id).ok_or_else(nothing_there)?;
    find(&caller.tenant, &id)?;
    let revoke = |tenant: &mut Tenant| {
        if tenant.revoke_client_secret(id.own(), &secret) { Ok(()) } else { Err(nothing_there()) }
    };
    change(&app, &caller, app.now(), revoke).await?;
    Ok(respond::nothing())
}

/// Where a secret stands in a path.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SecretPath {
    client_id: String,
    secret_id: String,
}

/// The tenant's own client with that id.
fn find<'a>(tenant: &'a Tenant, id: &ClientId) -> Result<&'a OAuthClient, Failure> {
    let own = tenant.oauth_client(id.own()).filter(|_| *id.claimed().id() == tenant.id);
    own.ok_or_else(nothing_there)
}

/// `None`: the operator made it, as the command does.
fn maker(caller: &Caller) -> Option<Maker> {
    caller.people_token.clone().map(|people_token| Maker { people_token, admin: None })
}

/// Changes the tenant for the caller. The people token is checked in the record that the write replaces: whoever revokes it
/// is not overtaken by it.
async fn change<T>(
    app: &App,
    caller: &Caller,
    now: Timestamp,
    change: impl Fn(&mut Tenant) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let change = |tenant: &mut Tenant| {
        let is_open = tenant.keeps_open(caller.people_token.as_deref(), now);
        if is_open { change(tenant) } else { Err(Denied::Token.into()) }
    };
    let changed = app.store.change_tenant(&caller.tenant, Actor::Operator, now, change).await;
    changed.map(|(_, given)| given)
}

/// The answer with what was made. The secret is given once, and is no part of what is kept.
fn given(made: &MadeClient, places: Places) -> KeyedAnswer {
    let body = MadeBody::of(made, places);
    KeyedAnswer::that_stands(StatusCode::CREATED, &body).kept_as(&body.without_secret())
}

/// The body of an answer that was given before, with the secret if that is live and follows from this people token. What was
/// revoked since is not told to be there.
fn with_secret(
    tenant: &Tenant,
    (people_token, seed): (&str, Seed),
    body: String,
    now: Timestamp,
) -> Result<String, Failure> {
    let kept = MadeBody::kept(&body).filter(|kept| kept.is_there(tenant)).ok_or_else(revoked)?;
    Ok(match tenant.made_before(client_seed(people_token, seed), now) {
        Some(MadeClient::WithSecret(Issued { client_secret, .. })) => kept.with_secret(client_secret),
        Some(MadeClient::Asserting(_)) | None => body,
    })
}

fn revoked() -> Failure {
    let detail = "What this request made was revoked since. Send it with another key to make a new one.";
    Problem::new(Kind::Revoked, detail).into()
}

fn full(error: &TooManyClients) -> Failure {
    Problem::new(Kind::TooMany, sentence(&error.to_string())).into()
}

fn not_rotated(error: NotRotated) -> Failure {
    let kind = match error {
        NotRotated::TooManySecrets => Kind::TooMany,
        NotRotated::WithoutSecret => Kind::NoSecret,
    };
    Problem::new(kind, sentence(&error.to_string())).into()
}

/// An error's text as a sentence of its own.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).chain(['.']).collect()
}
