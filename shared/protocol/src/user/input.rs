//! What a directory says about a user: the body of POST and PUT, and the outcome of a PATCH.

use serde_json::{Map, Value};

use crate::coerce::{check_count, coerce, entries, is_absent, known_members, twice};
use crate::emails::beside_own;
use crate::message::check_schemas;
use crate::path::AttributePath;
use crate::schema::{Mutability, ProfileMutability, ResourceType, Schema};
use crate::{ScimError, ScimType};

/// Largest profile, in bytes of its JSON: what the largest body can hold. A PATCH cannot grow it any further, so a
/// user always fits its item in the table.
pub const MAX_PROFILE_LEN: usize = 64 * 1024;

/// What a directory says about a user, in its stored form. What it did not say is absent; so is what it said to be
/// empty.
///
/// No rule of the account is checked here: `user_name` may be missing or be no address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserInput {
    /// `userName` as sent, without blanks around it: not yet known to be an e-mail address.
    pub user_name: Option<String>,
    /// `externalId` as sent: of any length.
    pub external_id: Option<String>,
    /// `active`; `None` if it was not sent.
    pub active: Option<bool>,
    /// Everything with [`Mutability::Profile`], under the schema's names; extension attributes inside their URN.
    profile: Map<String, Value>,
    /// The attributes with [`Mutability::Shared`], as sent.
    shared: Vec<(AttributePath, Value)>,
}

impl UserInput {
    /// Reads a User resource.
    ///
    /// What the directory may not write, the password and what the schema does not know are dropped in silence (RFC
    /// 7644 §3.3, §3.5.1): directories push whole profiles, Okta even the answer to its last GET. A body without
    /// `schemas` is taken for a User.
    ///
    /// # Errors
    /// 400 `invalidSyntax` where the body is no object, has a name twice or is of another schema; 400 `invalidValue`
    /// where a value does not fit its attribute, or the profile is longer than [`MAX_PROFILE_LEN`].
    pub fn from_json(body: Value, resource_type: &'static ResourceType) -> Result<Self, ScimError> {
        let Value::Object(mut body) = body else {
            return Err(invalid_syntax("the body must be a JSON object: a User resource"));
        };
        let schemas = body.iter().filter(|(name, _)| name.eq_ignore_ascii_case("schemas"));
        for (_, schemas) in schemas {
            check_schemas(schemas, resource_type.schema.id)?;
        }
        let mut extensions = Map::new();
        for schema in resource_type.extensions.iter().filter(|schema| !schema.is_read_only()) {
            let extension = take_extension(&mut body, schema, resource_type)?;
            extensions.extend(extension.map(|extension| (schema.id.to_owned(), extension)));
        }
        let mut input = Self::default();
        for (attribute, value) in known_members(body, |name| resource_type.core_attribute(name))? {
            let path = AttributePath::of(resource_type, resource_type.schema, attribute);
            match attribute.mutability {
                Mutability::ReadOnly | Mutability::WriteOnly => {}
                Mutability::Shared => input.shared.push((path, value)),
                Mutability::ReadWrite | Mutability::Immutable | Mutability::Profile => {
                    let value = coerce(path, value)?;
                    value.into_iter().for_each(|value| input.set(attribute.name, value));
                }
            }
        }
        input.profile.extend(extensions);
        check_size(&input.profile)?;
        Ok(input)
    }

    /// The profile, for a tenant whose directory may change it so: with the e-mail entries beside the account's own
    /// where these are kept. Where they are not, whatever was sent as `emails` is no error.
    ///
    /// # Errors
    /// 400 `invalidValue` where a kept entry does not fit its attribute, there are too many, or the profile is longer
    /// with them than [`MAX_PROFILE_LEN`]; 400 `invalidSyntax` where an entry has a name twice.
    pub fn profile(&self, mutability: ProfileMutability) -> Result<Map<String, Value>, ScimError> {
        let mut profile = self.profile.clone();
        if mutability == ProfileMutability::Immutable {
            return Ok(profile);
        }
        for (path, value) in &self.shared {
            let entries = entries(*path, value.clone())?.unwrap_or_default();
            let entries = beside_own(entries, self.user_name.as_deref());
            check_count(*path, entries.len() + 1)?;
            if !entries.is_empty() {
                profile.insert(path.attribute().name.to_owned(), entries.into());
            }
        }
        check_size(&profile)?;
        Ok(profile)
    }

    fn set(&mut self, name: &str, value: Value) {
        match (name, value) {
            ("userName", Value::String(text)) => self.user_name = Some(text),
            ("externalId", Value::String(text)) => self.external_id = Some(text),
            ("active", Value::Bool(active)) => self.active = Some(active),
            (name, value) => {
                self.profile.insert(name.to_owned(), value);
            }
        }
    }
}

fn take_extension(
    body: &mut Map<String, Value>,
    schema: &'static Schema,
    resource_type: &'static ResourceType,
) -> Result<Option<Value>, ScimError> {
    let mut names = body.keys().filter(|name| name.eq_ignore_ascii_case(schema.id));
    let Some(name) = names.next().cloned() else { return Ok(None) };
    if names.next().is_some() {
        return Err(twice(schema.id));
    }
    let members = match body.shift_remove(&name).unwrap_or_default() {
        Value::Object(members) => members,
        absent if is_absent(&absent) => return Ok(None),
        _ => return Err(invalid_value(format!("{} takes an object", schema.id))),
    };
    let mut extension = Map::new();
    for (attribute, value) in known_members(members, |name| schema.attribute(name))? {
        if let Some(value) = coerce(AttributePath::of(resource_type, schema, attribute), value)? {
            extension.insert(attribute.name.to_owned(), value);
        }
    }
    Ok((!extension.is_empty()).then_some(Value::Object(extension)))
}

fn check_size(profile: &Map<String, Value>) -> Result<(), ScimError> {
    let len = serde_json::to_string(profile).map_or(usize::MAX, |json| json.len());
    if len <= MAX_PROFILE_LEN {
        return Ok(());
    }
    Err(invalid_value(format!(
        "the profile has {len} bytes, more than the {MAX_PROFILE_LEN} that are kept; send fewer attributes or values"
    )))
}

fn invalid_value(detail: String) -> ScimError {
    ScimError::bad_request(ScimType::InvalidValue, detail)
}

fn invalid_syntax(detail: &str) -> ScimError {
    ScimError::bad_request(ScimType::InvalidSyntax, detail)
}
