//! Values that are one of several: applying a function to each, putting equal ones together, and leaving out
//! combinations that contradict themselves.

use crate::value::{Alternative, Content, MAX_ALTERNATIVES, Origin, Value};
use std::sync::Arc;

/// How many keys a merged guard names before it only counts the others.
const NAMED: usize = 4;

/// Applies a function to a value, or to each of its alternatives.
pub(super) fn each(value: &Value, mut apply: impl FnMut(&Value) -> Value) -> Value {
    let Content::OneOf(alternatives) = &value.content else { return apply(value) };
    let applied =
        |alternative: &Alternative| Alternative { guard: alternative.guard.clone(), value: apply(&alternative.value) };
    let applied = alternatives.iter().map(applied).collect();
    Value::one_of(applied, value.origin.clone())
}

/// One of several, equal ones put together where there are too many otherwise.
pub(super) fn choose(alternatives: Vec<Alternative>, origin: Origin) -> Value {
    if alternatives.len() <= MAX_ALTERNATIVES {
        return Value::one_of(alternatives, origin);
    }
    let mut groups: Vec<(Value, Vec<Arc<str>>)> = Vec::new();
    for Alternative { guard, value } in alternatives {
        match groups.iter().position(|(known, _)| known.content == value.content) {
            Some(at) => groups[at].1.push(guard),
            // One group too many is enough to make the result unknown.
            None if groups.len() > MAX_ALTERNATIVES => {}
            None => groups.push((value, vec![guard])),
        }
    }
    let merged = groups.into_iter().map(|(value, guards)| Alternative { guard: either(&guards), value }).collect();
    Value::one_of(merged, origin)
}

/// `R is a` and `R is b` are `R is a or b`.
pub(super) fn either(guards: &[Arc<str>]) -> Arc<str> {
    let [first, ..] = guards else { return "".into() };
    let subject = first.split_once(" is ").map_or("", |(subject, _)| subject);
    let common = format!("{subject} is ");
    let shared = guards.iter().all(|guard| guard.starts_with(&common));
    let short = |guard: &Arc<str>| if shared { guard[common.len()..].to_owned() } else { guard.to_string() };
    let mut named: Vec<String> = guards.iter().take(NAMED).map(short).collect();
    if guards.len() > NAMED {
        named.push(format!("{} others", guards.len() - NAMED));
    }
    let listed = named.join(" or ");
    if shared { format!("{common}{listed}").into() } else { listed.into() }
}

#[cfg(test)]
mod tests {
    use super::choose;
    use crate::value::{Alternative, Origin, Value};

    #[test]
    fn too_many_alternatives_are_put_together_by_content() {
        let alternative = |i: usize| Alternative {
            guard: format!("R is r{i}").into(),
            value: Value::text(if i.is_multiple_of(2) { "even" } else { "odd" }, Origin::default()),
        };
        let value = choose((0..30).map(alternative).collect(), Origin::default());
        let guards: Vec<_> = value.alternatives().filter_map(|(guard, _)| guard.cloned()).collect();
        assert_eq!(
            guards,
            ["R is r0 or r2 or r4 or r6 or 11 others".into(), "R is r1 or r3 or r5 or r7 or 11 others".into()]
        );
    }
}
