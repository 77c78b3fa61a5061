//! What is judged under several conditions: each case with its own answer, combined where the conditions can hold
//! together, until one answer holds in all of them or none does.

use super::filter::Doubt;
use super::verdict::Evidence;
use crate::value::{Alternative, Logic, Value, guards};
use std::sync::Arc;

/// How many cases are kept apart.
const MAX_CASES: usize = 64;
/// How many guards a reason names.
const NAMED: usize = 3;

/// A verdict before the selector's doubt is counted in; a pass keeps its evidence for a `not` around it.
#[derive(Clone)]
pub(super) enum Judged {
    Pass(Evidence),
    Fail(Evidence),
    Unknown(Doubt),
    NotApplicable(Arc<str>),
}

/// What is judged where a guard holds.
#[derive(Clone)]
pub(super) struct Case {
    pub(super) guard: Arc<str>,
    pub(super) judged: Judged,
}

impl Case {
    pub(super) fn negated(self) -> Self {
        let judged = match self.judged {
            Judged::Pass(evidence) => Judged::Fail(evidence),
            Judged::Fail(evidence) => Judged::Pass(evidence),
            undecided => undecided,
        };
        Self { judged, ..self }
    }
}

/// What holds in every case.
pub(super) fn always(judged: Judged) -> Vec<Case> {
    vec![Case { guard: Arc::default(), judged }]
}

/// The verdict of an empty requirement, which the compiler refuses.
pub(super) fn nothing() -> Judged {
    Judged::NotApplicable("nothing is required".into())
}

/// Both must hold: a failure wins, then a doubt; what does not apply counts only alone.
pub(super) fn both(left: Judged, right: Judged) -> Judged {
    match (left, right) {
        (fail @ Judged::Fail(_), _) | (_, fail @ Judged::Fail(_)) => fail,
        (doubt @ Judged::Unknown(_), _) | (_, doubt @ Judged::Unknown(_)) => doubt,
        (pass @ Judged::Pass(_), _) | (_, pass @ Judged::Pass(_)) => pass,
        (neither, _) => neither,
    }
}

/// One must hold: a pass wins, then a doubt; what does not apply counts only alone.
pub(super) fn either(left: Judged, right: Judged) -> Judged {
    match (left, right) {
        (pass @ Judged::Pass(_), _) | (_, pass @ Judged::Pass(_)) => pass,
        (doubt @ Judged::Unknown(_), _) | (_, doubt @ Judged::Unknown(_)) => doubt,
        (fail @ Judged::Fail(_), _) | (_, fail @ Judged::Fail(_)) => fail,
        (neither, _) => neither,
    }
}

/// Every case of one with every case of the other that can hold beside it.
pub(super) fn combined(
    left: Vec<Case>,
    right: Vec<Case>,
    join: fn(Judged, Judged) -> Judged,
    logic: &Logic,
) -> Vec<Case> {
    if left.len() * right.len() > MAX_CASES {
        return always(join(agreed(left, logic), agreed(right, logic)));
    }
    let mut cases = Vec::with_capacity(left.len() * right.len());
    for one in &left {
        for other in &right {
            if let Some(guard) = logic.both(&one.guard, &other.guard) {
                cases.push(Case { guard: guard.into(), judged: join(one.judged.clone(), other.judged.clone()) });
            }
        }
    }
    cases
}

/// What all cases agree on; otherwise when it fails, or what keeps it open.
pub(super) fn agreed(cases: Vec<Case>, logic: &Logic) -> Judged {
    let (mut passed, mut failed, mut doubt, mut other) = (None, None, None, None);
    let mut failing: Vec<String> = Vec::new();
    for Case { guard, judged } in cases {
        match judged {
            Judged::Pass(evidence) => passed = passed.or(Some(evidence)),
            Judged::Unknown(unknown) => doubt = doubt.or(Some(unknown)),
            Judged::NotApplicable(reason) => other = other.or(Some(reason)),
            Judged::Fail(evidence) => {
                failed = failed.or(Some(evidence));
                failing.push(logic.simplified(&guard));
            }
        }
    }
    match (failed, passed, doubt, other) {
        (Some(evidence), None, None, None) => Judged::Fail(evidence),
        (Some(evidence), ..) => {
            let value = Some(evidence.value);
            Judged::Unknown(Doubt { reason: fails_when(&failing), entity: evidence.entity, value })
        }
        (None, _, Some(doubt), _) => Judged::Unknown(doubt),
        (None, Some(evidence), ..) => Judged::Pass(evidence),
        (None, None, None, other) => other.map_or_else(nothing, Judged::NotApplicable),
    }
}

/// What fails in some of the cases, and when it does, where each of them is a way to deploy a template.
pub(super) fn explored(cases: &[Case], logic: &Logic) -> Option<Evidence> {
    let failing = cases.iter().filter_map(|case| match &case.judged {
        Judged::Fail(evidence) => Some((case, evidence)),
        _ => None,
    });
    let failing: Vec<(&Case, &Evidence)> = failing.collect();
    let (_, first) = *failing.first().filter(|_| failing.len() < cases.len())?;
    let same = failing.iter().filter(|(_, one)| one.entity == first.entity && one.subject == first.subject);
    let guards: Vec<&str> = same.map(|(case, _)| &*case.guard).collect();
    let fails = |guard: &str| guards.iter().any(|failing| logic.both(failing, guard).is_some());
    let several = first.value.alternatives().filter_map(|(guard, value)| Some((guard?, value)));
    let several = several.filter(|(guard, _)| fails(guard));
    let several: Vec<Alternative> =
        several.map(|(guard, value)| Alternative { guard: guard.clone(), value: value.clone() }).collect();
    let value =
        if several.is_empty() { first.value.clone() } else { Value::one_of(several, first.value.origin.clone()) };
    let when: Vec<String> = guards.iter().map(|guard| logic.simplified(guard)).collect();
    Some(Evidence { value, when: Some(in_words(&when).into()), ..first.clone() })
}

/// When something fails, as a reason.
fn fails_when(failing: &[String]) -> Arc<str> {
    format!("fails when {}", in_words(failing)).into()
}

/// That one of several guards holds, in few words.
fn in_words(guards: &[String]) -> String {
    let all: Vec<&str> = guards.iter().map(String::as_str).collect();
    let joined = guards::any_of(&all);
    // One guard in fewer words, where that says all of them.
    if guards::parts(&joined).all(|part| !part.contains('\u{a0}')) && !joined.is_empty() {
        return joined;
    }
    let mut named: Vec<&str> = all.iter().copied().take(NAMED).collect();
    if all.len() > NAMED {
        named.push("in other cases");
    }
    named.join(" or when ").replace("or when in", "or in")
}
