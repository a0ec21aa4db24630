//! Entity tags (RFC 7644 §3.14, RFC 9110 §8.8.3): the version of a user as `W/"3"`, and the conditions on it.

/// The tag of a version.
///
/// Weak, because two answers of one version may differ in their bytes (`attributes`, the order of names).
#[must_use]
pub fn render(version: u64) -> String {
    format!("W/\"{version}\"")
}

/// Does the value of an `If-Match` or `If-None-Match` header name this version?
///
/// `*` names any version. Tags are compared weakly, in `If-Match` as well: RFC 9110 §13.1.1 asks for the strong
/// comparison there, which no weak tag ever passes, and RFC 7644 §3.14 nevertheless sends `If-Match: W/"…"`. A value
/// that is no entity tag names nothing: a garbled condition fails and is not skipped. If the header is sent several
/// times, join the values with commas first.
#[must_use]
pub fn matches(header: &str, version: u64) -> bool {
    let mut rest = header.trim();
    if rest == "*" {
        return true;
    }
    let version = version.to_string();
    while let Some((tag, after)) = next_tag(rest) {
        if tag == version {
            return true;
        }
        rest = after;
    }
    false
}

/// The opaque part of the first tag of the list, and what stands after it. An opaque part may hold commas.
fn next_tag(list: &str) -> Option<(&str, &str)> {
    let list = list.trim_start_matches([' ', '\t', ',']);
    list.strip_prefix("W/").unwrap_or(list).strip_prefix('"')?.split_once('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_renders_as_a_weak_tag() {
        assert_eq!(render(3), "W/\"3\"");
    }

    #[test]
    fn a_condition_holds_for_any_form_of_the_version() {
        for header in ["W/\"3\"", "\"3\"", "*", " W/\"3\" ", "\"1\", W/\"3\"", "W/\"a,b\",\"3\"", ",\"3\","] {
            assert!(matches(header, 3), "{header}");
        }
    }

    #[test]
    fn a_condition_on_another_version_or_on_nonsense_does_not_hold() {
        for header in
            ["", "3", "W/3", "\"33\"", "\"03\"", "w/\"3\"", "\"3", "W/\"2\", \"4\"", "\"*\"", "\"a 3, \""]
        {
            assert!(!matches(header, 3), "{header}");
        }
    }
}
