//! `attributes` and `excludedAttributes`: which part of a resource is answered (RFC 7644 §3.4.2.5, §3.9).
//!
//! Names that the schema does not know select nothing and are no error: a directory that asks for more than there is
//! gets what there is.

use serde_json::{Map, Value};

use super::path::AttributePath;
use super::schema::{Attribute, ResourceType, Returned, Schema};
use super::{ScimError, ScimType, parameters};

/// Which attributes of a resource are answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Projection {
    /// All attributes that are returned by default: neither parameter was sent.
    #[default]
    Whole,
    /// These, and those that are always returned.
    Only(Vec<Selection>),
    /// All but these; those that are always returned stay.
    Except(Vec<Selection>),
}

/// One of the names in `attributes` or `excludedAttributes`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Selection {
    /// All attributes of a schema, selected by its URN.
    Schema(&'static Schema),
    /// An attribute or sub-attribute.
    Attribute(AttributePath),
}

impl Projection {
    /// Reads the decoded query parameters of a request for a single resource.
    ///
    /// # Errors
    /// 400 `invalidValue` where a parameter stands twice, or both stand.
    pub fn from_query(
        parameters: &[(String, String)],
        resource_type: &'static ResourceType,
    ) -> Result<Self, ScimError> {
        let list =
            |name| parameters::single(parameters, name).map(|text| text.unwrap_or_default().split(','));
        Self::new(list("attributes")?, list("excludedAttributes")?, resource_type)
    }

    /// The projection by two lists of names. A list without names is none.
    ///
    /// # Errors
    /// 400 `invalidValue` where both have names.
    pub(super) fn new<'a>(
        attributes: impl IntoIterator<Item = &'a str>,
        excluded: impl IntoIterator<Item = &'a str>,
        resource_type: &'static ResourceType,
    ) -> Result<Self, ScimError> {
        match (selections(attributes, resource_type), selections(excluded, resource_type)) {
            (None, None) => Ok(Self::Whole),
            (Some(only), None) => Ok(Self::Only(only)),
            (None, Some(except)) => Ok(Self::Except(except)),
            // RFC 7644 §3.4.2.5 calls them mutually exclusive.
            (Some(_), Some(_)) => Err(ScimError::bad_request(
                ScimType::InvalidValue,
                "attributes and excludedAttributes exclude each other; send one of them",
            )),
        }
    }

    /// The part of a resource of this type that is answered.
    #[must_use]
    pub fn apply(
        &self,
        resource: Map<String, Value>,
        resource_type: &'static ResourceType,
    ) -> Map<String, Value> {
        if *self == Self::Whole {
            return resource;
        }
        let mut part = Map::new();
        for (name, value) in resource {
            let value = match (resource_type.core_attribute(&name), resource_type.schema_of(&name), value) {
                (Some(attribute), _, value) => self.part(resource_type.schema, attribute, value),
                (None, Some(extension), Value::Object(members)) => self.extension(extension, members),
                (None, _, value) => Some(value),
            };
            part.extend(value.map(|value| (name, value)));
        }
        part
    }

    /// Whether anything of the core attribute of that name can be in the answer.
    #[must_use]
    pub fn shows(&self, name: &str, resource_type: &'static ResourceType) -> bool {
        let Some(attribute) = resource_type.core_attribute(name) else { return false };
        match (attribute.returned, self) {
            (Returned::Never, _) => false,
            (Returned::Always, _) | (Returned::Default, Self::Whole) => true,
            (Returned::Default, Self::Only(selections)) => {
                !matches!(Extent::of(selections, resource_type.schema, attribute), Extent::Subs(subs) if subs.is_empty())
            }
            (Returned::Default, Self::Except(selections)) => {
                !matches!(Extent::of(selections, resource_type.schema, attribute), Extent::All)
            }
        }
    }

    fn extension(&self, extension: &'static Schema, members: Map<String, Value>) -> Option<Value> {
        let part = members.into_iter().filter_map(|(name, value)| {
            let value = self.part(extension, extension.attribute(&name)?, value)?;
            Some((name, value))
        });
        let part: Map<String, Value> = part.collect();
        (!part.is_empty()).then_some(Value::Object(part))
    }

    /// What is answered of an attribute.
    fn part(&self, schema: &'static Schema, attribute: &'static Attribute, value: Value) -> Option<Value> {
        match (attribute.returned, self) {
            (Returned::Never, _) => None,
            (Returned::Always, _) | (Returned::Default, Self::Whole) => Some(value),
            (Returned::Default, Self::Only(selections)) => match Extent::of(selections, schema, attribute) {
                Extent::All => Some(value),
                Extent::Subs(subs) => with_subs(value, |name| subs.contains(&name)),
            },
            (Returned::Default, Self::Except(selections)) => {
                match Extent::of(selections, schema, attribute) {
                    Extent::All => None,
                    Extent::Subs(subs) => with_subs(value, |name| !subs.contains(&name)),
                }
            }
        }
    }
}

