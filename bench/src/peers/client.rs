//! One connection to a SCIM server. Unlike the suites' client it takes any answer and says how good it is.

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use serde::Serialize;
use serde_json::Value;

use crate::load::{Call, Caller};

/// When an answer is given up: a directory waits no longer either.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many users a list is asked for.
pub(super) const PAGE: usize = 100;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Operation {
    Create,
    Get,
    Filter,
    Deactivate,
    List,
    /// A group is made, filled or read, to be measured.
    Group,
    /// One member of a group goes, or comes.
    Member,
}

/// How good an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Right,
    /// An answer, but not what was asked for.
    Wrong,
    /// Status 5xx.
    ServerError,
    /// No whole answer, or none in time.
    Unanswered,
}

/// What is kept of an answer, for a list of a hundred is long.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) outcome: Outcome,
    /// Of whom the call was, or whom it made.
    pub(super) id: String,
    pub(super) login: String,
    pub(super) active: Option<bool>,
    /// Of a group, if it shows any.
    pub(super) members: Vec<String>,
}

/// One connection, for one operation.
#[derive(Debug, Clone)]
pub(super) struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
    operation: Operation,
}

impl Client {
    pub(super) fn new(base: &str, token: &str) -> Self {
        let operation = Operation::Get;
        Self { http: reqwest::Client::new(), base: base.to_owned(), token: token.to_owned(), operation }
    }

    /// The same connection, whose answers are judged as those of this operation.
    pub(super) fn doing(&self, operation: Operation) -> Self {
        Self { operation, ..self.clone() }
    }

    /// Whether the server answers at all.
    pub(super) async fn is_served(&self) -> bool {
        self.exchange(Call::get("/ServiceProviderConfig".to_owned()))
            .await
            .is_some_and(|(status, _)| status == 200)
    }

    /// Status and JSON body; `Null` where there is none.
    async fn exchange(&self, call: Call) -> Option<(u16, Value)> {
        let request = self
            .http
            .request(call.method, format!("{}{}", self.base, call.path))
            .bearer_auth(&self.token)
            .header(ACCEPT, "application/scim+json")
            .timeout(PATIENCE);
        let request = match &call.body {
            Some(body) => request.header(CONTENT_TYPE, "application/scim+json").body(body.to_string()),
            None => request,
        };
        let answer = request.send().await.ok()?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await.ok()?;
        Some((status, serde_json::from_slice(&body).unwrap_or_default()))
    }
}

impl Caller for Client {
    type Call = Call;
    type Answer = Reply;

    async fn call(&self, call: Call) -> Reply {
        let named = call.path.strip_prefix("/Users/").map(str::to_owned);
        let (outcome, body) = match self.exchange(call).await {
            None => (Outcome::Unanswered, Value::Null),
            Some((500.., body)) => (Outcome::ServerError, body),
            Some((200..300, body)) if self.operation.is_right(&body) => (Outcome::Right, body),
            Some((_, body)) => (Outcome::Wrong, body),
        };
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Reply {
            outcome,
            id: named.unwrap_or_else(|| text("id")),
            login: text("userName"),
            active: body.get("active").and_then(Value::as_bool),
            members: if self.operation == Operation::Group { members(&body) } else { Vec::new() },
        }
    }
}

impl Operation {
    /// Its name in the table.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Get => "get",
            Self::Filter => "filter",
            Self::Deactivate => "deactivate",
            Self::List => "list of 100",
            Self::Group => "group",
            Self::Member => "group, one member",
        }
    }

    /// Whether the body of a successful answer has what was asked for.
    fn is_right(self, body: &Value) -> bool {
        match self {
            Self::Create | Self::Get => {
                body.get("id").is_some() && body.get("active") == Some(&Value::Bool(true))
            }
            Self::Filter => resources(body) == 1,
            // A server may answer 204 (RFC 7644 §3.5.2).
            Self::Deactivate => body.is_null() || body.get("active") == Some(&Value::Bool(false)),
            Self::List => resources(body) == PAGE,
            // A server may answer 204 (RFC 7644 §3.5.2). Whether it is true, the group tells when it is read.
            Self::Group | Self::Member => body.is_null() || body.get("id").is_some(),
        }
    }
}

fn members(body: &Value) -> Vec<String> {
    let members = body.get("members").and_then(Value::as_array).into_iter().flatten();
    members.filter_map(|member| member.get("value")?.as_str()).map(str::to_owned).collect()
}

fn resources(body: &Value) -> usize {
    body.get("Resources").and_then(Value::as_array).map_or(0, Vec::len)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_answer_is_right_if_it_has_what_was_asked_for() {
        let ada = json!({ "id": "1", "userName": "ada@example.com", "active": true });
        assert!(Operation::Create.is_right(&ada) && Operation::Get.is_right(&ada));
        assert!(!Operation::Deactivate.is_right(&ada), "she is active still");
        assert!(Operation::Deactivate.is_right(&json!({ "active": false })));
        assert!(Operation::Deactivate.is_right(&Value::Null));
        assert!(Operation::Filter.is_right(&json!({ "Resources": [ada] })));
        assert!(!Operation::Filter.is_right(&json!({ "totalResults": 0 })));
        assert!(!Operation::List.is_right(&json!({ "Resources": [ada] })));
    }
}
