//! PATCH of a group (RFC 7644 §3.5.2), read without its members: what it comes down to, whoever is in.
//!
//! Beside the RFC it understands what directories send: `op` in any case, an object without a path, one operation for
//! each of 2,000 members, a removal by a list of values.
//!
//! | operation | comes down to |
//! |---|---|
//! | `add members`, with or without a path | these join; whoever is in already stays |
//! | `remove members[value eq "…"]`, also joined by `or`; `remove members` with a list | these leave; whoever is not in does not matter |
//! | `remove members` without a list or with null; `replace members` with `[]` or null | everybody leaves |
//! | `remove members` with `[]` | nothing: a list of nobody is not everybody |
//! | `replace members` with a list | these are in, and nobody else |
//! | an object without `members` | the members stay |
//! | `members[value eq "…"].display`, `.type` or `.$ref` | nothing: they follow from the user |
//! | `add` or `replace` of `members[…]` or `members.value` | 400 `mutability` |
//! | `remove members[display eq "…"]` | 400 `invalidFilter`: that takes reading all members |
//!
//! What else a directory may not write, and what becomes of it, stands in the header of [`patch`](crate::patch).

use serde_json::Value;

use super::input::text;
use super::members::{self, MemberIds, USER};
use crate::coerce::{is_absent, twice};
use crate::filter::{Entries, ValueFilter};
use crate::patch::Mode;
use crate::patch::access::{Access, another_id, is_id, read_only};
use crate::patch::operation::{self, Named, Operation, Verb};
use crate::path::{AttributePath, PatchPath};
use crate::schema::ResourceType;
use crate::{ScimError, ScimType};

/// Most operations in one PATCH of a group: authentik sends one for each member.
pub const MAX_OPERATIONS: usize = 2_000;

/// What a PATCH changes of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupPatch {
    /// The new `displayName`, as sent, without blanks around it: not empty, of any length. `None`: it stays.
    pub display_name: Option<String>,
    /// What becomes of `externalId`.
    pub external_id: ExternalIdPatch,
    /// Who joins and who leaves.
    pub members: MembersPatch,
}

/// What a PATCH makes of `externalId`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExternalIdPatch {
    /// It stays.
    Unchanged,
    /// It becomes this, as sent: of any length.
    Set(String),
    /// The group has none any more.
    Removed,
}

/// What a PATCH makes of the members, in the one form to which all its operations come down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MembersPatch {
    /// Some join and some leave; all others stay as they are. Nobody is in both sets.
    Edit {
        /// Who is a member afterwards, whether before or not.
        add: MemberIds,
        /// Who is no member afterwards, whether before or not.
        remove: MemberIds,
    },
    /// These are the members afterwards, and nobody else.
    Replace(MemberIds),
}

impl GroupPatch {
    /// Reads the body of a PATCH request of the group with this `id`.
    ///
    /// # Errors
    /// 400: `invalidSyntax` where the body is no PatchOp message, `invalidPath`, `invalidFilter`, `mutability`,
    /// `noTarget`, or `invalidValue`, also where there are more than [`MAX_OPERATIONS`]. The detail says which
    /// operation, and which of its entries.
    pub fn parse(body: &Value, resource_type: &'static ResourceType, id: &str) -> Result<Self, ScimError> {
        let mut reader = Reader { resource_type, id, patch: Self::nothing() };
        for (origin, operation) in operation::numbered(body, MAX_OPERATIONS)? {
            Operation::read(operation, resource_type)
                .and_then(|operation| reader.take(operation))
                .map_err(|error| origin.locate(error))?;
        }
        Ok(reader.patch)
    }

    /// Whether the group stays as it is, whatever it is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::nothing()
    }

    const fn nothing() -> Self {
        Self {
            display_name: None,
            external_id: ExternalIdPatch::Unchanged,
            members: MembersPatch::Edit { add: MemberIds::new(), remove: MemberIds::new() },
        }
    }
}

impl MembersPatch {
    /// These join, after all that was said so far.
    fn join(&mut self, ids: MemberIds) {
        match self {
            Self::Edit { add, remove } => {
                take_out(remove, &ids);
                add.extend(ids);
            }
            Self::Replace(members) => members.extend(ids),
        }
    }

    /// These leave, after all that was said so far.
    fn leave(&mut self, ids: MemberIds) {
        match self {
            Self::Edit { add, remove } => {
                take_out(add, &ids);
                remove.extend(ids);
            }
            Self::Replace(members) => take_out(members, &ids),
        }
    }
}

fn take_out(members: &mut MemberIds, ids: &MemberIds) {
    for id in ids {
        members.remove(id);
    }
}

/// Reads the operations of a PATCH one after another.
struct Reader<'a> {
    resource_type: &'static ResourceType,
    id: &'a str,
    patch: GroupPatch,
}

