//! What a directory says about a group: the body of POST and PUT.

use serde_json::Value;

use super::members::{self, MemberIds};
use crate::coerce::{coerce, known_members};
use crate::message::check_schemas;
use crate::path::AttributePath;
use crate::schema::ResourceType;
use crate::{ScimError, ScimType};

/// What a directory says about a group.
///
/// No rule of the group is checked here: the name may be of any length, and the members need not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupInput {
    /// `displayName` as sent, without blanks around it; not empty, of any length.
    pub display_name: String,
    /// `externalId` as sent: of any length. `None` if it was not sent, or was sent as empty.
    pub external_id: Option<String>,
    /// `members`.
    pub members: Members,
}

/// What the body says of the members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Members {
    /// Nothing: a new group has none, and one that is replaced keeps those that it has. Okta and authentik rename a
    /// group without its members.
    Unchanged,
    /// These and no others: nobody, where `members` is `[]` or null.
    Replace(MemberIds),
}

impl GroupInput {
    /// Reads a Group resource.
    ///
    /// What the directory may not write, and what the schema does not know, is dropped in silence (RFC 7644 §3.3,
    /// §3.5.1): Entra sends an extra schema and `meta`. A body without `schemas` is taken for a Group.
    ///
    /// # Errors
    /// 400 `invalidSyntax` where the body is no object, has a name twice or is of another schema; 400 `invalidValue`
    /// where `displayName` is missing, or a value does not fit its attribute. Of `members`, the detail names the entry.
    pub fn from_json(body: Value, resource_type: &'static ResourceType) -> Result<Self, ScimError> {
        let Value::Object(body) = body else {
            let detail = "the body must be a JSON object: a Group resource";
            return Err(ScimError::bad_request(ScimType::InvalidSyntax, detail));
        };
        for (_, schemas) in body.iter().filter(|(name, _)| name.eq_ignore_ascii_case("schemas")) {
            check_schemas(schemas, resource_type.schema.id)?;
        }
        let (mut display_name, mut external_id, mut members) = (None, None, Members::Unchanged);
        for (attribute, value) in known_members(body, |name| resource_type.core_attribute(name))? {
            let path = AttributePath::of(resource_type, resource_type.schema, attribute);
            match attribute.name {
                "displayName" => display_name = text(path, value)?,
                "externalId" => external_id = text(path, value)?,
                "members" => members = Members::Replace(members::joining(&value)?),
                _ => {}
            }
        }
        let display_name = display_name.ok_or_else(|| {
            ScimError::bad_request(ScimType::InvalidValue, "displayName is missing: a group must have a name")
        })?;
        Ok(Self { display_name, external_id, members })
    }
}

/// The text of a single-valued attribute; none where it is empty.
pub(super) fn text(path: AttributePath, value: Value) -> Result<Option<String>, ScimError> {
    let value = coerce(path, value)?;
    let text = value.as_ref().and_then(Value::as_str);
    Ok(text.filter(|text| !text.is_empty()).map(str::to_owned))
}
