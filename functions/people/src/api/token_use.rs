//! When each token of the operator's backend was last used, for `rollcall token list` to show.
//!
//! It is noted after the answer, once in five minutes for a token by each environment. It is no part of the request: it
//! does not hold it up for long, and may fail.

use std::sync::{Arc, OnceLock};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::request::Parts;
use rollcall_rules::admission::Admitted;
use rollcall_rules::contact::{Heard, USE_NOTED_EVERY};
use rollcall_rules::tenant::TenantId;
use rollcall_web::{App, Lately, note};

/// The uses that this environment noted, by tenant and token.
pub(super) type Uses = Lately<(TenantId, String)>;

/// Whose request it turned out to be, and the id of the token that let it in.
#[derive(Debug, Clone, Default)]
pub(super) struct Asking(Arc<OnceLock<(Admitted, String)>>);

impl Asking {
    /// Whose request this is, as far as it is known by then.
    pub(super) fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().cloned().unwrap_or_default()
    }

    /// The request was let in by the token with this id.
    pub(super) fn is_of(&self, admitted: &Admitted, token: &str) {
        // A request is let in by one token, though it may read the tenant twice.
        let _known = self.0.set((admitted.clone(), token.to_owned()));
    }
}

/// Middleware: runs a request, and notes that its token was used.
pub(super) async fn noted(
    State((app, uses)): State<(App, Uses)>,
    mut request: Request,
    next: Next,
) -> Response {
    let asking = Asking::default();
    request.extensions_mut().insert(asking.clone());
    let response = next.run(request).await;
    let now = app.now();
    let Some((admitted, token)) = asking.0.get() else { return response };
    if uses.due((admitted.id.clone(), token.clone()), now, USE_NOTED_EVERY).is_some() {
        let heard = Heard { token: Some(token), ..Heard::default() };
        note(&admitted.id, app.store.note_heard(admitted, heard, now)).await;
    }
    response
}
