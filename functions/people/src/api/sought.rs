//! Who is asked for: somebody by an address, an `externalId` or an id.

use rollcall_rules::address::{AddressError, AddressKey, EmailAddress};
use rollcall_rules::trace::Sought;
use rollcall_rules::user::{ExternalId, Guard, UserId};
use serde::Deserialize;

use super::failure::Failure;
use super::request::invalid;

/// Who is asked for, by exactly one of these.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct SoughtQuery {
    /// An address, whatever its case.
    #[param(max_length = 286)]
    email: Option<String>,
    /// The directory's identifier, exactly.
    #[param(max_length = 512)]
    external_id: Option<String>,
    /// The user's id.
    #[param(value_type = Option<uuid::Uuid>)]
    id: Option<String>,
}

impl SoughtQuery {
    /// Reads who is meant.
    pub(crate) fn check(self) -> Result<Sought, Failure> {
        match (self.email, self.external_id, self.id) {
            (Some(email), None, None) => address(&email).map(|key| Sought::Held(Guard::Address(key))),
            (None, Some(id), None) => external_id(&id).map(|id| Sought::Held(Guard::ExternalId(id))),
            (None, None, Some(id)) => {
                let read = UserId::parse(&id).map(Sought::Id);
                read.ok_or_else(|| invalid("`id` must be a UUID in lower case."))
            }
            (None, None, None) => Err(invalid("Say who is meant: by `email`, `externalId` or `id`.")),
            _ => Err(invalid("Say who is meant by one of `email`, `externalId` and `id`, not by several.")),
        }
    }
}

/// An account of an earlier version may have an address in a domain that would be refused today. So such a one is looked for.
fn address(text: &str) -> Result<AddressKey, Failure> {
    let key = match EmailAddress::parse(text) {
        Ok(address) => Some(address.key()),
        Err(AddressError::Domain(_)) => AddressKey::sought(text),
        Err(error) => return Err(invalid(format!("`email` {error}."))),
    };
    key.ok_or_else(|| invalid(format!("`email` {}.", AddressError::TooLong)))
}

fn external_id(text: &str) -> Result<ExternalId, Failure> {
    let read = ExternalId::parse(text).map_err(|error| invalid(format!("`externalId` {error}.")))?;
    read.ok_or_else(|| invalid("`externalId` is empty."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(email: Option<&str>, external_id: Option<&str>, id: Option<&str>) -> Result<Sought, String> {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let query = SoughtQuery { email: own(email), external_id: own(external_id), id: own(id) };
        query.check().map_err(|failure| match failure {
            Failure::Problem(problem) => problem.detail().to_owned(),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn exactly_one_says_who_is_meant() {
        let (ada, id) = (Some("Ada@Example.com"), Some("3f0c1f5e-8a54-4c5a-9d6e-2b7f7f3f6a10"));
        let Ok(Sought::Held(Guard::Address(key))) = checked(ada, None, None) else { panic!("an address") };
        assert_eq!(key.as_str(), "ada@example.com");
        assert!(matches!(checked(None, Some("00u#1"), None), Ok(Sought::Held(Guard::ExternalId(_)))));
        assert!(matches!(checked(None, None, id), Ok(Sought::Id(_))));
        for several in [(ada, None, id), (ada, Some("1"), None), (None, Some("1"), id), (ada, Some("1"), id)]
        {
            let refused = checked(several.0, several.1, several.2).unwrap_err();
            assert!(refused.contains("not by several"), "{refused}");
        }
        assert!(checked(None, None, None).unwrap_err().contains("Say who is meant"));
    }

    #[test]
    fn what_nobody_can_have_is_refused_by_its_name() {
        let long = "x".repeat(513);
        for (email, external_id, id, said) in [
            (Some(""), None, None, "`email` is empty."),
            (Some("ada"), None, None, "`email` is not an e-mail address."),
            (Some("zo\u{eb}@example.com"), None, None, "`email` has characters outside ASCII"),
            (None, Some(""), None, "`externalId` is empty."),
            (None, Some(long.as_str()), None, "`externalId` is longer than 512 bytes."),
            (None, None, Some("3F0C1F5E-8A54-4C5A-9D6E-2B7F7F3F6A10"), "`id` must be a UUID"),
            (None, None, Some(""), "`id` must be a UUID"),
        ] {
            let refused = checked(email, external_id, id).unwrap_err();
            assert!(refused.starts_with(said), "{refused}");
        }
        assert!(checked(Some("ada@x_y.example"), None, None).is_ok(), "earlier versions took it");
    }
}
