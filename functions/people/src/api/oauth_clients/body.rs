//! OAuth clients as they are taken and given.

use http::HeaderMap;
use jiff::Timestamp;
use rollcall_rules::contact::Contact;
use rollcall_rules::oauth::method::{Field, MAX_CLAIM, MAX_REDIRECT_URIS, MAX_URI};
use rollcall_rules::oauth::{
    ClientId, ClientSecret, EarlierSecret, Issued, MadeClient, Method, NewAssertions, NewMethod, OAuthClient,
    Reach, RedirectUris, SecretLifetime,
};
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::token::{Maker, parse_label};
use rollcall_web::App;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::failure::Failure;
use super::super::request::{invalid, word};
use super::super::respond;

/// How a client proves itself: by its secret, by assertions that the directory signs (RFC 7523), or by a secret and a code to
/// which the tenant's administrator consented.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = OAuthMethod)]
pub(crate) enum MethodWord {
    Secret,
    Jwt,
    Code,
}

impl MethodWord {
    const fn of(method: &Method) -> Self {
        match method {
            Method::Secret => Self::Secret,
            Method::Jwt(_) => Self::Jwt,
            Method::Code(_) => Self::Code,
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Jwt => "jwt",
            Self::Code => "code",
        }
    }
}

/// A client as it is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NewOAuthClient)]
pub(crate) struct NewClientBody {
    /// How it proves itself.
    #[serde(deserialize_with = "word")]
    method: MethodWord,
    /// A note for people, such as the directory's name: one line.
    #[schema(min_length = 1, max_length = 100)]
    label: Option<String>,
    /// For `secret` and `code`: days until its secret expires, 365 if nothing is said.
    #[schema(minimum = 1, maximum = 1095)]
    expires_in_days: Option<u16>,
    /// For `jwt`: what its assertions have as `iss`; the client's own id if nothing is said. At most 500 bytes.
    #[schema(min_length = 1, max_length = 500)]
    issuer: Option<String>,
    /// For `jwt`: what its assertions have as `sub`; the client's own id if nothing is said. At most 500 bytes.
    #[schema(min_length = 1, max_length = 500)]
    subject: Option<String>,
    /// For `jwt`, which needs it: what its assertions have as `aud`. At most 500 bytes.
    #[schema(min_length = 1, max_length = 500)]
    audience: Option<String>,
    /// For `jwt`, which needs it: where the directory shows the keys by which it signs; `https`, with a domain name.
    #[schema(min_length = 1, max_length = 500)]
    jwks_uri: Option<String>,
    /// For `code`, which needs them: to where an administrator's browser may be sent with a code, compared to the byte; `https`,
    /// with a domain name, without a fragment.
    #[schema(min_items = 1, max_items = 10)]
    redirect_uris: Option<Vec<String>>,
}

/// A second secret as it is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = NewOAuthClientSecret)]
pub(crate) struct NewSecretBody {
    /// Days until it expires, 365 if nothing is said.
    #[schema(minimum = 1, maximum = 1095)]
    expires_in_days: Option<u16>,
}

fn lifetime(days: Option<u16>) -> Result<SecretLifetime, Failure> {
    let lifetime = days.map(SecretLifetime::of_days).transpose();
    lifetime.map(Option::unwrap_or_default).map_err(|error| invalid(format!("`expiresInDays`: {error}.")))
}

impl NewSecretBody {
    /// How long it is to last.
    pub(super) fn lifetime(&self) -> Result<SecretLifetime, Failure> {
        lifetime(self.expires_in_days)
    }
}

impl NewClientBody {
    /// The label and the method that are asked for.
    pub(super) fn read(&self, reach: Reach) -> Result<(Option<String>, NewMethod), Failure> {
        self.refuse_what_is_of_another_method()?;
        let label = self.label.as_deref().map(parse_label).transpose();
        let label = label.map_err(|error| invalid(format!("`label`: {error}.")))?;
        let method = match self.method {
            MethodWord::Secret => NewMethod::Secret(lifetime(self.expires_in_days)?),
            MethodWord::Jwt => NewMethod::Jwt(self.assertions(reach)?),
            MethodWord::Code => NewMethod::Code(self.uris(reach)?, lifetime(self.expires_in_days)?),
        };
        Ok((label, method))
    }

