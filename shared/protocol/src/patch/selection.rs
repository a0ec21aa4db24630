//! What an operation is about: an attribute, some of its entries, or a sub-attribute of these.

use std::slice;

use serde_json::Value;

use crate::filter::ValueFilter;
use crate::path::{AttributePath, PatchPath};
use crate::schema::{Attribute, Schema};
use crate::{ScimError, ScimType};

/// The resolved path of an operation.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target {
    /// The multi-valued attribute whose entries are selected.
    pub(super) attribute: AttributePath,
    /// Which of its entries; all if none.
    pub(super) filter: Option<ValueFilter>,
    /// What of the entries; the whole entry if none.
    pub(super) sub: Option<&'static Attribute>,
}

impl Target {
    /// The target of a path, or the schema that it names.
    pub(super) fn of(path: PatchPath) -> Result<Self, &'static Schema> {
        match path {
            PatchPath::Schema(schema) => Err(schema),
            PatchPath::Attribute(path) => Ok(Self { attribute: path.whole(), filter: None, sub: path.sub() }),
            PatchPath::Entries { attribute, filter, sub } => {
                Ok(Self { attribute, filter: Some(filter), sub })
            }
        }
    }

    /// Is it the whole of a required attribute?
    pub(super) fn is_required(&self) -> bool {
        self.is_whole() && self.attribute.attribute().required
    }

    /// Is it the attribute itself, not some part of it?
    pub(super) fn is_whole(&self) -> bool {
        self.filter.is_none() && self.sub.is_none()
    }

    /// Does it select this entry, or would the entry that it makes where there is none be one for which `is_alike`
    /// holds?
    pub(super) fn is_about(&self, entry: &Value, is_alike: impl Fn(&Value) -> bool) -> bool {
        let described = || self.filter.as_ref().and_then(ValueFilter::described_entry).map(Value::Object);
        !self.selected(slice::from_ref(entry)).is_empty() || described().is_some_and(|entry| is_alike(&entry))
    }

    /// The indices of the selected entries.
    pub(super) fn selected(&self, entries: &[Value]) -> Vec<usize> {
        let selects = |entry: &Value| self.filter.as_ref().is_none_or(|filter| filter.matches(entry));
        entries.iter().enumerate().filter(|(_, entry)| selects(entry)).map(|(index, _)| index).collect()
    }

    /// The entry to be made where none is selected.
    ///
    /// RFC 7644 §3.5.2.3 has `noTarget` for that. Entra adds to, and replaces, `phoneNumbers[type eq "work"].value`
    /// where there is no such entry, and expects it to be made; so it is, if the filter says how it looks.
    pub(super) fn missing_entry(&self, entries: &[Value]) -> Result<Value, ScimError> {
        let has_room = entries.is_empty() || self.attribute.attribute().multi_valued;
        let described = match &self.filter {
            _ if !has_room => None,
            None => Some(serde_json::Map::new()),
            Some(filter) => filter.described_entry(),
        };
        described.map(Value::Object).ok_or_else(|| self.no_target())
    }

    /// 400 `noTarget`: the filter selects nothing.
    pub(super) fn no_target(&self) -> ScimError {
        let filter = self.filter.as_ref().map(ToString::to_string).unwrap_or_default();
        let detail = format!("no value of {} matches [{filter}]", self.attribute);
        ScimError::bad_request(ScimType::NoTarget, detail)
    }
}
