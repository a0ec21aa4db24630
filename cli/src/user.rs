//! `rollcall user`: the rules are those of the people API.

pub(crate) mod import;

use futures_util::TryStreamExt;
use jiff::Timestamp;
use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall::store::StoreError;
use rollcall_rules::email_change::NewEmailChange;
use rollcall_rules::name::Names;
use rollcall_rules::status::{PersonStatus, person_status};
use rollcall_rules::unmanaged::{Correction, NameCorrection};
use rollcall_rules::user::{Actor, ExternalId, User, UserId};
use serde::Serialize;

use crate::args::people::{OfTenant, PersonArg};
use crate::args::user::{CorrectionArgs, NameArg, UserCommand};
use crate::error::CliError;
use crate::person::{PERSISTENCE, People, PersonAnswer};
use crate::print::{self, Answer, columns};

/// Brings in accounts, or lists, shows, corrects, blocks, restores or deletes some.
///
/// # Errors
///
/// No settings or table, no such tenant or person, [`CliError::AddressTaken`], or [`CliError::Managed`].
pub(crate) async fn run(command: UserCommand) -> Result<(), CliError> {
    match command {
        UserCommand::Create { of, email } => {
            let people = People::reach(&of).await?;
            let (tenant, store) = (&people.tenant, people.target.store());
            let id = UserId::new(entropy::new_id());
            let user = User::native(id, tenant.id.clone(), email, people.target.now());
            let patience = Patience::of(PERSISTENCE);
            match store.bring_in(tenant, entropy::new_write(), &user, patience).await {
                Ok(made) => print::answer(&CreatedUser::of(&made), of.table.json),
                Err(StoreError::Held(_)) => Err(CliError::AddressTaken),
                Err(error) => Err(people.failed(error)),
            }
        }
        UserCommand::Import(args) => import::run(args).await,
        UserCommand::List { of, status, unmanaged } => {
            let people = People::reach(&of).await?;
            let status = status.map(PersonStatus::from);
            let listed = list(&people, status, unmanaged).await.map_err(|error| people.failed(error))?;
            print::answer(&Listed(listed), of.table.json)
        }
        UserCommand::Show { of, person } => {
            let people = People::reach(&of).await?;
            let user = people.person(&person).await?;
            print::answer(&UserAnswer::of(&user, people.target.now()), of.table.json)
        }
        UserCommand::Set { of, person, correction } => correct(&of, &person, correction).await,
        UserCommand::Deactivate { of, person } => set_active(&of, &person, false).await,
        UserCommand::Reactivate { of, person } => set_active(&of, &person, true).await,
        UserCommand::Delete { of, person } => {
            let people = People::reach_on_plan(&of).await?;
            let user = people.person(&person).await?;
            let user = people.change(user, |user, now| user.deleted(Actor::Operator, now)).await?;
            print::answer(&UserAnswer::of(&user, people.target.now()), of.table.json)
        }
    }
}

async fn list(
    people: &People,
    status: Option<PersonStatus>,
    unmanaged: bool,
) -> Result<Vec<ListedUser>, StoreError> {
    let now = people.target.now();
    let is_meant = |user: &User| {
        status.is_none_or(|status| person_status(user, now) == status) && !(unmanaged && user.linked)
    };
    let everybody = people.target.store().everybody_in_turn(&people.tenant, None);
    let listed =
        everybody.try_filter_map(async |user| Ok(is_meant(&user).then(|| ListedUser::of(&user, now))));
    listed.try_collect().await
}

async fn set_active(of: &OfTenant, person: &PersonArg, active: bool) -> Result<(), CliError> {
    let people = People::reach_on_plan(of).await?;
    let correction = Correction { active: Some(active), ..Correction::default() };
    apply(&people, person, &correction, None, of.table.json).await
}

async fn correct(of: &OfTenant, person: &PersonArg, args: CorrectionArgs) -> Result<(), CliError> {
    let people = People::reach_on_plan(of).await?;
    let name = |name: Option<NameArg>| name.map(|NameArg(name)| name);
    let names = NameCorrection {
        given: name(args.given_name),
        family: name(args.family_name),
        display: name(args.display_name),
    };
    let correction = Correction { email: args.email, names, active: None };
    apply(&people, person, &correction, args.link_days, of.table.json).await
}

