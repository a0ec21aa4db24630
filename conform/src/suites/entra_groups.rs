//! What Entra's validator tests of groups. The requests are those of Entra's provisioning service.

use reqwest::Method;
use serde_json::{Value, json};

use crate::check::{Check, play};
use crate::guests::GROUP_URN;
use crate::server::Feature;
use crate::session::{Made, Session};
use crate::stop::{Stop, Verdict};
use crate::wire::{Call, encode};

/// The extra schema of Entra's groups.
const MICROSOFT_URN: &str = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

const GROUPS: &[Feature] = &[Feature::Groups];
const PATCHED: &[Feature] = &[Feature::Groups, Feature::Patch];
const FOUND: &[Feature] = &[Feature::Groups, Feature::Filter];

pub(crate) static CHECKS: &[Check] = &[
    Check::must(
        "entra.group-create",
        "A group is made, with Entra's extra schema and without members",
        "Entra validator: SCIM_Group_Create_Test, Create_Group_Test",
        play!(create),
    )
    .needs(GROUPS)
    .means("No group of Entra arrives.")
    .mend("Ignore a schema that you do not know, and answer 201 with the group."),
    Check::must(
        "entra.group-find",
        "A group is found by its name, and a name that is not there gives an empty list",
        "Entra, look-up of groups: filter=displayName eq \"…\"",
        play!(find),
    )
    .needs(FOUND)
    .means("Groups are made anew in each cycle, or the job stops.")
    .mend("Search groups by displayName, and answer 200 to a search that finds none."),
    Check::must(
        "entra.group-excluded-members",
        "A group is read without its members where they are excluded",
        "Entra, GET /Groups/{id}?excludedAttributes=members",
        play!(excluded_members),
    )
    .needs(GROUPS)
    .means("Each look at a large group takes long, and the job falls behind.")
    .mend("Keep to `excludedAttributes`."),
    Check::must(
        "entra.group-update",
        "A group's name changes by PATCH with operations in capitals",
        "Entra validator: SCIM_Group_Update_Test, Update_Group_Test",
        play!(update),
    )
    .needs(PATCHED)
    .means("A group that is renamed in Entra keeps its old name.")
    .mend("Take `Replace` of `displayName`."),
    Check::must(
        "entra.group-add-member",
        "A member is added with `$ref` null beside the value",
        "Entra validator: Group_Update_Add_Member_Test",
        play!(add_member),
    )
    .needs(PATCHED)
    .means("Whoever joins a group in Entra does not get what it gives.")
    .mend("Take `Add` of `members`, and ignore what is null in an entry."),
    Check::must(
        "entra.group-remove-member",
        "Members are removed by a list of values",
        "Entra validator: Group_Update_Remove_Member_Test",
        play!(remove_member),
    )
    .needs(PATCHED)
    .means("Whoever leaves a group in Entra keeps what it gives, or all members lose it.")
    .mend("Take `Remove` of `members` with a value as: remove these, and no others."),
    Check::must(
        "entra.group-several-members",
        "Several members are added and removed in one request",
        "Entra gallery: update multiple group memberships with one PATCH (recommended)",
        play!(several_members),
    )
    .needs(PATCHED)
    .means("The first cycle of a large group takes days.")
    .mend("Take any number of operations, each by itself."),
    Check::should(
        "entra.group-lower-case",
        "The key `operations` in lower case is understood",
        "Entra, request logs; RFC 7643 §2.1: names have no case",
        play!(lower_case),
    )
    .needs(PATCHED)
    .means("Now and then a change of members fails, until the next cycle.")
    .mend("Read the names of members without regard to case."),
    Check::must(
        "entra.group-unknown-member",
        "A member who is not there is refused with 4xx, and nothing else",
        "Entra, provisioning logs",
        play!(unknown_member),
    )
    .needs(PATCHED)
    .means("A 5xx is tried again for ever, and a success leaves a member whom nobody knows.")
    .mend("Answer 400 with `scimType` invalidValue."),
    Check::should(
        "entra.group-duplicate",
        "A second group with the same name is refused with 409",
        "IPSIE AL profile, 5.2.1: names of groups are unique",
        play!(duplicate),
    )
    .needs(GROUPS)
    .means("A group that was made by a request without an answer is there twice.")
    .mend("Keep displayName unique in a tenant."),
    Check::must(
        "entra.group-delete",
        "A deleted group is gone: 204, then 404",
        "Entra validator: Delete_Group_Test",
        play!(delete),
    )
    .needs(GROUPS)
    .means("A group that is not assigned any more stays, and keeps giving what it gives.")
    .mend("Answer 204, and 404 from then on."),
    Check::should(
        "entra.group-pages",
        "Pages of groups follow one another",
        "Entra validator: SCIM_Group_Pagination_Test (optional)",
        play!(pages),
    )
    .needs(GROUPS)
    .means("The validator warns.")
    .mend("Keep to `startIndex` and `count` for groups, too."),
];

