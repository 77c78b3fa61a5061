//! A plan's values in the places of the sources.
//!
//! Terraform has computed what a resource becomes; the sources tell where that is written. Where both know a value and
//! agree, it has the chain of origins that the sources give it. Where they differ the plan's counts (other variables
//! may have been given), and of the chain stays what holds whatever the value is.

use super::address::without_keys;
use super::values::secret_names;
use super::{GIVEN, Plan};
use crate::model::{Call, Evaluation, Resource};
use crate::source::Span;
use crate::terraform::providers::PROVIDER;
use crate::terraform::values::primitive_text;
use crate::value::{Content, List, Map, Origin, Unknown, Value, What};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// How many items of a list are compared with each other when nothing else tells which belong together.
const MAX_COMPARED: usize = 64;
/// How deep values are compared.
const MAX_DEPTH: usize = 32;

/// The resources of the sources by their addresses.
struct Index<'s> {
    exact: FxHashMap<&'s str, &'s Resource>,
    /// The first of each block, for instances that the sources do not tell apart or do not know.
    blocks: FxHashMap<String, &'s Resource>,
}

impl<'s> Index<'s> {
    fn new(resources: &'s [Resource]) -> Self {
        let mut index = Self { exact: FxHashMap::default(), blocks: FxHashMap::default() };
        for resource in resources {
            index.exact.insert(&resource.address, resource);
            index.blocks.entry(without_keys(&resource.address)).or_insert(resource);
        }
        index
    }

    fn find(&self, address: &str) -> Option<&'s Resource> {
        self.exact.get(address).or_else(|| self.blocks.get(&without_keys(address))).copied()
    }
}

/// Puts the plan's resources in the place of the sources'.
pub(super) fn refine(plan: &Plan, mut planned: Evaluation, sources: Evaluation, rest: bool) -> Evaluation {
    let index = Index::new(&sources.resources);
    let merged = planned.resources.into_iter().map(|resource| match index.find(&resource.address) {
        Some(source) => merged(plan, resource, source),
        None => resource,
    });
    planned.resources = merged.collect();
    let known = if rest { plan.blocks() } else { FxHashSet::default() };
    let is_newer = |source: &&Resource| rest && !known.contains(&without_keys(&source.address));
    // A state has no providers, and what they are is none of the questions that a plan answers.
    let is_left = |source: &&Resource| {
        source.type_name.starts_with(PROVIDER) && !plan.instances.contains_key(&source.address) || is_newer(source)
    };
    let newer = sources.resources.iter().filter(is_left);
    planned.resources.extend(newer.cloned());
    // The sources' own passwords are secrets even where the plan has others.
    let passwords = sources.resources.iter().flat_map(|resource| {
        secret_names(&resource.type_name).filter_map(|name| resource.attributes.get(name)).flat_map(places)
    });
    planned.secrets.extend(passwords);
    planned.problems.extend(sources.problems);
    planned.secrets.extend(sources.secrets);
    planned.handed.extend(sources.handed);
    planned
}

/// An instance as the plan has it, at the places of its block.
fn merged(plan: &Plan, planned: Resource, source: &Resource) -> Resource {
    let mut attributes = Map::default();
    for (name, value) in &planned.attributes {
        let value = match (source.attributes.get(name), &value.content) {
            (None, Content::Unknown(_) | Content::OneOf(_)) => continue,
            (None, _) => placed(value, &Origin::default()),
            // What is only written stands in no plan.
            (Some(written), _) if name.ends_with("_wo") => written.clone(),
            (Some(written), _) if is_secret(&planned.type_name, name) => {
                password(value, written, plan.text(&planned.address, name))
            }
            (Some(written), _) => merge(value, written, 0),
        };
        attributes.insert(name.clone(), value);
    }
    let provider = source.attributes.get(PROVIDER).filter(|_| !attributes.contains_key(PROVIDER));
    attributes.extend(provider.map(|provider| (PROVIDER.into(), provider.clone())));
    Resource { header: source.header, block: source.block, calls: calls(&planned, source), attributes, ..planned }
}

