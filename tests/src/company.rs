//! A tenant with people and groups, as a directory without manners of its own reaches it.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use crate::scim::encode;
use crate::{Answer, GROUP_URN, Scim, TestSystem, patch_op};

/// A tenant with people.
#[derive(Debug)]
pub struct Company {
    /// Its directory.
    pub scim: Scim,
    /// The ids of its people.
    pub people: Vec<String>,
}

impl Company {
    /// The demo tenant, with so many people whom Okta provisioned.
    pub async fn with(system: &TestSystem, people: usize) -> Self {
        let okta = system.okta();
        let mut ids = Vec::new();
        for number in 0..people {
            ids.push(okta.assign(format!("person{number}@example.com").as_str()).await.id);
        }
        Self { scim: system.scim(), people: ids }
    }

    /// Makes a group, and gives its id.
    pub async fn create(&self, name: &str, members: &[&String]) -> String {
        let group = json!({ "schemas": [GROUP_URN], "displayName": name, "members": values(members) });
        self.scim.post("/Groups", &group).await.expect(201).id()
    }

    /// A group.
    pub async fn get(&self, id: &str) -> Answer {
        self.scim.get(&format!("/Groups/{id}")).await.expect(200)
    }

    /// The ids of its members.
    pub async fn members(&self, id: &str) -> BTreeSet<String> {
        let members = self.get(id).await["members"].as_array().cloned().unwrap_or_default();
        members.iter().map(|member| member["value"].as_str().unwrap().to_owned()).collect()
    }

    /// `PATCH` of a group.
    pub async fn patch(&self, id: &str, operations: Value) -> Answer {
        self.send(Method::PATCH, id, &patch_op(&operations)).await
    }

    /// A request about a group.
    pub async fn send(&self, method: Method, id: &str, body: &Value) -> Answer {
        self.scim.request(method, &format!("/Groups/{id}")).json(body).send().await
    }

    /// The names of the groups that a filter finds.
    pub async fn find(&self, filter: &str) -> Vec<String> {
        let found = self.scim.get(&format!("/Groups?filter={}", encode(filter))).await.expect(200);
        let names = found.resources().iter().map(|group| group["displayName"].as_str().unwrap().to_owned());
        names.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// `groups` of a user; null where there are none.
    pub async fn groups_of(&self, user: &str) -> Value {
        self.scim.get(&format!("/Users/{user}")).await.expect(200)["groups"].clone()
    }

    /// These of the people, by their numbers.
    #[must_use]
    pub fn some(&self, numbers: &[usize]) -> BTreeSet<String> {
        numbers.iter().map(|number| self.people[*number].clone()).collect()
    }
}

fn values(ids: &[&String]) -> Value {
    ids.iter().map(|id| json!({ "value": id })).collect()
}
