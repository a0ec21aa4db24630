//! Okta's test of entitlements: roles that a directory reads and gives to people.

use serde_json::json;

use crate::check::{Check, play};
use crate::server::{Feature, schema_of};
use crate::session::Session;
use crate::stop::{Stop, Verdict};
use crate::wire::{Answer, encode};

/// What makes a role at a Rollcall server.
const DECLARE: &str = "rollcall role set <tenant> <role> --display <name>";

const ROLES: &[Feature] = &[Feature::Roles];

pub(crate) static CHECKS: &[Check] = &[
    Check::must(
        "okta-entitlements.resource-types",
        "/ResourceTypes lists each resource type with its endpoint and schema",
        "Okta, SCIM with entitlements: GET /ResourceTypes",
        play!(resource_types),
    )
    .needs(ROLES)
    .means("Okta finds no entitlements when the governance engine is switched on.")
    .mend("List the resource type of roles, with `endpoint` and `schema`."),
    Check::must(
        "okta-entitlements.schemas",
        "/Schemas has the schema of each resource type",
        "Okta, SCIM with entitlements: GET /Schemas",
        play!(schemas),
    )
    .needs(ROLES)
    .means("Okta finds no entitlements when the governance engine is switched on.")
    .mend("Publish the schema that the resource type of roles names."),
    Check::must(
        "okta-entitlements.list",
        "Roles are listed: one of them by count=1&startIndex=1, with its numbers",
        "Okta SCIM 2.0 Entitlements Test",
        play!(list),
    )
    .needs(ROLES)
    .means("Okta's entitlement test fails, and no role can be assigned in Okta.")
    .mend(
        "Answer a ListResponse of one role, with `totalResults`, `startIndex` and `itemsPerPage` as numbers.",
    )
    .rollcall(DECLARE),
    Check::must(
        "okta-entitlements.role",
        "A role has an id and a name, and is read by its id",
        "Okta, SCIM with entitlements: roles",
        play!(role),
    )
    .needs(ROLES)
    .means("An administrator sees roles without names.")
    .mend("Show `id` and `displayName` of each role.")
    .rollcall(DECLARE),
    Check::must(
        "okta-entitlements.pages",
        "A second page of roles has others than the first",
        "Okta, SCIM with entitlements: paging",
        play!(pages),
    )
    .needs(ROLES)
    .means("Okta reads the same roles again and again, and misses the rest.")
    .mend("Keep to `startIndex` and `count`.")
    .rollcall(DECLARE),
];

async fn resource_types(session: &mut Session) -> Verdict {
    let answer = session.get("/ResourceTypes").await?;
    for kind in answer.list()?.resources {
        for name in ["name", "endpoint", "schema"] {
            if kind.get(name).and_then(|value| value.as_str()).is_none_or(str::is_empty) {
                return Err(answer.fail(format!("a resource type has no `{name}`")));
            }
        }
    }
    Ok(())
}

async fn schemas(session: &mut Session) -> Verdict {
    let answer = session.get("/Schemas").await?;
    let listed = answer.list()?;
    for kind in &session.server.resource_types {
        let urn = schema_of(kind);
        if !listed.ids().contains(&urn) {
            return Err(answer.fail(format!("the schema {urn} of a resource type is not there")));
        }
    }
    Ok(())
}

/// Some roles, at least one.
async fn roles(session: &mut Session, query: &str) -> Result<(Answer, crate::wire::List), Stop> {
    let endpoint = session.server.roles().unwrap_or("/Roles").to_owned();
    let answer = session.get(format!("{endpoint}?{query}")).await?;
    let list = answer.list()?;
    if list.total == 0 {
        return Err(Stop::by_setting("there is no role yet, and Okta's test needs one"));
    }
    Ok((answer, list))
}

async fn list(session: &mut Session) -> Verdict {
    let (answer, list) = roles(session, "count=1&startIndex=1").await?;
    if list.resources.len() != 1 {
        return Err(
            answer.fail(format!("`Resources` has {} roles, and should have one", list.resources.len()))
        );
    }
    answer.number("startIndex")?;
    answer.same(&["itemsPerPage"], &json!(1))?;
    Ok(())
}

async fn role(session: &mut Session) -> Verdict {
    let (answer, list) = roles(session, "count=1&startIndex=1").await?;
    let Some(role) = list.resources.first() else { return Err(answer.fail("`Resources` is empty")) };
    let text = |name: &str| role.get(name).and_then(|value| value.as_str()).filter(|text| !text.is_empty());
    let Some(id) = text("id") else { return Err(answer.fail("the role has no `id`")) };
    if text("displayName").or(text("display")).or(text("value")).is_none() {
        return Err(answer.fail("the role has no name"));
    }
    let endpoint = session.server.roles().unwrap_or("/Roles").to_owned();
    session.get(format!("{endpoint}/{}", encode(id))).await?.expect(&[200])?.same(&["id"], &json!(id))?;
    Ok(())
}

async fn pages(session: &mut Session) -> Verdict {
    let (_, first) = roles(session, "count=1&startIndex=1").await?;
    if first.total < 2 {
        return Err(Stop::by_setting("there is one role only, and pages need two"));
    }
    let (answer, second) = roles(session, "count=1&startIndex=2").await?;
    if second.resources.len() == 1 && second.ids() != first.ids() {
        return Ok(());
    }
    Err(answer.fail("the second page does not have one other role"))
}
