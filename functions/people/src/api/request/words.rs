//! What is wrong with a body or a query, in words for whoever wrote it: which member, and what it can be. The readers' own
//! words are those of a parser.

use serde_json::error::Category;

/// What is wrong with a body.
pub(super) fn of_body(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    let inner = error.inner();
    if inner.classify() != Category::Data {
        return format!("The body is no JSON: {inner}.");
    }
    let (said, place) = (inner.to_string(), format!(" at line {} column {}", inner.line(), inner.column()));
    told("The body", &error.path().to_string(), said.strip_suffix(&place).unwrap_or(&said))
}

/// What is wrong with a query.
pub(super) fn of_query(error: &serde_path_to_error::Error<serde_urlencoded::de::Error>) -> String {
    told("The query", &error.path().to_string(), &error.inner().to_string())
}

/// `said` is told as [`serde::de::Error`] makes it of each kind of fault. A text of any other form is repeated.
fn told(whole: &str, path: &str, said: &str) -> String {
    let subject = if path == "." { whole.to_owned() } else { format!("`{path}`") };
    let expected =
        |rest: &str| rest.split_once(", expected ").map(|(found, of)| (found.to_owned(), of.to_owned()));
    if let Some(name) = said.strip_prefix("missing field ") {
        return format!("{} is missing.", member(path, name));
    }
    if let Some(name) = said.strip_prefix("duplicate field ") {
        return format!("{name} is there twice.");
    }
    if let Some((name, known)) = said.strip_prefix("unknown field ").and_then(expected) {
        return format!("{name} is unknown here. Known: {}.", listed(&known));
    }
    if let Some((found, known)) = said.strip_prefix("unknown variant ").and_then(expected) {
        return format!("{subject} cannot be {found}. Possible: {}.", listed(&known));
    }
    let of_type = said.strip_prefix("invalid type: ").or_else(|| said.strip_prefix("invalid value: "));
    if let Some((found, wanted)) = of_type.and_then(expected) {
        return format!("{subject} must be {}, not {}.", kind(&wanted), kind(&found));
    }
    // Of a number in a query, in the words of `std`.
    match said {
        "invalid digit found in string" | "cannot parse integer from empty string" => {
            format!("{subject} must be a whole number.")
        }
        "number too large to fit in target type" => format!("{subject} is too large."),
        _ => format!("{subject} cannot be read: {said}."),
    }
}

/// The name of a member that is missing at a path.
fn member(path: &str, quoted: &str) -> String {
    if path == "." { quoted.to_owned() } else { format!("`{path}.{}`", quoted.trim_matches('`')) }
}

/// Names, without the words between them.
fn listed(names: &str) -> String {
    names.trim_start_matches("one of ").replace("` or `", "`, `")
}

/// A kind of value, as JSON calls it.
fn kind(name: &str) -> &str {
    match name {
        "map" | "a map" => "an object",
        "sequence" | "a sequence" => "a list",
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, 0 or more",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::super::{Object, parse};
    use crate::api::failure::Failure;

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    #[expect(dead_code, reason = "it is only read")]
    struct Body {
        entity_id: String,
        #[serde(deserialize_with = "super::super::word")]
        card_access: Access,
        #[serde(default)]
        names: Vec<String>,
        inner: Option<Object<Inner>>,
        count: Option<u16>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Access {
        Card,
        CardAndReimbursement,
        ReimbursementOnly,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    #[expect(dead_code, reason = "it is only read")]
    struct Inner {
        given_name: String,
        family_name: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "it is only read")]
    struct Query {
        limit: u16,
    }

    #[test]
    fn a_number_of_a_query_is_named_by_what_it_must_be() {
        for (query, expected) in [
            ("limit=many", "`limit` must be a whole number."),
            ("limit=", "`limit` must be a whole number."),
            ("limit=-1", "`limit` must be a whole number."),
            ("limit=1.5", "`limit` must be a whole number."),
            ("limit=99999", "`limit` is too large."),
            ("", "`limit` is missing."),
        ] {
            let read = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
            let error = serde_path_to_error::deserialize::<_, Query>(read).unwrap_err();
            assert_eq!(super::of_query(&error), expected, "{query}");
        }
    }

    #[test]
    fn what_is_wrong_names_the_member_and_what_it_can_be() {
        const ACCESS: &str = "Possible: `card`, `card_and_reimbursement`, `reimbursement_only`.";
        for (body, expected) in [
            (r#"{"entityId":"1","cardAccess":"gold"}"#, format!("`cardAccess` cannot be `gold`. {ACCESS}")),
            (r#"{"entityId":"1","cardAccess":""}"#, format!("`cardAccess` cannot be ``. {ACCESS}")),
            (
                r#"{"entityId":"1","cardAccess":5}"#,
                "`cardAccess` must be a string, not integer `5`.".to_owned(),
            ),
            (
                r#"{"entityId":"1","cardAccess":{"card":null}}"#,
                "`cardAccess` must be a string, not an object.".to_owned(),
            ),
            (r#"{"entityId":"1"}"#, "`cardAccess` is missing.".to_owned()),
            (r#"{"entityId":null,"cardAccess":"card"}"#, "`entityId` must be a string, not null.".to_owned()),
            (
                r#"{"entityId":"1","cardAccess":"card","colour":"red"}"#,
                "`colour` is unknown here. Known: `entityId`, `cardAccess`, `names`, `inner`, `count`."
                    .to_owned(),
            ),
            (
                r#"{"entityId":"1","entityId":"2","cardAccess":"card"}"#,
                "`entityId` is there twice.".to_owned(),
            ),
            (
                r#"{"entityId":"1","cardAccess":"card","names":["a",7]}"#,
                "`names[1]` must be a string, not integer `7`.".to_owned(),
            ),
            (
                r#"{"entityId":"1","cardAccess":"card","names":"a"}"#,
                "`names` must be a list, not string \"a\".".to_owned(),
            ),
            (
                r#"{"entityId":"1","cardAccess":"card","inner":{}}"#,
                "`inner.givenName` is missing.".to_owned(),
            ),
            (
                r#"{"entityId":"1","cardAccess":"card","inner":{"nick":"A"}}"#,
                "`nick` is unknown here. Known: `givenName`, `familyName`.".to_owned(),
            ),
            (
                r#"{"entityId":"1","cardAccess":"card","inner":["A"]}"#,
                "`inner` must be an object, not a list.".to_owned(),
            ),
            (
                r#"{"entityId":"1","cardAccess":"card","count":-1}"#,
                "`count` must be a whole number, 0 or more, not integer `-1`.".to_owned(),
            ),
            ("[1]", "The body must be an object, not a list.".to_owned()),
            (
                r#"{"entityId":"1","#,
                "The body is no JSON: EOF while parsing a value at line 1 column 16.".to_owned(),
            ),
            (
                r#"{"entityId":"1","cardAccess":"card"} x"#,
                "The body is no JSON: trailing characters at line 1 column 38.".to_owned(),
            ),
        ] {
            let Err(Failure::Problem(problem)) = parse::<Body>(body.as_bytes()) else { panic!("{body}") };
            assert_eq!(problem.detail(), expected, "{body}");
        }
    }
}
