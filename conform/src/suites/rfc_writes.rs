//! RFC 7644 §3.5 and §3.7: changing resources, one or many at a time.

use reqwest::Method;
use serde_json::{Value, json};

use crate::check::{Check, play};
use crate::guests::GROUP_URN;
use crate::server::Feature;
use crate::session::Session;
use crate::stop::{Stop, Verdict};
use crate::wire::{Answer, Call};

const PATCH: &[Feature] = &[Feature::Patch];
const BULK: &[Feature] = &[Feature::Bulk];

pub(crate) static CHECKS: &[Check] = &[
    Check::must("rfc.put", "PUT answers 200 with the user as it is now", "RFC 7644 §3.5.1", play!(put))
        .means("A client cannot see what became of its request.")
        .mend("Answer 200 with the resource."),
    Check::must(
        "rfc.patch-answer",
        "PATCH answers 200 with the user as it is now, or 204 without a body",
        "RFC 7644 §3.5.2",
        play!(patch_answer),
    )
    .needs(PATCH)
    .means("A client takes the old user for the new one.")
    .mend("Answer the changed resource, or 204."),
    Check::must(
        "rfc.patch-all-or-nothing",
        "A PATCH of which one operation fails changes nothing",
        "RFC 7644 §3.5.2",
        play!(all_or_nothing),
    )
    .needs(PATCH)
    .means("A change that was refused is half done.")
    .mend("Apply operations to a copy, and write it in the end."),
    Check::must(
        "rfc.patch-read-only",
        "A PATCH of the id is refused",
        "RFC 7644 §3.5.2",
        play!(patch_read_only),
    )
    .needs(PATCH)
    .means("A user becomes another one.")
    .mend("Answer 400 with `scimType` mutability."),
    Check::must(
        "rfc.patch-no-target",
        "A removal without a path is refused",
        "RFC 7644 §3.5.2.2",
        play!(no_target),
    )
    .needs(PATCH)
    .means("A mistake of a client empties a user.")
    .mend("Answer 400 with `scimType` noTarget."),
    Check::must(
        "rfc.patch-unknown-operation",
        "An operation that there is not is refused",
        "RFC 7644 §3.5.2",
        play!(unknown_operation),
    )
    .needs(PATCH)
    .means("A client believes that something was done.")
    .mend("Answer 400 with `scimType` invalidSyntax."),
    Check::must(
        "rfc.patch-wrong-value",
        "A value that does not fit its attribute is refused",
        "RFC 7644 §3.12",
        play!(wrong_value),
    )
    .needs(PATCH)
    .means("Nobody knows whether the user is active.")
    .mend("Answer 400 with `scimType` invalidValue."),
    Check::must(
        "rfc.bulk",
        "A bulk request makes two users, and says of each how it went",
        "RFC 7644 §3.7",
        play!(bulk),
    )
    .needs(BULK)
    .means("A directory does not know which of its changes were done.")
    .mend("Answer a BulkResponse with `status` as a text, `bulkId` and `location` of each operation."),
    Check::must(
        "rfc.bulk-reference",
        "A group in a bulk request takes a user of the same request as its member",
        "RFC 7644 §3.7.2",
        play!(bulk_reference),
    )
    .needs(&[Feature::Bulk, Feature::Groups])
    .means("Groups that come with their members are empty.")
    .mend("Put the id of the new resource in place of `bulkId:…`."),
    Check::must(
        "rfc.bulk-fail-on-errors",
        "A bulk request ends after as many errors as it says",
        "RFC 7644 §3.7.3",
        play!(fail_on_errors),
    )
    .needs(BULK)
    .means("A directory that wanted to stop has the rest done all the same.")
    .mend("Keep to `failOnErrors`."),
    Check::must(
        "rfc.bulk-limits",
        "The limits of bulk requests are announced as numbers",
        "RFC 7643 §5, RFC 7644 §3.7.4",
        play!(bulk_limits),
    )
    .needs(BULK)
    .means("A directory sends more than is taken.")
    .mend("Announce `maxOperations` and `maxPayloadSize`."),
];

async fn put(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let mut whole = session.read(&made).await?.body;
    if let Some(members) = whole.as_object_mut() {
        members.insert("active".to_owned(), json!(false));
    }
    let answer = session.put(&made.path, &whole).await?;
    answer.expect(&[200])?.same(&["id"], &json!(made.id))?.same(&["active"], &json!(false))?;
    Ok(())
}

async fn patch_answer(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let off = json!([{ "op": "replace", "path": "active", "value": false }]);
    let answer = session.patch(&made.path, off).await?;
    answer.expect(&[200, 204])?;
    if answer.status == 200 {
        answer.same(&["id"], &json!(made.id))?.same(&["active"], &json!(false))?;
    } else if answer.has_body {
        return Err(answer.fail("there is a body"));
    }
    Ok(())
}

async fn all_or_nothing(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let operations = json!([
        { "op": "replace", "path": "active", "value": false },
        { "op": "replace", "path": "active", "value": "perhaps" },
    ]);
    session.patch(&made.path, operations).await?.refused()?;
    session.is_active(&made, true).await
}

/// The answer to a PATCH of somebody that must not be done, and that nothing came of it.
async fn not_done(session: &mut Session, operation: Value) -> Result<Answer, Stop> {
    let (person, made) = session.somebody().await?;
    let answer = session.patch(&made.path, json!([operation])).await?;
    answer.expect(&[400])?.scim_error()?;
    let read = session.read(&made).await?;
    read.same(&["id"], &json!(made.id))?.same(&["userName"], &json!(person.user_name))?;
    read.same(&["active"], &json!(true))?;
    Ok(answer)
}