/// How much of an attribute is selected.
enum Extent {
    All,
    /// These sub-attributes, perhaps none.
    Subs(Vec<&'static str>),
}

impl Extent {
    fn of(selections: &[Selection], schema: &'static Schema, attribute: &Attribute) -> Self {
        let mut subs = Vec::new();
        for selection in selections {
            match selection {
                Selection::Schema(selected) if *selected == schema => return Self::All,
                Selection::Attribute(path)
                    if path.schema() == schema && path.attribute().name == attribute.name =>
                {
                    match path.sub() {
                        None => return Self::All,
                        Some(sub) => subs.push(sub.name),
                    }
                }
                Selection::Schema(_) | Selection::Attribute(_) => {}
            }
        }
        Self::Subs(subs)
    }
}

/// The value with those of its sub-attributes; nothing, if that is nothing.
fn with_subs(value: Value, keep: impl Fn(&str) -> bool + Copy) -> Option<Value> {
    match value {
        Value::Object(mut members) => {
            members.retain(|name, _| keep(name));
            (!members.is_empty()).then_some(Value::Object(members))
        }
        Value::Array(entries) => {
            let entries: Vec<Value> =
                entries.into_iter().filter_map(|entry| with_subs(entry, keep)).collect();
            (!entries.is_empty()).then_some(Value::Array(entries))
        }
        // What has no sub-attributes is left out by name or not at all.
        scalar => keep("").then_some(scalar),
    }
}

/// The selections of the names that the schema knows; none at all where there are no names.
fn selections<'a>(
    names: impl IntoIterator<Item = &'a str>,
    resource_type: &'static ResourceType,
) -> Option<Vec<Selection>> {
    let mut names = names.into_iter().map(str::trim).filter(|name| !name.is_empty()).peekable();
    names.peek()?;
    let selection = |name| match resource_type.schema_of(name) {
        Some(schema) => Some(Selection::Schema(schema)),
        None => AttributePath::parse(name, resource_type).ok().map(Selection::Attribute),
    };
    Some(names.filter_map(selection).collect())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::example::PERSON;

    fn adele() -> Map<String, Value> {
        let Value::Object(resource) = json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "id": "1",
            "userName": "adele@contoso.com",
            "name": { "familyName": "Vance", "givenName": "Adele" },
            "active": true,
            "emails": [{ "value": "adele@contoso.com", "type": "work", "primary": true }],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
                "department": "R&D",
                "manager": { "value": "m", "$ref": "r" },
            },
            "meta": { "resourceType": "User", "version": "W/\"1\"" },
        }) else {
            panic!("an object")
        };
        resource
    }

    #[track_caller]
    fn projected(parameter: &str, names: &str) -> Value {
        let parameters = [(parameter.to_owned(), names.to_owned())];
        let projection = Projection::from_query(&parameters, &PERSON).expect("a projection");
        projection.apply(adele(), &PERSON).into()
    }

    #[test]
    fn attributes_answers_what_is_named_and_what_always_is() {
        let minimum = |more: Value| {
            let mut part = json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "id": "1" });
            let (Value::Object(part), Value::Object(more)) = (&mut part, more) else { panic!("objects") };
            part.extend(more);
            Value::Object(part.clone())
        };
        let cases = [
            ("userName", json!({ "userName": "adele@contoso.com" })),
            (
                "USERNAME, urn:ietf:params:scim:schemas:core:2.0:User:active",
                json!({ "userName": "adele@contoso.com", "active": true }),
            ),
            ("name.givenName", json!({ "name": { "givenName": "Adele" } })),
            ("name.givenName,name", json!({ "name": { "familyName": "Vance", "givenName": "Adele" } })),
            (
                "emails.value,emails.type",
                json!({ "emails": [{ "value": "adele@contoso.com", "type": "work" }] }),
            ),
            ("emails.display", json!({})),
            (
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
                json!({ "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "manager": { "value": "m" } } }),
            ),
            (
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
                json!({ "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
                    "department": "R&D", "manager": { "value": "m", "$ref": "r" },
                } }),
            ),
            ("shoeSize,password, ,a[b", json!({})),
            ("id", json!({})),
        ];
        for (names, more) in cases {
            assert_eq!(projected("attributes", names), minimum(more), "{names}");
        }
    }

    #[test]
    fn excluded_attributes_leaves_out_what_is_named_but_never_the_minimum() {
        let cases: [(&str, &[&str]); 6] = [
            ("userName", &["/userName"]),
            ("schemas,id,ID", &[]),
            ("name.givenName", &["/name/givenName"]),
            ("name.givenName,name.familyName", &["/name"]),
            ("EMAILS.type,emails.primary", &["/emails/0/type", "/emails/0/primary"]),
            (
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,shoeSize",
                &["/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
            ),
        ];
        for (names, gone) in cases {
            let mut expected = Value::from(adele());
            for pointer in gone {
                let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
                expected
                    .pointer_mut(parent)
                    .and_then(Value::as_object_mut)
                    .expect("a parent")
                    .shift_remove(name);
            }
            assert_eq!(projected("excludedAttributes", names), expected, "{names}");
        }
    }

    #[test]
    fn an_empty_list_selects_nothing_in_particular() {
        assert_eq!(projected("attributes", ""), Value::from(adele()));
        assert_eq!(projected("excludedAttributes", " , "), Value::from(adele()));
    }

    #[test]
    fn both_lists_or_one_twice_are_refused() {
        for names in [["attributes", "excludedAttributes"], ["attributes", "Attributes"]] {
            let parameters = names.map(|name| (name.to_owned(), "userName".to_owned()));
            let error = Projection::from_query(&parameters, &PERSON).expect_err("two lists");
            assert_eq!(error.scim_type, Some(ScimType::InvalidValue));
        }
    }
}
