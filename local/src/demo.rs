//! The demo tenant. It stays in the data directory. So do its tokens, in a file beside the table, because the table has
//! only their hashes.

use std::path::Path;
use std::{fs, io};

use jiff::Timestamp;
use jiff::civil::Date;
use rollcall::entropy;
use rollcall::store::{Store, StoreError};
use rollcall_rules::admission::Admitted;
use rollcall_rules::billing::{Currency, Interval, Terms, day_of};
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::tenant::{Plan, Tenant, TenantId};
use rollcall_rules::token::{Presented, Scope};
use rollcall_rules::user::Actor;
use serde::{Deserialize, Serialize};

use super::data_dir::write_private;
use super::error::StartError;

/// Id of the demo tenant.
pub(super) const TENANT: &str = "demo";

/// The tenant's tokens, in the clear.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Tokens {
    pub(super) scim: String,
    pub(super) people: String,
}

/// Makes the tenant if it is not there, and issues the tokens that are missing or no longer valid.
pub(super) async fn set_up(store: &Store, kept: &Path, now: Timestamp) -> Result<Tokens, StartError> {
    let Ok(id) = TenantId::parse(TENANT) else { unreachable!("the demo tenant's id is a valid one") };
    let found = store.tenant(&id).await?;
    let is_new = found.is_none();
    if is_new && store.departure(&id).await?.is_some() {
        return Err(StartError::DemoDeleted);
    }
    let mut tenant = found.unwrap_or_else(|| {
        let mut tenant = Tenant::new(id, "Demo".to_owned(), Plan::Advanced, now);
        tenant.set_terms(Some(terms(day_of(now))), day_of(now));
        tenant
    });
    let before = tenant.clone();
    let mut tokens = read(kept)?;
    tokens.scim = live_token(&mut tenant, tokens.scim, Scope::Scim, now)?;
    tokens.people = live_token(&mut tenant, tokens.people, Scope::People, now)?;
    if tenant != before || is_new {
        // First the file: a token that the table does not know yet is simply issued again.
        let json = serde_json::json!(tokens).to_string();
        write_private(kept, json.as_bytes())
            .map_err(|source| StartError::DataDir { path: kept.to_owned(), source })?;
        if is_new {
            store
                .create_tenant_with(&tenant, &Entity::first(&tenant, EntityId::new(entropy::new_id()), now))
                .await?;
        } else {
            let set = |there: &mut Tenant| {
                *there = tenant.clone();
                Ok::<_, StoreError>(())
            };
            store.change_tenant(&Admitted::by_role(before), Actor::Operator, now, set).await?;
        }
    }
    Ok(tokens)
}

/// The tokens of an earlier start; none if there was none.
fn read(kept: &Path) -> Result<Tokens, StartError> {
    let remedy = "delete it, and the next start issues new tokens";
    let damaged = || StartError::DataFile { path: kept.to_owned(), remedy };
    match fs::read(kept) {
        Ok(json) => serde_json::from_slice(&json).map_err(|_| damaged()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Tokens::default()),
        Err(_) => Err(damaged()),
    }
}

/// Twelve euros a month, by the calendar.
fn terms(today: Date) -> Terms {
    let Ok(currency) = Currency::parse("EUR") else { unreachable!("the euro has a code") };
    Terms { interval: Interval::Monthly, anchor: today.first_of_month(), price_minor: 1200, currency }
}

fn live_token(
    tenant: &mut Tenant,
    token: String,
    scope: Scope,
    now: Timestamp,
) -> Result<String, StartError> {
    let is_live = Presented::parse(&token)
        .is_some_and(|presented| Admitted::by_token(Some(tenant.clone()), &presented, scope, now).is_ok());
    if is_live {
        return Ok(token);
    }
    let label = Some("rollcall local".to_owned());
    Ok(tenant.issue_token(entropy::secret(), scope, label, None, now)?)
}
