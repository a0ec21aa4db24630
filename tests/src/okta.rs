//! Okta: the requests it sends, in its order and its words, and what it makes of the answers.
//!
//! Sources: Okta's "SCIM 2.0 protocol reference", its published test suite, and request logs. What it never sends
//! (`DELETE`, `.search`, discovery) has no method here.

use reqwest::Method;
use serde_json::{Value, json};

use crate::answer::{Answer, patiently};
use crate::person::Person;
use crate::scim::{Request, Scim, encode};
use crate::{ENTERPRISE_URN, USER_URN};

/// How the customer's app was made, which decides how it deactivates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum App {
    /// By the wizard: `PUT` for everything.
    Wizard,
    /// From Okta's integration network: `PATCH` for `active`, `PUT` for the rest.
    Network,
}

/// An Okta org with one provisioning app.
#[derive(Debug, Clone)]
pub struct Okta {
    scim: Scim,
    app: App,
}

/// A person assigned to the app: Okta remembers the `id` that the service gave.
#[derive(Debug, Clone)]
pub struct Assigned {
    /// SCIM `id`.
    pub id: String,
    /// The person in Okta.
    pub person: Person,
    /// What the service answered last.
    pub answer: Answer,
}

impl Okta {
    /// An org whose app talks to this service.
    #[must_use]
    pub fn new(scim: Scim, app: App) -> Self {
        Self { scim: introduced(scim), app }
    }

    /// "Test Connector Configuration": the answers, in the order of the requests.
    pub async fn test_connection(&self) -> [Answer; 2] {
        [
            self.send(Method::GET, "/Users?startIndex=1&count=2", None).await,
            self.send(Method::GET, "/Groups?startIndex=1&count=100", None).await,
        ]
    }

    /// "Import now": every user, by pages of a hundred: 1, 101, 201, … until `totalResults` are read.
    pub async fn import(&self) -> Vec<Value> {
        let (mut users, mut start) = (Vec::new(), 1);
        loop {
            let page = self.send(Method::GET, &format!("/Users?startIndex={start}&count=100"), None).await;
            let page = page.expect(200);
            users.extend_from_slice(page.resources());
            start += 100;
            if page["totalResults"].as_u64().is_none_or(|total| start > total) {
                return users;
            }
        }
    }

    /// The look-up that precedes every assignment.
    pub async fn find(&self, login: &str) -> Answer {
        let filter = encode(&format!("userName eq \"{login}\""));
        self.send(Method::GET, &format!("/Users?filter={filter}&startIndex=1&count=100"), None).await
    }

    /// Assigns a person to the app and expects that to work: look-up, then `POST`, or `GET` and `PUT` of whom it found.
    pub async fn assign(&self, person: impl Into<Person>) -> Assigned {
        let person = person.into();
        let answer = self.try_assign(&person).await;
        assert!(answer.status.is_success(), "could not assign {}\n{answer}", person.login);
        Assigned { id: answer.id(), person, answer }
    }

    /// Assigns a person to the app, whatever comes of it.
    pub async fn try_assign(&self, person: impl Into<Person>) -> Answer {
        let person = person.into();
        let found = self.find(&person.login).await;
        if found.status != 200 {
            return found;
        }
        match found.resources() {
            [] => self.create(&person).await,
            [user, ..] => {
                let id = user["id"].as_str().unwrap().to_owned();
                self.update(&id, |resource| write_profile(resource, &person, true)).await
            }
        }
    }

    /// The `POST` by itself, as it is sent when the look-up found nobody.
    pub async fn create(&self, person: impl Into<Person>) -> Answer {
        self.send(Method::POST, "/Users", Some(&creation(&person.into()))).await
    }

    /// Pushes the profile of a person who changed in Okta: `GET`, then `PUT` of what that returned, changed.
    pub async fn push(&self, assigned: &Assigned, change: impl FnOnce(&mut Person)) -> Assigned {
        let mut person = assigned.person.clone();
        change(&mut person);
        let answer = self.update(&assigned.id, |resource| write_profile(resource, &person, true)).await;
        Assigned { id: assigned.id.clone(), person, answer }
    }

