//! What Entra's validator tests of users, and what its gallery asks for. The requests are those of Entra's provisioning
//! service, in both of its dialects.

use reqwest::Method;
use serde_json::{Value, json};

use crate::check::{Check, PROFILE_SYNC, play};
use crate::guests::{ENTERPRISE_URN, USER_URN};
use crate::server::{Feature, attribute};
use crate::session::{Made, Session};
use crate::stop::{Stop, Verdict};
use crate::wire::Call;

/// What makes an OAuth client at a Rollcall server.
const OAUTH_CLIENT: &str = "rollcall oauth-client create <tenant>";

const PATCH: &[Feature] = &[Feature::Patch];
const FILTER: &[Feature] = &[Feature::Filter];

pub(crate) static CHECKS: &[Check] = &[
    Check::must(
        "entra.test-connection",
        "A search for a user who cannot be there gives an empty list with 200",
        "Entra, Test connection; gallery requirement: zero results",
        play!(test_connection),
    )
    .needs(FILTER)
    .means("*Test connection* fails. Later, the provisioning job goes into quarantine.")
    .mend("Answer 200 with `totalResults` 0, for userName, externalId and the work address alike."),
    Check::must(
        "entra.schemas",
        "/Schemas is a list without nulls, with what Entra maps",
        "Entra validator: Schema_Discoverability_Test",
        play!(schemas),
    )
    .means("Entra cannot read the schema when provisioning is set up, or maps attributes that are not there.")
    .mend("Publish userName, active, displayName, name and emails in the User schema, and leave out what is null."),
    Check::must(
        "entra.group-schema",
        "/Schemas has the Group schema",
        "Entra validator: group tests fail without it",
        play!(group_schema),
    )
    .means("Seven of the validator's 25 tests fail.")
    .mend("Provide groups, and publish their schema."),
    Check::must(
        "entra.create",
        "POST /Users makes a user, and gives back the userName that was sent",
        "Entra validator: SCIM_User_Create_Test, Create_User_Test",
        play!(create),
    )
    .means("Nobody whom an administrator assigns in Entra gets an account.")
    .mend("Answer 201 with the user."),
    Check::must(
        "entra.duplicate",
        "A second user with the same userName is refused with 409",
        "Entra, Develop a SCIM endpoint: duplicates",
        play!(duplicate),
    )
    .means("A person gets two accounts.")
    .mend("Keep userName unique in a tenant, and answer 409."),
    Check::must(
        "entra.filter-user-name",
        "A user is found by userName, as the validator spells the filter",
        "Entra validator: GET /Users?filter=userName+eq+\"…\"",
        play!(filter_user_name),
    )
    .needs(FILTER)
    .means("Entra creates a person who is there already, and is refused in every cycle.")
    .mend("Read `+` as a space and `%40` as `@` in a query, and take quotes as they are."),
    Check::must(
        "entra.filter-external-id",
        "A user is found by externalId",
        "Entra, matching by objectId",
        play!(filter_external_id),
    )
    .needs(FILTER)
    .means("Where externalId is the matching attribute, nobody is matched.")
    .mend("Keep externalId as it is sent, and search by it."),
    Check::must(
        "entra.filter-both",
        "A user is found by userName and externalId together",
        "Entra, several matching attributes: `eq` and `and`",
        play!(filter_both),
    )
    .needs(FILTER)
    .means("Jobs with two matching attributes match nobody.")
    .mend("Take `and` in filters."),
    Check::must(
        "entra.filter-email",
        "A user is found by the work address",
        "Entra, matching by emails[type eq \"work\"].value",
        play!(filter_email),
    )
    .needs(FILTER)
    .means("Where the address is the matching attribute, nobody is matched.")
    .mend("Take `emails[type eq \"work\"].value eq \"…\"`, though no RFC has it so."),
    Check::must(
        "entra.update",
        "Attributes change by PATCH with operations in capitals and dotted paths",
        "Entra validator: SCIM_User_Update_Test, Update_User_Test",
        play!(update),
    )
    .needs(PATCH)
    .means("The validator finds the old values, and the submission fails.")
    .mend("Take `Add` and `Replace` in capitals, and paths such as `name.familyName`.")
    .rollcall(PROFILE_SYNC),
    Check::must(
        "entra.update-enterprise",
        "An attribute of the enterprise extension changes by PATCH",
        "Entra validator: Update_User_Test (department)",
        play!(update_enterprise),
    )
    .needs(PATCH)
    .means("Departments and the like stay as they were first sent.")
    .mend("Take a path of the extension's URN, a colon and the attribute.")
    .rollcall(PROFILE_SYNC),
    Check::must(
        "entra.update-without-path",
        "One operation without a path changes attributes by dotted and URN keys",
        "Entra with aadOptscim062020",
        play!(update_without_path),
    )
    .needs(PATCH)
    .means("Jobs with the flag in their tenant URL change nothing, or fail.")
    .mend("Take keys such as `name.familyName` in the value of an operation without a path.")
    .rollcall(PROFILE_SYNC),
    Check::must(
        "entra.value-path",
        "A value path makes the entry that is not there yet, and the next operation changes it",
        "Entra, Add and Replace of phoneNumbers[type eq \"mobile\"].value",
        play!(value_path),
    )
    .needs(PATCH)
    .means("Telephone numbers and addresses never arrive.")
    .mend("Make the entry that a value path describes where there is none.")
    .rollcall(PROFILE_SYNC),
    Check::must(
        "entra.email",
        "The work address changes by PATCH",
        "Entra, Replace of emails[type eq \"work\"].value",
        play!(email),
    )
    .needs(PATCH)
    .means("A changed address does not arrive, or fails the whole update of the person.")
    .mend("Take the path, and keep the address."),
    Check::must(
        "entra.null-and-empty",
        "Empty texts and nulls empty an attribute",
        "Entra validator: SCIM_Null_Update_Test",
        play!(null_and_empty),
    )
    .needs(PATCH)
    .means("A title that was taken away in Entra stays in the product, or the update fails.")
    .mend("Take `\"\"` and `null` as values, and show the attribute as absent.")
    .rollcall(PROFILE_SYNC),
    Check::must(
        "entra.manager",
        "A manager is set, changed and taken away",
        "Entra validator: SCIM_Update_Manager_Test, User_Update_Manager_Test",
        play!(manager),
    )
    .needs(PATCH)
    .means("The manager of a person is wrong, or each update of the person fails.")
    .mend("Take the manager as a text, as an object and as an empty text.")
    .rollcall(PROFILE_SYNC),
    Check::must(
        "entra.rename",
        "A userName changes by PATCH, and the user keeps the id",
        "Entra, Replace of userName",
        play!(rename),
    )
    .needs(PATCH)
    .means("Somebody who marries is created once more, or not updated any longer.")
    .mend("Let userName change by PATCH."),
    Check::must(
        "entra.disable",
        "`active` as the text \"False\" makes a user inactive, who is found with `active` false",
        "Entra validator: Disable_User_Test",
        play!(disable),
    )
    .needs(PATCH)
    .means("Somebody who left keeps their access. The validator fails without soft deletes.")
    .mend("Take \"True\" and \"False\" as booleans, in capitals, too, and show inactive users in searches."),
    Check::must(
        "entra.enable",
        "A user who was disabled is enabled again",
        "Entra validator: Restore_User_Test",
        play!(enable),
    )
    .needs(PATCH)
    .means("Somebody who is restored in Entra stays locked out.")
    .mend("Take `active` true by PATCH."),
    Check::should(
        "entra.soft-delete",
        "A soft delete that renames the user in the same request makes it inactive",
        "Entra, soft delete where userName is mapped to userPrincipalName",
        play!(soft_delete),
    )
    .needs(PATCH)
    .means("Somebody whom an administrator deleted keeps their access until the hard delete, 30 days later.")
    .mend("Take a userName with 32 hexadecimal digits before it together with `active: False`."),
    Check::should(
        "entra.unknown-attribute",
        "A deactivation is not lost beside an attribute that the schema lacks",
        "Entra, custom attribute mappings",
        play!(unknown_attribute),
    )
    .needs(PATCH)
    .means("An administrator maps an attribute that is not there, and from then on nobody is deactivated.")
    .mend("Ignore an operation on an unknown attribute, and do the rest."),
    Check::should(
        "entra.loose-values",
        "A boolean inside of an entry may be a text",
        "Entra validator: roles[].primary \"True\"",
        play!(loose_values),
    )
    .needs(PATCH)
    .means("Each person with such an entry fails.")
    .mend("Read the texts \"True\" and \"False\" as booleans."),
    Check::must(
        "entra.delete",
        "A deleted user is gone: 204, then 404, and not in a search",
        "Entra validator: Delete_User_Test",
        play!(delete),
    )
    .means("A person who was deleted in Entra stays.")
    .mend("Answer 204, and 404 to whatever names the user from then on."),
    Check::must(
        "entra.pages",
        "Pages follow one another, and say the startIndex that was asked for",
        "Entra validator: SCIM_User_Pagination_Test",
        play!(pages),
    )
    .means("The validator's test of pages fails.")
    .mend("Repeat `startIndex` in the answer, and begin the page there."),
    Check::must(
        "entra.authentication",
        "The server takes tokens of an OAuth client",
        "Entra gallery: SCIM authentication requirements",
        play!(authentication),
    )
    .means("Microsoft does not list the application: long-lived tokens, Basic and the authorization code are not taken.")
    .mend("Grant tokens by client credentials or by workload identity federation, and say so in authenticationSchemes.")
    .rollcall(OAUTH_CLIENT),
];

