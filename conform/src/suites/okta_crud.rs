//! What Okta does with people: its CRUD test goes through it by Okta itself. The requests are those that Okta sends.

use reqwest::Method;
use serde_json::{Value, json};

use crate::check::{Check, PROFILE_SYNC, play};
use crate::guests::Person;
use crate::server::Feature;
use crate::session::{Made, Session};
use crate::stop::{Stop, Verdict};
use crate::wire::{Answer, Call, encode};

pub(crate) static CHECKS: &[Check] = &[
    Check::must(
        "okta-crud.assign",
        "Assigning finds nobody, then makes the user: with a password and empty groups, and with a body in the answer",
        "Okta SCIM reference: create users; CRUD test: create",
        play!(assign),
    )
    .needs(&[Feature::Filter])
    .means("An assignment ends in an error task. An answer without a body is one for Okta, too.")
    .mend("Take and ignore `password` and `groups`, and answer 201 with the user."),
    Check::must(
        "okta-crud.look-up",
        "The search before an assignment finds the user, with startIndex and count beside the filter",
        "Okta SCIM reference: GET /Users with a filter",
        play!(look_up),
    )
    .needs(&[Feature::Filter])
    .means("Okta creates a person who is there already, is refused, and the assignment stays in error.")
    .mend("Take `filter`, `startIndex` and `count` in one request."),
    Check::must(
        "okta-crud.update",
        "A changed first name arrives: a PUT of the whole user as it was read",
        "Okta CRUD test: update firstName",
        play!(update),
    )
    .means("Okta's CRUD test fails: it changes the first name and wants to find it changed.")
    .mend("Take the PUT of a user that was read before, with `id` and `meta` in it, and keep what it changes.")
    .rollcall(PROFILE_SYNC),
    Check::must(
        "okta-crud.empty-text",
        "An empty text in a sub-attribute means that there is none",
        "Okta SCIM reference: PUT /Users; request logs",
        play!(empty_text),
    )
    .means("Each update of somebody without a middle name fails.")
    .mend("Take `\"middleName\": \"\"` as absent, instead of refusing it."),
    Check::must(
        "okta-crud.rename",
        "A changed login arrives, and the user keeps the id",
        "Okta SCIM reference: update users",
        play!(rename),
    )
    .needs(&[Feature::Filter])
    .means("Somebody who marries loses the account, or Okta finds two.")
    .mend("Let userName change by PUT, and find the user by the new name alone."),
    Check::must(
        "okta-crud.deactivate-put",
        "Deactivating by PUT makes the user inactive",
        "Okta CRUD test: deactivate; apps made with the wizard",
        play!(deactivate_put),
    )
    .means("Somebody who left keeps their access, and Okta believes it is gone.")
    .mend("Keep `active: false` of a PUT, and block the account."),
    Check::must(
        "okta-crud.deactivate-patch",
        "Deactivating by PATCH without a path makes the user inactive",
        "Okta CRUD test: deactivate; apps of the catalogue",
        play!(deactivate_patch),
    )
    .needs(&[Feature::Patch])
    .means("Somebody who left keeps their access. Okta tries a deactivation once.")
    .mend("Take `{\"op\":\"replace\",\"value\":{\"active\":false}}`."),
    Check::must(
        "okta-crud.inactive-is-there",
        "An inactive user stays readable, and is found by userName",
        "Okta SCIM reference: reactivate users; CRUD test: verify deactivated",
        play!(inactive_is_there),
    )
    .needs(&[Feature::Filter])
    .means("Okta stops at a 404 before an update, and never reactivates the person.")
    .mend("Show inactive users, with `active: false`."),
    Check::must(
        "okta-crud.reactivate-put",
        "Reactivating by PUT makes the user active again",
        "Okta CRUD test: reactivate",
        play!(reactivate_put),
    )
    .means("Somebody who comes back stays locked out.")
    .mend("Keep `active: true` of a PUT."),
    Check::must(
        "okta-crud.reactivate-patch",
        "Reactivating by PATCH makes the user active again",
        "Okta CRUD test: reactivate",
        play!(reactivate_patch),
    )
    .needs(&[Feature::Patch])
    .means("Somebody who comes back stays locked out.")
    .mend("Take `{\"op\":\"replace\",\"value\":{\"active\":true}}`."),
    Check::must(
        "okta-crud.reassign",
        "Assigning somebody again restores the same user",
        "Okta CRUD test: reassign",
        play!(reassign),
    )
    .needs(&[Feature::Filter])
    .means("Somebody who comes back gets a second account, or none: Okta's creation is refused.")
    .mend("Find the inactive user by userName, and take the PUT that makes it active."),
    Check::must(
        "okta-crud.unknown-user",
        "PUT, PATCH and DELETE of a user who is not there are answered 404",
        "Okta SCIM reference: errors; RFC 7644 §3.12",
        play!(unknown_user),
    )
    .means("Okta takes the answer for an outage, and tries again for hours.")
    .mend("Answer 404, and make nobody by PUT."),
    Check::must(
        "okta-crud.order",
        "An import sees everybody once: pages do not depend on startIndex and count",
        "Okta SCIM reference: import users",
        play!(order),
    )
    .means("An import misses people, whom Okta then takes for deleted, or has others twice.")
    .mend("List users in one fixed order, such as that of their ids."),
    Check::must(
        "okta-crud.past-the-end",
        "A page past the end is empty",
        "Okta SCIM reference: import users; RFC 7644 §3.4.2.4",
        play!(past_the_end),
    )
    .means("An import never ends.")
    .mend("Answer an empty `Resources` and the same `totalResults`."),
    Check::should(
        "okta-crud.media-type",
        "A body of application/json is taken, too",
        "Okta SPEC test: Content-Type; RFC 7644 §3.1",
        play!(media_type),
    )
    .means("Okta's SPEC test fails: it sends application/json.")
    .mend("Take both media types."),
];

