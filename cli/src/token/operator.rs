//! The operator's own tokens: `rollcall token … --operator`.

use rollcall::entropy;
use rollcall_rules::operator::{OperatorTokens, PresentedOperator};
use serde::Serialize;

use super::{IssuedToken, ListedToken, TokenAnswer, TokenList, in_days};
use crate::args::TableArgs;
use crate::error::CliError;
use crate::print::{self, Answer};
use crate::target::Target;

/// Issues a token of the operator's, and prints it this once.
pub(super) async fn issue(
    table: &TableArgs,
    label: Option<String>,
    expires_in_days: Option<u32>,
) -> Result<(), CliError> {
    let target = Target::reach(table).await?;
    let (now, secret) = (target.now(), entropy::secret());
    let expires_at = expires_in_days.and_then(|days| in_days(now, days));
    let issue = |tokens: &mut OperatorTokens| Ok(tokens.issue(secret, label.clone(), expires_at, now)?);
    let (tokens, token) = target.change_operator_tokens(issue).await?;
    let record = tokens.tokens.last().map(|record| TokenAnswer::of(record, now));
    IssuedToken { token, record }.print(None, table.json)
}

/// Lists the operator's tokens, without their secrets.
pub(super) async fn list(table: &TableArgs) -> Result<(), CliError> {
    let target = Target::reach(table).await?;
    let now = target.now();
    let tokens = target.store().operator_tokens().await.map_err(|error| target.failed(error))?;
    let used = target.store().operator_uses().await.map_err(|error| target.failed(error))?;
    let tokens = tokens.tokens.iter().map(|record| ListedToken {
        last_used_at: used.get(&record.id).copied(),
        token: TokenAnswer::of(record, now),
    });
    print::answer(&TokenList(tokens.collect()), table.json)
}

/// Revokes a token of the operator's.
pub(super) async fn revoke(table: &TableArgs, id: String) -> Result<(), CliError> {
    if let Some(presented) = PresentedOperator::parse(&id) {
        return Err(CliError::TokenForId { holder: None.into(), id: presented.id() });
    }
    let target = Target::reach(table).await?;
    let revoke = |tokens: &mut OperatorTokens| {
        if tokens.revoke(&id) { Ok(()) } else { Err(CliError::NoOperatorToken(id.clone())) }
    };
    target.change_operator_tokens(revoke).await?;
    print::answer(&RevokedOperatorToken { revoked: id }, table.json)
}

#[derive(Serialize)]
struct RevokedOperatorToken {
    revoked: String,
}

impl Answer for RevokedOperatorToken {
    fn text(&self) -> String {
        format!(
            "Token {} of the operator is revoked, and so are portal links and sessions that it opened. Requests under way \
             may still end.",
            self.revoked
        )
    }
}
