//! Arguments as functions need them: known, and converted as Terraform converts.

use super::{Result, Stop, fail};
use crate::terraform::values::{kind, primitive_bool, primitive_number, primitive_text, undecided};
use crate::value::{Content, Map, Value};
use std::sync::Arc;

/// The argument at a position.
pub(super) fn at(arguments: &[Value], index: usize) -> Result<&Value> {
    arguments.get(index).ok_or_else(|| Stop::Failure(format!("argument {} is missing", index + 1)))
}

/// Stops when the value itself is not known; what it holds may still be unknown.
pub(super) fn known(value: &Value) -> Result<&Value> {
    match value.content {
        Content::Unknown(_) | Content::OneOf(_) => Err(Stop::Unknown(Box::new(value.clone()))),
        _ => Ok(value),
    }
}

/// Stops when anything in the value is not known.
pub(super) fn decided(value: &Value) -> Result<&Value> {
    undecided(value).map_or(Ok(value), |open| Err(Stop::Unknown(Box::new(open.clone()))))
}

/// A string.
pub(super) fn text(value: &Value) -> Result<Arc<str>> {
    let value = known(value)?;
    primitive_text(value).map_or_else(|| fail(format!("a string is needed, not {}", kind(value))), Ok)
}

/// The string at a position.
pub(super) fn text_at(arguments: &[Value], index: usize) -> Result<Arc<str>> {
    text(at(arguments, index)?)
}

/// A number.
pub(super) fn number(value: &Value) -> Result<f64> {
    let value = known(value)?;
    primitive_number(value).map_or_else(|| fail(format!("a number is needed, not {}", kind(value))), |n| Ok(n.get()))
}

/// The whole number at a position.
pub(super) fn integer_at(arguments: &[Value], index: usize) -> Result<i64> {
    let value = known(at(arguments, index)?)?;
    let integer = primitive_number(value).and_then(crate::value::Number::as_integer);
    integer.map_or_else(|| fail("a whole number is needed"), Ok)
}

/// A boolean.
pub(super) fn boolean(value: &Value) -> Result<bool> {
    let value = known(value)?;
    primitive_bool(value).map_or_else(|| fail(format!("a bool is needed, not {}", kind(value))), Ok)
}

/// A list.
pub(super) fn list(value: &Value) -> Result<&[Value]> {
    let value = known(value)?;
    value.as_list().map_or_else(|| fail(format!("a list is needed, not {}", kind(value))), Ok)
}

/// The list at a position.
pub(super) fn list_at(arguments: &[Value], index: usize) -> Result<&[Value]> {
    list(at(arguments, index)?)
}

/// A map.
pub(super) fn map(value: &Value) -> Result<&Map> {
    let value = known(value)?;
    value.as_map().map_or_else(|| fail(format!("a map is needed, not {}", kind(value))), Ok)
}

/// The map at a position.
pub(super) fn map_at(arguments: &[Value], index: usize) -> Result<&Map> {
    map(at(arguments, index)?)
}
