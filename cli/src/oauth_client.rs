//! `rollcall oauth-client`.

use std::io;

use jiff::Timestamp;
use rollcall::entropy;
use rollcall_rules::contact::Contact;
use rollcall_rules::oauth::code::Authorization;
use rollcall_rules::oauth::method::Assertions;
use rollcall_rules::oauth::{
    ClientId, ClientSecret, EarlierSecret, Issued, MadeClient, Method, NewAssertions, NewClient, NewMethod,
    OAuthClient, Reach, RedirectUris,
};
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::token::Maker;
use serde::Serialize;

use crate::args::oauth_client::{ClientMethod, MethodArgs, OAuthClientCommand};
use crate::error::CliError;
use crate::print::{self, Answer, columns};
use crate::target::Target;

/// Makes, lists, rotates or revokes OAuth clients of a tenant, and prints the answer. A new secret is printed this once.
///
/// # Errors
///
/// No settings or table, no such tenant, client or secret, or no room for another.
pub(crate) async fn run(command: OAuthClientCommand) -> Result<(), CliError> {
    match command {
        OAuthClientCommand::Create { table, tenant, method, label } => {
            if let Some(option) = method.misplaced() {
                return Err(CliError::OptionOfOtherMethod(option));
            }
            let target = Target::reach(&table).await?;
            let new = NewClient { label, method: method_of(&method, target.uris())?, made_by: None };
            let (now, secret) = (target.now(), entropy::secret());
            let create = |tenant: &mut Tenant| Ok(tenant.make_client(secret, &new, now)?);
            let (_, made) = target.change_tenant(&tenant, create).await?;
            let token_url = target.token_url().map(str::to_owned);
            match made {
                MadeClient::WithSecret(issued) => {
                    show(&IssuedClient::of(issued, token_url), tenant, table.json)
                }
                MadeClient::Asserting(client_id) => {
                    print::answer(&AssertingClient { client_id, token_url }, table.json)
                }
            }
        }
        OAuthClientCommand::List { table, tenant } => {
            let target = Target::reach(&table).await?;
            let (tenant, now) = (target.tenant(&tenant).await?, target.now());
            let contact = target.contact(&tenant).await?;
            let clients = tenant.oauth_clients.iter();
            let clients = clients.map(|client| ListedClient::of(&tenant.id, client, &contact, now));
            print::answer(&ClientList(clients.collect()), table.json)
        }
        OAuthClientCommand::Rotate { table, tenant, client, expires_in_days } => {
            let target = Target::reach(&table).await?;
            let (now, secret, lifetime) =
                (target.now(), entropy::secret(), expires_in_days.unwrap_or_default());
            let own = own_id(&tenant, &client)?;
            let rotate = |tenant: &mut Tenant| {
                let issued = tenant.rotate_oauth_client(&own, secret, lifetime, None, now)?;
                issued.ok_or_else(|| CliError::NoClient(client.clone()))
            };
            let (_, issued) = target.change_tenant(&tenant, rotate).await?;
            let token_url = target.token_url().map(str::to_owned);
            show(&IssuedClient::of(issued, token_url), tenant, table.json)
        }
        OAuthClientCommand::Revoke { table, tenant, client, secret } => {
            let target = Target::reach(&table).await?;
            let own = own_id(&tenant, &client)?;
            let revoke = |tenant: &mut Tenant| {
                if tenant.oauth_client(&own).is_none() {
                    return Err(CliError::NoClient(client.clone()));
                }
                match &secret {
                    None => Ok(tenant.revoke_oauth_client(&own)),
                    Some(id) if tenant.revoke_client_secret(&own, id) => Ok(true),
                    Some(id) => Err(CliError::NoSecret(id.clone())),
                }
            };
            target.change_tenant(&tenant, revoke).await?;
            print::answer(&Revoked { client_id: ClientId::text(&tenant, &own), secret }, table.json)
        }
    }
}

/// The method that a client is to be made with.
fn method_of(args: &MethodArgs, reach: Reach) -> Result<NewMethod, CliError> {
    let lifetime = args.expires_in_days.unwrap_or_default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    Ok(match args.method {
        ClientMethod::Secret => NewMethod::Secret(lifetime),
        ClientMethod::Jwt => {
            let (issuer, subject) = (args.issuer.as_deref(), args.subject.as_deref());
            let (audience, jwks_uri) = (text(&args.audience), text(&args.jwks_uri));
            NewMethod::Jwt(NewAssertions::parse(issuer, subject, &audience, &jwks_uri, reach)?)
        }
        ClientMethod::Code => NewMethod::Code(RedirectUris::parse(&args.redirect_uris, reach)?, lifetime),
    })
}

