//! The words of a finding, and of what is undecided: messages, fixes and conditions in the language of the file, and the
//! fingerprint that stays the same while lines move.

use super::filter::Doubt;
use super::labels::{Addresses, group, headers, is_hidden, labels, main_origin, shown};
use super::verdict::Evidence;
use super::words;
use crate::finding::{Finding, Fix, Undecided};
use crate::model::{Entity, EntityId, Model, without_literals};
use crate::policy::ast::{Policy, Requirement};
use crate::source::{SourceMap, Span};
use crate::value::{Value, What};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::Arc;

/// Puts verdicts into words and places.
pub(super) struct Writer<'a> {
    addresses: Addresses<'a>,
    model: &'a Model,
    sources: &'a SourceMap,
}

impl<'a> Writer<'a> {
    pub(super) fn new(model: &'a Model, sources: &'a SourceMap) -> Self {
        Self { addresses: Addresses::new(model, sources), model, sources }
    }

    /// What could not be decided, where and why.
    pub(super) fn undecided(&self, policy: &Policy, id: EntityId, doubt: &Doubt) -> Undecided {
        let span = self.addresses.used(self.model.entity(doubt.entity), doubt.value.as_ref());
        let resource = self.model.entity(id).resource.address.clone();
        let about_secret = is_about_secret(&policy.require);
        let reason = if about_secret { without_literals(&doubt.reason) } else { doubt.reason.to_string() };
        let headers = headers(self.model.entity(id)).into_iter().map(|label| label.span).collect();
        let environments = self.model.environments.of(self.model.entity(id).resource.scope);
        Undecided { policy: policy.id.clone(), resource, reason, span, headers, environments }
    }

    /// What is wrong, where, and what to do about it.
    pub(super) fn finding(&self, policy: &Policy, id: EntityId, evidence: &Evidence) -> Finding {
        let entity = self.model.entity(id);
        let holder = self.model.entity(evidence.entity);
        let value = shown(self.model, evidence);
        let condition = condition(entity, evidence);
        let message = message(policy, entity, &words::name(holder, &evidence.subject), &value, condition.as_deref());
        let labels = labels(&self.addresses, id, evidence);
        let fix = Fix {
            text: words::change(holder, &policy.fix, group(evidence).as_deref()),
            note: policy.fix.note.as_deref().map(Into::into),
            safety: policy.fix.safety,
        };
        let finding = Finding {
            policy: policy.id.clone(),
            severity: policy.severity,
            message,
            condition,
            fingerprint: self.identity(policy, entity, evidence, (&value, labels.primary.span)),
            resources: vec![entity.resource.address.clone()],
            primary: labels.primary,
            related: labels.related,
            flow: labels.flow,
            fix: Some(fix),
            suppressed: None,
            environments: self.model.environments.of(entity.resource.scope),
        };
        if is_about_secret(&policy.require) { without_texts(finding) } else { finding }
    }

    /// The fingerprint of a finding about a value, as it is shown, that is written at a place.
    fn identity(&self, policy: &Policy, entity: &Entity, evidence: &Evidence, (value, at): (&str, Span)) -> String {
        let essence = if is_hidden(self.model, evidence) { "" } else { value };
        let file = |span: Span| &**self.sources.file(span.file).name();
        let (written, used) = (file(at), file(outermost(entity)));
        // One file may hold the values of several environments.
        let giver = giver(&evidence.value).map(|by| format!("{written} {by}"));
        let written = giver.as_deref().unwrap_or(written);
        fingerprint(&[&policy.id, &entity.resource.address, evidence.subject.name(), essence, written, used])
    }
}

/// A finding about a secret without the texts that its conditions compare with.
fn without_texts(mut finding: Finding) -> Finding {
    let labels = finding.related.iter_mut().chain(&mut finding.flow).chain([&mut finding.primary]);
    labels.map(|label| &mut label.text).for_each(|text| *text = without_literals(text));
    finding.message = without_literals(&finding.message);
    finding.condition = finding.condition.map(|condition| without_literals(&condition).into());
    finding
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
