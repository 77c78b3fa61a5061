//! Conversions between types, and marks that do not change a value.

use super::arguments::{at, known};
use super::{Function, Result, Stop, fail};
use crate::terraform::types::{as_set, primitive};
use crate::terraform::values::{self, bare, kind, primitive_text};
use crate::value::{Content, Value};

pub(super) const TABLE: &[(&str, Function)] = &[
    ("issensitive", |_| Ok(bare(Content::Bool(false)))),
    ("nonsensitive", |a| at(a, 0).cloned()),
    ("sensitive", |a| at(a, 0).cloned()),
    ("tobool", |a| convert(a, "bool")),
    ("tolist", |a| Ok(values::list(elements(a)?))),
    ("tomap", tomap),
    ("tonumber", |a| convert(a, "number")),
    ("toset", |a| Ok(values::list(as_set(elements(a)?)))),
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

/// The elements of a list, as strings where some of them are strings.
fn elements(a: &[Value]) -> Result<Vec<Value>> {
    let value = known(at(a, 0)?)?;
    let Some(items) = value.as_list() else { return fail(format!("a list is needed, not {}", kind(value))) };
    Ok(unify(items.iter()))
}

fn tomap(a: &[Value]) -> Result {
    let value = known(at(a, 0)?)?;
    let Some(entries) = value.as_map() else { return fail(format!("a map is needed, not {}", kind(value))) };
    let values = unify(entries.values());
    Ok(values::map(entries.keys().cloned().zip(values).collect()))
}

fn unify<'v>(items: impl Iterator<Item = &'v Value> + Clone) -> Vec<Value> {
    let mixed = items.clone().any(|item| matches!(item.content, Content::Text(_)));
    let converted = |item: &Value| match primitive_text(item) {
        Some(text) if mixed => Value { content: Content::Text(text), ..item.clone() },
        _ => item.clone(),
    };
    items.map(converted).collect()
}