/// The calls of the sources with the plan's addresses.
fn calls(planned: &Resource, source: &Resource) -> Vec<Call> {
    let addresses = planned.calls.iter().map(|call| Some(&call.address)).chain(std::iter::repeat(None));
    let pairs = source.calls.iter().zip(addresses);
    pairs.map(|(call, address)| Call { address: address.unwrap_or(&call.address).clone(), ..call.clone() }).collect()
}

/// A password is what the sources say, unless the plan has another: then nothing is known of it but that it was given.
fn password(planned: &Value, written: &Value, text: Option<&Arc<str>>) -> Value {
    let same = written.alternatives().find(|(_, one)| text.is_some() && one.as_text() == text);
    match (&planned.content, same) {
        (_, Some((_, same))) => same.clone(),
        (Content::Unknown(_), _) if text.is_none() || matches!(written.content, Content::Unknown(_)) => written.clone(),
        _ => placed(planned, &lasting(&written.origin)),
    }
}

/// A value of both: the plan's content with the origin of the sources.
fn merge(planned: &Value, written: &Value, depth: usize) -> Value {
    if depth > MAX_DEPTH {
        return placed(planned, &lasting(&written.origin));
    }
    let same = written.alternatives().find(|(_, one)| agrees(planned, one, depth)).map(|(_, one)| one);
    let content = match (&planned.content, &same.unwrap_or(written).content) {
        (Content::Unknown(_) | Content::OneOf(_), _) => return unknown(planned, written),
        (Content::List(items), Content::List(sources)) => Content::List(list(items, sources, written, depth)),
        (Content::Map(entries), Content::Map(sources)) => {
            let entry = |(key, value): (&Arc<str>, &Value)| match (sources.get(key), &value.content) {
                (Some(source), _) => Some((key.clone(), merge(value, source, depth + 1))),
                (None, Content::Unknown(_) | Content::OneOf(_)) => None,
                (None, _) => Some((key.clone(), placed(value, &Origin::default()))),
            };
            Content::Map(Arc::new(entries.iter().filter_map(entry).collect()))
        }
        _ if same.is_some() => planned.content.clone(),
        _ => placed(planned, &lasting(&written.origin)).content,
    };
    let origin = match same {
        Some(same) => same.origin.clone(),
        None => lasting(&written.origin),
    };
    Value::new(content, kept(&planned.origin, origin))
}

/// What is known only after apply: the sources may tell more of it.
fn unknown(planned: &Value, written: &Value) -> Value {
    match (&planned.content, &written.content) {
        (Content::Unknown(planned), Content::Unknown(source)) if source.refers_to.is_empty() && !source.secret => {
            let unknown = Unknown { refers_to: planned.refers_to.clone(), ..Unknown::clone(source) };
            Value::new(Content::Unknown(Arc::new(unknown)), written.origin.clone())
        }
        (Content::OneOf(_), Content::Unknown(source)) if source.refers_to.is_empty() && !source.secret => {
            Value::new(planned.content.clone(), written.origin.clone())
        }
        _ => written.clone(),
    }
}

/// The items of a list with those of the sources that belong to them.
fn list(items: &[Value], sources: &[Value], written: &Value, depth: usize) -> List {
    let mut free: Vec<Option<&Value>> = sources.iter().map(Some).collect();
    let mut by_key: FxHashMap<Arc<str>, Vec<usize>> = FxHashMap::default();
    for (at, source) in sources.iter().enumerate().rev() {
        if let Some(key) = key(source) {
            by_key.entry(key).or_default().push(at);
        }
    }
    let pair = |(at, item): (usize, &Value)| {
        let by_key = key(item).and_then(|key| by_key.get_mut(&key)?.pop());
        let alike = || {
            let mut near = free.iter().take(MAX_COMPARED);
            near.position(|source| source.is_some_and(|source| agrees(item, source, depth + 1)))
        };
        let found = by_key.or_else(alike).or_else(|| (items.len() == sources.len()).then_some(at));
        let source = found.and_then(|at| free.get_mut(at)?.take());
        source.map_or_else(|| placed(item, &lasting(&written.origin)), |source| merge(item, source, depth + 1))
    };
    items.iter().enumerate().map(pair).collect()
}

