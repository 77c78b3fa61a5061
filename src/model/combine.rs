//! Values with alternatives, combined: what holds for each, and under which conditions two can meet.

use super::Resource;
use crate::value::{Alternative, Content, Logic, Origin, Truth, Value, What, guards};
use std::sync::Arc;

/// Something that holds under a condition in words; an empty guard always holds.
pub(super) type Guarded<T> = (Arc<str>, T);

/// Applies `f` to the value, or to each of its alternatives.
pub(super) fn each(value: &Value, mut f: impl FnMut(&Value) -> Value) -> Value {
    let Content::OneOf(alternatives) = &value.content else { return f(value) };
    let mapped = alternatives.iter().map(|a| (a.guard.clone(), f(&a.value))).collect();
    merge(mapped, &value.origin)
}

/// The alternatives with their guards; the value itself, always, where it has none.
pub(super) fn choices(value: &Value) -> Vec<Guarded<&Value>> {
    value.alternatives().map(|(guard, value)| (guard.cloned().unwrap_or_default(), value)).collect()
}

/// Both conditions together; `None` when they contradict each other.
pub(super) fn both(a: &Arc<str>, b: &Arc<str>) -> Option<Arc<str>> {
    match (&**a, &**b) {
        (_, "") => Some(a.clone()),
        ("", _) => Some(b.clone()),
        _ if a == b => Some(a.clone()),
        _ => guards::both(a, b).map(Into::into),
    }
}

/// The condition under which something exists, and what the guards around it mean.
#[derive(Clone, Copy)]
pub(super) struct Existence<'a> {
    /// The condition; empty for always.
    pub(super) condition: &'a str,
    /// What guards mean.
    pub(super) logic: &'a Logic,
}

impl<'a> Existence<'a> {
    /// That of a resource.
    pub(super) fn of(resource: &'a Resource) -> Self {
        Self { condition: resource.condition.as_deref().unwrap_or_default(), logic: &resource.logic }
    }
}

/// Whether something that holds under a guard holds where something exists.
pub(super) fn under(existence: Existence<'_>, guard: &str) -> Truth {
    let Existence { condition, logic } = existence;
    if guard.is_empty() {
        return Truth::True;
    }
    if logic.both(condition, guard).is_none() {
        return Truth::False;
    }
    if condition.is_empty() {
        return Truth::Unknown;
    }
    if guards::parts(guard).all(|part| logic.follows(condition, part)) { Truth::True } else { Truth::Unknown }
}

/// The value as it is where something exists.
pub(super) fn given(value: Value, existence: Existence<'_>) -> Value {
    let Existence { condition, logic } = existence;
    let Content::OneOf(alternatives) = &value.content else { return value };
    let possible = alternatives.iter().filter(|a| logic.both(condition, &a.guard).is_some());
    let open = |part: &&str| condition.is_empty() || !logic.follows(condition, part);
    let left = |a: &Alternative| Alternative {
        guard: guards::all_of(guards::parts(&a.guard).filter(open)).into(),
        value: a.value.clone(),
    };
    match possible.map(left).collect::<Vec<_>>() {
        left if left.is_empty() => value,
        mut left => match left.iter().position(|a| a.guard.is_empty()) {
            Some(certain) => left.swap_remove(certain).value,
            None if left.len() == 1 => left.swap_remove(0).value,
            None => Value::one_of(left, value.origin),
        },
    }
}

/// One value out of what holds under several conditions; alternatives within are joined with the outer guard.
pub(super) fn merge(choices: Vec<Guarded<Value>>, origin: &Origin) -> Value {
    let mut flat = Vec::with_capacity(choices.len());
    for (outer, value) in choices {
        for (guard, inner) in value.alternatives() {
            let guard = guard.map_or_else(|| Some(outer.clone()), |guard| both(&outer, guard));
            flat.extend(guard.map(|guard| Alternative { guard, value: inner.clone() }));
        }
    }
    match flat.as_slice() {
        [only] => only.value.clone(),
        _ => Value::one_of(flat, origin.clone()),
    }
}

