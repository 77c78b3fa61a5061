//! Conversion of values to types, as Terraform does it for variables.

use super::constraint::{Field, Presence, Type};
use super::typing;
use super::values::{Failure, Outcome, bare, distribute, kind, primitive_bool, primitive_number, primitive_text};
use crate::source::Span;
use crate::syntax::hcl::tree::Expr;
use crate::value::{Content, Map, Value};
use std::sync::Arc;

/// Evaluates the default of an optional attribute.
type Defaults<'p, 'e> = dyn FnMut(&'p Expr) -> Outcome + 'e;

/// A value that a type does not take.
#[derive(Debug)]
pub(super) struct Mismatch {
    /// Why, without the value itself.
    pub(super) reason: Arc<str>,
    /// Where the part stands that does not fit.
    pub(super) at: Option<Span>,
}

impl Mismatch {
    fn of(value: &Value, reason: impl Into<Arc<str>>) -> Self {
        Self { reason: reason.into(), at: value.origin.written_at() }
    }

    /// The same within a part of a value.
    fn within(self, part: &str) -> Self {
        Self { reason: format!("{part}: {}", self.reason).into(), ..self }
    }
}

/// The value converted to a type.
pub(super) fn convert<'p>(value: &Value, ty: &Type<'p>, defaults: &mut Defaults<'p, '_>) -> Result<Value, Mismatch> {
    match &value.content {
        Content::Null | Content::Unknown(_) => return Ok(value.clone()),
        Content::OneOf(_) => return one_of(value, ty, defaults),
        _ => {}
    }
    match ty {
        Type::Any => Ok(value.clone()),
        Type::Text => primitive_to(value, "string"),
        Type::Number => primitive_to(value, "number"),
        Type::Bool => primitive_to(value, "bool"),
        Type::List(inner) | Type::Set(inner) => elements(value, ty, inner, defaults),
        Type::Map(inner) => map(value, inner, defaults),
        Type::Object(fields) => object(value, fields, defaults),
        Type::Tuple(types) => tuple(value, types, defaults),
    }
}

/// Every alternative converted; one that does not fit is unknown, for it may never be chosen.
fn one_of<'p>(value: &Value, ty: &Type<'p>, defaults: &mut Defaults<'p, '_>) -> Result<Value, Mismatch> {
    let converted = distribute(std::slice::from_ref(value), &mut |values| match values {
        [one] => {
            convert(one, ty, defaults).map_err(|mismatch| Failure { at: mismatch.at, ..Failure::new(mismatch.reason) })
        }
        _ => Ok(value.clone()),
    });
    converted.map_err(|failure| Mismatch::of(value, failure.reason))
}

fn primitive_to(value: &Value, name: &str) -> Result<Value, Mismatch> {
    primitive(value, name).map_err(|failure| Mismatch::of(value, failure.reason))
}

/// The value as a string, number or boolean.
pub(super) fn primitive(value: &Value, name: &str) -> Outcome {
    let content = match name {
        "string" => primitive_text(value).map(Content::Text),
        "number" => primitive_number(value).map(Content::Number),
        _ => primitive_bool(value).map(Content::Bool),
    };
    let content = content.ok_or_else(|| Failure::new(format!("{} is no {name}", kind(value))))?;
    Ok(Value { content, origin: value.origin.clone() })
}

fn with_items(value: &Value, items: Vec<Value>) -> Value {
    Value { content: Content::List(items.into()), origin: value.origin.clone() }
}

fn with_entries(value: &Value, entries: Map) -> Value {
    Value { content: Content::Map(Arc::new(entries)), origin: value.origin.clone() }
}

