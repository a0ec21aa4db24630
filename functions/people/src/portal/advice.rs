//! What a directory was refused, in words, and what its administrator can do about it.

use rollcall_rules::contact::Refused;

/// What was refused, and what to do: ids of texts. Both may name a `$token`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Advice {
    pub(super) what: &'static str,
    pub(super) todo: &'static str,
}

/// For a refusal.
pub(super) fn advice(refused: &Refused) -> Advice {
    let refusal = &refused.refusal;
    let creates = refusal.operation.starts_with("POST");
    let is_of_group = refusal.operation.contains("/Groups");
    let is_search = refusal.operation.starts_with("GET") || refusal.operation.ends_with("/.search");
    let is_user_name = matches!(refused.attribute.as_deref(), None | Some("userName"));
    let (what, todo) = match (refusal.status, refusal.scim_type.as_deref()) {
        (401, _) => ("connection-advice-ended", "connection-advice-ended-todo"),
        (403, _) if refusal.token().is_some() => ("connection-advice-scope", "connection-advice-scope-todo"),
        (403, _) => ("connection-advice-off", "connection-advice-off-todo"),
        (409, Some(_)) if is_of_group => {
            ("connection-advice-group-taken", "connection-advice-group-taken-todo")
        }
        (409, Some(_)) if creates => ("connection-advice-taken", "connection-advice-taken-todo"),
        (409, Some(_)) => ("connection-advice-renamed", "connection-advice-renamed-todo"),
        (400, Some("invalidValue")) if refused.attribute.as_deref() == Some("members") => {
            ("connection-advice-member", "connection-advice-member-todo")
        }
        (400, Some("invalidValue")) if is_user_name && !is_of_group => {
            ("connection-advice-user-name", "connection-advice-user-name-todo")
        }
        (400, Some("invalidValue")) => ("connection-advice-value", "connection-advice-value-todo"),
        (400, Some("tooMany")) | (413, _) if is_of_group && !is_search => {
            ("connection-advice-group-large", "connection-advice-group-large-todo")
        }
        (400, Some("invalidFilter" | "tooMany")) => {
            ("connection-advice-search", "connection-advice-search-todo")
        }
        (400, Some("mutability")) => ("connection-advice-fixed", "connection-advice-fixed-todo"),
        (413, _) => ("connection-advice-large", "connection-advice-large-todo"),
        (501, _) => ("connection-advice-missing", "connection-advice-missing-todo"),
        _ => ("connection-advice-form", "connection-advice-form-todo"),
    };
    Advice { what, todo }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use rollcall_rules::contact::Refusal;
    use rollcall_texts::{Language, Texts};

    use super::*;

    fn refused(operation: &str, status: u16, scim_type: Option<&str>, attribute: Option<&str>) -> Refused {
        let scim_type = scim_type.map(str::to_owned);
        let refusal = Refusal { operation: operation.to_owned(), status, scim_type };
        let attribute = attribute.map(str::to_owned);
        Refused { refusal, at: Timestamp::UNIX_EPOCH, since: None, times: 1, attribute }
    }

    #[test]
    fn the_same_status_means_something_else_for_another_operation_or_attribute() {
        let (taken, post, put) = (Some("uniqueness"), "POST /scim/v2/Users", "PUT /scim/v2/Users/{id}");
        assert_ne!(advice(&refused(post, 409, taken, None)), advice(&refused(put, 409, taken, None)));
        // An operation of a bulk request that refers to what was not made.
        assert_eq!(advice(&refused(post, 409, None, None)).what, "connection-advice-form");
        let value = |attribute| advice(&refused(post, 400, Some("invalidValue"), attribute));
        assert_eq!(value(None), value(Some("userName")));
        assert_ne!(value(Some("userName")), value(Some("emails")));
        assert_ne!(advice(&refused(post, 403, None, None)), advice(&refused("token 00", 403, None, None)));
    }

    /// A group that is refused is no account.
    #[test]
    fn what_was_refused_of_a_group_is_told_of_a_group() {
        for (operation, status, scim_type, attribute, expected) in [
            ("POST /scim/v2/Groups", 409, "uniqueness", None, "connection-advice-group-taken"),
            ("PATCH /scim/v2/Groups/{id}", 409, "uniqueness", None, "connection-advice-group-taken"),
            ("PATCH /scim/v2/Groups/{id}", 400, "invalidValue", Some("members"), "connection-advice-member"),
            ("POST /scim/v2/Groups", 400, "invalidValue", None, "connection-advice-value"),
            ("PUT /scim/v2/Groups/{id}", 400, "tooMany", None, "connection-advice-group-large"),
            ("GET /scim/v2/Groups", 400, "tooMany", None, "connection-advice-search"),
            ("POST /scim/v2/Groups/.search", 400, "tooMany", None, "connection-advice-search"),
        ] {
            let refused = refused(operation, status, Some(scim_type), attribute);
            assert_eq!(advice(&refused).what, expected, "{operation} {status}");
        }
    }

    #[test]
    fn there_is_something_to_do_about_everything() {
        for status in [400, 401, 403, 405, 409, 413, 415, 501] {
            let advice = advice(&refused("PATCH /scim/v2/Users/{id}", status, None, None));
            for language in Language::ALL {
                for id in [advice.what, advice.todo] {
                    assert!(!Texts::of(language).with(id, &[("token", "Okta".into())]).is_empty());
                }
            }
        }
    }
}