/// The client's own id: out of the whole one, which names the tenant, or as it is.
fn own_id(tenant: &TenantId, text: &str) -> Result<String, CliError> {
    if text.starts_with("rcs_") {
        return Err(CliError::SecretForId);
    }
    match ClientId::parse(text) {
        Some(id) if id.claimed().id() == tenant => Ok(id.own().to_owned()),
        Some(_) => Err(CliError::NoClient(text.to_owned())),
        None => Ok(text.to_owned()),
    }
}

fn show(answer: &IssuedClient, tenant: TenantId, json: bool) -> Result<(), CliError> {
    print::only_answer(answer, json).map_err(|source| answer.lost(tenant, source))?;
    if !json {
        print::remark("This is the only time the secret is shown: only its hash is kept.");
    }
    Ok(())
}

/// A client with a secret that was just made.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct IssuedClient {
    client_id: String,
    client_secret: String,
    secret_id: String,
    expires_at: Timestamp,
    /// Where the client gets its tokens; `null`: no stack was asked, so that is not known.
    token_url: Option<String>,
    /// The secrets that work beside it as yet.
    earlier: Vec<Earlier>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Earlier {
    id: String,
    expires_at: Timestamp,
}

impl IssuedClient {
    fn of(issued: Issued, token_url: Option<String>) -> Self {
        let Issued { client_id, client_secret, secret_id, expires_at, earlier } = issued;
        let earlier = earlier.into_iter().map(|EarlierSecret { id, expires_at }| Earlier { id, expires_at });
        Self { client_id, client_secret, secret_id, expires_at, token_url, earlier: earlier.collect() }
    }

    /// Nobody will see this secret again.
    fn lost(&self, tenant: TenantId, source: io::Error) -> CliError {
        CliError::SecretLost { tenant, client: self.client_id.clone(), source }
    }
}

/// The line with the token URL, as far as it is known.
fn token_url_line(token_url: Option<&str>) -> String {
    format!("token URL      {}", token_url.unwrap_or("/oauth/token, below the base URL of the API"))
}

impl Answer for IssuedClient {
    fn text(&self) -> String {
        let Self { client_id, client_secret, secret_id, expires_at, token_url, earlier } = self;
        let mut text = format!(
            "client id      {client_id}\nclient secret  {client_secret}\nsecret id      {secret_id}\n\
             expires        {expires_at}\n{}",
            token_url_line(token_url.as_deref())
        );
        for Earlier { id, expires_at } in earlier {
            text += &format!("\nThe secret {id} works until {expires_at}, so nothing stops in between.");
        }
        text
    }
}

/// A client without a secret that was just made.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AssertingClient {
    client_id: String,
    token_url: Option<String>,
}

impl Answer for AssertingClient {
    fn text(&self) -> String {
        format!("client id      {}\n{}", self.client_id, token_url_line(self.token_url.as_deref()))
    }
}

/// A client in the list, and when it, or a token of it, was last used: to about five minutes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListedClient {
    client_id: String,
    method: &'static str,
    label: Option<String>,
    created_at: Timestamp,
    made_by: Option<Maker>,
    last_used_at: Option<Timestamp>,
    /// What it was last refused a token for, in the last two weeks.
    last_refusal: Option<LastRefusal>,
    secrets: Vec<ListedSecret>,
    #[serde(flatten)]
    besides: Besides,
}

/// What a method has besides.
#[derive(Serialize)]
#[serde(untagged)]
enum Besides {
    Secret {},
    #[serde(rename_all = "camelCase")]
    Jwt {
        issuer: String,
        subject: String,
        audience: String,
        jwks_uri: String,
    },
    #[serde(rename_all = "camelCase")]
    Code {
        redirect_uris: Vec<String>,
        authorizations: Vec<ListedAuthorization>,
    },
}

/// What an administrator consented to, and a directory has tokens of.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListedAuthorization {
    id: String,
    created_at: Timestamp,
    expires_at: Timestamp,
}

