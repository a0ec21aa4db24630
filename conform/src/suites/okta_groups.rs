//! What Okta does with groups that it pushes: apps of the catalogue send PATCH, those made with the wizard PUT.

use serde_json::{Value, json};

use crate::check::{Check, play};
use crate::guests::GROUP_URN;
use crate::server::Feature;
use crate::session::{Made, Session, patch};
use crate::stop::Verdict;

const GROUPS: &[Feature] = &[Feature::Groups];
const PATCHED: &[Feature] = &[Feature::Groups, Feature::Patch];

pub(crate) static CHECKS: &[Check] = &[
    Check::must(
        "okta-crud.group-create",
        "A group is made without members",
        "Okta SCIM reference: create groups",
        play!(create),
    )
    .needs(GROUPS)
    .means("*Push Groups* ends in an error.")
    .mend("Take `members: []`, and answer 201 with the group."),
    Check::must(
        "okta-crud.group-add",
        "Members are added by PATCH",
        "Okta SCIM reference: update group membership",
        play!(add),
    )
    .needs(PATCHED)
    .means("Whoever joins a group in Okta does not get what it gives.")
    .mend("Take `add` of `members` with `value` and `display`, and without `type`."),
    Check::must(
        "okta-crud.group-add-again",
        "Adding who is a member already succeeds and changes nothing",
        "Okta SCIM reference: update group membership; JumpCloud",
        play!(add_again),
    )
    .needs(PATCHED)
    .means("A push that is repeated fails, or a member is there twice.")
    .mend("Keep members as a set."),
    Check::must(
        "okta-crud.group-remove",
        "A member is removed by a filter in the path",
        "Okta SCIM reference: update group membership",
        play!(remove),
    )
    .needs(PATCHED)
    .means("Whoever leaves a group in Okta keeps what it gives.")
    .mend("Take `remove` of `members[value eq \"…\"]`."),
    Check::must(
        "okta-crud.group-empty",
        "A group that became empty is emptied by `replace` of `members`",
        "Okta SCIM reference: update group membership",
        play!(empty),
    )
    .needs(PATCHED)
    .means("The last members of a group keep what it gives.")
    .mend("Take `replace` of `members` with `[]`."),
    Check::must(
        "okta-crud.group-rename",
        "A group is renamed without a path, and keeps its members",
        "Okta SCIM reference: update group name",
        play!(rename),
    )
    .needs(PATCHED)
    .means("Everybody in the group loses what it gives at the moment it is renamed.")
    .mend("Take `replace` with the value `{id, displayName}`, and leave what is not in it."),
    Check::must(
        "okta-crud.group-put",
        "A group is replaced as a whole by PUT, twice in a row",
        "Okta SCIM reference: PUT /Groups; apps made with the wizard",
        play!(put),
    )
    .needs(GROUPS)
    .means("Apps made with the wizard cannot push groups.")
    .mend("Take a PUT of the group as it was read, with `display: null` beside each member."),
    Check::must(
        "okta-crud.group-delete",
        "A group that is deleted is gone, and its members stay",
        "Okta SCIM reference: delete groups",
        play!(delete),
    )
    .needs(GROUPS)
    .means("A group that is no longer pushed stays, or takes people's accounts with it.")
    .mend("Answer 204, then 404, and leave the users."),
    Check::should(
        "okta-crud.group-in-parallel",
        "Requests that add one member each, at the same time, lose nobody",
        "SailPoint and Okta send such requests",
        play!(in_parallel),
    )
    .needs(PATCHED)
    .means("Somebody is in the group in Okta and not in the product, and nobody notices.")
    .mend("Write a membership by itself, or check the version in the write."),
];

/// A member as Okta's catalogue apps name them.
fn entry(made: &Made) -> Value {
    json!({ "value": made.id, "display": "Conform" })
}