/// The operation by which apps of the catalogue switch somebody on or off.
fn active(active: bool) -> Value {
    json!([{ "op": "replace", "value": { "active": active } }])
}

/// The user as it is read, changed and put back, as Okta does.
async fn put(session: &mut Session, made: &Made, change: impl FnOnce(&mut Value)) -> Result<Answer, Stop> {
    let mut whole = session.read(made).await?.body;
    change(&mut whole);
    let answer = session.put(&made.path, &whole).await?;
    answer.expect(&[200])?;
    Ok(answer)
}

/// Sets a member of an object, whatever was there.
fn set(value: &mut Value, path: &[&str], to: Value) {
    let Some((name, rest)) = path.split_first() else {
        *value = to;
        return;
    };
    if !value.is_object() {
        *value = json!({});
    }
    if let Some(members) = value.as_object_mut() {
        set(members.entry((*name).to_owned()).or_insert(Value::Null), rest, to);
    }
}

async fn assign(session: &mut Session) -> Verdict {
    let person = session.person();
    let filter = encode(&format!("userName eq \"{}\"", person.user_name));
    let found = session.get(format!("/Users?filter={filter}&startIndex=1&count=100")).await?;
    if found.list()?.total != 0 {
        return Err(found.fail("the search finds somebody, and should find nobody"));
    }
    let answer = session.post("/Users", &person.by_okta()).await?;
    answer.expect(&[201])?.text(&["id"])?;
    answer.same(&["active"], &json!(true))?;
    Ok(())
}

async fn look_up(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    let filter = encode(&format!("userName eq \"{}\"", person.user_name));
    let answer = session.get(format!("/Users?filter={filter}&startIndex=1&count=100")).await?;
    let list = answer.list()?;
    if list.ids() == [made.id.as_str()] {
        Ok(())
    } else {
        Err(answer.fail("the search does not find the one user"))
    }
}

async fn update(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let changed = json!("Conformed");
    put(session, &made, |user| set(user, &["name", "givenName"], changed.clone())).await?;
    session.read(&made).await?.same(&["name", "givenName"], &changed)?;
    Ok(())
}

async fn empty_text(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    put(session, &made, |user| set(user, &["name", "middleName"], json!(""))).await?;
    session.read(&made).await?.nothing(&["name", "middleName"])?;
    Ok(())
}

