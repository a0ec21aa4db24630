//! `rollcall role`.

use jiff::Timestamp;
use rollcall::entropy;
use rollcall_rules::access::{Access, AccessRefusal, Role, RoleId, RoleName};
use rollcall_rules::group::GroupId;
use serde::Serialize;

use crate::args::access::RoleCommand;
use crate::error::CliError;
use crate::group;
use crate::person::People;
use crate::print::{self, Answer, columns};

/// Lists, declares or deletes the roles of a tenant, or says where people have them from.
///
/// # Errors
///
/// No settings or table, no such tenant or role, or [`CliError::Access`].
pub(crate) async fn run(command: RoleCommand) -> Result<(), CliError> {
    match command {
        RoleCommand::List { of } => {
            let people = People::reach(&of).await?;
            let access = people.access().await?;
            print::answer(&RoleList(access.roles.iter().map(RoleAnswer::from).collect()), of.table.json)
        }
        RoleCommand::Set { of, role: id, display, description } => {
            let people = People::reach_on_plan(&of).await?;
            let now = people.target.now();
            let set = |before: &Access| {
                let known = before.role(&id);
                let kept = known.map(|role| role.display.clone());
                let display: Option<RoleName> = display.clone().or(kept);
                let display = display.ok_or_else(|| CliError::RoleWithoutName(id.clone()))?;
                let description = match &description {
                    Some(given) => given.0.clone(),
                    None => known.and_then(|role| role.description.clone()),
                };
                Ok(before.with_role(id.clone(), display, description, now)?)
            };
            let access = people.change_access(set).await?;
            let role = access.role(&id).ok_or_else(|| people.no_role(&id))?;
            print::answer(&RoleAnswer::from(role), of.table.json)
        }
        RoleCommand::From { of, from: None } => {
            let people = People::reach(&of).await?;
            let access = people.access().await?;
            print::answer(&FromAnswer { roles_from: access.roles_from.as_str() }, of.table.json)
        }
        RoleCommand::From { of, from: Some(from) } => {
            let people = People::reach_on_plan(&of).await?;
            let (run, now) = (entropy::new_id(), people.target.now());
            let access =
                people.change_access(|before| Ok(before.with_roles_from(from.into(), run, now))).await?;
            print::answer(&FromAnswer { roles_from: access.roles_from.as_str() }, of.table.json)
        }
        RoleCommand::Delete { of, role: id } => {
            let people = People::reach_on_plan(&of).await?;
            let delete = |before: &Access| {
                before.role(&id).ok_or_else(|| people.no_role(&id))?;
                Ok(before.without_role(&id)?)
            };
            match people.change_access(delete).await {
                Err(CliError::Access(AccessRefusal::RoleInUse(giving))) => {
                    return Err(CliError::RoleGiven(people.names_of(&giving).await?));
                }
                deleted => drop(deleted?),
            }
            print::answer(&DeletedRole { deleted: id.to_string() }, of.table.json)
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RoleAnswer {
    id: String,
    display: String,
    description: Option<String>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl From<&Role> for RoleAnswer {
    fn from(role: &Role) -> Self {
        Self {
            id: role.id.to_string(),
            display: role.display.as_str().to_owned(),
            description: role.description.as_ref().map(|text| text.as_str().to_owned()),
            created_at: role.created_at,
            updated_at: role.updated_at,
        }
    }
}

impl RoleAnswer {
    fn description(&self) -> String {
        self.description.clone().unwrap_or_else(|| "-".to_owned())
    }
}

impl Answer for RoleAnswer {
    fn text(&self) -> String {
        let Self { id, display, created_at, updated_at, .. } = self;
        format!(
            "role         {id}\nname         {display}\ndescription  {}\ncreated      {created_at}\nchanged      {updated_at}",
            self.description(),
        )
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct RoleList(Vec<RoleAnswer>);

impl Answer for RoleList {
    fn text(&self) -> String {
        let heading = ["ROLE", "NAME", "DESCRIPTION"].map(str::to_owned);
        let rows = self.0.iter().map(|role| [role.id.clone(), role.display.clone(), role.description()]);
        columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FromAnswer {
    roles_from: &'static str,
}

impl Answer for FromAnswer {
    fn text(&self) -> String {
        format!("roles from  {}", self.roles_from)
    }
}

#[derive(Serialize)]
struct DeletedRole {
    deleted: String,
}

impl Answer for DeletedRole {
    fn text(&self) -> String {
        format!("{} is deleted", self.deleted)
    }
}

impl People {
    /// The names of groups; of one that is gone, its id.
    async fn names_of(&self, ids: &[GroupId]) -> Result<Vec<String>, CliError> {
        let groups = group::all(self).await?;
        let name = |id: &GroupId| {
            let found = groups.iter().find(|group| group.id == *id);
            found.map_or_else(|| id.to_string(), |group| format!("\"{}\"", group.name))
        };
        Ok(ids.iter().map(name).collect())
    }

    fn no_role(&self, id: &RoleId) -> CliError {
        CliError::NoRole { tenant: self.tenant.id.clone(), role: id.clone() }
    }
}
