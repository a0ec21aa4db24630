//! The IPSIE AL SCIM 2.0 profile, draft 00 of September 2026: AL1 (users are deprovisioned) and AL2 (users and groups are
//! managed). What another suite looks at in the same way is not looked at again.

use std::time::{Duration, Instant};

use reqwest::Url;
use serde_json::{Value, json};

use crate::check::{Check, play};
use crate::guests::{GROUP_URN, USER_URN};
use crate::server::{Feature, attribute};
use crate::session::Session;
use crate::stop::{Stop, Verdict};
use crate::wire::{Answer, Auth, Call};

/// How many requests a second the profile asks a server to take of a tenant.
const REQUESTS: u32 = 25;

const FILTER: &[Feature] = &[Feature::Filter];
const PATCH: &[Feature] = &[Feature::Patch];
const GROUPS: &[Feature] = &[Feature::Groups];

pub(crate) static CHECKS: &[Check] = &[
    Check::must(
        "ipsie.metadata",
        "OAuth metadata says where tokens are granted",
        "IPSIE AL profile: authentication (RFC 8414)",
        play!(metadata),
    )
    .means("A directory that keeps to the profile cannot find the token endpoint.")
    .mend("Serve /.well-known/oauth-authorization-server with `token_endpoint`."),
    Check::must(
        "ipsie.signed-assertions",
        "Clients may prove themselves by a signed assertion",
        "IPSIE AL profile: authentication (RFC 7523 §2.2)",
        play!(signed_assertions),
    )
    .means("The connection needs a secret that somebody has to renew, and the profile is not kept.")
    .mend(
        "Take `private_key_jwt` at the token endpoint, and say so in token_endpoint_auth_methods_supported.",
    ),
    Check::must(
        "ipsie.bulk",
        "Bulk requests are announced",
        "IPSIE AL profile: performance (/Bulk)",
        play!(bulk),
    )
    .means("A directory that keeps to the profile sends thousands of changes one by one.")
    .mend("Serve /Bulk, and announce it in ServiceProviderConfig."),
    Check::must(
        "ipsie.throughput",
        "25 requests within a second are taken",
        "IPSIE AL profile: performance; Entra gallery requirement",
        play!(throughput),
    )
    .means("The first cycle of a large company takes days, and Microsoft does not list the application.")
    .mend("Let each tenant send 25 requests a second at least."),
    Check::must(
        "ipsie.several-attributes",
        "One PATCH changes several attributes",
        "IPSIE AL profile: performance",
        play!(several_attributes),
    )
    .needs(PATCH)
    .means("Each change of a person takes as many requests as it has attributes.")
    .mend("Apply all operations of a request."),
    Check::must(
        "ipsie.al-one-reactivate",
        "AL1: a user is deactivated and reactivated by PATCH with a path",
        "IPSIE AL profile, AL1: deactivate or reactivate user",
        play!(reactivate),
    )
    .needs(PATCH)
    .means("Somebody who left keeps their access, or cannot come back.")
    .mend("Take `replace` of `active`."),
    Check::must(
        "ipsie.al-one-recreate",
        "AL1: after a deletion the same userName can be created",
        "IPSIE AL profile, AL1: delete user",
        play!(recreate),
    )
    .means("Somebody who is hired again never gets an account: the creation is refused.")
    .mend("Free the userName of a deleted user."),
    Check::must(
        "ipsie.al-one-filters",
        "AL1: users are found by userName, externalId, and both forms of the address",
        "IPSIE AL profile, AL1: list users by alternate identifier",
        play!(filters),
    )
    .needs(FILTER)
    .means("A directory does not find whom it looks for, and creates them again.")
    .mend("Take `emails[value eq \"…\"]` and `emails[type eq \"work\" and value eq \"…\"]`, too."),
    Check::must(
        "ipsie.al-two-schema",
        "AL2: the schemas have what the profile names",
        "IPSIE AL profile, AL2: schema",
        play!(schema),
    )
    .means("A directory that keeps to the profile cannot map what it has.")
    .mend("Publish userName, displayName and active of users, displayName and members of groups."),
    Check::must(
        "ipsie.al-two-external-id",
        "AL2: externalId of a user is kept as it is sent",
        "IPSIE AL profile, AL2: externalId",
        play!(external_id),
    )
    .means("A directory cannot tell a person from their successor with the same address.")
    .mend("Keep externalId, and show it."),
    Check::must(
        "ipsie.al-two-no-password",
        "AL2: passwords are not supported",
        "IPSIE AL profile, AL2: passwords and other credentials",
        play!(no_password),
    )
    .means("Passwords of people travel, and may be kept.")
    .mend("Set `changePassword.supported` to false, and show no password."),
    Check::must(
        "ipsie.al-two-page-size",
        "AL2: a page of users has no more than 1,000",
        "IPSIE AL profile, AL2: get all users",
        play!(page_size),
    )
    .means("A list of a large company runs out of time.")
    .mend("Limit a page, whatever `count` says."),
    Check::must(
        "ipsie.al-two-group-filters",
        "AL2: groups are found by displayName, externalId and a member",
        "IPSIE AL profile, AL2: list groups by alternate identifier",
        play!(group_filters),
    )
    .needs(&[Feature::Groups, Feature::Filter])
    .means("A directory does not find a group, or the groups of a person.")
    .mend("Take `members[value eq \"…\"]` as a filter of groups, and keep their externalId."),
    Check::must(
        "ipsie.al-two-many-members",
        "AL2: one PATCH has 50 operations on members",
        "IPSIE AL profile, AL2: update group",
        play!(many_members),
    )
    .needs(&[Feature::Groups, Feature::Patch])
    .means("Changes of large groups are refused.")
    .mend("Take 50 operations at least."),
    Check::must(
        "ipsie.al-two-user-groups",
        "AL2: a user shows the groups that they are in",
        "IPSIE AL profile, AL2; RFC 7643 §4.1.2",
        play!(user_groups),
    )
    .needs(GROUPS)
    .means("A directory that compares sees nobody in any group.")
    .mend("Show `groups` of a user, read-only, with `value` and `display`."),
    Check::must(
        "ipsie.errors",
        "An error is in SCIM's form and shows nothing of the inside",
        "IPSIE AL profile: security considerations, error handling",
        play!(errors),
    )
    .means("Whoever sends nonsense learns how the server is made.")
    .mend("Answer a SCIM error with a text of your own."),
    Check::must(
        "ipsie.retry-after",
        "A 429 says in whole seconds when to come again",
        "IPSIE AL profile: rate limiting; Okta SCIM reference: rate limits",
        play!(retry_after),
    )
    .means("Okta waits five minutes, then longer, and gives up after ten tries. Whole seconds it keeps to.")
    .mend("Send `Retry-After` with a whole number of seconds."),
];

