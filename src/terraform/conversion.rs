//! Conversion of values to type constraints, as Terraform does it for variables.

use super::constraint::{Constraint, Field, Presence};
use super::types;
use super::values::{Failure, Outcome, distribute, kind, primitive_bool, primitive_number, primitive_text};
use crate::source::Span;
use crate::syntax::hcl::tree::Expr;
use crate::value::{Content, Map, Value};
use std::sync::Arc;

/// Evaluates the default of an optional attribute.
type Defaults<'p, 'e> = dyn FnMut(&'p Expr) -> Outcome + 'e;

/// A value that a constraint does not take.
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

/// The value converted to what a constraint takes.
pub(super) fn convert<'p>(
    value: &Value,
    constraint: &Constraint<'p>,
    defaults: &mut Defaults<'p, '_>,
) -> Result<Value, Mismatch> {
    match &value.content {
        Content::Null | Content::Unknown(_) => return Ok(value.clone()),
        Content::OneOf(_) => return one_of(value, constraint, defaults),
        _ => {}
    }
    match constraint {
        Constraint::Any => Ok(value.clone()),
        Constraint::Text | Constraint::Number | Constraint::Bool => {
            primitive(value, constraint).map_err(|failure| Mismatch::of(value, failure.reason))
        }
        Constraint::List(inner) | Constraint::Set(inner) => elements(value, constraint, inner, defaults),
        Constraint::Map(inner) => map(value, inner, defaults),
        Constraint::Object(fields) => object(value, fields, defaults),
        Constraint::Tuple(types) => tuple(value, types, defaults),
    }
}

/// Every alternative converted; one that does not fit is unknown, for it may never be chosen.
fn one_of<'p>(value: &Value, constraint: &Constraint<'p>, defaults: &mut Defaults<'p, '_>) -> Result<Value, Mismatch> {
    let converted = distribute(std::slice::from_ref(value), &mut |values| match values {
        [one] => convert(one, constraint, defaults)
            .map_err(|mismatch| Failure { at: mismatch.at, ..Failure::new(mismatch.reason) }),
        _ => Ok(value.clone()),
    });
    converted.map_err(|failure| Mismatch::of(value, failure.reason))
}

/// The value as a string, number or boolean.
pub(super) fn primitive(value: &Value, constraint: &Constraint<'_>) -> Outcome {
    let content = match constraint {
        Constraint::Text => primitive_text(value).map(Content::Text),
        Constraint::Number => primitive_number(value).map(Content::Number),
        _ => primitive_bool(value).map(Content::Bool),
    };
    let content = content.ok_or_else(|| Failure::new(format!("{} is no {constraint}", kind(value))))?;
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
    constraint: &Constraint<'p>,
    inner: &Constraint<'p>,
    defaults: &mut Defaults<'p, '_>,
) -> Result<Value, Mismatch> {
    let Some(items) = value.as_list() else {
        let name = if matches!(constraint, Constraint::Set(_)) { "set" } else { "list" };
        return Err(Mismatch::of(value, format!("{} is no {name}", kind(value))));
    };
    let each = |item| convert(item, inner, defaults).map_err(|mismatch| mismatch.within("an element"));
    let items = with_items(value, items.iter().map(each).collect::<Result<_, _>>()?);
    let any = Box::new(types::Type::Any);
    of_one_type(
        &items,
        &if let Constraint::Set(_) = constraint { types::Type::Set(any) } else { types::Type::List(any) },
    )
}

/// The elements of a collection made one type, whichever fits all.
fn of_one_type(collection: &Value, ty: &types::Type) -> Result<Value, Mismatch> {
    types::convert(collection, ty).map_err(|failure| Mismatch::of(collection, failure.reason))
}

fn map<'p>(value: &Value, inner: &Constraint<'p>, defaults: &mut Defaults<'p, '_>) -> Result<Value, Mismatch> {
    let Some(entries) = value.as_map() else {
        return Err(Mismatch::of(value, format!("{} is no map", kind(value))));
    };
    let each = |entry| convert(entry, inner, defaults).map_err(|mismatch| mismatch.within("an element"));
    let converted = entries.values().map(each).collect::<Result<Vec<_>, _>>()?;
    let map = with_entries(value, entries.keys().cloned().zip(converted).collect());
    of_one_type(&map, &types::Type::Map(Box::new(types::Type::Any)))
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

fn tuple<'p>(value: &Value, types: &[Constraint<'p>], defaults: &mut Defaults<'p, '_>) -> Result<Value, Mismatch> {
    let items = value.as_list().filter(|items| items.len() == types.len());
    let Some(items) = items else {
        let wanted = types.len();
        return Err(Mismatch::of(value, format!("{} is no tuple of {wanted}", kind(value))));
    };
    let each = |(item, ty)| convert(item, ty, defaults).map_err(|mismatch| mismatch.within("an element"));
    Ok(with_items(value, items.iter().zip(types).map(each).collect::<Result<_, _>>()?))
}
