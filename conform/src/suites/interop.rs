//! The SCIM 2.0 Interoperability Profile (draft-zollner-scim-interop-profile-02).
//!
//! Some of its rules have requests refused that Okta and Entra send today, such as a PATCH without a path. They say
//! something only of a server that claims to keep the profile (`interopProfileConformant`).

use reqwest::Method;
use serde_json::{Value, json};

use crate::check::{Check, PROFILE_SYNC, play};
use crate::guests::USER_URN;
use crate::server::{Feature, attribute, schema_of};
use crate::session::{Made, Session};
use crate::stop::{Stop, Verdict};
use crate::wire::Call;

const FILTER: &[Feature] = &[Feature::Filter];
const PATCH: &[Feature] = &[Feature::Patch];

pub(crate) static CHECKS: &[Check] = &[
    Check::must(
        "interop.discovery",
        "ServiceProviderConfig, ResourceTypes and Schemas are there",
        "Interop profile: discovery endpoints",
        play!(discovery),
    )
    .means("A directory cannot find out what the server does, and an administrator has to say it.")
    .mend("Serve all three."),
    Check::must(
        "interop.schemas-of-resource-types",
        "The schemas that resource types name are published",
        "Interop profile: discovery endpoints",
        play!(schemas_of_resource_types),
    )
    .means("A directory knows of attributes that it cannot look up.")
    .mend("List each schema and extension of a resource type in /Schemas."),
    Check::must(
        "interop.resource-type-id",
        "The id of a resource type is its name",
        "Interop profile: discovery endpoints",
        play!(resource_type_id),
    )
    .means("A directory does not find a resource type by its name.")
    .mend("Give each resource type an `id`, the same as its `name`."),
    Check::must(
        "interop.id-case",
        "An id in other case is another id",
        "Interop profile: case sensitivity; RFC 7643 §3.1",
        play!(id_case),
    )
    .means("Two records of a directory can mean one user.")
    .mend("Compare ids as they are."),
    Check::must(
        "interop.external-id-case",
        "An externalId in other case is another one",
        "Interop profile: case sensitivity; RFC 7643 §3.1",
        play!(external_id_case),
    )
    .needs(FILTER)
    .means("A directory finds somebody else.")
    .mend("Compare externalId as it is."),
    Check::must(
        "interop.user-name-case",
        "A userName in other case is the same one: for searches, and for conflicts",
        "Interop profile: case sensitivity; RFC 7643 §4.1.1",
        play!(user_name_case),
    )
    .needs(FILTER)
    .means("A person gets two accounts.")
    .mend("Compare userName without regard to case, everywhere."),
    Check::must(
        "interop.canonical-types",
        "The schema says which types of addresses and numbers there are",
        "Interop profile: canonical values for typed attributes",
        play!(canonical_types),
    )
    .means("A directory sends a type that the server does not take.")
    .mend("Publish `canonicalValues` of `type`."),
    Check::must(
        "interop.media-type",
        "Answers are application/scim+json",
        "Interop profile: data format; RFC 7644 §8.1",
        play!(media_type),
    )
    .means("A directory that looks at the media type does not read the answer.")
    .mend("Set the Content-Type of each answer with a body, errors included."),
    Check::must(
        "interop.filter-and",
        "`and` joins two conditions",
        "Interop profile: filtering",
        play!(filter_and),
    )
    .needs(FILTER)
    .means("A directory with two matching attributes finds nobody, or somebody else.")
    .mend("Take `eq` and `and`."),
    Check::must("interop.count", "A count of 100 is taken", "Interop profile: pagination", play!(count))
        .means("An import into a directory fails, or takes too long.")
        .mend("Take a `count` of 100 at least."),
    Check::must(
        "interop.add-is-replace",
        "`add` of a simple attribute does what `replace` does",
        "Interop profile: singular attributes",
        play!(add_is_replace),
    )
    .needs(PATCH)
    .means("A directory that sends `add` changes nothing: somebody who left keeps their access.")
    .mend("Treat `add` and `replace` of a simple attribute alike."),
    Check::must(
        "interop.add-merges",
        "`add` of a complex attribute keeps the parts that it does not name",
        "Interop profile: complex attributes",
        play!(add_merges),
    )
    .needs(PATCH)
    .means("A changed first name takes the last name away.")
    .mend("Merge the value of an `add` into what is there.")
    .rollcall(PROFILE_SYNC),
    Check::must(
        "interop.list-replace",
        "`replace` of a list replaces all of it, and `add` appends to it",
        "Interop profile: multi-valued attributes",
        play!(list_replace),
    )
    .needs(PATCH)
    .means("Old telephone numbers stay, or new ones take the others away.")
    .mend("Keep to what the two operations mean.")
    .rollcall(PROFILE_SYNC),
    Check::must(
        "interop.value-path",
        "A filter in a path changes one part of one entry",
        "Interop profile: filtering constraints",
        play!(value_path),
    )
    .needs(PATCH)
    .means("A changed number lands in another entry, or the update fails.")
    .mend("Take paths such as `phoneNumbers[type eq \"work\"].value`.")
    .rollcall(PROFILE_SYNC),
    Check::must(
        "interop.patch-keeps",
        "A deactivation by PATCH deletes nobody",
        "Interop profile: resource lifecycle",
        play!(patch_keeps),
    )
    .needs(PATCH)
    .means("Somebody on leave loses their account and what is in it.")
    .mend("Keep an inactive user, and show them."),
    Check::must(
        "interop.deleted-is-gone",
        "A deleted user is answered 404 to every method, and is in no list",
        "Interop profile: resource lifecycle; RFC 7644 §3.6",
        play!(deleted_is_gone),
    )
    .means("A directory believes that a deletion failed, and repeats it.")
    .mend("Answer 404 to GET, PUT, PATCH and DELETE."),
    Check::must(
        "interop.deleted-name-is-free",
        "The userName of a deleted user can be taken again",
        "Interop profile: resource lifecycle; RFC 7644 §3.6",
        play!(deleted_name_is_free),
    )
    .means("Somebody who is hired again gets no account.")
    .mend("Leave deleted users out of account when userName is checked."),
    Check::must(
        "interop.conflict-on-create",
        "A creation that conflicts is 409 with `scimType` uniqueness",
        "Interop profile: uniqueness conflicts; RFC 7644 §3.3",
        play!(conflict_on_create),
    )
    .means("A directory cannot tell a conflict from another error, and does not link the user who is there.")
    .mend("Answer 409 with `scimType: uniqueness`."),
    Check::must(
        "interop.conflict-on-patch",
        "A change that conflicts is 409 with `scimType` uniqueness",
        "Interop profile: uniqueness conflicts",
        play!(conflict_on_patch),
    )
    .needs(PATCH)
    .means("Two people end up with one login.")
    .mend("Check uniqueness on changes, too."),
    Check::must(
        "interop.strict-path",
        "A PATCH without a path is refused",
        "Interop profile: mandatory use of path",
        play!(strict_path),
    )
    .needs(PATCH)
    .means("The server does not keep to the profile that it claims.")
    .mend("Refuse it with 400 invalidSyntax, or do not claim the profile: Okta sends such requests."),
    Check::must(
        "interop.strict-attributes",
        "An attribute that no schema has is refused",
        "Interop profile: attribute and schema handling",
        play!(strict_attributes),
    )
    .means("The server does not keep to the profile that it claims.")
    .mend("Refuse it with 400 invalidSyntax, or do not claim the profile."),
    Check::must(
        "interop.strict-filter",
        "A filter by an attribute that no schema has is refused",
        "Interop profile: filtering",
        play!(strict_filter),
    )
    .needs(FILTER)
    .means("The server does not keep to the profile that it claims.")
    .mend("Refuse it with 400 invalidFilter, or do not claim the profile."),
];

