//! `rollcall tenant`. `delete`: a customer leaves, with the proof of that. `export`, `import`: all of a tenant as
//! files, and back into another table.

pub(crate) mod delete;
mod export;
mod folder;
mod import;
mod views;
pub(crate) mod work;

use std::io::{self, IsTerminal};

use jiff::Timestamp;
use jiff::civil::Date;
use rollcall::entropy;
use rollcall::store::StoreError;
use rollcall_rules::billing::{Interval, Terms};
use rollcall_rules::entity::{Entity, EntityId};
use rollcall_rules::money;
use rollcall_rules::settings::Settings;
use rollcall_rules::tenant::{Plan, ProfileSync, Tenant};
use serde::Serialize;

use crate::args::TenantCommand;
use crate::error::CliError;
use crate::print::{self, Answer, columns};
use crate::target::Target;
use crate::token::{TokenAnswer, agreed, token_table};

/// Makes, changes, shows, lists, exports, imports or deletes tenants, and prints the answer.
///
/// # Errors
///
/// No settings or table, no such tenant, a tenant of that id already, or nothing or too little to set.
pub(crate) async fn run(command: TenantCommand) -> Result<(), CliError> {
    match command {
        TenantCommand::Create { table, tenant, settings } => {
            let target = Target::reach(&table).await?;
            let now = target.now();
            let made = Settings::from(&settings).new_tenant(tenant.clone(), now)?;
            match target
                .store()
                .create_tenant_with(&made, &Entity::first(&made, EntityId::new(entropy::new_id()), now))
                .await
            {
                Ok(()) => print::answer(&TenantAnswer::of(&made, now), table.json)?,
                Err(StoreError::LostRace { .. }) => {
                    return Err(match target.absent(&tenant).await? {
                        left @ CliError::TenantLeft(_) => left,
                        _ => CliError::TenantExists(tenant),
                    });
                }
                Err(error) => return Err(target.failed(error)),
            }
        }
        TenantCommand::Set { settings, .. } if Settings::from(&settings).is_empty() => {
            return Err(CliError::NothingToSet);
        }
        TenantCommand::Set { table, tenant, settings, yes } => {
            let target = Target::reach(&table).await?;
            let (settings, now) = (Settings::from(&settings), target.now());
            if !yes {
                ask_about_billing(&settings, &target.tenant(&tenant).await?, now, table.json)?;
            }
            let change = |tenant: &mut Tenant| Ok(tenant.set(&settings, now)?);
            let (changed, ()) = target.change_tenant(&tenant, change).await?;
            print::answer(&TenantAnswer::of(&changed, target.now()), table.json)?;
        }
        TenantCommand::Show { table, tenant } => {
            let target = Target::reach(&table).await?;
            let tenant = target.tenant(&tenant).await?;
            print::answer(&TenantAnswer::of(&tenant, target.now()), table.json)?;
        }
        TenantCommand::List { table } => {
            let target = Target::reach(&table).await?;
            let tenants = target.store().tenants().await.map_err(|error| target.failed(error))?;
            let now = target.now();
            print::answer(
                &TenantList(tenants.iter().map(|tenant| TenantAnswer::of(tenant, now)).collect()),
                table.json,
            )?;
        }
        TenantCommand::Export(args) => export::run(args).await?,
        TenantCommand::VerifyExport { dir, json } => export::verify(&dir, json).await?,
        TenantCommand::Import(args) => import::run(args).await?,
        TenantCommand::Delete(args) => delete::run(args).await?,
        TenantCommand::VerifyProof { table, file } => delete::verify(&table, &file).await?,
    }
    Ok(())
}

/// Says what settings do to billing beyond another price, and asks, if the tenant has a price.
fn ask_about_billing(
    settings: &Settings,
    before: &Tenant,
    now: Timestamp,
    json: bool,
) -> Result<(), CliError> {
    let mut after = before.clone();
    after.set(settings, now)?;
    let Some(effect) = effect_on_billing(before, &after) else { return Ok(()) };
    if json || !io::stdin().is_terminal() {
        return Err(CliError::BillingNotAgreed(effect));
    }
    if agreed(&format!("{effect} Go on? [y/N] "), io::stdin().lock())? {
        return Ok(());
    }
    Err(CliError::BillingNotAgreed(effect))
}

