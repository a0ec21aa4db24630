//! What a request for a code must say (RFC 6749 §4.1.1), and where its faults are told (§4.1.2.1): to the client only once
//! it is known that the redirect URI is the client's own, and otherwise to nobody but the administrator who looks at the page.

use super::client::{ClientId, OAuthClient};
use super::code::{Challenge, Consent};
use super::method::Method;
use crate::tenant::Tenant;

/// The one scope.
pub const SCOPE: &str = "scim";

/// Longest `state` that is passed back, in bytes.
pub const MAX_STATE: usize = 2_000;

/// The parameters of a request, as they came. An empty one counts as left out (RFC 6749 §3.1).
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// `client_id`.
    pub client_id: Option<&'a str>,
    /// `redirect_uri`.
    pub redirect_uri: Option<&'a str>,
    /// `response_type`.
    pub response_type: Option<&'a str>,
    /// `scope`.
    pub scope: Option<&'a str>,
    /// `state`.
    pub state: Option<&'a str>,
    /// `code_challenge`.
    pub code_challenge: Option<&'a str>,
    /// `code_challenge_method`.
    pub code_challenge_method: Option<&'a str>,
    /// Whether a parameter is there twice.
    pub is_repeated: bool,
}

/// A request that the administrator may consent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request<'a> {
    /// Who asks.
    pub client: &'a OAuthClient,
    /// What a consent is for.
    pub consent: Consent,
}

/// A fault that is told on a page: the redirect URI is not known to be the client's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFault {
    /// The client is missing, unknown, revoked or none that gets codes.
    Client,
    /// The client is of another tenant than the session.
    OtherTenant,
    /// The redirect URI is none of the client's, or missing where there are several.
    RedirectUri,
    /// `state` is longer than is passed back.
    Request,
}

/// A fault that is told to the client, by its code (RFC 6749 §4.1.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectFault {
    /// Something is missing, there twice, or cannot be.
    InvalidRequest,
    /// Another `response_type` than `code`.
    UnsupportedResponseType,
    /// Another scope than [`SCOPE`].
    InvalidScope,
    /// The administrator denied it.
    AccessDenied,
}

impl RedirectFault {
    /// The code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidScope => "invalid_scope",
            Self::AccessDenied => "access_denied",
        }
    }
}

/// Why a request is not put before the administrator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// To be told on a page.
    Page(PageFault),
    /// To be told to the client, at this URI.
    Redirect(String, RedirectFault),
}

impl<'a> Request<'a> {
    /// Reads a request for a tenant in whose portal somebody is signed in.
    ///
    /// # Errors
    ///
    /// [`Refusal`].
    pub fn read(tenant: &'a Tenant, asked: &Asked<'_>) -> Result<Self, Refusal> {
        if asked.state.is_some_and(|state| state.len() > MAX_STATE) {
            return Err(Refusal::Page(PageFault::Request));
        }
        let id = asked.client_id.and_then(ClientId::parse).ok_or(Refusal::Page(PageFault::Client))?;
        if *id.claimed().id() != tenant.id {
            return Err(Refusal::Page(PageFault::OtherTenant));
        }
        let client = tenant.oauth_client(id.own()).ok_or(Refusal::Page(PageFault::Client))?;
        let Method::Code(authorizations) = &client.method else {
            return Err(Refusal::Page(PageFault::Client));
        };
        let redirect_uri = authorizations.redirect_uris.find(asked.redirect_uri);
        let redirect_uri = redirect_uri.ok_or(Refusal::Page(PageFault::RedirectUri))?.to_owned();
        let challenge = asked.check().map_err(|fault| Refusal::Redirect(redirect_uri.clone(), fault))?;
        let consent = Consent {
            client: client.id.clone(),
            redirect_uri,
            is_uri_named: asked.redirect_uri.is_some(),
            challenge,
        };
        Ok(Self { client, consent })
    }
}

