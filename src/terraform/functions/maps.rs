//! Functions over maps and objects. What does not look at unknown values in them stays known.

use super::arguments::{at, converted, list, map_at, text, text_at, uniform};
use super::signature::Takes::{Anything, List, Map as AMap, Ordered, Text};
use super::{Function, Result, Stop, fail};
use crate::terraform::expansion::sorted;
use crate::terraform::origins::part;
use crate::terraform::types::{Type, type_of};
use crate::terraform::values::{self, chosen, is_open, text as made, undecided};
use crate::value::{Content, ListKind, Map, Value};

pub(super) const TABLE: &[Function] = &[
    Function::of("keys", &[AMap], |a| {
        let (map, keys) = (map_at(a, 0)?, sorted(map_at(a, 0)?).into_iter().map(|(key, _)| made(key)).collect());
        Ok(if map.is_uniform() { uniform(keys) } else { values::list(keys) })
    }),
    Function::of("lookup", &[AMap, Text], lookup).then(Anything).open().nullable(),
    Function::of("merge", &[], merge).then(Anything).open(),
    Function::of("transpose", &[AMap], transpose),
    Function::of("values", &[AMap], |a| {
        let container = at(a, 0)?;
        let entries = sorted(map_at(a, 0)?).into_iter();
        let values = entries.map(|(_, value)| part(container, &value)).collect();
        Ok(if map_at(a, 0)?.is_uniform() { uniform(values) } else { values::list(values) })
    }),
    Function::of("zipmap", &[List, Ordered], zipmap),
];

fn lookup(a: &[Value]) -> Result {
    if a.len() > 3 {
        return fail("two or three arguments are needed");
    }
    let container = at(a, 0)?;
    if is_open(container) {
        return Ok(chosen(container));
    }
    match map_at(a, 0)?.get(&text_at(a, 1)?) {
        Some(found) => Ok(part(container, found)),
        None => match (a.get(2), type_of(container)) {
            (None, _) => fail("the map does not have the key"),
            (Some(default), Type::Map(element)) => converted(default, &element),
            (Some(default), _) => Ok(default.clone()),
        },
    }
}

fn merge(a: &[Value]) -> Result {
    let mut merged = Map::default();
    for argument in a.iter().filter(|argument| !argument.is_null()) {
        if is_open(argument) {
            return Err(Stop::open(argument));
        }
        let Some(entries) = argument.as_map() else { return fail("a map is needed") };
        merged.extend(entries.iter().map(|(key, value)| (key.clone(), part(argument, value))));
    }
    let merged = values::map(merged);
    let maps = a.iter().filter_map(Value::as_map).all(Map::is_uniform) && a.iter().any(|map| !map.is_null());
    // Maps whose types have nothing in common become an object.
    if maps { converted(&merged, &Type::Map(Box::new(Type::Any))).or(Ok(merged)) } else { Ok(merged) }
}

fn transpose(a: &[Value]) -> Result {
    let mut turned: indexmap::IndexMap<_, Vec<Value>, rustc_hash::FxBuildHasher> = indexmap::IndexMap::default();
    let entries = sorted(map_at(a, 0)?);
    if let Some(open) = entries.iter().find_map(|(_, items)| undecided(items)) {
        return Err(Stop::open(open));
    }
    for (key, items) in entries {
        for item in list(&items)? {
            turned.entry(text(item)?).or_default().push(made(key.clone()));
        }
    }
    turned.sort_keys();
    Ok(values::map(turned.into_iter().map(|(key, items)| (key, uniform(items))).collect::<Map>().uniform()))
}

fn zipmap(a: &[Value]) -> Result {
    let (keys, container) = (list(at(a, 0)?)?, at(a, 1)?);
    let items = list(container)?;
    if keys.len() != items.len() {
        return fail("the lists differ in length");
    }
    let pairs = keys.iter().zip(items).map(|(key, item)| Ok((text(key)?, part(container, item))));
    let pairs = pairs.collect::<Result<Map>>()?;
    let list = matches!(&container.content, Content::List(list) if list.kind() == ListKind::List);
    Ok(values::map(if list { pairs.uniform() } else { pairs }))
}
