//! Functions over lists and maps. Containers may hold unknown elements: what does not look at those stays known.

use super::arguments::{at, boolean, decided, integer_at, known, list, list_at, map, map_at, text_at};
use super::{Function, Result, Stop, fail};
use crate::terraform::expansion::sorted;
use crate::terraform::origins::part;
use crate::terraform::types::{distinct, text};
use crate::terraform::values::{self, bare, chosen, derived_non_null, equal, kind, primitive_text, undecided};
use crate::value::{Content, Map, Number, Truth, Value};

pub(super) const TABLE: &[(&str, Function)] = &[
    ("alltrue", |a| all(list_at(a, 0)?, true)),
    ("anytrue", |a| all(list_at(a, 0)?, false)),
    ("chunklist", chunklist),
    ("coalesce", coalesce),
    ("coalescelist", coalescelist),
    ("compact", compact),
    ("concat", concat),
    ("contains", contains),
    ("distinct", |a| Ok(values::list(distinct(list_at(a, 0)?.to_vec())))),
    ("element", element),
    ("flatten", flatten),
    ("index", index),
    ("keys", |a| Ok(values::list(sorted(map_at(a, 0)?).into_iter().map(|(key, _)| text(key)).collect()))),
    ("length", length),
    ("lookup", lookup),
    ("matchkeys", matchkeys),
    ("merge", merge),
    ("one", one),
    ("reverse", |a| Ok(values::list(list_at(a, 0)?.iter().rev().cloned().collect()))),
    ("slice", slice),
    ("sort", sort),
    ("transpose", transpose),
    ("values", |a| Ok(values::list(sorted(map_at(a, 0)?).into_iter().map(|(_, value)| value).collect()))),
    ("zipmap", zipmap),
];

fn all(items: &[Value], wanted: bool) -> Result {
    let mut open = None;
    for item in items {
        if undecided(item).is_some() {
            open = open.or(Some(item));
        } else if !item.is_null() && boolean(item)? != wanted {
            return Ok(bare(Content::Bool(!wanted)));
        }
    }
    Ok(open.map_or_else(|| bare(Content::Bool(wanted)), derived_non_null))
}

fn chunklist(a: &[Value]) -> Result {
    let size = usize::try_from(integer_at(a, 1)?).unwrap_or(0);
    let items = list_at(a, 0)?;
    let chunks = items.chunks(if size == 0 { items.len().max(1) } else { size });
    Ok(values::list(chunks.map(|chunk| values::list(chunk.to_vec())).collect()))
}

fn coalesce(a: &[Value]) -> Result {
    for value in a {
        match &value.content {
            Content::Null => {}
            Content::Text(text) if text.is_empty() => {}
            // What identifies a resource is neither null nor empty.
            Content::Unknown(unknown) if unknown.non_null && !unknown.refers_to.is_empty() => return Ok(value.clone()),
            Content::Unknown(_) | Content::OneOf(_) => return Ok(chosen(value)),
            _ => return Ok(value.clone()),
        }
    }
    fail("there is no argument that is neither null nor empty")
}

fn coalescelist(a: &[Value]) -> Result {
    for value in a {
        if !value.is_null() && !list(value)?.is_empty() {
            return Ok(value.clone());
        }
    }
    fail("there is no list that is not empty")
}

fn compact(a: &[Value]) -> Result {
    let mut kept = Vec::new();
    for item in list_at(a, 0)? {
        match &item.content {
            Content::Null => {}
            Content::Text(text) if text.is_empty() => {}
            Content::Unknown(unknown) if !unknown.non_null && unknown.refers_to.is_empty() => {
                return Ok(chosen(item));
            }
            Content::OneOf(_) => return Ok(chosen(item)),
            _ => kept.push(item.clone()),
        }
    }
    Ok(values::list(kept))
}

fn concat(a: &[Value]) -> Result {
    let mut joined = Vec::new();
    for argument in a {
        joined.extend(list(argument)?.iter().map(|item| part(argument, item)));
    }
    Ok(values::list(joined))
}

fn contains(a: &[Value]) -> Result {
    let wanted = at(a, 1)?;
    let mut open = None;
    for item in list_at(a, 0)? {
        match equal(item, wanted) {
            Truth::True => return Ok(bare(Content::Bool(true))),
            Truth::Unknown => open = open.or_else(|| undecided(item).or_else(|| undecided(wanted))),
            Truth::False => {}
        }
    }
    Ok(open.map_or_else(|| bare(Content::Bool(false)), derived_non_null))
}

fn element(a: &[Value]) -> Result {
    let container = at(a, 0)?;
    if matches!(container.content, Content::Unknown(_)) {
        return Ok(chosen(container));
    }
    let items = list(container)?;
    let Ok(index) = usize::try_from(integer_at(a, 1)?) else { return fail("the index is negative") };
    let found = index.checked_rem(items.len()).and_then(|index| items.get(index));
    found.map_or_else(|| fail("the list is empty"), |item| Ok(part(container, item)))
}

