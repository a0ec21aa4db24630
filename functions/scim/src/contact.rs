//! For the tenant's administrator to see: that the directory was heard of, by which token, and what it was refused.
//!
//! A request that is worth it is followed by a write, or by two if it was refused. Each thing is noted once in so many
//! minutes at most, by each environment. It is no part of the request: it is not counted as its cost, does not hold it up
//! for long, and may fail.
//!
//! Of a check of the connection nothing is noted, as it is not the directory. Nor is anything of a caller who is not admitted,
//! with one exception: a token that is, or was, the tenant's own. Why this cannot be abused is told at [`KnownCaller`].

use std::sync::{Arc, OnceLock};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use rollcall::store::StoreError;
use rollcall_protocol::ScimType;
use rollcall_rules::admission::{Admitted, KnownCaller};
use rollcall_rules::contact::{Heard, NOTED_EVERY, Refusal, Refused, USE_NOTED_EVERY};
use rollcall_rules::tenant::TenantId;
use rollcall_rules::token::Presented;
use rollcall_web::{App, Lately, note, request_log};

/// What was noted of which tenant, by this environment.
pub(crate) type Notes = Lately<(TenantId, Kind)>;

/// What a note is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// The directory was heard of.
    Heard,
    /// The token with this id was used.
    Used(String),
    /// This operation succeeded.
    Succeeded(String),
    Refused(Refusal),
}

/// Whose request it turned out to be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asking(Arc<OnceLock<Asker>>);

/// Who asked.
#[derive(Debug)]
enum Asker {
    /// The tenant's directory, with a token that has this id.
    Directory(Box<Admitted>, String),
    /// Somebody with a token that no longer, or not here, opens anything.
    Known(KnownCaller),
}

/// What an error says, left in the answer's extensions.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Told {
    pub(crate) scim_type: Option<ScimType>,
    /// The attribute that it is about.
    pub(crate) attribute: Option<&'static str>,
}

/// What became of the operations of a request that has many, left in the answer's extensions.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parts(pub(crate) Vec<Part>);

/// What became of one.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Method and route of the single request, such as `POST /scim/v2/Users`.
    pub(crate) operation: String,
    pub(crate) status: StatusCode,
    pub(crate) told: Told,
}

impl Asking {
    /// It is this tenant's, and was let in by this token. A check of the connection is not the tenant's directory: nothing is
    /// noted of its requests.
    pub(crate) fn is_of(&self, admitted: &Admitted, presented: &Presented) {
        if admitted.is_check() {
            return;
        }
        // A request is let in once, by one token.
        let _known = self.0.set(Asker::Directory(Box::new(admitted.clone()), presented.id()));
    }

    /// It was not let in, and its token is this known one.
    pub(crate) fn is_refused(&self, known: Option<KnownCaller>) {
        if let Some(known) = known {
            let _known = self.0.set(Asker::Known(known));
        }
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
    if let Some(asker) = asking.0.get() {
        let told = response.extensions().get::<Told>().copied().unwrap_or_default();
        let whole = Part { operation, status: response.status(), told };
        let parts = response.extensions().get::<Parts>().map_or(&[][..], |Parts(parts)| parts);
        let noting = Note { app: &app, notes: &notes, now: app.now() };
        note(Some(asker.tenant()), async {
            for part in std::iter::once(&whole).chain(parts) {
                noting.make(asker, &part.operation, part.status, part.told).await?;
            }
            Ok(())
        })
        .await;
    }
    response
}

impl Asker {
    fn tenant(&self) -> &TenantId {
        match self {
            Self::Directory(admitted, _) => &admitted.id,
            Self::Known(known) => known.tenant(),
        }
    }
}

/// What it takes to note something.
struct Note<'a> {
    app: &'a App,
    notes: &'a Notes,
    now: Timestamp,
}

impl Note<'_> {
    async fn make(
        &self,
        asker: &Asker,
        operation: &str,
        status: StatusCode,
        told: Told,
    ) -> Result<(), StoreError> {
        let (admitted, token) = match asker {
            Asker::Directory(admitted, token) => (admitted, token),
            Asker::Known(known) => return self.refused_token(known).await,
        };
        let is_success = status.is_success() || status == StatusCode::NOT_MODIFIED;
        self.heard(admitted, token, operation, is_success).await?;
        let refusal = Refusal::of(operation, status.as_u16(), told.scim_type.map(ScimType::as_str));
        let Some(refusal) = refusal else { return Ok(()) };
        let Some(times) = self.due(&admitted.id, Kind::Refused(refusal.clone()), NOTED_EVERY) else {
            return Ok(());
        };
        self.forget_successes(&admitted.id);
        let attribute = told.attribute.map(str::to_owned);
        let refused = Refused { refusal, at: self.now, since: Some(self.now), times, attribute };
        self.app.store.note_refused(admitted, &refused).await
    }

    /// All that is due of a request that was let in, in one write.
    async fn heard(
        &self,
        admitted: &Admitted,
        token: &str,
        operation: &str,
        is_success: bool,
    ) -> Result<(), StoreError> {
        let due = |kind, every| self.due(&admitted.id, kind, every).is_some();
        let heard = Heard {
            is_directory: due(Kind::Heard, NOTED_EVERY),
            token: due(Kind::Used(token.to_owned()), USE_NOTED_EVERY).then_some(token),
            // Each hour's token is got by it, and noted there.
            secret: None,
            succeeded: (is_success && due(Kind::Succeeded(operation.to_owned()), USE_NOTED_EVERY))
                .then_some(operation),
        };
        self.app.store.note_heard(admitted, heard, self.now).await
    }

    async fn refused_token(&self, known: &KnownCaller) -> Result<(), StoreError> {
        let refusal = known.refusal();
        let due = self.due(known.tenant(), Kind::Refused(refusal.clone()), USE_NOTED_EVERY);
        let Some(times) = due else { return Ok(()) };
        self.forget_successes(known.tenant());
        let refused = Refused { refusal, at: self.now, since: Some(self.now), times, attribute: None };
        self.app.store.note_refused_token(known, &refused).await
    }

    fn due(&self, tenant: &TenantId, kind: Kind, every: SignedDuration) -> Option<u64> {
        self.notes.due((tenant.clone(), kind), self.now, every)
    }

    /// A refusal is noted: so the next success is worth a note, whatever was noted before.
    fn forget_successes(&self, tenant: &TenantId) {
        self.notes.forget(|(of, kind)| of == tenant && matches!(kind, Kind::Succeeded(_)));
    }
}
