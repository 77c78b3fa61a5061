//! Arguments as functions need them: known, and converted as Terraform converts.

use super::{Result, Stop, fail};
use crate::terraform::types::{self, Type};
use crate::terraform::values::{self, bare, kind, primitive_bool, primitive_number, primitive_text, undecided};
use crate::value::{Content, List, ListKind, Map, Value};
use std::sync::Arc;

/// The argument at a position.
pub(super) fn at(arguments: &[Value], index: usize) -> Result<&Value> {
    arguments.get(index).ok_or_else(|| Stop::Failure(format!("argument {} is missing", index + 1)))
}

/// Stops when the value itself is not known; what it holds may still be unknown.
pub(super) fn known(value: &Value) -> Result<&Value> {
    match value.content {
        Content::Unknown(_) | Content::OneOf(_) => Err(Stop::open(value)),
        _ => Ok(value),
    }
}

/// Stops when anything in the value is not known.
pub(super) fn decided(value: &Value) -> Result<&Value> {
    undecided(value).map_or(Ok(value), |open| Err(Stop::open(open)))
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

/// The number at a position.
pub(super) fn number_at(arguments: &[Value], index: usize) -> Result<f64> {
    number(at(arguments, index)?)
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

/// The strings of a list; null is none.
pub(super) fn texts_at(arguments: &[Value], index: usize) -> Result<Vec<Arc<str>>> {
    list(decided(at(arguments, index)?)?)?.iter().map(text).collect()
}

/// The map at a position.
pub(super) fn map_at(arguments: &[Value], index: usize) -> Result<&Map> {
    let value = known(at(arguments, index)?)?;
    value.as_map().map_or_else(|| fail(format!("a map is needed, not {}", kind(value))), Ok)
}

/// The value converted to a type.
pub(super) fn converted(value: &Value, ty: &Type) -> Result {
    types::convert(value, ty).map_err(Stop::from)
}

/// The values converted to one type; fails where they have none in common.
pub(super) fn unify(items: Vec<Value>) -> Result<Vec<Value>> {
    let list = converted(&values::list(items), &Type::List(Box::new(Type::Any)))?;
    Ok(list.as_list().unwrap_or_default().to_vec())
}

/// Elements of one type as a list.
pub(super) fn uniform(items: Vec<Value>) -> Value {
    bare(Content::List(List::of(ListKind::List, items)))
}

/// Elements of a list as a list of the same kind.
pub(super) fn alike(container: &Value, items: Vec<Value>) -> Value {
    match &container.content {
        Content::List(list) if list.kind() != ListKind::Tuple => uniform(items),
        _ => values::list(items),
    }
}