fn flatten(a: &[Value]) -> Result {
    fn into(value: &Value, depth: usize, flat: &mut Vec<Value>) -> Result<()> {
        for item in list(value)? {
            match &item.content {
                Content::List(_) if depth < 64 => into(item, depth + 1, flat)?,
                // It may be a list of any length.
                Content::Unknown(unknown) if unknown.refers_to.is_empty() => {
                    return Err(Stop::Unknown(Box::new(item.clone())));
                }
                Content::OneOf(_) => return Err(Stop::Unknown(Box::new(item.clone()))),
                _ => flat.push(item.clone()),
            }
        }
        Ok(())
    }
    let mut flat = Vec::new();
    into(at(a, 0)?, 0, &mut flat)?;
    Ok(values::list(flat))
}

fn index(a: &[Value]) -> Result {
    let wanted = decided(at(a, 1)?)?;
    for (index, item) in list_at(a, 0)?.iter().enumerate() {
        if equal(decided(item)?, wanted) == Truth::True {
            return Ok(bare(Content::Number(Number::from(index as u32))));
        }
    }
    fail("the list does not hold it")
}

fn length(a: &[Value]) -> Result {
    let value = known(at(a, 0)?)?;
    let length = match &value.content {
        Content::List(items) => items.len(),
        Content::Map(entries) => entries.len(),
        Content::Text(text) => text.chars().count(),
        _ => return fail(format!("{} has no length", kind(value))),
    };
    Ok(bare(Content::Number(Number::from(length as u32))))
}

fn lookup(a: &[Value]) -> Result {
    let container = at(a, 0)?;
    let entries = map(container)?;
    match entries.get(&text_at(a, 1)?) {
        Some(found) => Ok(part(container, found)),
        None => a.get(2).cloned().map_or_else(|| fail("the map does not have the key"), Ok),
    }
}

fn matchkeys(a: &[Value]) -> Result {
    let (items, keys, wanted) = (list_at(a, 0)?, list_at(a, 1)?, list_at(a, 2)?);
    let wanted = wanted.iter().map(|value| decided(value).map(primitive_text)).collect::<Result<Vec<_>>>()?;
    let mut matching = Vec::new();
    for (item, key) in items.iter().zip(keys) {
        if wanted.contains(&primitive_text(decided(key)?)) {
            matching.push(item.clone());
        }
    }
    Ok(values::list(matching))
}

fn merge(a: &[Value]) -> Result {
    let mut merged = Map::default();
    for argument in a.iter().filter(|argument| !argument.is_null()) {
        let entries = map(argument)?.iter();
        merged.extend(entries.map(|(key, value)| (key.clone(), part(argument, value))));
    }
    Ok(values::map(merged))
}

fn one(a: &[Value]) -> Result {
    let container = at(a, 0)?;
    if matches!(container.content, Content::Unknown(_)) {
        return Ok(chosen(container));
    }
    match list(container)? {
        [] => Ok(Value::null(container.origin.clone())),
        [item] => Ok(part(container, item)),
        _ => fail("the list has more than one element"),
    }
}

fn slice(a: &[Value]) -> Result {
    let place = |index| integer_at(a, index).map(|place| usize::try_from(place).unwrap_or(usize::MAX));
    let found = list_at(a, 0)?.get(place(1)?..place(2)?);
    found.map_or_else(|| fail("the range does not lie in the list"), |items| Ok(values::list(items.to_vec())))
}

fn sort(a: &[Value]) -> Result {
    let items = list(decided(at(a, 0)?)?)?;
    let texts = items.iter().map(|item| Ok((super::arguments::text(item)?, item)));
    let mut texts = texts.collect::<Result<Vec<_>>>()?;
    texts.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(values::list(
        texts.into_iter().map(|(sorted, item)| Value { content: Content::Text(sorted), ..item.clone() }).collect(),
    ))
}

fn transpose(a: &[Value]) -> Result {
    let mut turned: indexmap::IndexMap<_, Vec<Value>, rustc_hash::FxBuildHasher> = indexmap::IndexMap::default();
    for (key, items) in sorted(map_at(a, 0)?) {
        for item in list(&items)? {
            turned.entry(super::arguments::text(item)?).or_default().push(text(key.clone()));
        }
    }
    turned.sort_keys();
    Ok(values::map(turned.into_iter().map(|(key, items)| (key, values::list(items))).collect()))
}

fn zipmap(a: &[Value]) -> Result {
    let (keys, items) = (list_at(a, 0)?, list_at(a, 1)?);
    if keys.len() != items.len() {
        return fail("the lists differ in length");
    }
    let pairs = keys.iter().zip(items).map(|(key, item)| Ok((super::arguments::text(key)?, item.clone())));
    Ok(values::map(pairs.collect::<Result<Map>>()?))
}
