//! `rollcall access-rule`.

use std::time::Duration;

use rollcall::entropy;
use rollcall::retry::Patience;
use rollcall_rules::access::{Access, AccessRefusal, AccessRule, AccessRun, Preview, Previewed, RolesFrom};
use rollcall_rules::group::{Group, GroupId};
use rollcall_rules::invitation::CardAccess;
use serde::Serialize;

use crate::args::access::{AccessRuleCommand, RuleArgs};
use crate::error::CliError;
use crate::group;
use crate::person::People;
use crate::print::{self, Answer, columns};

/// How long a preview looks at people.
const LONGEST: Duration = Duration::from_mins(5);

/// Lists, sets, deletes, orders, previews or applies the access rules of a tenant.
///
/// # Errors
///
/// No settings or table, no such tenant, group, role or entity, or [`CliError::Access`].
pub(crate) async fn run(command: AccessRuleCommand) -> Result<(), CliError> {
    match command {
        AccessRuleCommand::List { of } => {
            let people = People::reach(&of).await?;
            let access = people.access().await?;
            print::answer(&people.rules(&access).await?, of.table.json)
        }
        AccessRuleCommand::Set { of, group, rule } => {
            let people = People::reach_on_plan(&of).await?;
            let group = people.group(&group).await?;
            let (wanted, at) = people.rule(&group, &rule).await?;
            let (run, now) = (entropy::new_id(), people.target.now());
            let set = |before: &Access| Ok(before.with_rule(wanted.clone(), at, run, now)?);
            let access = people.change_access(set).await?;
            print::answer(&people.rules(&access).await?, of.table.json)?;
            if rule.role.is_some() && access.roles_from == RolesFrom::Directory {
                print::remark(&format!(
                    "The role of this rule does nothing: the directory says the roles of this tenant's people. \
                     `rollcall role from {} groups` has the rules say them.",
                    of.tenant
                ));
            }
            Ok(())
        }
        AccessRuleCommand::Delete { of, group } => {
            let people = People::reach_on_plan(&of).await?;
            let group = people.group(&group).await?;
            let (run, now) = (entropy::new_id(), people.target.now());
            people.change_access(|before| Ok(before.without_rule(group.id, run, now)?)).await?;
            print::answer(
                &DeletedRule { deleted: group.id.to_string(), group: group.name.to_string() },
                of.table.json,
            )
        }
        AccessRuleCommand::Order { of, groups: named } => {
            let people = People::reach_on_plan(&of).await?;
            let mut groups = Vec::with_capacity(named.len());
            for group in &named {
                groups.push(people.group(group).await?.id);
            }
            let access = people.change_access(|before| Ok(before.with_order(&groups)?)).await?;
            print::answer(&people.rules(&access).await?, of.table.json)
        }
        AccessRuleCommand::Preview { of, group, rule } => {
            let people = People::reach_on_plan(&of).await?;
            let group = people.group(&group).await?;
            let (wanted, at) = people.rule(&group, &rule).await?;
            print::answer(&preview(&people, &group, wanted, at).await?, of.table.json)
        }
        AccessRuleCommand::Apply { of, group } => {
            let people = People::reach_on_plan(&of).await?;
            let group = people.group(&group).await?;
            let (run, now) = (entropy::new_id(), people.target.now());
            let access = people.change_access(|before| Ok(before.applied_again(group.id, run, now)?)).await?;
            print::answer(&people.rules(&access).await?, of.table.json)
        }
    }
}

async fn preview(
    people: &People,
    group: &Group,
    wanted: AccessRule,
    at: Option<usize>,
) -> Result<PreviewAnswer, CliError> {
    let (before, now) = (people.access().await?, people.target.now());
    let after = match before.with_rule(wanted, at, entropy::new_id(), now) {
        Err(AccessRefusal::GivesNothing) if before.rule(group.id).is_none() => {
            return Err(CliError::NothingToPreview);
        }
        Err(AccessRefusal::GivesNothing) => before.without_group(group.id),
        decided => decided?,
    };
    let (mut preview, mut looked_at) = (Preview::default(), 0);
    let look =
        people.target.store().look_at_members(&people.tenant, group.id, Patience::of(LONGEST), |user| {
            looked_at += 1;
            preview.note(user, before.difference(&after, user, now));
        });
    let complete = look.await.map_err(|error| people.failed(error))?;
    Ok(PreviewAnswer::of(preview, looked_at, complete))
}

impl People {
    /// Roles and rules as they are now.
    ///
    /// # Errors
    ///
    /// What the table says.
    pub(crate) async fn access(&self) -> Result<Access, CliError> {
        self.target.store().access(&self.tenant).await.map_err(|error| self.failed(error))
    }

    /// The rule that the options say, and its place.
    async fn rule(&self, group: &Group, args: &RuleArgs) -> Result<(AccessRule, Option<usize>), CliError> {
        let entity = if args.invite { Some(self.entity(args.entity.as_ref()).await?.id) } else { None };
        let rule = AccessRule {
            group: group.id,
            role: args.role.clone(),
            entity,
            card_access: args.card_access.map(Into::into),
            invite: args.invite,
        };
        Ok((rule, args.position.map(usize::from)))
    }

