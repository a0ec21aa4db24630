//! The page as its template has it.

use askama::Template;
use jiff::{SignedDuration, Timestamp};
use rollcall_rules::contact::{ClientFault, Contact, Refused};
use rollcall_rules::oauth::code::Authorization;
use rollcall_rules::oauth::{ClientId, ClientSecret, Issued, MAX_CLIENTS, MadeClient, Method, OAuthClient};
use rollcall_rules::portal::AdminName;
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::token::Maker;

use super::draft::{Draft, Way};
use crate::portal::page::{Notice, Shell, Tab, Words, texts};
use crate::portal::session::{self, Admin};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Days before its end from which on a secret is marked.
const ENDS_SOON: i64 = 30;

/// Where a directory uses its client.
pub(crate) struct Places {
    pub(crate) token_url: String,
    pub(crate) authorize_url: String,
    pub(crate) scim_url: String,
}

/// What the page shows besides the clients.
pub(super) struct Shows {
    pub(super) notice: Option<Notice>,
    /// A client or a secret that was just made.
    pub(super) made: Option<MadeClient>,
    /// The form for another client.
    pub(super) draft: Option<Draft>,
}

#[derive(Template)]
#[template(path = "portal/clients.html")]
pub(crate) struct Clients<'a> {
    pub(crate) shell: Shell<'a>,
    pub(crate) places: Places,
    pub(crate) clients: Vec<Card<'a>>,
    pub(crate) is_full: bool,
    pub(crate) made: Option<MadeClient>,
    /// Does the client that was just made get codes?
    pub(crate) made_gets_codes: bool,
    /// By which each form makes one secret, however often it is sent.
    pub(crate) nonce: String,
    pub(crate) draft: Option<Draft>,
}

/// A client as the page has it.
pub(crate) struct Card<'a> {
    pub(crate) client: &'a OAuthClient,
    /// As its directory is given it.
    pub(crate) client_id: String,
    pub(crate) used_at: Option<Timestamp>,
    pub(crate) secrets: Vec<SecretRow<'a>>,
    pub(crate) refusal: Option<RefusalRow<'a>>,
    /// When what administrators consented to began, as far as it is in use.
    pub(crate) connected: Vec<Timestamp>,
}

/// A secret as the page has it.
pub(crate) struct SecretRow<'a> {
    pub(crate) secret: &'a ClientSecret,
    pub(crate) is_live: bool,
    /// Days until it expires, of which the last may be a part.
    pub(crate) days_left: i64,
    pub(crate) used_at: Option<Timestamp>,
}

/// Why a client last got no token.
pub(crate) struct RefusalRow<'a> {
    pub(crate) fault: ClientFault,
    pub(crate) refused: &'a Refused,
    /// When it got one since.
    pub(crate) mended_at: Option<Timestamp>,
}

impl<'a> Clients<'a> {
    pub(super) fn of(
        admin: &'a Admin,
        tenant: &'a Tenant,
        (contact, now): (&'a Contact, Timestamp),
        places: Places,
        shows: Shows,
    ) -> Self {
        let made_gets_codes = shows.made.as_ref().is_some_and(|made| gets_codes(tenant, made));
        Self {
            shell: admin.shell(Tab::Connection, shows.notice),
            places,
            clients: tenant
                .oauth_clients
                .iter()
                .map(|client| Card::of(&tenant.id, client, contact, now))
                .collect(),
            is_full: tenant.oauth_clients.len() >= MAX_CLIENTS,
            made: shows.made,
            made_gets_codes,
            nonce: session::new_nonce(),
            draft: shows.draft,
        }
    }

    /// The secret that was just made.
    fn issued(&self) -> Option<&Issued> {
        match self.made.as_ref()? {
            MadeClient::WithSecret(issued) => Some(issued),
            MadeClient::Asserting(_) => None,
        }
    }

    /// Is that the form that is shown?
    fn is_shown(&self, way: Way) -> bool {
        self.draft.as_ref().is_some_and(|draft| draft.way == way)
    }

    /// The fields of the form for a federation: name, label, hint, what was typed, and whether it must be filled.
    fn claims<'b>(&self, draft: &'b Draft) -> [(&'static str, Words, Words, &'b str, bool); 4] {
        let texts = self.shell.texts;
        [
            ("issuer", texts.get("clients-issuer"), texts.get("clients-issuer-hint"), &draft.issuer, false),
            ("jwks", texts.get("clients-jwks"), texts.get("clients-jwks-hint"), &draft.jwks, true),
            (
                "subject",
                texts.get("clients-subject"),
                texts.get("clients-subject-hint"),
                &draft.subject,
                false,
            ),
            (
                "audience",
                texts.get("clients-audience"),
                texts.get("clients-audience-hint"),
                &draft.audience,
                true,
            ),
        ]
    }

