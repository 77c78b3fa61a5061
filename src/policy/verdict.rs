//! Verdicts: what a policy says about each entity that it selects.

use super::cases::{Case, Judged, agreed, always, both, combined, either, explored, nothing};
use super::filter::{Doubt, reason_of, selected};
use super::path::{Reached, reach};
use crate::model::{EntityId, Language, Model};
use crate::policy::ast::{Only, Policy, Requirement, Subject, Test};
use crate::value::{Truth, Value};
use std::sync::Arc;

/// What a policy says about one entity.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The entity that the policy selects.
    pub entity: EntityId,
    /// What it says.
    pub verdict: Verdict,
}

/// The verdict of one policy on one entity.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// What is required holds.
    Pass,
    /// What is required does not hold.
    Fail(Evidence),
    /// The source does not decide it.
    Unknown(Doubt),
    /// The policy says nothing about such an entity, for a reason.
    NotApplicable(Arc<str>),
}

impl Verdict {
    /// The word used in policy files.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail(_) => "fail",
            Self::Unknown(_) => "unknown",
            Self::NotApplicable(_) => "not-applicable",
        }
    }
}

/// The value that decided a verdict.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The entity that was asked.
    pub entity: EntityId,
    /// What it was asked for.
    pub subject: Subject,
    /// What it answered, with its origin.
    pub value: Value,
    /// When that is the answer; always, where nothing is said.
    pub when: Option<Arc<str>>,
}

/// What the policy says about every entity that it selects, in source order.
pub fn evaluate(policy: &Policy, model: &Model) -> Vec<Outcome> {
    let asked = model.entities().filter(|(_, entity)| is_asked_in(policy, entity.resource.language));
    asked.filter_map(|(id, _)| outcome(policy, model, id)).collect()
}

/// Whether a policy is asked in a language at all: one about what only the other has says nothing.
fn is_asked_in(policy: &Policy, language: Language) -> bool {
    match policy.only {
        None => true,
        Some(Only::Cfn) => language == Language::CloudFormation,
        Some(Only::Tf) => language == Language::Terraform,
    }
}

fn outcome(policy: &Policy, model: &Model, entity: EntityId) -> Option<Outcome> {
    let selected = selected(model, entity, &policy.select);
    if selected.truth == Truth::False {
        return None;
    }
    let resource = &model.entity(entity).resource;
    let logic = &resource.logic;
    let cases = judge(model, entity, &policy.require);
    let explored = explored(&cases, logic).filter(|_| model.explore && resource.language == Language::CloudFormation);
    let judged = explored.map_or_else(|| agreed(cases, logic), Judged::Fail);
    let verdict = match (judged, selected.doubt) {
        (Judged::Pass(_), _) => Verdict::Pass,
        (Judged::NotApplicable(reason), _) => Verdict::NotApplicable(reason),
        (_, Some(doubt)) | (Judged::Unknown(doubt), None) => Verdict::Unknown(doubt),
        (Judged::Fail(evidence), None) => Verdict::Fail(evidence),
    };
    Some(Outcome { entity, verdict })
}

fn judge(model: &Model, id: EntityId, requirement: &Requirement) -> Vec<Case> {
    let logic = &model.entity(id).resource.logic;
    let joined = |several: &[Requirement], join: fn(Judged, Judged) -> Judged| {
        let judged = several.iter().map(|one| judge(model, id, one));
        judged.reduce(|left, right| combined(left, right, join, logic)).unwrap_or_else(|| always(nothing()))
    };
    match requirement {
        Requirement::All(all) => joined(all, both),
        Requirement::Any(any) => joined(any, either),
        Requirement::Not(inner) => judge(model, id, inner).into_iter().map(Case::negated).collect(),
        Requirement::Test(test) => judge_test(model, id, test),
    }
}

fn judge_test(model: &Model, id: EntityId, test: &Test) -> Vec<Case> {
    let (entity, value) = match reach(model, id, &test.path) {
        Reached::Value(entity, value) => (entity, value),
        Reached::NotApplicable(reason) => return always(Judged::NotApplicable(reason)),
        Reached::Nowhere(link) => {
            return always(Judged::NotApplicable(format!("it has no {}", link.replace('_', " ")).into()));
        }
        Reached::Unresolved(entity, reason) => {
            return always(Judged::Unknown(Doubt { reason, entity, value: None }));
        }
    };
    let Some(subject) = &test.path.end else { return always(nothing()) };
    let evidence = || Evidence { entity, subject: subject.clone(), value: value.clone(), when: None };
    let case = |(guard, one): (Option<&Arc<str>>, &Value)| {
        let judged = match test.operator.holds(one, &test.argument) {
            Truth::True => Judged::Pass(evidence()),
            Truth::False => Judged::Fail(evidence()),
            Truth::Unknown => Judged::Unknown(Doubt { reason: reason_of(one), entity, value: Some(value.clone()) }),
        };
        Case { guard: guard.cloned().unwrap_or_default(), judged }
    };
    value.alternatives().map(case).collect()
}