async fn test_connection(session: &mut Session) -> Verdict {
    let nobody = session.unknown_id();
    for attribute in ["userName", "externalId", "emails[type eq \"work\"].value"] {
        session.finds_nobody("/Users", &format!("{attribute} eq \"{nobody}\"")).await?;
    }
    Ok(())
}

async fn schemas(session: &mut Session) -> Verdict {
    let answer = session.get("/Schemas").await?;
    let list = answer.list()?;
    if has_null(&answer.body) {
        return Err(answer.fail("there is a null in it"));
    }
    let is_user = |schema: &&Value| schema.get("id").and_then(Value::as_str) == Some(USER_URN);
    let Some(user) = list.resources.iter().find(is_user) else {
        return Err(answer.fail("it has no User schema"));
    };
    for name in ["userName", "active", "displayName", "name", "emails"] {
        if attribute(user, name).is_none() {
            return Err(answer.fail(format!("the User schema has no `{name}`")));
        }
    }
    Ok(())
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(entries) => entries.iter().any(has_null),
        Value::Object(members) => members.values().any(has_null),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

async fn group_schema(session: &mut Session) -> Verdict {
    let answer = session.get("/Schemas").await?;
    let list = answer.list()?;
    if list.ids().contains(&crate::guests::GROUP_URN) {
        Ok(())
    } else {
        Err(answer.fail("it has no Group schema"))
    }
}

/// A user as Entra makes them.
async fn provisioned(session: &mut Session) -> Result<(crate::guests::Person, Made), Stop> {
    let person = session.person();
    let made = session.user(&person.by_entra()).await?;
    Ok((person, made))
}

async fn create(session: &mut Session) -> Verdict {
    let (person, made) = provisioned(session).await?;
    made.answer.expect(&[201, 200])?.same(&["userName"], &json!(person.user_name))?;
    Ok(())
}

async fn duplicate(session: &mut Session) -> Verdict {
    let (person, _) = provisioned(session).await?;
    session.post("/Users", &person.by_entra()).await?.expect(&[409])?;
    Ok(())
}

async fn filter_user_name(session: &mut Session) -> Verdict {
    let (person, made) = provisioned(session).await?;
    let value = person.user_name.replace('@', "%40");
    let answer = session.get(format!("/Users?filter=userName+eq+\"{value}\"")).await?;
    if answer.list()?.ids() == [made.id.as_str()] {
        Ok(())
    } else {
        Err(answer.fail("it does not find the one user"))
    }
}

async fn filter_external_id(session: &mut Session) -> Verdict {
    let (person, made) = provisioned(session).await?;
    session.finds("/Users", &format!("externalId eq \"{}\"", person.external_id), &made).await
}

async fn filter_both(session: &mut Session) -> Verdict {
    let (person, made) = provisioned(session).await?;
    let (name, id) = (&person.user_name, &person.external_id);
    session.finds("/Users", &format!("userName eq \"{name}\" and externalId eq \"{id}\""), &made).await?;
    session.finds_nobody("/Users", &format!("userName eq \"{name}\" and externalId eq \"{id}-other\"")).await
}

async fn filter_email(session: &mut Session) -> Verdict {
    let (person, made) = provisioned(session).await?;
    session
        .finds("/Users", &format!("emails[type eq \"work\"].value eq \"{}\"", person.user_name), &made)
        .await
}

async fn update(session: &mut Session) -> Verdict {
    let (_, made) = provisioned(session).await?;
    let operations = json!([
        { "op": "Replace", "path": "displayName", "value": "Conformed" },
        { "op": "Replace", "path": "name.familyName", "value": "Conforming" },
        { "op": "Add", "path": "title", "value": "Tester" },
    ]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    let read = session.read(&made).await?;
    read.same(&["displayName"], &json!("Conformed"))?.same(&["name", "familyName"], &json!("Conforming"))?;
    read.same(&["title"], &json!("Tester"))?.same(&["name", "givenName"], &json!("Conform"))?;
    Ok(())
}

async fn update_enterprise(session: &mut Session) -> Verdict {
    has_enterprise(session)?;
    let (_, made) = provisioned(session).await?;
    let path = format!("{ENTERPRISE_URN}:department");
    let operations = json!([{ "op": "Add", "path": path, "value": "Conformance" }]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    session.read(&made).await?.same(&[ENTERPRISE_URN, "department"], &json!("Conformance"))?;
    Ok(())
}

fn has_enterprise(session: &Session) -> Verdict {
    let listed = session.server.schemas.is_empty() || session.server.schema(ENTERPRISE_URN).is_some();
    if listed { Ok(()) } else { Err(Stop::not_applicable("the server has no enterprise extension")) }
}

async fn update_without_path(session: &mut Session) -> Verdict {
    let (_, made) = provisioned(session).await?;
    let mut value = json!({ "displayName": "Conformed", "name.familyName": "Conforming" });
    let enterprise = has_enterprise(session).is_ok();
    if let (true, Some(members)) = (enterprise, value.as_object_mut()) {
        members.insert(format!("{ENTERPRISE_URN}:department"), json!("Conformance"));
    }
    session.patch(&made.path, json!([{ "op": "replace", "value": value }])).await?.expect(&[200, 204])?;
    let read = session.read(&made).await?;
    read.same(&["displayName"], &json!("Conformed"))?.same(&["name", "familyName"], &json!("Conforming"))?;
    if enterprise {
        read.same(&[ENTERPRISE_URN, "department"], &json!("Conformance"))?;
    }
    Ok(())
}

async fn value_path(session: &mut Session) -> Verdict {
    if !session.server.schemas.is_empty() && session.server.user_attribute("phoneNumbers").is_none() {
        return Err(Stop::not_applicable("the User schema has no `phoneNumbers`"));
    }
    let (_, made) = provisioned(session).await?;
    let path = "phoneNumbers[type eq \"mobile\"].value";
    let operations = json!([
        { "op": "Add", "path": path, "value": "+1 555 0100" },
        { "op": "Replace", "path": path, "value": "+1 555 0101" },
    ]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    let read = session.read(&made).await?;
    let numbers = read.at(&["phoneNumbers"]).as_array().cloned().unwrap_or_default();
    let is_it = |entry: &Value| {
        entry.get("type") == Some(&json!("mobile")) && entry.get("value") == Some(&json!("+1 555 0101"))
    };
    if numbers.iter().filter(|entry| is_it(entry)).count() == 1 && numbers.len() == 1 {
        return Ok(());
    }
    Err(read.fail("`phoneNumbers` does not have the one entry that was made and changed"))
}

async fn email(session: &mut Session) -> Verdict {
    let (_, made) = provisioned(session).await?;
    let moved = session.person().user_name;
    let operations = json!([{ "op": "Replace", "path": "emails[type eq \"work\"].value", "value": moved }]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    let read = session.read(&made).await?;
    let emails = read.at(&["emails"]).as_array().cloned().unwrap_or_default();
    if emails.iter().any(|entry| entry.get("value") == Some(&json!(moved))) {
        return Ok(());
    }
    if session.server.is_rollcall() {
        let why = "taken and not compared: at Rollcall the work address follows userName, when its owner has confirmed it";
        return Err(Stop::not_applicable(why));
    }
    Err(read.fail("`emails` does not have the new address"))
}

async fn null_and_empty(session: &mut Session) -> Verdict {
    let (_, made) = provisioned(session).await?;
    let filled = json!([
        { "op": "Add", "path": "title", "value": "Tester" },
        { "op": "Add", "path": "displayName", "value": "Conformed" },
    ]);
    session.patch(&made.path, filled).await?.expect(&[200, 204])?;
    session.read(&made).await?.same(&["title"], &json!("Tester"))?;
    let emptied = json!([
        { "op": "Replace", "path": "title", "value": "" },
        { "op": "Replace", "path": "displayName", "value": "" },
    ]);
    session.patch(&made.path, emptied).await?.expect(&[200, 204])?;
    session.read(&made).await?.nothing(&["title"])?.nothing(&["displayName"])?;
    let nulls = json!([
        { "op": "Replace", "path": "title", "value": null },
        { "op": "Replace", "path": "displayName", "value": null },
    ]);
    session.patch(&made.path, nulls).await?.expect(&[200, 204])?;
    session.read(&made).await?.nothing(&["title"])?.nothing(&["displayName"])?;
    Ok(())
}

async fn manager(session: &mut Session) -> Verdict {
    has_enterprise(session)?;
    let (_, made) = provisioned(session).await?;
    let (_, first) = provisioned(session).await?;
    let (_, second) = provisioned(session).await?;
    let path = format!("{ENTERPRISE_URN}:manager");
    let set = json!([{ "op": "Add", "path": path, "value": first.id }]);
    session.patch(&made.path, set).await?.expect(&[200, 204])?;
    has_manager(session, &made, Some(&first)).await?;
    let changed = json!([{ "op": "Replace", "path": path, "value": { "value": second.id } }]);
    session.patch(&made.path, changed).await?.expect(&[200, 204])?;
    has_manager(session, &made, Some(&second)).await?;
    let removed = json!([{ "op": "Replace", "path": path, "value": "" }]);
    session.patch(&made.path, removed).await?.expect(&[200, 204])?;
    has_manager(session, &made, None).await
}

async fn has_manager(session: &mut Session, made: &Made, manager: Option<&Made>) -> Verdict {
    let read = session.read(made).await?;
    match manager {
        Some(manager) => read.same(&[ENTERPRISE_URN, "manager", "value"], &json!(manager.id))?,
        None => read.nothing(&[ENTERPRISE_URN, "manager", "value"])?,
    };
    Ok(())
}

async fn rename(session: &mut Session) -> Verdict {
    let (_, made) = provisioned(session).await?;
    let renamed = session.person().user_name;
    let operations = json!([{ "op": "Replace", "path": "userName", "value": renamed }]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    session.read(&made).await?.same(&["userName"], &json!(renamed))?;
    Ok(())
}

fn set_active(active: &str) -> Value {
    json!([{ "op": "Replace", "path": "active", "value": active }])
}

async fn disable(session: &mut Session) -> Verdict {
    let (person, made) = provisioned(session).await?;
    session.patch(&made.path, set_active("False")).await?.expect(&[200, 204])?;
    session.is_active(&made, false).await?;
    session.server.needs(Feature::Filter)?;
    let (answer, list) = session.find("/Users", &format!("userName eq \"{}\"", person.user_name)).await?;
    match list.resources.first().and_then(|user| user.get("active")) {
        Some(Value::Bool(false)) => Ok(()),
        _ => Err(answer.fail("the search does not show the user with `active` false")),
    }
}

async fn enable(session: &mut Session) -> Verdict {
    let (_, made) = provisioned(session).await?;
    session.patch(&made.path, set_active("False")).await?.expect(&[200, 204])?;
    session.patch(&made.path, set_active("True")).await?.expect(&[200, 204])?;
    session.is_active(&made, true).await
}

async fn soft_delete(session: &mut Session) -> Verdict {
    let (person, made) = provisioned(session).await?;
    let object_id = session.unknown_id().replace('-', "");
    let operations = json!([
        { "op": "Replace", "path": "userName", "value": format!("{object_id}{}", person.user_name) },
        { "op": "Replace", "path": "active", "value": "False" },
    ]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    session.is_active(&made, false).await
}

async fn unknown_attribute(session: &mut Session) -> Verdict {
    if session.server.claims_interop() {
        return Err(Stop::not_applicable(
            "the interoperability profile, which the server claims, has such a request refused",
        ));
    }
    let (_, made) = provisioned(session).await?;
    let operations = json!([
        { "op": "Add", "path": "urn:ietf:params:scim:schemas:extension:conform:2.0:User:shoeSize", "value": "44" },
        { "op": "Replace", "path": "active", "value": "False" },
    ]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    session.is_active(&made, false).await
}

async fn loose_values(session: &mut Session) -> Verdict {
    if !session.server.schemas.is_empty() && session.server.user_attribute("phoneNumbers").is_none() {
        return Err(Stop::not_applicable("the User schema has no `phoneNumbers`"));
    }
    let (_, made) = provisioned(session).await?;
    let entry = json!([{ "type": "work", "value": "+1 555 0100", "primary": "True" }]);
    let operations = json!([{ "op": "Add", "path": "phoneNumbers", "value": entry }]);
    session.patch(&made.path, operations).await?.expect(&[200, 204])?;
    Ok(())
}

async fn delete(session: &mut Session) -> Verdict {
    let (person, made) = provisioned(session).await?;
    let deleted = session.delete(&made.path).await?;
    deleted.expect(&[204, 200])?;
    session.get(made.path.clone()).await?.expect(&[404])?;
    if session.server.needs(Feature::Filter).is_ok() {
        session.finds_nobody("/Users", &format!("userName eq \"{}\"", person.user_name)).await?;
    }
    session.send(Call::new(Method::DELETE, made.path.clone())).await?.expect(&[404])?;
    Ok(())
}

async fn pages(session: &mut Session) -> Verdict {
    for _ in 0..3 {
        provisioned(session).await?;
    }
    let mut seen: Vec<String> = Vec::new();
    for start in [1, 2, 3] {
        let answer = session.get(format!("/Users?startIndex={start}&count=1")).await?;
        let list = answer.list()?;
        if list.start_index != Some(start) {
            return Err(answer.fail(format!("`startIndex` should be {start}, as it was asked for")));
        }
        for id in list.ids() {
            if seen.iter().any(|known| known == id) {
                return Err(answer.fail("a page repeats somebody of an earlier one"));
            }
            seen.push(id.to_owned());
        }
    }
    if seen.len() == 3 { Ok(()) } else { Err(Stop::fail("three pages of one user do not have three users")) }
}

async fn authentication(session: &mut Session) -> Verdict {
    let answer = session.get("/ServiceProviderConfig").await?;
    answer.expect(&[200])?;
    let schemes = answer.at(&["authenticationSchemes"]).as_array().cloned().unwrap_or_default();
    let is_oauth = |scheme: &Value| scheme.get("type").and_then(Value::as_str) == Some("oauth2");
    if schemes.iter().any(is_oauth) {
        return Ok(());
    }
    Err(Stop::by_setting(
        "the server announces no OAuth client (`oauth2`): the gallery needs one, an application outside of it does not",
    ))
}
