//! From verdicts to findings: messages and fixes in the language of the file, one finding an entity.

use super::labels::{Addresses, group, headers, is_hidden, labels, main_origin, shown};
use super::verdict::{Evidence, Outcome, Verdict, evaluate};
use super::words;
use crate::finding::{Finding, Fix, Undecided};
use crate::model::{Entity, EntityId, Model, without_literals};
use crate::policy::ast::{Policy, Requirement};
use crate::policy::filter::Doubt;
use crate::source::{SourceMap, Span};
use crate::value::{Value, What};
use rustc_hash::{FxHashMap, FxHashSet};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::Arc;

/// What policies say about a model, in words and places.
#[derive(Debug, Default)]
pub struct Findings {
    /// One finding for each policy and entity that fails it, in source order; `merge` joins those that belong together.
    pub findings: Vec<Finding>,
    /// What could not be decided, in source order.
    pub undecided: Vec<Undecided>,
    /// The databases that it is about.
    pub databases: usize,
    /// Policies × entities that pass.
    pub passed: usize,
    /// Policies × entities that fail.
    pub failed: usize,
    /// Policies × entities that do not apply.
    pub not_applicable: usize,
}

/// Evaluates the policies over the model.
pub fn findings(policies: &[&Policy], model: &Model, sources: &SourceMap) -> Findings {
    findings_about(policies, model, sources, &|_| true)
}

/// As [`findings`], for what has to do with any of the places asked for: findings and counts are about the same.
pub fn findings_about(
    policies: &[&Policy],
    model: &Model,
    sources: &SourceMap,
    asked: &dyn Fn(Span) -> bool,
) -> Findings {
    let mut found = Findings::default();
    let mut about: FxHashSet<EntityId> =
        model.entities().map(|(id, _)| id).filter(|id| model.touches(*id, asked)).collect();
    let (mut decided, mut failed) = (Vec::new(), Vec::new());
    let writer = Writer { addresses: Addresses::new(model, sources), model, sources };
    for (index, policy) in policies.iter().enumerate() {
        for Outcome { entity, verdict } in evaluate(policy, model) {
            match verdict {
                Verdict::Pass => decided.push((index, entity, true)),
                Verdict::NotApplicable(_) => decided.push((index, entity, false)),
                Verdict::Unknown(doubt) => {
                    let undecided = writer.undecided(policy, entity, &doubt);
                    if undecided.headers.iter().chain([&undecided.span]).any(|span| asked(*span)) {
                        about.insert(entity);
                        found.undecided.push(undecided);
                    }
                }
                Verdict::Fail(evidence) => {
                    let finding = writer.finding(policy, entity, &evidence);
                    if finding.related.iter().chain([&finding.primary]).any(|label| asked(label.span)) {
                        about.insert(entity);
                        failed.push((index, entity));
                        found.findings.push(finding);
                    }
                }
            }
        }
    }
    let counted = |passed: bool| {
        let wanted = decided.iter().filter(|(_, entity, pass)| *pass == passed && about.contains(entity));
        questions(model, wanted.map(|(index, entity, _)| (*index, *entity)))
    };
    found.passed = counted(true);
    found.not_applicable = counted(false);
    found.failed = questions(model, failed.into_iter());
    let databases = about.iter().filter(|id| model.entity(**id).kind.is_database());
    found.databases = questions(model, databases.map(|id| (0, *id)));
    found.findings.sort_by_key(|finding| finding.primary.span);
    found.undecided.sort_by_key(|undecided| undecided.span);
    if !model.environments.is_empty() {
        found.undecided = joined(found.undecided);
    }
    found
}

/// How many different questions there are: one policy about one entity, whatever environments it is asked in.
fn questions(model: &Model, asked: impl Iterator<Item = (usize, EntityId)>) -> usize {
    let environments = &model.environments;
    if environments.is_empty() {
        return asked.count();
    }
    let question = |(index, id)| {
        let resource = &model.entity(id).resource;
        (index, environments.configuration(resource.scope), &resource.address)
    };
    asked.map(question).collect::<FxHashSet<_>>().len()
}

/// What cannot be decided for the same reason in several environments is one.
fn joined(undecided: Vec<Undecided>) -> Vec<Undecided> {
    let mut known: FxHashMap<_, usize> = FxHashMap::default();
    let mut joined: Vec<Undecided> = Vec::with_capacity(undecided.len());
    for one in undecided {
        let key = (one.policy.clone(), one.resource.clone(), one.reason.clone(), one.span, one.headers.clone());
        let at = *known.entry(key).or_insert(joined.len());
        match joined.get_mut(at) {
            Some(same) => same.environments.join(one.environments),
            None => joined.push(one),
        }
    }
    joined
}

