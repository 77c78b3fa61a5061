//! Links in the chain of a value's origin.

use crate::source::Span;
use crate::value::{Origin, Value, What};

/// How many links a chain may have; further ones are left out.
const MAX_LINKS: usize = 64;

/// The value behind one more link, unless its chain is long already.
pub(super) fn step(value: &Value, what: What, at: Span) -> Value {
    if value.origin.steps().nth(MAX_LINKS).is_some() { value.clone() } else { value.step(what, Some(at)) }
}

/// A part of a container, behind the links that lead to the container.
pub(super) fn part(container: &Value, element: &Value) -> Value {
    let links: Vec<_> = container.origin.steps().filter(|step| step.what != What::Written).collect();
    let mut part = element.clone();
    for link in links.into_iter().rev() {
        if part.origin.steps().nth(MAX_LINKS).is_some() {
            break;
        }
        part.origin = part.origin.step(link.what.clone(), link.at);
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
