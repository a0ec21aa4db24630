//! Okta's SPEC test: what its catalogue wants to see passed of the API alone, without Okta.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::check::{Check, play};
use crate::guests::USER_URN;
use crate::server::Feature;
use crate::session::Session;
use crate::stop::{Stop, Verdict};
use crate::wire::{Auth, Call};

/// How long Okta's test gives the list of groups.
const LISTED_WITHIN: Duration = Duration::from_millis(600);

pub(crate) static CHECKS: &[Check] = &[
    Check::must(
        "okta-spec.https",
        "The base URL is one of https",
        "Okta, Build your SCIM API service: API endpoints",
        play!(https),
    )
    .means("Okta's form does not take the URL.")
    .mend("Put a load balancer or an API gateway with a certificate before the server."),
    Check::must(
        "okta-spec.base-url",
        "The base URL has no underscore",
        "Okta, Build your SCIM API service: Base URL",
        play!(base_url),
    )
    .means("Okta's form does not take the URL.")
    .mend("Serve the API under a URL without `_`."),
    Check::must(
        "okta-spec.unauthenticated",
        "A request without a token is refused with 401",
        "Okta SPEC test: status 401",
        play!(unauthenticated),
    )
    .means("Anybody could read the people of the tenant. Okta does not list such an application.")
    .mend("Check the Authorization header before anything else, on every path, and answer 401."),
    Check::must(
        "okta-spec.wrong-token",
        "A request with a wrong token is refused with 401",
        "Okta SPEC test: status 401; RFC 7644 §2",
        play!(wrong_token),
    )
    .means("An administrator who pasted a wrong token sees no error, or one that says nothing of the token.")
    .mend("Answer 401 to an unknown token, with a detail that says so: Okta shows it."),
    Check::must(
        "okta-spec.list",
        "GET /Users?startIndex=1&count=2 gives a list with its numbers",
        "Okta SPEC test: Users endpoint; Okta's Test Connector Configuration",
        play!(list),
    )
    .means("*Test Connector Configuration* fails in Okta, and provisioning cannot be switched on.")
    .mend("Answer a ListResponse with `totalResults`, `startIndex` and `itemsPerPage` as numbers, and with `Resources`."),
    Check::must(
        "okta-spec.list-count",
        "A list has no more users than `count` asks for",
        "Okta SPEC test: Users endpoint",
        play!(list_count),
    )
    .means("An import into Okta repeats people, or runs out of time.")
    .mend("Keep to `count`."),
    Check::must(
        "okta-spec.create",
        "POST /Users makes an active user, and answers 201 with the user",
        "Okta SPEC test: create user",
        play!(create),
    )
    .means("Nobody whom an administrator assigns in Okta gets an account: an error task for each.")
    .mend("Answer 201 with the whole user: `id`, `userName`, `name`, `active` and `schemas`."),
    Check::must(
        "okta-spec.get",
        "A new user is read by its id, with the attributes that Okta needs",
        "Okta SPEC test: get user by id",
        play!(get),
    )
    .means("Okta updates nobody: it reads a user before each update.")
    .mend("Show `id`, `userName`, `name.givenName`, `name.familyName`, `emails` and `active` to whoever sent them."),
    Check::must(
        "okta-spec.missing-user-name",
        "A search for a userName that nobody has gives an empty list with 200",
        "Okta SPEC test: invalid user by userName",
        play!(missing_user_name),
    )
    .needs(&[Feature::Filter])
    .means("Okta stops before it creates anybody: it searches first, and an error there ends the assignment.")
    .mend("Answer 200 with `totalResults` 0, not 404."),
    Check::must(
        "okta-spec.duplicate",
        "A second user with the same userName is refused with 409",
        "Okta SPEC test: recreate user",
        play!(duplicate),
    )
    .means("A person gets two accounts, and a deactivation in Okta blocks only one of them.")
    .mend("Keep userName unique in a tenant, without regard to case, and answer 409 with `scimType` uniqueness."),
    Check::must(
        "okta-spec.user-name-case",
        "A search finds a userName in capitals, too",
        "Okta SPEC test: userName case sensitivity; RFC 7643 §4.1.1",
        play!(user_name_case),
    )
    .needs(&[Feature::Filter])
    .means("Somebody whose login is written in another way is not found, and Okta's creation is refused.")
    .mend("Compare userName without regard to case."),
    Check::must(
        "okta-spec.unknown-id",
        "A user who is not there is answered 404, as a SCIM error",
        "Okta SPEC test: invalid user by id, and status 404",
        play!(unknown_id),
    )
    .means("Okta's log shows no reason, or takes the answer for an outage and tries again.")
    .mend("Answer 404 with `schemas`, `status` as a text and `detail`, whatever the form of the id."),
    Check::must(
        "okta-spec.groups",
        "GET /Groups?startIndex=1&count=100 gives a list",
        "Okta SPEC test: Groups endpoint; Okta's Test Connector Configuration",
        play!(groups),
    )
    .needs(&[Feature::Groups])
    .means("*Test Connector Configuration* fails as soon as *Push Groups* is ticked.")
    .mend("Answer a ListResponse, an empty one where there are no groups."),
    Check::should(
        "okta-spec.groups-in-time",
        "The list of groups comes within 600 ms",
        "Okta SPEC test: Groups endpoint, response time",
        play!(groups_in_time),
    )
    .needs(&[Feature::Groups])
    .means("Okta's SPEC test fails, which its catalogue wants passed.")
    .mend("List groups without their members, or by an index."),
];