    fn refuse_what_is_of_another_method(&self) -> Result<(), Failure> {
        use MethodWord::{Code, Jwt, Secret};
        let given = [
            ("expiresInDays", self.expires_in_days.is_some(), &[Secret, Code][..]),
            ("issuer", self.issuer.is_some(), &[Jwt]),
            ("subject", self.subject.is_some(), &[Jwt]),
            ("audience", self.audience.is_some(), &[Jwt]),
            ("jwksUri", self.jwks_uri.is_some(), &[Jwt]),
            ("redirectUris", self.redirect_uris.is_some(), &[Code]),
        ];
        for (name, is_given, methods) in given {
            if is_given && !methods.contains(&self.method) {
                let methods: Vec<_> = methods.iter().map(|method| format!("`{}`", method.as_str())).collect();
                return Err(invalid(format!("`{name}` is for the method {}.", methods.join(" or "))));
            }
        }
        Ok(())
    }

    fn assertions(&self, reach: Reach) -> Result<NewAssertions, Failure> {
        let needed = |text: &Option<String>, name| text.clone().ok_or_else(|| missing(name));
        let audience = needed(&self.audience, "audience")?;
        let jwks_uri = needed(&self.jwks_uri, "jwksUri")?;
        let (issuer, subject) = (self.issuer.as_deref(), self.subject.as_deref());
        NewAssertions::parse(issuer, subject, &audience, &jwks_uri, reach).map_err(|error| {
            invalid(match error.field() {
                Field::Issuer => claim("issuer"),
                Field::Subject => claim("subject"),
                Field::Audience => claim("audience"),
                Field::JwksUri | Field::RedirectUris => uri("jwksUri"),
            })
        })
    }

    fn uris(&self, reach: Reach) -> Result<RedirectUris, Failure> {
        let given = self.redirect_uris.as_deref().ok_or_else(|| missing("redirectUris"))?;
        let wrong = given.iter().position(|text| RedirectUris::parse(&[text], reach).is_err());
        if let Some(at) = wrong {
            return Err(invalid(uri(&format!("redirectUris[{at}]"))));
        }
        RedirectUris::parse(given, reach)
            .map_err(|_| invalid(format!("`redirectUris` are 1 to {MAX_REDIRECT_URIS}.")))
    }
}

fn missing(name: &str) -> Failure {
    invalid(format!("`{name}` is missing."))
}

fn claim(name: &str) -> String {
    format!(
        "`{name}` must be a text of 1 to {MAX_CLAIM} bytes, without control characters and without blanks around it."
    )
}

fn uri(name: &str) -> String {
    format!(
        "`{name}` must be an https URI with a domain name, of at most {MAX_URI} bytes, without user, password and \
         fragment, and written as browsers write it."
    )
}

/// Where a directory uses its client.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Places {
    /// Where it gets its access tokens.
    token_url: String,
    /// Where it sends an administrator to be let in, if it gets codes.
    authorize_url: String,
    /// The SCIM base URL that its tokens open.
    scim_url: String,
}

impl Places {
    pub(super) fn of(app: &App, headers: &HeaderMap) -> Self {
        Self {
            token_url: app.base_url.token_url(headers),
            authorize_url: app.base_url.authorize_url(headers),
            scim_url: app.base_url.scim_url(headers),
        }
    }
}

/// The tenant's clients.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OAuthClientList)]
pub(crate) struct ClientList {
    /// In order of when they were made.
    pub(super) clients: Vec<ClientBody>,
    #[serde(flatten)]
    pub(super) places: Places,
}

