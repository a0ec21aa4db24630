//! The logical part of a filter, over any kind of test.

use std::fmt;

/// `and`, `or`, `not` over tests. Built by [`all`](Self::all) and [`any`](Self::any), an expression has one form only:
/// no `and` directly within an `and`, no `or` within an `or`, none of fewer than two parts.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Expression<T> {
    All(Vec<Expression<T>>),
    Any(Vec<Expression<T>>),
    Not(Box<Expression<T>>),
    Test(T),
}

impl<T> Expression<T> {
    /// `and` of the parts.
    pub(super) fn all(parts: Vec<Self>) -> Self {
        Self::joined(parts, Self::All, |part| match part {
            Self::All(parts) => Ok(parts),
            other => Err(other),
        })
    }

    /// `or` of the parts.
    pub(super) fn any(parts: Vec<Self>) -> Self {
        Self::joined(parts, Self::Any, |part| match part {
            Self::Any(parts) => Ok(parts),
            other => Err(other),
        })
    }

    fn joined(
        parts: Vec<Self>,
        join: fn(Vec<Self>) -> Self,
        open: fn(Self) -> Result<Vec<Self>, Self>,
    ) -> Self {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match open(part) {
                Ok(inner) => flat.extend(inner),
                Err(part) => flat.push(part),
            }
        }
        match flat.pop() {
            Some(only) if flat.is_empty() => only,
            Some(last) => {
                flat.push(last);
                join(flat)
            }
            None => join(flat),
        }
    }

    /// Is there such a test in it, negated or not?
    pub(super) fn has(&self, which: &impl Fn(&T) -> bool) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.has(which)),
            Self::Not(part) => part.has(which),
            Self::Test(it) => which(it),
        }
    }

    /// Is it true, given what its tests are?
    pub(super) fn holds(&self, test: &impl Fn(&T) -> bool) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(test)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(test)),
            Self::Not(part) => !part.holds(test),
            Self::Test(it) => test(it),
        }
    }

    /// The parts that must all be true.
    pub(super) fn conjuncts(&self) -> &[Self] {
        match self {
            Self::All(parts) => parts,
            Self::Any(_) | Self::Not(_) | Self::Test(_) => std::slice::from_ref(self),
        }
    }
}

impl<T: fmt::Display> fmt::Display for Expression<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => join(f, parts, " and "),
            Self::Any(parts) => join(f, parts, " or "),
            Self::Not(part) => write!(f, "not ({part})"),
            Self::Test(test) => test.fmt(f),
        }
    }
}

fn join<T: fmt::Display>(f: &mut fmt::Formatter<'_>, parts: &[Expression<T>], word: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(word)?;
        }
        match part {
            // Within an `or` there is no `or`, so this one stands within an `and`, which binds tighter.
            Expression::Any(_) => write!(f, "({part})")?,
            Expression::All(_) | Expression::Not(_) | Expression::Test(_) => write!(f, "{part}")?,
        }
    }
    Ok(())
}
