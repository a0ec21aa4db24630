//! Directories that push groups: what each of them sends, in its order and its words.
//!
//! Sources: the directories' documentation, authentik's and WSO2's source, and request logs. Where nobody has published
//! how a directory sends something, it sends the form of the RFC.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::answer::Answer;
use crate::scim::{Scim, encode};
use crate::{GROUP_URN, okta, patch_op};

/// The extra schema of Entra's groups.
const MICROSOFT_URN: &str = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";
/// A directory's own id of a group.
const EXTERNAL_ID: &str = "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159";

/// Who pushes groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pusher {
    /// An app of Okta's integration network: PATCH for members and names.
    OktaNetwork,
    /// An app made with Okta's wizard: GET, then PUT of the whole group, twice in a row.
    OktaWizard,
    /// Entra as it is out of the box: operations in capitals, values with a `$ref` of null.
    Entra,
    /// Entra with `aadOptscim062020`: lower case, removals by a filter, one at a time.
    EntraOptscim062020,
    /// `JumpCloud`: adds who is in already, removes by a list.
    JumpCloud,
    /// `OneLogin`: one member a request, `?` at the end of the URL, and no name of its own.
    OneLogin,
    /// authentik: one operation for each member, all in one request.
    Authentik,
    /// WSO2: additions without a path.
    Wso2,
    /// `SailPoint`: one member a request, all of them at once.
    SailPoint,
}

/// A group as a directory remembers it.
#[derive(Debug, Clone)]
pub struct Pushed {
    /// The id that the service gave.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The ids of its members.
    pub members: BTreeSet<String>,
}

/// A directory that pushes groups to a service.
#[derive(Debug, Clone)]
pub struct GroupPush {
    scim: Scim,
    pusher: Pusher,
}

impl Pusher {
    fn introduces(self, scim: Scim) -> Scim {
        match self {
            Self::OktaNetwork | Self::OktaWizard => okta::introduced(scim),
            Self::Entra | Self::EntraOptscim062020 => {
                scim.introduced_as("AzureAD-Provisioning", "application/scim+json; charset=utf-8")
            }
            Self::OneLogin => scim.introduced_as("", "application/json"),
            Self::Authentik => scim.introduced_as("goauthentik.io/2026.10", "application/scim+json"),
            Self::JumpCloud | Self::Wso2 | Self::SailPoint => scim,
        }
    }

    /// The body of the POST. Nobody sends members along.
    fn creation(self, name: &str) -> Value {
        match self {
            Self::Entra | Self::EntraOptscim062020 => json!({
                "schemas": [GROUP_URN, MICROSOFT_URN],
                "externalId": EXTERNAL_ID,
                "displayName": name,
                "members": [],
                "meta": { "resourceType": "Group" }
            }),
            Self::Authentik => {
                json!({ "schemas": [GROUP_URN], "externalId": EXTERNAL_ID, "displayName": name })
            }
            _ => json!({ "schemas": [GROUP_URN], "displayName": name, "members": [] }),
        }
    }

    /// An entry of `members`.
    fn entry(self, id: &str) -> Value {
        match self {
            Self::OktaNetwork => json!({ "value": id, "display": "person@example.com" }),
            Self::OktaWizard => json!({ "value": id, "display": null }),
            Self::Entra | Self::EntraOptscim062020 => json!({ "$ref": null, "value": id }),
            _ => json!({ "value": id }),
        }
    }

    fn joining(self, ids: &[&String]) -> Vec<Value> {
        let entries: Vec<Value> = ids.iter().map(|id| self.entry(id)).collect();
        let add = |entries: &Value| json!({ "op": "add", "path": "members", "value": entries });
        match self {
            Self::Entra => vec![json!({ "op": "Add", "path": "members", "value": entries })],
            Self::Wso2 => vec![json!({ "op": "add", "value": { "members": entries } })],
            Self::OneLogin | Self::SailPoint | Self::Authentik => {
                entries.into_iter().map(|entry| add(&json!([entry]))).collect()
            }
            _ => vec![add(&json!(entries))],
        }
    }

    fn leaving(self, ids: &[&String], nobody_is_left: bool) -> Vec<Value> {
        let entries: Vec<Value> = ids.iter().map(|id| self.entry(id)).collect();
        let by_filter =
            |id: &&String| json!({ "op": "remove", "path": format!("members[value eq \"{id}\"]") });
        match self {
            Self::OktaNetwork if nobody_is_left => {
                vec![json!({ "op": "replace", "path": "members", "value": [] })]
            }
            Self::Entra => vec![json!({ "op": "Remove", "path": "members", "value": entries })],
            Self::JumpCloud => vec![json!({ "op": "remove", "path": "members", "value": entries })],
            Self::Authentik => {
                let one = |entry| json!({ "op": "remove", "path": "members", "value": [entry] });
                entries.into_iter().map(one).collect()
            }
            _ => ids.iter().map(by_filter).collect(),
        }
    }

    fn renaming(self, group: &Pushed, name: &str) -> Value {
        match self {
            Self::OktaNetwork => {
                json!({ "op": "replace", "value": { "id": group.id, "displayName": name } })
            }
            Self::Entra => json!({ "op": "Replace", "path": "displayName", "value": name }),
            Self::EntraOptscim062020 => json!({ "op": "replace", "value": { "displayName": name } }),
            Self::Authentik => json!({ "op": "replace", "value": {
                "schemas": [GROUP_URN], "id": group.id, "externalId": EXTERNAL_ID, "displayName": name
            } }),
            _ => json!({ "op": "replace", "path": "displayName", "value": name }),
        }
    }

