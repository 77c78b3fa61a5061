//! Types of values, the type that several have in common, and conversion to a type: what conditionals, `tolist` and
//! their like do. What is not known, or null, has any type.

use super::sets::set;
use super::values::{Failure, Outcome, distribute, kind, primitive_bool, primitive_number, primitive_text, undecided};
use crate::value::{Content, List, ListKind, Map, Value};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::sync::Arc;

/// How deep types are looked at; what lies deeper has any type.
const MAX_DEPTH: usize = 32;

/// A type of Terraform's.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    Any,
    Bool,
    Number,
    Text,
    List(Box<Self>),
    Set(Box<Self>),
    Map(Box<Self>),
    Tuple(Vec<Self>),
    Object(IndexMap<Arc<str>, Self, FxBuildHasher>),
}

/// The type of a value.
pub(super) fn type_of(value: &Value) -> Type {
    at_depth(value, 0)
}

fn at_depth(value: &Value, depth: usize) -> Type {
    if depth > MAX_DEPTH {
        return Type::Any;
    }
    let inner = |value| at_depth(value, depth + 1);
    match &value.content {
        Content::Null | Content::Unknown(_) => Type::Any,
        Content::Bool(_) => Type::Bool,
        Content::Number(_) => Type::Number,
        Content::Text(_) => Type::Text,
        Content::List(list) => match list.kind() {
            ListKind::Tuple => Type::Tuple(list.iter().map(inner).collect()),
            ListKind::List => Type::List(Box::new(shared(list.iter().map(inner)))),
            ListKind::Set => Type::Set(Box::new(shared(list.iter().map(inner)))),
        },
        Content::Map(map) if map.is_uniform() => Type::Map(Box::new(shared(map.values().map(inner)))),
        Content::Map(map) => Type::Object(map.iter().map(|(name, value)| (name.clone(), inner(value))).collect()),
        Content::OneOf(several) => {
            let mut types = several.iter().map(|one| at_depth(&one.value, depth + 1));
            let first = types.next().unwrap_or(Type::Any);
            if types.all(|ty| ty == first) { first } else { Type::Any }
        }
    }
}

/// The type of the elements of a collection that has one for all.
fn shared(types: impl Iterator<Item = Type>) -> Type {
    let types: Vec<Type> = distinct(types);
    unify(&types).unwrap_or(Type::Any)
}

/// Every type once: collections are long, their types are few.
fn distinct(types: impl Iterator<Item = Type>) -> Vec<Type> {
    let mut kept: Vec<Type> = Vec::new();
    for ty in types {
        if !kept.contains(&ty) {
            kept.push(ty);
        }
    }
    kept
}

/// The type that all of several convert to; `None` where there is none.
pub(super) fn unify(types: &[Type]) -> Option<Type> {
    let known: Vec<&Type> = types.iter().filter(|ty| **ty != Type::Any).collect();
    let any = known.len() < types.len();
    let all = |of: fn(&Type) -> bool| known.iter().all(|ty| of(ty));
    let some = |of: fn(&Type) -> bool| known.iter().any(|ty| of(ty));
    let (map, object) = (|ty: &Type| matches!(ty, Type::Map(_)), |ty: &Type| matches!(ty, Type::Object(_)));
    let (list, tuple) = (|ty: &Type| matches!(ty, Type::List(_)), |ty: &Type| matches!(ty, Type::Tuple(_)));
    let collection = |ty: &Type| !matches!(ty, Type::Any | Type::Bool | Type::Number | Type::Text);
    match known.as_slice() {
        [] => Some(Type::Any),
        // What the others are is not known, so neither is what they have in common.
        _ if any && all(collection) => Some(Type::Any),
        _ if all(object) => unify_objects(&known),
        _ if all(tuple) => unify_tuples(&known),
        _ if all(|ty| matches!(ty, Type::Map(_) | Type::Object(_))) && some(map) => {
            Some(Type::Map(Box::new(unify_inner(&known)?)))
        }
        _ if all(|ty| matches!(ty, Type::List(_) | Type::Tuple(_))) && some(list) => {
            Some(Type::List(Box::new(unify_inner(&known)?)))
        }
        _ if all(|ty| matches!(ty, Type::Set(_) | Type::List(_) | Type::Tuple(_))) => {
            Some(Type::Set(Box::new(unify_inner(&known)?)))
        }
        [first, rest @ ..] if rest.iter().all(|ty| ty == first) => Some((*first).clone()),
        _ if some(|ty| *ty == Type::Text) && !some(collection) => Some(Type::Text),
        _ => None,
    }
}

/// The type that everything within collections has in common.
fn unify_inner(types: &[&Type]) -> Option<Type> {
    let inner = types.iter().flat_map(|ty| match ty {
        Type::List(inner) | Type::Set(inner) | Type::Map(inner) => vec![(**inner).clone()],
        Type::Tuple(types) => types.clone(),
        Type::Object(types) => types.values().cloned().collect(),
        _ => Vec::new(),
    });
    unify(&distinct(inner))
}