async fn patch_read_only(session: &mut Session) -> Verdict {
    let id = session.unknown_id();
    not_done(session, json!({ "op": "replace", "path": "id", "value": id })).await?;
    Ok(())
}

async fn no_target(session: &mut Session) -> Verdict {
    not_done(session, json!({ "op": "remove" })).await?.scim_type("noTarget")?;
    Ok(())
}

async fn unknown_operation(session: &mut Session) -> Verdict {
    not_done(session, json!({ "op": "move", "path": "active", "value": false })).await?;
    Ok(())
}

async fn wrong_value(session: &mut Session) -> Verdict {
    not_done(session, json!({ "op": "replace", "path": "active", "value": "perhaps" })).await?;
    Ok(())
}

/// The operations of the answer to a bulk request, with the answer.
async fn bulk_of(
    session: &mut Session,
    operations: &[Value],
    fail_on_errors: Option<u32>,
) -> Result<(Answer, Vec<Value>), Stop> {
    let mut body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": operations,
    });
    if let (Some(errors), Some(members)) = (fail_on_errors, body.as_object_mut()) {
        members.insert("failOnErrors".to_owned(), errors.into());
    }
    let answer = session.send(Call::new(Method::POST, "/Bulk").json(&body)).await?;
    let done = answer.at(&["Operations"]).as_array().cloned().unwrap_or_default();
    // Whatever it made is to go again, however the answer looks otherwise.
    for (asked, done) in operations.iter().zip(&done) {
        let endpoint = if asked.get("path") == Some(&json!("/Groups")) { "/Groups" } else { "/Users" };
        let data = asked.get("data").cloned().unwrap_or_default();
        let name = data.get("userName").or_else(|| data.get("displayName")).and_then(Value::as_str);
        let id =
            done.get("location").and_then(Value::as_str).and_then(|location| location.rsplit('/').next());
        if let (Some(name), Some(id)) = (name, id) {
            session.made_otherwise(endpoint, name, id);
        }
    }
    answer.expect(&[200])?.has_schema("urn:ietf:params:scim:api:messages:2.0:BulkResponse")?;
    Ok((answer, done))
}

fn make(bulk_id: &str, path: &str, data: &Value) -> Value {
    json!({ "method": "POST", "bulkId": bulk_id, "path": path, "data": data })
}

fn status(operation: Option<&Value>) -> &str {
    operation.and_then(|operation| operation.get("status")?.as_str()).unwrap_or_default()
}

async fn bulk(session: &mut Session) -> Verdict {
    let people = [session.person(), session.person()];
    let [ada, bob] = &people;
    let operations = [make("ada", "/Users", &ada.by_okta()), make("bob", "/Users", &bob.by_okta())];
    let (answer, done) = bulk_of(session, &operations, None).await?;
    if done.len() != 2 {
        return Err(answer.fail(format!("there are {} operations in the answer to two", done.len())));
    }
    for (operation, bulk_id) in done.iter().zip(["ada", "bob"]) {
        if status(Some(operation)) != "201" {
            return Err(answer.fail("`status` of an operation is not \"201\", as a text"));
        }
        if operation.get("bulkId") != Some(&json!(bulk_id)) || operation.get("location").is_none() {
            return Err(answer.fail("an operation lacks its `bulkId` or its `location`"));
        }
    }
    Ok(())
}

async fn bulk_reference(session: &mut Session) -> Verdict {
    let (ada, name) = (session.person(), session.group_name());
    let group =
        json!({ "schemas": [GROUP_URN], "displayName": name, "members": [{ "value": "bulkId:ada" }] });
    let operations = [make("ada", "/Users", &ada.by_okta()), make("group", "/Groups", &group)];
    let (answer, done) = bulk_of(session, &operations, None).await?;
    if done.iter().any(|operation| status(Some(operation)) != "201") || done.len() != 2 {
        return Err(answer.fail("the two operations are not \"201\""));
    }
    let id = |at: usize| done.get(at)?.get("location")?.as_str()?.rsplit('/').next();
    let (Some(user), Some(group)) = (id(0), id(1)) else { return Err(answer.fail("there is no `location`")) };
    let read = session.get(format!("/Groups/{group}")).await?;
    read.expect(&[200])?;
    let members = read.at(&["members"]).as_array().cloned().unwrap_or_default();
    if members.len() == 1 && members.first().and_then(|member| member.get("value")) == Some(&json!(user)) {
        return Ok(());
    }
    Err(read.fail("the group does not have the one member"))
}

async fn fail_on_errors(session: &mut Session) -> Verdict {
    let (taken, _) = session.somebody().await?;
    let never = session.person();
    let operations = [make("taken", "/Users", &taken.by_okta()), make("never", "/Users", &never.by_okta())];
    let (answer, done) = bulk_of(session, &operations, Some(1)).await?;
    if status(done.first()) != "409" {
        return Err(answer.fail("`status` of the operation that conflicts is not \"409\""));
    }
    if done.len() > 1 && status(done.get(1)) == "201" {
        return Err(answer.fail("the operation after the last error that is allowed was done"));
    }
    if session.server.needs(Feature::Filter).is_ok() {
        session.finds_nobody("/Users", &format!("userName eq \"{}\"", never.user_name)).await?;
    }
    Ok(())
}

async fn bulk_limits(session: &mut Session) -> Verdict {
    let answer = session.get("/ServiceProviderConfig").await?;
    for name in ["maxOperations", "maxPayloadSize"] {
        if answer.at(&["bulk", name]).as_u64().is_none_or(|limit| limit == 0) {
            return Err(answer.fail(format!("`bulk.{name}` is missing, or no number above 0")));
        }
    }
    Ok(())
}
