//! References from one resource to another (RFC 7643 §2.4): a group's members, a person's groups.

use serde_json::{Map, Value};
use uuid::Uuid;

/// Another resource, as a value of this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// `value`: the other resource's `id`.
    pub id: Uuid,
    /// `display`: what it is called. `None`: that is not said.
    pub display: Option<&'a str>,
}

impl Reference<'_> {
    /// The entry of a multi-valued attribute; `base` is the URI below which the other resources are.
    pub(crate) fn to_json(self, base: &str, type_of: &str) -> Value {
        let mut entry = Map::new();
        entry.insert("value".to_owned(), self.id.to_string().into());
        entry.insert("$ref".to_owned(), format!("{base}/{}", self.id).into());
        entry.extend(self.display.map(|display| ("display".to_owned(), display.into())));
        entry.insert("type".to_owned(), type_of.into());
        entry.into()
    }

    /// The entry with nothing but the other resource's `id`.
    pub(crate) fn to_bare_json(self) -> Value {
        [("value".to_owned(), self.id.to_string().into())].into_iter().collect::<Map<_, _>>().into()
    }
}
