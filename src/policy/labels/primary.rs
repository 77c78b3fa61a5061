//! The one place to edit: among those of the value's origin or, of a value that is written nowhere, the resource that
//! should set it.

use super::addresses::Addresses;
use super::origin::{main_origin, told};
use crate::model::{Entity, Language};
use crate::policy::verdict::Evidence;
use crate::source::Span;
use crate::value::{Origin, Step, What};
use std::sync::Arc;

/// Which of the places is the one to edit; none where all of it lies in fetched modules.
pub(super) fn primary(addresses: &Addresses<'_>, entity: &Entity, evidence: &Evidence) -> Option<usize> {
    let origin = main_origin(&evidence.value);
    let is_beside = |(step, _): &(&Step, Span)| matches!(step.what, What::Path(_));
    let steps: Vec<(&Step, Span)> = told(&origin).take_while(|step| !is_beside(step)).collect();
    match entity.resource.language {
        Language::Terraform => written(addresses, &steps),
        Language::CloudFormation => used(addresses, entity, &steps),
    }
}

/// In Terraform it is where the value is written, at the end of the chain, or the last place before the chain ends in a
/// fetched module.
fn written(addresses: &Addresses<'_>, steps: &[(&Step, Span)]) -> Option<usize> {
    // A literal among a call's arguments is only a part of what the call returns, and what a comparison
    // compares is right as it is.
    let made = steps.iter().position(|(step, place)| match step.what {
        What::Function(_) => steps.last().is_some_and(|(_, end)| place.contains(*end)),
        What::Predicate(_) => addresses.is_editable(*place),
        _ => false,
    });
    let steps = made.map_or(steps, |made| steps.get(..=made).unwrap_or(steps));
    steps.iter().rposition(|(_, place)| addresses.is_editable(*place))
}

/// In `CloudFormation` it is where whoever deploys gives the value; else the property that uses it, since a parameter's
/// default is only one value that it may get: the first place behind the last link that leads to another resource.
fn used(addresses: &Addresses<'_>, entity: &Entity, steps: &[(&Step, Span)]) -> Option<usize> {
    let last = steps.len().checked_sub(1)?;
    if let Some(given) = steps.iter().position(|(step, _)| matches!(step.what, What::ParameterGiven { .. })) {
        return Some(given);
    }
    let behind = steps.iter().enumerate().filter_map(|(i, (step, _))| match &step.what {
        // What a stack is given stands in the template that creates it.
        What::ParameterGroup(_) | What::ModuleArgument { .. } => Some(i),
        What::Inherited(_) => Some(i + 1),
        What::Reference(name) if addresses.find(entity, name).is_some() => Some(i + 1),
        _ => None,
    });
    let mut at = behind.max().unwrap_or(0).min(last);
    // Of a condition's branches it is the one that was taken.
    while let Some([(step, place), (_, inner)]) = steps.get(at..at + 2)
        && matches!(step.what, What::Branch { .. })
        && place.contains(*inner)
    {
        at += 1;
    }
    Some(at)
}

/// The argument that would decide, of the innermost call that is the user's own, where the fetched module that it calls
/// has a default.
pub(super) fn unset_argument<'o>(
    addresses: &Addresses<'_>,
    entity: &Entity,
    origin: &'o Origin,
) -> Option<&'o Arc<str>> {
    let calls = &entity.resource.calls;
    let own = calls.iter().rposition(|call| addresses.is_editable(call.header))?;
    let name = origin.steps().find_map(|step| match &step.what {
        What::VariableDefault(name) => Some(name).filter(|_| step.at.is_some_and(|at| !addresses.is_editable(at))),
        _ => None,
    })?;
    let passed_on = origin.steps().filter_map(|step| match &step.what {
        What::ModuleArgument { call, .. } => calls.iter().position(|known| known.address == *call),
        _ => None,
    });
    // An argument is written in the module that makes the call.
    let written_in = passed_on.last().map_or(calls.len(), |call| call).checked_sub(1)?;
    (written_in == own).then_some(name)
}

/// The header of the resource that should set a value that is written nowhere: the one that it is inherited from, or
/// the entity's own; of a resource in a fetched module the call.
pub(super) fn owner(addresses: &Addresses<'_>, evidence: &Evidence) -> Span {
    let entity = addresses.model.entity(evidence.entity);
    let origin = main_origin(&evidence.value);
    let named = origin.steps().filter_map(|step| match &step.what {
        What::Inherited(address) => addresses.find(entity, address),
        _ => None,
    });
    addresses.header(named.last().unwrap_or(entity))
}
