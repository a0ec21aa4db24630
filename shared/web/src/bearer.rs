use http::HeaderMap;
use http::header::AUTHORIZATION;

use rollcall_rules::operator::PresentedOperator;
use rollcall_rules::token::{Denied, Presented};

const SCHEME: &str = "bearer";

/// The token of a request: `Authorization: Bearer <token>` (RFC 6750 §2.1; the scheme's case does not matter, RFC
/// 9110 §11.1). The same header sent twice counts once.
///
/// # Errors
///
/// [`Denied`], if there is no token or it does not have the form of ours. Common mistakes have variants of their own.
/// None of them says anything about a token that there is.
pub fn bearer(headers: &HeaderMap) -> Result<Presented, Denied> {
    let token = bearer_text(headers)?;
    let of_other_form = || PresentedOperator::parse(token).map_or(Denied::Token, |_| Denied::OfOperator);
    Presented::parse(token).ok_or_else(of_other_form)
}

/// As [`bearer`], of a request that takes the operator's tokens alone.
///
/// # Errors
///
/// [`Denied`], as [`bearer`].
pub fn operator_bearer(headers: &HeaderMap) -> Result<PresentedOperator, Denied> {
    let token = bearer_text(headers)?;
    let of_other_form = || Presented::parse(token).map_or(Denied::Token, |_| Denied::OfTenant);
    PresentedOperator::parse(token).ok_or_else(of_other_form)
}

/// The text of that token.
///
/// # Errors
///
/// As [`bearer`] has them; the form of the token is not looked at.
pub fn bearer_text(headers: &HeaderMap) -> Result<&str, Denied> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(Denied::NoToken)?;
    if values.any(|other| other != value) {
        return Err(Denied::TwoTokens);
    }
    let token = value.to_str().ok().and_then(without_scheme).ok_or(Denied::Token)?;
    if without_scheme(token).is_some() {
        return Err(Denied::SchemeTwice);
    }
    Ok(token)
}

/// What follows the scheme, without white space around it.
fn without_scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case(SCHEME).then(|| rest.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&str]) -> Result<Presented, Denied> {
        let values = values.iter().map(|value| (AUTHORIZATION, value.parse().unwrap()));
        let mut headers = HeaderMap::new();
        values.for_each(|(name, value)| {
            headers.append(name, value);
        });
        bearer(&headers)
    }

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
            assert_eq!(of(&[value]).is_ok(), taken, "{value}");
        }
        assert_eq!(of(&[]), Err(Denied::NoToken));
    }

    #[test]
    fn a_token_of_the_operator_and_one_of_a_tenant_are_told_apart_by_their_form() {
        let headers =
            |token: &str| HeaderMap::from_iter([(AUTHORIZATION, format!("Bearer {token}").parse().unwrap())]);
        assert_eq!(bearer(&headers("rcop_00")), Err(Denied::OfOperator));
        assert!(operator_bearer(&headers("rcop_00")).is_ok());
        assert_eq!(operator_bearer(&headers("rc_acme_00")), Err(Denied::OfTenant));
        assert_eq!(operator_bearer(&headers("rcop_")), Err(Denied::Token));
        assert_eq!(operator_bearer(&HeaderMap::new()), Err(Denied::NoToken));
    }

    #[test]
    fn common_mistakes_are_told_apart() {
        for (values, expected) in [
            (&["Bearer Bearer rc_acme_00"][..], Err(Denied::SchemeTwice)),
            (&["bearer  BEARER rc_acme_00"], Err(Denied::SchemeTwice)),
            (&["Bearer Bearer"], Err(Denied::Token)),
            (&["Bearer rc_acme_00", "Bearer rc_other_00"], Err(Denied::TwoTokens)),
            (&["Bearer rc_acme_00", "Basic YTpi"], Err(Denied::TwoTokens)),
            (&["Bearer rc_acme_00", "Bearer rc_acme_00"], Ok("acme")),
        ] {
            let found = of(values);
            let tenant = found.as_ref().map(|presented| presented.claimed().id().as_str());
            assert_eq!(tenant.map_err(|denied| *denied), expected, "{values:?}");
        }
    }
}
