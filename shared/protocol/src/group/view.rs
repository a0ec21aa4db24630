//! The resource as a directory reads it.

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::members::USER;
use crate::meta::Meta;
use crate::reference::Reference;
use crate::schema::ResourceType;

/// Most members that are answered with all that is said of each. A larger group has the `value` of each alone, so that
/// 100,000 of them fit into an answer of Lambda's, which takes 6 MB.
pub const MAX_DETAILED: usize = 10_000;

/// The facts of a group that its Group resource is made of.
#[derive(Debug, Clone, Copy)]
pub struct GroupView<'a> {
    /// The type of the resource: a Group.
    pub resource_type: &'static ResourceType,
    /// The service's identifier, the SCIM `id`.
    pub id: Uuid,
    /// The directory's own identifier; absent if it sent none.
    pub external_id: Option<&'a str>,
    /// The name.
    pub display_name: &'a str,
    /// The members: all of them, or those that the [filter](crate::filter::Filter::entries_of) has to see. `None`: they
    /// were not read, and are not in the resource.
    pub members: Option<&'a [Reference<'a>]>,
    /// Absolute URI below which users are, such as `https://api.example.com/scim/v2/Users`.
    pub users_at: &'a str,
    /// When the group was made: `meta.created`.
    pub created: Timestamp,
    /// When it last changed: `meta.lastModified`.
    pub last_modified: Timestamp,
    /// Becomes the ETag. `None`: the group has none.
    pub version: Option<u64>,
    /// Absolute URI of the resource: `meta.location`.
    pub location: &'a str,
}

impl<'a> GroupView<'a> {
    /// The complete resource, in the order in which people like to read it: what filters and orders go by.
    #[must_use]
    pub fn to_json(&self) -> Map<String, Value> {
        self.with_members(|member| member.to_json(self.users_at, USER))
    }

    /// The resource as it is answered: with more than [`MAX_DETAILED`] members, the `value` alone of each.
    #[must_use]
    pub fn to_answer(&self) -> Map<String, Value> {
        match self.members {
            Some(members) if members.len() > MAX_DETAILED => self.with_members(Reference::to_bare_json),
            _ => self.to_json(),
        }
    }

    fn with_members(&self, entry: impl Fn(Reference<'a>) -> Value) -> Map<String, Value> {
        let schemas: Value = [self.resource_type.schema.id].into_iter().collect();
        let meta = Meta {
            resource_type: self.resource_type,
            created: self.created,
            last_modified: self.last_modified,
            location: self.location,
            version: self.version,
        };
        let members = self.members.map(|members| members.iter().copied().map(entry).collect());
        let attributes = [
            ("schemas", Some(schemas)),
            ("id", Some(self.id.to_string().into())),
            ("externalId", self.external_id.map(Value::from)),
            ("displayName", Some(self.display_name.into())),
            ("members", members),
            ("meta", Some(meta.to_json())),
        ];
        attributes.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
    }
}
