//! The grammar of filters and of PATCH paths (RFC 7644 §3.4.2.2, figure 1; §3.5.2, figure 7).
//!
//! Recursive descent. Each level of recursion is a parenthesis or bracket in the text, and these are counted.

use std::mem;

use super::check::{Check, Operator};
use super::cursor::{Cursor, FilterError};
use super::expression::Expression;
use super::literal::Literal;
use super::value_filter::{EntryTest, ValueFilter};
use super::{MAX_DEPTH, MAX_LENGTH, Test};
use crate::path::{self, AttributePath, PatchPath, PathError};
use crate::schema::{Attribute, ResourceType, Returned, Type};

/// Parses what `filter=` holds.
pub(super) fn parse_filter(
    text: &str,
    resource_type: &'static ResourceType,
) -> Result<Expression<Test>, FilterError> {
    let mut parser = Parser::new(text)?;
    let filter = parser.disjunction(&|parser: &mut Parser<'_>| resource_test(parser, resource_type))?;
    if parser.cursor.at_end() {
        Ok(filter)
    } else {
        Err(parser.cursor.unexpected("\"and\", \"or\" or the end of the filter"))
    }
}

/// Parses `PATH = attrPath / valuePath [subAttr]`.
pub(crate) fn parse_patch_path(
    text: &str,
    resource_type: &'static ResourceType,
) -> Result<PatchPath, PathError> {
    let in_filter = |error: FilterError| match error.unknown {
        Some(unknown) => unknown,
        None => PathError::Filter { detail: error.describe(text) },
    };
    let mut parser = Parser::new(text).map_err(|error| PathError::Malformed {
        position: path::char_position(text, error.offset),
        expected: "the end: a path has at most 4096 bytes",
    })?;
    let attribute = AttributePath::parse(parser.cursor.word(), resource_type)?;
    let path = if parser.cursor.is_at('[') {
        let filter = parser.brackets(attribute).map_err(in_filter)?;
        PatchPath::Entries { attribute, filter, sub: parser.sub_attribute(text, attribute)? }
    } else {
        PatchPath::Attribute(attribute)
    };
    if parser.cursor.at_end() {
        Ok(path)
    } else {
        let position = path::char_position(text, parser.cursor.offset());
        Err(PathError::Malformed { position, expected: "the end of the path" })
    }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    /// How many parentheses and brackets are open.
    depth: usize,
    /// The most that were open at once since this was set to 0.
    deepest: usize,
}

/// Parses a test: all that differs between a filter over resources and one over the entries of an attribute.
type ParseTest<'p, 'a, T> = &'p dyn Fn(&mut Parser<'a>) -> Result<T, FilterError>;

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Result<Self, FilterError> {
        if text.len() > MAX_LENGTH {
            let offset = text.floor_char_boundary(MAX_LENGTH);
            let message = format!("it is longer than {MAX_LENGTH} bytes");
            return Err(FilterError { offset, message, unknown: None });
        }
        Ok(Self { cursor: Cursor::new(text), depth: 0, deepest: 0 })
    }

    /// Tests joined by `or`, the loosest of the operators.
    fn disjunction<T>(&mut self, test: ParseTest<'_, 'a, T>) -> Result<Expression<T>, FilterError> {
        let mut parts = vec![self.conjunction(test)?];
        while self.cursor.eat_word("or") {
            parts.push(self.conjunction(test)?);
        }
        Ok(Expression::any(parts))
    }

    /// Tests joined by `and`. Skips the blanks that follow.
    fn conjunction<T>(&mut self, test: ParseTest<'_, 'a, T>) -> Result<Expression<T>, FilterError> {
        let mut parts = vec![self.part(test)?];
        self.cursor.skip_blanks();
        while self.cursor.eat_word("and") {
            parts.push(self.part(test)?);
            self.cursor.skip_blanks();
        }
        Ok(Expression::all(parts))
    }

    fn part<T>(&mut self, test: ParseTest<'_, 'a, T>) -> Result<Expression<T>, FilterError> {
        self.cursor.skip_blanks();
        if self.cursor.is_at('(') {
            return self.parentheses(test);
        }
        if self.cursor.eat_word("not") {
            self.cursor.skip_blanks();
            return self.parentheses(test).map(|part| Expression::Not(Box::new(part)));
        }
        test(self).map(Expression::Test)
    }

    fn parentheses<T>(&mut self, test: ParseTest<'_, 'a, T>) -> Result<Expression<T>, FilterError> {
        self.enclosed('(', ')', |parser| parser.disjunction(test))
    }

    /// The filter in the brackets of a value path.
    fn brackets(&mut self, attribute: AttributePath) -> Result<ValueFilter, FilterError> {
        if attribute.definition().kind != Type::Complex {
            return Err(self.cursor.error(format!("{attribute} has no sub-attributes to filter by")));
        }
        let test = |parser: &mut Self| parser.entry_test(attribute);
        self.enclosed('[', ']', |parser| parser.disjunction(&test)).map(ValueFilter::new)
    }

    fn enclosed<R>(
        &mut self,
        open: char,
        close: char,
        inner: impl FnOnce(&mut Self) -> Result<R, FilterError>,
    ) -> Result<R, FilterError> {
        if !self.cursor.is_at(open) {
            return Err(self.cursor.unexpected(&format!("`{open}`")));
        }
        if self.depth == MAX_DEPTH {
            return Err(self.too_deep());
        }
        self.cursor.eat(open);
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        let result = inner(self)?;
        self.depth -= 1;
        if self.cursor.eat(close) {
            Ok(result)
        } else {
            Err(self.cursor.unexpected(&format!("\"and\", \"or\" or `{close}`")))
        }
    }

    fn too_deep(&self) -> FilterError {
        self.cursor.error(format!("parentheses and brackets are more than {MAX_DEPTH} deep"))
    }

    /// What may follow the brackets in a PATCH path.
    fn sub_attribute(
        &mut self,
        text: &str,
        attribute: AttributePath,
    ) -> Result<Option<&'static Attribute>, PathError> {
        if !self.cursor.eat('.') {
            return Ok(None);
        }
        let start = self.cursor.offset();
        let name = self.cursor.word();
        path::check_name(text, start, name)?;
        Ok(attribute.with_sub(name)?.sub())
    }

    /// A comparison within brackets: of a sub-attribute of `attribute`.
    fn entry_test(&mut self, attribute: AttributePath) -> Result<EntryTest, FilterError> {
        let before = self.cursor.clone();
        let name = self.cursor.word();
        if name.is_empty() {
            return Err(before.unexpected("a sub-attribute, \"not\" or `(`"));
        }
        let path = attribute.with_sub(name).map_err(|error| before.unknown(error))?;
        let sub = path.definition();
        let check = self.check(sub)?;
        Ok(EntryTest { sub, check })
    }

    /// An operator and, except for `pr`, a literal.
    fn check(&mut self, attribute: &'static Attribute) -> Result<Check, FilterError> {
        match self.comparison()? {
            None => Ok(Check::Assigned),
            Some((operator, literal, before)) => {
                Check::new(attribute, operator, literal).map_err(|message| before.error(message))
            }
        }
    }

    /// The operator, the literal and where the operator stands; nothing for `pr`.
    fn comparison(&mut self) -> Result<Option<(Operator, Literal, Cursor<'a>)>, FilterError> {
        self.cursor.skip_blanks();
        if self.cursor.eat_word("pr") {
            return Ok(None);
        }
        let before = self.cursor.clone();
        let operator = Operator::named(self.cursor.word())
            .ok_or_else(|| before.unexpected("an operator: eq, ne, co, sw, ew, pr, gt, ge, lt or le"))?;
        self.cursor.skip_blanks();
        let literal = self.cursor.literal()?;
        Ok(Some((operator, literal, before)))
    }
}

