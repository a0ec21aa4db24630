//! The resource as a directory reads it.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::etag;
use crate::schema::{
    ACCOUNT_URN, Attribute, ENTERPRISE_URN, ENTERPRISE_USER, Mutability, ProfileMutability, USER, USER_URN,
};

/// The facts of an account that its User resource is made of.
#[derive(Debug, Clone, Copy)]
pub struct UserView<'a> {
    /// Rollcall's identifier, the SCIM `id`.
    pub id: Uuid,
    /// The directory's own identifier; absent if it sent none.
    pub external_id: Option<&'a str>,
    /// The SCIM key: an e-mail address, not necessarily verified.
    pub user_name: &'a str,
    /// False where the account is blocked.
    pub active: bool,
    /// The verified address; shown as the first entry of `emails`.
    pub email: &'a str,
    /// The profile, as [`UserInput::profile`](super::UserInput::profile) gave it.
    pub profile: &'a Map<String, Value>,
    /// How the tenant's directory may change the profile. The e-mail entries beside the account's own are shown to one
    /// that may write them; otherwise they are out of sight, if there are any from before.
    pub mutability: ProfileMutability,
    /// When the account was made: `meta.created`.
    pub created: Timestamp,
    /// When its version last changed: `meta.lastModified`.
    pub last_modified: Timestamp,
    /// Counts the changes that somebody can see; becomes the ETag.
    pub version: u64,
    /// Absolute URI of the resource: `meta.location`.
    pub location: &'a str,
    /// The address that waits for its confirmation.
    pub email_change: Option<EmailChangeView<'a>>,
    /// When the account was deactivated; present while it is inactive.
    pub deactivated_at: Option<Timestamp>,
    /// When it will be deleted for good; present while it is inactive.
    pub purge_at: Option<Timestamp>,
}

/// A pending change of the verified address.
#[derive(Debug, Clone, Copy)]
pub struct EmailChangeView<'a> {
    /// The new address, which waits to be confirmed.
    pub value: &'a str,
    /// When the directory asked for it.
    pub requested_at: Timestamp,
    /// When the link stops working.
    pub expires_at: Timestamp,
    /// Since when it is known that the new address takes no mail.
    pub undeliverable_at: Option<Timestamp>,
}

impl UserView<'_> {
    /// The complete resource, in the order in which people like to read it.
    #[must_use]
    pub fn to_json(&self) -> Map<String, Value> {
        let enterprise = self.profile.get(ENTERPRISE_URN).and_then(Value::as_object);
        let enterprise = enterprise.map(|stored| arranged(ENTERPRISE_USER.attributes, stored));
        let enterprise = enterprise.filter(|extension| !extension.is_empty());
        let account = Some(self.account()).filter(|extension| !extension.is_empty());

        // RFC 7643 §3: `schemas` names the extensions that the resource holds.
        let mut schemas = vec![Value::from(USER_URN)];
        schemas.extend(enterprise.is_some().then(|| ENTERPRISE_URN.into()));
        schemas.extend(account.is_some().then(|| ACCOUNT_URN.into()));

        let mut resource = Map::new();
        resource.insert("schemas".to_owned(), schemas.into());
        resource.insert("id".to_owned(), self.id.to_string().into());
        if let Some(external_id) = self.external_id {
            resource.insert("externalId".to_owned(), external_id.into());
        }
        self.put_core(&mut resource);
        resource.extend(enterprise.map(|extension| (ENTERPRISE_URN.to_owned(), extension.into())));
        resource.extend(account.map(|extension| (ACCOUNT_URN.to_owned(), extension.into())));
        resource.insert("meta".to_owned(), self.meta());
        resource
    }

    fn put_core(&self, resource: &mut Map<String, Value>) {
        for attribute in USER.attributes {
            let value = match attribute.name {
                "userName" => Some(self.user_name.into()),
                "active" => Some(self.active.into()),
                "emails" => Some(self.emails(attribute)),
                _ if attribute.mutability != Mutability::Profile => None,
                name => self.profile.get(name).map(|stored| in_order(attribute, stored)),
            };
            resource.extend(value.map(|value| (attribute.name.to_owned(), value)));
        }
    }

    /// The account's own entry, and those beside it.
    fn emails(&self, attribute: &'static Attribute) -> Value {
        let own = json!({ "value": self.email, "type": "work", "primary": true });
        let beside = match self.mutability {
            ProfileMutability::Immutable => None,
            ProfileMutability::ReadWrite => self.profile.get(attribute.name).and_then(Value::as_array),
        };
        let beside = beside.into_iter().flatten().map(|entry| in_order(attribute, entry));
        [own].into_iter().chain(beside).collect()
    }

    /// The members of Rollcall's own schema extension.
    fn account(&self) -> Map<String, Value> {
        let mut account = Map::new();
        if let Some(change) = &self.email_change {
            let mut pending = Map::new();
            pending.insert("value".to_owned(), change.value.into());
            let times = [
                ("requestedAt", Some(change.requested_at)),
                ("expiresAt", Some(change.expires_at)),
                ("undeliverableAt", change.undeliverable_at),
            ];
            pending.extend(
                times.into_iter().filter_map(|(name, at)| Some((name.to_owned(), date_time(at?).into()))),
            );
            account.insert("emailChange".to_owned(), pending.into());
        }
        for (name, at) in [("deactivatedAt", self.deactivated_at), ("purgeAt", self.purge_at)] {
            account.extend(at.map(|at| (name.to_owned(), date_time(at).into())));
        }
        account
    }

    fn meta(&self) -> Value {
        json!({
            "resourceType": "User",
            "created": date_time(self.created),
            "lastModified": date_time(self.last_modified),
            "location": self.location,
            "version": etag::render(self.version),
        })
    }
}

/// A `dateTime` (RFC 7643 §2.3.5): UTC, to the millisecond, which is what the clients' parsers all take.
#[must_use]
pub fn date_time(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// The attributes that the schema knows, in its order: the table keeps none.
fn arranged(attributes: &'static [Attribute], stored: &Map<String, Value>) -> Map<String, Value> {
    let present = attributes.iter().filter_map(|attribute| Some((attribute, stored.get(attribute.name)?)));
    present.map(|(attribute, value)| (attribute.name.to_owned(), in_order(attribute, value))).collect()
}

fn in_order(attribute: &'static Attribute, value: &Value) -> Value {
    match value {
        Value::Object(members) => arranged(attribute.sub_attributes, members).into(),
        Value::Array(entries) => entries.iter().map(|entry| in_order(attribute, entry)).collect(),
        scalar => scalar.clone(),
    }
}
