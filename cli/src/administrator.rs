//! `rollcall administrator`: the addresses of a tenant's administrators, who are told by mail before its directory can no
//! longer connect.

use jiff::Timestamp;
use rollcall::entropy;
use rollcall::store::StoreError;
use rollcall_rules::address::EmailAddress;
use rollcall_rules::notices::administrator::{
    Administrator, AdministratorId, NewAdministrator, TooManyAdministrators,
};
use rollcall_rules::notices::{Notices, SilenceError};
use rollcall_rules::resend::TooSoon;
use serde::Serialize;

use crate::args::administrator::AdministratorCommand;
use crate::args::people::OfTenant;
use crate::error::CliError;
use crate::person::People;
use crate::print::{self, Answer, columns};

/// Lists, adds or removes the addresses of a tenant's administrators, or changes of what they are told.
///
/// # Errors
///
/// No settings or table, no such tenant or address, or too many addresses.
pub(crate) async fn run(command: AdministratorCommand) -> Result<(), CliError> {
    match command {
        AdministratorCommand::List { of } => {
            let people = People::reach(&of).await?;
            let notices = people.target.store().notices(&people.tenant).await;
            let notices = notices.map_err(|error| people.failed(error))?;
            let now = people.target.now();
            let notices = notices.unwrap_or_else(|| Notices::new(of.tenant.clone(), now));
            print::answer(&NoticesAnswer::from(&notices), of.table.json)
        }
        AdministratorCommand::Add { of, address, language } => {
            let people = People::reach_on_plan(&of).await?;
            let (id, now) = (AdministratorId::new(entropy::new_id()), people.target.now());
            let new = NewAdministrator { id, address, language, added_by: None };
            let after = change(&people, |before| Ok(before.with_administrator(&new, now)?)).await?;
            answer_with(&after, &new.address, &of)
        }
        AdministratorCommand::Resend { of, address } => {
            let people = People::reach_on_plan(&of).await?;
            let now = people.target.now();
            let again = |before: &Notices| Ok(before.asked_again(known(before, &address)?, now)?);
            let after = change(&people, again).await?;
            answer_with(&after, &address, &of)
        }
        AdministratorCommand::Remove { of, address } => {
            let people = People::reach(&of).await?;
            let remove = |before: &Notices| Ok(before.without_administrator(known(before, &address)?));
            change(&people, remove).await?;
            print::answer(&Removed { removed: address.as_str().to_owned() }, of.table.json)
        }
        AdministratorCommand::Silence { of, days } => {
            let people = People::reach_on_plan(&of).await?;
            let now = people.target.now();
            let after = change(&people, |before| Ok(before.silent_after(days, now)?)).await?;
            print::answer(&NoticesAnswer::from(&after), of.table.json)
        }
    }
}

/// Why nothing was changed.
enum Unchanged {
    TooMany,
    TooSoon(TooSoon),
    Unknown(EmailAddress),
    Silence(SilenceError),
    Store(StoreError),
}

impl From<TooManyAdministrators> for Unchanged {
    fn from(_: TooManyAdministrators) -> Self {
        Self::TooMany
    }
}

impl From<TooSoon> for Unchanged {
    fn from(soon: TooSoon) -> Self {
        Self::TooSoon(soon)
    }
}

impl From<SilenceError> for Unchanged {
    fn from(error: SilenceError) -> Self {
        Self::Silence(error)
    }
}

impl From<StoreError> for Unchanged {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn known(notices: &Notices, address: &EmailAddress) -> Result<AdministratorId, Unchanged> {
    let found = notices.administrator_at(address);
    found.map(|found| found.id).ok_or_else(|| Unchanged::Unknown(address.clone()))
}

async fn change(
    people: &People,
    change: impl Fn(&Notices) -> Result<Notices, Unchanged>,
) -> Result<Notices, CliError> {
    let changed = people.target.store().change_notices(&people.tenant, people.target.now(), change).await;
    changed.map_err(|error| match error {
        Unchanged::TooMany => CliError::TooManyAdministrators(people.tenant.id.clone()),
        Unchanged::TooSoon(soon) => CliError::AdministratorTooSoon(soon),
        Unchanged::Unknown(address) => CliError::NoAdministrator(address.as_str().to_owned()),
        Unchanged::Silence(error) => CliError::Silence(error),
        Unchanged::Store(error) => people.failed(error),
    })
}

fn answer_with(notices: &Notices, address: &EmailAddress, of: &OfTenant) -> Result<(), CliError> {
    let gone = || CliError::NoAdministrator(address.as_str().to_owned());
    let administrator = notices.administrator_at(address).ok_or_else(gone)?;
    print::answer(&AdministratorAnswer::from(administrator), of.table.json)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AdministratorAnswer {
    id: String,
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    added_at: Timestamp,
    confirmed_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    undeliverable_at: Option<Timestamp>,
}

impl From<&Administrator> for AdministratorAnswer {
    fn from(each: &Administrator) -> Self {
        Self {
            id: each.id.to_string(),
            address: each.address.as_str().to_owned(),
            language: each.language.clone(),
            added_at: each.added_at,
            confirmed_at: each.confirmed_at,
            undeliverable_at: each.undeliverable_at,
        }
    }
}

impl AdministratorAnswer {
    fn state(&self) -> &'static str {
        match (self.undeliverable_at, self.confirmed_at) {
            (Some(_), _) => "undeliverable",
            (None, Some(_)) => "confirmed",
            (None, None) => "waits for confirmation",
        }
    }
}

impl Answer for AdministratorAnswer {
    fn text(&self) -> String {
        format!("address  {}\nstate    {}\nadded    {}", self.address, self.state(), self.added_at)
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NoticesAnswer {
    administrators: Vec<AdministratorAnswer>,
    silence_after_days: u16,
}

impl From<&Notices> for NoticesAnswer {
    fn from(notices: &Notices) -> Self {
        Self {
            administrators: notices.administrators.iter().map(AdministratorAnswer::from).collect(),
            silence_after_days: notices.silence_days().unwrap_or(0),
        }
    }
}

impl Answer for NoticesAnswer {
    fn text(&self) -> String {
        let heading = ["ADDRESS", "STATE", "ADDED"].map(str::to_owned);
        let row = |each: &AdministratorAnswer| {
            [each.address.clone(), each.state().to_owned(), each.added_at.to_string()]
        };
        let rows =
            columns(&std::iter::once(heading).chain(self.administrators.iter().map(row)).collect::<Vec<_>>());
        match self.silence_after_days {
            0 => format!("{rows}\n\nthe directory may be silent as long as it likes"),
            days => format!("{rows}\n\nthe directory is silent after {days} days without a request"),
        }
    }
}

#[derive(Serialize)]
struct Removed {
    removed: String,
}

impl Answer for Removed {
    fn text(&self) -> String {
        format!("{} is removed", self.removed)
    }
}
