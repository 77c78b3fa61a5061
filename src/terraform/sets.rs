//! Sets: every element once, in the order that Terraform goes through them in.

use super::values::{primitive_number, undecided};
use crate::value::{Content, List, ListKind, Number, Value};
use rustc_hash::FxHashSet;
use std::cmp::Ordering;
use std::fmt::Write;

/// The set of some elements. Null stands behind the others, and what is not known at the end: it may be equal to
/// another element.
pub(super) fn set(items: Vec<Value>) -> List {
    let (unknown, known): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| undecided(item).is_some());
    let (mut null, mut known): (Vec<_>, Vec<_>) = known.into_iter().partition(Value::is_null);
    if known.iter().all(|item| matches!(item.content, Content::Text(_))) {
        known.sort_by(|a, b| a.as_text().cmp(&b.as_text()));
    } else if known.iter().all(|item| matches!(item.content, Content::Number(_))) {
        let number = |value: &Value| primitive_number(value).map(Number::get);
        known.sort_by(|a, b| number(a).partial_cmp(&number(b)).unwrap_or(Ordering::Equal));
    } else {
        known.sort_by_cached_key(key);
    }
    known.dedup_by(|a, b| a.content == b.content);
    null.truncate(1);
    known.append(&mut null);
    known.extend(unknown);
    List::of(ListKind::Set, known)
}

/// What the order of other elements than strings and numbers follows.
fn key(item: &Value) -> String {
    fn write(item: &Value, out: &mut String) {
        // Writing to a string does not fail.
        let _ = match &item.content {
            Content::Null => write!(out, "~"),
            Content::Bool(holds) => write!(out, "{}", if *holds { 'T' } else { 'F' }),
            Content::Number(number) => write!(out, "{number}"),
            Content::Text(text) => write!(out, "{text:?}"),
            Content::List(items) => {
                out.push('[');
                for item in items {
                    write(item, out);
                    out.push(';');
                }
                write!(out, "]")
            }
            Content::Map(map) => {
                let mut entries: Vec<_> = map.iter().collect();
                entries.sort_by_key(|(name, _)| *name);
                out.push(if map.is_uniform() { '{' } else { '<' });
                for (name, value) in entries {
                    if map.is_uniform() {
                        let _ = write!(out, "{name:?}:");
                    }
                    write(value, out);
                    out.push(';');
                }
                write!(out, "{}", if map.is_uniform() { '}' } else { '>' })
            }
            Content::Unknown(_) | Content::OneOf(_) => write!(out, "?"),
        };
    }
    let mut out = String::new();
    write(item, &mut out);
    out
}

/// Every element once, in the order of first occurrence.
pub(super) fn distinct(items: Vec<Value>) -> Vec<Value> {
    let mut texts = FxHashSet::default();
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
