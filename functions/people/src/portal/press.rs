//! A press of a button that makes a secret. It makes one, however often its form is sent.
//!
//! The secret follows from the session and from the nonce of the form, so the same form gives the same secret. That the form
//! was sent is noted as a request with a key is, so that no form brings a secret back that was revoked since.

use axum::response::Response;
use rollcall::entropy;
use rollcall::store::StoreError;
use rollcall_rules::admission::Requester;
use rollcall_rules::idempotency::{Fingerprint, IdempotencyKey, KeyedRequest, StoredAnswer, Turn, turn};
use rollcall_rules::token::TokenHash;
use rollcall_web::{App, with_cause};

use super::failure::Failure;
use super::session::{self, Form};

/// One press of a button that makes a secret, however often its form is sent.
pub(super) struct Press {
    /// What the secret is made of.
    pub(super) secret: [u8; 32],
    key: Option<IdempotencyKey>,
}

/// A press that makes its secret now. Of two at once, one has the record to end it.
pub(super) struct Begun(Option<KeyedRequest>);

impl Press {
    /// The press of the button that does this, by the nonce of its form.
    pub(super) fn of(form: &Form, what: &str) -> Self {
        let press = format!("{} {what}", session::nonce_of(&form.fields));
        let secret = form.admin.mint.secret(&press);
        // By the secret, so that a form of another session is another press.
        let key = format!("portal-token-{}", TokenHash::of(&hex::encode(secret)).as_str());
        Self { secret, key: IdempotencyKey::parse(key.as_bytes()).ok() }
    }

    /// Notes that the secret is about to be made; `None`: it was.
    pub(super) async fn begin(&self, app: &App, form: &Form) -> Result<Option<Begun>, Failure> {
        let Some(key) = &self.key else { return Ok(Some(Begun(None))) };
        let requester = Requester::from(&form.admin.tenant);
        let before = app.store.keyed_request(&requester, key).await?;
        let fingerprint = Fingerprint::of("POST", "/portal/token", b"");
        match turn(before.as_ref(), fingerprint, entropy::new_id(), app.now()) {
            Ok(Turn::Done(_)) => Ok(None),
            Ok(Turn::Do(record)) => {
                match app.store.write_keyed_request(&requester, key, before.as_ref(), &record).await {
                    Ok(()) => Ok(Some(Begun(Some(record)))),
                    Err(error) if error.is_lost_race() => Ok(Some(Begun(None))),
                    Err(error) => Err(error.into()),
                }
            }
            // The other one makes the same secret.
            Err(_) => Ok(Some(Begun(None))),
        }
    }
}

impl Begun {
    /// Notes that the secret was made. If that fails, the same form would make the same secret again.
    pub(super) async fn end(self, app: &App, form: &Form, press: &Press, response: Response) -> Response {
        let (Some(record), Some(key)) = (self.0, &press.key) else { return response };
        let done = record.done(StoredAnswer { status: response.status().as_u16(), body: String::new() });
        let requester = Requester::from(&form.admin.tenant);
        let noted: Result<(), StoreError> =
            app.store.write_keyed_request(&requester, key, Some(&record), &done).await;
        match noted {
            Err(error) if !error.is_lost_race() => with_cause(response, error),
            _ => response,
        }
    }
}
