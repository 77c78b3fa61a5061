//! Helpers over values: text as Terraform converts it, equality, size, derived unknowns, and operations over
//! values of which several are possible.

use crate::source::Span;
use crate::value::{Alternative, Content, List, MAX_ALTERNATIVES, Map, Number, Origin, Truth, Unknown, Value, guards};
use std::sync::Arc;

/// An error that Terraform would stop at; `try` and `can` see it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Failure {
    /// What is wrong, without a full stop.
    pub(super) reason: Arc<str>,
    /// The expression at fault, once that is known.
    pub(super) at: Option<Span>,
    pub(super) certainty: Certainty,
}

/// Whether an error is one wherever Terraform runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Certainty {
    /// The source alone decides.
    Certain,
    /// Something beside the source is missing that may be made before Terraform runs.
    Possible,
}

/// A value, or the error that Terraform would stop with.
pub(super) type Outcome = Result<Value, Failure>;

impl Failure {
    pub(super) fn new(reason: impl Into<Arc<str>>) -> Self {
        Self { reason: reason.into(), at: None, certainty: Certainty::Certain }
    }
}

/// How many combinations of alternatives an operation is tried with.
const MAX_COMBINATIONS: usize = 64;
/// How many choices are looked at for that.
const MAX_VISITED: usize = 4_096;
/// How deep alternatives are looked for within a value.
const MAX_LIFTED: usize = 3;
/// How deep a value may nest.
const MAX_DEPTH: usize = 64;
/// How many nodes a value may have, shared ones counted wherever they stand.
const MAX_NODES: usize = 20_000;
/// Bytes of text that cost as much as one node.
const BYTES_PER_STEP: usize = 64;

/// What it costs to go through a value, in steps; `None` when it is too large or nested too deep to go on with.
pub(super) fn size(value: &Value) -> Option<usize> {
    fn count(value: &Value, depth: usize, (nodes, bytes): (&mut usize, &mut usize)) -> Option<()> {
        *nodes += 1;
        if depth > MAX_DEPTH || *nodes > MAX_NODES {
            return None;
        }
        match &value.content {
            Content::Text(text) => *bytes += text.len(),
            Content::List(items) => items.iter().try_for_each(|item| count(item, depth + 1, (nodes, bytes)))?,
            Content::Map(map) => map.values().try_for_each(|item| count(item, depth + 1, (nodes, bytes)))?,
            Content::OneOf(several) => {
                several.iter().try_for_each(|one| count(&one.value, depth + 1, (nodes, bytes)))?;
            }
            _ => {}
        }
        Some(())
    }
    let (mut nodes, mut bytes) = (0, 0);
    count(value, 0, (&mut nodes, &mut bytes)).map(|()| nodes + bytes / BYTES_PER_STEP)
}

/// What to call the kind of a value in a message.
pub(super) fn kind(value: &Value) -> &'static str {
    match &value.content {
        Content::Null => "null",
        Content::Bool(_) => "a bool",
        Content::Number(_) => "a number",
        Content::Text(_) => "a string",
        Content::List(_) => "a list",
        Content::Map(_) => "a map",
        Content::Unknown(_) | Content::OneOf(_) => "unknown",
    }
}

/// A value without a place.
pub(super) fn bare(content: Content) -> Value {
    Value::new(content, Origin::default())
}

/// A string without a place.
pub(super) fn text(text: impl Into<Arc<str>>) -> Value {
    bare(Content::Text(text.into()))
}

/// A list without a place.
pub(super) fn list(items: Vec<Value>) -> Value {
    bare(Content::List(items.into()))
}

/// A map without a place.
pub(super) fn map(entries: Map) -> Value {
    bare(Content::Map(Arc::new(entries)))
}

/// A primitive as Terraform converts it to a string.
pub(super) fn primitive_text(value: &Value) -> Option<Arc<str>> {
    match &value.content {
        Content::Text(text) => Some(text.clone()),
        Content::Bool(value) => Some(if *value { "true".into() } else { "false".into() }),
        Content::Number(number) => Some(number.to_string().into()),
        _ => None,
    }
}

/// A primitive as Terraform converts it to a number.
pub(super) fn primitive_number(value: &Value) -> Option<Number> {
    match &value.content {
        Content::Number(number) => Some(*number),
        Content::Text(text) => Number::parse(text),
        _ => None,
    }
}

