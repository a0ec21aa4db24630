//! RFC 7643 §5 to §7 and RFC 7644 §4: what the server says of itself.

use serde_json::Value;

use crate::check::{Check, play};
use crate::session::Session;
use crate::stop::{Stop, Verdict};
use crate::wire::{at, encode};

/// What `/ServiceProviderConfig` has to say of.
const FEATURES: [&str; 6] = ["patch", "bulk", "filter", "changePassword", "sort", "etag"];

pub(crate) static CHECKS: &[Check] = &[
    Check::must(
        "rfc.config",
        "/ServiceProviderConfig says of each feature whether it is supported",
        "RFC 7643 §5",
        play!(config),
    )
    .means("A client has to guess what the server can do.")
    .mend("Say true or false of patch, bulk, filter, changePassword, sort and etag."),
    Check::must(
        "rfc.authentication-schemes",
        "/ServiceProviderConfig names the ways to prove oneself",
        "RFC 7643 §5",
        play!(authentication_schemes),
    )
    .means("A client does not know how to connect.")
    .mend("List `authenticationSchemes` with `type`, `name` and `description`."),
    Check::must(
        "rfc.resource-types",
        "Each resource type has a name, an endpoint that answers, and a schema",
        "RFC 7643 §6",
        play!(resource_types),
    )
    .means("A client looks for resources where there are none.")
    .mend("List what there is, with the endpoints that serve it."),
    Check::must(
        "rfc.one-by-one",
        "A resource type and a schema are read by their ids",
        "RFC 7644 §4",
        play!(one_by_one),
    )
    .means("A client that reads one of them fails.")
    .mend("Serve /ResourceTypes/{id} and /Schemas/{urn}."),
    Check::must(
        "rfc.definitions",
        "Each attribute of a schema has a name, a type and what can be done with it",
        "RFC 7643 §7",
        play!(definitions),
    )
    .means("A client takes an attribute for something else than it is.")
    .mend("Give `name`, `type`, `multiValued`, `mutability` and `returned` of each attribute."),
    Check::should(
        "rfc.discovery-filter",
        "A filter of the server's own documents is refused with 403",
        "RFC 7644 §4",
        play!(filter),
    )
    .means("A client believes that what it sees was filtered.")
    .mend("Answer 403 to a `filter` at /ServiceProviderConfig, /ResourceTypes and /Schemas."),
];

async fn config(session: &mut Session) -> Verdict {
    let answer = session.get("/ServiceProviderConfig").await?;
    answer.expect(&[200])?.has_schema("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig")?;
    for feature in FEATURES {
        match answer.at(&[feature, "supported"]) {
            Value::Bool(_) => {}
            _ => {
                return Err(answer.fail(format!("`{feature}.supported` is missing, or is not true or false")));
            }
        }
    }
    Ok(())
}

async fn authentication_schemes(session: &mut Session) -> Verdict {
    let answer = session.get("/ServiceProviderConfig").await?;
    answer.expect(&[200])?;
    let schemes = answer.at(&["authenticationSchemes"]).as_array().cloned().unwrap_or_default();
    if schemes.is_empty() {
        return Err(answer.fail("`authenticationSchemes` is missing, or empty"));
    }
    for scheme in &schemes {
        for name in ["type", "name", "description"] {
            if at(scheme, &[name]).as_str().is_none_or(str::is_empty) {
                return Err(answer.fail(format!("a scheme has no `{name}`")));
            }
        }
    }
    Ok(())
}

async fn resource_types(session: &mut Session) -> Verdict {
    let answer = session.get("/ResourceTypes").await?;
    let list = answer.list()?;
    if list.resources.is_empty() {
        return Err(answer.fail("there are none"));
    }
    for kind in &list.resources {
        for name in ["name", "endpoint", "schema"] {
            if at(kind, &[name]).as_str().is_none_or(str::is_empty) {
                return Err(answer.fail(format!("a resource type has no `{name}`")));
            }
        }
        let endpoint = at(kind, &["endpoint"]).as_str().unwrap_or_default();
        let path = endpoint.strip_prefix(session.base().text()).unwrap_or(endpoint).to_owned();
        if !path.starts_with('/') || is_discovery(&path) {
            continue;
        }
        session.get(format!("{path}?startIndex=1&count=1")).await?.list()?;
    }
    Ok(())
}

fn is_discovery(path: &str) -> bool {
    ["/ServiceProviderConfig", "/ResourceTypes", "/Schemas"].iter().any(|known| path.starts_with(known))
}

async fn one_by_one(session: &mut Session) -> Verdict {
    for endpoint in ["/ResourceTypes", "/Schemas"] {
        let answer = session.get(endpoint).await?;
        let list = answer.list()?;
        // A resource type may do without an id (RFC 7643 §6): then it is known by its name.
        let first =
            list.resources.first().and_then(|each| each.get("id").or_else(|| each.get("name"))?.as_str());
        let Some(id) = first else { return Err(answer.fail("the first of them has no `id`")) };
        session.get(format!("{endpoint}/{}", encode(id).replace("%3A", ":"))).await?.expect(&[200])?;
    }
    Ok(())
}

async fn definitions(session: &mut Session) -> Verdict {
    let answer = session.get("/Schemas").await?;
    for schema in answer.list()?.resources {
        let Some(attributes) = schema.get("attributes").and_then(Value::as_array) else {
            return Err(answer.fail("a schema has no `attributes`"));
        };
        for attribute in attributes {
            for name in ["name", "type", "mutability", "returned"] {
                if at(attribute, &[name]).as_str().is_none_or(str::is_empty) {
                    return Err(answer.fail(format!("an attribute has no `{name}`")));
                }
            }
            if !at(attribute, &["multiValued"]).is_boolean() {
                return Err(answer.fail("`multiValued` of an attribute is not true or false"));
            }
        }
    }
    Ok(())
}

async fn filter(session: &mut Session) -> Verdict {
    let mut refused = None;
    for endpoint in ["/ResourceTypes", "/Schemas"] {
        let answer = session.get(format!("{endpoint}?filter={}", encode("name eq \"User\""))).await?;
        if answer.status != 403 {
            refused = Some(answer);
        }
    }
    match refused {
        None => Ok(()),
        Some(answer) if answer.status == 404 => Err(Stop::not_applicable("the server has no such documents")),
        Some(answer) => Err(answer.fail(format!("the answer is {}, and should be 403", answer.status))),
    }
}