/// What the authorization server says of itself.
async fn authorization_server(session: &mut Session) -> Result<Answer, Stop> {
    let unauthenticated = session.send(Call::get("/Users?startIndex=1&count=1").auth(Auth::None)).await?;
    let named =
        unauthenticated.header("www-authenticate").and_then(|header| parameter(header, "resource_metadata"));
    let mut issuer = origin(session.base().url());
    if let Some(url) = named.as_deref().and_then(web) {
        let resource = session.send(Call::get(url.as_str()).auth(Auth::None)).await?;
        let first = resource.at(&["authorization_servers"]).as_array().and_then(|all| all.first()?.as_str());
        if let Some(url) = first.and_then(web) {
            issuer = url;
        }
    }
    let path = issuer.path().trim_end_matches('/').to_owned();
    issuer.set_path(&format!("/.well-known/oauth-authorization-server{path}"));
    session.send(Call::get(issuer.as_str()).auth(Auth::None)).await
}

/// The value of a parameter in a challenge.
fn parameter(header: &str, name: &str) -> Option<String> {
    let (_, rest) = header.split_once(&format!("{name}=\""))?;
    Some(rest.split('"').next()?.to_owned())
}

fn web(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
}

fn origin(base: &Url) -> Url {
    let mut url = base.clone();
    url.set_path("");
    url
}

async fn metadata(session: &mut Session) -> Verdict {
    let answer = authorization_server(session).await?;
    answer.expect(&[200])?.text(&["token_endpoint"])?;
    Ok(())
}

