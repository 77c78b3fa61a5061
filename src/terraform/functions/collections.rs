//! Functions that choose among values, or take collections of several kinds.

use super::arguments::{at, boolean, known, list, list_at, unify};
use super::numeric::length;
use super::signature::Takes::{Anything, Bools, List, Ordered, Some as Any};
use super::strings::{characters, truth};
use super::{Function, Result, Stop, fail};
use crate::terraform::origins::part;
use crate::terraform::values::{self, chosen, derived_non_null, equal, is_open, kind, undecided};
use crate::value::{Content, Truth, Unknown, Value};
use std::sync::Arc;

pub(super) const TABLE: &[Function] = &[
    Function::of("alltrue", &[Bools], |a| all(list_at(a, 0)?, true)),
    Function::of("anytrue", &[Bools], |a| all(list_at(a, 0)?, false)),
    Function::of("coalesce", &[], coalesce).then(Anything).open(),
    Function::of("coalescelist", &[], coalescelist).then(Ordered).open(),
    Function::of("contains", &[List, Any], contains).open(),
    Function::of("flatten", &[List], flatten),
    Function::of("length", &[Any], count),
    Function::of("one", &[List], one).open().nullable(),
];

/// How deep lists may nest.
const MAX_DEPTH: usize = 64;

fn all(items: &[Value], wanted: bool) -> Result {
    let mut open = None;
    for item in items {
        if undecided(item).is_some() {
            open = open.or(Some(item));
        } else if !item.is_null() && boolean(item)? != wanted {
            return Ok(truth(!wanted));
        } else if item.is_null() && wanted {
            return Ok(truth(false));
        }
    }
    Ok(open.map_or_else(|| truth(wanted), derived_non_null))
}

fn coalesce(a: &[Value]) -> Result {
    for value in unify(a.to_vec())? {
        match &value.content {
            Content::Null => {}
            Content::Text(text) if text.is_empty() => {}
            // What identifies a resource is neither null nor empty, nor is what begins with something.
            Content::Unknown(unknown) if is_something(unknown) => return Ok(value.clone()),
            Content::Unknown(unknown) => {
                let unknown = Unknown { non_null: true, prefix: "".into(), shape: "".into(), ..(**unknown).clone() };
                return Ok(Value { content: Content::Unknown(Arc::new(unknown)), ..value.clone() });
            }
            Content::OneOf(_) => return Ok(chosen(&value)),
            _ => return Ok(value),
        }
    }
    fail("there is no argument that is neither null nor empty")
}

fn is_something(unknown: &Unknown) -> bool {
    unknown.non_null && !(unknown.refers_to.is_empty() && unknown.prefix.is_empty())
}

fn coalescelist(a: &[Value]) -> Result {
    for value in a {
        if !list(value)?.is_empty() {
            return Ok(value.clone());
        }
    }
    fail("there is no list that is not empty")
}

fn contains(a: &[Value]) -> Result {
    let wanted = at(a, 1)?;
    let mut open = None;
    for item in list_at(a, 0)? {
        match equal(item, wanted) {
            Truth::True => return Ok(truth(true)),
            Truth::Unknown => open = open.or_else(|| undecided(item).or_else(|| undecided(wanted))),
            Truth::False => {}
        }
    }
    Ok(open.map_or_else(|| truth(false), derived_non_null))
}

fn flatten(a: &[Value]) -> Result {
    let mut flat = Vec::new();
    flatten_into(at(a, 0)?, 0, &mut flat)?;
    Ok(values::list(flat))
}

fn flatten_into(value: &Value, depth: usize, flat: &mut Vec<Value>) -> Result<()> {
    for item in list(value)? {
        match &item.content {
            Content::List(_) if depth < MAX_DEPTH => flatten_into(&part(value, item), depth + 1, flat)?,
            // It may be a list of any length, unless it is a string.
            Content::Unknown(unknown) if unknown.refers_to.is_empty() && unknown.prefix.is_empty() => {
                return Err(Stop::open(item));
            }
            Content::OneOf(_) => return Err(Stop::open(item)),
            _ => flat.push(part(value, item)),
        }
    }
    Ok(())
}

fn count(a: &[Value]) -> Result {
    let value = known(at(a, 0)?)?;
    match &value.content {
        Content::List(items) => Ok(length(items.len())),
        Content::Map(entries) => Ok(length(entries.len())),
        Content::Text(text) => Ok(characters(text)),
        _ => fail(format!("{} has no length", kind(value))),
    }
}

fn one(a: &[Value]) -> Result {
    let container = at(a, 0)?;
    if is_open(container) {
        return Ok(chosen(container));
    }
    match list(container)? {
        [] => Ok(Value::null(container.origin.clone())),
        [item] => Ok(part(container, item)),
        _ => fail("the list has more than one element"),
    }
}
