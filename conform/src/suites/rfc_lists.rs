//! RFC 7644 §3.4 and RFC 9865: searching, paging and sorting.

use reqwest::Method;
use serde_json::{Value, json};

use crate::check::{Check, play};
use crate::guests::Person;
use crate::server::Feature;
use crate::session::{Made, Session};
use crate::stop::{Stop, Verdict};
use crate::wire::{Call, encode};

const FILTER: &[Feature] = &[Feature::Filter];

pub(crate) static CHECKS: &[Check] = &[
    Check::must(
        "rfc.count-zero",
        "A count of 0 asks for the total alone",
        "RFC 7644 §3.4.2.4",
        play!(count_zero),
    )
    .means("A client that asks how many there are gets all of them.")
    .mend("Answer `totalResults` and no resources."),
    Check::must(
        "rfc.bounds",
        "A startIndex below 1 is 1, and a count below 0 is 0",
        "RFC 7644 §3.4.2.4",
        play!(bounds),
    )
    .means("A client that counts from 0 is refused, or misses somebody.")
    .mend("Read a value below the least as the least."),
    Check::must(
        "rfc.filter-names",
        "Attributes and operators in a filter have no case",
        "RFC 7644 §3.4.2.2, RFC 7643 §2.1",
        play!(filter_names),
    )
    .needs(FILTER)
    .means("PingOne, which writes `Eq`, finds nobody.")
    .mend("Read names and operators without regard to case."),
    Check::must(
        "rfc.filter-urn",
        "An attribute may be written with its schema's URN",
        "RFC 7644 §3.10",
        play!(filter_urn),
    )
    .needs(FILTER)
    .means("A client that writes attributes in full finds nobody.")
    .mend("Take `urn:…:User:userName`."),
    Check::must(
        "rfc.filter-operators",
        "`sw`, `co`, `pr`, `not`, `or` and parentheses mean what they should",
        "RFC 7644 §3.4.2.2",
        play!(filter_operators),
    )
    .needs(FILTER)
    .means("A client finds others than it asked for.")
    .mend("Support all operators, or answer 400 invalidFilter to those that are not."),
    Check::must(
        "rfc.filter-malformed",
        "A filter that means nothing is refused with 400",
        "RFC 7644 §3.4.2.2",
        play!(filter_malformed),
    )
    .needs(FILTER)
    .means("A client that makes a mistake gets everybody, and takes them for its own.")
    .mend("Answer 400 with `scimType` invalidFilter."),
    Check::should(
        "rfc.filter-malformed-type",
        "Such a filter is told as `scimType` invalidFilter",
        "RFC 7644 §3.12, table 9",
        play!(filter_malformed_type),
    )
    .needs(FILTER)
    .means("A client cannot tell what is wrong with its request.")
    .mend("Set `scimType` to invalidFilter."),
    Check::should(
        "rfc.search",
        "A search by POST answers as the one by GET does",
        "RFC 7644 §3.4.3",
        play!(search),
    )
    .needs(FILTER)
    .means("A client that keeps addresses out of URLs, and so out of logs, finds nobody.")
    .mend("Serve /Users/.search."),
    Check::must("rfc.sort", "A sorted list is sorted, both ways", "RFC 7644 §3.4.2.3", play!(sort))
        .needs(&[Feature::Sort, Feature::Filter])
        .means("A client that trusts the order misses people.")
        .mend("Sort by `sortBy` and `sortOrder`, or announce that you do not."),
    Check::must(
        "rfc.list-attributes",
        "`attributes` holds for lists, too",
        "RFC 7644 §3.4.2.5",
        play!(list_attributes),
    )
    .means("A client that asks for little gets much.")
    .mend("Keep to `attributes` in lists."),
    Check::must(
        "rfc.cursor",
        "A cursor leads to the next page, and a wrong one is refused",
        "RFC 9865 §2",
        play!(cursor),
    )
    .needs(&[Feature::Cursor])
    .means("A client that pages by cursor reads the same page for ever, or misses people.")
    .mend("Answer `nextCursor`, go on from it, and answer 400 invalidCursor to one that you did not give."),
];

async fn count_zero(session: &mut Session) -> Verdict {
    session.somebody().await?;
    let answer = session.get("/Users?count=0").await?;
    let list = answer.list()?;
    if list.total > 0 && list.resources.is_empty() {
        return Ok(());
    }
    Err(answer.fail("there are resources, or no total"))
}

async fn bounds(session: &mut Session) -> Verdict {
    session.somebody().await?;
    let first = session.get("/Users?startIndex=1&count=1").await?.list()?;
    let answer = session.get("/Users?startIndex=0&count=1").await?;
    if answer.list()?.ids() != first.ids() {
        return Err(answer.fail("the page does not begin with the first user"));
    }
    let answer = session.get("/Users?count=-1").await?;
    if answer.list()?.resources.is_empty() { Ok(()) } else { Err(answer.fail("there are resources")) }
}

