//! `rollcall token`.

mod operator;

use std::io::{self, BufRead, IsTerminal};

use jiff::{SignedDuration, Timestamp};
use rollcall::entropy;
use rollcall_rules::oauth::MadePart;
use rollcall_rules::tenant::{Tenant, TenantId};
use rollcall_rules::token::{Maker, Presented, Scope, TokenRecord};
use serde::Serialize;

use crate::args::{TableArgs, TokenCommand};
use crate::error::CliError;
use crate::print::{self, Answer, columns};
use crate::target::Target;

/// Issues, lists or revokes tokens of a tenant or of the operator, and prints the answer. A new token is printed this once.
///
/// # Errors
///
/// No settings or table, no such tenant or token, or no room for another token.
pub(crate) async fn run(command: TokenCommand) -> Result<(), CliError> {
    match command {
        TokenCommand::Issue { table, holder, scope, expires_in_days, label } => {
            // The command line has one of the two.
            match holder.tenant().zip(scope) {
                Some((tenant, scope)) => issue(&table, &tenant, scope.into(), label, expires_in_days).await,
                None => operator::issue(&table, label, expires_in_days).await,
            }
        }
        TokenCommand::List { table, holder } => match holder.tenant() {
            Some(tenant) => list(&table, &tenant).await,
            None => operator::list(&table).await,
        },
        TokenCommand::Revoke { table, holder, id, with_made } => match holder.tenant() {
            Some(tenant) => revoke_one(&table, tenant, id, with_made).await,
            None => operator::revoke(&table, id).await,
        },
    }
}

async fn issue(
    table: &TableArgs,
    tenant: &TenantId,
    scope: Scope,
    label: Option<String>,
    expires_in_days: Option<u32>,
) -> Result<(), CliError> {
    let target = Target::reach(table).await?;
    let now = target.now();
    let expires_at = expires_in_days.and_then(|days| in_days(now, days));
    let issue = |tenant: &mut Tenant| {
        let secret = entropy::secret();
        Ok(tenant.issue_token(secret, scope, label.clone(), expires_at, now)?)
    };
    let (tenant, token) = target.change_tenant(tenant, issue).await?;
    let record = tenant.tokens.last().map(|record| TokenAnswer::of(record, now));
    IssuedToken { token, record }.print(Some(tenant.id), table.json)
}

async fn list(table: &TableArgs, tenant: &TenantId) -> Result<(), CliError> {
    let target = Target::reach(table).await?;
    let (tenant, now) = (target.tenant(tenant).await?, target.now());
    let used = target.contact(&tenant).await?.used;
    let tokens = tenant.tokens.iter().map(|record| ListedToken {
        last_used_at: used.get(&record.id).copied(),
        token: TokenAnswer::of(record, now),
    });
    print::answer(&TokenList(tokens.collect()), table.json)
}

async fn revoke_one(
    table: &TableArgs,
    tenant: TenantId,
    id: String,
    with_made: bool,
) -> Result<(), CliError> {
    if let Some(presented) = Presented::parse(&id) {
        return Err(CliError::TokenForId { holder: Some(tenant).into(), id: presented.id() });
    }
    let target = Target::reach(table).await?;
    let revoked = revoke(&target, &tenant, &id, with_made).await?;
    print::answer(&revoked, table.json)?;
    // Asked only now, when a leaked token is dead already and its sessions can make no other.
    let asks = revoked.leaves_something() && !table.json && io::stdin().is_terminal();
    if asks && agreed("Revoke these, too? [y/N] ", io::stdin().lock())? {
        print::answer(&revoke(&target, &tenant, &id, true).await?, table.json)?;
    }
    Ok(())
}

