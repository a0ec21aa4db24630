//! Bulk requests (RFC 7644 §3.7), and their answers.

use serde_json::{Value, json};

use crate::{Answer, ERROR_URN, GROUP_URN, Scim, USER_URN};

/// `schemas` of a bulk request.
pub const BULK_REQUEST_URN: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
/// `schemas` of the answer to one.
pub const BULK_RESPONSE_URN: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";

/// The message with these operations.
#[must_use]
pub fn message(operations: &[Value]) -> Value {
    json!({ "schemas": [BULK_REQUEST_URN], "Operations": operations })
}

/// The operation that makes a person, whose bulkId is what stands before the `@`.
///
/// # Panics
/// Where that is no address.
#[must_use]
pub fn person(user_name: &str) -> Value {
    let (bulk_id, _) = user_name.split_once('@').expect("an address");
    let data = json!({ "schemas": [USER_URN], "userName": user_name });
    json!({ "method": "POST", "path": "/Users", "bulkId": bulk_id, "data": data })
}

/// The operation that makes a group, whose bulkId is its name, of these people: ids, or references.
#[must_use]
pub fn group(name: &str, members: &[&str]) -> Value {
    let members: Vec<Value> = members.iter().map(|member| json!({ "value": member })).collect();
    let data = json!({ "schemas": [GROUP_URN], "displayName": name, "members": members });
    json!({ "method": "POST", "path": "/Groups", "bulkId": name, "data": data })
}

/// An operation on what there is.
#[must_use]
pub fn on(method: &str, path: &str, data: Value) -> Value {
    let mut operation = json!({ "method": method, "path": path });
    if !data.is_null() {
        operation["data"] = data;
    }
    operation
}

/// Sends a bulk request, and judges the form of its answer.
///
/// # Panics
/// When the answer is not 200, or its entries have not the form of RFC 7644 §3.7.
#[track_caller]
pub fn sent(scim: &Scim, operations: &[Value]) -> impl Future<Output = Done> {
    let (scim, body) = (scim.clone(), message(operations));
    async move { Done::of(scim.post("/Bulk", &body).await) }
}

/// What became of a bulk request.
#[derive(Debug, Clone)]
pub struct Done {
    /// The answer as it came.
    pub answer: Answer,
    /// Its entries.
    pub entries: Vec<Value>,
}

impl Done {
    /// Takes an answer in.
    ///
    /// # Panics
    /// As [`sent`].
    #[must_use]
    pub fn of(answer: Answer) -> Self {
        let answer = answer.expect(200);
        assert_eq!(answer["schemas"], json!([BULK_RESPONSE_URN]), "{answer}");
        let entries = answer["Operations"].as_array().expect("entries").clone();
        for entry in &entries {
            let status = entry["status"].as_str().expect("`status`, a text");
            let is_success = status.starts_with('2');
            assert_eq!(entry["response"].is_null(), is_success, "{entry}");
            if is_success {
                assert!(entry["location"].is_string(), "{entry}");
            } else {
                assert_eq!(entry["response"]["schemas"], json!([ERROR_URN]), "{entry}");
                assert_eq!(entry["response"]["status"], status, "{entry}");
                assert!(entry["response"]["detail"].as_str().is_some_and(|text| text.len() > 10), "{entry}");
            }
        }
        Self { answer, entries }
    }

    /// The statuses, in order.
    #[must_use]
    pub fn statuses(&self) -> Vec<&str> {
        self.entries.iter().map(|entry| entry["status"].as_str().unwrap_or_default()).collect()
    }

    /// The entry at this place.
    ///
    /// # Panics
    /// When there is none.
    #[track_caller]
    #[must_use]
    pub fn entry(&self, at: usize) -> &Value {
        self.entries.get(at).unwrap_or_else(|| panic!("no entry {at}\n{}", self.answer))
    }

    /// The id of the resource that an entry is about.
    ///
    /// # Panics
    /// When it has no location.
    #[track_caller]
    #[must_use]
    pub fn id(&self, at: usize) -> String {
        let location = self.entry(at)["location"].as_str().expect("a location");
        location.rsplit('/').next().unwrap_or_default().to_owned()
    }

    /// Fails unless an entry is an error with that status, `scimType` and a detail that contains `detail`.
    #[track_caller]
    pub fn expect_refusal(&self, at: usize, status: &str, scim_type: Option<&str>, detail: &str) {
        let entry = self.entry(at);
        assert_eq!(entry["status"], status, "{entry}");
        assert_eq!(entry["response"]["scimType"].as_str(), scim_type, "{entry}");
        let said = entry["response"]["detail"].as_str().unwrap_or_default();
        assert!(said.to_lowercase().contains(&detail.to_lowercase()), "{entry} says nothing of {detail:?}");
    }
}