async fn rename(session: &mut Session) -> Verdict {
    let (old, made) = session.somebody().await?;
    let Person { user_name, .. } = session.person();
    let renamed = put(session, &made, |user| {
        set(user, &["userName"], json!(user_name));
        set(user, &["emails"], json!([{ "primary": true, "value": user_name, "type": "work" }]));
    })
    .await?;
    renamed.same(&["id"], &json!(made.id))?.same(&["userName"], &json!(user_name))?;
    session.finds("/Users", &format!("userName eq \"{user_name}\""), &made).await?;
    session.finds_nobody("/Users", &format!("userName eq \"{}\"", old.user_name)).await
}

async fn deactivate_put(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    put(session, &made, |user| set(user, &["active"], json!(false)))
        .await?
        .same(&["active"], &json!(false))?;
    session.is_active(&made, false).await
}

async fn deactivate_patch(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    session.patch(&made.path, active(false)).await?.expect(&[200, 204])?;
    session.is_active(&made, false).await
}

async fn inactive_is_there(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    put(session, &made, |user| set(user, &["active"], json!(false))).await?;
    session.is_active(&made, false).await?;
    session.finds("/Users", &format!("userName eq \"{}\"", person.user_name), &made).await
}

async fn reactivate_put(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    put(session, &made, |user| set(user, &["active"], json!(false))).await?;
    put(session, &made, |user| set(user, &["active"], json!(true))).await?;
    session.is_active(&made, true).await
}

async fn reactivate_patch(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    session.patch(&made.path, active(false)).await?.expect(&[200, 204])?;
    session.patch(&made.path, active(true)).await?.expect(&[200, 204])?;
    session.is_active(&made, true).await
}

async fn reassign(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    put(session, &made, |user| set(user, &["active"], json!(false))).await?;
    // Okta has forgotten the id by now.
    let filter = format!("userName eq \"{}\"", person.user_name);
    session.finds("/Users", &filter, &made).await?;
    let put = put(session, &made, |user| {
        set(user, &["externalId"], json!(person.external_id));
        set(user, &["active"], json!(true));
    })
    .await?;
    put.same(&["id"], &json!(made.id))?;
    session.is_active(&made, true).await
}

async fn unknown_user(session: &mut Session) -> Verdict {
    let path = format!("/Users/{}", session.unknown_id());
    let body = session.person().by_okta();
    session.put(&path, &body).await?.expect(&[404])?;
    session.delete(&path).await?.expect(&[404])?;
    if session.server.needs(Feature::Patch).is_ok() {
        session.patch(&path, active(false)).await?.expect(&[404])?;
    }
    Ok(())
}

async fn order(session: &mut Session) -> Verdict {
    session.somebody().await?;
    session.somebody().await?;
    let both = session.get("/Users?startIndex=1&count=2").await?;
    let first = session.get("/Users?startIndex=1&count=1").await?;
    let second = session.get("/Users?startIndex=2&count=1").await?;
    let mut one_by_one = Vec::new();
    for page in [&first, &second] {
        one_by_one.extend(page.list()?.ids().into_iter().map(str::to_owned));
    }
    if both.list()?.ids() == one_by_one {
        return Ok(());
    }
    Err(second.fail("the first two users are others when they are asked for one by one"))
}

async fn past_the_end(session: &mut Session) -> Verdict {
    session.somebody().await?;
    let total = session.get("/Users?startIndex=1&count=1").await?.list()?.total;
    let answer = session.get(format!("/Users?startIndex={}&count=100", total + 1_000)).await?;
    let list = answer.list()?;
    if !list.resources.is_empty() {
        return Err(answer.fail("there are users past the end"));
    }
    if list.total == 0 {
        return Err(answer.fail("`totalResults` is 0 past the end, and should be that of the whole list"));
    }
    Ok(())
}

async fn media_type(session: &mut Session) -> Verdict {
    let body = session.person().by_okta();
    let call = Call::new(Method::POST, "/Users").json(&body).content_type("application/json");
    session.send(call).await?.expect(&[201])?;
    Ok(())
}