    /// The rules by the names of what they name.
    async fn rules(&self, access: &Access) -> Result<Rules, CliError> {
        let groups = if access.rules.is_empty() { Vec::new() } else { group::all(self).await? };
        let entities = self.entities().await?;
        let name_of_group =
            |id: GroupId| groups.iter().find(|group| group.id == id).map(|group| group.name.to_string());
        let rules = access.rules.iter().map(|rule| RuleAnswer {
            group_id: rule.group.to_string(),
            group: name_of_group(rule.group),
            role: rule.role.as_ref().map(ToString::to_string),
            invite: rule.invite,
            entity: rule
                .entity
                .and_then(|id| entities.iter().find(|entity| entity.id == id))
                .map(|entity| entity.name.to_string()),
            entity_id: rule.entity.map(|id| id.to_string()),
            card_access: rule.card_access.map(CardAccess::as_str),
        });
        Ok(Rules { rules: rules.collect(), run: access.run.as_ref().map(RunAnswer::from) })
    }
}

#[derive(Serialize)]
struct DeletedRule {
    deleted: String,
    group: String,
}

impl Answer for DeletedRule {
    fn text(&self) -> String {
        format!(
            "the group \"{}\" has no rule any more; `rollcall access-rule list` shows how far that is applied",
            self.group
        )
    }
}

#[derive(Serialize)]
struct Rules {
    rules: Vec<RuleAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<RunAnswer>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RuleAnswer {
    group_id: String,
    group: Option<String>,
    role: Option<String>,
    invite: bool,
    entity: Option<String>,
    entity_id: Option<String>,
    card_access: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunAnswer {
    started_at: jiff::Timestamp,
    done: usize,
    total: Option<usize>,
}

impl From<&AccessRun> for RunAnswer {
    fn from(run: &AccessRun) -> Self {
        Self { started_at: run.started_at, done: run.done, total: Some(run.total).filter(|total| *total > 0) }
    }
}

impl Answer for Rules {
    fn text(&self) -> String {
        let heading = ["GROUP", "ROLE", "INVITED TO", "CARD ACCESS"].map(str::to_owned);
        let or = |text: &Option<String>, other: &str| text.clone().unwrap_or_else(|| other.to_owned());
        let rows = self.rules.iter().map(|rule| {
            let entity = rule.entity.clone().or_else(|| rule.entity_id.clone()).filter(|_| rule.invite);
            let access = rule.card_access.filter(|_| rule.invite).unwrap_or("-");
            [or(&rule.group, &rule.group_id), or(&rule.role, "-"), or(&entity, "-"), access.to_owned()]
        });
        let table = columns(&std::iter::once(heading).chain(rows).collect::<Vec<_>>());
        match &self.run {
            Some(RunAnswer { done, total: Some(total), .. }) => {
                format!(
                    "{table}\n\nBeing applied to who is in the groups already: {done} of {total} people done."
                )
            }
            Some(_) => format!("{table}\n\nBeing applied to who is in the groups already."),
            None => table,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PreviewAnswer {
    looked_at: usize,
    complete: bool,
    gaining: usize,
    losing: usize,
    invited: usize,
    losing_invitation: usize,
    people: Vec<PreviewedAnswer>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PreviewedAnswer {
    user_id: String,
    user_name: String,
    gains: Vec<String>,
    loses: Vec<String>,
    invited: bool,
    loses_invitation: bool,
}

impl PreviewAnswer {
    fn of(preview: Preview, looked_at: usize, complete: bool) -> Self {
        let Preview { gaining, losing, invited, losing_invitation, people } = preview;
        let people = people.into_iter().map(PreviewedAnswer::from).collect();
        Self { looked_at, complete, gaining, losing, invited, losing_invitation, people }
    }
}

impl From<Previewed> for PreviewedAnswer {
    fn from(person: Previewed) -> Self {
        let texts = |ids: Vec<_>| ids.iter().map(ToString::to_string).collect();
        Self {
            user_id: person.user.to_string(),
            user_name: person.user_name.as_str().to_owned(),
            gains: texts(person.gains),
            loses: texts(person.loses),
            invited: person.is_invited,
            loses_invitation: person.loses_invitation,
        }
    }
}

impl PreviewedAnswer {
    fn line(&self) -> String {
        let gains = self.gains.iter().map(|role| format!("gains {role}"));
        let loses = self.loses.iter().map(|role| format!("loses {role}"));
        let invited = self.invited.then(|| "is invited".to_owned());
        let revoked = self.loses_invitation.then(|| "loses the invitation".to_owned());
        let parts: Vec<_> = gains.chain(loses).chain(invited).chain(revoked).collect();
        format!("{}  {}", self.user_name, parts.join(", "))
    }
}

impl Answer for PreviewAnswer {
    fn text(&self) -> String {
        let Self { looked_at, gaining, losing, invited, losing_invitation, .. } = self;
        let of = if self.complete { "" } else { ", not everybody in the group: there was no time for more" };
        let head = format!(
            "looked at            {looked_at}{of}\ngain a role          {gaining}\nlose a role          {losing}\n\
             are invited          {invited}\nlose the invitation  {losing_invitation}"
        );
        let people = self.people.iter().map(PreviewedAnswer::line);
        std::iter::once(head).chain(people).collect::<Vec<_>>().join("\n")
    }
}
