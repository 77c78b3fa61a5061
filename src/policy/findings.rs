//! From verdicts to findings: messages in the language of the file, one finding for what one edit would mend.

use super::labels::{Addresses, Labels, group, is_hidden, labels, shown};
use super::verdict::{Evidence, Verdict, evaluate};
use super::words;
use crate::finding::{Finding, Fix, Undecided};
use crate::model::{Entity, EntityId, Model};
use crate::policy::ast::{Policy, Subject};
use crate::policy::filter::Doubt;
use crate::source::{SourceMap, Span};
use crate::value::What;
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashSet};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::sync::Arc;

/// What policies say about a model, in words and places.
#[derive(Debug, Default)]
pub struct Findings {
    /// One finding for what one edit would mend, in source order.
    pub findings: Vec<Finding>,
    /// What could not be decided, in source order.
    pub undecided: Vec<Undecided>,
    /// Policies × entities that pass.
    pub passed: usize,
    /// Policies × entities that fail.
    pub failed: usize,
    /// Policies × entities that do not apply.
    pub not_applicable: usize,
}

/// Evaluates the policies over the model.
pub fn findings(policies: &[&Policy], model: &Model, sources: &SourceMap) -> Findings {
    let mut found = Findings::default();
    let writer = Writer { addresses: Addresses::new(model), model };
    for policy in policies {
        let mut drafts: IndexMap<(Span, String), Draft, FxBuildHasher> = IndexMap::default();
        for outcome in evaluate(policy, model) {
            match outcome.verdict {
                Verdict::Pass => found.passed += 1,
                Verdict::NotApplicable(_) => found.not_applicable += 1,
                Verdict::Unknown(doubt) => found.undecided.push(writer.undecided(policy, outcome.entity, doubt)),
                Verdict::Fail(evidence) => {
                    found.failed += 1;
                    let draft = writer.draft(policy, outcome.entity, &evidence);
                    match drafts.entry((draft.labels.primary.span, draft.message.clone())) {
                        indexmap::map::Entry::Occupied(mut same) => same.get_mut().absorb(draft),
                        indexmap::map::Entry::Vacant(place) => {
                            place.insert(draft);
                        }
                    }
                }
            }
        }
        found.findings.extend(drafts.into_values().map(|draft| draft.finish(policy, sources)));
    }
    found.findings.sort_by_key(|finding| finding.primary.span);
    found.undecided.sort_by_key(|undecided| undecided.span);
    found
}

struct Writer<'a> {
    addresses: Addresses<'a>,
    model: &'a Model,
}

/// A finding whose message still has `{resource}` in it, so that equal ones can be merged.
struct Draft {
    message: String,
    resources: Vec<Resource>,
    labels: Labels,
    places: FxHashSet<Span>,
    fix: Fix,
    /// What makes the finding the same one in the next run, beside its policy, addresses and file.
    essence: String,
}

/// The resource of a finding: its address, and what people call it.
struct Resource {
    address: Arc<str>,
    shown: String,
}

impl Writer<'_> {
    fn undecided(&self, policy: &Policy, id: EntityId, doubt: Doubt) -> Undecided {
        let used = doubt.value.and_then(|value| value.origin.used_at());
        let span = used.unwrap_or(self.model.entity(doubt.entity).resource.header);
        let resource = self.model.entity(id).resource.address.clone();
        Undecided { policy: policy.id.clone(), resource, reason: doubt.reason.to_string(), span }
    }

    fn draft(&self, policy: &Policy, id: EntityId, evidence: &Evidence) -> Draft {
        let entity = self.model.entity(id);
        let holder = self.model.entity(evidence.entity);
        let field = words::name(holder, &evidence.subject);
        let hidden = is_hidden(holder, evidence);
        let value = shown(holder, evidence);
        let mut message = policy.message.replace("{field}", &field).replace("{value}", &value);
        if let Some(condition) = &entity.resource.condition {
            let _ = write!(message, " when {condition}");
        }
        let labels = labels(&self.addresses, id, evidence);
        let group = self.group(evidence, holder);
        let fix = Fix {
            text: words::change(holder, &policy.fix.change, group.as_deref()),
            note: policy.fix.note.as_deref().map(Into::into),
            safety: policy.fix.safety,
        };
        let places = labels.related.iter().map(|label| label.span).chain([labels.primary.span]).collect();
        let essence = format!("{}\0{}", evidence.subject.name(), if hidden { "" } else { &value });
        Draft { message, resources: vec![resource(entity)], labels, places, fix, essence }
    }

    /// The address of the parameter group in which the fix is to be written.
    fn group(&self, evidence: &Evidence, holder: &Entity) -> Option<Arc<str>> {
        let Subject::Parameter(_) = evidence.subject else { return None };
        let named = evidence.value.origin.steps().find_map(|step| match &step.what {
            What::ParameterGroup(address) if *address != holder.resource.address => Some(address.clone()),
            _ => None,
        });
        named.or_else(|| group(self.model, evidence.entity).map(|group| group.resource.address.clone()))
    }
}

fn resource(entity: &Entity) -> Resource {
    let address = entity.resource.address.clone();
    let shown = match &entity.resource.alias {
        Some(alias) => format!("{address} ({alias})"),
        None => address.to_string(),
    };
    Resource { address, shown }
}

impl Draft {
    /// Takes the resources and places of a draft that one and the same edit would mend.
    fn absorb(&mut self, other: Self) {
        for label in other.labels.related {
            if self.places.insert(label.span) {
                self.labels.related.push(label);
            }
        }
        self.resources.extend(other.resources);
    }

    fn finish(self, policy: &Policy, sources: &SourceMap) -> Finding {
        let mut seen = FxHashSet::default();
        let resources: Vec<Resource> =
            self.resources.into_iter().filter(|resource| seen.insert(resource.address.clone())).collect();
        let file = sources.file(self.labels.primary.span.file).path();
        let addresses: Vec<Arc<str>> = resources.iter().map(|resource| resource.address.clone()).collect();
        Finding {
            policy: policy.id.clone(),
            severity: policy.severity,
            message: self.message.replace("{resource}", &all_shown(&resources)),
            fingerprint: fingerprint(&policy.id, &addresses, &self.essence, file),
            resources: addresses,
            primary: self.labels.primary,
            related: self.labels.related,
            fix: Some(self.fix),
            suppressed: None,
        }
    }
}

/// The resources of a message: one, two, or the first and how many more.
fn all_shown(resources: &[Resource]) -> String {
    match resources {
        [] => String::new(),
        [one] => one.shown.clone(),
        [one, other] => format!("{} and {}", one.shown, other.shown),
        [first, rest @ ..] => format!("{} and {} more", first.shown, rest.len()),
    }
}

/// 32 hex digits that stay the same while lines move.
fn fingerprint(policy: &str, addresses: &[Arc<str>], essence: &str, file: &str) -> String {
    let mut hash = Sha256::new();
    for part in [policy, essence, file].into_iter().chain(addresses.iter().map(|address| &**address)) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(16).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