/// Revokes a token and, if that is wanted, what was made in its sessions, in one write. A token that is gone already
/// is revoked again if something is left that was made in its sessions.
async fn revoke(
    target: &Target,
    tenant: &TenantId,
    id: &str,
    with_made: bool,
) -> Result<RevokedToken, CliError> {
    let now = target.now();
    let answers = |tokens: &[TokenRecord]| -> Vec<TokenAnswer> {
        let live = tokens.iter().filter(|record| record.is_live(now));
        live.map(|record| TokenAnswer::of(record, now)).collect()
    };
    let revoke = |tenant: &mut Tenant| {
        let scope = tenant.tokens.iter().find(|token| token.id == id).map(|token| token.scope);
        let was_there = tenant.revoke_token(id, now);
        let (made, clients) = (tenant.made_by(id), tenant.clients_made_by(id));
        if !was_there && made.is_empty() && clients.is_empty() {
            return Err(CliError::NoToken(id.to_owned()));
        }
        if !with_made {
            return Ok((scope, (Vec::new(), Vec::new()), (made, clients)));
        }
        Ok((scope, (tenant.revoke_made_by(id, now), clients), (Vec::new(), Vec::new())))
    };
    let (changed, (scope, (also_revoked, clients), (left, left_clients))) =
        target.change_tenant(tenant, revoke).await?;
    Ok(RevokedToken {
        opened_portals: scope != Some(Scope::Scim),
        revoked: id.to_owned(),
        also_revoked: answers(&also_revoked),
        also_revoked_clients: clients.into_iter().map(ClientPart::from).collect(),
        left: answers(&left),
        left_clients: left_clients.into_iter().map(ClientPart::from).collect(),
        tenant: changed.id,
    })
}

/// Asks the person at the terminal. Anything but a yes is a no.
///
/// # Errors
///
/// [`CliError::NoAnswer`] if the terminal cannot be read.
pub(crate) fn agreed(question: &str, mut answers: impl BufRead) -> Result<bool, CliError> {
    print::question(question);
    let mut answer = String::new();
    answers.read_line(&mut answer).map_err(CliError::NoAnswer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
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
    made_by: Option<Maker>,
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
            made_by: record.made_by.clone(),
        }
    }

    /// As a table for people has it.
    fn cells(&self) -> [String; 5] {
        let label = self.label.clone().unwrap_or_default();
        [self.id.clone(), self.scope.as_str().to_owned(), self.expiry(), label, self.maker()]
    }

    fn expiry(&self) -> String {
        match self.expires_at {
            None => "never".to_owned(),
            Some(at) if self.expired => format!("{at} (expired)"),
            Some(at) => at.to_string(),
        }
    }

    fn maker(&self) -> String {
        let Some(Maker { people_token, admin }) = &self.made_by else { return String::new() };
        let name = admin.as_ref().map(|admin| format!(" ({})", admin.as_str()));
        format!("portal, by {people_token}{}", name.unwrap_or_default())
    }
}

/// Tokens as a table for people, without their secrets.
pub(crate) fn token_table(tokens: &[TokenAnswer]) -> String {
    let heading = ["TOKEN", "SCOPE", "EXPIRES", "LABEL", "MADE IN"].map(str::to_owned);
    let rows = tokens.iter().map(TokenAnswer::cells);
    columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
}

#[derive(Serialize)]
struct IssuedToken {
    token: String,
    #[serde(flatten)]
    record: Option<TokenAnswer>,
}

impl IssuedToken {
    /// Prints the token, of this tenant or of the operator.
    fn print(&self, tenant: Option<TenantId>, json: bool) -> Result<(), CliError> {
        print::only_answer(self, json).map_err(|source| self.lost(tenant, source))?;
        if !json {
            print::remark("This is the only time the token is shown: only its hash is kept.");
        }
        Ok(())
    }

    /// Nobody will see this token again. Even a reader that has gone cannot have read it: a token is all that there is to
    /// read.
    fn lost(&self, tenant: Option<TenantId>, source: io::Error) -> CliError {
        let id = self.record.as_ref().map(|record| record.id.clone()).unwrap_or_default();
        CliError::TokenLost { holder: tenant.into(), id, source }
    }
}

impl Answer for IssuedToken {
    /// The token and nothing else, so that it can be taken into a variable.
    fn text(&self) -> String {
        self.token.clone()
    }
}