/// A test of a resource: `attrExp / valuePath` of the RFC's grammar.
fn resource_test(parser: &mut Parser<'_>, resource_type: &'static ResourceType) -> Result<Test, FilterError> {
    let before = parser.cursor.clone();
    let name = parser.cursor.word();
    if name.is_empty() {
        return Err(before.unexpected("an attribute, \"not\" or `(`"));
    }
    // PingOne's other matching filter is `email Co "…"`; no schema has that attribute.
    let is_emails = name.eq_ignore_ascii_case("email") && resource_type.core_attribute("emails").is_some();
    let name = if is_emails { "emails" } else { name };
    let path = AttributePath::parse(name, resource_type).map_err(|error| match error {
        PathError::Malformed { expected, .. } => before.unexpected(expected),
        error => before.error(error.to_string()),
    })?;
    // RFC 7644 §7.5.2 would have no one find out a password by filters; we keep none, and say so.
    if path.definition().returned == Returned::Never {
        return Err(before.error(format!("{path} cannot be filtered by: it is never returned")));
    }
    if parser.cursor.is_at('[') {
        return value_path(parser, path);
    }
    // `emails eq` compares emails.value, whereas `emails pr` asks for the entries themselves.
    let check = parser.check(path.comparable().unwrap_or(path).definition())?;
    let path = match check {
        Check::Is(..) => path.comparable().unwrap_or(path),
        Check::Assigned | Check::Unassigned => path,
    };
    Ok(Test::Attribute(path, check))
}

/// A value path from its opening bracket on.
fn value_path(parser: &mut Parser<'_>, path: AttributePath) -> Result<Test, FilterError> {
    let outside = mem::replace(&mut parser.deepest, parser.depth);
    let filter = parser.brackets(path)?;
    let inside = parser.deepest;
    parser.deepest = inside.max(outside);
    // Not in the RFC's grammar, yet sent by Entra: `emails[type eq "work"].value eq "x"`.
    if !parser.cursor.eat('.') {
        return Ok(Test::Entry(path, filter));
    }
    // An `or` moves into parentheses of its own when it is joined with the rest.
    if inside == MAX_DEPTH {
        return Err(parser.too_deep());
    }
    Ok(Test::Entry(path, filter.and(parser.entry_test(path)?)))
}