impl Besides {
    fn of(method: &Method, now: Timestamp) -> Self {
        match method {
            Method::Secret => Self::Secret {},
            Method::Jwt(Assertions { issuer, subject, audience, jwks_uri, .. }) => Self::Jwt {
                issuer: issuer.clone(),
                subject: subject.clone(),
                audience: audience.clone(),
                jwks_uri: jwks_uri.as_str().to_owned(),
            },
            Method::Code(known) => {
                let live = known.granted.iter().filter(|granted| granted.is_live(now));
                let authorization = |granted: &Authorization| ListedAuthorization {
                    id: granted.id(),
                    created_at: granted.created_at,
                    expires_at: granted.expires_at,
                };
                Self::Code {
                    redirect_uris: known.redirect_uris.as_slice().to_vec(),
                    authorizations: live.map(authorization).collect(),
                }
            }
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LastRefusal {
    fault: &'static str,
    at: Timestamp,
    times: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListedSecret {
    id: String,
    created_at: Timestamp,
    expires_at: Timestamp,
    expired: bool,
    made_by: Option<Maker>,
    /// When a token was last got by it: to about five minutes.
    last_used_at: Option<Timestamp>,
}

impl ListedClient {
    fn of(tenant: &TenantId, client: &OAuthClient, contact: &Contact, now: Timestamp) -> Self {
        let used = |id: &String| contact.used.get(id).copied();
        let secret = |secret: &ClientSecret| ListedSecret {
            id: secret.id.clone(),
            created_at: secret.created_at,
            expires_at: secret.expires_at,
            expired: !secret.is_live(now),
            made_by: secret.made_by.clone(),
            last_used_at: used(&secret.id),
        };
        let refusal = contact.last_refusal_of(&client.id).map(|(fault, refused)| LastRefusal {
            fault: fault.as_str(),
            at: refused.at,
            times: refused.times,
        });
        Self {
            client_id: ClientId::text(tenant, &client.id),
            method: client.method.as_str(),
            label: client.label.clone(),
            created_at: client.created_at,
            made_by: client.made_by.clone(),
            last_used_at: used(&client.id),
            last_refusal: refusal,
            secrets: client.secrets.iter().map(secret).collect(),
            besides: Besides::of(&client.method, now),
        }
    }

    /// As a table for people has it: one row for each secret, with its own last use.
    fn rows(&self) -> Vec<[String; 7]> {
        let label = self.label.clone().unwrap_or_default();
        let refused = self.last_refusal.as_ref();
        let refused =
            refused.map(|LastRefusal { fault, at, .. }| format!("{fault} at {at:.0}")).unwrap_or_default();
        let row = |secret: &str, expiry: String, used: Option<Timestamp>| {
            let (client, method) = (self.client_id.clone(), self.method.to_owned());
            let used = used.map_or_else(|| "not noted".to_owned(), |at| format!("{at:.0}"));
            [client, method, secret.to_owned(), expiry, used, refused.clone(), label.clone()]
        };
        if self.secrets.is_empty() {
            return vec![row("none", String::new(), self.last_used_at)];
        }
        let expiry = |secret: &ListedSecret| match secret.expired {
            true => format!("{} (expired)", secret.expires_at),
            false => secret.expires_at.to_string(),
        };
        self.secrets.iter().map(|secret| row(&secret.id, expiry(secret), secret.last_used_at)).collect()
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct ClientList(Vec<ListedClient>);

impl Answer for ClientList {
    fn text(&self) -> String {
        let heading = ["CLIENT", "METHOD", "SECRET", "EXPIRES", "LAST USED", "LAST REFUSED", "LABEL"]
            .map(str::to_owned);
        let rows = self.0.iter().flat_map(ListedClient::rows);
        columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Revoked {
    client_id: String,
    /// The secret that was revoked; `null`: the whole client was.
    secret: Option<String>,
}

impl Answer for Revoked {
    fn text(&self) -> String {
        let Self { client_id, secret } = self;
        match secret {
            Some(secret) => format!(
                "Secret {secret} of client {client_id} is revoked, and so are the access tokens that it got. Requests under \
                 way may still end."
            ),
            None => format!(
                "Client {client_id} is revoked, and so are its access tokens. Requests under way may still end."
            ),
        }
    }
}
