//! RFC 7643 and 7644, one resource: what it looks like, how it is made and read, and by which versions.

use reqwest::Method;
use serde_json::{Value, json};

use crate::check::{Check, play};
use crate::guests::{GROUP_URN, USER_URN};
use crate::server::Feature;
use crate::session::Session;
use crate::stop::{Stop, Verdict};
use crate::wire::{Answer, Call};

const ETAG: &[Feature] = &[Feature::Etag];

pub(crate) static CHECKS: &[Check] = &[
    Check::must(
        "rfc.created",
        "A new resource is answered 201, with its place in the header and in `meta`",
        "RFC 7644 §3.3, RFC 7643 §3.1",
        play!(created),
    )
    .means("A client cannot tell a new resource from one that was there, or does not find it.")
    .mend("Answer 201 with `Location`, the same as `meta.location`."),
    Check::must(
        "rfc.meta",
        "`meta` has the resource's type, and its times as dates",
        "RFC 7643 §3.1",
        play!(meta),
    )
    .means("A client that compares times reads the wrong ones, or none.")
    .mend("Show `meta.resourceType`, and `created` and `lastModified` as `2026-01-31T12:00:00Z`."),
    Check::must("rfc.schemas", "A resource names its schemas", "RFC 7643 §3", play!(schemas))
        .means("A strict client does not read the resource.")
        .mend("Show `schemas` in each resource, that of the core included."),
    Check::must(
        "rfc.own-id",
        "The id is the server's: one that a client sends is ignored",
        "RFC 7643 §3.1, RFC 7644 §3.3",
        play!(own_id),
    )
    .means("A client chooses ids, and can take those of others.")
    .mend("Ignore read-only attributes of a request."),
    Check::must(
        "rfc.read-only",
        "Read-only attributes of a request are ignored, and not refused",
        "RFC 7644 §3.3 and §3.5.1",
        play!(read_only),
    )
    .means("A client that puts back what it read is refused.")
    .mend("Ignore `meta` and `groups` of a request."),
    Check::must("rfc.password", "A password is never shown", "RFC 7643 §4.1.1 and §9.2", play!(password))
        .means("Passwords leak to whoever may read users.")
        .mend("Leave `password` out of each answer, also where it is asked for."),
    Check::must(
        "rfc.attributes",
        "`attributes` shows what is asked for, and the id besides",
        "RFC 7644 §3.9",
        play!(attributes),
    )
    .means("A client that asks for little gets much, or cannot tell whose it is.")
    .mend("Keep to `attributes`; `id` and `schemas` are always there."),
    Check::must(
        "rfc.excluded-attributes",
        "`excludedAttributes` leaves out what is named, but never the id",
        "RFC 7644 §3.9",
        play!(excluded_attributes),
    )
    .means("A client gets what it wanted to be spared, such as the members of a large group.")
    .mend("Keep to `excludedAttributes`."),
    Check::must("rfc.deleted", "A deletion is answered 204 without a body", "RFC 7644 §3.6", play!(deleted))
        .means("A client takes the deletion for failed.")
        .mend("Answer 204, and nothing else."),
    Check::must(
        "rfc.unknown-path",
        "What is not there is answered 404",
        "RFC 7644 §3.12",
        play!(unknown_path),
    )
    .means("A wrong base URL looks like a right one.")
    .mend("Answer 404 to an unknown path."),
    Check::must(
        "rfc.required",
        "A user without userName is refused with 400",
        "RFC 7643 §4.1.1, RFC 7644 §3.12",
        play!(required),
    )
    .means("There are users whom nobody can find.")
    .mend("Answer 400 with `scimType` invalidValue."),
    Check::must(
        "rfc.syntax",
        "A body that is no JSON is refused with 400, as a SCIM error",
        "RFC 7644 §3.12",
        play!(syntax),
    )
    .means("An administrator sees an outage where the request is wrong.")
    .mend("Answer 400 with `scimType` invalidSyntax."),
    Check::should(
        "rfc.syntax-type",
        "Such a body is told as `scimType` invalidSyntax",
        "RFC 7644 §3.12, table 9",
        play!(syntax_type),
    )
    .means("A client cannot tell what is wrong with its request.")
    .mend("Set `scimType` to invalidSyntax."),
    Check::must(
        "rfc.foreign-schemas",
        "A user with the schema of a group alone is refused",
        "RFC 7643 §3, RFC 7644 §3.12",
        play!(foreign_schemas),
    )
    .means("A group that is sent to the wrong place becomes a user.")
    .mend("Answer 400 where `schemas` name another resource and not the user's."),
    Check::must("rfc.etag", "The version in the header is that in `meta`", "RFC 7644 §3.14", play!(etag))
        .needs(ETAG)
        .means("A client's conditional request is refused, or overwrites.")
        .mend("Send `ETag`, the same as `meta.version`."),
    Check::must(
        "rfc.not-modified",
        "A resource that has not changed is answered 304",
        "RFC 7644 §3.14",
        play!(not_modified),
    )
    .needs(ETAG)
    .means("A client reads again what it has.")
    .mend("Keep to `If-None-Match`."),
    Check::must(
        "rfc.precondition",
        "A write with an old version is refused with 412 and changes nothing",
        "RFC 7644 §3.14",
        play!(precondition),
    )
    .needs(&[Feature::Etag, Feature::Patch])
    .means("Two clients overwrite one another.")
    .mend("Check `If-Match` in the write itself, and answer 412."),
    Check::should("rfc.me", "/Me without support is answered 501", "RFC 7644 §3.11", play!(me))
        .means("A client cannot tell a missing feature from a missing user.")
        .mend("Answer 501 where a token stands for no user."),
    Check::must("rfc.accept", "An Accept of application/json is answered", "RFC 7644 §3.8", play!(accept))
        .means("Clients that name the plain media type get nothing.")
        .mend("Answer JSON to application/json, too."),
    Check::must(
        "rfc.group",
        "A group has its schema, its name and the ids of its members",
        "RFC 7643 §4.2",
        play!(group),
    )
    .needs(&[Feature::Groups])
    .means("A client does not see who is in a group.")
    .mend("Show `displayName`, and `value` of each of `members`."),
];

