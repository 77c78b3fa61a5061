//! Conversions between types, and marks that do not change a value.

use super::arguments::{at, converted};
use super::signature::Takes::Anything;
use super::strings::truth;
use super::{Function, Result, Stop};
use crate::terraform::constraint::Constraint;
use crate::terraform::conversion::primitive;
use crate::terraform::types::Type;
use crate::terraform::values::{chosen, is_open};
use crate::value::{Content, Value, What};

pub(super) const TABLE: &[Function] = &[
    // Ephemeral values are those that nothing remembers; the source tells of none what it is.
    Function::of("ephemeralasnull", &[Anything], same).open().nullable(),
    Function::of("issensitive", &[Anything], |a| Ok(truth(is_concealed(at(a, 0)?)))).open(),
    Function::of("nonsensitive", &[Anything], same).open().nullable(),
    Function::of("sensitive", &[Anything], same).open().nullable(),
    Function::of("tobool", &[Anything], |a| convert(a, &Constraint::Bool)).open().nullable(),
    Function::of("tolist", &[Anything], |a| collection(a, Type::List)).open().nullable(),
    Function::of("tomap", &[Anything], |a| collection(a, Type::Map)).open().nullable(),
    Function::of("tonumber", &[Anything], |a| convert(a, &Constraint::Number)).open().nullable(),
    Function::of("toset", &[Anything], |a| collection(a, Type::Set)).open().nullable(),
    Function::of("tostring", &[Anything], |a| convert(a, &Constraint::Text)).open().nullable(),
];

fn same(a: &[Value]) -> Result {
    at(a, 0).cloned()
}

/// Whether a value was said to be sensitive.
fn is_concealed(value: &Value) -> bool {
    let is_mark = |what: &What| matches!(what, What::Function(name) if &**name == "sensitive");
    value.origin.is_concealed() || value.origin.steps().any(|step| is_mark(&step.what))
}

fn convert(a: &[Value], constraint: &Constraint<'_>) -> Result {
    let value = at(a, 0)?;
    if matches!(value.content, Content::Unknown(_) | Content::Null) {
        // The same thing, whatever it is converted to.
        return Ok(value.clone());
    }
    primitive(value, constraint).map_err(Stop::from)
}

/// A collection whose elements are all of one type.
fn collection(a: &[Value], ty: fn(Box<Type>) -> Type) -> Result {
    let value = at(a, 0)?;
    if is_open(value) {
        return Ok(chosen(value));
    }
    converted(value, &ty(Box::new(Type::Any)))
}
