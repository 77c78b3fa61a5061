//! Functions over lists. Lists may hold unknown elements: what does not look at those stays known.

use super::arguments::{alike, at, converted, decided, integer_at, list, list_at, uniform, unify};
use super::numeric::length;
use super::signature::Takes::{List, Number, Ordered, Some as Any};
use super::{Function, Result, fail};
use crate::terraform::origins::part;
use crate::terraform::sets::distinct;
use crate::terraform::types::Type;
use crate::terraform::values::{self, bare, chosen, equal, is_open};
use crate::value::{Content, ListKind, Truth, Value};

pub(super) const TABLE: &[Function] = &[
    Function::of("chunklist", &[List, Number], chunklist),
    Function::of("concat", &[Ordered], concat).then(Ordered),
    Function::of("distinct", &[List], |a| Ok(uniform(distinct(unify(list(decided(at(a, 0)?)?)?.to_vec())?)))),
    Function::of("element", &[Ordered, Number], element).open().nullable(),
    Function::of("index", &[Ordered, Any], index),
    Function::of("matchkeys", &[List, List, List], matchkeys),
    Function::of("reverse", &[List], |a| Ok(alike(at(a, 0)?, list_at(a, 0)?.iter().rev().cloned().collect()))),
    Function::of("slice", &[Ordered, Number, Number], slice),
];

fn chunklist(a: &[Value]) -> Result {
    let Ok(size) = usize::try_from(integer_at(a, 1)?) else { return fail("the size is negative") };
    let items = unify(list_at(a, 0)?.to_vec())?;
    let chunks = items.chunks(if size == 0 { items.len().max(1) } else { size });
    Ok(uniform(chunks.map(|chunk| uniform(chunk.to_vec())).collect()))
}

fn concat(a: &[Value]) -> Result {
    let mut joined = Vec::new();
    for argument in a {
        joined.extend(list(argument)?.iter().map(|item| part(argument, item)));
    }
    let lists = a.iter().all(|list| matches!(&list.content, Content::List(list) if list.kind() == ListKind::List));
    let tuple = values::list(joined);
    // Lists whose types have nothing in common stay as they are.
    if lists { converted(&tuple, &Type::List(Box::new(Type::Any))).or(Ok(tuple)) } else { Ok(tuple) }
}

/// The element of an index that may lie behind the end, or count from there.
fn element(a: &[Value]) -> Result {
    let container = at(a, 0)?;
    if is_open(container) {
        return Ok(chosen(container));
    }
    let items = list(container)?;
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let index = integer_at(a, 1)?.checked_rem_euclid(length).and_then(|index| usize::try_from(index).ok());
    let found = index.and_then(|index| items.get(index));
    found.map_or_else(|| fail("the list is empty"), |item| Ok(part(container, item)))
}

fn index(a: &[Value]) -> Result {
    let wanted = decided(at(a, 1)?)?;
    for (index, item) in list_at(a, 0)?.iter().enumerate() {
        if equal(decided(item)?, wanted) == Truth::True {
            return Ok(length(index));
        }
    }
    fail("the list does not hold it")
}

fn matchkeys(a: &[Value]) -> Result {
    let (items, keys, wanted) = (list_at(a, 0)?, list(decided(at(a, 1)?)?)?, list(decided(at(a, 2)?)?)?);
    if items.len() != keys.len() {
        return fail("the lists of values and keys differ in length");
    }
    let all = unify([keys, wanted].concat())?;
    let (keys, wanted) = all.split_at(keys.len());
    let matches = |key: &Value| wanted.iter().any(|wanted| equal(key, wanted) == Truth::True);
    let matching = items.iter().zip(keys).filter(|(_, key)| matches(key)).map(|(item, _)| item.clone());
    Ok(uniform(unify(matching.collect())?))
}

fn slice(a: &[Value]) -> Result {
    let place = |index| integer_at(a, index).map(|place| usize::try_from(place).unwrap_or(usize::MAX));
    let found = list_at(a, 0)?.get(place(1)?..place(2)?);
    found.map_or_else(
        || fail("the range does not lie in the list"),
        |items| Ok(alike(a.first().unwrap_or(&bare(Content::Null)), items.to_vec())),
    )
}
