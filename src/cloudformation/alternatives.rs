//! Values that are one of several: applying a function to each, and leaving out what contradicts itself.

use super::scalars;
use crate::value::{Alternative, Content, List, Logic, Map, Value, guards};
use std::sync::Arc;

/// Applies a function to a value, or to each of its alternatives.
pub(super) fn each(value: &Value, mut apply: impl FnMut(&Value) -> Value) -> Value {
    let Content::OneOf(alternatives) = &value.content else { return apply(value) };
    let applied =
        |alternative: &Alternative| Alternative { guard: alternative.guard.clone(), value: apply(&alternative.value) };
    let applied = alternatives.iter().map(applied).collect();
    Value::one_of(applied, value.origin.clone())
}

/// Leaves out the alternatives whose guards contradict themselves, at any depth.
pub(super) fn possible(value: &mut Value, logic: &Logic) {
    let content = match &value.content {
        Content::OneOf(several) => return possible_of(&several.clone(), value, logic),
        Content::List(list) if list.iter().any(is_open) => {
            let mut items = list.to_vec();
            for item in &mut items {
                possible(item, logic);
            }
            Content::List(List::of(list.kind(), items))
        }
        Content::Map(map) if map.values().any(is_open) => {
            let mut entries = Map::clone(map);
            entries.values_mut().for_each(|item| possible(item, logic));
            Content::Map(Arc::new(entries))
        }
        _ => return,
    };
    value.content = content;
}

fn possible_of(several: &[Alternative], value: &mut Value, logic: &Logic) {
    let mut left: Vec<Alternative> = several.iter().filter(|one| logic.is_possible(&one.guard)).cloned().collect();
    for one in &mut left {
        possible(&mut one.value, logic);
    }
    if !left.is_empty() {
        *value = Value::one_of(left, value.origin.clone());
    }
}

/// Whether there may be alternatives in a value.
fn is_open(value: &Value) -> bool {
    matches!(value.content, Content::OneOf(_) | Content::List(_) | Content::Map(_))
}

/// Notes what an input can be, where its alternatives are that.
pub(super) fn bound(logic: &mut Logic, name: Arc<str>, value: &Value) {
    let Content::OneOf(several) = &value.content else { return };
    let word = |one: &Alternative| Some(guards::word(&scalars::as_string(&one.value.content)?).into());
    if let Some(range) = several.iter().map(word).collect() {
        logic.bound(name, range);
    }
}