async fn apply(
    people: &People,
    person: &PersonArg,
    correction: &Correction,
    link_days: Option<u16>,
    json: bool,
) -> Result<(), CliError> {
    let change =
        NewEmailChange { id: entropy::new_id(), link_lifetime: people.target.link_lifetime(link_days) };
    let user = people.person(person).await?;
    let corrected = people.change(user, |user, now| user.corrected(correction, change, Actor::Operator, now));
    print::answer(&UserAnswer::of(&corrected.await?, people.target.now()), json)
}

#[derive(Serialize)]
struct CreatedUser {
    id: String,
    tenant: String,
    email: String,
    linked: bool,
}

impl CreatedUser {
    fn of(user: &User) -> Self {
        Self {
            id: user.id.to_string(),
            tenant: user.tenant.to_string(),
            email: user.email.as_str().to_owned(),
            linked: user.linked,
        }
    }
}

impl Answer for CreatedUser {
    fn text(&self) -> String {
        let Self { id, email, .. } = self;
        format!("{id}  {email}\nNot linked: SCIM shows it once the directory provisions that address.")
    }
}

/// A person with all that is known of the account.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct UserAnswer {
    #[serde(flatten)]
    person: PersonAnswer,
    active: bool,
    linked: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    /// The address that waits to be confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    confirming: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    deactivated_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purge_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl UserAnswer {
    fn of(user: &User, now: Timestamp) -> Self {
        let names = Names::of(&user.profile);
        Self {
            person: PersonAnswer::of(user, now),
            active: user.is_active(),
            linked: user.linked,
            external_id: user.external_id.as_ref().map(ExternalId::as_str).map(str::to_owned),
            given_name: names.given,
            family_name: names.family,
            display_name: names.display,
            confirming: user.email_change.as_ref().map(|change| change.to.as_str().to_owned()),
            deactivated_at: user.deactivation.map(|since| since.deactivated_at),
            purge_at: user.deactivation.map(|since| since.purge_at),
            created_at: user.created_at,
            updated_at: user.updated_at,
        }
    }

    fn name(&self) -> String {
        let parts = [&self.given_name, &self.family_name].map(|name| name.as_deref().unwrap_or_default());
        let name = self.display_name.clone().unwrap_or_else(|| parts.join(" ").trim().to_owned());
        if name.is_empty() { "-".to_owned() } else { name }
    }
}

impl Answer for UserAnswer {
    fn text(&self) -> String {
        let managed = if self.linked { "the directory" } else { "nobody" };
        let mut lines = vec![
            self.person.text(),
            format!("name        {}", self.name()),
            format!("managed by  {managed}"),
        ];
        lines.extend(self.confirming.as_ref().map(|to| {
            format!("confirming  {to}: until the person does, mail goes to {}", self.person.email())
        }));
        lines.extend(self.purge_at.map(|at| format!("deleted at  {at}")));
        lines.join("\n")
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListedUser {
    id: String,
    user_name: String,
    status: &'static str,
    linked: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    purge_at: Option<Timestamp>,
}

impl ListedUser {
    fn of(user: &User, now: Timestamp) -> Self {
        Self {
            id: user.id.to_string(),
            user_name: user.user_name.as_str().to_owned(),
            status: person_status(user, now).as_str(),
            linked: user.linked,
            purge_at: user.deactivation.map(|since| since.purge_at),
        }
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Listed(Vec<ListedUser>);

impl Answer for Listed {
    fn text(&self) -> String {
        if self.0.is_empty() {
            return "Nobody.".to_owned();
        }
        let heading = ["person", "user name", "status", "managed by", "deleted at"].map(str::to_owned);
        let rows = self.0.iter().map(|user| {
            [
                user.id.clone(),
                user.user_name.clone(),
                user.status.to_owned(),
                if user.linked { "the directory" } else { "nobody" }.to_owned(),
                user.purge_at.map_or_else(|| "-".to_owned(), |at| at.to_string()),
            ]
        });
        columns(&[heading].into_iter().chain(rows).collect::<Vec<_>>())
    }
}
