//! The master passwords of databases, by where they come from: so that one is known again where it is handed on.

use crate::model::{Model, Scope};
use crate::source::Span;
use crate::value::{Content, Origin, Reference, Step, Value, What};
use rustc_hash::{FxHashMap, FxHashSet};

/// The functions of Terraform that keep a text whole; those of `CloudFormation` all do.
const KEEPING: [&str; 9] =
    ["template", "format", "join", "jsonencode", "tostring", "trimspace", "sensitive", "nonsensitive", "coalesce"];

/// Where the master passwords of each scope come from.
pub(in crate::model) type Masters = FxHashMap<Scope, Sources>;

/// Where the master passwords of a scope come from.
#[derive(Debug, Default)]
pub(in crate::model) struct Sources {
    /// The inputs, by where they stand.
    inputs: FxHashMap<Span, Vec<What>>,
    /// What makes them up, or keeps them.
    references: FxHashSet<Reference>,
}

impl Model {
    /// Where the master passwords of the databases in a scope come from; `None` where there are none.
    pub(super) fn masters(&self, scope: Scope) -> Option<&Sources> {
        let all = self.masters.get_or_init(|| {
            let mut all = Masters::default();
            for (id, entity) in self.entities().filter(|(_, entity)| entity.kind.is_database()) {
                let password = self.raw(id, "MasterUserPassword");
                if !password.is_null() {
                    all.entry(entity.resource.scope).or_default().add(&password);
                }
            }
            all
        });
        all.get(&scope)
    }
}

impl Sources {
    fn add(&mut self, password: &Value) {
        for (_, one) in password.alternatives() {
            if let Some((at, what)) = input(&one.origin) {
                let known = self.inputs.entry(at).or_default();
                if !known.contains(what) {
                    known.push(what.clone());
                }
            }
            self.references.extend(one.references());
        }
    }

    /// Whether a value is one of the passwords: made up, fetched or given at one place.
    pub(super) fn have(&self, value: &Value) -> bool {
        if matches!(value.content, Content::Bool(_) | Content::Number(_)) || value.origin.steps().any(loses) {
            return false;
        }
        value.alternatives().any(|(_, one)| {
            let given = input(&one.origin)
                .is_some_and(|(at, what)| self.inputs.get(&at).is_some_and(|known| known.contains(what)));
            let made_up = one.as_unknown().is_some_and(|unknown| unknown.secret);
            given || made_up && one.references().iter().any(|reference| self.references.contains(reference))
        })
    }
}

/// Whether what comes out of a link may be without the text that went in.
fn loses(step: &Step) -> bool {
    match &step.what {
        What::Predicate(_) => true,
        What::Function(name) => !name.starts_with(['!', 'F']) && !KEEPING.contains(&&**name),
        _ => false,
    }
}

/// The input that a chain ends at, whose own value it is.
fn input(origin: &Origin) -> Option<(Span, &What)> {
    let end = origin.steps().last()?;
    Some((end.at.filter(|_| end.what.is_input())?, &end.what))
}