impl Asked<'_> {
    /// What is left to look at once the redirect URI is known to be right. Gives the challenge, if there is one.
    fn check(&self) -> Result<Option<Challenge>, RedirectFault> {
        if self.is_repeated {
            return Err(RedirectFault::InvalidRequest);
        }
        match self.response_type {
            Some("code") => {}
            Some(_) => return Err(RedirectFault::UnsupportedResponseType),
            None => return Err(RedirectFault::InvalidRequest),
        }
        if self.scope.is_some_and(|scope| scope.split(' ').any(|word| word != SCOPE)) {
            return Err(RedirectFault::InvalidScope);
        }
        match (self.code_challenge, self.code_challenge_method) {
            (None, None) => Ok(None),
            // Without a method it would be `plain` (RFC 7636 §4.3), which protects nothing.
            (Some(challenge), Some("S256")) => {
                Challenge::parse(challenge).map(Some).ok_or(RedirectFault::InvalidRequest)
            }
            _ => Err(RedirectFault::InvalidRequest),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::oauth::{Reach, RedirectUris, SecretLifetime};
    use crate::tenant::{Plan, TenantId};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;
    const CALLBACK: &str = "https://app.example/cb";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn acme(uris: &[&str]) -> (Tenant, String) {
        let id = TenantId::parse("acme").unwrap();
        let mut tenant = Tenant::new(id, "Acme".to_owned(), Plan::Advanced, NOW);
        let (uris, year) = (RedirectUris::parse(uris, Reach::Internet).unwrap(), SecretLifetime::default());
        let issued = tenant.create_code_client([1; 32], None, uris, year, NOW).unwrap();
        (tenant, issued.client_id)
    }

    #[test]
    fn a_right_request_may_be_consented_to() {
        let (tenant, id) = acme(&[CALLBACK]);
        let asked = Asked { client_id: Some(&id), response_type: Some("code"), ..Asked::default() };
        let request = Request::read(&tenant, &asked).unwrap();
        let consent = &request.consent;
        assert_eq!((consent.redirect_uri.as_str(), consent.is_uri_named), (CALLBACK, false));
        let full = Asked {
            redirect_uri: Some(CALLBACK),
            scope: Some("scim"),
            code_challenge: Some(CHALLENGE),
            code_challenge_method: Some("S256"),
            ..asked
        };
        let request = Request::read(&tenant, &full).unwrap();
        assert!(request.consent.is_uri_named && request.consent.challenge.is_some());
    }

    #[test]
    fn nothing_is_told_to_an_address_that_is_not_the_clients_own() {
        let (mut tenant, id) = acme(&[CALLBACK, "https://app.example/other"]);
        let year = SecretLifetime::default();
        let plain = tenant.create_oauth_client([2; 32], None, year, NOW).unwrap();
        let right = Asked {
            client_id: Some(&id),
            redirect_uri: Some(CALLBACK),
            response_type: Some("code"),
            ..Asked::default()
        };
        assert!(Request::read(&tenant, &right).is_ok());
        let other = id.replace("acme", "other");
        let long = "x".repeat(MAX_STATE + 1);
        for (asked, fault) in [
            (Asked { client_id: None, ..right }, PageFault::Client),
            (Asked { client_id: Some("rcc_acme_000000000000"), ..right }, PageFault::Client),
            (Asked { client_id: Some(&plain.client_id), ..right }, PageFault::Client),
            (Asked { client_id: Some(&other), ..right }, PageFault::OtherTenant),
            (Asked { redirect_uri: None, ..right }, PageFault::RedirectUri),
            (Asked { redirect_uri: Some("https://app.example/cc"), ..right }, PageFault::RedirectUri),
            (Asked { redirect_uri: Some("https://app.example/cb/"), ..right }, PageFault::RedirectUri),
            (Asked { redirect_uri: Some("https://app.example/c"), ..right }, PageFault::RedirectUri),
            (Asked { state: Some(&long), ..right }, PageFault::Request),
        ] {
            let asked = Asked { response_type: None, ..asked };
            assert_eq!(Request::read(&tenant, &asked), Err(Refusal::Page(fault)), "{asked:?}");
        }
    }

    #[test]
    fn every_other_fault_is_told_to_the_client() {
        let (tenant, id) = acme(&[CALLBACK]);
        let right = Asked { client_id: Some(&id), response_type: Some("code"), ..Asked::default() };
        let (challenge, method) = (Some(CHALLENGE), Some("S256"));
        for (asked, code) in [
            (Asked { response_type: None, ..right }, "invalid_request"),
            (Asked { is_repeated: true, ..right }, "invalid_request"),
            (Asked { code_challenge: challenge, ..right }, "invalid_request"),
            (Asked { code_challenge_method: method, ..right }, "invalid_request"),
            (
                Asked { code_challenge: challenge, code_challenge_method: Some("plain"), ..right },
                "invalid_request",
            ),
            (
                Asked { code_challenge: Some("short"), code_challenge_method: method, ..right },
                "invalid_request",
            ),
            (Asked { response_type: Some("token"), ..right }, "unsupported_response_type"),
            (Asked { response_type: Some("code token"), ..right }, "unsupported_response_type"),
            (Asked { scope: Some("scim admin"), ..right }, "invalid_scope"),
            (Asked { scope: Some("openid"), ..right }, "invalid_scope"),
        ] {
            match Request::read(&tenant, &asked) {
                Err(Refusal::Redirect(uri, fault)) => {
                    assert_eq!((uri.as_str(), fault.code()), (CALLBACK, code));
                }
                other => panic!("{asked:?}: {other:?}"),
            }
        }
    }
}
