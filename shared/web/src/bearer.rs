use http::HeaderMap;
use http::header::AUTHORIZATION;

use rollcall_rules::token::Presented;

/// The token of a request: `Authorization: Bearer <token>` (RFC 6750 §2.1; the scheme's case does not matter, RFC
/// 9110 §11.1). `None` where there is none or it does not have the form of ours.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<Presented> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| Presented::parse(token.trim()))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bearer_token_of_our_form_is_taken() {
        for (value, taken) in [
            ("Bearer rc_acme_00", true),
            ("bearer  rc_acme_00 ", true),
            ("Basic rc_acme_00", false),
            ("rc_acme_00", false),
            ("Bearer", false),
            ("Bearer eyJhbGciOi", false),
        ] {
            let headers = HeaderMap::from_iter([(AUTHORIZATION, value.parse().unwrap())]);
            assert_eq!(bearer(&headers).is_some(), taken, "{value}");
        }
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}