async fn discovery(session: &mut Session) -> Verdict {
    session.get("/ServiceProviderConfig").await?.expect(&[200])?;
    for path in ["/ResourceTypes", "/Schemas"] {
        let answer = session.get(path).await?;
        if answer.list()?.resources.is_empty() {
            return Err(answer.fail("the list is empty"));
        }
    }
    Ok(())
}

async fn schemas_of_resource_types(session: &mut Session) -> Verdict {
    let answer = session.get("/ResourceTypes").await?;
    for kind in answer.list()?.resources {
        let extensions = kind.get("schemaExtensions").and_then(Value::as_array).cloned().unwrap_or_default();
        let named = extensions.iter().map(schema_of).chain([schema_of(&kind)]);
        for urn in named {
            if session.server.schema(urn).is_none() {
                return Err(answer.fail(format!("/Schemas does not have {urn}")));
            }
        }
    }
    Ok(())
}

async fn resource_type_id(session: &mut Session) -> Verdict {
    let answer = session.get("/ResourceTypes").await?;
    for kind in answer.list()?.resources {
        if kind.get("id").is_none() || kind.get("id") != kind.get("name") {
            return Err(answer.fail("a resource type has no `id`, or one that is not its `name`"));
        }
    }
    Ok(())
}

async fn id_case(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let other = swapped(&made.id);
    if other == made.id {
        return Err(Stop::not_applicable("the ids have no letters"));
    }
    session.get(format!("/Users/{}", crate::wire::encode(&other))).await?.expect(&[404])?;
    Ok(())
}

