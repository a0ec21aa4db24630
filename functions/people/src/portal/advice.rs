//! What a directory was refused, in words, and what its administrator can do about it.

use rollcall_rules::contact::Refusal;

/// What was refused, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Advice {
    pub(super) what: &'static str,
    pub(super) todo: &'static str,
}

/// For a kind of refusal.
pub(super) fn advice(refusal: &Refusal) -> Advice {
    let creates = refusal.operation.starts_with("POST");
    let (what, todo) = match (refusal.status, refusal.scim_type.as_deref()) {
        (403, _) => (
            "All requests, for provisioning was off or not in the plan.",
            "Switch provisioning on above, then retry what failed in your directory.",
        ),
        (409, _) if creates => (
            "An account could not be made: somebody else here has the address or the identifier.",
            "Look for a second person with the same address in your directory, or for one here who is yet to confirm \
             another. Give one of them another address, then retry the task.",
        ),
        (409, _) => (
            "An account could not be renamed: somebody else here has the address.",
            "Give one of the two another address in your directory, then retry the task.",
        ),
        (400, Some("invalidValue")) => (
            "A value that cannot be, most often a user name that is not an email address.",
            "Okta: set Sign On → Application username format to Email. Entra: map userName to mail.",
        ),
        (400, Some("invalidFilter" | "tooMany")) => {
            ("A search that cannot be done.", "Let your directory match people by userName or externalId.")
        }
        (400, Some("mutability")) => {
            ("A change of what cannot be changed.", "Leave that attribute out of your directory’s mappings.")
        }
        (413, _) => ("A request that is too large.", "Map fewer attributes in your directory."),
        (501, _) => (
            "Something that is not done here, such as pushing groups.",
            "Switch it off in your directory: people alone are provisioned.",
        ),
        _ => (
            "A request that is not as SCIM has it.",
            "Compare your directory’s attribute mappings with the guides below. If they agree, tell your vendor the time.",
        ),
    };
    Advice { what, todo }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(operation: &str, status: u16, scim_type: Option<&str>) -> Refusal {
        Refusal { operation: operation.to_owned(), status, scim_type: scim_type.map(str::to_owned) }
    }

    #[test]
    fn the_same_status_means_something_else_for_another_operation() {
        let (taken, post, put) = (Some("uniqueness"), "POST /scim/v2/Users", "PUT /scim/v2/Users/{id}");
        assert_ne!(advice(&refusal(post, 409, taken)), advice(&refusal(put, 409, taken)));
        let value = advice(&refusal(post, 400, Some("invalidValue")));
        assert!(value.todo.contains("Application username format"), "{value:?}");
    }

    #[test]
    fn there_is_something_to_do_about_everything() {
        for status in [400, 403, 405, 409, 413, 415, 501] {
            let advice = advice(&refusal("PATCH /scim/v2/Users/{id}", status, None));
            assert!(!advice.what.is_empty() && !advice.todo.is_empty());
        }
    }
}