/// What a change of a tenant does to billing, for people to read; `None`: nothing, or no more than another price.
fn effect_on_billing(before: &Tenant, after: &Tenant) -> Option<String> {
    let terms = before.terms?;
    let was = price(&terms);
    let Some(agreed) = after.terms else {
        return Some(format!(
            "Nothing more is billed (the price is {was}). Lines that exist stay, and bills can still be read. If there is \
             a price again, each person is billed from their next sign-in on."
        ));
    };
    let is = price(&agreed);
    match (before.plan, after.plan) {
        (Plan::Advanced, Plan::Standard) => Some(format!(
            "Without the Advanced plan nothing more is billed (the price is {was}). Lines that exist stay, and bills can \
             still be read. If the plan comes back, each person is billed from their next sign-in on."
        )),
        (Plan::Standard, Plan::Advanced) => Some(format!(
            "On the Advanced plan people cost {is}. A person is billed again from their next sign-in on; a person whose \
             days are paid beyond today goes on without one. Days without the plan cost nothing."
        )),
        _ if Terms { price_minor: agreed.price_minor, ..terms } != agreed => Some(format!(
            "The price is {was}, and becomes {is}. Days that are billed keep their lines. From then on there are bills of \
             both kinds: a new period can begin within an old one, and bills in two currencies are not added up."
        )),
        _ => None,
    }
}

/// A price, for people to read.
fn price(Terms { interval, anchor, price_minor, currency }: &Terms) -> String {
    let interval = match interval {
        Interval::Monthly => "monthly",
        Interval::Yearly => "yearly",
    };
    // A terminal has no lines to break.
    let amount = money::spelt((*price_minor).into(), *currency).replace('\u{A0}', " ");
    format!("{amount} a person, {interval}, periods begin as on {anchor}")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TenantAnswer {
    id: String,
    name: String,
    plan: Plan,
    scim_enabled: bool,
    profile_sync: ProfileSync,
    /// What its people cost; absent: nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    terms: Option<Terms>,
    /// The day of the next renewal.
    #[serde(skip_serializing_if = "Option::is_none")]
    renewed_until: Option<Date>,
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
            terms: tenant.terms,
            renewed_until: tenant.terms.and(tenant.renewed_until),
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

    fn price(&self) -> String {
        self.terms.as_ref().map_or_else(|| "none, nothing is billed".to_owned(), price)
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
             profile sync  {profile_sync}\nprice         {}\ncreated       {created_at}\ntokens        {tokens}",
            self.plan(),
            self.scim(),
            self.price(),
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

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::{Cli, Command};

    /// What `tenant set` makes of a new tenant's terms, command after command.
    fn set(commands: &[&str]) -> Result<Option<Terms>, CliError> {
        let now: Timestamp = "2026-04-10T09:30:00Z".parse().unwrap();
        let id = rollcall_rules::tenant::TenantId::parse("acme").unwrap();
        let mut tenant = Tenant::new(id, "Acme".to_owned(), Plan::Advanced, now);
        for command in commands {
            let words = format!("rollcall tenant set --table t acme {command}");
            let parsed = Cli::try_parse_from(words.split(' ')).unwrap().command;
            let Command::Tenant(TenantCommand::Set { settings, .. }) = parsed else {
                panic!("another command")
            };
            tenant.set(&Settings::from(&settings), now)?;
        }
        Ok(tenant.terms)
    }

    const ALL: &str = "--price-minor 1200 --currency EUR --billing monthly --billing-anchor 2026-01-15";

    #[test]
    fn a_price_takes_all_four_to_begin_with_and_one_to_be_changed() {
        let terms = set(&[ALL]).unwrap().unwrap();
        assert_eq!((terms.price_minor, terms.anchor), (1200, "2026-01-15".parse().unwrap()));
        let dearer = set(&[ALL, "--price-minor 1500", "--name Acme"]).unwrap();
        assert_eq!(dearer, Some(Terms { price_minor: 1500, ..terms }));
        assert_eq!(set(&[ALL, "--no-billing"]).unwrap(), None);
        for incomplete in
            ["--price-minor 1200", "--currency EUR --billing yearly --billing-anchor 2026-01-15"]
        {
            assert!(matches!(set(&[incomplete]), Err(CliError::TermsIncomplete)), "{incomplete}");
        }
    }

    #[test]
    fn what_cannot_be_a_price_is_not_taken() {
        for wrong in [
            "--price-minor -1",
            "--price-minor 1000000001",
            "--currency eur",
            "--billing weekly",
            "--billing-anchor 2026-02-30",
            "--billing-anchor 0001-01-01",
            "--no-billing --price-minor 1200",
        ] {
            let words = format!("rollcall tenant set --table t acme {wrong}");
            assert!(Cli::try_parse_from(words.split(' ')).is_err(), "{wrong}");
        }
    }
}
