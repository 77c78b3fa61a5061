//! Terraform's functions: one table from names to implementations.
//!
//! A function gets its arguments decided or unknown, never one of several. What it needs to be known it asks for
//! through [`arguments`]; an argument that is not known makes the result unknown for the same reason.

mod arguments;
mod collections;
mod conversions;
mod encoding;
mod format;
mod network;
mod numeric;
mod patterns;
mod sets;
mod strings;

use super::values::{Failure, Outcome, derived_non_null};
use crate::value::Value;

/// Why a function has no result.
pub(super) enum Stop {
    /// Terraform would stop with this error.
    Failure(String),
    /// An argument is not known.
    Unknown(Box<Value>),
}

/// What a function makes of its arguments.
type Result<T = Value> = std::result::Result<T, Stop>;

/// A function's implementation.
pub(super) type Function = fn(&[Value]) -> Result;

/// The function of a name, when it is evaluated.
pub(super) fn find(name: &str) -> Option<Function> {
    let tables = [
        collections::TABLE,
        conversions::TABLE,
        strings::TABLE,
        sets::TABLE,
        numeric::TABLE,
        patterns::TABLE,
        encoding::TABLE,
        network::TABLE,
    ];
    tables.iter().flat_map(|table| table.iter()).find(|(known, _)| *known == name).map(|(_, function)| *function)
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

/// Calls a function.
pub(super) fn call(name: &str, function: Function, arguments: &[Value]) -> Outcome {
    match function(arguments) {
        Ok(value) => Ok(value),
        Err(Stop::Unknown(value)) => Ok(derived_non_null(&value)),
        Err(Stop::Failure(reason)) => Err(Failure::new(format!("{name}(): {reason}"))),
    }
}

fn fail<T>(reason: impl Into<String>) -> Result<T> {
    Err(Stop::Failure(reason.into()))
}
