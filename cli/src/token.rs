//! `rollcall token`.

use jiff::{SignedDuration, Timestamp};
use rollcall::entropy;
use rollcall_rules::tenant::Tenant;
use rollcall_rules::token::{Scope, TokenRecord};
use serde::Serialize;

use crate::args::TokenCommand;
use crate::error::CliError;
use crate::print::{self, Answer, columns};
use crate::target::Target;

/// Issues, lists or revokes tokens of a tenant, and prints the answer. A new token is printed this once.
///
/// # Errors
///
/// No settings or table, no such tenant or token, or no room for another token.
pub(crate) async fn run(command: TokenCommand) -> Result<(), CliError> {
    match command {
        TokenCommand::Issue { table, tenant, scope, expires_in_days, label } => {
            let target = Target::reach(&table).await?;
            let now = target.now();
            let expires_at = expires_in_days.and_then(|days| in_days(now, days));
            let issue = |tenant: &mut Tenant| {
                let secret = entropy::secret();
                Ok(tenant.issue_token(secret, scope.into(), label.clone(), expires_at, now)?)
            };
            let (tenant, token) = target.change_tenant(&tenant, issue).await?;
            let record = tenant.tokens.last().map(|record| TokenAnswer::of(record, now));
            print::answer(&IssuedToken { token, record }, table.json);
            print::remark("This is the only time the token is shown: only its hash is kept.");
        }
        TokenCommand::List { table, tenant } => {
            let target = Target::reach(&table).await?;
            let (tenant, now) = (target.tenant(&tenant).await?, target.now());
            let tokens = tenant.tokens.iter().map(|record| TokenAnswer::of(record, now)).collect();
            print::answer(&TokenList(tokens), table.json);
        }
        TokenCommand::Revoke { table, tenant, id } => {
            let target = Target::reach(&table).await?;
            let revoke = |tenant: &mut Tenant| {
                if tenant.revoke_token(&id) { Ok(()) } else { Err(CliError::NoToken(id.clone())) }
            };
            target.change_tenant(&tenant, revoke).await?;
            print::answer(&Revoked { revoked: id }, table.json);
        }
    }
    Ok(())
}

fn in_days(now: Timestamp, days: u32) -> Option<Timestamp> {
    now.checked_add(SignedDuration::from_hours(24 * i64::from(days))).ok()
}

/// A token, as far as it may be shown.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokenAnswer {
    id: String,
    scope: Scope,
    label: Option<String>,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
    expired: bool,
}

impl TokenAnswer {
    pub(crate) fn of(record: &TokenRecord, now: Timestamp) -> Self {
        Self {
            id: record.id.clone(),
            scope: record.scope,
            label: record.label.clone(),
            created_at: record.created_at,
            expires_at: record.expires_at,
            expired: !record.is_live(now),
        }
    }

    fn expiry(&self) -> String {
        match self.expires_at {
            None => "never".to_owned(),
            Some(at) if self.expired => format!("{at} (expired)"),
            Some(at) => at.to_string(),
        }
    }
}

/// Tokens as a table for people, without their secrets.
pub(crate) fn token_table(tokens: &[TokenAnswer]) -> String {
    let heading = ["TOKEN", "SCOPE", "EXPIRES", "LABEL"].map(str::to_owned);
    let rows = tokens.iter().map(|token| {
        let label = token.label.clone().unwrap_or_default();
        [token.id.clone(), token.scope.as_str().to_owned(), token.expiry(), label]
    });
    columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
}

#[derive(Serialize)]
struct IssuedToken {
    token: String,
    #[serde(flatten)]
    record: Option<TokenAnswer>,
}

impl Answer for IssuedToken {
    /// The token and nothing else, so that it can be taken into a variable.
    fn text(&self) -> String {
        self.token.clone()
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct TokenList(Vec<TokenAnswer>);

impl Answer for TokenList {
    fn text(&self) -> String {
        token_table(&self.0)
    }
}

#[derive(Serialize)]
struct Revoked {
    revoked: String,
}

impl Answer for Revoked {
    fn text(&self) -> String {
        format!("Token {} is revoked. A running function may take it for five seconds more.", self.revoked)
    }
}
