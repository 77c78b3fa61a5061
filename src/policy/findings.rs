//! From verdicts to findings: what is said about the places asked for, counted and in the order of the source.

use super::verdict::{Outcome, Verdict, evaluate};
use super::writing::Writer;
use crate::finding::{Finding, Undecided};
use crate::model::{EntityId, Model};
use crate::policy::ast::Policy;
use crate::source::{SourceMap, Span};
use rustc_hash::{FxHashMap, FxHashSet};

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
pub(crate) fn findings_about(
    policies: &[&Policy],
    model: &Model,
    sources: &SourceMap,
    asked: &dyn Fn(Span) -> bool,
) -> Findings {
    let mut gathered = Gathered {
        writer: Writer::new(model, sources),
        asked,
        about: model.entities().map(|(id, _)| id).filter(|id| model.touches(*id, asked)).collect(),
        passed: Vec::new(),
        failed: Vec::new(),
        not_applicable: Vec::new(),
        found: Findings::default(),
    };
    for (index, policy) in policies.iter().enumerate() {
        for outcome in evaluate(policy, model) {
            gathered.add(index, policy, outcome);
        }
    }
    gathered.finish(model)
}

/// A policy, by its index, and an entity that it is asked about.
type Question = (usize, EntityId);

/// What has been said so far.
struct Gathered<'a> {
    writer: Writer<'a>,
    asked: &'a dyn Fn(Span) -> bool,
    /// The entities that have to do with the places asked for.
    about: FxHashSet<EntityId>,
    passed: Vec<Question>,
    failed: Vec<Question>,
    not_applicable: Vec<Question>,
    found: Findings,
}

impl Gathered<'_> {
    fn add(&mut self, index: usize, policy: &Policy, Outcome { entity, verdict }: Outcome) {
        match verdict {
            Verdict::Pass => self.passed.push((index, entity)),
            Verdict::NotApplicable(_) => self.not_applicable.push((index, entity)),
            Verdict::Unknown(doubt) => {
                let undecided = self.writer.undecided(policy, entity, &doubt);
                if undecided.headers.iter().chain([&undecided.span]).any(|span| (self.asked)(*span)) {
                    self.about.insert(entity);
                    self.found.undecided.push(undecided);
                }
            }
            Verdict::Fail(evidence) => {
                let finding = self.writer.finding(policy, entity, &evidence);
                if finding.related.iter().chain([&finding.primary]).any(|label| (self.asked)(label.span)) {
                    self.about.insert(entity);
                    self.failed.push((index, entity));
                    self.found.findings.push(finding);
                }
            }
        }
    }

    /// All of it, counted and in order. What passes counts where anything is said about its entity.
    fn finish(self, model: &Model) -> Findings {
        let Self { about, mut found, .. } = self;
        let counted = |of: Vec<Question>| questions(model, of.into_iter().filter(|(_, entity)| about.contains(entity)));
        found.passed = counted(self.passed);
        found.not_applicable = counted(self.not_applicable);
        found.failed = counted(self.failed);
        let databases = about.iter().filter(|id| model.entity(**id).kind.is_database());
        found.databases = questions(model, databases.map(|id| (0, *id)));
        found.findings.sort_by_key(|finding| finding.primary.span);
        found.undecided.sort_by_key(|undecided| undecided.span);
        if !model.environments.is_empty() {
            found.undecided = joined(found.undecided);
        }
        found
    }
}

/// How many different questions there are: one policy about one entity, whatever environments it is asked in.
fn questions(model: &Model, asked: impl Iterator<Item = Question>) -> usize {
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