async fn filter_names(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    session.finds("/Users", &format!("USERNAME Eq \"{}\"", person.user_name), &made).await
}

async fn filter_urn(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    let name = format!("{}:userName", crate::guests::USER_URN);
    session.finds("/Users", &format!("{name} eq \"{}\"", person.user_name), &made).await
}

async fn filter_operators(session: &mut Session) -> Verdict {
    let ((ada, made), (bob, other)) = (session.somebody().await?, session.somebody().await?);
    let (first, second) = (&ada.user_name, &bob.user_name);
    let local = first.split('@').next().unwrap_or_default();
    for filter in [
        format!("userName sw \"{local}@\""),
        format!("userName co \"{local}@\""),
        format!("userName eq \"{first}\" and id pr"),
        format!("userName eq \"{first}\" and not (userName eq \"{second}\")"),
        format!("(userName eq \"{first}\" or userName eq \"{second}\") and not (userName eq \"{second}\")"),
    ] {
        session.finds("/Users", &filter, &made).await?;
    }
    let either = format!("userName eq \"{first}\" or userName eq \"{second}\"");
    let (answer, list) = session.find("/Users", &either).await?;
    let mut ids = list.ids();
    let mut expected = [made.id.as_str(), other.id.as_str()];
    ids.sort_unstable();
    expected.sort_unstable();
    if ids == expected { Ok(()) } else { Err(answer.fail("`or` does not find both")) }
}

async fn filter_malformed(session: &mut Session) -> Verdict {
    for filter in ["userName eq", "userName is \"x\"", "(userName pr"] {
        session.get(format!("/Users?filter={}", encode(filter))).await?.expect(&[400])?.scim_error()?;
    }
    Ok(())
}

async fn filter_malformed_type(session: &mut Session) -> Verdict {
    session.get(format!("/Users?filter={}", encode("userName eq"))).await?.scim_type("invalidFilter")?;
    Ok(())
}

async fn search(session: &mut Session) -> Verdict {
    let (person, made) = session.somebody().await?;
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": format!("userName eq \"{}\"", person.user_name),
        "startIndex": 1,
        "count": 10,
    });
    let answer = session.send(Call::new(Method::POST, "/Users/.search").json(&body)).await?;
    if answer.list()?.ids() == [made.id.as_str()] {
        Ok(())
    } else {
        Err(answer.fail("it does not find the one user"))
    }
}

/// Two people, and a filter that finds these alone.
async fn two(session: &mut Session) -> Result<([(Person, Made); 2], String), Stop> {
    let both = [session.somebody().await?, session.somebody().await?];
    let [(ada, _), (bob, _)] = &both;
    let filter = format!("userName eq \"{}\" or userName eq \"{}\"", ada.user_name, bob.user_name);
    Ok((both, filter))
}

async fn sort(session: &mut Session) -> Verdict {
    let ([(ada, made), (bob, other)], filter) = two(session).await?;
    let ascending = if ada.user_name < bob.user_name { [&made.id, &other.id] } else { [&other.id, &made.id] };
    let descending = [ascending[1], ascending[0]];
    for (order, expected) in [("ascending", ascending), ("descending", descending)] {
        let query = format!("filter={}&sortBy=userName&sortOrder={order}", encode(&filter));
        let answer = session.get(format!("/Users?{query}")).await?;
        if answer.list()?.ids() != expected {
            return Err(answer.fail(format!("the list is not {order}")));
        }
    }
    Ok(())
}

async fn list_attributes(session: &mut Session) -> Verdict {
    session.somebody().await?;
    let answer = session.get("/Users?startIndex=1&count=1&attributes=userName").await?;
    let list = answer.list()?;
    let Some(first) = list.resources.first() else { return Err(answer.fail("`Resources` is empty")) };
    if first.get("id").is_none() {
        return Err(answer.fail("there is no `id`"));
    }
    let more = |name: &&&str| first.get(**name).is_some_and(|value| !value.is_null());
    match ["name", "emails", "active"].iter().find(more) {
        None => Ok(()),
        Some(name) => Err(answer.fail(format!("there is `{name}`, which was not asked for"))),
    }
}

async fn cursor(session: &mut Session) -> Verdict {
    session.somebody().await?;
    session.somebody().await?;
    let first = session.get("/Users?cursor=&count=1").await?;
    let ids: Vec<String> = first.list()?.ids().into_iter().map(str::to_owned).collect();
    let Value::String(next) = first.at(&["nextCursor"]) else {
        return Err(first.fail("there is no `nextCursor`"));
    };
    let second = session.get(format!("/Users?cursor={}&count=1", encode(next))).await?;
    let list = second.list()?;
    if list.resources.len() != 1 || ids == list.ids() {
        return Err(second.fail("the next page does not have one other user"));
    }
    session
        .get("/Users?cursor=no-cursor-of-yours&count=1")
        .await?
        .expect(&[400])?
        .scim_type("invalidCursor")?;
    Ok(())
}
