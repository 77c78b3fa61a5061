//! Values with alternatives, combined: what holds for each, and under which conditions two can meet.

use crate::value::{Alternative, Content, Origin, Truth, Value, What};
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
    if b.is_empty() || a == b {
        return Some(a.clone());
    }
    if a.is_empty() {
        return Some(b.clone());
    }
    if parts(a).any(|one| parts(b).any(|other| contradict(one, other))) {
        return None;
    }
    let fresh: Vec<&str> = parts(b).filter(|one| parts(a).all(|other| other != *one)).collect();
    if fresh.is_empty() { Some(a.clone()) } else { Some(format!("{a} and {}", fresh.join(" and ")).into()) }
}

/// What a condition still leaves open where another one holds: nothing, a part of it, or `None` when both cannot be.
pub(super) fn left_open(condition: Option<&Arc<str>>, held: Option<&Arc<str>>) -> Option<Arc<str>> {
    let (Some(condition), Some(held)) = (condition, held) else { return Some(condition.cloned().unwrap_or_default()) };
    both(held, condition)?;
    let open: Vec<&str> = parts(condition).filter(|part| parts(held).all(|other| other != *part)).collect();
    Some(open.join(" and ").into())
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

fn parts(guard: &str) -> impl Iterator<Item = &str> {
    guard.split(" and ")
}

/// `P is true` and `P is false`, `Stage is test` and `Stage is live`; what a thing is not says nothing about what it is.
fn contradict(a: &str, b: &str) -> bool {
    match (a.rsplit_once(" is "), b.rsplit_once(" is ")) {
        (Some((one, is)), Some((other, too))) if one == other => {
            match (is.strip_prefix("not "), too.strip_prefix("not ")) {
                (None, None) => is != too,
                (Some(not), None) => not == too,
                (None, Some(not)) => not == is,
                (Some(_), Some(_)) => false,
            }
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_join_unless_they_contradict() {
        for (a, b, expected) in [
            ("", "P is true", Some("P is true")),
            ("P is true", "P is true", Some("P is true")),
            ("P is true", "Q is false", Some("P is true and Q is false")),
            ("P is true and Q is true", "Q is true", Some("P is true and Q is true")),
            ("P is true and Q is true", "Q is false", None),
            ("Stage is test", "Stage is live", None),
            ("Stage is live", "Stage is not live", None),
            ("Stage is test", "Stage is not live", Some("Stage is test and Stage is not live")),
        ] {
            assert_eq!(both(&a.into(), &b.into()).as_deref(), expected, "{a} / {b}");
        }
    }

    #[test]
    fn what_holds_anyway_is_not_left_open() {
        for (condition, held, expected) in [
            ("P is true and Q is true", "P is true", Some("Q is true")),
            ("P is true", "P is true and R is false", Some("")),
            ("P is true", "P is false", None),
        ] {
            assert_eq!(left_open(Some(&condition.into()), Some(&held.into())).as_deref(), expected, "{condition}");
        }
    }
}
