//! The collection of a loop: its items, as far as the inputs decide them.

use super::scope::Bound;
use crate::cloudformation::call::Call;
use crate::cloudformation::scalars;
use crate::cloudformation::stacks::Stack;
use crate::syntax::node::Node;
use crate::value::guards::any_of;
use crate::value::{Content, Value};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// One item: what each identifier stands for.
#[derive(Clone, Debug)]
pub(super) struct Item {
    pub(super) bounds: Vec<Bound>,
    /// When the collection has it; empty for certainly.
    pub(super) guard: Arc<str>,
}

/// What a loop goes through.
#[derive(Clone, Debug)]
pub(super) enum Collection {
    /// These items.
    Items(Arc<[Item]>),
    /// Nobody knows, for a reason.
    Unknown(Arc<str>),
    /// Something that is no collection.
    Wrong,
}

impl Collection {
    /// The items of a value, each of which gives that many identifiers what they stand for.
    pub(super) fn read(value: &Value, identifiers: usize) -> Self {
        if value.is_secret() {
            return Self::Unknown("it is a secret".into());
        }
        let mut found = Found::default();
        let total = value.alternatives().count();
        for (guard, list) in value.alternatives() {
            match &list.content {
                Content::List(items) => {
                    for item in items {
                        if !found.add(item, guard, identifiers) {
                            return Self::Wrong;
                        }
                    }
                }
                Content::Unknown(unknown) => return Self::Unknown(unknown.reason.clone()),
                _ => return Self::Wrong,
            }
        }
        Self::Items(found.finish(total))
    }

    /// When an unknown collection has an item, in words. The same collection has the same words in every loop.
    pub(super) fn guard(node: &Node, loop_key: &str, stack: &Stack<'_>) -> Arc<str> {
        let parameter = Call::read(node).filter(|call| call.name == "Ref").and_then(|call| call.text().cloned());
        format!("{} is not empty", stack.subject(parameter.as_deref().unwrap_or(loop_key))).into()
    }
}

/// Items of several possible lists.
#[derive(Default)]
struct Found {
    items: Vec<(Vec<Bound>, Vec<Arc<str>>)>,
    /// Where items of possible lists stand that others may have, too.
    known: FxHashMap<Vec<Arc<str>>, usize>,
}

impl Found {
    /// Adds an item, in each of the forms that it may have; false where it is of the wrong shape.
    fn add(&mut self, item: &Value, list: Option<&Arc<str>>, identifiers: usize) -> bool {
        item.alternatives().all(|(guard, value)| {
            let bounds = match (&value.content, identifiers) {
                (Content::List(several), _) if several.len() == identifiers => several.iter().map(bound).collect(),
                (Content::List(_) | Content::Map(_) | Content::Null, _) => None,
                (_, 1) => bound(value).map(|bound| vec![bound]),
                (Content::Unknown(_), _) => Some(vec![Bound::Unknown; identifiers]),
                _ => None,
            };
            let guards: Vec<&str> = list.into_iter().chain(guard).map(|guard| &**guard).collect();
            let added = bounds.map(|bounds| self.put(bounds, guards.join(" and ").into(), list.is_some()));
            added.is_some()
        })
    }

    fn put(&mut self, bounds: Vec<Bound>, guard: Arc<str>, may_repeat: bool) {
        let texts: Option<Vec<Arc<str>>> = bounds.iter().map(text).collect();
        if let Some(texts) = texts.filter(|_| may_repeat) {
            let next = self.items.len();
            let at = *self.known.entry(texts).or_insert(next);
            if let Some((_, guards)) = self.items.get_mut(at) {
                if guards.last() != Some(&guard) {
                    guards.push(guard);
                }
                return;
            }
        }
        self.items.push((bounds, vec![guard]));
    }

    fn finish(self, total: usize) -> Arc<[Item]> {
        let item = |(bounds, guards): (Vec<Bound>, Vec<Arc<str>>)| {
            let guard = match &guards[..] {
                [only] => only.clone(),
                several if several.len() >= total => "".into(),
                several => any_of(&several.iter().map(|guard| &**guard).collect::<Vec<_>>()).into(),
            };
            Item { bounds, guard }
        };
        self.items.into_iter().map(item).collect()
    }
}

fn text(bound: &Bound) -> Option<Arc<str>> {
    if let Bound::Known(text, _) = bound { Some(text.clone()) } else { None }
}

/// What an identifier stands for; `None` where it is no text.
fn bound(value: &Value) -> Option<Bound> {
    match &value.content {
        Content::Unknown(_) | Content::OneOf(_) => Some(Bound::Unknown),
        content => scalars::as_string(content).map(|text| Bound::Known(text, value.origin.clone())),
    }
}
