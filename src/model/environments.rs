//! Scopes that are one configuration, evaluated in several environments.

use super::Scope;
use crate::finding::Environments as Held;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// Which scopes stand for which environment of a configuration.
#[derive(Clone, Debug, Default)]
pub struct Environments {
    /// By scope, the first scope of the same configuration and the environment.
    scopes: FxHashMap<Scope, (Scope, Arc<str>)>,
    /// By first scope, all environments of the configuration.
    configurations: FxHashMap<Scope, Vec<Arc<str>>>,
}

impl Environments {
    /// Notes that a scope is the configuration of the scope `first` in an environment.
    pub fn add(&mut self, scope: Scope, first: Scope, name: Arc<str>) {
        self.configurations.entry(first).or_default().push(name.clone());
        self.scopes.insert(scope, (first, name));
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.scopes.is_empty()
    }

    /// The environment that a scope is about, of those in which its configuration is evaluated.
    pub fn of(&self, scope: Scope) -> Held {
        let Some((first, name)) = self.scopes.get(&scope) else { return Held::default() };
        Held::one(name, self.configurations.get(first).map_or(&[], Vec::as_slice))
    }

    /// The scope that stands for the configuration of a scope.
    pub fn configuration(&self, scope: Scope) -> Scope {
        self.scopes.get(&scope).map_or(scope, |(first, _)| *first)
    }

    /// How many environments there are in all.
    pub fn count(&self) -> usize {
        let mut names: Vec<&Arc<str>> = self.scopes.values().map(|(_, name)| name).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    }
}
