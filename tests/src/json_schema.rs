//! Holds a value to a JSON Schema (2020-12), as far as ours go: a keyword that is not known here fails.

use jiff::Timestamp;
use rollcall_rules::address::EmailAddress;
use serde_json::Value;
use uuid::Uuid;

/// What is wrong with a value; empty: nothing. An object may have no properties but those of which the schema tells,
/// though readers are asked to ignore others: those are yet to be described.
#[must_use]
pub fn violations(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = undescribed("", schema, value);
    check("", schema, value, &mut found);
    found
}

fn check(at: &str, schema: &Value, value: &Value, found: &mut Vec<String>) {
    let keywords = match schema {
        Value::Bool(true) => return,
        Value::Bool(false) => return found.push(format!("{at} must not be there")),
        schema => schema.as_object().unwrap_or_else(|| panic!("{at}: {schema} is no schema")),
    };
    for (keyword, wanted) in keywords {
        let holds = match keyword.as_str() {
            "$schema" | "$id" | "title" | "description" => true,
            "type" => is_of_type(value, wanted.as_str().expect("a type")),
            "const" => value == wanted,
            "enum" => wanted.as_array().expect("values").contains(value),
            "minimum" => value.as_f64() >= wanted.as_f64(),
            "minLength" => value.as_str().map(|text| text.chars().count() as u64) >= wanted.as_u64(),
            "format" => {
                value.as_str().is_some_and(|text| has_format(text, wanted.as_str().expect("a format")))
            }
            "required" => {
                let names = wanted.as_array().expect("names");
                names.iter().all(|name| value.get(name.as_str().expect("a name")).is_some())
            }
            "properties" => {
                for (name, schema) in wanted.as_object().expect("properties") {
                    if let Some(value) = value.get(name) {
                        check(&format!("{at}/{name}"), schema, value, found);
                    }
                }
                true
            }
            "maxLength" => value.as_str().map(|text| text.chars().count() as u64) <= wanted.as_u64(),
            "items" => {
                for (place, value) in value.as_array().into_iter().flatten().enumerate() {
                    check(&format!("{at}/{place}"), wanted, value, found);
                }
                true
            }
            "oneOf" => {
                let schemas = wanted.as_array().expect("schemas").iter();
                let fits = |schema: &&Value| {
                    let mut found = Vec::new();
                    check(at, schema, value, &mut found);
                    found.is_empty()
                };
                schemas.filter(fits).count() == 1
            }
            other => panic!("{at}: the keyword {other} is not known here"),
        };
        if !holds {
            found.push(format!("{at} {value} is against {keyword} {wanted}"));
        }
    }
}

fn undescribed(at: &str, schema: &Value, value: &Value) -> Vec<String> {
    let properties = value.as_object().into_iter().flatten();
    properties
        .flat_map(|(name, value)| match &schema["properties"][name] {
            Value::Null => vec![format!("{at}/{name} is not described")],
            schema => undescribed(&format!("{at}/{name}"), schema, value),
        })
        .collect()
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        other => panic!("the type {other} is not known here"),
    }
}

fn has_format(text: &str, name: &str) -> bool {
    match name {
        "uuid" => Uuid::try_parse(text).is_ok(),
        "date-time" => text.parse::<Timestamp>().is_ok(),
        "email" => EmailAddress::parse(text).is_ok(),
        other => panic!("the format {other} is not known here"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_against_a_schema_is_found() {
        let schema = json!({
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": { "type": "string", "format": "uuid" },
                "count": { "type": "integer", "minimum": 1 },
                "kind": { "enum": ["a", "b"] },
            },
            "oneOf": [
                { "required": ["count"], "properties": { "kind": { "const": "a" } } },
                { "properties": { "kind": { "const": "b" }, "count": false } },
            ],
        });
        let id = "f3bb189e-8bf9-4888-9912-ace4e6543002";
        for good in [json!({ "id": id, "kind": "a", "count": 1 }), json!({ "id": id, "kind": "b" })] {
            assert_eq!(violations(&schema, &good), [""; 0], "{good}");
        }
        for bad in [
            json!("text"),
            json!({ "kind": "b" }),
            json!({ "id": "1", "kind": "b" }),
            json!({ "id": id, "kind": "c" }),
            json!({ "id": id, "kind": "a" }),
            json!({ "id": id, "kind": "a", "count": 0 }),
            json!({ "id": id, "kind": "b", "count": 1 }),
            json!({ "id": id, "kind": "b", "more": 1 }),
        ] {
            assert_ne!(violations(&schema, &bad), [""; 0], "{bad}");
        }
    }
}