struct Writer<'a> {
    addresses: Addresses<'a>,
    model: &'a Model,
    sources: &'a SourceMap,
}

impl Writer<'_> {
    fn undecided(&self, policy: &Policy, id: EntityId, doubt: &Doubt) -> Undecided {
        let span = self.addresses.used(self.model.entity(doubt.entity), doubt.value.as_ref());
        let resource = self.model.entity(id).resource.address.clone();
        let about_secret = is_about_secret(&policy.require);
        let reason = if about_secret { without_literals(&doubt.reason) } else { doubt.reason.to_string() };
        let headers = headers(self.model.entity(id)).into_iter().map(|label| label.span).collect();
        let environments = self.model.environments.of(self.model.entity(id).resource.scope);
        Undecided { policy: policy.id.clone(), resource, reason, span, headers, environments }
    }

    fn finding(&self, policy: &Policy, id: EntityId, evidence: &Evidence) -> Finding {
        let entity = self.model.entity(id);
        let holder = self.model.entity(evidence.entity);
        let value = shown(self.model, evidence);
        let condition = condition(entity, evidence);
        let message = message(policy, entity, &words::name(holder, &evidence.subject), &value, condition.as_deref());
        let labels = labels(&self.addresses, id, evidence);
        let group = group(evidence);
        let fix = Fix {
            text: words::change(holder, &policy.fix, group.as_deref()),
            note: policy.fix.note.as_deref().map(Into::into),
            safety: policy.fix.safety,
        };
        let address = &entity.resource.address;
        let essence = if is_hidden(self.model, evidence) { "" } else { &value };
        let file = |span: Span| &**self.sources.file(span.file).name();
        let (written, used) = (file(labels.primary.span), file(outermost(entity)));
        // One file may hold the values of several environments.
        let giver = giver(&evidence.value).map(|by| format!("{written} {by}"));
        let written = giver.as_deref().unwrap_or(written);
        let mut finding = Finding {
            policy: policy.id.clone(),
            severity: policy.severity,
            message,
            condition,
            fingerprint: fingerprint(&[&policy.id, address, evidence.subject.name(), essence, written, used]),
            resources: vec![address.clone()],
            primary: labels.primary,
            related: labels.related,
            flow: labels.flow,
            fix: Some(fix),
            suppressed: None,
            environments: self.model.environments.of(entity.resource.scope),
        };
        if is_about_secret(&policy.require) {
            let labels = finding.related.iter_mut().chain(&mut finding.flow).chain([&mut finding.primary]);
            labels.map(|label| &mut label.text).for_each(|text| *text = without_literals(text));
            finding.message = without_literals(&finding.message);
            finding.condition = finding.condition.map(|condition| without_literals(&condition).into());
        }
        finding
    }
}

/// Who gives a value that stands in a file which is not one of values.
fn giver(value: &Value) -> Option<Arc<str>> {
    main_origin(value).steps().find_map(|step| match &step.what {
        What::VariableGiven { by, .. } | What::ParameterGiven { by, .. } => Some(by.clone()),
        _ => None,
    })
}

/// Whether what is required is about a secret: then conditions may compare it with another.
fn is_about_secret(requirement: &Requirement) -> bool {
    match requirement {
        Requirement::All(several) | Requirement::Any(several) => several.iter().any(is_about_secret),
        Requirement::Not(one) => is_about_secret(one),
        Requirement::Test(test) => test.path.end.as_ref().is_some_and(words::is_about_secret),
    }
}

/// Where the configuration names a resource: the call that leads to it, or itself. Two configurations may call one module.
fn outermost(entity: &Entity) -> Span {
    entity.resource.calls.first().map_or(entity.resource.header, |call| call.header)
}

/// When a finding holds: where the resource is created, and its value is the one that fails.
fn condition(entity: &Entity, evidence: &Evidence) -> Option<Arc<str>> {
    match (&entity.resource.condition, &evidence.when) {
        (Some(created), Some(fails)) => Some(format!("{created} and {fails}").into()),
        (one, other) => one.clone().or_else(|| other.clone()),
    }
}

fn message(policy: &Policy, entity: &Entity, field: &str, value: &str, condition: Option<&str>) -> String {
    let resource = &entity.resource;
    let named = match &resource.alias {
        Some(alias) => format!("{} ({alias})", resource.address),
        None => resource.address.to_string(),
    };
    let mut message = policy.message.replace("{field}", field).replace("{value}", value).replace("{resource}", &named);
    if let Some(condition) = condition {
        message.push_str(&when(condition));
    }
    message
}

/// How a message ends that holds under a condition.
pub(super) fn when(condition: &str) -> String {
    format!(" when {condition}")
}

/// 32 hex digits of the parts that make a finding's identity; they stay the same while lines move.
pub fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(16).fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
