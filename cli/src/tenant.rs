//! `rollcall tenant`.

use jiff::Timestamp;
use rollcall::directory::tenant::{Plan, ProfileSync, Tenant};
use rollcall::store::StoreError;
use serde::Serialize;

use crate::args::{Settings, Switch, TenantCommand};
use crate::error::CliError;
use crate::print::{self, Answer, columns};
use crate::target::Target;
use crate::token::{TokenAnswer, token_table};

/// Does it.
///
/// # Errors
///
/// [`CliError`].
pub(crate) async fn run(command: TenantCommand) -> Result<(), CliError> {
    match command {
        TenantCommand::Create { table, tenant, settings } => {
            let target = Target::reach(&table).await?;
            let mut made = Tenant::new(tenant.clone(), tenant.to_string(), Plan::Standard, target.now());
            settings.apply(&mut made);
            match target.store().create_tenant(&made).await {
                Ok(()) => print::answer(&TenantAnswer::of(&made, target.now()), table.json),
                Err(StoreError::LostRace { .. }) => return Err(CliError::TenantExists(tenant)),
                Err(error) => return Err(target.failed(error)),
            }
        }
        TenantCommand::Set { settings, .. } if settings.is_empty() => return Err(CliError::NothingToSet),
        TenantCommand::Set { table, tenant, settings } => {
            let target = Target::reach(&table).await?;
            let change = |tenant: &mut Tenant| {
                settings.apply(tenant);
                Ok(())
            };
            let (changed, ()) = target.change_tenant(&tenant, change).await?;
            print::answer(&TenantAnswer::of(&changed, target.now()), table.json);
        }
        TenantCommand::Show { table, tenant } => {
            let target = Target::reach(&table).await?;
            let tenant = target.tenant(&tenant).await?;
            print::answer(&TenantAnswer::of(&tenant, target.now()), table.json);
        }
        TenantCommand::List { table } => {
            let target = Target::reach(&table).await?;
            let tenants = target.store().tenants().await.map_err(|error| target.failed(error))?;
            let now = target.now();
            print::answer(
                &TenantList(tenants.iter().map(|tenant| TenantAnswer::of(tenant, now)).collect()),
                table.json,
            );
        }
    }
    Ok(())
}

impl Settings {
    const fn is_empty(&self) -> bool {
        self.name.is_none() && self.plan.is_none() && self.scim.is_none() && self.profile_sync.is_none()
    }

    fn apply(&self, tenant: &mut Tenant) {
        if let Some(name) = &self.name {
            tenant.name.clone_from(name);
        }
        if let Some(plan) = self.plan {
            tenant.plan = plan.into();
        }
        if let Some(scim) = self.scim {
            tenant.scim_enabled = scim == Switch::On;
        }
        if let Some(profile_sync) = self.profile_sync {
            tenant.profile_sync = profile_sync.into();
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TenantAnswer {
    id: String,
    name: String,
    plan: Plan,
    scim_enabled: bool,
    profile_sync: ProfileSync,
    created_at: Timestamp,
    tokens: Vec<TokenAnswer>,
}

impl TenantAnswer {
    fn of(tenant: &Tenant, now: Timestamp) -> Self {
        Self {
            id: tenant.id.to_string(),
            name: tenant.name.clone(),
            plan: tenant.plan,
            scim_enabled: tenant.scim_enabled,
            profile_sync: tenant.profile_sync,
            created_at: tenant.created_at,
            tokens: tenant.tokens.iter().map(|token| TokenAnswer::of(token, now)).collect(),
        }
    }

    const fn plan(&self) -> &'static str {
        match self.plan {
            Plan::Standard => "standard",
            Plan::Advanced => "advanced",
        }
    }

    const fn scim(&self) -> &'static str {
        match (self.plan, self.scim_enabled) {
            (Plan::Advanced, true) => "on",
            (Plan::Standard, true) => "on, but not in the plan",
            (_, false) => "off",
        }
    }
}

impl Answer for TenantAnswer {
    fn text(&self) -> String {
        let profile_sync = match self.profile_sync {
            ProfileSync::Off => "off",
            ProfileSync::Full => "full",
        };
        let Self { id, name, created_at, .. } = self;
        let tokens = if self.tokens.is_empty() {
            "none".to_owned()
        } else {
            format!("\n{}", token_table(&self.tokens))
        };
        format!(
            "tenant        {id}\nname          {name}\nplan          {}\nscim          {}\n\
             profile sync  {profile_sync}\ncreated       {created_at}\ntokens        {tokens}",
            self.plan(),
            self.scim(),
        )
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct TenantList(Vec<TenantAnswer>);

impl Answer for TenantList {
    fn text(&self) -> String {
        let heading = ["TENANT", "PLAN", "SCIM", "NAME"].map(str::to_owned);
        let rows = self.0.iter().map(|tenant| {
            [tenant.id.clone(), tenant.plan().to_owned(), tenant.scim().to_owned(), tenant.name.clone()]
        });
        columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
    }
}
