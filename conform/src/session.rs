//! What a check has at hand: the server, and people and groups of its own.

use std::num::NonZeroU32;
use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};

use crate::guests::{GROUP_URN, Guests, Left, Person, group_name};
use crate::options::Options;
use crate::server::Server;
use crate::stop::Stop;
use crate::wire::{Answer, Call, Client, List, encode};

/// `schemas` of a PATCH (RFC 7644 §3.5.2).
const PATCH_URN: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// What a check has at hand.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) server: Server,
    client: Client,
    options: Arc<Options>,
    guests: Guests,
    made: usize,
}

/// A person or a group that the server has.
#[derive(Debug, Clone)]
pub(crate) struct Made {
    /// What the server calls it.
    pub(crate) id: String,
    /// Where it is, from the base URL on.
    pub(crate) path: String,
    /// What the server said when it made it.
    pub(crate) answer: Answer,
}

impl Session {
    pub(crate) fn new(server: Server, client: Client, options: Arc<Options>) -> Self {
        Self { server, client, options, guests: Guests::default(), made: 0 }
    }

    /// How many requests a second may be sent.
    pub(crate) fn rate(&self) -> NonZeroU32 {
        self.options.rate
    }

    /// What the base URL is.
    pub(crate) fn base(&self) -> &crate::options::Base {
        &self.options.base
    }

    /// For requests that go side by side. They may make nobody.
    pub(crate) fn client(&self) -> Client {
        self.client.clone()
    }

    /// The `Retry-After` of each 429 so far.
    pub(crate) fn throttled(&self) -> Vec<Option<String>> {
        self.client.throttled()
    }

    /// Somebody whom the server does not know.
    pub(crate) fn person(&mut self) -> Person {
        self.made += 1;
        Person::new(&self.options.run, self.made, &self.options.user_domain)
    }

    /// A name that no group has.
    pub(crate) fn group_name(&mut self) -> String {
        self.made += 1;
        group_name(&self.options.run, self.made)
    }

    /// An id in the form of a UUID that nobody has.
    pub(crate) fn unknown_id(&mut self) -> String {
        self.made += 1;
        format!("{}-0000-4000-8000-{:012}", self.options.run, self.made)
    }

    /// Sends a request. Whoever it makes is taken away in the end.
    ///
    /// # Errors
    ///
    /// There is no answer.
    pub(crate) async fn send(&mut self, call: Call) -> Result<Answer, Stop> {
        self.guests.asked(&call);
        let answer = self.client.send(&call).await?;
        self.guests.answered(&call, answer.status, &answer.body);
        Ok(answer)
    }

    /// Notes somebody or something that was made by another request than a POST of its own.
    pub(crate) fn made_otherwise(&mut self, endpoint: &'static str, name: &str, id: &str) {
        self.guests.add(endpoint, name, id);
    }

    /// `GET`.
    pub(crate) async fn get(&mut self, path: impl Into<String>) -> Result<Answer, Stop> {
        self.send(Call::get(path)).await
    }

    /// `POST`.
    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Result<Answer, Stop> {
        self.send(Call::new(Method::POST, path).json(body)).await
    }

    /// `PUT`.
    pub(crate) async fn put(&mut self, path: &str, body: &Value) -> Result<Answer, Stop> {
        self.send(Call::new(Method::PUT, path).json(body)).await
    }

    /// `PATCH` with these operations.
    pub(crate) async fn patch(&mut self, path: &str, operations: Value) -> Result<Answer, Stop> {
        self.send(patch(path, &operations)).await
    }

    /// `DELETE`.
    pub(crate) async fn delete(&mut self, path: &str) -> Result<Answer, Stop> {
        self.send(Call::new(Method::DELETE, path)).await
    }

    /// Those whom a filter finds at an endpoint.
    pub(crate) async fn find(&mut self, endpoint: &str, filter: &str) -> Result<(Answer, List), Stop> {
        let answer = self.get(format!("{endpoint}?filter={}", encode(filter))).await?;
        let list = answer.list()?;
        Ok((answer, list))
    }