/// A primitive as Terraform converts it to a boolean.
pub(super) fn primitive_bool(value: &Value) -> Option<bool> {
    match &value.content {
        Content::Bool(value) => Some(*value),
        Content::Text(text) => match &**text {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the value itself is not decided; what it holds may be open where it is.
pub(super) fn is_open(value: &Value) -> bool {
    matches!(value.content, Content::Unknown(_) | Content::OneOf(_))
}

/// The first value, however deep, that is not decided.
pub(super) fn undecided(value: &Value) -> Option<&Value> {
    match &value.content {
        Content::Unknown(_) | Content::OneOf(_) => Some(value),
        Content::List(items) => items.iter().find_map(undecided),
        Content::Map(entries) => entries.values().find_map(undecided),
        _ => None,
    }
}

/// Why a value is not decided.
pub(super) fn reason(value: &Value) -> Arc<str> {
    match &value.content {
        Content::Unknown(unknown) => unknown.reason.clone(),
        Content::OneOf(several) => several.first().map_or_else(
            || "no alternative is possible".into(),
            |one| format!("it depends on whether {}", one.guard).into(),
        ),
        _ => "it is not decided".into(),
    }
}

/// A value made of one that is not decided: for the same reason, and as secret, but no longer the same thing.
pub(super) fn derived(from: &Value) -> Value {
    let secret = from.as_unknown().is_some_and(|unknown| unknown.secret);
    let unknown = Unknown { secret, ..Unknown::because(reason(from)) };
    Value::new(Content::Unknown(Arc::new(unknown)), from.origin.clone())
}

/// As [`derived`], for a result that is certainly not null.
pub(super) fn derived_non_null(from: &Value) -> Value {
    let secret = from.as_unknown().is_some_and(|unknown| unknown.secret);
    let unknown = Unknown { secret, non_null: true, ..Unknown::because(reason(from)) };
    Value::new(Content::Unknown(Arc::new(unknown)), from.origin.clone())
}

/// A value chosen from one that is not decided: it may be that very thing, so it still identifies a resource.
pub(super) fn chosen(from: &Value) -> Value {
    match &from.content {
        Content::Unknown(unknown) => {
            let unknown = Unknown { non_null: false, prefix: "".into(), shape: "".into(), ..(**unknown).clone() };
            Value::new(Content::Unknown(Arc::new(unknown)), from.origin.clone())
        }
        _ => derived(from),
    }
}

/// Whether two values are equal by Terraform's `==`, which converts nothing.
pub(super) fn equal(a: &Value, b: &Value) -> Truth {
    match (&a.content, &b.content) {
        (Content::Unknown(unknown), other) | (other, Content::Unknown(unknown)) => differs_from(unknown, other),
        (Content::OneOf(several), other) | (other, Content::OneOf(several)) => {
            let other = bare(other.clone());
            let mut all = several.iter().map(|one| equal(&one.value, &other));
            let first = all.next().unwrap_or(Truth::Unknown);
            if all.all(|truth| truth == first) { first } else { Truth::Unknown }
        }
        (Content::List(a), Content::List(b)) if a.is_set() && b.is_set() => equal_sets(a, b),
        (Content::List(a), Content::List(b)) if a.len() == b.len() && a.kind() == b.kind() => {
            a.iter().zip(b.iter()).map(|(a, b)| equal(a, b)).fold(Truth::True, Truth::and)
        }
        (Content::Map(a), Content::Map(b)) if a.len() == b.len() && a.is_uniform() == b.is_uniform() => {
            a.iter().map(|(key, a)| b.get(key).map_or(Truth::False, |b| equal(a, b))).fold(Truth::True, Truth::and)
        }
        (Content::List(_) | Content::Map(_), _) | (_, Content::List(_) | Content::Map(_)) => Truth::False,
        (a, b) => Truth::from(a == b),
    }
}

/// Sets are in order; an unknown element may be equal to any other.
fn equal_sets(a: &List, b: &List) -> Truth {
    if a.iter().chain(b).any(|item| undecided(item).is_some()) {
        return Truth::Unknown;
    }
    Truth::from(a == b)
}

/// An unknown never certainly equals anything, but what is known of it may tell it apart.
fn differs_from(unknown: &Unknown, other: &Content) -> Truth {
    let apart = match other {
        Content::Null => unknown.non_null,
        Content::Text(text) => !text.starts_with(&*unknown.prefix),
        Content::Unknown(_) | Content::OneOf(_) => false,
        _ => !unknown.prefix.is_empty(),
    };
    if apart { Truth::False } else { Truth::Unknown }
}

/// Does something for every combination of the alternatives of `values` (at their top), and puts the results
/// together under the guards; combinations that contradict themselves are left out.
pub(super) fn distribute(values: &[Value], work: &mut dyn FnMut(&[Value]) -> Outcome) -> Outcome {
    if values.iter().all(|value| ways(value) == 1) {
        return work(values);
    }
    let mut combinations = Combinations::default();
    combinations.collect(values, &mut Vec::new(), "");
    if combinations.visited > MAX_VISITED || combinations.found.len() > MAX_COMBINATIONS {
        let first = values.iter().find(|value| ways(value) > 1);
        let unknown = first.map_or_else(|| bare(Content::Null), derived);
        let reason = format!("more than {MAX_COMBINATIONS} combinations are possible: {}", reason(&unknown));
        return Ok(Value::unknown(reason, unknown.origin));
    }
    let mut results = Vec::with_capacity(combinations.found.len());
    for (guard, chosen) in combinations.found {
        let value = work(&chosen).unwrap_or_else(|failure| Value::unknown(failure.reason, Origin::default()));
        results.push(Alternative { guard: guard.into(), value });
    }
    Ok(Value::one_of(results, Origin::default()))
}

/// The value with alternatives within its elements made alternatives of the whole, where those are few.
pub(super) fn lifted(value: &Value) -> Value {
    fn lift(value: &Value, depth: usize) -> Value {
        let parts: Vec<Value> = match &value.content {
            _ if depth == 0 => return value.clone(),
            Content::List(items) => items.iter().map(|item| lift(item, depth - 1)).collect(),
            Content::Map(entries) => entries.values().map(|item| lift(item, depth - 1)).collect(),
            _ => return value.clone(),
        };
        let ways = parts.iter().fold(1, |product: usize, part| product.saturating_mul(ways(part)));
        if ways == 1 || ways > MAX_ALTERNATIVES {
            return value.clone();
        }
        let whole = |parts: &[Value]| match &value.content {
            Content::Map(entries) => map(entries.keys().cloned().zip(parts.iter().cloned()).collect()),
            _ => list(parts.to_vec()),
        };
        let placed = |parts: &[Value]| Ok(Value { origin: value.origin.clone(), ..whole(parts) });
        distribute(&parts, &mut |parts| placed(parts)).unwrap_or_else(|_| value.clone())
    }
    lift(value, MAX_LIFTED)
}

fn ways(value: &Value) -> usize {
    if let Content::OneOf(several) = &value.content { several.len() } else { 1 }
}

/// The combinations of alternatives whose guards do not contradict each other.
#[derive(Default)]
struct Combinations {
    found: Vec<(String, Vec<Value>)>,
    visited: usize,
}

impl Combinations {
    fn collect(&mut self, rest: &[Value], chosen: &mut Vec<Value>, guard: &str) {
        self.visited += 1;
        let Some((first, rest)) = rest.split_first() else {
            self.found.push((guard.to_owned(), chosen.clone()));
            return;
        };
        let own = chosen.len();
        for (condition, value) in first.alternatives() {
            if self.visited > MAX_VISITED || self.found.len() > MAX_COMBINATIONS {
                return;
            }
            let Some(condition) = condition else {
                // Runs of decided values do not nest.
                let decided = 1 + rest.iter().take_while(|value| ways(value) == 1).count();
                chosen.push(value.clone());
                chosen.extend(rest.iter().take(decided - 1).cloned());
                self.collect(rest.get(decided - 1..).unwrap_or_default(), chosen, guard);
                chosen.truncate(own);
                continue;
            };
            let Some(guard) = guards::both(guard, condition) else { continue };
            chosen.push(super::origins::part(first, value));
            self.collect(rest, chosen, &guard);
            chosen.truncate(own);
        }
    }
}
