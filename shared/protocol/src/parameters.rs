//! Query parameters, decoded.

use super::{ScimError, ScimType};

/// The value of a parameter. Its name is compared without regard to case: a `startindex` that were silently ignored
/// would page for ever.
///
/// # Errors
/// 400 `invalidValue` where it stands more than once.
pub(super) fn single<'a>(
    parameters: &'a [(String, String)],
    name: &str,
) -> Result<Option<&'a str>, ScimError> {
    let mut values = parameters.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
    match (values.next(), values.next()) {
        (first, None) => Ok(first.map(|(_, value)| value.as_str())),
        (_, Some(_)) => {
            Err(ScimError::bad_request(ScimType::InvalidValue, format!("{name} stands twice in the query")))
        }
    }
}