/// What tells an item from others: its text, or its name.
fn key(item: &Value) -> Option<Arc<str>> {
    let own = if let Content::Map(entries) = &item.content { entries.get("name")? } else { item };
    primitive_text(own)
}

/// Whether what the sources say may be the plan's value.
pub(super) fn agrees(planned: &Value, written: &Value, depth: usize) -> bool {
    match (&planned.content, &written.content) {
        _ if depth > MAX_DEPTH => false,
        (Content::Null, Content::Null) => true,
        (Content::List(items), Content::List(sources)) => {
            let pairs = items.iter().zip(sources.iter());
            items.len() == sources.len() && pairs.into_iter().all(|(item, source)| fits(item, source, depth))
        }
        (Content::Map(entries), Content::Map(sources)) => {
            sources.iter().all(|(name, source)| entries.get(name).is_none_or(|entry| fits(entry, source, depth)))
        }
        // `"5"` and `5` are one value to the provider.
        _ => primitive_text(planned).is_some_and(|text| primitive_text(written) == Some(text)),
    }
}

/// As [`agrees`], where what is not known on either side is no objection.
fn fits(planned: &Value, written: &Value, depth: usize) -> bool {
    let is_unknown = |value: &Value| matches!(value.content, Content::Unknown(_));
    is_unknown(planned) || written.alternatives().any(|(_, one)| is_unknown(one) || agrees(planned, one, depth + 1))
}

/// The plan's value at a place of the sources, whatever it holds.
fn placed(planned: &Value, origin: &Origin) -> Value {
    let content = match &planned.content {
        Content::List(items) => Content::List(items.iter().map(|item| placed(item, origin)).collect()),
        Content::Map(entries) => {
            Content::Map(Arc::new(entries.iter().map(|(key, entry)| (key.clone(), placed(entry, origin))).collect()))
        }
        other => other.clone(),
    };
    Value::new(content, kept(&planned.origin, origin.clone()))
}

/// The origin with what the plan knows of the value and the sources may not: what it identifies, that it is sensitive.
fn kept(planned: &Origin, origin: Origin) -> Origin {
    let steps = planned.steps().filter(|step| {
        matches!(step.what, What::Resource { .. } | What::Concealed(_) | What::VariableGiven { .. })
            && origin.steps().all(|known| known.what != step.what)
    });
    let steps: Vec<What> = steps.map(|step| step.what.clone()).collect();
    steps.into_iter().rev().fold(origin, |origin, what| origin.step(what, None))
}

/// Of an origin what holds whatever the value is: references and arguments, up to where something decided.
fn lasting(origin: &Origin) -> Origin {
    let lasts = |what: &What| {
        matches!(
            what,
            What::Reference(_)
                | What::ModuleArgument { .. }
                | What::ModuleOutput { .. }
                | What::Local(_)
                | What::DefaultTags(_)
                | What::Resource { .. }
                | What::Concealed(_)
        )
    };
    let steps: Vec<_> = origin.steps().take_while(|step| lasts(&step.what)).collect();
    let end = match origin.steps().nth(steps.len()).map(|step| &step.what) {
        Some(What::VariableDefault(name) | What::VariableFile(name) | What::VariableUnset(name)) => {
            Origin::default().step(What::VariableGiven { name: name.clone(), by: GIVEN.into() }, None)
        }
        _ if steps.is_empty() => origin.used_at().map(Origin::written).unwrap_or_default(),
        _ => Origin::default(),
    };
    steps.into_iter().rev().fold(end, |end, step| end.step(step.what.clone(), step.at))
}

/// Where the text of a password stands, or the parts that it is made of.
fn places(password: &Value) -> Vec<Span> {
    let of = |value: &Value| match &value.content {
        Content::Text(_) | Content::Number(_) if !value.origin.has_parts() => {
            value.origin.written_at().into_iter().collect()
        }
        _ => value.origin.parts_written_at(),
    };
    password.alternatives().flat_map(|(_, value)| of(value)).collect()
}

/// Whether an argument of a resource type is a secret.
fn is_secret(ty: &str, argument: &str) -> bool {
    secret_names(ty).any(|name| name == argument)
}
