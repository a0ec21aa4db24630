//! For the tenant's administrator to see: that the directory was heard of, and what it was refused.
//!
//! A request that is worth it is followed by a write, once a minute for each tenant and kind of refusal at most. It is
//! no part of the request: it is not counted as its cost, does not hold it up for long, and may fail.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use jiff::Timestamp;
use rollcall::store::StoreError;
use rollcall_protocol::ScimType;
use rollcall_rules::admission::Admitted;
use rollcall_rules::contact::{NOTED_EVERY, Refusal, Refused};
use rollcall_rules::tenant::TenantId;
use rollcall_web::{App, request_log};
use tokio::time::timeout;

/// How long an answer may wait for what is noted of it.
const PATIENCE: Duration = Duration::from_millis(500);

/// Kinds of notes that are remembered to have been made. More are forgotten all, and made once more.
const REMEMBERED: usize = 10_000;

/// What was noted when, by this environment. Clones are one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Notes(Arc<Mutex<HashMap<Note, Timestamp>>>);

/// Of whom, and of what kind; `None`: that they were heard of.
type Note = (TenantId, Option<Refusal>);

/// Whose request it turned out to be, once its token was found right.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asking(Arc<OnceLock<Admitted>>);

/// `scimType` of an error, left in the answer's extensions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told(pub(crate) Option<ScimType>);

impl Asking {
    /// It is this tenant's.
    pub(crate) fn is_of(&self, admitted: &Admitted) {
        // A request is let in once, by one token.
        let _known = self.0.set(admitted.clone());
    }
}

impl Notes {
    /// Is a note worth making? Then it is taken for made.
    fn are_due(&self, tenant: &TenantId, refusal: Option<&Refusal>, now: Timestamp) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.len() >= REMEMBERED {
            noted.clear();
        }
        let last = noted.entry((tenant.clone(), refusal.cloned())).or_insert(Timestamp::MIN);
        let is_due = now.duration_since(*last).abs() >= NOTED_EVERY;
        if is_due {
            *last = now;
        }
        is_due
    }
}

/// Middleware: runs a request, and notes what is worth it.
pub(crate) async fn noted(
    State((app, notes)): State<(App, Notes)>,
    mut request: Request,
    next: Next,
) -> Response {
    let asking = Asking::default();
    request.extensions_mut().insert(asking.clone());
    let operation = request_log::operation(&request);
    let response = next.run(request).await;
    if let Some(admitted) = asking.0.get() {
        let told = response.extensions().get::<Told>().and_then(|told| told.0);
        let refusal = Refusal::of(&operation, response.status().as_u16(), told.map(ScimType::as_str));
        match timeout(PATIENCE, note(&app, &notes, admitted, refusal)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                let error = &error as &dyn std::error::Error;
                tracing::debug!(target: "rollcall::contact", tenant_id = admitted.id.as_str(), error, "not noted");
            }
            Err(_) => {
                tracing::debug!(target: "rollcall::contact", tenant_id = admitted.id.as_str(), "not noted in time");
            }
        }
    }
    response
}

async fn note(
    app: &App,
    notes: &Notes,
    admitted: &Admitted,
    refusal: Option<Refusal>,
) -> Result<(), StoreError> {
    let now = app.now();
    if notes.are_due(&admitted.id, None, now) {
        app.store.note_heard(admitted, now).await?;
    }
    match refusal {
        Some(refusal) if notes.are_due(&admitted.id, Some(&refusal), now) => {
            app.store.note_refused(admitted, &Refused { refusal, at: now }).await
        }
        _ => Ok(()),
    }
}