/// The text in the other case.
fn swapped(text: &str) -> String {
    let upper = text.to_ascii_uppercase();
    if upper == text { text.to_ascii_lowercase() } else { upper }
}

async fn external_id_case(session: &mut Session) -> Verdict {
    let (person, _) = session.somebody().await?;
    session.finds_nobody("/Users", &format!("externalId eq \"{}\"", swapped(&person.external_id))).await
}

async fn user_name_case(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    let other = swapped(&person.user_name);
    session.finds("/Users", &format!("userName eq \"{other}\""), &made).await?;
    let again = json!({ "schemas": [USER_URN], "userName": other, "active": true });
    session.post("/Users", &again).await?.expect(&[409])?;
    Ok(())
}

async fn canonical_types(session: &mut Session) -> Verdict {
    let answer = session.get("/Schemas").await?;
    answer.list()?;
    for name in ["emails", "phoneNumbers", "addresses", "ims"] {
        let Some(definition) = session.server.user_attribute(name) else { continue };
        let Some(kind) = attribute(definition, "type") else { continue };
        let values = kind.get("canonicalValues").and_then(Value::as_array).map_or(0, Vec::len);
        if values == 0 {
            return Err(answer.fail(format!("`type` of `{name}` has no canonicalValues")));
        }
    }
    Ok(())
}

async fn media_type(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let unknown = format!("/Users/{}", session.unknown_id());
    for path in [made.path, "/Users?startIndex=1&count=1".to_owned(), unknown] {
        let answer = session.get(path).await?;
        let media_type = answer.header("content-type").and_then(|header| header.split(';').next());
        if media_type
            .is_none_or(|media_type| !media_type.trim().eq_ignore_ascii_case("application/scim+json"))
        {
            return Err(answer.fail("the Content-Type is not application/scim+json"));
        }
    }
    Ok(())
}

async fn filter_and(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    let name = format!("userName eq \"{}\"", person.user_name);
    session.finds("/Users", &format!("{name} and active eq true"), &made).await?;
    session.finds_nobody("/Users", &format!("{name} and active eq false")).await
}

async fn count(session: &mut Session) -> Verdict {
    let answer = session.get("/Users?startIndex=1&count=100").await?;
    let list = answer.list()?;
    let shown = list.resources.len() as u64;
    if shown == list.total.min(100) {
        Ok(())
    } else {
        Err(answer.fail(format!("the page has {shown} users")))
    }
}