/// A client that was just made, or has a new secret.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MadeOAuthClient)]
pub(crate) struct MadeBody {
    /// Its id, which the directory is given.
    client_id: String,
    /// Its secret, in this answer alone; absent for the method `jwt`, and where an answer is repeated to another token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_secret: Option<String>,
    /// By which the secret is listed and revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    secret_id: Option<String>,
    /// When the secret expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
    /// The secrets before it that still work.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<EarlierBody>,
    #[serde(flatten)]
    places: Places,
}

/// A secret that works for a while beside the one that takes its place.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = EarlierOAuthClientSecret)]
pub(crate) struct EarlierBody {
    /// By which it is listed and revoked.
    secret_id: String,
    /// Until when it works.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl MadeBody {
    pub(super) fn of(made: &MadeClient, places: Places) -> Self {
        let client_id = made.client_id().to_owned();
        match made {
            MadeClient::Asserting(_) => Self {
                client_id,
                client_secret: None,
                secret_id: None,
                expires_at: None,
                earlier: Vec::new(),
                places,
            },
            MadeClient::WithSecret(Issued { client_secret, secret_id, expires_at, earlier, .. }) => {
                let earlier = earlier.iter().map(|EarlierSecret { id, expires_at }| EarlierBody {
                    secret_id: id.clone(),
                    expires_at: *expires_at,
                });
                Self {
                    client_id,
                    client_secret: Some(client_secret.clone()),
                    secret_id: Some(secret_id.clone()),
                    expires_at: Some(*expires_at),
                    earlier: earlier.collect(),
                    places,
                }
            }
        }
    }

    /// As it is kept.
    pub(super) fn without_secret(&self) -> Self {
        Self { client_secret: None, ..self.clone() }
    }

    /// One that was kept; `None`: it is none.
    pub(super) fn kept(body: &str) -> Option<Self> {
        serde_json::from_str(body).ok()
    }

    /// Whether the tenant still has the client, and the secret if one was made.
    pub(super) fn is_there(&self, tenant: &Tenant) -> bool {
        let client = ClientId::parse(&self.client_id);
        let client = client.as_ref().and_then(|id| tenant.oauth_client(id.own()));
        let has = |client: &OAuthClient, id: &String| client.secrets.iter().any(|secret| secret.id == *id);
        client.is_some_and(|client| self.secret_id.as_ref().is_none_or(|id| has(client, id)))
    }

    /// Its text, with its secret again.
    pub(super) fn with_secret(self, client_secret: String) -> String {
        respond::text(&Self { client_secret: Some(client_secret), ..self })
    }
}

/// A client, without its secrets.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OAuthClient)]
pub(crate) struct ClientBody {
    /// Its id, which the directory is given.
    client_id: String,
    /// How it proves itself.
    method: MethodWord,
    /// A note for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// By whom it was made; absent: by the operator's command, or before this was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    made_by: Option<MakerBody>,
    /// When it got a token, or used one: to about five minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
    /// What it was last refused a token for, in the last two weeks. A wrong secret is not noted: nobody could tell whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_refusal: Option<RefusalBody>,
    /// Its secrets, the oldest first, expired ones among them; none for the method `jwt`.
    secrets: Vec<SecretBody>,
    /// For `jwt`: what its assertions have as `iss`.
    #[serde(skip_serializing_if = "Option::is_none")]
    issuer: Option<String>,
    /// For `jwt`: what its assertions have as `sub`.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<String>,
    /// For `jwt`: what its assertions have as `aud`.
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<String>,
    /// For `jwt`: where its keys are.
    #[serde(skip_serializing_if = "Option::is_none")]
    jwks_uri: Option<String>,
    /// For `code`: to where an administrator's browser may be sent with a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_uris: Option<Vec<String>>,
    /// For `code`: what administrators consented to, and is in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    authorizations: Option<Vec<AuthorizationBody>>,
}

