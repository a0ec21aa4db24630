//! `rollcall role`.

use jiff::Timestamp;
use rollcall_rules::access::{Access, Role, RoleId, RoleName};
use serde::Serialize;

use crate::args::access::RoleCommand;
use crate::error::CliError;
use crate::person::People;
use crate::print::{self, Answer, columns};

/// Lists, declares or deletes the roles of a tenant.
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
        RoleCommand::Delete { of, role: id } => {
            let people = People::reach_on_plan(&of).await?;
            let delete = |before: &Access| {
                before.role(&id).ok_or_else(|| people.no_role(&id))?;
                Ok(before.without_role(&id)?)
            };
            people.change_access(delete).await?;
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
struct DeletedRole {
    deleted: String,
}

impl Answer for DeletedRole {
    fn text(&self) -> String {
        format!("{} is deleted", self.deleted)
    }
}

impl People {
    fn no_role(&self, id: &RoleId) -> CliError {
        CliError::NoRole { tenant: self.tenant.id.clone(), role: id.clone() }
    }
}
