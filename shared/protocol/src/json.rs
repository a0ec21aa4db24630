//! Reads the JSON of a request (RFC 8259) without losing anything of it.
//!
//! | in the text | read as |
//! |---|---|
//! | a byte-order mark before it | nothing (RFC 8259 §8.1 lets a reader ignore it) |
//! | a name twice in one object | an error: one of the two values would be lost |
//! | a whole number of up to 64 bits | that number |
//! | any other number, such as `12345678901234567890123` or `1e3` | a string of its digits as written |
//!
//! A binary floating-point number would make one of two `externalId`s beyond 2^53, and no attribute that a directory
//! may write is a number.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::coerce::twice;
use super::{ScimError, ScimType};

/// Reads a JSON text in UTF-8. Nesting is limited (128).
///
/// # Errors
/// 400 `invalidSyntax`, saying where the text is no JSON or which name stands twice.
pub fn parse(bytes: &[u8]) -> Result<Value, ScimError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = str::from_utf8(bytes)
        .map_err(|_| ScimError::bad_request(ScimType::InvalidSyntax, "The body is not in UTF-8."))?;
    let rewritten = with_long_numbers_as_strings(text);
    if let Cow::Owned(_) = rewritten {
        // What is rewritten is no number any more, and stands elsewhere: the text must be JSON as it was sent.
        serde_json::from_str::<IgnoredAny>(text).map_err(|error| malformed(&error))?;
    }
    let repeated = OnceCell::new();
    let mut deserializer = serde_json::Deserializer::from_str(&rewritten);
    let value = Strict { repeated: &repeated }.deserialize(&mut deserializer);
    let value =
        value.and_then(|value| deserializer.end().map(|()| value)).map_err(|error| malformed(&error))?;
    match repeated.into_inner() {
        Some(name) => Err(twice(&name)),
        None => Ok(value),
    }
}

fn malformed(error: &serde_json::Error) -> ScimError {
    let place = format!("line {}, column {}", error.line(), error.column());
    ScimError::bad_request(ScimType::InvalidSyntax, format!("The body is not valid JSON ({place})."))
}

/// The JSON text with quotes around each number that is no whole number of up to 64 bits.
fn with_long_numbers_as_strings(json: &str) -> Cow<'_, str> {
    let mut rewritten = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(rest) = json.get(at..).filter(|rest| !rest.is_empty()) {
        at += if rest.starts_with('"') {
            string_len(rest)
        } else {
            let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E');
            let starts_number = rest.starts_with(|c: char| c.is_ascii_digit() || c == '-');
            let len = if starts_number { rest.find(|c| !is_of_number(c)).unwrap_or(rest.len()) } else { 0 };
            let number = rest.get(..len).unwrap_or_default();
            if !(number.is_empty() || is_kept(number)) {
                rewritten.push_str(json.get(copied..at).unwrap_or_default());
                rewritten.extend(["\"", number, "\""]);
                copied = at + len;
            }
            len.max(rest.chars().next().map_or(1, char::len_utf8))
        };
    }
    if copied == 0 {
        return json.into();
    }
    rewritten.push_str(json.get(copied..).unwrap_or_default());
    rewritten.into()
}

/// Bytes of the JSON string with which `text` begins, quotes included.
fn string_len(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 2)
}

/// Is the number the same after reading and writing?
fn is_kept(number: &str) -> bool {
    serde_json::from_str::<Number>(number).is_ok_and(|read| !read.is_f64() && read.to_string() == number)
}

/// Reads a value, and notes the first name that stands twice in one object.
#[derive(Clone, Copy)]
struct Strict<'a> {
    repeated: &'a OnceCell<String>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(self)?;
            if object.contains_key(&name) {
                self.repeated.get_or_init(|| name.clone());
            }
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_keep_the_digits_in_which_they_were_written() {
        for (text, value) in [
            ("4711", json!(4711)),
            ("-9223372036854775808", json!(i64::MIN)),
            ("18446744073709551615", json!(u64::MAX)),
            ("9007199254740993", json!(9_007_199_254_740_993_u64)),
            ("18446744073709551616", json!("18446744073709551616")),
            ("12345678901234567890123", json!("12345678901234567890123")),
            ("-0", json!("-0")),
            ("1e3", json!("1e3")),
            ("1E+400", json!("1E+400")),
            ("1.50", json!("1.50")),
        ] {
            assert_eq!(parse(text.as_bytes()), Ok(value.clone()), "{text}");
            let nested = format!("{{\"a 1.5\":[{text} , \"2.5 \\\" 3.5\\\\\", {text}],\"ü\":{text}}}");
            let expected = json!({ "a 1.5": [value, "2.5 \" 3.5\\", value], "ü": value });
            assert_eq!(parse(nested.as_bytes()), Ok(expected), "{nested}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(parse(b"\xEF\xBB\xBF{\"a\":1}"), Ok(json!({ "a": 1 })));
        assert!(parse(b"\xEF\xBB\xBF\xEF\xBB\xBF{}").is_err());
        assert!(parse(b"\xEF\xBB\xBF").is_err());
    }

    #[test]
    fn a_name_twice_is_refused_at_any_depth() {
        for text in [
            r#"{"active":true,"active":false}"#,
            r#"{"a":[{"active":1,"active":1}]}"#,
            r#"{"a":{"active":1,"\u0061ctive":1}}"#,
            r#"[{"b":{},"active":null,"c":1,"active":null}]"#,
        ] {
            let error = parse(text.as_bytes()).expect_err(text);
            assert_eq!(error.scim_type, Some(ScimType::InvalidSyntax));
            assert!(error.detail.starts_with("active stands twice"), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for (text, place) in [
            ("", "line 1, column 0"),
            ("{\"a\": 1e3,\n 1.5: 2}", "line 2, column 2"),
            ("{\"a\": 01}", "line 1, column 8"),
            ("[1.5.2]", "line 1, column 5"),
            ("[-]", "line 1, column 3"),
            ("{} x", "line 1, column 4"),
        ] {
            let error = parse(text.as_bytes()).expect_err(text);
            assert!(error.detail.contains(place), "{text}: {error}");
        }
        assert!(parse(b"{\"a\":\"\xFF\"}").is_err());
        assert!(parse(br#"["\ud800"]"#).is_err());
        assert!(parse("[".repeat(200).as_bytes()).is_err());
        assert!(parse(format!("{}{}", "[".repeat(200), "]".repeat(200)).as_bytes()).is_err());
    }

    proptest! {
        #[test]
        fn it_reads_what_serde_json_reads(text in r#"[\[\]{}",:\\ 0-9.eE+truefalsn-]{0,24}"#) {
            match (parse(text.as_bytes()), serde_json::from_str::<Value>(&text)) {
                // A number out of range, or a name twice, is where they differ.
                (Ok(_), Ok(_)) | (Err(_), Err(_)) => {}
                (Ok(_), Err(error)) => prop_assert!(error.to_string().contains("out of range"), "{error}"),
                (Err(error), Ok(_)) => prop_assert!(error.detail.contains("twice"), "{error}"),
            }
        }

        #[test]
        fn whole_numbers_are_read_as_they_are_written(digits in "-?[1-9][0-9]{0,40}") {
            let text = match parse(digits.as_bytes()).expect("a number") {
                Value::String(text) => text,
                number => number.to_string(),
            };
            prop_assert_eq!(text, digits);
        }
    }
}