/// A secret, of which its hash alone is kept.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OAuthClientSecret)]
pub(crate) struct SecretBody {
    /// By which it is listed and revoked.
    secret_id: String,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it expires.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
    /// Whether it has expired.
    expired: bool,
    /// By whom it was made; absent: by the operator's command, or before this was noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    made_by: Option<MakerBody>,
    /// When a token was last got by it: to about five minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
}

/// Who made a client or a secret.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OAuthMaker)]
pub(crate) struct MakerBody {
    /// Id of the people token that made it, or opened the session of the portal in which it was made.
    people_token: String,
    /// Name of the administrator, where it was made in the portal.
    #[serde(skip_serializing_if = "Option::is_none")]
    admin: Option<String>,
}

/// What a client was refused a token for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OAuthRefusal)]
pub(crate) struct RefusalBody {
    /// What was wrong: of an assertion, of the keys at the JWKS URI, or of the secret or code.
    #[schema(value_type = FaultWord)]
    fault: &'static str,
    /// When it was so the last time: to about five minutes.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// How often it was so, at least.
    times: u64,
}

/// The words for what was wrong. Of the first four anybody can be the cause who knows the client's id.
#[derive(ToSchema)]
#[schema(as = OAuthFault, rename_all = "snake_case")]
#[expect(dead_code, reason = "it is for the document alone; a test compares it with the rule's words")]
pub(crate) enum FaultWord {
    KeysAway,
    NotSigned,
    UnknownKey,
    Signature,
    Issuer,
    Subject,
    Audience,
    Expired,
    NotYet,
    TooLong,
    Jti,
    Used,
    SecretExpired,
    Method,
    Grant,
}

/// What an administrator consented to.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OAuthAuthorization)]
pub(crate) struct AuthorizationBody {
    /// Its id.
    id: String,
    /// When its code was exchanged.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it ends, if the directory gets no further token.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

impl From<&Maker> for MakerBody {
    fn from(maker: &Maker) -> Self {
        let admin = maker.admin.as_ref().map(|admin| admin.as_str().to_owned());
        Self { people_token: maker.people_token.clone(), admin }
    }
}

impl ClientBody {
    pub(super) fn of(tenant: &TenantId, client: &OAuthClient, contact: &Contact, now: Timestamp) -> Self {
        let secret = |secret: &ClientSecret| SecretBody {
            secret_id: secret.id.clone(),
            created_at: secret.created_at,
            expires_at: secret.expires_at,
            expired: !secret.is_live(now),
            made_by: secret.made_by.as_ref().map(MakerBody::from),
            last_used_at: contact.used.get(&secret.id).copied(),
        };
        let refusal = contact.last_refusal_of(&client.id).map(|(fault, refused)| RefusalBody {
            fault: fault.as_str(),
            at: refused.at,
            times: refused.times,
        });
        let mut body = Self {
            client_id: ClientId::text(tenant, &client.id),
            method: MethodWord::of(&client.method),
            label: client.label.clone(),
            created_at: client.created_at,
            made_by: client.made_by.as_ref().map(MakerBody::from),
            last_used_at: contact.used.get(&client.id).copied(),
            last_refusal: refusal,
            secrets: client.secrets.iter().map(secret).collect(),
            issuer: None,
            subject: None,
            audience: None,
            jwks_uri: None,
            redirect_uris: None,
            authorizations: None,
        };
        match &client.method {
            Method::Secret => {}
            Method::Jwt(known) => {
                body.issuer = Some(known.issuer.clone());
                body.subject = Some(known.subject.clone());
                body.audience = Some(known.audience.clone());
                body.jwks_uri = Some(known.jwks_uri.as_str().to_owned());
            }
            Method::Code(known) => {
                body.redirect_uris = Some(known.redirect_uris.as_slice().to_vec());
                let live = known.granted.iter().filter(|granted| granted.is_live(now));
                let of = live.map(|granted| AuthorizationBody {
                    id: granted.id(),
                    created_at: granted.created_at,
                    expires_at: granted.expires_at,
                });
                body.authorizations = Some(of.collect());
            }
        }
        body
    }
}