/// Whether the value is there at all: an empty string or list is as good as nothing.
pub(super) fn presence(value: &Value) -> Truth {
    truth_of(value, |value| match &value.content {
        Content::Null => Truth::False,
        Content::Text(text) => (!text.is_empty()).into(),
        Content::List(list) => (!list.is_empty()).into(),
        Content::Unknown(unknown) if unknown.non_null || unknown.secret || !unknown.prefix.is_empty() => Truth::True,
        Content::Unknown(_) if !value.references().is_empty() => Truth::True,
        Content::Unknown(_) => Truth::Unknown,
        _ => Truth::True,
    })
}

/// What a question about a value comes to over its alternatives.
pub(super) fn truth_of(value: &Value, question: impl Fn(&Value) -> Truth) -> Truth {
    let mut answers = value.alternatives().map(|(_, value)| question(value));
    let first = answers.next().unwrap_or(Truth::Unknown);
    if answers.all(|other| other == first) { first } else { Truth::Unknown }
}

/// Why a value is not known: its own reason, the first of its alternatives', or the condition it depends on.
pub(super) fn reason(value: &Value) -> Arc<str> {
    let unknown = value.alternatives().find_map(|(_, value)| value.as_unknown());
    let guard = value.alternatives().find_map(|(guard, _)| guard);
    match (unknown, guard) {
        (Some(unknown), _) => unknown.reason.clone(),
        (None, Some(guard)) => depends_on(guard),
        (None, None) => "its value is not known".into(),
    }
}

/// Unknown because something else is, and nothing more: what is known of that one, such as how its text begins, is
/// not known of this.
pub(super) fn undecided(other: &Value) -> Value {
    Value::unknown(reason(other), other.origin.clone())
}

/// The reason of what only a condition decides.
pub(super) fn depends_on(guard: &str) -> Arc<str> {
    format!("it depends on whether {guard}").into()
}

/// The chain with one more link at its far end, where no place is.
pub(super) fn ending(origin: &Origin, what: What) -> Origin {
    let steps: Vec<_> = origin.steps().collect();
    steps
        .into_iter()
        .rev()
        .fold(Origin::default().step(what, None), |chain, step| chain.step(step.what.clone(), step.at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_leaves_of_the_alternatives_what_it_allows() {
        let one =
            |guard: &str, text: &str| Alternative { guard: guard.into(), value: Value::text(text, Origin::default()) };
        let value = Value::one_of(
            vec![one("P is true and Q is true", "a"), one("P is true and Q is false", "b"), one("P is false", "c")],
            Origin::default(),
        );
        for (condition, expected) in [
            ("P is false", "c"),
            ("P is true", "Q is true: a, Q is false: b"),
            ("Q is true and P is true", "a"),
            ("R is true", "P is true and Q is true: a, P is true and Q is false: b, P is false: c"),
        ] {
            let left = given(value.clone(), Existence { condition, logic: &Logic::default() });
            let said = left.alternatives().map(|(guard, value)| {
                let guard = guard.map_or_else(String::new, |guard| format!("{guard}: "));
                format!("{guard}{}", value.as_text().unwrap())
            });
            assert_eq!(said.collect::<Vec<_>>().join(", "), expected, "{condition}");
        }
    }

    #[test]
    fn guards_hold_where_a_condition_implies_them() {
        for (condition, guard, expected) in [
            ("", "", Truth::True),
            ("", "P is true", Truth::Unknown),
            ("P is true", "P is true", Truth::True),
            ("P is true", "P is false", Truth::False),
            ("P is true", "P is true and Q is true", Truth::Unknown),
        ] {
            let existence = Existence { condition, logic: &Logic::default() };
            assert_eq!(under(existence, guard), expected, "{condition} {guard}");
        }
    }
}
