//! Links in the chain of a value's origin.

use crate::source::Span;
use crate::value::{Content, Origin, Value, What};

/// How many links a chain may have; further ones are left out.
const MAX_LINKS: usize = 64;

/// The value behind one more link, unless its chain is long already. That a value is concealed is never left out.
pub(super) fn step(value: &Value, what: What, at: Span) -> Value {
    let keep = matches!(what, What::Concealed(_)) || value.origin.steps().nth(MAX_LINKS).is_none();
    if keep { value.step(what, Some(at)) } else { value.clone() }
}

/// The value that a result is traced back to: one that must not be shown if there is any, else the first that came
/// from somewhere.
pub(super) fn deciding(values: &[Value]) -> Option<&Value> {
    values.iter().find_map(concealed).or_else(|| values.iter().find(|value| !value.origin.is_empty()))
}

/// The value in `value`, however deep, that must not be shown.
pub(super) fn concealed(value: &Value) -> Option<&Value> {
    if value.origin.steps().any(|step| matches!(step.what, What::Concealed(_))) {
        return Some(value);
    }
    match &value.content {
        Content::List(items) => items.iter().find_map(concealed),
        Content::Map(entries) => entries.values().find_map(concealed),
        Content::OneOf(several) => several.iter().find_map(|one| concealed(&one.value)),
        _ => None,
    }
}

/// A part of a container, behind the links that lead to the container.
pub(super) fn part(container: &Value, element: &Value) -> Value {
    let links: Vec<_> = container.origin.steps().filter(|step| step.what != What::Written).collect();
    let mut part = element.clone();
    for link in links.into_iter().rev() {
        let keep = matches!(link.what, What::Concealed(_)) || part.origin.steps().nth(MAX_LINKS).is_none();
        if keep {
            part.origin = part.origin.step(link.what.clone(), link.at);
        }
    }
    part
}

/// The value with an origin that says that an operator or function at `at` made it of `decisive`.
pub(super) fn made_by(name: &str, at: Span, result: Value, decisive: Option<&Value>) -> Value {
    let origin = match decisive {
        _ if !result.origin.is_empty() => result.origin.clone(),
        Some(value) => value.origin.clone(),
        None => Origin::default(),
    };
    step(&Value::new(result.content, origin), What::Function(name.into()), at)
}
