//! Who asks for a token: a client's id and its secret, in the header `Authorization` by Basic, or in the form (RFC 6749
//! §2.3.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use rollcall_rules::oauth::{ClientId, InvalidClient};

use crate::failure::Failure;
use crate::form::{Form, decoded};

const NO_CLIENT: &str =
    "The client is missing: send its id and its secret by Basic, or as client_id and client_secret.";
const NO_SECRET: &str =
    "The secret is missing: a client proves itself here by its secret, and in no other way.";
const OTHER_SCHEME: &str =
    "A client proves itself here by Basic, or by client_id and client_secret in the form.";
const TWO_WAYS: &str =
    "The client proves itself in two ways. Send its secret either by Basic or in the form.";

/// A client that presents a secret. Nothing is known yet of its worth.
pub(crate) struct Client {
    pub(crate) id: ClientId,
    pub(crate) secret: String,
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
        let is_asserted = form.one("client_assertion")?.is_some();
        let Some(header) = header(headers)? else {
            let id = id.ok_or_else(|| Failure::InvalidClient(NO_CLIENT.to_owned()))?;
            let secret = secret.ok_or_else(|| Failure::InvalidClient(NO_SECRET.to_owned()))?;
            return if is_asserted { Err(Failure::InvalidRequest(TWO_WAYS)) } else { Self::new(id, secret) };
        };
        if secret.is_some() || is_asserted {
            return Err(Failure::InvalidRequest(TWO_WAYS));
        }
        let (named, secret) = basic(header)?;
        if id.is_some_and(|id| id != named) {
            return Err(Failure::InvalidRequest(
                "client_id names another client than the header Authorization.",
            ));
        }
        Self::new(&named, &secret)
    }

    fn new(id: &str, secret: &str) -> Result<Self, Failure> {
        let id = ClientId::parse(id).ok_or(InvalidClient)?;
        Ok(Self { id, secret: secret.to_owned() })
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
            Ok(client) => Ok(format!("{} {}", client.id.own(), client.secret)),
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
    async fn a_client_proves_itself_in_one_of_two_ways() {
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
            (vec![right.clone(), basic("a:b")], "", Err("request")),
            (vec![right.replace("Basic", "Bearer")], "", Err("client")),
            (vec!["Basic".to_owned()], "", Err("client")),
            (vec!["Basic %%%".to_owned()], "", Err("client")),
            (vec![basic("no colon")], "", Err("client")),
            (vec![basic("a&b:c")], "", Err("client")),
            (vec![], "", Err("client")),
            (vec![], "client_id=rcc_acme_0123456789ab", Err("client")),
            (vec![], "client_id=rcc_acme_0123456789ab&client_assertion=x", Err("client")),
            (vec![], "client_id=acme&client_secret=s", Err("client")),
        ] {
            assert_eq!(of(&headers, &form(text).await), expected, "{headers:?} {text}");
        }
    }
}
