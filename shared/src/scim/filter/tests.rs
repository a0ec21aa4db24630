use serde_json::{Map, Value, json};

use super::Filter;

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

#[test]
fn smoke() {
    let user = object(json!({"userName": "Ann@Example.com", "emails": [{"value": "a@x", "type": "work"}]}));
    assert!(Filter::parse("username eq \"ann@example.com\"").unwrap().matches(&user));
    assert!(Filter::parse("emails[type eq \"work\"].value eq \"A@x\"").unwrap().matches(&user));
}