    /// The path of a group, as this directory spells it.
    fn path(self, id: &str) -> String {
        match self {
            Self::OneLogin => format!("/Groups/{id}?"),
            _ => format!("/Groups/{id}"),
        }
    }

    /// `Operations`; Entra spells it in lower case now and then.
    fn message(self, operations: &[Value]) -> Value {
        let mut message = patch_op(&json!(operations));
        if let (Self::Entra, Some(members)) = (self, message.as_object_mut()) {
            let operations = members.remove("Operations").unwrap_or_default();
            members.insert("operations".to_owned(), operations);
        }
        message
    }

    /// The operations of a change, as they are spread over requests.
    fn requests(self, operations: Vec<Value>) -> Vec<Vec<Value>> {
        match self {
            Self::OneLogin | Self::SailPoint | Self::EntraOptscim062020 => {
                operations.into_iter().map(|operation| vec![operation]).collect()
            }
            _ if operations.is_empty() => Vec::new(),
            _ => vec![operations],
        }
    }
}

impl GroupPush {
    /// A directory of this kind that pushes to this service.
    #[must_use]
    pub fn new(scim: Scim, pusher: Pusher) -> Self {
        Self { scim: pusher.introduces(scim), pusher }
    }

    /// The look-up by name, without members, as Entra sends it before and after each change.
    pub async fn find(&self, name: &str) -> Answer {
        let filter = encode(&format!("displayName eq \"{name}\""));
        self.scim.get(&format!("/Groups?excludedAttributes=members&filter={filter}")).await.expect(200)
    }

    /// Pushes a group that the service does not have, and its members. Who is told that the name is taken looks the
    /// group up, as authentik does.
    pub async fn create(&self, name: &str, members: &BTreeSet<String>) -> Pushed {
        if matches!(self.pusher, Pusher::Entra | Pusher::EntraOptscim062020) {
            self.find(name).await;
        }
        let made = self.scim.post("/Groups", &self.pusher.creation(name)).await;
        let id = match made.status.as_u16() {
            409 => self.find(name).await.resources()[0]["id"].as_str().unwrap().to_owned(),
            _ => made.expect(201).id(),
        };
        let mut group = Pushed { id, name: name.to_owned(), members: BTreeSet::new() };
        self.set_members(&mut group, members).await;
        group
    }

    /// Pushes who is in a group now.
    pub async fn set_members(&self, group: &mut Pushed, members: &BTreeSet<String>) {
        let join: Vec<&String> = match self.pusher {
            // It does not remember who is in.
            Pusher::JumpCloud => members.iter().collect(),
            _ => members.difference(&group.members).collect(),
        };
        let leave: Vec<&String> = group.members.difference(members).collect();
        if self.pusher == Pusher::OktaWizard {
            self.put_twice(group, &group.name, members).await;
        } else {
            let mut operations = Vec::new();
            if !leave.is_empty() {
                operations.extend(self.pusher.leaving(&leave, members.is_empty()));
            }
            if !join.is_empty() {
                operations.extend(self.pusher.joining(&join));
            }
            self.patch(group, operations).await;
        }
        members.clone_into(&mut group.members);
    }

    /// Pushes another name.
    pub async fn rename(&self, group: &mut Pushed, name: &str) {
        if self.pusher == Pusher::OktaWizard {
            self.put_twice(group, name, &group.members).await;
        } else {
            self.patch(group, vec![self.pusher.renaming(group, name)]).await;
        }
        name.clone_into(&mut group.name);
    }

    /// The group is pushed no longer, and deleted.
    pub async fn delete(&self, group: Pushed) {
        self.scim.request(Method::DELETE, &self.pusher.path(&group.id)).send().await.expect(204);
    }

    /// Sends a change by PATCH: its requests one after another, or all of them at once.
    async fn patch(&self, group: &Pushed, operations: Vec<Value>) {
        let requests = self.pusher.requests(operations).into_iter().map(|operations| {
            let request = self.scim.request(Method::PATCH, &self.pusher.path(&group.id));
            request.json(&self.pusher.message(&operations)).send()
        });
        if self.pusher == Pusher::SailPoint {
            // It does not come again after a 429.
            for answer in requests.collect::<JoinSet<_>>().join_all().await {
                answer.expect(204);
            }
        } else {
            for request in requests {
                request.await.expect(204);
            }
        }
        if matches!(self.pusher, Pusher::Entra | Pusher::EntraOptscim062020) {
            self.scim.get(&format!("/Groups/{}?excludedAttributes=members", group.id)).await.expect(200);
        }
    }

    async fn put_twice(&self, group: &Pushed, name: &str, members: &BTreeSet<String>) {
        let path = self.pusher.path(&group.id);
        for _ in 0..2 {
            let mut whole = self.scim.get(&path).await.expect(200).body;
            whole["displayName"] = name.into();
            whole["members"] = members.iter().map(|id| self.pusher.entry(id)).collect();
            self.scim.request(Method::PUT, &path).json(&whole).send().await.expect(200);
        }
    }
}