    /// The person's login changes in Okta.
    pub async fn rename(&self, assigned: &Assigned, login: &str) -> Assigned {
        self.push(assigned, |person| login.clone_into(&mut person.login)).await
    }

    /// The person is taken off the app (or deactivated in Okta, which sends the same).
    pub async fn unassign(&self, assigned: &Assigned) -> Answer {
        match self.app {
            App::Wizard => self.update(&assigned.id, |resource| resource["active"] = false.into()).await,
            App::Network => self.patch_active(&assigned.id, false).await,
        }
    }

    /// The person is assigned again: the same as [`Self::assign`], for Okta forgot the id.
    pub async fn reassign(&self, assigned: &Assigned) -> Assigned {
        self.assign(&assigned.person).await
    }

    /// A person deactivated in Okta, still assigned, is activated again: Okta knows the id.
    pub async fn reactivate(&self, assigned: &Assigned) -> Answer {
        match self.app {
            App::Wizard => self.update(&assigned.id, |resource| resource["active"] = true.into()).await,
            App::Network => self.patch_active(&assigned.id, true).await,
        }
    }

    /// `GET` by id, then `PUT` of the whole resource as it came, changed. A `GET` that fails ends it.
    pub async fn update(&self, id: &str, change: impl FnOnce(&mut Value)) -> Answer {
        let found = self.send(Method::GET, &format!("/Users/{id}"), None).await;
        if found.status != 200 {
            return found;
        }
        let mut resource = found.body;
        change(&mut resource);
        self.send(Method::PUT, &format!("/Users/{id}"), Some(&resource)).await
    }

    async fn patch_active(&self, id: &str, active: bool) -> Answer {
        let operations = json!([{ "op": "replace", "value": { "active": active } }]);
        self.send(Method::PATCH, &format!("/Users/{id}"), Some(&crate::patch_op(&operations))).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        patiently(|| self.request(method.clone(), path, body).send()).await
    }

    fn request(&self, method: Method, path: &str, body: Option<&Value>) -> Request {
        let request = self.scim.request(method, path);
        match body {
            Some(body) => request.json(body),
            None => request,
        }
    }
}

/// A client that introduces itself as Okta does.
pub(crate) fn introduced(scim: Scim) -> Scim {
    scim.introduced_as("Okta SCIM Client 1.0.0", "application/scim+json; charset=utf-8")
}

/// The body of Okta's `POST`.
#[must_use]
pub fn creation(person: &Person) -> Value {
    let mut body = json!({
        "schemas": [USER_URN],
        "userName": person.login,
        "name": { "givenName": person.given_name, "familyName": person.family_name },
        "emails": [{ "primary": true, "value": person.login, "type": "work" }],
        "displayName": person.display_name(),
        "locale": "en-US",
        "externalId": person.directory_id,
        "groups": [],
        "password": "1mz050nq",
        "active": true
    });
    write_enterprise(&mut body, person);
    body
}

/// What Okta writes over the resource it read before it puts it back.
pub(crate) fn write_profile(resource: &mut Value, person: &Person, active: bool) {
    resource["userName"] = person.login.as_str().into();
    resource["name"]["givenName"] = person.given_name.as_str().into();
    resource["name"]["familyName"] = person.family_name.as_str().into();
    resource["name"]["middleName"] = "".into();
    resource["emails"] = json!([{ "primary": true, "value": person.login, "type": "work" }]);
    resource["displayName"] = person.display_name().into();
    resource["locale"] = "en-US".into();
    resource["externalId"] = person.directory_id.as_str().into();
    resource["active"] = active.into();
    write_enterprise(resource, person);
}

fn write_enterprise(resource: &mut Value, person: &Person) {
    let Some(department) = &person.department else { return };
    let schemas = resource["schemas"].as_array_mut().unwrap();
    if !schemas.iter().any(|urn| urn == ENTERPRISE_URN) {
        schemas.push(ENTERPRISE_URN.into());
    }
    resource[ENTERPRISE_URN]["department"] = department.as_str().into();
}