async fn created(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    made.answer.expect(&[201])?;
    let location = made.answer.text(&["meta", "location"])?;
    match made.answer.header("location") {
        Some(header) if header == location => Ok(()),
        Some(_) => Err(made.answer.fail("`Location` is not `meta.location`")),
        None => Err(made.answer.fail("there is no `Location`")),
    }
}

async fn meta(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let read = session.read(&made).await?;
    read.same(&["meta", "resourceType"], &json!("User"))?;
    for name in ["created", "lastModified"] {
        match read.at(&["meta", name]) {
            // RFC 7643 §3.1 asks for them where the server keeps such times.
            Value::Null => {}
            Value::String(text) if text.parse::<jiff::Timestamp>().is_ok() => {}
            _ => return Err(read.fail(format!("`meta.{name}` is no date and time with a zone"))),
        }
    }
    Ok(())
}

async fn schemas(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    made.answer.has_schema(USER_URN)?;
    session.read(&made).await?.has_schema(USER_URN)?;
    Ok(())
}

/// The body with some members more.
fn with(mut body: Value, more: &Value) -> Value {
    if let (Some(members), Some(more)) = (body.as_object_mut(), more.as_object()) {
        members.extend(more.clone());
    }
    body
}

async fn own_id(session: &mut Session) -> Verdict {
    let chosen = session.unknown_id();
    let body = with(session.person().by_okta(), &json!({ "id": chosen }));
    let answer = session.post("/Users", &body).await?;
    answer.expect(&[201])?;
    if answer.text(&["id"])? == chosen { Err(answer.fail("the id is the one that was sent")) } else { Ok(()) }
}

async fn read_only(session: &mut Session) -> Verdict {
    let meta = json!({ "resourceType": "User", "created": "1999-12-31T23:59:59Z" });
    let groups = json!([{ "value": session.unknown_id() }]);
    let body = with(session.person().by_okta(), &json!({ "meta": meta, "groups": groups }));
    let answer = session.post("/Users", &body).await?;
    answer.expect(&[201])?;
    if answer.at(&["meta", "created"]) == &json!("1999-12-31T23:59:59Z") {
        return Err(answer.fail("`meta.created` is the one that was sent"));
    }
    answer.nothing(&["groups"])?;
    Ok(())
}