async fn https(session: &mut Session) -> Verdict {
    if session.base().url().scheme() == "https" {
        return Ok(());
    }
    if session.base().is_loopback() {
        return Err(Stop::not_applicable("the server is on this machine"));
    }
    Err(Stop::fail("the token and the people go over the network in the clear"))
}

async fn base_url(session: &mut Session) -> Verdict {
    if session.base().text().contains('_') { Err(Stop::fail("the base URL contains `_`")) } else { Ok(()) }
}

async fn unauthenticated(session: &mut Session) -> Verdict {
    for call in [
        Call::get("/Users?startIndex=1&count=1"),
        Call::new(Method::POST, "/Users").json(&session.person().least()),
    ] {
        session.send(call.auth(Auth::None)).await?.expect(&[401])?;
    }
    Ok(())
}

async fn wrong_token(session: &mut Session) -> Verdict {
    session.send(Call::get("/Users?startIndex=1&count=1").auth(Auth::Wrong)).await?.expect(&[401])?;
    Ok(())
}

async fn list(session: &mut Session) -> Verdict {
    // Okta asks its testers to have somebody there.
    session.somebody().await?;
    let answer = session.get("/Users?startIndex=1&count=2").await?;
    let list = answer.list()?;
    answer.number("startIndex")?;
    answer.number("itemsPerPage")?;
    let Some(first) = list.resources.first() else {
        return Err(answer.fail("`Resources` is empty, and there is at least one user"));
    };
    for name in ["id", "userName"] {
        if first.get(name).and_then(serde_json::Value::as_str).is_none_or(str::is_empty) {
            return Err(answer.fail(format!("the first user has no `{name}`")));
        }
    }
    Ok(())
}

async fn list_count(session: &mut Session) -> Verdict {
    session.somebody().await?;
    session.somebody().await?;
    let answer = session.get("/Users?startIndex=1&count=1").await?;
    let list = answer.list()?;
    if list.resources.len() == 1 && list.total >= 2 {
        return Ok(());
    }
    Err(answer.fail(format!(
        "`Resources` has {} users and `totalResults` is {}, with one asked for of two or more",
        list.resources.len(),
        list.total
    )))
}

async fn create(session: &mut Session) -> Verdict {
    let person = session.person();
    let answer = session.post("/Users", &person.by_okta()).await?;
    answer.expect(&[201])?;
    answer.text(&["id"])?;
    answer.has_schema(USER_URN)?;
    answer.same(&["userName"], &json!(person.user_name))?;
    answer.same(&["name", "givenName"], &json!(person.given_name))?;
    answer.same(&["name", "familyName"], &json!(person.family_name))?;
    answer.same(&["active"], &json!(true))?;
    Ok(())
}

async fn get(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    let answer = session.read(&made).await?;
    answer.same(&["id"], &json!(made.id))?;
    answer.same(&["userName"], &json!(person.user_name))?;
    answer.same(&["name", "givenName"], &json!(person.given_name))?;
    answer.same(&["name", "familyName"], &json!(person.family_name))?;
    answer.same(&["active"], &json!(true))?;
    match answer.at(&["emails"]).as_array().and_then(|emails| emails.first()?.get("value")) {
        Some(value) if value.is_string() => Ok(()),
        _ => Err(answer.fail("`emails` has no address")),
    }
}

async fn missing_user_name(session: &mut Session) -> Verdict {
    let person = session.person();
    let filter = format!("userName eq \"{}\"", person.user_name);
    session.finds_nobody("/Users", &filter).await
}

async fn duplicate(session: &mut Session) -> Verdict {
    let (person, _) = session.somebody().await?;
    session.post("/Users", &person.by_okta()).await?.expect(&[409])?.scim_error()?;
    Ok(())
}

async fn user_name_case(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    let filter = format!("userName eq \"{}\"", person.user_name.to_uppercase());
    session.finds("/Users", &filter, &made).await
}

async fn unknown_id(session: &mut Session) -> Verdict {
    let unknown = session.unknown_id();
    for id in [unknown.as_str(), "00919288221112222"] {
        let answer = session.get(format!("/Users/{id}")).await?;
        answer.expect(&[404])?.scim_error()?.text(&["detail"])?;
    }
    Ok(())
}

async fn groups(session: &mut Session) -> Verdict {
    session.get("/Groups?startIndex=1&count=100").await?.list()?;
    Ok(())
}

async fn groups_in_time(session: &mut Session) -> Verdict {
    let mut slowest = Duration::ZERO;
    // One slow answer can be the network's, or a cold start.
    for _ in 0..3 {
        let answer = session.get("/Groups?startIndex=1&count=100").await?;
        answer.list()?;
        if answer.took <= LISTED_WITHIN {
            return Ok(());
        }
        slowest = slowest.max(answer.took);
    }
    Err(Stop::fail(format!("each of three lists took longer, up to {} ms", slowest.as_millis())))
}