impl Reader<'_> {
    fn take(&mut self, operation: Operation<'_>) -> Result<(), ScimError> {
        let Operation { verb, named, value } = operation;
        match (verb, named) {
            (_, Named::Nothing) => Ok(()),
            (Verb::Remove, Named::Resource) => Err(operation::removal_of_nothing()),
            (Verb::Remove, Named::Path(path)) => self.remove(&path, value.unwrap_or(&Value::Null)),
            (Verb::Set(mode), named) => {
                let value = value.ok_or_else(operation::without_value)?;
                match named {
                    Named::Path(path) => self.set(mode, &path, value),
                    Named::Resource | Named::Nothing => self.set_attributes(mode, value),
                }
            }
        }
    }

    /// `add` or `replace` without a path, or with that of the schema.
    fn set_attributes(&mut self, mode: Mode, value: &Value) -> Result<(), ScimError> {
        let Value::Object(attributes) = operation::sole(value) else {
            return Err(operation::no_attributes(self.resource_type.schema));
        };
        let mut seen: Vec<AttributePath> = Vec::new();
        for (name, value) in attributes {
            // What is unknown is dropped, as in POST.
            let Ok(path) = PatchPath::parse(name, self.resource_type) else { continue };
            if let PatchPath::Attribute(attribute) = path {
                if seen.contains(&attribute) {
                    return Err(twice(&attribute.to_string()));
                }
                seen.push(attribute);
                if is_id(attribute) && !is_absent(value) {
                    self.check_id(value)?;
                }
            }
            match Access::to(&path) {
                Access::Granted => self.set(mode, &path, value)?,
                Access::Ignored | Access::Refused => {}
            }
        }
        Ok(())
    }

    /// A directory that sends the whole group sends its `id` along.
    fn check_id(&self, id: &Value) -> Result<(), ScimError> {
        if id.as_str() == Some(self.id) { Ok(()) } else { Err(another_id()) }
    }

    /// `add` or `replace` of what a path names.
    fn set(&mut self, mode: Mode, path: &PatchPath, value: &Value) -> Result<(), ScimError> {
        match Access::to(path) {
            Access::Refused => return Err(read_only(&path.to_string())),
            Access::Ignored => return Ok(()),
            Access::Granted => {}
        }
        match path {
            PatchPath::Schema(_) => self.set_attributes(mode, value),
            PatchPath::Attribute(attribute) => match (attribute.attribute().name, attribute.sub()) {
                ("members", None) => self.set_members(mode, value),
                ("members", Some(sub)) if sub.name != "value" => Ok(()),
                ("displayName", _) => {
                    let name = text(*attribute, value.clone())?;
                    self.patch.display_name =
                        Some(name.ok_or_else(|| operation::required_empty(*attribute))?);
                    Ok(())
                }
                ("externalId", _) => {
                    let id = text(*attribute, value.clone())?;
                    self.patch.external_id = id.map_or(ExternalIdPatch::Removed, ExternalIdPatch::Set);
                    Ok(())
                }
                _ => Err(unchangeable(path)),
            },
            PatchPath::Entries { sub: Some(sub), .. } if sub.name != "value" => Ok(()),
            PatchPath::Entries { .. } => Err(unchangeable(path)),
        }
    }

    fn set_members(&mut self, mode: Mode, value: &Value) -> Result<(), ScimError> {
        let ids = members::joining(value)?;
        match mode {
            Mode::Add => self.patch.members.join(ids),
            Mode::Replace => self.patch.members = MembersPatch::Replace(ids),
        }
        Ok(())
    }

    fn remove(&mut self, path: &PatchPath, value: &Value) -> Result<(), ScimError> {
        match Access::to(path) {
            Access::Refused => return Err(read_only(&path.to_string())),
            Access::Ignored => return Ok(()),
            Access::Granted => {}
        }
        match path {
            PatchPath::Schema(_) => Err(operation::removal_of_all(self.resource_type)),
            PatchPath::Attribute(attribute) => match (attribute.attribute().name, attribute.sub()) {
                ("members", None) => self.remove_members(value),
                ("members", Some(sub)) if sub.name != "value" => Ok(()),
                ("externalId", _) => {
                    self.patch.external_id = ExternalIdPatch::Removed;
                    Ok(())
                }
                ("displayName", _) => Err(operation::removal_of_required(*attribute)),
                _ => Err(unchangeable(path)),
            },
            PatchPath::Entries { sub: Some(sub), .. } if sub.name != "value" => Ok(()),
            PatchPath::Entries { attribute, filter, .. } => self.remove_selected(*attribute, filter),
        }
    }

    fn remove_members(&mut self, value: &Value) -> Result<(), ScimError> {
        match value {
            Value::Null => self.patch.members = MembersPatch::Replace(MemberIds::new()),
            list => self.patch.members.leave(members::leaving(list)?),
        }
        Ok(())
    }

    fn remove_selected(&mut self, attribute: AttributePath, filter: &ValueFilter) -> Result<(), ScimError> {
        match filter.by_value(USER) {
            Some(Entries::All) => self.patch.members = MembersPatch::Replace(MemberIds::new()),
            Some(Entries::These(ids)) => {
                self.patch.members.leave(ids.into_iter().map(str::to_owned).collect());
            }
            None => {
                let detail = format!(
                    "{attribute}[{filter}] cannot be told without reading all members; select them by their value, \
                     as in {attribute}[value eq \"…\"]"
                );
                return Err(ScimError::bad_request(ScimType::InvalidFilter, detail));
            }
        }
        Ok(())
    }
}

fn unchangeable(path: &PatchPath) -> ScimError {
    let detail = format!(
        "{path} cannot be changed: a member is not made another; remove it, and add the other to members"
    );
    ScimError::bad_request(ScimType::Mutability, detail)
}
