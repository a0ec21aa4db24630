//! Checks an assertion: who it is of, whose key signed it, what it says, and whether it was there before.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jsonwebtoken::dangerous::insecure_decode_claims;
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header};
use rollcall::entropy;
use rollcall_rules::admission::{Admitted, RefusedClient};
use rollcall_rules::contact::ClientFault;
use rollcall_rules::oauth::assertion::{Accepted, AssertionFault, Claims};
use rollcall_rules::oauth::{ClientId, Granted, InvalidClient};
use rollcall_rules::tenant::Tenant;
use rollcall_rules::token::TokenHash;
use rollcall_rules::user::WriteId;

use crate::OAuth;
use crate::contact::Asking;
use crate::failure::Failure;

/// Longest assertion that is looked at, in bytes.
const LONGEST: usize = 8 * 1024;

const NOT_SIGNED: &str = "The assertion is not signed by a key that the client's JWKS URI shows, by RS256 or ES256, and named by kid. Or \
     the client is not known, or was not made with the method jwt.";

/// The client that an assertion names where the request names none: it is about itself (RFC 7523 §3). Nothing is known yet of
/// its worth.
pub(crate) fn subject(assertion: &str) -> Option<ClientId> {
    let is_looked_at = assertion.len() <= LONGEST;
    let claims: Claims = insecure_decode_claims(assertion).ok().filter(|_| is_looked_at)?;
    ClientId::parse(&claims.sub?)
}

/// Grants an access token for an assertion. One call; one more to note its `jti`.
///
/// # Errors
///
/// [`Failure::InvalidClient`]; what passes, if the keys or the table are away.
pub(crate) async fn grant(
    oauth: &OAuth,
    asking: &Asking,
    client: &ClientId,
    assertion: &str,
) -> Result<Granted, Failure> {
    let header =
        decode_header(assertion).ok().filter(|_| assertion.len() <= LONGEST).ok_or_else(not_signed)?;
    let record = oauth.app.store.tenant(client.claimed().id()).await?.ok_or_else(not_signed)?;
    let accepted = check(oauth, &record, client, (assertion, header)).await;
    let accepted = accepted.map_err(|refused| refused.noted(asking, &record, client))?;
    let granted = Granted::by_assertion(&record, &accepted, oauth.app.now())?;
    let admitted = Admitted::by_assertion(record.clone(), &accepted).ok_or(InvalidClient)?;
    let write = oauth.unheard.take(&accepted).unwrap_or_else(entropy::new_write);
    match oauth.app.store.note_assertion(&admitted, &accepted, write).await {
        Ok(true) => {
            asking.is_granted(admitted, client, None);
            Ok(granted)
        }
        Ok(false) => Err(Unaccepted::from(AssertionFault::Used).noted(asking, &record, client)),
        Err(error) => {
            oauth.unheard.keep(&accepted, write);
            Err(error.into())
        }
    }
}

fn not_signed() -> Failure {
    Failure::InvalidClient(NOT_SIGNED.to_owned())
}

/// An assertion that is not accepted: what is wrong, and what the caller is told.
struct Unaccepted(ClientFault, Failure);

impl From<AssertionFault> for Unaccepted {
    fn from(fault: AssertionFault) -> Self {
        Self(fault.into(), fault.into())
    }
}

impl Unaccepted {
    /// One of which the caller learns no more than that it proves nothing.
    fn unproven(fault: ClientFault) -> Self {
        Self(fault, not_signed())
    }

    fn noted(self, asking: &Asking, record: &Tenant, client: &ClientId) -> Failure {
        let Self(fault, failure) = self;
        asking.is_refused(RefusedClient::by_assertion(record, client, fault));
        failure
    }
}

/// Whether one of the client's keys signed an assertion, and it says what it must.
async fn check(
    oauth: &OAuth,
    record: &Tenant,
    client: &ClientId,
    (assertion, header): (&str, Header),
) -> Result<Accepted, Unaccepted> {
    let now = oauth.app.now();
    let expected = record.asserting_client(client);
    let expected = expected.map_err(|InvalidClient| Unaccepted::unproven(ClientFault::NotSigned))?;
    let kid = header.kid.filter(|_| [Algorithm::RS256, Algorithm::ES256].contains(&header.alg));
    let kid = kid.ok_or_else(|| Unaccepted::unproven(ClientFault::NotSigned))?;
    let key = oauth.keys.find(&expected.jwks_uri, &kid, header.alg, oauth.app.reach, now).await;
    let key = key.map_err(|failure| Unaccepted(ClientFault::KeysAway, failure))?;
    let key = key.ok_or_else(|| Unaccepted::unproven(ClientFault::UnknownKey))?;
    let decoded = decode::<Claims>(assertion, &key, &signature_alone(header.alg));
    let claims = decoded.map_err(|_| Unaccepted::unproven(ClientFault::Signature))?.claims;
    Ok(expected.accept(client, &claims, now)?)
}

/// Notes of which the table did not say whether they were made. A directory that sends the same assertion again, as it was told
/// to, must not hear that it was used: in this process the note goes on with the write that it began with. Clones are one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unheard(Arc<Mutex<HashMap<TokenHash, WriteId>>>);

/// Notes that are remembered. More are forgotten all.
const REMEMBERED: usize = 1_000;

impl Unheard {
    fn take(&self, accepted: &Accepted) -> Option<WriteId> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(accepted.id()?)
    }

    fn keep(&self, accepted: &Accepted, write: WriteId) {
        let Some(id) = accepted.id() else { return };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= REMEMBERED {
            all.clear();
        }
        all.insert(id.clone(), write);
    }
}

/// What the crate is to check: by this algorithm and no other. Claims are the rules' affair, and so is the time.
fn signature_alone(algorithm: Algorithm) -> Validation {
    let mut validation = Validation::new(algorithm);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}
