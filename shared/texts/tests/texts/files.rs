//! The texts as their files have them.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;
use rollcall_texts::{Language, sources};

/// A text with all its forms.
#[derive(Default)]
pub(crate) struct Message {
    /// The variables that it names.
    pub(crate) variables: BTreeSet<String>,
    /// Those that choose between its forms.
    pub(crate) choosing: BTreeSet<String>,
    /// Its forms, each with `{}` for what is put in.
    forms: Vec<String>,
}

impl Message {
    /// The tags that occur, with their attributes.
    pub(crate) fn tags(&self) -> BTreeSet<String> {
        self.forms
            .iter()
            .flat_map(|form| parts(form))
            .filter(|(is_tag, _)| *is_tag)
            .map(|(_, tag)| tag)
            .collect()
    }

    /// Its forms without tags.
    pub(crate) fn plain(&self) -> Vec<String> {
        let text = |form: &String| {
            parts(form).into_iter().filter(|(is_tag, _)| !is_tag).map(|(_, text)| text).collect()
        };
        self.forms.iter().map(text).collect()
    }

    fn read(&mut self, pattern: &Pattern<&str>) -> String {
        pattern.elements.iter().map(|element| self.read_element(element)).collect()
    }

    fn read_element(&mut self, element: &PatternElement<&str>) -> String {
        match element {
            PatternElement::TextElement { value } => (*value).to_owned(),
            PatternElement::Placeable { expression: Expression::Inline(inline) } => self.read_inline(inline),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                if let InlineExpression::VariableReference { id } = selector {
                    self.choosing.insert(id.name.to_owned());
                }
                self.read_inline(selector);
                for variant in variants {
                    let form = self.read(&variant.value);
                    self.forms.push(form);
                }
                "{}".to_owned()
            }
        }
    }

    fn read_inline(&mut self, inline: &InlineExpression<&str>) -> String {
        match inline {
            InlineExpression::StringLiteral { value } => return (*value).to_owned(),
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::FunctionReference { arguments: CallArguments { positional, .. }, .. } => {
                for argument in positional {
                    self.read_inline(argument);
                }
            }
            InlineExpression::Placeable { expression } => {
                if let Expression::Inline(inline) = expression.as_ref() {
                    return self.read_inline(inline);
                }
            }
            _ => {}
        }
        "{}".to_owned()
    }
}

/// The texts of the language.
pub(crate) fn messages(language: Language) -> BTreeMap<String, Message> {
    let mut found = BTreeMap::new();
    for source in sources(language) {
        let resource = parse(source).unwrap_or_else(|(resource, _)| resource);
        for entry in &resource.body {
            if let Entry::Message(message) = entry {
                let mut read = Message::default();
                let form = message.value.as_ref().map(|value| read.read(value)).unwrap_or_default();
                assert!(!form.trim().is_empty(), "{language} {} is empty", message.id.name);
                read.forms.push(form);
                found.insert(message.id.name.to_owned(), read);
            }
        }
    }
    found
}

/// The ids of a file, in its order.
pub(crate) fn ids(source: &str) -> Vec<String> {
    let resource = parse(source).unwrap_or_else(|(resource, _)| resource);
    let id = |entry: &Entry<&str>| match entry {
        Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    };
    resource.body.iter().filter_map(id).collect()
}

/// The tags of a text, and what is between them.
fn parts(form: &str) -> Vec<(bool, String)> {
    let mut parts = Vec::new();
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('<') {
        let (tag, behind) = after.split_once('>').unwrap_or_else(|| panic!("a tag without an end in {form}"));
        parts.push((false, before.to_owned()));
        parts.push((true, format!("<{tag}>")));
        rest = behind;
    }
    parts.push((false, rest.to_owned()));
    parts
}

/// Whether each mark that French sets off has a space there that does not break.
pub(crate) fn is_spaced(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let is_fixed = |letter: Option<&char>| matches!(letter, Some('\u{A0}' | '\u{202F}'));
    letters.iter().enumerate().all(|(at, letter)| match letter {
        ':' | ';' | '?' | '!' | '»' => at > 0 && is_fixed(letters.get(at - 1)),
        '«' => is_fixed(letters.get(at + 1)),
        _ => true,
    })
}