    /// Does a client that is there get codes?
    fn some_gets_codes(&self) -> bool {
        self.clients.iter().any(|card| matches!(card.client.method, Method::Code(_)))
    }
}

fn gets_codes(tenant: &Tenant, made: &MadeClient) -> bool {
    let id = ClientId::parse(made.client_id());
    let client = id.as_ref().and_then(|id| tenant.oauth_client(id.own()));
    client.is_some_and(|client| matches!(client.method, Method::Code(_)))
}

impl<'a> Card<'a> {
    pub(crate) fn of(
        tenant: &TenantId,
        client: &'a OAuthClient,
        contact: &'a Contact,
        now: Timestamp,
    ) -> Self {
        let refusal = contact.last_refusal_of(&client.id).map(|(fault, refused)| RefusalRow {
            fault,
            refused,
            mended_at: contact.token_since(&client.id, refused),
        });
        let secret = |secret: &'a ClientSecret| SecretRow {
            secret,
            is_live: secret.is_live(now),
            days_left: (secret.expires_at.duration_since(now) + DAY - SignedDuration::from_secs(1))
                .as_hours()
                / 24,
            used_at: contact.used.get(&secret.id).copied(),
        };
        let connected = match &client.method {
            Method::Code(known) => {
                let live = known.granted.iter().filter(|granted| granted.is_live(now));
                live.map(|granted: &Authorization| granted.created_at).collect()
            }
            Method::Secret | Method::Jwt(_) => Vec::new(),
        };
        Self {
            client,
            client_id: ClientId::text(tenant, &client.id),
            used_at: contact.used.get(&client.id).copied(),
            secrets: client.secrets.iter().map(secret).collect(),
            refusal,
            connected,
        }
    }

    fn way(&self) -> Way {
        match self.client.method {
            Method::Secret => Way::Secret,
            Method::Jwt(_) => Way::Jwt,
            Method::Code(_) => Way::Code,
        }
    }

    fn has_secret(&self) -> bool {
        self.way() != Way::Jwt
    }

    fn is_live_secret_alone(&self) -> bool {
        self.secrets.iter().filter(|row| row.is_live).count() < 2
    }

    /// What it was made with, and the names of that.
    fn facts(&self) -> Vec<(Words, &str)> {
        let texts = texts();
        match &self.client.method {
            Method::Secret => Vec::new(),
            Method::Jwt(known) => vec![
                (texts.get("clients-issuer"), known.issuer.as_str()),
                (texts.get("clients-subject"), known.subject.as_str()),
                (texts.get("clients-audience"), known.audience.as_str()),
                (texts.get("clients-jwks"), known.jwks_uri.as_str()),
            ],
            Method::Code(known) => {
                let uris = known.redirect_uris.as_slice().iter();
                uris.map(|uri| (texts.get("clients-redirect"), uri.as_str())).collect()
            }
        }
    }

    /// Name of the administrator who made it here, as far as it is known.
    fn made_by(&self) -> Option<&str> {
        admin_of(self.client.made_by.as_ref())
    }
}

impl SecretRow<'_> {
    fn ends_soon(&self) -> bool {
        self.days_left <= ENDS_SOON
    }

    fn made_by(&self) -> Option<&str> {
        admin_of(self.secret.made_by.as_ref())
    }
}

fn admin_of(maker: Option<&Maker>) -> Option<&str> {
    maker?.admin.as_ref().map(AdminName::as_str)
}

impl RefusalRow<'_> {
    /// Id of the text that says what was wrong, and what to do.
    const fn text(&self) -> &'static str {
        match self.fault {
            ClientFault::KeysAway => "clients-fault-keys-away",
            ClientFault::NotSigned => "clients-fault-not-signed",
            ClientFault::UnknownKey => "clients-fault-unknown-key",
            ClientFault::Signature => "clients-fault-signature",
            ClientFault::Issuer => "clients-fault-issuer",
            ClientFault::Subject => "clients-fault-subject",
            ClientFault::Audience => "clients-fault-audience",
            ClientFault::Expired => "clients-fault-expired",
            ClientFault::NotYet => "clients-fault-not-yet",
            ClientFault::TooLong => "clients-fault-too-long",
            ClientFault::Id => "clients-fault-jti",
            ClientFault::Used => "clients-fault-used",
            ClientFault::SecretExpired => "clients-fault-secret-expired",
            ClientFault::Method => "clients-fault-method",
            ClientFault::Grant => "clients-fault-grant",
        }
    }

    fn since(&self) -> Timestamp {
        self.refused.since.unwrap_or(self.refused.at)
    }
}
