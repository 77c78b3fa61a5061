//! Conversions between types, and marks that do not change a value.

use super::arguments::{at, known};
use super::{Function, Result, Stop};
use crate::terraform::types::primitive;
use crate::terraform::typing::{self, Type};
use crate::terraform::values::bare;
use crate::value::{Content, Value};

pub(super) const TABLE: &[(&str, Function)] = &[
    ("issensitive", |_| Ok(bare(Content::Bool(false)))),
    ("nonsensitive", |a| at(a, 0).cloned()),
    ("sensitive", |a| at(a, 0).cloned()),
    ("tobool", |a| convert(a, "bool")),
    ("tolist", |a| collection(a, Type::List)),
    ("tomap", |a| collection(a, Type::Map)),
    ("tonumber", |a| convert(a, "number")),
    ("toset", |a| collection(a, Type::Set)),
    ("tostring", |a| convert(a, "string")),
];

fn convert(a: &[Value], ty: &str) -> Result {
    let value = at(a, 0)?;
    if let Content::Unknown(_) = value.content {
        // The same thing, whatever it is converted to.
        return Ok(value.clone());
    }
    if value.is_null() {
        return Ok(value.clone());
    }
    primitive(value, ty).map_err(|failure| Stop::Failure(failure.0.to_string()))
}

/// A collection whose elements are all of one type.
fn collection(a: &[Value], ty: fn(Box<Type>) -> Type) -> Result {
    let value = known(at(a, 0)?)?;
    typing::convert(value, &ty(Box::new(Type::Any))).map_err(|failure| Stop::Failure(failure.0.to_string()))
}
