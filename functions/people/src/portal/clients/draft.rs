//! The form for a new client: what was typed, and what is wrong with it.

use std::borrow::Cow;

use rollcall_rules::oauth::method::Field;
use rollcall_rules::oauth::{MethodError, NewAssertions, NewMethod, Reach, RedirectUris, SecretLifetime};
use rollcall_rules::text;
use rollcall_rules::token::MAX_LABEL_CHARS;
use rollcall_texts::Texts;

use crate::portal::fields::Fields;

/// The fields that are there once. A form that has one twice is none of ours.
const ONCE: [&str; 8] = ["method", "label", "lifetime", "issuer", "subject", "audience", "jwks", "redirects"];

/// How a client is to prove itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Secret,
    Jwt,
    Code,
}

impl Way {
    /// In the order in which they are offered.
    pub(crate) const ALL: [Self; 3] = [Self::Jwt, Self::Secret, Self::Code];

    /// The word in the query.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Jwt => "jwt",
            Self::Code => "code",
        }
    }

    /// As the page says it.
    pub(crate) fn label(self, texts: Texts) -> Cow<'static, str> {
        match self {
            Self::Secret => texts.get("clients-by-secret"),
            Self::Jwt => texts.get("clients-by-federation"),
            Self::Code => texts.get("clients-by-code"),
        }
    }

    /// What the form says of it.
    pub(crate) fn about(self, texts: Texts) -> Cow<'static, str> {
        match self {
            Self::Secret => texts.get("clients-by-secret-about"),
            Self::Jwt => texts.get("clients-by-federation-about"),
            Self::Code => texts.get("clients-by-code-about"),
        }
    }
}

/// A field of the form, and the id of the text that says what is wrong with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) field: &'static str,
    pub(crate) text: &'static str,
}

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) way: Way,
    pub(crate) label: String,
    pub(crate) lifetime: String,
    pub(crate) issuer: String,
    pub(crate) subject: String,
    pub(crate) audience: String,
    pub(crate) jwks: String,
    /// One on each line.
    pub(crate) redirects: String,
    pub(crate) fault: Option<Fault>,
}

impl Draft {
    /// The empty form for that word; `None`: there is no such way.
    pub(crate) fn empty(word: &str) -> Option<Self> {
        let way = Way::ALL.into_iter().find(|way| way.as_str() == word)?;
        Some(Self {
            way,
            label: String::new(),
            lifetime: DEFAULT.to_owned(),
            issuer: String::new(),
            subject: String::new(),
            audience: String::new(),
            jwks: String::new(),
            redirects: String::new(),
            fault: None,
        })
    }

    /// What a form says; `None`: it is none of ours.
    pub(super) fn of(fields: &Fields) -> Option<Self> {
        let empty = Self::empty(fields.one("method")?).filter(|_| !fields.repeats(&ONCE))?;
        let text = |name| fields.one(name).unwrap_or_default().to_owned();
        Some(Self {
            label: text("label"),
            lifetime: fields.one("lifetime").unwrap_or(DEFAULT).to_owned(),
            issuer: text("issuer"),
            subject: text("subject"),
            audience: text("audience"),
            jwks: text("jwks"),
            redirects: text("redirects"),
            ..empty
        })
    }

    /// All of it in one text, which tells it from others.
    pub(super) fn summary(&self) -> String {
        let Self { way, label, lifetime, issuer, subject, audience, jwks, redirects, fault: _ } = self;
        let all = [label, lifetime, issuer, subject, audience, jwks, redirects].map(String::as_str);
        format!("{} {}", way.as_str(), all.join("\n"))
    }

    /// The label and the method that it says.
    pub(super) fn read(&self, reach: Reach) -> Result<(Option<String>, NewMethod), Fault> {
        let label = text::one_line(&self.label, usize::MAX);
        if label.chars().count() > MAX_LABEL_CHARS {
            return Err(Fault { field: "label", text: "clients-bad-label" });
        }
        let label = (!label.is_empty()).then_some(label);
        let lifetime = || {
            let bad = Fault { field: "lifetime", text: "clients-bad-lifetime" };
            lifetime(&self.lifetime).ok_or(bad)
        };
        let method = match self.way {
            Way::Secret => NewMethod::Secret(lifetime()?),
            Way::Jwt => NewMethod::Jwt(self.assertions(reach).map_err(fault)?),
            Way::Code => {
                let uris: Vec<_> = self.redirects.split_whitespace().collect();
                NewMethod::Code(RedirectUris::parse(&uris, reach).map_err(fault)?, lifetime()?)
            }
        };
        Ok((label, method))
    }