fn unify_objects(types: &[&Type]) -> Option<Type> {
    let objects: Vec<_> =
        types.iter().filter_map(|ty| if let Type::Object(types) = ty { Some(types) } else { None }).collect();
    let (first, others) = objects.split_first()?;
    let alike =
        |other: &&&IndexMap<_, _, _>| other.len() == first.len() && first.keys().all(|name| other.contains_key(name));
    if !others.iter().all(|other| alike(&other)) {
        return Some(Type::Map(Box::new(unify_inner(types)?)));
    }
    let attribute = |name: &Arc<str>| {
        let types: Vec<Type> = objects.iter().filter_map(|object| object.get(name).cloned()).collect();
        Some((name.clone(), unify(&types)?))
    };
    first.keys().map(attribute).collect::<Option<_>>().map(Type::Object)
}

fn unify_tuples(types: &[&Type]) -> Option<Type> {
    let tuples: Vec<_> =
        types.iter().filter_map(|ty| if let Type::Tuple(types) = ty { Some(types) } else { None }).collect();
    let (first, others) = tuples.split_first()?;
    if others.iter().any(|other| other.len() != first.len()) {
        return Some(Type::List(Box::new(unify_inner(types)?)));
    }
    let element = |index: usize| {
        let types: Vec<Type> = tuples.iter().filter_map(|tuple| tuple.get(index).cloned()).collect();
        unify(&types)
    };
    (0..first.len()).map(element).collect::<Option<_>>().map(Type::Tuple)
}

/// The value converted to a type. Of a set with elements that are not known, the order is not known: it stays a set.
pub(super) fn convert(value: &Value, ty: &Type) -> Outcome {
    match (&value.content, ty) {
        (Content::List(list), Type::List(_)) if is_unordered(list) => return Ok(value.clone()),
        (Content::Null | Content::Unknown(_), _) | (_, Type::Any) => return Ok(value.clone()),
        (Content::OneOf(_), _) => {
            return distribute(std::slice::from_ref(value), &mut |values| {
                values.first().map_or_else(|| Ok(value.clone()), |one| convert(one, ty))
            });
        }
        _ => {}
    }
    let content = match (&value.content, ty) {
        (_, Type::Bool) => primitive_bool(value).map(Content::Bool),
        (_, Type::Number) => primitive_number(value).map(Content::Number),
        (_, Type::Text) => primitive_text(value).map(Content::Text),
        (Content::List(list), Type::List(inner)) => {
            Some(Content::List(List::of(ListKind::List, elements(list, inner)?)))
        }
        (Content::List(list), Type::Set(inner)) => Some(Content::List(set(elements(list, inner)?))),
        (Content::List(list), Type::Tuple(types)) => tuple(list, types)?,
        (Content::Map(map), Type::Map(inner)) => Some(Content::Map(Arc::new(uniform(map, inner)?))),
        (Content::Map(map), Type::Object(types)) => object(map, types)?,
        _ => None,
    };
    let content =
        content.ok_or_else(|| Failure::new(format!("{} cannot be converted to {}", kind(value), name(ty))))?;
    Ok(Value { content, origin: value.origin.clone() })
}

/// Whether the order of the elements is not known.
pub(super) fn is_unordered(list: &List) -> bool {
    list.is_set() && list.iter().any(|item| undecided(item).is_some())
}

/// What to call a type in a message.
fn name(ty: &Type) -> &'static str {
    match ty {
        Type::Any => "anything",
        Type::Bool => "a bool",
        Type::Number => "a number",
        Type::Text => "a string",
        Type::List(_) => "a list",
        Type::Set(_) => "a set",
        Type::Map(_) => "a map",
        Type::Tuple(_) => "a tuple of that length",
        Type::Object(_) => "an object with those attributes",
    }
}

/// The elements, all converted to one type: the one that they have in common where it is left open.
fn elements(list: &List, inner: &Type) -> Result<Vec<Value>, Failure> {
    let common = common(inner, list.kind() != ListKind::Tuple, list.iter())?;
    list.iter().map(|item| convert(item, &common)).collect()
}

fn uniform(map: &Map, inner: &Type) -> Result<Map, Failure> {
    let common = common(inner, map.is_uniform(), map.values())?;
    let entries = map.iter().map(|(key, value)| Ok((key.clone(), convert(value, &common)?)));
    entries.collect::<Result<Map, _>>().map(Map::uniform)
}

/// The type to convert all elements to.
fn common<'v>(inner: &Type, already: bool, items: impl Iterator<Item = &'v Value>) -> Result<Type, Failure> {
    if *inner != Type::Any || already {
        return Ok(inner.clone());
    }
    let types: Vec<Type> = distinct(items.map(type_of));
    unify(&types).ok_or_else(|| Failure::new("the elements are of several types"))
}

fn tuple(list: &List, types: &[Type]) -> Result<Option<Content>, Failure> {
    if list.kind() != ListKind::Tuple || list.len() != types.len() {
        return Ok(None);
    }
    let items = list.iter().zip(types).map(|(item, ty)| convert(item, ty));
    items.collect::<Result<List, _>>().map(|list| Some(Content::List(list)))
}

fn object(map: &Map, types: &IndexMap<Arc<str>, Type, FxBuildHasher>) -> Result<Option<Content>, Failure> {
    let mut converted = Map::default();
    for (name, ty) in types {
        let Some(value) = map.get(name) else { return Ok(None) };
        converted.insert(name.clone(), convert(value, ty)?);
    }
    Ok(Some(Content::Map(Arc::new(converted))))
}