async fn add_is_replace(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let operations = json!([{ "op": "add", "path": "active", "value": false }]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    session.is_active(&made, false).await
}

async fn add_merges(session: &mut Session) -> Verdict {
    session.server.writable(&["name"])?;
    let (person, made) = session.somebody().await?;
    let operations = json!([{ "op": "add", "path": "name", "value": { "givenName": "Conformed" } }]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    let read = session.read(&made).await?;
    read.same(&["name", "givenName"], &json!("Conformed"))?;
    read.same(&["name", "familyName"], &json!(person.family_name))?;
    Ok(())
}

/// That the user's telephone numbers are these, in any order.
async fn has_numbers(session: &mut Session, made: &Made, expected: &[&str]) -> Verdict {
    let read = session.read(made).await?;
    let entries = read.at(&["phoneNumbers"]).as_array().cloned().unwrap_or_default();
    let mut found: Vec<_> = entries.iter().filter_map(|entry| entry.get("value")?.as_str()).collect();
    found.sort_unstable();
    if found == expected {
        Ok(())
    } else {
        Err(read.fail("`phoneNumbers` does not have the numbers that it should"))
    }
}

fn phone_numbers(session: &Session) -> Verdict {
    session.server.writable(&["phoneNumbers"])?;
    if !session.server.schemas.is_empty() && session.server.user_attribute("phoneNumbers").is_none() {
        return Err(Stop::not_applicable("the User schema has no `phoneNumbers`"));
    }
    Ok(())
}

fn number(kind: &str, value: &str) -> Value {
    json!([{ "type": kind, "value": value }])
}

async fn list_replace(session: &mut Session) -> Verdict {
    phone_numbers(session)?;
    let (_, made) = session.somebody().await?;
    let change = |op: &str, value: Value| json!([{ "op": op, "path": "phoneNumbers", "value": value }]);
    for (operations, expected) in [
        (change("replace", number("work", "+1 555 0100")), ["+1 555 0100"].as_slice()),
        (change("add", number("home", "+1 555 0101")), &["+1 555 0100", "+1 555 0101"]),
        (change("replace", number("home", "+1 555 0102")), &["+1 555 0102"]),
    ] {
        session.patch(&made.path, operations).await?.expect(&[200, 204])?;
        has_numbers(session, &made, expected).await?;
    }
    Ok(())
}

async fn value_path(session: &mut Session) -> Verdict {
    phone_numbers(session)?;
    let (_, made) = session.somebody().await?;
    let both =
        json!([{ "type": "work", "value": "+1 555 0100" }, { "type": "home", "value": "+1 555 0101" }]);
    let operations = json!([{ "op": "replace", "path": "phoneNumbers", "value": both }]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    let path = "phoneNumbers[type eq \"work\"].value";
    let operations = json!([{ "op": "replace", "path": path, "value": "+1 555 0102" }]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    has_numbers(session, &made, &["+1 555 0101", "+1 555 0102"]).await
}

async fn patch_keeps(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let operations = json!([{ "op": "replace", "path": "active", "value": false }]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    session.get(made.path).await?.expect(&[200])?;
    Ok(())
}

async fn deleted_is_gone(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    session.delete(&made.path).await?.expect(&[204, 200])?;
    session.get(made.path.clone()).await?.expect(&[404])?;
    session.put(&made.path, &person.by_okta()).await?.expect(&[404])?;
    if session.server.needs(Feature::Patch).is_ok() {
        let operations = json!([{ "op": "replace", "path": "active", "value": true }]);
        session.patch(&made.path, operations).await?.expect(&[404])?;
    }
    session.delete(&made.path).await?.expect(&[404])?;
    if session.server.needs(Feature::Filter).is_ok() {
        session.finds_nobody("/Users", &format!("externalId eq \"{}\"", person.external_id)).await?;
    }
    Ok(())
}

async fn deleted_name_is_free(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    session.delete(&made.path).await?.expect(&[204, 200])?;
    session.post("/Users", &person.by_entra()).await?.expect(&[201])?;
    Ok(())
}

async fn conflict_on_create(session: &mut Session) -> Verdict {
    let (person, _) = session.somebody().await?;
    let answer = session.post("/Users", &person.by_entra()).await?;
    answer.expect(&[409])?.scim_error()?.scim_type("uniqueness")?;
    Ok(())
}

async fn conflict_on_patch(session: &mut Session) -> Verdict {
    let (person, _) = session.somebody().await?;
    let (_, other) = session.somebody().await?;
    let operations = json!([{ "op": "replace", "path": "userName", "value": person.user_name }]);
    let answer = session.patch(&other.path, operations).await?;
    answer.expect(&[409])?.scim_error()?.scim_type("uniqueness")?;
    Ok(())
}

/// That the server claims to keep the profile.
fn claimed(session: &Session) -> Verdict {
    if session.server.claims_interop() {
        return Ok(());
    }
    Err(Stop::not_applicable("the server does not claim the profile: `interopProfileConformant` is not true"))
}

async fn strict_path(session: &mut Session) -> Verdict {
    claimed(session)?;
    let (_, made) = session.somebody().await?;
    let operations = json!([{ "op": "replace", "value": { "active": false } }]);
    session.patch(&made.path, operations).await?.expect(&[400])?.scim_type("invalidSyntax")?;
    Ok(())
}

async fn strict_attributes(session: &mut Session) -> Verdict {
    claimed(session)?;
    let mut body = session.person().least();
    if let Some(members) = body.as_object_mut() {
        members.insert("shoeSize".to_owned(), json!("44"));
    }
    let call = Call::new(Method::POST, "/Users").json(&body);
    session.send(call).await?.expect(&[400])?.scim_type("invalidSyntax")?;
    Ok(())
}

async fn strict_filter(session: &mut Session) -> Verdict {
    claimed(session)?;
    let answer = session.get("/Users?filter=shoeSize%20eq%20%2244%22").await?;
    answer.expect(&[400])?.scim_type("invalidFilter")?;
    Ok(())
}
