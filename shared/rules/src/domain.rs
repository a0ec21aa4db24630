//! Domains of e-mail addresses: what can be one, by its form. Whether it has a mail server is not looked up.

/// Longest label of a domain, in characters (RFC 1035 §2.3.4).
const MAX_LABEL: usize = 63;

/// Longest domain, in characters (RFC 1035 §2.3.4, without the root's label).
const MAX_DOMAIN: usize = 253;

/// What the label of an international domain begins with (RFC 5890 §2.3.2.1).
const PUNYCODE_PREFIX: &str = "xn--";

/// Why a text cannot be the domain of a mailbox. Each text says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    /// An IP address, in brackets or not.
    #[error("it has an IP address after the @. Send the domain name of the mailbox")]
    IpAddress,
    /// A label is empty or too long, has other characters than letters, digits and hyphens, or a hyphen at an end; or
    /// there is one label alone.
    #[error(
        "after the @ comes no domain. Send a name such as example.com, of parts with 1 to 63 letters, digits and \
         hyphens, and no hyphen at an end of a part"
    )]
    Form,
    /// A label begins with `xn--` and is not the Punycode of a name.
    #[error("a part of its domain begins with xn-- and is not valid Punycode. Copy the domain again")]
    Punycode,
}

/// Checks a domain, in ASCII (RFC 1123 §2.1, RFC 5321 §2.3.5).
///
/// # Errors
///
/// [`DomainError`].
pub fn check(domain: &str) -> Result<(), DomainError> {
    if domain.starts_with('[') {
        return Err(DomainError::IpAddress);
    }
    let labels: Vec<&str> = domain.split('.').collect();
    if labels.len() < 2 || domain.len() > MAX_DOMAIN || !labels.iter().all(|label| is_label(label)) {
        return Err(DomainError::Form);
    }
    // No top-level domain is a number (RFC 3696 §2).
    if labels.last().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit())) {
        return Err(DomainError::IpAddress);
    }
    let lower = domain.to_ascii_lowercase();
    let mut encoded = lower.split('.').filter_map(|label| label.strip_prefix(PUNYCODE_PREFIX));
    if encoded.all(is_punycode) { Ok(()) } else { Err(DomainError::Punycode) }
}

fn is_label(label: &str) -> bool {
    (1..=MAX_LABEL).contains(&label.len())
        && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Whether a text in lower case decodes to a name with at least one letter outside ASCII (RFC 3492 §6.2). Such a letter
/// is what an encoded label is for.
fn is_punycode(encoded: &str) -> bool {
    decode(encoded).is_some_and(|added| !added.is_empty() && added.into_iter().all(char::is_alphanumeric))
}

/// The characters outside ASCII that a text encodes. `None`: it is not Punycode.
///
/// The characters are not put into their places: where they go does not matter for whether they are there.
fn decode(encoded: &str) -> Option<Vec<char>> {
    const FIRST_CODE_POINT: u32 = 0x80;
    const FIRST_BIAS: u32 = 72;
    let (basic, digits) = encoded.rsplit_once('-').unwrap_or(("", encoded));
    let (mut code_point, mut at, mut bias) = (FIRST_CODE_POINT, 0_u32, FIRST_BIAS);
    let mut length = u32::try_from(basic.len()).ok()?;
    let (mut digits, mut added) = (digits.bytes().peekable(), Vec::new());
    while digits.peek().is_some() {
        let delta = integer(&mut digits, bias)?;
        at = at.checked_add(delta)?;
        length += 1;
        bias = adapted(delta, length, added.is_empty());
        code_point = code_point.checked_add(at / length)?;
        at = at % length + 1;
        added.push(char::from_u32(code_point)?);
    }
    Some(added)
}

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;

/// Reads an integer of variable length (RFC 3492 §3.3).
fn integer(digits: &mut impl Iterator<Item = u8>, bias: u32) -> Option<u32> {
    let (mut value, mut weight, mut position) = (0_u32, 1_u32, BASE);
    loop {
        let digit = match digits.next()? {
            letter @ b'a'..=b'z' => u32::from(letter - b'a'),
            number @ b'0'..=b'9' => u32::from(number - b'0') + 26,
            _ => return None,
        };
        value = value.checked_add(digit.checked_mul(weight)?)?;
        let threshold = position.saturating_sub(bias).clamp(T_MIN, T_MAX);
        if digit < threshold {
            return Some(value);
        }
        weight = weight.checked_mul(BASE - threshold)?;
        position += BASE;
    }
}

/// The bias for the next integer (RFC 3492 §3.4).
const fn adapted(delta: u32, length: u32, is_first: bool) -> u32 {
    const DAMP: u32 = 700;
    const SKEW: u32 = 38;
    let mut delta = delta / if is_first { DAMP } else { 2 };
    delta += delta / length;
    let mut bias = 0;
    while delta > (BASE - T_MIN) * T_MAX / 2 {
        delta /= BASE - T_MIN;
        bias += BASE;
    }
    bias + (BASE - T_MIN + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mail_can_reach_are_taken() {
        let longest = format!("{}.example", "x".repeat(MAX_LABEL));
        for domain in [
            "example.com",
            "EXAMPLE.CO.UK",
            "3com.com",
            "a-b--c.io",
            "1.2.3.example",
            "xn--bcher-kva.example",
            "XN--BCHER-KVA.example",
            "xn--mgbh0fb.example",
            "mail.xn--fiqs8s",
            &longest,
        ] {
            assert_eq!(check(domain), Ok(()), "{domain}");
        }
    }

    #[test]
    fn names_that_no_mail_can_reach_are_refused() {
        let long_label = format!("{}.example", "x".repeat(MAX_LABEL + 1));
        let long_domain = format!("{}example", "x.".repeat(130));
        for (domain, error) in [
            ("", DomainError::Form),
            ("localhost", DomainError::Form),
            ("example.com.", DomainError::Form),
            (".example.com", DomainError::Form),
            ("example..com", DomainError::Form),
            ("x_y.example", DomainError::Form),
            ("-x.example", DomainError::Form),
            ("x-.example", DomainError::Form),
            ("x.-example", DomainError::Form),
            (&long_label, DomainError::Form),
            (&long_domain, DomainError::Form),
            ("127.0.0.1", DomainError::IpAddress),
            ("example.7", DomainError::IpAddress),
            ("[1.2.3.4]", DomainError::IpAddress),
            ("xn--a.example", DomainError::Punycode),
            ("xn--abc-.example", DomainError::Form),
            ("xn--9999999.example", DomainError::Punycode),
            ("mail.xn--", DomainError::Form),
            ("xn--bcher-kv.example", DomainError::Punycode),
        ] {
            assert_eq!(check(domain), Err(error), "{domain}");
        }
    }
}
