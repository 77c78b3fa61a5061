//! Where a finding points: the place that the user can edit, the other places of the value's origin, and the way that the
//! value takes from one to the other.

mod addresses;
mod hidden;
mod origin;
mod primary;
mod statements;

pub(super) use addresses::Addresses;
pub(super) use hidden::is_hidden;
pub(super) use origin::{group, main_origin};
pub(super) use statements::shown;

use super::verdict::Evidence;
use crate::finding::Label;
use crate::model::{Entity, EntityId, Language, Model};
use crate::policy::ast::Subject;
use crate::source::Span;
use addresses::through;
use origin::{alternatives, places, told};
use primary::{owner, primary, unset_argument};
use rustc_hash::FxHashSet;
use statements::{in_words, states, tells};

/// The labels of one finding.
pub(super) struct Labels {
    pub(super) primary: Label,
    pub(super) related: Vec<Label>,
    pub(super) flow: Vec<Label>,
}

/// Puts the labels of a failure together; `selected` is the entity that the policy is about.
pub(super) fn labels(addresses: &Addresses<'_>, selected: EntityId, evidence: &Evidence) -> Labels {
    let entity = addresses.model.entity(evidence.entity);
    let origin = main_origin(&evidence.value);
    let mut chain = places(entity, &origin);
    let mut way = chain.clone();
    let primary = match primary(addresses, entity, evidence) {
        Some(index) if index < chain.len() => {
            let place = chain.remove(index);
            let text = states(addresses.model, evidence).or_else(|| tells(evidence, &place));
            Label { span: place.span, text: text.unwrap_or(place.text) }
        }
        _ => {
            let text =
                states(addresses.model, evidence).unwrap_or_else(|| format!("resource `{}`", entity.resource.address));
            let unset = unset_argument(addresses, entity, &origin);
            let unset = unset.map_or_else(String::new, |name| format!("; the argument `{name}` is not set here"));
            Label { span: owner(addresses, evidence), text: text + &unset }
        }
    };
    chain.extend(alternatives(&evidence.value));
    chain.extend(more_found(addresses.model, evidence));
    chain.extend(told(&origin).filter_map(|(step, _)| through(addresses, entity, &step.what)).flat_map(headers));
    chain.extend(headers(entity));
    way.reverse();
    way.push(header(entity));
    if selected != evidence.entity {
        let selected = addresses.model.entity(selected);
        chain.extend(headers(selected));
        way.push(header(selected));
    }
    Labels { related: unique(chain, Some(primary.span)), flow: flow(way, &primary), primary }
}

/// The way of a value, each place once; the primary one with its own words.
fn flow(way: Vec<Label>, primary: &Label) -> Vec<Label> {
    let mut flow = unique(way, None);
    match flow.iter_mut().find(|label| label.span == primary.span) {
        Some(label) => label.text.clone_from(&primary.text),
        // A value that is written nowhere begins with the resource that should set it.
        None => flow.insert(0, primary.clone()),
    }
    flow
}

/// Where the others are written that a fact has found beside the first.
fn more_found(model: &Model, evidence: &Evidence) -> Vec<Label> {
    let Some(items) = evidence.value.as_list().filter(|_| matches!(evidence.subject, Subject::Fact(_))) else {
        return Vec::new();
    };
    let hidden = is_hidden(model, evidence);
    let others = items.iter().skip(1).filter_map(|item| Some((item, item.origin.used_at()?)));
    let text = |item| if hidden { "this one too".to_owned() } else { in_words(model, evidence, item) };
    others.map(|(item, span)| Label { span, text: text(item) }).collect()
}

/// Drops what repeats a place, the one that is known already included.
fn unique(labels: Vec<Label>, known: Option<Span>) -> Vec<Label> {
    let mut seen = FxHashSet::from_iter(known);
    labels.into_iter().filter(|label| seen.insert(label.span)).collect()
}

/// The headers of a resource and of the calls that lead to it, innermost first.
pub(super) fn headers(entity: &Entity) -> Vec<Label> {
    let resource = &entity.resource;
    let calls = resource.calls.iter().rev().map(|call| Label {
        span: call.header,
        text: match resource.language {
            Language::Terraform => format!("`{}` is called here", call.address),
            Language::CloudFormation => format!("nested stack `{}`", call.address),
        },
    });
    std::iter::once(header(entity)).chain(calls).collect()
}

/// The header of a resource.
fn header(entity: &Entity) -> Label {
    let resource = &entity.resource;
    Label { span: resource.header, text: format!("resource `{}`", resource.address) }
}
