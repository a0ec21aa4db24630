//! The people and groups that a run made, from before each is asked for until it is gone.

use reqwest::Method;
use serde::Serialize;
use serde_json::{Value, json};

use crate::wire::{Call, Client, encode};

/// `schemas` of a user (RFC 7643 §4.1).
pub(crate) const USER_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// `schemas` of the enterprise extension (RFC 7643 §4.3).
pub(crate) const ENTERPRISE_URN: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// `schemas` of a group (RFC 7643 §4.2).
pub(crate) const GROUP_URN: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";

/// Somebody or something that a run made and could not take away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Left {
    /// `userName` or `displayName`, by which a person finds it.
    pub name: String,
    /// Where it is; only its endpoint if nobody was told the id.
    pub path: String,
    /// Why it is there still.
    pub why: String,
}

/// What is to be taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Guest {
    endpoint: &'static str,
    name: String,
    /// `None`: asked for, and it is not known what came of it.
    id: Option<String>,
}

/// All that is to be taken away.
#[derive(Debug, Default)]
pub(crate) struct Guests(Vec<Guest>);

impl Guests {
    /// Notes that something is asked for. What came of it is said to [`Self::answered`].
    pub(crate) fn asked(&mut self, call: &Call) {
        let Some((endpoint, name)) = made_by(call) else { return };
        self.0.push(Guest { endpoint, name, id: None });
    }

    /// Notes what came of it. An answer that neither makes nor refuses leaves it open: it is looked for in the end.
    pub(crate) fn answered(&mut self, call: &Call, status: u16, body: &Value) {
        if call.method == Method::DELETE && matches!(status, 200..300 | 404) {
            let path = call.path.split('?').next().unwrap_or_default();
            self.0.retain(|guest| guest.path() != path);
        }
        let Some((endpoint, name)) = made_by(call) else { return };
        let is_open = |guest: &Guest| guest.endpoint == endpoint && guest.name == name && guest.id.is_none();
        let Some(at) = self.0.iter().position(is_open) else { return };
        match (status, body.get("id").and_then(Value::as_str)) {
            (200..300, Some(id)) => {
                if let Some(guest) = self.0.get_mut(at) {
                    guest.id = Some(id.to_owned());
                }
            }
            (400..500, _) => {
                self.0.remove(at);
            }
            _ => {}
        }
    }

    /// Notes something that was made in another way.
    pub(crate) fn add(&mut self, endpoint: &'static str, name: &str, id: &str) {
        self.0.push(Guest { endpoint, name: name.to_owned(), id: Some(id.to_owned()) });
    }

    /// How many are there.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes all of them away, groups first: what cannot be taken away stays noted, and is told.
    pub(crate) async fn remove(&mut self, client: &Client) -> Vec<Left> {
        self.0.sort_by_key(|guest| guest.endpoint);
        let mut left = Vec::new();
        let mut at = 0;
        while let Some(guest) = self.0.get(at).cloned() {
            match guest.remove(client).await {
                Ok(()) => {
                    self.0.remove(at);
                }
                Err(why) => {
                    left.push(guest.left(why));
                    at += 1;
                }
            }
        }
        left
    }

    /// All of them, as left behind for this reason.
    pub(crate) fn left(&self, why: &str) -> Vec<Left> {
        self.0.iter().map(|guest| guest.left(why.to_owned())).collect()
    }
}

impl Guest {
    fn path(&self) -> String {
        match &self.id {
            Some(id) => format!("{}/{}", self.endpoint, encode(id)),
            None => self.endpoint.to_owned(),
        }
    }

    fn left(&self, why: String) -> Left {
        Left { name: self.name.clone(), path: self.path(), why }
    }

    async fn remove(&self, client: &Client) -> Result<(), String> {
        let ids = match &self.id {
            Some(id) => vec![id.clone()],
            None => self.found(client).await?,
        };
        for id in ids {
            let call = Call::new(Method::DELETE, format!("{}/{}", self.endpoint, encode(&id)));
            let answer = client.exchange(&call).await.map_err(|no_answer| no_answer.why)?;
            if !matches!(answer.status, 200..300 | 404) {
                return Err(format!("the deletion was answered {}", answer.status));
            }
        }
        Ok(())
    }

    /// The ids of those that have the name: a request to make one may have been done without an answer.
    async fn found(&self, client: &Client) -> Result<Vec<String>, String> {
        let attribute = if self.endpoint == "/Groups" { "displayName" } else { "userName" };
        let filter = encode(&format!("{attribute} eq {}", json!(self.name)));
        let call = Call::get(format!("{}?filter={filter}", self.endpoint));
        let answer = client.exchange(&call).await.map_err(|no_answer| no_answer.why)?;
        if answer.status != 200 {
            return Err(format!(
                "it is not known whether it was made: the look-up was answered {}",
                answer.status
            ));
        }
        let resources = answer.at(&["Resources"]).as_array().cloned().unwrap_or_default();
        // A server that does not understand the filter may list everybody.
        let is_it = |resource: &&Value| {
            resource
                .get(attribute)
                .and_then(Value::as_str)
                .is_some_and(|name| name.eq_ignore_ascii_case(&self.name))
        };
        let ids = resources.iter().filter(is_it).filter_map(|resource| resource.get("id")?.as_str());
        Ok(ids.map(str::to_owned).collect())
    }
}