    fn assertions(&self, reach: Reach) -> Result<NewAssertions, MethodError> {
        let given = |text: &'_ String| (!text.is_empty()).then(|| text.clone());
        let (issuer, subject) = (given(&self.issuer), given(&self.subject));
        NewAssertions::parse(issuer.as_deref(), subject.as_deref(), &self.audience, &self.jwks, reach)
    }

    /// Id of the text that says what is wrong with this field.
    pub(crate) fn fault_of(&self, field: &str) -> Option<&'static str> {
        self.fault.filter(|fault| fault.field == field).map(|fault| fault.text)
    }
}

fn fault(error: MethodError) -> Fault {
    let (field, text) = match error.field() {
        Field::Issuer => ("issuer", "clients-bad-claim"),
        Field::Subject => ("subject", "clients-bad-claim"),
        Field::Audience => ("audience", "clients-bad-claim"),
        Field::JwksUri => ("jwks", "clients-bad-uri"),
        Field::RedirectUris if error == MethodError::RedirectUris => ("redirects", "clients-bad-uris"),
        Field::RedirectUris => ("redirects", "clients-bad-uri"),
    };
    Fault { field, text }
}

/// The days that are chosen if nothing is said.
const DEFAULT: &str = "365";

/// How long a secret lasts, by its days as the form offers them.
pub(super) fn lifetime(days: &str) -> Option<SecretLifetime> {
    ["90", "365", "730", "1095"].contains(&days).then(|| SecretLifetime::of_days(days.parse().ok()?).ok())?
}

/// The words for how long a secret lasts, as the form offers them.
pub(crate) fn lifetimes(texts: Texts) -> [(&'static str, Cow<'static, str>); 4] {
    [
        ("90", texts.get("connection-lifetime-90")),
        ("365", texts.get("connection-lifetime-365")),
        ("730", texts.get("connection-lifetime-730")),
        ("1095", texts.get("clients-lifetime-1095")),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: &str) -> Option<Result<NewMethod, (&'static str, &'static str)>> {
        let draft = Draft::of(&Fields::parse(form))?;
        let read = draft.read(Reach::Internet);
        Some(read.map(|(_, method)| method).map_err(|fault| (fault.field, fault.text)))
    }

    #[test]
    fn what_is_wrong_with_a_form_names_its_field() {
        let right = "method=jwt&issuer=i&subject=s&audience=a&jwks=https%3A%2F%2Fa.example%2Fkeys";
        let long = "x".repeat(501);
        assert!(matches!(read(right), Some(Ok(NewMethod::Jwt(_)))));
        assert!(matches!(read("method=secret"), Some(Ok(NewMethod::Secret(_)))));
        let two = "method=code&redirects=https%3A%2F%2Fa.example%2Fb%0D%0Ahttps%3A%2F%2Fa.example%2Fc";
        assert!(matches!(read(two), Some(Ok(NewMethod::Code(..)))));
        for (form, expected) in [
            (right.replace("audience=a", "audience="), ("audience", "clients-bad-claim")),
            (right.replace("audience=a", &format!("audience={long}")), ("audience", "clients-bad-claim")),
            (right.replace("issuer=i", &format!("issuer={long}")), ("issuer", "clients-bad-claim")),
            (right.replace("subject=s", "subject=a%00b"), ("subject", "clients-bad-claim")),
            (right.replace("https", "http"), ("jwks", "clients-bad-uri")),
            (right.replace("a.example", "10.0.0.1"), ("jwks", "clients-bad-uri")),
            (right.replace("a.example", "localhost"), ("jwks", "clients-bad-uri")),
            (right.replace("%2Fkeys", &long), ("jwks", "clients-bad-uri")),
            (format!("{right}&label={}", "x".repeat(101)), ("label", "clients-bad-label")),
            ("method=code".to_owned(), ("redirects", "clients-bad-uris")),
            (format!("{two}%23part"), ("redirects", "clients-bad-uri")),
            ("method=secret&lifetime=9".to_owned(), ("lifetime", "clients-bad-lifetime")),
        ] {
            assert_eq!(read(&form), Some(Err(expected)), "{form}");
        }
        for form in ["", "method=password", &format!("{right}&issuer=j"), "method=secret&method=code"] {
            assert_eq!(read(form), None, "{form}");
        }
    }
}
