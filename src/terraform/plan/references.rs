//! Where an unknown value comes from: references of the configuration, followed through calls, variables and outputs
//! to resources.

use super::address::{Address, Step, prefix, steps};
use super::configuration::{Call, Module, constant, references};
use super::document::Instance;
use crate::syntax::node::Node;
use crate::value::Reference;
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashMap};
use std::sync::Arc;

/// How many references are followed for one value.
const MAX_STEPS: usize = 1_000;
/// How many calls, variables and outputs may lead from one to the next.
const MAX_DEPTH: usize = 64;

/// Keys, each once.
type Distinct = IndexSet<Arc<str>, FxBuildHasher>;

/// The keys of the instances that there are, by address without the own key.
#[derive(Debug, Default)]
pub(super) struct Keys {
    resources: FxHashMap<String, Distinct>,
    /// By the address of the call without its own key: `module.a["x"].module.b`.
    modules: FxHashMap<String, Distinct>,
}

/// What the references of a value lead to.
#[derive(Debug, Default)]
pub(super) struct Sources<'c> {
    /// Managed resources, each once.
    pub(super) resources: Vec<Reference>,
    /// Data sources and ephemeral resources with the attribute: the type, and the reference as it is written.
    pub(super) data: Vec<(String, String)>,
    /// Variables of the root module.
    pub(super) variables: Vec<Arc<str>>,
    /// Constants, also those that a variable of a module is set to.
    pub(super) constants: Vec<&'c Node>,
    /// Whether there is a reference that could not be followed: to a local value, or to `each`.
    pub(super) is_unclear: bool,
}

/// Follows references.
pub(super) struct Follower<'c> {
    root: &'c Module,
    keys: &'c Keys,
    steps: usize,
    found: Sources<'c>,
}

impl Keys {
    /// The keys of all instances.
    pub(super) fn of(instances: &[Instance]) -> Self {
        let mut keys = Self::default();
        for address in instances.iter().filter_map(|instance| Address::parse(&instance.address)) {
            let own = format!("{}{}", prefix(&address.calls), address.block());
            push(&mut keys.resources, own, address.name.key);
            for (at, call) in address.calls.iter().enumerate() {
                let outer = address.calls.get(..at).unwrap_or_default();
                push(&mut keys.modules, format!("{}module.{}", prefix(outer), call.name), call.key);
            }
        }
        keys
    }
}

fn push(keys: &mut FxHashMap<String, Distinct>, of: String, key: &str) {
    let known = keys.entry(of).or_default();
    if !known.contains(key) {
        known.insert(key.into());
    }
}

impl<'c> Sources<'c> {
    /// The constant that the value is, where nothing else has a part in it.
    pub(super) fn only_constant(&self) -> Option<&'c Node> {
        let others =
            self.is_unclear || !self.variables.is_empty() || !self.data.is_empty() || !self.resources.is_empty();
        if let ([only], false) = (&self.constants[..], others) { Some(only) } else { None }
    }
}

impl<'c> Follower<'c> {
    /// What the references of an argument lead to, for an instance at an address.
    pub(super) fn follow(root: &'c Module, keys: &'c Keys, address: &Address<'_>, expression: &'c Node) -> Sources<'c> {
        let mut follower = Self { root, keys, steps: 0, found: Sources::default() };
        follower.expression(&address.calls, address.name.key, expression, 0);
        follower.found
    }

    /// Follows an expression of a module instance; `key` is that of the block that it stands in.
    fn expression(&mut self, calls: &[Step<'_>], key: &str, expression: &'c Node, depth: usize) {
        self.found.constants.extend(constant(expression));
        let all = references(expression);
        let repeats = all.iter().any(|reference| reference.starts_with("each.") || *reference == "count.index");
        for reference in &all {
            self.steps += 1;
            if self.steps > MAX_STEPS || depth > MAX_DEPTH {
                self.found.is_unclear = true;
                return;
            }
            self.reference(calls, if repeats { Some(key) } else { None }, reference, depth);
        }
    }

    fn reference(&mut self, calls: &[Step<'_>], key: Option<&str>, reference: &str, depth: usize) {
        let all = steps(reference);
        match &all[..] {
            [Step { name: "var", .. }, variable, ..] => self.variable(calls, variable.name, depth),
            [Step { name: "module", .. }, call, rest @ ..] => self.output(calls, key, *call, rest.first(), depth),
            [Step { name: "data" | "ephemeral", .. }, ty, _, ..] => {
                self.found.data.push((ty.name.to_owned(), reference.to_owned()));
            }
            [Step { name: "count" | "path" | "terraform" | "tofu" | "self", .. }, ..] => {}
            [Step { name: "each", .. }, part, ..] => self.found.is_unclear |= part.name != "key",
            [Step { name: "local", .. }, ..] | [] | [_] => self.found.is_unclear = true,
            [ty, name, rest @ ..] => {
                let block = format!("{}{}.{}", prefix(calls), ty.name, name.name);
                let own = key_of(&self.keys.resources, &block, name.key, key);
                let attribute = rest.first().map_or("", |attribute| attribute.name);
                let found = Reference { address: format!("{block}{own}").into(), attribute: attribute.into() };
                if !self.found.resources.contains(&found) {
                    self.found.resources.push(found);
                }
            }
        }
    }

    fn variable(&mut self, calls: &[Step<'_>], name: &str, depth: usize) {
        let Some((call, outer)) = calls.split_last() else {
            self.found.variables.push(name.into());
            return;
        };
        let known: Option<&'c Call> = self.root.at(outer).and_then(|module| module.calls.get(call.name));
        match known.map(|call| call.expressions.as_ref().and_then(|all| all.get(name))) {
            Some(Some(expression)) => self.expression(outer, call.key, expression, depth + 1),
            // It has its default, or it is not known how it is called.
            _ => self.found.is_unclear = true,
        }
    }

    fn output(&mut self, calls: &[Step<'_>], key: Option<&str>, call: Step<'_>, name: Option<&Step<'_>>, depth: usize) {
        let own = key_of(&self.keys.modules, &format!("{}module.{}", prefix(calls), call.name), call.key, key);
        let inner: Vec<Step<'_>> = calls.iter().copied().chain([Step { key: &own, ..call }]).collect();
        let module: Option<&'c Module> = self.root.at(&inner);
        let expression = name.and_then(|name| module?.outputs.get(name.name));
        match expression {
            Some(expression) => self.expression(&inner, "", expression, depth + 1),
            None => self.found.is_unclear = true,
        }
    }
}

/// The key of the instance that is meant: the one that is written, that of the only instance, or that of the block
/// which refers to it, where the reference says so. Empty where it cannot be told.
fn key_of(known: &FxHashMap<String, Distinct>, of: &str, written: &str, own: Option<&str>) -> Arc<str> {
    if !written.is_empty() {
        return written.into();
    }
    let there = known.get(of);
    let only = there.filter(|there| there.len() == 1).and_then(|there| there.first());
    only.or_else(|| there?.get(own?)).cloned().unwrap_or_default()
}