/// A token in the list, and when it was last used: to about five minutes.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListedToken {
    #[serde(flatten)]
    token: TokenAnswer,
    last_used_at: Option<Timestamp>,
}

#[derive(Serialize)]
#[serde(transparent)]
struct TokenList(Vec<ListedToken>);

impl Answer for TokenList {
    fn text(&self) -> String {
        let heading = ["TOKEN", "SCOPE", "EXPIRES", "LAST USED", "LABEL", "MADE IN"].map(str::to_owned);
        let rows = self.0.iter().map(|ListedToken { token, last_used_at }| {
            let [id, scope, expiry, label, maker] = token.cells();
            let used = last_used_at.map_or_else(|| "not noted".to_owned(), |at| format!("{at:.0}"));
            [id, scope, expiry, used, label, maker]
        });
        columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
    }
}

/// What a people token made of an OAuth client: the client, or one secret of it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClientPart {
    client_id: String,
    label: Option<String>,
    /// `null`: the whole client.
    secret: Option<String>,
}

impl From<MadePart> for ClientPart {
    fn from(MadePart { client_id, label, secret }: MadePart) -> Self {
        Self { client_id, label, secret }
    }
}

/// OAuth clients as a table for people.
fn client_table(clients: &[ClientPart]) -> String {
    let heading = ["CLIENT", "SECRET", "LABEL"].map(str::to_owned);
    let rows = clients.iter().map(|ClientPart { client_id, label, secret }| {
        let secret = secret.clone().unwrap_or_else(|| "all".to_owned());
        [client_id.clone(), secret, label.clone().unwrap_or_default()]
    });
    columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RevokedToken {
    revoked: String,
    /// Made in its sessions, and revoked in the same write.
    also_revoked: Vec<TokenAnswer>,
    /// OAuth clients and secrets that were made by it or in its sessions, and are revoked in the same write.
    also_revoked_clients: Vec<ClientPart>,
    /// Made in its sessions, and still working.
    left: Vec<TokenAnswer>,
    /// OAuth clients and secrets that were made by it or in its sessions, and still work.
    left_clients: Vec<ClientPart>,
    /// Could it open the portal? A token that was gone before may have.
    #[serde(skip)]
    opened_portals: bool,
    #[serde(skip)]
    tenant: TenantId,
}

impl RevokedToken {
    fn leaves_something(&self) -> bool {
        !self.left.is_empty() || !self.left_clients.is_empty()
    }
}

impl Answer for RevokedToken {
    fn text(&self) -> String {
        let Self { revoked, also_revoked, also_revoked_clients, left, left_clients, opened_portals, tenant } =
            self;
        let opened =
            if *opened_portals { ", and so are portal links and sessions that it opened" } else { "" };
        let mut text = format!("Token {revoked} is revoked{opened}. Requests under way may still end.");
        if !also_revoked.is_empty() {
            text += "\nRevoked with it, as they were made in its portal sessions:\n";
            text += &token_table(also_revoked);
        }
        if !also_revoked_clients.is_empty() {
            text += "\nOAuth clients and secrets revoked with it, as they were made by it or in its portal sessions:\n";
            text += &client_table(also_revoked_clients);
        }
        if !left.is_empty() {
            text += "\nThese tokens were made in its portal sessions and still work:\n";
            text += &token_table(left);
        }
        if !left_clients.is_empty() {
            text += "\nThese OAuth clients and secrets were made by it or in its portal sessions and still work:\n";
            text += &client_table(left_clients);
        }
        if self.leaves_something() {
            text += &format!("\nTo revoke them, too: rollcall token revoke {tenant} {revoked} --with-made");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_is_a_yes() {
        for (answer, expected) in [
            ("y\n", true),
            (" YES \n", true),
            ("yes", true),
            ("\n", false),
            ("", false),
            ("n\ny\n", false),
            ("yesterday\n", false),
        ] {
            assert_eq!(agreed("Sure? ", answer.as_bytes()).unwrap(), expected, "{answer:?}");
        }
    }
}
