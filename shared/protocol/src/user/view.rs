//! The resource as a directory reads it.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::meta::Meta;
use crate::reference::Reference;
use crate::schema::{Attribute, Mutability, ProfileMutability, ResourceType};

/// The facts of an account that its User resource is made of.
#[derive(Debug, Clone, Copy)]
pub struct UserView<'a> {
    /// The type of the resource: a User with its extensions.
    pub resource_type: &'static ResourceType,
    /// The service's identifier, the SCIM `id`.
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
    /// The groups that the person is in.
    pub groups: &'a [Reference<'a>],
    /// Absolute URI below which groups are, such as `https://api.example.com/scim/v2/Groups`.
    pub groups_at: &'a str,
    /// The attributes of the extensions that are read-only, under each one's URN.
    pub read_only: &'a Map<String, Value>,
}

impl UserView<'_> {
    /// The complete resource, in the order in which people like to read it.
    #[must_use]
    pub fn to_json(&self) -> Map<String, Value> {
        let extensions: Vec<_> = self.extensions().collect();
        // RFC 7643 §3: `schemas` names the extensions that the resource holds.
        let schemas =
            [self.resource_type.schema.id].into_iter().chain(extensions.iter().map(|(urn, _)| *urn));
        let schemas: Value = schemas.collect();

        let mut resource = Map::new();
        resource.insert("schemas".to_owned(), schemas);
        resource.insert("id".to_owned(), self.id.to_string().into());
        if let Some(external_id) = self.external_id {
            resource.insert("externalId".to_owned(), external_id.into());
        }
        self.put_core(&mut resource);
        resource.extend(extensions.into_iter().map(|(urn, extension)| (urn.to_owned(), extension.into())));
        let meta = Meta {
            resource_type: self.resource_type,
            created: self.created,
            last_modified: self.last_modified,
            location: self.location,
            version: Some(self.version),
        };
        resource.insert("meta".to_owned(), meta.to_json());
        resource
    }

    /// The extensions that have content, by their URNs.
    fn extensions(&self) -> impl Iterator<Item = (&'static str, Map<String, Value>)> {
        self.resource_type.extensions.iter().filter_map(|schema| {
            let stored = if schema.is_read_only() { self.read_only } else { self.profile };
            let extension = arranged(schema.attributes, stored.get(schema.id)?.as_object()?);
            (!extension.is_empty()).then_some((schema.id, extension))
        })
    }

    fn put_core(&self, resource: &mut Map<String, Value>) {
        for attribute in self.resource_type.schema.attributes {
            let value = match attribute.name {
                "userName" => Some(self.user_name.into()),
                "active" => Some(self.active.into()),
                "emails" => Some(self.emails(attribute)),
                "groups" => self.groups(),
                _ if attribute.mutability != Mutability::Profile => None,
                name => self.profile.get(name).map(|stored| in_order(attribute, stored)),
            };
            resource.extend(value.map(|value| (attribute.name.to_owned(), value)));
        }
    }

    /// RFC 7643 §4.1.2: "direct", as a group cannot be in a group.
    fn groups(&self) -> Option<Value> {
        let groups = self.groups.iter().map(|group| group.to_json(self.groups_at, "direct"));
        (!self.groups.is_empty()).then(|| groups.collect())
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