async fn signed_assertions(session: &mut Session) -> Verdict {
    let answer = authorization_server(session).await?;
    answer.expect(&[200])?;
    let methods =
        answer.at(&["token_endpoint_auth_methods_supported"]).as_array().cloned().unwrap_or_default();
    if methods.contains(&json!("private_key_jwt")) {
        return Ok(());
    }
    Err(answer.fail("token_endpoint_auth_methods_supported has no private_key_jwt"))
}

async fn bulk(session: &mut Session) -> Verdict {
    let answer = session.get("/ServiceProviderConfig").await?;
    answer.expect(&[200])?.same(&["bulk", "supported"], &json!(true))?;
    Ok(())
}

async fn throughput(session: &mut Session) -> Verdict {
    if session.rate().get() < REQUESTS {
        return Err(Stop::not_applicable(
            "fewer requests a second were allowed: run again with --rate 25, or more",
        ));
    }
    let (_, made) = session.somebody().await?;
    let before = session.throttled().len();
    let (client, call, started) = (session.client(), Call::get(made.path), Instant::now());
    let answers = futures_util::future::join_all((0..REQUESTS).map(|_| client.send(&call))).await;
    for answer in answers {
        answer?.expect(&[200])?;
    }
    if session.throttled().len() > before {
        return Err(Stop::fail("some of 25 requests within a second were answered 429"));
    }
    if started.elapsed() > Duration::from_secs(5) {
        return Err(Stop::fail(format!("25 requests took {} ms", started.elapsed().as_millis())));
    }
    Ok(())
}

