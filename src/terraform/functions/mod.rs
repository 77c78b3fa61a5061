//! Terraform's functions, and OpenTofu's: tables from names to signatures and implementations.
//!
//! A function gets its arguments decided or unknown, never one of several, and already checked against its
//! [`signature`]: how many there are, of what kind, and whether they may be null. Unless it says that it looks at unknown
//! arguments itself, an argument that is not known makes the result unknown for the same reason.

mod arguments;
mod collections;
mod conversions;
mod csv;
mod dates;
mod digests;
mod encoding;
mod files;
mod format;
mod globs;
mod json;
mod lists;
mod maps;
mod network;
mod numeric;
mod opaque;
mod paths;
mod patterns;
mod sets;
mod signature;
mod strings;
mod text_encodings;
mod verbs;
mod yaml;
mod yaml_writer;

#[cfg(test)]
mod tests;

use super::values::{Certainty, Failure, Outcome, derived, derived_non_null, reason};
use crate::source::{Files, Span};
use crate::value::Value;
pub(super) use signature::Function;
use signature::Run;
use std::sync::Arc;

/// Why a function has no result.
pub(super) enum Stop {
    /// Terraform would stop with this error.
    Failure(String),
    /// Terraform would stop here and now, but what it misses may be made before it runs.
    Missing(String),
    /// An argument is not known.
    Unknown(Box<Value>),
}

/// What a function makes of its arguments.
type Result<T = Value> = std::result::Result<T, Stop>;

/// Where a function is called, for those that look at more than their arguments.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// The files that it may see; `None` where there are none at all.
    pub(super) files: Option<&'a dyn Files>,
    /// The root module's directory, which relative paths start from.
    pub(super) directory: &'a str,
    /// The place of the call.
    pub(super) at: Span,
}

/// All functions, by topic.
const TABLES: [&[Function]; 17] = [
    collections::TABLE,
    conversions::TABLE,
    strings::TABLE,
    lists::TABLE,
    maps::TABLE,
    sets::TABLE,
    numeric::TABLE,
    network::TABLE,
    patterns::TABLE,
    encoding::TABLE,
    json::TABLE,
    yaml::TABLE,
    csv::TABLE,
    digests::TABLE,
    dates::TABLE,
    paths::TABLE,
    files::TABLE,
];

/// Functions that the evaluator itself knows, because they look at expressions.
const SPECIAL: [&str; 6] = ["try", "can", "convert", "type", "templatefile", "templatestring"];

/// The function of a name, when it is evaluated.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    TABLES.into_iter().flatten().chain(opaque::TABLE).find(|function| function.name == name)
}

/// Why a function of that name has no result.
pub(super) fn not_evaluated(name: &str) -> String {
    match nearest(name) {
        _ if name.contains("::") => format!("the function {name}() of a provider is not evaluated"),
        Some(nearest) => format!("the function {name}() is not known; did you mean {nearest}()?"),
        None => format!("the function {name}() is not known"),
    }
}

/// The known function whose name a misspelt one is nearest to.
fn nearest(misspelt: &str) -> Option<&'static str> {
    let names = TABLES.into_iter().flatten().chain(opaque::TABLE).map(|function| function.name).chain(SPECIAL);
    let near = names.map(|name| (distance(name, misspelt), name)).min()?;
    (near.0 <= 2 && near.0 < misspelt.len().min(near.1.len())).then_some(near.1)
}

/// How many letters differ.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut above = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            left = (above + usize::from(x != y)).min(*cell + 1).min(left + 1);
            above = std::mem::replace(cell, left);
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(a.len())
}

/// The steps that a function takes besides looking at its arguments.
pub(super) fn own_steps(name: &str, arguments: &[Value]) -> usize {
    let compiles = match name {
        "regex" | "regexall" => true,
        "replace" => arguments.get(1).and_then(Value::as_text).is_some_and(|search| search.starts_with('/')),
        _ => false,
    };
    if compiles { patterns::STEPS } else { 0 }
}

/// The path and the text of the file that a function's first argument names.
pub(super) fn text_of_file(arguments: &[Value], context: Context) -> Result<(Arc<str>, Arc<str>)> {
    signature::Takes::Text.check(arguments::at(arguments, 0)?)?;
    let (path, bytes) = files::read(arguments, context)?;
    Ok((path, files::as_text(&bytes)?))
}

/// Calls a function.
pub(super) fn call(function: &Function, arguments: &[Value], context: Context) -> Outcome {
    let result = function.check(arguments).and_then(|()| match function.run {
        Run::Pure(run) => run(arguments),
        Run::Inside(run) => run(arguments, context),
    });
    match result {
        Ok(value) => Ok(value),
        Err(Stop::Unknown(value)) if function.nullable => Ok(derived(&value)),
        Err(Stop::Unknown(value)) => Ok(derived_non_null(&value)),
        Err(stop) => Err(stop.failure(function.name)),
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure.reason.to_string())
    }
}

impl Stop {
    /// Something is not known.
    fn open(value: &Value) -> Self {
        Self::Unknown(Box::new(value.clone()))
    }

    /// The error of a function of that name.
    pub(super) fn failure(self, name: &str) -> Failure {
        let (reason, certainty) = match self {
            Self::Failure(reason) => (reason, Certainty::Certain),
            Self::Missing(reason) => (reason, Certainty::Possible),
            Self::Unknown(open) => (reason(&open).to_string(), Certainty::Possible),
        };
        Failure { certainty, ..Failure::new(format!("{name}(): {reason}")) }
    }
}

fn fail<T>(reason: impl Into<String>) -> Result<T> {
    Err(Stop::Failure(reason.into()))
}

/// What is too much to be evaluated here; Terraform would go on.
fn too_much<T>(what: &str) -> Result<T> {
    let reason = format!("{what} is too long to be evaluated");
    Err(Stop::Unknown(Box::new(Value::unknown(reason, crate::value::Origin::default()))))
}

/// A result that is not known for a reason that lies in no argument.
fn unknown<T>(reason: impl Into<Arc<str>>, at: &Value) -> Result<T> {
    Err(Stop::Unknown(Box::new(Value::unknown(reason, at.origin.clone()))))
}