async fn create(session: &mut Session) -> Verdict {
    let name = session.group_name();
    let body = json!({ "schemas": [GROUP_URN], "displayName": name, "members": [] });
    let answer = session.post("/Groups", &body).await?;
    answer.expect(&[201])?.has_schema(GROUP_URN)?.same(&["displayName"], &json!(name))?;
    answer.text(&["id"])?;
    Ok(())
}

async fn add(session: &mut Session) -> Verdict {
    let ((_, ada), (_, bob)) = (session.somebody().await?, session.somebody().await?);
    let (_, group) = session.group(&[]).await?;
    let operations = json!([{ "op": "add", "path": "members", "value": [entry(&ada), entry(&bob)] }]);
    session.patch(&group.path, operations).await?.expect(&[200, 204])?;
    session.has_members(&group, &[&ada, &bob]).await
}

async fn add_again(session: &mut Session) -> Verdict {
    let (_, ada) = session.somebody().await?;
    let (_, group) = session.group(&[]).await?;
    for _ in 0..2 {
        let operations = json!([{ "op": "add", "path": "members", "value": [entry(&ada)] }]);
        session.patch(&group.path, operations).await?.expect(&[200, 204])?;
    }
    session.has_members(&group, &[&ada]).await
}

async fn remove(session: &mut Session) -> Verdict {
    let ((_, ada), (_, bob)) = (session.somebody().await?, session.somebody().await?);
    let (_, group) = session.group(&[&ada, &bob]).await?;
    let path = format!("members[value eq \"{}\"]", ada.id);
    session.patch(&group.path, json!([{ "op": "remove", "path": path }])).await?.expect(&[200, 204])?;
    session.has_members(&group, &[&bob]).await
}

async fn empty(session: &mut Session) -> Verdict {
    let (_, ada) = session.somebody().await?;
    let (_, group) = session.group(&[&ada]).await?;
    let operations = json!([{ "op": "replace", "path": "members", "value": [] }]);
    session.patch(&group.path, operations).await?.expect(&[200, 204])?;
    session.has_members(&group, &[]).await
}

async fn rename(session: &mut Session) -> Verdict {
    let (_, ada) = session.somebody().await?;
    let (_, group) = session.group(&[&ada]).await?;
    let name = session.group_name();
    let operations = json!([{ "op": "replace", "value": { "id": group.id, "displayName": name } }]);
    session.patch(&group.path, operations).await?.expect(&[200, 204])?;
    session.read(&group).await?.same(&["displayName"], &json!(name))?;
    session.has_members(&group, &[&ada]).await
}

async fn put(session: &mut Session) -> Verdict {
    let ((_, ada), (_, bob)) = (session.somebody().await?, session.somebody().await?);
    let (_, group) = session.group(&[&ada]).await?;
    let mut whole = session.read(&group).await?.body;
    if let Some(members) = whole.as_object_mut() {
        members.insert("members".to_owned(), json!([{ "value": bob.id, "display": null }]));
    }
    for _ in 0..2 {
        session.put(&group.path, &whole).await?.expect(&[200, 204])?;
    }
    session.has_members(&group, &[&bob]).await
}

async fn delete(session: &mut Session) -> Verdict {
    let (_, ada) = session.somebody().await?;
    let (_, group) = session.group(&[&ada]).await?;
    session.delete(&group.path).await?.expect(&[204, 200])?;
    session.get(group.path.clone()).await?.expect(&[404])?;
    session.is_active(&ada, true).await
}

async fn in_parallel(session: &mut Session) -> Verdict {
    let mut people = Vec::new();
    for _ in 0..4 {
        people.push(session.somebody().await?.1);
    }
    let (_, group) = session.group(&[]).await?;
    let client = session.client();
    let add = |made| json!([{ "op": "add", "path": "members", "value": [entry(made)] }]);
    let calls: Vec<_> = people.iter().map(|made| patch(&group.path, &add(made))).collect();
    let answers = futures_util::future::join_all(calls.iter().map(|call| client.send(call))).await;
    for answer in answers {
        answer?.expect(&[200, 204])?;
    }
    let all: Vec<&Made> = people.iter().collect();
    session.has_members(&group, &all).await
}