async fn several_attributes(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let external_id = session.person().external_id;
    let operations = json!([
        { "op": "replace", "path": "externalId", "value": external_id },
        { "op": "replace", "path": "active", "value": false },
    ]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    let read = session.read(&made).await?;
    read.same(&["externalId"], &json!(external_id))?.same(&["active"], &json!(false))?;
    Ok(())
}

async fn reactivate(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    for active in [false, true] {
        let operations = json!([{ "op": "replace", "path": "active", "value": active }]);
        session.patch(&made.path, operations).await?.expect(&[200, 204])?;
        session.is_active(&made, active).await?;
    }
    Ok(())
}

async fn recreate(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    let deleted = session.delete(&made.path).await?;
    if matches!(deleted.status, 405 | 501) {
        return Err(Stop::not_applicable("the server deletes nobody, as the profile lets it"));
    }
    deleted.expect(&[204, 200])?;
    session.post("/Users", &person.by_okta()).await?.expect(&[201])?.same(&["active"], &json!(true))?;
    Ok(())
}

async fn filters(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    let (name, external_id) = (&person.user_name, &person.external_id);
    for filter in [
        format!("username eq \"{name}\""),
        format!("externalId eq \"{external_id}\""),
        format!("emails[value eq \"{name}\"]"),
        format!("emails[type eq \"work\" and value eq \"{name}\"]"),
    ] {
        session.finds("/Users", &filter, &made).await?;
    }
    Ok(())
}

async fn schema(session: &mut Session) -> Verdict {
    let answer = session.get("/Schemas").await?;
    answer.list()?;
    let groups = session.server.needs(Feature::Groups).is_ok();
    for (urn, names, asked) in [
        (USER_URN, ["userName", "displayName", "active"].as_slice(), true),
        (GROUP_URN, &["displayName", "members"], groups),
    ] {
        let Some(schema) = session.server.schema(urn) else {
            if asked {
                return Err(answer.fail(format!("there is no schema {urn}")));
            }
            continue;
        };
        for name in names {
            if attribute(schema, name).is_none() {
                return Err(answer.fail(format!("the schema {urn} has no `{name}`")));
            }
        }
    }
    Ok(())
}

async fn external_id(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    session.read(&made).await?.same(&["externalId"], &json!(person.external_id))?;
    Ok(())
}

async fn no_password(session: &mut Session) -> Verdict {
    let config = session.get("/ServiceProviderConfig").await?;
    config.expect(&[200])?.same(&["changePassword", "supported"], &json!(false))?;
    let (_, made) = session.somebody().await?;
    made.answer.nothing(&["password"])?;
    session.read(&made).await?.nothing(&["password"])?;
    Ok(())
}

async fn page_size(session: &mut Session) -> Verdict {
    let answer = session.get("/Users?startIndex=1&count=1001&attributes=id").await?;
    let list = answer.list()?;
    if list.resources.len() > 1_000 {
        return Err(answer.fail(format!("the page has {} users", list.resources.len())));
    }
    if list.total <= 1_000 {
        return Err(Stop::not_applicable("the tenant has no more than 1,000 users, so no page can show it"));
    }
    Ok(())
}

async fn group_filters(session: &mut Session) -> Verdict {
    let (_, ada) = session.somebody().await?;
    let (name, group) = session.group(&[&ada]).await?;
    session.finds("/Groups", &format!("displayName eq \"{name}\""), &group).await?;
    session.finds("/Groups", &format!("members[value eq \"{}\"]", ada.id), &group).await?;
    let external_id = session.person().external_id;
    let name = session.group_name();
    let body = json!({ "schemas": [GROUP_URN], "displayName": name, "externalId": external_id });
    let made = session.post("/Groups", &body).await?;
    made.done()?;
    let id = made.text(&["id"])?;
    let (answer, list) = session.find("/Groups", &format!("externalId eq \"{external_id}\"")).await?;
    if list.ids() == [id] { Ok(()) } else { Err(answer.fail("the filter does not find the one group")) }
}

async fn many_members(session: &mut Session) -> Verdict {
    let (_, ada) = session.somebody().await?;
    let (_, bob) = session.somebody().await?;
    let (_, group) = session.group(&[]).await?;
    let operation = |number: usize| {
        let value = if number % 4 < 2 { &ada.id } else { &bob.id };
        if number.is_multiple_of(2) {
            json!({ "op": "add", "path": "members", "value": [{ "value": value }] })
        } else {
            json!({ "op": "remove", "path": format!("members[value eq \"{value}\"]") })
        }
    };
    // The last of them adds Bob, and nothing removes him.
    let operations: Vec<Value> = (0..51).map(operation).collect();
    session.patch(&group.path, json!(operations)).await?.expect(&[200, 204])?;
    session.has_members(&group, &[&bob]).await
}

async fn user_groups(session: &mut Session) -> Verdict {
    let (_, ada) = session.somebody().await?;
    let (_, group) = session.group(&[&ada]).await?;
    let read = session.read(&ada).await?;
    let groups = read.at(&["groups"]).as_array().cloned().unwrap_or_default();
    if groups.iter().any(|entry| entry.get("value") == Some(&json!(group.id))) {
        return Ok(());
    }
    Err(read.fail("`groups` of the user does not have the group"))
}

async fn errors(session: &mut Session) -> Verdict {
    let nonsense = Call::new(reqwest::Method::POST, "/Users").text("{\"userName\": ");
    let answer = session.send(nonsense).await?;
    answer.refused()?.scim_error()?;
    let detail = answer.at(&["detail"]).as_str().unwrap_or_default().to_ascii_lowercase();
    for word in
        ["traceback", "stack trace", "exception in thread", " at line 1 of /", "sqlstate", "node_modules"]
    {
        if detail.contains(word) {
            return Err(answer.fail("the detail shows the inside of the server"));
        }
    }
    Ok(())
}

async fn retry_after(session: &mut Session) -> Verdict {
    let throttled = session.throttled();
    if throttled.is_empty() {
        return Err(Stop::not_applicable("no request was answered 429"));
    }
    let is_whole =
        |header: &Option<String>| header.as_deref().is_some_and(|text| text.trim().parse::<u32>().is_ok());
    if throttled.iter().all(is_whole) {
        return Ok(());
    }
    Err(Stop::fail("a 429 had no `Retry-After`, or one that is no whole number of seconds"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_names_the_metadata() {
        let header = "Bearer error=\"invalid_token\", resource_metadata=\"https://a.example/.well-known/x\"";
        assert_eq!(parameter(header, "resource_metadata").unwrap(), "https://a.example/.well-known/x");
        assert_eq!(parameter("Bearer", "resource_metadata"), None);
    }
}
