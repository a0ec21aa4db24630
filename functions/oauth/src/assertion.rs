//! Checks an assertion: who it is of, whose key signed it, what it says, and whether it was there before.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jsonwebtoken::dangerous::insecure_decode_claims;
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use rollcall::entropy;
use rollcall_rules::admission::Admitted;
use rollcall_rules::oauth::assertion::{Accepted, AssertionFault, Claims};
use rollcall_rules::oauth::{ClientId, Granted, InvalidClient};
use rollcall_rules::token::TokenHash;
use rollcall_rules::user::WriteId;

use crate::OAuth;
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
pub(crate) async fn grant(oauth: &OAuth, client: &ClientId, assertion: &str) -> Result<Granted, Failure> {
    let refused = || Failure::InvalidClient(NOT_SIGNED.to_owned());
    let (app, now) = (&oauth.app, oauth.app.now());
    let header = decode_header(assertion).ok().filter(|_| assertion.len() <= LONGEST).ok_or_else(refused)?;
    let kid = header.kid.filter(|_| [Algorithm::RS256, Algorithm::ES256].contains(&header.alg));
    let kid = kid.ok_or_else(refused)?;
    let record = app.store.tenant(client.claimed().id()).await?.ok_or_else(refused)?;
    let expected = record.asserting_client(client).map_err(|InvalidClient| refused())?;
    let key =
        oauth.keys.find(&expected.jwks_uri, &kid, header.alg, app.reach, now).await?.ok_or_else(refused)?;
    let claims =
        decode::<Claims>(assertion, &key, &signature_alone(header.alg)).map_err(|_| refused())?.claims;
    let accepted = expected.accept(client, &claims, now)?;
    let granted = Granted::by_assertion(&record, &accepted, now)?;
    let admitted = Admitted::by_assertion(record, &accepted).ok_or(InvalidClient)?;
    let write = oauth.unheard.take(&accepted).unwrap_or_else(entropy::new_write);
    match app.store.note_assertion(&admitted, &accepted, write).await {
        Ok(true) => Ok(granted),
        Ok(false) => Err(AssertionFault::Used.into()),
        Err(error) => {
            oauth.unheard.keep(&accepted, write);
            Err(error.into())
        }
    }
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
