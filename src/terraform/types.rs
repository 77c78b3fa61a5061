//! Type constraints of variables: values are converted to them.

use super::values::{Failure, Outcome, bare, kind, primitive_bool, primitive_number, primitive_text};
use crate::syntax::hcl::tree::{Call, Expr, ExprKind, Item};
use crate::value::{Content, Map, Value};
use std::sync::Arc;

/// Evaluates the default of an optional attribute.
type Defaults<'p, 'e> = dyn FnMut(&'p Expr) -> Outcome + 'e;

/// The value converted to a type constraint; what cannot be read as one converts nothing.
pub(super) fn convert<'p>(value: &Value, constraint: &'p Expr, defaults: &mut Defaults<'p, '_>) -> Outcome {
    match &value.content {
        Content::Null | Content::Unknown(_) => return Ok(value.clone()),
        Content::OneOf(_) => {
            return super::values::distribute(std::slice::from_ref(value), &mut |values| match values {
                [one] => convert(one, constraint, defaults),
                _ => Ok(value.clone()),
            });
        }
        _ => {}
    }
    match &constraint.kind {
        ExprKind::Variable(name) | ExprKind::Text(name) => primitive(value, name),
        ExprKind::Call(call) => constructed(value, call, defaults),
        _ => Ok(value.clone()),
    }
}

/// The value as a string, number or boolean; other names are `any` and the old `list` and `map`.
pub(super) fn primitive(value: &Value, name: &str) -> Outcome {
    let content = match name {
        "string" => primitive_text(value).map(Content::Text),
        "number" => primitive_number(value).map(Content::Number),
        "bool" => primitive_bool(value).map(Content::Bool),
        "list" if value.as_list().is_none() => None,
        "map" if value.as_map().is_none() => None,
        _ => return Ok(value.clone()),
    };
    let content = content.ok_or_else(|| Failure::new(format!("{} is no {name}", kind(value))))?;
    Ok(Value { content, origin: value.origin.clone() })
}

fn constructed<'p>(value: &Value, call: &'p Call, defaults: &mut Defaults<'p, '_>) -> Outcome {
    let Some(inner) = call.arguments.first() else { return Ok(value.clone()) };
    match (&*call.name.text, &value.content) {
        ("list", Content::List(items)) => {
            let items = items.iter().map(|item| convert(item, inner, defaults)).collect::<Result<Vec<_>, _>>()?;
            Ok(Value { content: Content::List(items.into()), origin: value.origin.clone() })
        }
        ("set", Content::List(items)) => {
            let items = items.iter().map(|item| convert(item, inner, defaults)).collect::<Result<Vec<_>, _>>()?;
            Ok(Value { content: Content::List(as_set(items).into()), origin: value.origin.clone() })
        }
        ("map", Content::Map(entries)) => {
            let entries = entries.iter().map(|(key, item)| Ok((key.clone(), convert(item, inner, defaults)?)));
            Ok(Value { content: Content::Map(Arc::new(entries.collect::<Result<Map, _>>()?)), ..value.clone() })
        }
        ("object", Content::Map(entries)) => match &inner.kind {
            ExprKind::Object(fields) => object(value, entries, fields, defaults),
            _ => Ok(value.clone()),
        },
        ("tuple", Content::List(items)) => match &inner.kind {
            ExprKind::List(types) => {
                let pairs = items.iter().zip(types);
                let items = pairs.map(|(item, ty)| convert(item, ty, defaults)).collect::<Result<Vec<_>, _>>()?;
                Ok(Value { content: Content::List(items.into()), origin: value.origin.clone() })
            }
            _ => Ok(value.clone()),
        },
        ("list" | "set" | "map" | "object" | "tuple", _) => {
            Err(Failure::new(format!("{} is no {}", kind(value), call.name.text)))
        }
        _ => Ok(value.clone()),
    }
}

fn object<'p>(value: &Value, entries: &Map, fields: &'p [Item], defaults: &mut Defaults<'p, '_>) -> Outcome {
    let mut result = Map::default();
    for field in fields {
        let ExprKind::Text(name) = &field.key.kind else { continue };
        let (constraint, optional) = match &field.value.kind {
            ExprKind::Call(call) if &*call.name.text == "optional" => (call.arguments.first(), Some(call)),
            _ => (Some(&field.value), None),
        };
        let given = entries.get(name).cloned();
        let converted = match (given, optional.map(|call| call.arguments.get(1))) {
            (Some(given), None) => given,
            (Some(given), Some(default)) if !given.is_null() || default.is_none() => given,
            (_, Some(Some(default))) => defaults(default)?,
            (_, Some(None)) => Value::null(value.origin.clone()),
            (None, None) => return Err(Failure::new(format!("the attribute {name} is missing"))),
        };
        let converted = match constraint {
            Some(constraint) => convert(&converted, constraint, defaults)?,
            None => converted,
        };
        result.insert(name.clone(), converted);
    }
    Ok(Value { content: Content::Map(Arc::new(result)), origin: value.origin.clone() })
}

/// The elements of a set in Terraform's order: strings sorted, every element once.
pub(super) fn as_set(mut items: Vec<Value>) -> Vec<Value> {
    if items.iter().all(|item| matches!(item.content, Content::Text(_))) {
        items.sort_by(|a, b| a.as_text().cmp(&b.as_text()));
    } else if items.iter().all(|item| matches!(item.content, Content::Number(_))) {
        items.sort_by(|a, b| {
            let number = |value: &Value| primitive_number(value).map(crate::value::Number::get);
            number(a).partial_cmp(&number(b)).unwrap_or(std::cmp::Ordering::Equal)
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
