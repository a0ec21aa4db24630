//! For the tenant's administrator to see: when each client and each of its secrets last got a token, and why one last got none.
//!
//! It is noted after the answer, each thing once in five minutes at most by each environment. It is no part of the request: it
//! is not counted as its cost, does not hold it up for long, and may fail. Of whom something is noted is told at
//! [`RefusedClient`].

use std::sync::{Arc, OnceLock};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use rollcall::store::StoreError;
use rollcall_rules::admission::{Admitted, RefusedClient};
use rollcall_rules::contact::{Heard, Refusal, Refused, USE_NOTED_EVERY};
use rollcall_rules::oauth::ClientId;
use rollcall_rules::tenant::TenantId;
use rollcall_rules::token::TokenHash;
use rollcall_web::{App, Lately, note};

/// What was noted of which tenant, by this environment.
pub(crate) type Notes = Lately<(TenantId, Kind)>;

/// What a note is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// The client, or the secret, with this id got a token.
    Used(String),
    Refused(Refusal),
}

/// What came of a request, once that is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asking(Arc<OnceLock<Outcome>>);

#[derive(Debug)]
enum Outcome {
    /// The client with this id of its own got a token, by the secret with this id if it has one.
    Granted {
        tenant: Box<Admitted>,
        client: String,
        secret: Option<String>,
    },
    Refused(RefusedClient),
}

impl Asking {
    /// The one of a request that runs below [`noted`].
    pub(crate) fn of(request: &Request) -> Self {
        request.extensions().get::<Self>().cloned().unwrap_or_default()
    }

    /// The client got a token by this secret, or by an assertion.
    pub(crate) fn is_granted(&self, tenant: Admitted, client: &ClientId, secret: Option<&str>) {
        let secret = secret.map(|secret| TokenHash::of(secret).short());
        // A request has one outcome.
        let (tenant, client) = (Box::new(tenant), client.own().to_owned());
        let _known = self.0.set(Outcome::Granted { tenant, client, secret });
    }

    /// The client got none; `None`: nothing may be noted of it.
    pub(crate) fn is_refused(&self, client: Option<RefusedClient>) {
        if let Some(client) = client {
            let _known = self.0.set(Outcome::Refused(client));
        }
    }
}

/// Middleware: runs a request, and notes what came of it.
pub(crate) async fn noted(
    State((app, notes)): State<(App, Notes)>,
    mut request: Request,
    next: Next,
) -> Response {
    let asking = Asking::default();
    request.extensions_mut().insert(asking.clone());
    let response = next.run(request).await;
    match asking.0.get() {
        Some(Outcome::Granted { tenant, client, secret }) => {
            note(Some(&tenant.id), granted(&app, &notes, tenant, client, secret.as_deref())).await;
        }
        Some(Outcome::Refused(client)) => note(Some(client.tenant()), refused(&app, &notes, client)).await,
        None => {}
    }
    response
}

async fn granted(
    app: &App,
    notes: &Notes,
    tenant: &Admitted,
    client: &str,
    secret: Option<&str>,
) -> Result<(), StoreError> {
    let now = app.now();
    let due = |id: &&str| {
        notes.due((tenant.id.clone(), Kind::Used((*id).to_owned())), now, USE_NOTED_EVERY).is_some()
    };
    let heard = Heard { token: Some(client).filter(due), secret: secret.filter(due), ..Heard::default() };
    app.store.note_heard(tenant, heard, now).await
}

async fn refused(app: &App, notes: &Notes, client: &RefusedClient) -> Result<(), StoreError> {
    let (now, tenant, refusal) = (app.now(), client.tenant(), client.refusal());
    let kind = Kind::Refused(refusal.clone());
    let Some(times) = notes.due((tenant.clone(), kind), now, USE_NOTED_EVERY) else { return Ok(()) };
    // The next token is worth a note, whatever was noted before: it tells that this is mended.
    notes.forget(|(of, kind)| of == tenant && matches!(kind, Kind::Used(_)));
    let refused = Refused { refusal: refusal.clone(), at: now, since: Some(now), times, attribute: None };
    app.store.note_refused_client(client, &refused).await
}
