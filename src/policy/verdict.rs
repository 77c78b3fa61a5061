//! Verdicts: what a policy says about each entity that it selects.

use super::filter::{Doubt, reason_of, selected};
use super::path::{Reached, reach};
use crate::model::{EntityId, Language, Model};
use crate::policy::ast::{Policy, Requirement, Subject, Test};
use crate::value::{Alternative, Truth, Value};
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
    let ids = model.entities().map(|(id, _)| id);
    ids.filter_map(|id| outcome(policy, model, id)).collect()
}

fn outcome(policy: &Policy, model: &Model, entity: EntityId) -> Option<Outcome> {
    let selected = selected(model, entity, &policy.select);
    if selected.truth == Truth::False {
        return None;
    }
    let judged = judge(model, entity, &policy.require);
    let verdict = match (judged, selected.doubt) {
        (Judged::Pass(_), _) => Verdict::Pass,
        (Judged::NotApplicable(reason), _) => Verdict::NotApplicable(reason),
        (_, Some(doubt)) | (Judged::Unknown(doubt), None) => Verdict::Unknown(doubt),
        (Judged::Fail(evidence), None) => Verdict::Fail(evidence),
    };
    Some(Outcome { entity, verdict })
}

/// A verdict before the selector's doubt is counted in; a pass keeps its evidence for a `not` around it.
enum Judged {
    Pass(Evidence),
    Fail(Evidence),
    Unknown(Doubt),
    NotApplicable(Arc<str>),
}

fn judge(model: &Model, id: EntityId, requirement: &Requirement) -> Judged {
    match requirement {
        Requirement::All(all) => all.iter().map(|one| judge(model, id, one)).reduce(both).unwrap_or_else(nothing),
        Requirement::Any(any) => any.iter().map(|one| judge(model, id, one)).reduce(either).unwrap_or_else(nothing),
        Requirement::Not(inner) => match judge(model, id, inner) {
            Judged::Pass(evidence) => Judged::Fail(evidence),
            Judged::Fail(evidence) => Judged::Pass(evidence),
            undecided => undecided,
        },
        Requirement::Test(test) => judge_test(model, id, test),
    }
}

/// The verdict of an empty requirement, which the compiler refuses.
fn nothing() -> Judged {
    Judged::NotApplicable("nothing is required".into())
}

/// Both must hold: a failure wins, then a doubt; what does not apply counts only alone.
fn both(left: Judged, right: Judged) -> Judged {
    match (left, right) {
        (fail @ Judged::Fail(_), _) | (_, fail @ Judged::Fail(_)) => fail,
        (doubt @ Judged::Unknown(_), _) | (_, doubt @ Judged::Unknown(_)) => doubt,
        (pass @ Judged::Pass(_), _) | (_, pass @ Judged::Pass(_)) => pass,
        (neither, _) => neither,
    }
}

/// One must hold: a pass wins, then a doubt; what does not apply counts only alone.
fn either(left: Judged, right: Judged) -> Judged {
    match (left, right) {
        (pass @ Judged::Pass(_), _) | (_, pass @ Judged::Pass(_)) => pass,
        (doubt @ Judged::Unknown(_), _) | (_, doubt @ Judged::Unknown(_)) => doubt,
        (fail @ Judged::Fail(_), _) | (_, fail @ Judged::Fail(_)) => fail,
        (neither, _) => neither,
    }
}

fn judge_test(model: &Model, id: EntityId, test: &Test) -> Judged {
    let (entity, value) = match reach(model, id, &test.path) {
        Reached::Value(entity, value) => (entity, value),
        Reached::NotApplicable(reason) => return Judged::NotApplicable(reason),
        Reached::Nowhere(link) => return Judged::NotApplicable(format!("it has no {}", link.replace('_', " ")).into()),
        Reached::Unresolved(entity, reason) => return Judged::Unknown(Doubt { reason, entity, value: None }),
    };
    let Some(subject) = test.path.end.clone() else {
        return nothing();
    };
    let when = None;
    match judge_value(&value, test) {
        Ok(true) => Judged::Pass(Evidence { entity, subject, value, when }),
        Ok(false) => Judged::Fail(Evidence { entity, subject, value, when }),
        Err(_) if let Some((value, when)) = explored(model, entity, &value, test) => {
            Judged::Fail(Evidence { entity, subject, value, when: Some(when) })
        }
        Err(reason) => Judged::Unknown(Doubt { reason, entity, value: Some(value) }),
    }
}

/// The alternatives that fail, and when they hold, where each of them is a way to deploy a template.
fn explored(model: &Model, entity: EntityId, value: &Value, test: &Test) -> Option<(Value, Arc<str>)> {
    if !model.explore || model.entity(entity).resource.language != Language::CloudFormation {
        return None;
    }
    let several = value.alternatives().filter_map(|(guard, value)| Some((guard?, value)));
    let fails = several.filter(|(_, value)| test.operator.holds(value, &test.argument) == Truth::False);
    let failing = fails.map(|(guard, value)| Alternative { guard: guard.clone(), value: value.clone() });
    let failing: Vec<Alternative> = failing.collect();
    let when: Vec<&str> = failing.iter().map(|one| &*one.guard).collect();
    let when = when.join(" or when ").into();
    (!failing.is_empty()).then(|| (Value::one_of(failing, value.origin.clone()), when))
}

/// Whether the test holds for every alternative, or for none; otherwise why that is open.
fn judge_value(value: &Value, test: &Test) -> Result<bool, Arc<str>> {
    let mut passes = 0;
    let mut unknown = None;
    let mut failing: Vec<&str> = Vec::new();
    for (guard, alternative) in value.alternatives() {
        match test.operator.holds(alternative, &test.argument) {
            Truth::True => passes += 1,
            Truth::False => failing.push(guard.map_or("", |guard| guard)),
            Truth::Unknown => unknown = Some(reason_of(alternative)),
        }
    }
    match (passes, unknown, failing.is_empty()) {
        (_, None, true) => Ok(true),
        (0, None, false) => Ok(false),
        (_, _, false) => Err(format!("fails when {}", failing.join(" or when ")).into()),
        (_, Some(reason), true) => Err(reason),
    }
}
