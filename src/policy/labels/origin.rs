//! The origin of a value as places with words, from the place of use on.

use crate::finding::Label;
use crate::model::{Entity, Language};
use crate::policy::verdict::Evidence;
use crate::policy::words;
use crate::source::Span;
use crate::value::{Content, Origin, Step, Value, What};
use std::sync::Arc;

/// The origin that is told link by link: the value's own or, where the value is only put together, that of its first
/// alternative.
pub(in crate::policy) fn main_origin(value: &Value) -> Origin {
    match &value.content {
        Content::OneOf(alternatives) if value.origin.used_at().is_none() => {
            alternatives.first().map_or_else(Origin::default, |first| first.value.origin.clone())
        }
        _ => value.origin.clone(),
    }
}

/// The links of an origin that have a place and say where the value comes from, not that it is to be hidden.
pub(super) fn told(origin: &Origin) -> impl Iterator<Item = (&Step, Span)> {
    let told = origin.steps().filter(|step| !matches!(step.what, What::Concealed(_)));
    told.filter_map(|step| Some((step, step.at?)))
}

/// The places of an origin, from the place of use on.
pub(super) fn places(entity: &Entity, origin: &Origin) -> Vec<Label> {
    let words = |what: &What| match what {
        What::Reference(text) => words::step_words(entity.resource.language, &What::Reference(within(entity, text))),
        other => words::step_words(entity.resource.language, other),
    };
    told(origin).map(|(step, span)| Label { span, text: words(&step.what) }).collect()
}

/// An address as the entity's own module writes it.
fn within(entity: &Entity, address: &Arc<str>) -> Arc<str> {
    let call = entity.resource.calls.last().filter(|_| entity.resource.language == Language::Terraform);
    let inner = call.and_then(|call| address.strip_prefix(&*call.address)?.strip_prefix('.'));
    inner.map_or_else(|| address.clone(), Into::into)
}

/// Where the alternatives of a one-of are written.
pub(super) fn alternatives(value: &Value) -> Vec<Label> {
    let guarded = value.alternatives().filter_map(|(guard, value)| Some((guard?, value.origin.written_at()?)));
    guarded.map(|(guard, span)| Label { span, text: format!("when {guard}") }).collect()
}

/// The address of the parameter group that the value's origin leads through.
pub(in crate::policy) fn group(evidence: &Evidence) -> Option<Arc<str>> {
    main_origin(&evidence.value).steps().find_map(|step| match &step.what {
        What::ParameterGroup(address) => Some(address.clone()),
        _ => None,
    })
}
