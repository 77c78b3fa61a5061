//! Links in the chain of a value's origin.

use super::values::primitive_bool;
use crate::source::Span;
use crate::value::{Content, Origin, Value, What};
use std::cmp::Reverse;

/// How many elements of a collection are looked at for the one that a result is traced back to, and how deep.
const MAX_LOOKED_AT: usize = 16;
const MAX_LOOKED_INTO: usize = 2;
/// How many parts of a value are remembered.
const MAX_PARTS: usize = 256;

/// The value behind one more link, unless its chain is long already. That a value is a secret is never left out.
///
/// Of what happens within a module that is not installed only what says where the value comes from is a link.
pub(super) fn step(value: &Value, what: What, at: Span) -> Value {
    if at.file.is_embedded() && !value.origin.is_empty() && !tells(&what) {
        return value.clone();
    }
    let keep = !value.origin.is_long() || what.is_secret();
    if keep { value.step(what, Some(at)) } else { value.clone() }
}

/// Whether a link says more than how a value is handed on.
fn tells(what: &What) -> bool {
    matches!(
        what,
        What::Concealed(_) | What::Resource { .. } | What::VariableUnset(_) | What::ModuleDefault(_) | What::InModule
    )
}

/// As [`step`], for a value that is put together from `parts`.
pub(super) fn put_together(value: &Value, what: What, at: Span, parts: Vec<Origin>) -> Value {
    if parts.is_empty() {
        return step(value, what, at);
    }
    Value { content: value.content.clone(), origin: value.origin.step(what, Some(at)).with_parts(parts) }
}

/// Where the known texts and numbers within values came from, as far as a result is still one of them.
pub(super) fn known_parts<'v>(values: impl IntoIterator<Item = &'v Value>) -> Vec<Origin> {
    let mut parts = Vec::new();
    let mut open: Vec<&Value> = values.into_iter().collect();
    while let Some(value) = open.pop() {
        match &value.content {
            _ if parts.len() >= MAX_PARTS => break,
            Content::Text(text) if text.is_empty() => {}
            Content::Text(_) | Content::Number(_) if !value.origin.is_empty() => parts.push(value.origin.clone()),
            Content::List(items) => open.extend(items.iter()),
            Content::Map(entries) => open.extend(entries.values()),
            Content::OneOf(several) => open.extend(several.iter().map(|one| &one.value)),
            Content::Unknown(_) if value.origin.has_parts() => parts.push(value.origin.clone()),
            _ => {}
        }
    }
    parts
}

/// The value that a result is traced back to: one that must not be shown if there is any, else the first of those
/// that came the longest way.
pub(super) fn deciding(values: &[Value]) -> Option<&Value> {
    let far = || values.iter().filter(|value| !value.origin.is_empty()).min_by_key(|value| Reverse(way(value, 0)));
    values.iter().find_map(concealed).or_else(far)
}

/// How long a way a value or anything in it came.
fn way(value: &Value, depth: usize) -> usize {
    let inner = parts_of(value).take(MAX_LOOKED_AT).filter(|_| depth < MAX_LOOKED_INTO);
    let own = value.origin.steps().count();
    inner.map(|inner| way(inner, depth + 1)).max().map_or(own, |longest| longest.max(own))
}

/// The value itself, or what in it came a longer way.
fn farthest(value: &Value, depth: usize) -> &Value {
    let inner = parts_of(value).take(MAX_LOOKED_AT).filter(|_| depth < MAX_LOOKED_INTO);
    let longest = inner.min_by_key(|inner| Reverse(way(inner, depth + 1)));
    let longer = longest.filter(|inner| way(inner, depth + 1) > value.origin.steps().count());
    longer.map_or(value, |inner| farthest(inner, depth + 1))
}

fn parts_of(value: &Value) -> impl Iterator<Item = &Value> {
    let (items, entries) = (value.as_list(), value.as_map());
    items.into_iter().flatten().chain(entries.into_iter().flat_map(|entries| entries.values()))
}

/// The value in `value`, however deep, that must not be shown.
pub(super) fn concealed(value: &Value) -> Option<&Value> {
    if value.origin.is_secret() {
        return Some(value);
    }
    match &value.content {
        Content::List(items) => items.iter().find_map(concealed),
        Content::Map(entries) => entries.values().find_map(concealed),
        Content::OneOf(several) => several.iter().find_map(|one| concealed(&one.value)),
        _ => None,
    }
}

/// A part of a container, behind the links that lead to the container.
pub(super) fn part(container: &Value, element: &Value) -> Value {
    Value { content: element.content.clone(), origin: container.origin.of_part(&element.origin) }
}

/// The value with an origin that says that an operator or function at `at` made it of `operands`, one of which is
/// `decisive`.
pub(super) fn made_by(name: &str, at: Span, result: &Value, decisive: Option<&Value>, operands: &[Value]) -> Value {
    let is_operand = !result.origin.is_empty();
    let parts = match &result.content {
        Content::Bool(_) => Vec::new(),
        // What it will be may still be made of what is known of the operands.
        Content::Unknown(_) => known_parts(operands),
        _ if is_operand => Vec::new(),
        _ => known_parts(operands),
    };
    let decisive = match &result.content {
        // What stands in a collection knows by itself where it came from; the whole came from several places.
        Content::List(_) | Content::Map(_) => {
            let several = operands.iter().filter(|operand| !operand.origin.is_empty()).count() > 1;
            if several { decisive.and_then(concealed) } else { decisive }
        }
        _ => decisive.map(|decisive| concealed(decisive).unwrap_or_else(|| farthest(decisive, 0))),
    };
    let from = if is_operand { Some(result) } else { decisive };
    let what = if is_answer(result, from) { What::Predicate(name.into()) } else { What::Function(name.into()) };
    let origin = from.map(|value| value.origin.clone());
    put_together(&Value::new(result.content.clone(), origin.unwrap_or_default()), what, at, parts)
}

/// Whether a boolean only says something about the value that it is traced back to.
fn is_answer(result: &Value, from: Option<&Value>) -> bool {
    let is_bool = |value: &Value| primitive_bool(value).is_some();
    matches!(result.content, Content::Bool(_)) && !from.is_some_and(is_bool)
}