async fn create(session: &mut Session) -> Verdict {
    let name = session.group_name();
    let body = json!({
        "schemas": [GROUP_URN, MICROSOFT_URN],
        "externalId": session.unknown_id(),
        "displayName": name,
        "members": [],
        "meta": { "resourceType": "Group" },
    });
    let answer = session.post("/Groups", &body).await?;
    answer.expect(&[201, 200])?.same(&["displayName"], &json!(name))?.text(&["id"])?;
    Ok(())
}

async fn find(session: &mut Session) -> Verdict {
    let (name, group) = session.group(&[]).await?;
    let filter = encode(&format!("displayName eq \"{name}\""));
    let answer = session.get(format!("/Groups?excludedAttributes=members&filter={filter}")).await?;
    if answer.list()?.ids() != [group.id.as_str()] {
        return Err(answer.fail("it does not find the one group"));
    }
    session.finds_nobody("/Groups", &format!("displayName eq \"{name}-other\"")).await
}

async fn excluded_members(session: &mut Session) -> Verdict {
    let (_, ada) = session.somebody().await?;
    let (_, group) = session.group(&[&ada]).await?;
    let answer = session.get(format!("{}?excludedAttributes=members", group.path)).await?;
    answer.expect(&[200])?.text(&["displayName"])?;
    answer.nothing(&["members"])?;
    Ok(())
}

async fn update(session: &mut Session) -> Verdict {
    let (_, ada) = session.somebody().await?;
    let (_, group) = session.group(&[&ada]).await?;
    let name = session.group_name();
    let operations = json!([{ "op": "Replace", "path": "displayName", "value": name }]);
    session.patch(&group.path, operations).await?.expect(&[200, 204])?;
    session.read(&group).await?.same(&["displayName"], &json!(name))?;
    session.has_members(&group, &[&ada]).await
}

/// A member as Entra names them.
fn entry(made: &Made) -> Value {
    json!({ "$ref": null, "value": made.id })
}

async fn add_member(session: &mut Session) -> Verdict {
    let (_, ada) = session.somebody().await?;
    let (_, group) = session.group(&[]).await?;
    let operations = json!([{ "op": "Add", "path": "members", "value": [entry(&ada)] }]);
    session.patch(&group.path, operations).await?.expect(&[200, 204])?;
    session.has_members(&group, &[&ada]).await
}

async fn remove_member(session: &mut Session) -> Verdict {
    let ((_, ada), (_, bob)) = (session.somebody().await?, session.somebody().await?);
    let (_, group) = session.group(&[&ada, &bob]).await?;
    let operations = json!([{ "op": "Remove", "path": "members", "value": [entry(&ada)] }]);
    session.patch(&group.path, operations).await?.expect(&[200, 204])?;
    session.has_members(&group, &[&bob]).await
}

async fn several_members(session: &mut Session) -> Verdict {
    let mut people = Vec::new();
    for _ in 0..3 {
        people.push(session.somebody().await?.1);
    }
    let [ada, bob, cleo] = people.as_slice() else { return Err(Stop::fail("three people were asked for")) };
    let (_, group) = session.group(&[ada]).await?;
    let operations = json!([
        { "op": "Add", "path": "members", "value": [entry(bob), entry(cleo)] },
        { "op": "Remove", "path": "members", "value": [entry(ada)] },
    ]);
    session.patch(&group.path, operations).await?.expect(&[200, 204])?;
    session.has_members(&group, &[bob, cleo]).await
}

async fn lower_case(session: &mut Session) -> Verdict {
    let (_, ada) = session.somebody().await?;
    let (_, group) = session.group(&[]).await?;
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "operations": [{ "op": "Add", "path": "members", "value": [entry(&ada)] }],
    });
    let call = Call::new(Method::PATCH, group.path.clone()).json(&body);
    session.send(call).await?.expect(&[200, 204])?;
    session.has_members(&group, &[&ada]).await
}

async fn unknown_member(session: &mut Session) -> Verdict {
    let (_, group) = session.group(&[]).await?;
    let unknown = session.unknown_id();
    let operations = json!([{ "op": "Add", "path": "members", "value": [{ "value": unknown }] }]);
    session.patch(&group.path, operations).await?.refused()?;
    session.has_members(&group, &[]).await
}

async fn duplicate(session: &mut Session) -> Verdict {
    let (name, _) = session.group(&[]).await?;
    let body = json!({ "schemas": [GROUP_URN], "displayName": name });
    session.post("/Groups", &body).await?.expect(&[409])?;
    Ok(())
}

async fn delete(session: &mut Session) -> Verdict {
    let (_, group) = session.group(&[]).await?;
    session.delete(&group.path).await?.expect(&[204, 200])?;
    session.get(group.path.clone()).await?.expect(&[404])?;
    Ok(())
}

async fn pages(session: &mut Session) -> Verdict {
    session.group(&[]).await?;
    session.group(&[]).await?;
    let first = session.get("/Groups?startIndex=1&count=1").await?;
    let second = session.get("/Groups?startIndex=2&count=1").await?;
    let list = second.list()?;
    if list.start_index != Some(2) {
        return Err(second.fail("`startIndex` should be 2, as it was asked for"));
    }
    if list.resources.len() == 1 && list.ids() != first.list()?.ids() {
        return Ok(());
    }
    Err(second.fail("the second page does not have one other group"))
}