async fn password(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    made.answer.nothing(&["password"])?;
    for query in ["", "?attributes=password"] {
        let answer = session.get(format!("{}{query}", made.path)).await?;
        answer.nothing(&["password"])?;
    }
    Ok(())
}

async fn attributes(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    let answer = session.get(format!("{}?attributes=userName", made.path)).await?;
    answer.expect(&[200])?.same(&["id"], &json!(made.id))?.same(&["userName"], &json!(person.user_name))?;
    answer.nothing(&["name"])?.nothing(&["externalId"])?;
    Ok(())
}

async fn excluded_attributes(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    let answer = session.get(format!("{}?excludedAttributes=id,name", made.path)).await?;
    answer.expect(&[200])?.same(&["id"], &json!(made.id))?.same(&["userName"], &json!(person.user_name))?;
    answer.nothing(&["name"])?;
    Ok(())
}

async fn deleted(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let answer = session.delete(&made.path).await?;
    answer.expect(&[204])?;
    if answer.has_body { Err(answer.fail("there is a body")) } else { Ok(()) }
}

async fn unknown_path(session: &mut Session) -> Verdict {
    session.get("/Robots").await?.expect(&[404])?;
    Ok(())
}

async fn required(session: &mut Session) -> Verdict {
    let body = json!({ "schemas": [USER_URN], "displayName": "Conform" });
    session.post("/Users", &body).await?.expect(&[400])?.scim_error()?;
    Ok(())
}

async fn nonsense(session: &mut Session) -> Result<Answer, Stop> {
    session.send(Call::new(Method::POST, "/Users").text("{\"userName\": ")).await
}

async fn syntax(session: &mut Session) -> Verdict {
    nonsense(session).await?.expect(&[400])?.scim_error()?;
    Ok(())
}

async fn syntax_type(session: &mut Session) -> Verdict {
    nonsense(session).await?.scim_type("invalidSyntax")?;
    Ok(())
}

async fn foreign_schemas(session: &mut Session) -> Verdict {
    let body = with(session.person().least(), &json!({ "schemas": [GROUP_URN] }));
    session.post("/Users", &body).await?.expect(&[400])?;
    Ok(())
}

async fn etag(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let answer = session.read(&made).await?;
    let version = answer.text(&["meta", "version"])?;
    if answer.header("etag") == Some(version) {
        Ok(())
    } else {
        Err(answer.fail("`ETag` is not `meta.version`"))
    }
}

async fn not_modified(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let read = session.read(&made).await?;
    let version = read.text(&["meta", "version"])?;
    session.send(Call::get(made.path).header("if-none-match", version)).await?.expect(&[304])?;
    Ok(())
}

async fn precondition(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    let old = session.read(&made).await?.text(&["meta", "version"])?.to_owned();
    let off = json!([{ "op": "replace", "path": "active", "value": false }]);
    session.patch(&made.path, off).await?.expect(&[200, 204])?;
    let on = json!([{ "op": "replace", "path": "active", "value": true }]);
    let call = crate::session::patch(&made.path, &on).header("if-match", old);
    session.send(call).await?.expect(&[412])?;
    session.is_active(&made, false).await
}

async fn me(session: &mut Session) -> Verdict {
    let answer = session.get("/Me").await?;
    // A token may stand for a user: then that user, or where it is (RFC 7644 §3.11).
    answer.expect(&[501, 200, 307, 308])?;
    Ok(())
}

async fn accept(session: &mut Session) -> Verdict {
    let (_, made) = session.somebody().await?;
    session.send(Call::get(made.path).header("accept", "application/json")).await?.expect(&[200])?;
    Ok(())
}

async fn group(session: &mut Session) -> Verdict {
    let (_, ada) = session.somebody().await?;
    let (name, group) = session.group(&[&ada]).await?;
    let read = session.read(&group).await?;
    read.has_schema(GROUP_URN)?.same(&["displayName"], &json!(name))?;
    read.same(&["meta", "resourceType"], &json!("Group"))?;
    session.has_members(&group, &[&ada]).await
}
