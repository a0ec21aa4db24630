//! Who asks for a token: a client's id and its secret, in the header `Authorization` by Basic, or in the form (RFC 6749
//! §2.3.1); or an assertion in the form (RFC 7521 §4.2).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use rollcall_rules::oauth::assertion::TYPE;
use rollcall_rules::oauth::{ClientId, InvalidClient};

use crate::assertion;
use crate::failure::Failure;
use crate::form::{Form, decoded};

const NO_CLIENT: &str = "The client is missing: send its id and its secret by Basic, or as client_id and client_secret, or an assertion.";
const NO_PROOF: &str =
    "The secret is missing: send it by Basic or as client_secret, or send a client_assertion.";
const OTHER_SCHEME: &str = "A client proves itself here by Basic, by client_id and client_secret in the form, or by client_assertion.";
const TWO_WAYS: &str =
    "The client proves itself in two ways. Send its secret by Basic or in the form, or send an assertion.";
const OTHER_ASSERTION: &str = "client_assertion and client_assertion_type belong together, and the only type here is \
     urn:ietf:params:oauth:client-assertion-type:jwt-bearer.";
const NO_ID: &str = "The assertion is not about a client of ours: send client_id beside it.";

/// A client that presents a proof. Nothing is known yet of its worth.
pub(crate) struct Client {
    pub(crate) id: ClientId,
    pub(crate) proof: Proof,
}

/// What a client proves itself by.
pub(crate) enum Proof {
    Secret(String),
    Assertion(String),
}

impl Client {
    /// Who a request says it is.
    ///
    /// # Errors
    ///
    /// [`Failure::InvalidRequest`], if it says so in two ways; [`Failure::InvalidClient`], if it does not, or what it says
    /// cannot be one of ours.
    pub(crate) fn of(headers: &HeaderMap, form: &Form) -> Result<Self, Failure> {
        let (id, secret) = (form.one("client_id")?, form.one("client_secret")?);
        let (header, asserts) = (header(headers)?, form.one("client_assertion")?.is_some());
        if [secret.is_some(), asserts, header.is_some()].into_iter().filter(|given| *given).count() > 1 {
            return Err(Failure::InvalidRequest(TWO_WAYS));
        }
        let assertion = assertion_of(form)?;
        if let Some(assertion) = assertion {
            return Self::asserting(id, assertion);
        }
        let Some(header) = header else {
            let id = id.ok_or_else(|| Failure::InvalidClient(NO_CLIENT.to_owned()))?;
            let secret = secret.ok_or_else(|| Failure::InvalidClient(NO_PROOF.to_owned()))?;
            return Self::with_secret(id, secret);
        };
        let (named, secret) = basic(header)?;
        if id.is_some_and(|id| id != named) {
            return Err(Failure::InvalidRequest(
                "client_id names another client than the header Authorization.",
            ));
        }
        Self::with_secret(&named, &secret)
    }

    fn with_secret(id: &str, secret: &str) -> Result<Self, Failure> {
        let id = ClientId::parse(id).ok_or(InvalidClient)?;
        Ok(Self { id, proof: Proof::Secret(secret.to_owned()) })
    }

    /// By `client_id`, or else by whom the assertion is about (RFC 7523 §3): that tells which record to read.
    fn asserting(id: Option<&str>, text: &str) -> Result<Self, Failure> {
        let id = match id {
            Some(id) => ClientId::parse(id).ok_or(InvalidClient)?,
            None => assertion::subject(text).ok_or_else(|| Failure::InvalidClient(NO_ID.to_owned()))?,
        };
        Ok(Self { id, proof: Proof::Assertion(text.to_owned()) })
    }
}

fn assertion_of(form: &Form) -> Result<Option<&str>, Failure> {
    match (form.one("client_assertion_type")?, form.one("client_assertion")?) {
        (None, None) => Ok(None),
        (Some(TYPE), Some(assertion)) => Ok(Some(assertion)),
        _ => Err(Failure::InvalidRequest(OTHER_ASSERTION)),
    }
}

/// The header `Authorization`. The same one sent twice counts once.
fn header(headers: &HeaderMap) -> Result<Option<&str>, Failure> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else { return Ok(None) };
    if values.any(|other| other != value) {
        return Err(Failure::InvalidRequest(
            "There are two headers Authorization, and they differ. Send one.",
        ));
    }
    value.to_str().map(Some).map_err(|_| Failure::InvalidClient(OTHER_SCHEME.to_owned()))
}