    /// That a filter finds this one and nobody else.
    pub(crate) async fn finds(&mut self, endpoint: &str, filter: &str, made: &Made) -> Result<(), Stop> {
        let (answer, list) = self.find(endpoint, filter).await?;
        if list.ids() == [made.id.as_str()] && list.total == 1 {
            return Ok(());
        }
        let found = match list.resources.len() {
            0 => "the filter finds nobody, and should find the one who was just made".to_owned(),
            1 => "the filter finds another one than it should, or `totalResults` is not 1".to_owned(),
            many => format!("the filter finds {many}, and should find one"),
        };
        Err(answer.fail(found))
    }

    /// That a filter finds nobody, and says so by an empty list.
    pub(crate) async fn finds_nobody(&mut self, endpoint: &str, filter: &str) -> Result<(), Stop> {
        let (answer, list) = self.find(endpoint, filter).await?;
        if list.total == 0 && list.resources.is_empty() {
            return Ok(());
        }
        Err(answer.fail("the filter finds somebody, and should find nobody"))
    }

    /// A user, as this body has them.
    pub(crate) async fn user(&mut self, body: &Value) -> Result<Made, Stop> {
        let answer = self.post("/Users", body).await?;
        answer.done()?;
        let id = answer.text(&["id"])?.to_owned();
        Ok(Made { path: format!("/Users/{}", encode(&id)), id, answer })
    }

    /// A user as Okta makes them.
    pub(crate) async fn somebody(&mut self) -> Result<(Person, Made), Stop> {
        let person = self.person();
        let made = self.user(&person.by_okta()).await?;
        Ok((person, made))
    }

    /// A group with these members.
    pub(crate) async fn group(&mut self, members: &[&Made]) -> Result<(String, Made), Stop> {
        let name = self.group_name();
        let members: Vec<Value> = members.iter().map(|made| json!({ "value": made.id })).collect();
        let body = json!({ "schemas": [GROUP_URN], "displayName": name, "members": members });
        let answer = self.post("/Groups", &body).await?;
        answer.done()?;
        let id = answer.text(&["id"])?.to_owned();
        Ok((name, Made { path: format!("/Groups/{}", encode(&id)), id, answer }))
    }

    /// A resource as the server has it.
    pub(crate) async fn read(&mut self, made: &Made) -> Result<Answer, Stop> {
        let answer = self.get(made.path.clone()).await?;
        answer.expect(&[200])?;
        Ok(answer)
    }

    /// That a group has these members, in any order, and no others.
    pub(crate) async fn has_members(&mut self, group: &Made, expected: &[&Made]) -> Result<(), Stop> {
        let answer = self.read(group).await?;
        let members = answer.at(&["members"]).as_array().cloned().unwrap_or_default();
        let mut found: Vec<_> = members.iter().filter_map(|member| member.get("value")?.as_str()).collect();
        let mut wanted: Vec<_> = expected.iter().map(|made| made.id.as_str()).collect();
        found.sort_unstable();
        wanted.sort_unstable();
        if found == wanted {
            return Ok(());
        }
        let found = match (found.len(), wanted.len()) {
            (found, wanted) if found == wanted => "the group has other members than it should".to_owned(),
            (found, wanted) => format!("the group has {found} members, and should have {wanted}"),
        };
        Err(answer.fail(found))
    }

    /// That somebody is active, or is not, by the server's own word.
    pub(crate) async fn is_active(&mut self, made: &Made, active: bool) -> Result<(), Stop> {
        self.read(made).await?.same(&["active"], &active.into())?;
        Ok(())
    }

    /// How many are to be taken away.
    pub(crate) fn to_remove(&self) -> usize {
        self.guests.len()
    }

    /// Takes away all that was made; gives what could not be.
    pub(crate) async fn clean_up(&mut self) -> Vec<Left> {
        self.guests.remove(&self.client).await
    }

    /// All that was made, as left behind for this reason.
    pub(crate) fn left(&self, why: &str) -> Vec<Left> {
        self.guests.left(why)
    }
}

/// A PATCH with these operations, for requests that go side by side.
pub(crate) fn patch(path: &str, operations: &Value) -> Call {
    Call::new(Method::PATCH, path).json(&json!({ "schemas": [PATCH_URN], "Operations": operations }))
}
