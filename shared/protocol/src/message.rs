//! What a message says that it is, its `schemas` (RFC 7643 §3, RFC 7644 §3.1), and its members by their names.

use serde_json::{Map, Value};

use super::coerce::twice;
use super::{ScimError, ScimType};

/// What the URNs begin with by which RFC 7643 and RFC 7644 name resources and messages.
const OF_THE_RFCS: [&str; 2] =
    ["urn:ietf:params:scim:schemas:core:2.0:", "urn:ietf:params:scim:api:messages:2.0:"];

/// Checks that `schemas` does not name another resource or message than `urn`, which the endpoint expects.
///
/// Case and blanks around a URN do not count. Directories older than the RFCs name drafts (`urn:scim:schemas:core:2.0`),
/// others an extension alone. Neither says that the body is something else: then the endpoint says what it is, as it
/// does where `schemas` is missing.
///
/// # Errors
/// 400 `invalidSyntax` where it names another resource or message of the RFCs and not this one, or is no list of texts.
pub(super) fn check_schemas(schemas: &Value, urn: &str) -> Result<(), ScimError> {
    let named = match schemas {
        Value::Array(items) => items.as_slice(),
        bare => std::slice::from_ref(bare),
    };
    let is = |item: &Value| item.as_str().is_some_and(|text| text.trim().eq_ignore_ascii_case(urn));
    if named.iter().any(is) || !named.iter().any(is_something_else) {
        return Ok(());
    }
    Err(ScimError::bad_request(ScimType::InvalidSyntax, format!("schemas must contain \"{urn}\"")))
}

fn is_something_else(item: &Value) -> bool {
    match item {
        Value::Null => false,
        Value::String(text) => {
            let text = text.trim().to_ascii_lowercase();
            OF_THE_RFCS.iter().any(|start| text.starts_with(start))
        }
        _ => true,
    }
}

/// The member of that name, whatever its case (RFC 7643 §2.1).
///
/// # Errors
/// 400 `invalidSyntax` where two names differ only in case.
pub(super) fn member<'a>(object: &'a Map<String, Value>, name: &str) -> Result<Option<&'a Value>, ScimError> {
    let mut named = object.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
    match (named.next(), named.next()) {
        (_, Some(_)) => Err(twice(name)),
        (first, None) => Ok(first.map(|(_, value)| value)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::list::SEARCH_URN;
    use crate::patch::PATCH_URN;
    use crate::schema::{ENTERPRISE_URN, USER_URN};

    #[test]
    fn a_message_names_itself_or_nothing_else_of_the_rfcs() {
        for urn in [USER_URN, PATCH_URN, SEARCH_URN] {
            for schemas in [
                json!([urn]),
                json!(urn),
                json!([format!(" {urn}\t")]),
                json!([urn.to_uppercase()]),
                json!(["urn:ietf:params:scim:schemas:core:2.0:Group", urn]),
                json!(["urn:scim:schemas:core:2.0", "urn:scim:schemas:extension:enterprise:2.0"]),
                json!("urn:scim:schemas:core:1.0"),
                json!([ENTERPRISE_URN]),
                json!([" ", null, ""]),
                json!([]),
            ] {
                assert_eq!(check_schemas(&schemas, urn), Ok(()), "{schemas} for {urn}");
            }
            for schemas in [
                json!(["urn:ietf:params:scim:schemas:core:2.0:Group"]),
                json!([ENTERPRISE_URN, " urn:ietf:params:scim:api:messages:2.0:BulkRequest"]),
                json!([1]),
                json!(true),
                json!({ "urn": urn }),
            ] {
                assert!(check_schemas(&schemas, urn).is_err(), "{schemas} for {urn}");
            }
        }
    }
}
