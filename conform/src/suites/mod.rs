//! The checks, by where they come from. Each makes the people and groups that it needs, so that none depends on another.

mod entra;
mod entra_groups;
mod interop;
mod ipsie;
mod okta_crud;
mod okta_entitlements;
mod okta_groups;
mod okta_spec;
mod rfc;
mod rfc_discovery;
mod rfc_lists;
mod rfc_writes;

use crate::check::Check;
use crate::options::Suite;

/// The checks of a suite, in their order.
pub(crate) fn of(suite: Suite) -> Vec<&'static Check> {
    let files = match suite {
        Suite::OktaSpec => vec![okta_spec::CHECKS],
        Suite::OktaCrud => vec![okta_crud::CHECKS, okta_groups::CHECKS],
        Suite::OktaEntitlements => vec![okta_entitlements::CHECKS],
        Suite::Entra => vec![entra::CHECKS, entra_groups::CHECKS],
        Suite::Ipsie => vec![ipsie::CHECKS],
        Suite::Interop => vec![interop::CHECKS],
        Suite::Rfc => vec![rfc::CHECKS, rfc_discovery::CHECKS, rfc_lists::CHECKS, rfc_writes::CHECKS],
    };
    files.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_check_has_an_id_of_its_suite_and_says_what_it_means() {
        let mut ids = BTreeSet::new();
        for suite in Suite::ALL {
            for check in of(suite) {
                let (begin, name) = check.id.split_once('.').unwrap();
                assert_eq!(begin, suite.name(), "{}", check.id);
                assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", check.id);
                assert!(ids.insert(check.id), "{} twice", check.id);
                for text in [check.title, check.source, check.meaning, check.mend] {
                    assert!(text.len() > 5, "{}: {text:?}", check.id);
                }
                for sentence in [check.meaning, check.mend] {
                    assert!(sentence.ends_with('.'), "{}: {sentence}", check.id);
                }
            }
        }
        assert!(ids.len() > 100, "{}", ids.len());
    }
}
