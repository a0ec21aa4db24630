//! Microsoft Entra: the requests its provisioning service and its validator send.
//!
//! Sources: Microsoft's "Develop and plan provisioning for a SCIM endpoint", the SCIM validator's published results,
//! and request logs.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::person::Person;
use crate::scim::{Scim, encode};
use crate::{ENTERPRISE_URN, USER_URN};

/// In which dialect the job speaks PATCH.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// As it is out of the box: operations in capitals, booleans as strings, one operation an attribute.
    Default,
    /// With `?aadOptscim062020` on the tenant URL: lower case, booleans, and all attributes in one operation without
    /// a path, by dotted and URN keys.
    Optscim062020,
}

/// One provisioning job.
#[derive(Debug, Clone)]
pub struct Entra {
    scim: Scim,
    dialect: Dialect,
}

impl Entra {
    /// A job against this service, in the default dialect.
    #[must_use]
    pub fn new(scim: Scim) -> Self {
        let content_type = "application/scim+json; charset=utf-8";
        Self { scim: scim.introduced_as("AzureAD-Provisioning", content_type), dialect: Dialect::Default }
    }

    /// The same job with the compliance flag.
    #[must_use]
    pub fn with_optscim062020(self) -> Self {
        Self { dialect: Dialect::Optscim062020, ..self }
    }

    /// "Test connection": looks for a user that cannot be there.
    pub async fn test_connection(&self, matching_attribute: &str) -> Answer {
        self.find(matching_attribute, "6f2c1b0e-8d3a-4c1f-9a57-0e4b7d2c9f11").await
    }

    /// The look-up by the matching attribute.
    pub async fn find(&self, attribute: &str, value: &str) -> Answer {
        self.scim.get(&format!("/Users?filter={}", encode(&format!("{attribute} eq \"{value}\"")))).await
    }

    /// The look-up as the validator spells it: `+` for a space and bare quotes.
    pub async fn find_as_validator(&self, attribute: &str, value: &str) -> Answer {
        let value = value.replace('@', "%40");
        self.scim.get(&format!("/Users?filter={attribute}+eq+\"{value}\"")).await
    }

    /// Both look-ups of a job that matches by more than one attribute.
    pub async fn find_by_both(&self, person: &Person) -> Answer {
        let filter =
            format!("userName eq \"{}\" and externalId eq \"{}\"", person.login, person.directory_id);
        self.scim.filter(&filter).await
    }

    /// Provisions a person and expects that to work: look-up by `externalId`, then `POST`.
    pub async fn provision(&self, person: impl Into<Person>) -> Answer {
        let person = person.into();
        let found = self.find("externalId", &person.directory_id).await.expect(200);
        assert!(found.resources().is_empty(), "already there\n{found}");
        self.create(&person).await.expect(201)
    }

    /// The `POST` by itself.
    pub async fn create(&self, person: impl Into<Person>) -> Answer {
        self.scim.post("/Users", &creation(&person.into())).await
    }

    /// Sets attributes, given as Entra's mapping names them: `displayName`, `name.familyName`,
    /// `emails[type eq "work"].value`, `urn:…:User:department`.
    pub async fn set(&self, id: &str, attributes: &[(&str, Value)]) -> Answer {
        let operations = match self.dialect {
            Dialect::Default => attributes.iter().map(|(path, value)| replace(path, value)).collect(),
            Dialect::Optscim062020 => {
                let by_key: serde_json::Map<_, _> =
                    attributes.iter().map(|(path, value)| ((*path).to_owned(), value.clone())).collect();
                json!([{ "op": "replace", "value": by_key }])
            }
        };
        self.scim.patch(id, operations).await
    }

    /// The person loses access: their assignment, or their account in Entra (soft delete).
    pub async fn disable(&self, id: &str) -> Answer {
        self.set(id, &[("active", Value::Bool(false))]).await
    }

    /// The person is back.
    pub async fn enable(&self, id: &str) -> Answer {
        self.set(id, &[("active", Value::Bool(true))]).await
    }

    /// The hard delete, 30 days after the soft one.
    pub async fn purge(&self, id: &str) -> Answer {
        self.scim.delete(id).await
    }

    /// `PATCH` with operations as they are given.
    pub async fn patch(&self, id: &str, operations: Value) -> Answer {
        self.scim.patch(id, operations).await
    }

    /// `GET` by id.
    pub async fn get(&self, id: &str) -> Answer {
        self.scim.get(&format!("/Users/{id}")).await
    }
}

/// The login of a person whom somebody deleted in Entra: it has the object id before it, without dashes.
#[must_use]
pub fn soft_deleted(login: &str) -> String {
    format!("6f2c1b0e8d3a4C1F9a570e4b7d2c9f11{login}")
}

/// One operation of the default dialect: capitals, and "True" and "False" for booleans.
fn replace(path: &str, value: &Value) -> Value {
    let value = match value {
        Value::Bool(true) => json!("True"),
        Value::Bool(false) => json!("False"),
        other => other.clone(),
    };
    json!({ "op": "Replace", "path": path, "value": value })
}

/// The body of Entra's `POST`.
fn creation(person: &Person) -> Value {
    let mut body = json!({
        "schemas": [USER_URN, ENTERPRISE_URN],
        "externalId": person.directory_id,
        "userName": person.login,
        "active": true,
        "emails": [{ "primary": true, "type": "work", "value": person.login }],
        "meta": { "resourceType": "User" },
        "name": {
            "formatted": person.display_name(),
            "familyName": person.family_name,
            "givenName": person.given_name
        },
        "displayName": person.display_name(),
        "roles": []
    });
    if let Some(department) = &person.department {
        body[ENTERPRISE_URN] = json!({ "department": department });
    }
    body
}