/// The endpoint and the name of what a call makes, if it makes something.
fn made_by(call: &Call) -> Option<(&'static str, String)> {
    if call.method != Method::POST {
        return None;
    }
    let path = call.path.split('?').next().unwrap_or_default();
    let (endpoint, attribute) = match path {
        "/Users" => ("/Users", "userName"),
        "/Groups" => ("/Groups", "displayName"),
        _ => return None,
    };
    let body: Value = serde_json::from_str(call.body.as_deref()?).ok()?;
    Some((endpoint, body.get(attribute)?.as_str()?.to_owned()))
}

/// A person as a directory knows them: names that no other run has.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) user_name: String,
    pub(crate) external_id: String,
    pub(crate) given_name: String,
    pub(crate) family_name: String,
}

impl Person {
    /// The person of that number in a run.
    pub(crate) fn new(run: &str, number: usize, domain: &str) -> Self {
        Self {
            user_name: format!("rollcall-conform-{run}-{number}@{domain}"),
            external_id: format!("rollcall-conform-{run}-x{number}"),
            given_name: "Conform".to_owned(),
            family_name: format!("rollcall-conform-{run}-{number}"),
        }
    }

    /// The least that makes a user.
    pub(crate) fn least(&self) -> Value {
        json!({ "schemas": [USER_URN], "userName": self.user_name })
    }

    /// The person as Okta creates them.
    pub(crate) fn by_okta(&self) -> Value {
        json!({
            "schemas": [USER_URN],
            "userName": self.user_name,
            "name": { "givenName": self.given_name, "familyName": self.family_name },
            "emails": [{ "primary": true, "value": self.user_name, "type": "work" }],
            "displayName": format!("{} {}", self.given_name, self.family_name),
            "locale": "en-US",
            "externalId": self.external_id,
            "groups": [],
            // Okta sends one even where passwords are not synchronised.
            "password": format!("Pw-{}", self.family_name),
            "active": true,
        })
    }

    /// The person as Entra creates them.
    pub(crate) fn by_entra(&self) -> Value {
        json!({
            "schemas": [USER_URN, ENTERPRISE_URN],
            "externalId": self.external_id,
            "userName": self.user_name,
            "active": true,
            "emails": [{ "primary": true, "type": "work", "value": self.user_name }],
            "meta": { "resourceType": "User" },
            "name": {
                "formatted": format!("{} {}", self.given_name, self.family_name),
                "familyName": self.family_name,
                "givenName": self.given_name,
            },
            "displayName": format!("{} {}", self.given_name, self.family_name),
        })
    }
}

/// The name of the group of that number in a run.
pub(crate) fn group_name(run: &str, number: usize) -> String {
    format!("rollcall-conform-{run}-group-{number}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(name: &str) -> Call {
        Call::new(Method::POST, "/Users").json(&json!({ "userName": name }))
    }

    #[test]
    fn who_was_made_is_noted_until_deleted() {
        let mut guests = Guests::default();
        guests.asked(&post("a"));
        guests.answered(&post("a"), 201, &json!({ "id": "1" }));
        assert_eq!(guests.left("x")[0].path, "/Users/1");
        guests.answered(&Call::new(Method::DELETE, "/Users/1"), 500, &Value::Null);
        assert_eq!(guests.len(), 1);
        guests.answered(&Call::new(Method::DELETE, "/Users/1"), 204, &Value::Null);
        assert_eq!(guests.len(), 0);
    }

    #[test]
    fn a_refusal_is_forgotten_and_an_open_end_is_not() {
        let mut guests = Guests::default();
        for (name, status) in [("a", 409), ("b", 500), ("c", 201)] {
            guests.asked(&post(name));
            guests.answered(&post(name), status, &Value::Null);
        }
        guests.asked(&post("d"));
        let names: Vec<_> = guests.left("x").into_iter().map(|left| left.name).collect();
        assert_eq!(names, ["b", "c", "d"], "c has no id, and d no answer");
    }

    #[test]
    fn only_what_makes_a_resource_is_noted() {
        let mut guests = Guests::default();
        guests.asked(&Call::new(Method::POST, "/Users/.search").json(&json!({ "userName": "a" })));
        guests.asked(&Call::new(Method::PUT, "/Users/1").json(&json!({ "userName": "a" })));
        guests.asked(&Call::new(Method::POST, "/Users").text("{"));
        guests.asked(&Call::new(Method::POST, "/Groups").json(&json!({ "displayName": "g" })));
        assert_eq!(guests.left("x")[0].path, "/Groups");
        assert_eq!(guests.len(), 1);
    }
}
