//! When each token of the operator's backend was last used, for `rollcall token list` to show.
//!
//! It is noted after the answer, once in five minutes for a token by each environment. It is no part of the request: it
//! does not hold it up for long, and may fail.

use std::sync::{Arc, OnceLock};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::request::Parts;
use rollcall_rules::admission::{Admitted, AdmittedOperator};
use rollcall_rules::contact::{Heard, USE_NOTED_EVERY};
use rollcall_rules::tenant::TenantId;
use rollcall_web::{App, Lately, note};

/// The uses that this environment noted, by tenant and token. A token of the operator's is of no tenant.
pub(super) type Uses = Lately<(Option<TenantId>, String)>;

/// Whose request it turned out to be.
#[derive(Debug, Clone, Default)]
pub(super) struct Asking(Arc<OnceLock<Asked>>);

/// Who asks.
#[derive(Debug)]
enum Asked {
    /// A tenant's backend, by the people token with this id.
    OfTenant(Box<Admitted>, String),
    /// The operator's.
    Operator(AdmittedOperator),
}

impl Asking {
    /// Whose request this is, as far as it is known by then.
    pub(super) fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().cloned().unwrap_or_default()
    }

    /// The request was let in by the token with this id.
    pub(super) fn is_of(&self, admitted: &Admitted, token: &str) {
        // A request is let in by one token, though it may read the tenant twice.
        let _known = self.0.set(Asked::OfTenant(Box::new(admitted.clone()), token.to_owned()));
    }

    /// The request was let in by a token of the operator's.
    pub(super) fn is_of_operator(&self, operator: &AdmittedOperator) {
        let _known = self.0.set(Asked::Operator(operator.clone()));
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
    let is_due = |tenant, token: &str| uses.due((tenant, token.to_owned()), now, USE_NOTED_EVERY).is_some();
    match asking.0.get() {
        Some(Asked::OfTenant(admitted, token)) if is_due(Some(admitted.id.clone()), token) => {
            let heard = Heard { token: Some(token), ..Heard::default() };
            note(Some(&admitted.id), app.store.note_heard(admitted, heard, now)).await;
        }
        Some(Asked::Operator(operator)) if is_due(None, operator.token()) => {
            note(None, app.store.note_operator_use(operator, now)).await;
        }
        _ => {}
    }
    response
}