/// Id and secret out of Basic (RFC 7617), each of which is encoded as in a form.
fn basic(header: &str) -> Result<(String, String), Failure> {
    let pair = header.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"));
    let (_, encoded) = pair.ok_or_else(|| Failure::InvalidClient(OTHER_SCHEME.to_owned()))?;
    let parts = || {
        let bytes = STANDARD.decode(encoded.trim()).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (id, secret) = text.split_once(':')?;
        Some((decoded(id)?, decoded(secret)?))
    };
    Ok(parts().ok_or(InvalidClient)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "rcc_acme_0123456789ab";

    fn of(authorization: &[String], form: &Form) -> Result<String, &'static str> {
        let mut headers = HeaderMap::new();
        for value in authorization {
            headers.append(AUTHORIZATION, value.parse().unwrap());
        }
        match Client::of(&headers, form) {
            Ok(Client { id, proof: Proof::Secret(secret) }) => Ok(format!("{} {secret}", id.own())),
            Ok(Client { id, proof: Proof::Assertion(text) }) => Ok(format!("{} asserts {text}", id.own())),
            Err(Failure::InvalidRequest(_)) => Err("request"),
            Err(Failure::InvalidClient(_)) => Err("client"),
            Err(_) => Err("other"),
        }
    }

    fn basic(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    async fn form(text: &str) -> Form {
        let request = http::Request::builder().header("content-type", "application/x-www-form-urlencoded");
        let request = request.body(axum::body::Body::from(text.to_owned())).unwrap();
        let Ok((_, form)) = Form::read(request).await else { panic!("{text} is a form") };
        form
    }

    #[tokio::test]
    async fn a_client_proves_itself_in_one_of_three_ways() {
        let asserted = format!("client_assertion_type={TYPE}&client_assertion=");
        // Its payload is {"sub":"rcc_acme_0123456789ab"}.
        let own = "e30.eyJzdWIiOiJyY2NfYWNtZV8wMTIzNDU2Nzg5YWIifQ.x";
        let by_id = format!("client_id={ID}&{asserted}e30.e30.x");
        let both = format!("client_id={ID}&client_secret=s");
        let (right, known) = (basic(&format!("{ID}:s")), Ok("0123456789ab s".to_owned()));
        for (headers, text, expected) in [
            (vec![], both.as_str(), known.clone()),
            (vec![right.clone()], "", known.clone()),
            (vec![right.clone(), right.clone()], "", known.clone()),
            (vec![right.replace("Basic", "basic ")], "", known.clone()),
            (vec![right.clone()], "client_id=rcc_acme_0123456789ab", known),
            (vec![right.clone()], "client_id=rcc_acme_0123456789ac", Err("request")),
            (vec![right.clone()], both.as_str(), Err("request")),
            (vec![right.clone()], "client_assertion=x", Err("request")),
            (vec![], &by_id, Ok("0123456789ab asserts e30.e30.x".to_owned())),
            (vec![], &format!("{asserted}{own}"), Ok(format!("0123456789ab asserts {own}"))),
            (vec![], &format!("{asserted}e30.e30.x"), Err("client")),
            (vec![], &format!("{asserted}x"), Err("client")),
            (vec![], &format!("client_id=acme&{asserted}{own}"), Err("client")),
            (vec![right.clone()], &by_id, Err("request")),
            (vec![], &format!("{by_id}&client_secret=s"), Err("request")),
            (vec![], &by_id.replace("jwt-bearer", "saml2-bearer"), Err("request")),
            (vec![], &format!("client_id={ID}&client_assertion_type={TYPE}"), Err("request")),
            (vec![right.clone(), basic("a:b")], "", Err("request")),
            (vec![right.replace("Basic", "Bearer")], "", Err("client")),
            (vec!["Basic".to_owned()], "", Err("client")),
            (vec!["Basic %%%".to_owned()], "", Err("client")),
            (vec![basic("no colon")], "", Err("client")),
            (vec![basic("a&b:c")], "", Err("client")),
            (vec![], "", Err("client")),
            (vec![], "client_id=rcc_acme_0123456789ab", Err("client")),
            (vec![], "client_id=rcc_acme_0123456789ab&client_assertion=x", Err("request")),
            (vec![], "client_id=acme&client_secret=s", Err("client")),
        ] {
            assert_eq!(of(&headers, &form(text).await), expected, "{headers:?} {text}");
        }
    }
}
