//! What functions take: how many arguments, of what kind, and whether they may be null or unknown.

use super::{Context, Result, Stop, fail};
use crate::terraform::values::{is_open, kind, primitive_bool, primitive_number, primitive_text};
use crate::value::{Content, Value};

/// What an argument must be. All but [`Takes::Anything`] refuse null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// A string, or what converts to one.
    Text,
    /// A string that is none by conversion.
    Written,
    /// A number, or what converts to one.
    Number,
    /// A list, tuple or set.
    List,
    /// A list, tuple or set whose elements convert to strings.
    Texts,
    /// A list, tuple or set whose elements convert to booleans.
    Bools,
    /// A list or tuple, no set.
    Ordered,
    /// A map or object.
    Map,
    /// Anything but null.
    Some,
    /// Anything.
    Anything,
}

/// How a function works.
#[derive(Clone, Copy)]
pub(super) enum Run {
    /// From its arguments alone.
    Pure(fn(&[Value]) -> Result),
    /// From its arguments and where it is called.
    Inside(fn(&[Value], Context) -> Result),
}

/// A function with its signature.
#[derive(Clone, Copy)]
pub(in crate::terraform) struct Function {
    /// What it is called.
    pub(in crate::terraform) name: &'static str,
    takes: &'static [Takes],
    rest: Option<Takes>,
    open: bool,
    pub(super) nullable: bool,
    pub(super) run: Run,
}

impl Function {
    /// A function of these arguments alone, never null, unknown as soon as one of them is.
    pub(super) const fn of(name: &'static str, takes: &'static [Takes], run: fn(&[Value]) -> Result) -> Self {
        Self { name, takes, rest: None, open: false, nullable: false, run: Run::Pure(run) }
    }

    /// As [`Function::of`], for one that looks at more than its arguments.
    pub(super) const fn inside(
        name: &'static str,
        takes: &'static [Takes],
        run: fn(&[Value], Context) -> Result,
    ) -> Self {
        Self { name, takes, rest: None, open: false, nullable: false, run: Run::Inside(run) }
    }

    /// It takes any number of further arguments.
    pub(super) const fn then(self, rest: Takes) -> Self {
        Self { rest: Some(rest), ..self }
    }

    /// It looks at unknown arguments itself.
    pub(super) const fn open(self) -> Self {
        Self { open: true, ..self }
    }

    /// Its result may be null.
    pub(super) const fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    /// Whether the arguments are such as it takes.
    pub(super) fn check(&self, arguments: &[Value]) -> Result<()> {
        let few = arguments.len() < self.takes.len();
        if few || (self.rest.is_none() && arguments.len() > self.takes.len()) {
            let wanted = self.takes.len();
            let least = if self.rest.is_some() { "at least " } else { "" };
            return fail(format!("{least}{wanted} arguments are needed, not {}", arguments.len()));
        }
        let takes = self.takes.iter().copied().chain(std::iter::repeat(self.rest.unwrap_or(Takes::Anything)));
        arguments.iter().zip(takes).try_for_each(|(argument, takes)| takes.check(argument))?;
        match arguments.iter().find(|argument| is_open(argument)) {
            Some(open) if !self.open => Err(Stop::open(open)),
            _ => Ok(()),
        }
    }
}

impl Takes {
    /// Whether a value is one of those.
    pub(super) fn check(self, value: &Value) -> Result<()> {
        let fits = match (self, &value.content) {
            (Self::Anything, _) | (_, Content::Unknown(_) | Content::OneOf(_)) => true,
            (_, Content::Null) => return fail("the argument must not be null"),
            (Self::Some, _) => true,
            (Self::Text, _) => primitive_text(value).is_some(),
            (Self::Written, content) => matches!(content, Content::Text(_)),
            (Self::Number, _) => primitive_number(value).is_some(),
            (Self::Map, content) => matches!(content, Content::Map(_)),
            (Self::List, content) => matches!(content, Content::List(_)),
            (Self::Ordered, content) => matches!(content, Content::List(list) if !list.is_set()),
            (Self::Texts, _) => every(value, |item| primitive_text(item).is_some()),
            (Self::Bools, _) => every(value, |item| primitive_bool(item).is_some()),
        };
        if fits { Ok(()) } else { fail(format!("{} is needed, not {}", self.wanted(), kind(value))) }
    }

    fn wanted(self) -> &'static str {
        match self {
            Self::Text | Self::Written => "a string",
            Self::Number => "a number",
            Self::List | Self::Ordered => "a list or tuple",
            Self::Texts => "a list of strings",
            Self::Bools => "a list of bools",
            Self::Map => "a map",
            Self::Some | Self::Anything => "a value",
        }
    }
}

/// Whether all elements of a list are null, unknown, or fit.
fn every(list: &Value, fits: impl Fn(&Value) -> bool) -> bool {
    list.as_list().is_some_and(|items| items.iter().all(|item| item.is_null() || is_open(item) || fits(item)))
}
