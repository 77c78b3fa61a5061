//! Conversion of values to types, as Terraform does it for variables.

use super::constraint::{Field, Presence, Type};
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
        Type::List(inner) => Ok(with_items(value, elements(value, ty, inner, defaults)?)),
        Type::Set(inner) => Ok(with_items(value, as_set(elements(value, ty, inner, defaults)?))),
        Type::Map(inner) => map(value, inner, defaults),
        Type::Object(fields) => object(value, fields, defaults),
        Type::Tuple(types) => tuple(value, types, defaults),
    }
}

/// Every alternative converted; one that does not fit is unknown, for it may never be chosen.
fn one_of<'p>(value: &Value, ty: &Type<'p>, defaults: &mut Defaults<'p, '_>) -> Result<Value, Mismatch> {
    let converted = distribute(std::slice::from_ref(value), &mut |values| match values {
        [one] => convert(one, ty, defaults).map_err(|mismatch| Failure(mismatch.reason)),
        _ => Ok(value.clone()),
    });
    converted.map_err(|failure| Mismatch::of(value, failure.0))
}

fn primitive_to(value: &Value, name: &str) -> Result<Value, Mismatch> {
    primitive(value, name).map_err(|failure| Mismatch::of(value, failure.0))
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
) -> Result<Vec<Value>, Mismatch> {
    let Some(items) = value.as_list() else {
        let name = if matches!(ty, Type::Set(_)) { "set" } else { "list" };
        return Err(Mismatch::of(value, format!("{} is no {name}", kind(value))));
    };
    let each = |item| convert(item, inner, defaults).map_err(|mismatch| mismatch.within("an element"));
    let items = items.iter().map(each).collect::<Result<Vec<_>, _>>()?;
    match inner {
        Type::Any => unified(items).ok_or_else(|| Mismatch::of(value, "the elements are of several types")),
        _ => Ok(items),
    }
}

fn map<'p>(value: &Value, inner: &Type<'p>, defaults: &mut Defaults<'p, '_>) -> Result<Value, Mismatch> {
    let Some(entries) = value.as_map() else {
        return Err(Mismatch::of(value, format!("{} is no map", kind(value))));
    };
    let each = |entry| convert(entry, inner, defaults).map_err(|mismatch| mismatch.within("an element"));
    let mut converted = entries.values().map(each).collect::<Result<Vec<_>, _>>()?;
    if let Type::Any = inner {
        converted = unified(converted).ok_or_else(|| Mismatch::of(value, "the elements are of several types"))?;
    }
    Ok(with_entries(value, entries.keys().cloned().zip(converted).collect()))
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
                defaults(default).map_err(|failure| Mismatch::of(value, failure.0))?
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

/// The elements of a collection that is of one type, whichever fits all; `None` where none does. Nothing is decided
/// while an element is not.
pub(super) fn unified(items: Vec<Value>) -> Option<Vec<Value>> {
    let known: Vec<&Value> = items.iter().filter(|item| !item.is_null()).collect();
    let is = |test: fn(&Content) -> bool| known.iter().all(|item| test(&item.content));
    if known.iter().any(|item| matches!(item.content, Content::Unknown(_) | Content::OneOf(_))) {
        return Some(items);
    }
    if is(|content| matches!(content, Content::Bool(_))) || is(|content| matches!(content, Content::Number(_))) {
        return Some(items);
    }
    if is(|content| matches!(content, Content::List(_))) {
        return nested(&items, |item| item.as_list().unwrap_or_default().to_vec(), with_items);
    }
    if is(|content| matches!(content, Content::Map(_))) {
        return objects(items);
    }
    if !known.iter().any(|item| matches!(item.content, Content::Text(_))) {
        return None;
    }
    let text = |item: Value| match primitive_text(&item) {
        _ if item.is_null() => Some(item),
        text => Some(Value { content: Content::Text(text?), origin: item.origin }),
    };
    items.into_iter().map(text).collect()
}

/// Objects of the same attributes have a type for each of them; others are maps of one type.
fn objects(items: Vec<Value>) -> Option<Vec<Value>> {
    let mut maps = items.iter().filter_map(Value::as_map);
    let keys: Vec<Arc<str>> = maps.next().into_iter().flat_map(Map::keys).cloned().collect();
    if !maps.all(|map| map.len() == keys.len() && keys.iter().all(|key| map.contains_key(key))) {
        let values = |item: &Value| item.as_map().into_iter().flat_map(|map| map.values().cloned()).collect();
        return nested(&items, values, |item, values| {
            let keys = item.as_map().into_iter().flat_map(Map::keys).cloned();
            with_entries(item, keys.zip(values).collect())
        });
    }
    keys.iter().try_fold(items, |items, key| {
        let one = |item: &Value| item.get(key).cloned().into_iter().collect();
        nested(&items, one, |item, values| {
            let mut entries = item.as_map().cloned().unwrap_or_default();
            entries.extend(values.into_iter().map(|value| (key.clone(), value)));
            with_entries(item, entries)
        })
    })
}

/// What is within all items made one type, and put back.
fn nested(
    items: &[Value],
    take: impl Fn(&Value) -> Vec<Value>,
    put: impl Fn(&Value, Vec<Value>) -> Value,
) -> Option<Vec<Value>> {
    let taken: Vec<Vec<Value>> = items.iter().map(take).collect();
    let mut unified = unified(taken.iter().flatten().cloned().collect())?.into_iter();
    let together = items.iter().zip(taken).map(|(item, taken)| {
        if item.is_null() { item.clone() } else { put(item, unified.by_ref().take(taken.len()).collect()) }
    });
    Some(together.collect())
}

/// The elements of a set in Terraform's order: sorted where they are strings, numbers or booleans, every element once,
/// nulls last.
pub(super) fn as_set(mut items: Vec<Value>) -> Vec<Value> {
    let mut kinds = items.iter().filter(|item| !item.is_null()).map(|item| std::mem::discriminant(&item.content));
    let first = kinds.next();
    if kinds.all(|kind| Some(kind) == first) {
        items.sort_by(|a, b| match (&a.content, &b.content) {
            (Content::Text(a), Content::Text(b)) => a.cmp(b),
            (Content::Number(a), Content::Number(b)) => a.get().total_cmp(&b.get()),
            (Content::Bool(a), Content::Bool(b)) => a.cmp(b),
            _ => a.is_null().cmp(&b.is_null()),
        });
    }
    distinct(items)
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
