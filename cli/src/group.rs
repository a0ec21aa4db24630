//! `rollcall group`.

use std::time::Duration;

use jiff::Timestamp;
use rollcall::retry::Patience;
use rollcall_rules::group::{Group, GroupExternalId};
use rollcall_rules::status::person_status;
use rollcall_rules::user::User;
use serde::Serialize;

use crate::args::people::GroupCommand;
use crate::error::CliError;
use crate::person::People;
use crate::print::{self, Answer, columns};

/// Groups that are read at a time.
const PAGE: usize = 1_000;

/// How long members are read: a group has 100,000 at most.
const LONGEST: Duration = Duration::from_hours(1);

/// Lists or shows groups of a tenant's directory, or lists the members of one.
///
/// # Errors
///
/// No settings or table, or no such tenant or group.
pub(crate) async fn run(command: GroupCommand) -> Result<(), CliError> {
    match command {
        GroupCommand::List { of } => {
            let people = People::reach(&of).await?;
            let groups = all(&people).await?;
            let groups = groups.iter().map(|group| GroupAnswer::of(group, None)).collect();
            print::answer(&GroupList(groups), of.table.json)
        }
        GroupCommand::Show { of, group } => {
            let people = People::reach(&of).await?;
            let group = people.group(&group).await?;
            let members = people.target.store().member_count(&people.tenant, group.id).await;
            let members = members.map_err(|error| people.failed(error))?;
            print::answer(&GroupAnswer::of(&group, Some(members)), of.table.json)
        }
        GroupCommand::Members { of, group } => {
            let people = People::reach(&of).await?;
            let group = people.group(&group).await?;
            print::answer(&MemberList(members(&people, &group).await?), of.table.json)
        }
    }
}

/// All groups, in order of their names.
pub(crate) async fn all(people: &People) -> Result<Vec<Group>, CliError> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = people.target.store().groups_after(&people.tenant, after, PAGE).await;
        let page = page.map_err(|error| people.failed(error))?;
        after = page.last().map(|group| group.id);
        let is_last = page.len() < PAGE;
        all.extend(page);
        if is_last {
            break;
        }
    }
    all.sort_by_cached_key(|group: &Group| (group.name.key(), group.id));
    Ok(all)
}

/// All who are in a group, in order of their ids.
async fn members(people: &People, group: &Group) -> Result<Vec<MemberAnswer>, CliError> {
    let (now, mut members) = (people.target.now(), Vec::new());
    let look =
        people.target.store().look_at_members(&people.tenant, group.id, Patience::of(LONGEST), |user| {
            members.push(MemberAnswer::of(user, now));
        });
    look.await.map_err(|error| people.failed(error))?;
    Ok(members)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GroupAnswer {
    id: String,
    name: String,
    external_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<usize>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl GroupAnswer {
    fn of(group: &Group, members: Option<usize>) -> Self {
        Self {
            id: group.id.to_string(),
            name: group.name.to_string(),
            external_id: group.external_id.as_ref().map(GroupExternalId::as_str).map(str::to_owned),
            members,
            created_at: group.created_at,
            updated_at: group.modified_at,
        }
    }

    fn external_id(&self) -> String {
        self.external_id.clone().unwrap_or_else(|| "-".to_owned())
    }
}

impl Answer for GroupAnswer {
    fn text(&self) -> String {
        let Self { id, name, created_at, updated_at, .. } = self;
        format!(
            "group        {id}\nname         {name}\nexternal id  {}\nmembers      {}\ncreated      {created_at}\n\
             changed      {updated_at}",
            self.external_id(),
            self.members.unwrap_or_default(),
        )
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct GroupList(Vec<GroupAnswer>);

impl Answer for GroupList {
    fn text(&self) -> String {
        let heading = ["GROUP", "NAME", "EXTERNAL ID"].map(str::to_owned);
        let rows = self.0.iter().map(|group| [group.id.clone(), group.name.clone(), group.external_id()]);
        columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MemberAnswer {
    id: String,
    user_name: String,
    email: String,
    status: &'static str,
}

impl MemberAnswer {
    fn of(user: &User, now: Timestamp) -> Self {
        Self {
            id: user.id.to_string(),
            user_name: user.user_name.as_str().to_owned(),
            email: user.email.as_str().to_owned(),
            status: person_status(user, now).as_str(),
        }
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct MemberList(Vec<MemberAnswer>);

impl Answer for MemberList {
    fn text(&self) -> String {
        let heading = ["PERSON", "USER NAME", "STATUS"].map(str::to_owned);
        let rows = self
            .0
            .iter()
            .map(|member| [member.id.clone(), member.user_name.clone(), member.status.to_owned()]);
        columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>())
    }
}