fn elements<'p>(
    value: &Value,
    ty: &Type<'p>,
    inner: &Type<'p>,
    defaults: &mut Defaults<'p, '_>,
) -> Result<Value, Mismatch> {
    let Some(items) = value.as_list() else {
        let name = if matches!(ty, Type::Set(_)) { "set" } else { "list" };
        return Err(Mismatch::of(value, format!("{} is no {name}", kind(value))));
    };
    let each = |item| convert(item, inner, defaults).map_err(|mismatch| mismatch.within("an element"));
    let items = with_items(value, items.iter().map(each).collect::<Result<_, _>>()?);
    let any = Box::new(typing::Type::Any);
    of_one_type(&items, &if let Type::Set(_) = ty { typing::Type::Set(any) } else { typing::Type::List(any) })
}

/// The elements of a collection made one type, whichever fits all.
fn of_one_type(collection: &Value, ty: &typing::Type) -> Result<Value, Mismatch> {
    typing::convert(collection, ty).map_err(|failure| Mismatch::of(collection, failure.reason))
}

fn map<'p>(value: &Value, inner: &Type<'p>, defaults: &mut Defaults<'p, '_>) -> Result<Value, Mismatch> {
    let Some(entries) = value.as_map() else {
        return Err(Mismatch::of(value, format!("{} is no map", kind(value))));
    };
    let each = |entry| convert(entry, inner, defaults).map_err(|mismatch| mismatch.within("an element"));
    let converted = entries.values().map(each).collect::<Result<Vec<_>, _>>()?;
    let map = with_entries(value, entries.keys().cloned().zip(converted).collect());
    of_one_type(&map, &typing::Type::Map(Box::new(typing::Type::Any)))
}

/// An object with exactly the attributes of its type.
fn object<'p>(value: &Value, fields: &[Field<'p>], defaults: &mut Defaults<'p, '_>) -> Result<Value, Mismatch> {
    let Some(entries) = value.as_map() else {
        return Err(Mismatch::of(value, format!("{} is no object", kind(value))));
    };
    let mut converted = Map::default();
    for Field { name, ty, presence } in fields {
        let given = match (entries.get(name), presence) {
            (Some(given), Presence::Required | Presence::Optional(None)) => given.clone(),
            (Some(given), Presence::Optional(Some(_))) if !given.is_null() => given.clone(),
            (_, Presence::Optional(Some(default))) => {
                defaults(default).map_err(|failure| Mismatch::of(value, failure.reason))?
            }
            (None, Presence::Optional(None)) => Value::null(value.origin.clone()),
            (None, Presence::Required) => {
                return Err(Mismatch::of(value, format!("the attribute `{name}` is missing")));
            }
        };
        let attribute = || format!("attribute `{name}`");
        let given = convert(&given, ty, defaults).map_err(|mismatch| mismatch.within(&attribute()))?;
        converted.insert(name.clone(), given);
    }
    Ok(with_entries(value, converted))
}

fn tuple<'p>(value: &Value, types: &[Type<'p>], defaults: &mut Defaults<'p, '_>) -> Result<Value, Mismatch> {
    let items = value.as_list().filter(|items| items.len() == types.len());
    let Some(items) = items else {
        let wanted = types.len();
        return Err(Mismatch::of(value, format!("{} is no tuple of {wanted}", kind(value))));
    };
    let each = |(item, ty)| convert(item, ty, defaults).map_err(|mismatch| mismatch.within("an element"));
    Ok(with_items(value, items.iter().zip(types).map(each).collect::<Result<_, _>>()?))
}

/// Every element once, in the order of first occurrence.
pub(super) fn distinct(items: Vec<Value>) -> Vec<Value> {
    let mut texts = rustc_hash::FxHashSet::default();
    let mut kept: Vec<Value> = Vec::with_capacity(items.len());
    for item in items {
        let new = match item.as_text() {
            Some(text) => texts.insert(text.clone()),
            // Few collections of other things are long; strings go through the hash.
            None => !kept.iter().any(|other| other.content == item.content),
        };
        if new {
            kept.push(item);
        }
    }
    kept
}

/// An unplaced string.
pub(super) fn text(text: impl Into<Arc<str>>) -> Value {
    bare(Content::Text(text.into()))
}
