//! Where an unknown value comes from: references of the configuration, followed through calls, variables and outputs
//! to resources.
//!
//! The configuration lists what an expression refers to, and says nothing of the expression around: `a.id`, `[a.id]` and
//! `"x-${a.id}"` look alike. What is known all the same: a value is unknown because something in it is. Where only one
//! thing that is referred to is unknown, the value is taken for that thing. Where there are several, it may be any of
//! them; a list is taken to have them all only where nothing is referred to that could choose among them.

use super::address::{Address, Step, prefix, steps, without_keys};
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

/// How many instances one reference may mean.
const MAX_MEANT: usize = crate::value::MAX_ALTERNATIVES;

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
    /// Managed resources, each once; every instance that may be meant.
    pub(super) resources: Vec<Reference>,
    /// Data sources and ephemeral resources.
    pub(super) data: Vec<Data>,
    /// Variables of the root module.
    pub(super) variables: Vec<Arc<str>>,
    /// Constants, also those that a variable of a module is set to.
    pub(super) constants: Vec<&'c Node>,
    /// Whether there is a reference that could not be followed, such as one to a local value.
    pub(super) is_unclear: bool,
    /// Whether there is a reference that may choose among the others, or among literals.
    pub(super) chooses: bool,
    /// Whether there is a reference that may mean one of several instances, or one that may not exist.
    pub(super) picks: bool,
}

/// A reference to a data source or an ephemeral resource.
#[derive(Debug)]
pub(super) struct Data {
    pub(super) ty: String,
    /// As it is written, with the attribute.
    pub(super) reference: String,
    /// The address of the block, from the root module.
    pub(super) block: String,
}

/// The block that an expression stands in, as far as it repeats.
#[derive(Clone, Copy, Default)]
struct Repetition<'k, 'c> {
    /// The key of the instance.
    key: &'k str,
    for_each: Option<&'c Node>,
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
    /// Whether a list has everything that is referred to: what could choose is referred to like the rest.
    pub(super) fn are_all(&self) -> bool {
        let kind = |found: &Reference| (type_of(&found.address).to_owned(), found.attribute.clone());
        let mut kinds = self.resources.iter().map(kind);
        let first = kinds.next();
        !self.is_unclear
            && !self.chooses
            && !self.picks
            && self.constants.is_empty()
            && kinds.all(|other| Some(other) == first)
    }

    /// The constant that the value is, where nothing else has a part in it.
    pub(super) fn only_constant(&self) -> Option<&'c Node> {
        let others = self.is_unclear
            || self.chooses
            || !self.variables.is_empty()
            || !self.data.is_empty()
            || !self.resources.is_empty();
        if let ([only], false) = (&self.constants[..], others) { Some(only) } else { None }
    }
}

impl<'c> Follower<'c> {
    /// What the references of an argument lead to, for an instance at an address.
    pub(super) fn follow(root: &'c Module, keys: &'c Keys, address: &Address<'_>, expression: &'c Node) -> Sources<'c> {
        let mut follower = Self { root, keys, steps: 0, found: Sources::default() };
        let for_each = root.at(&address.calls).and_then(|module| module.repetitions.get(address.block().as_str()));
        let own = Repetition { key: address.name.key, for_each };
        follower.expression(&address.calls, own, expression, 0);
        follower.found
    }

    /// Follows an expression of a module instance that stands in a block.
    fn expression(&mut self, calls: &[Step<'_>], own: Repetition<'_, 'c>, expression: &'c Node, depth: usize) {
        self.found.constants.extend(constant(expression));
        let all = references(expression);
        let same_key = all.contains(&"each.key");
        // An index that is no literal cuts the reference: `a[each.key].id` is listed as `a` and `each.key`.
        let indexes = all.iter().map(|reference| steps(reference)).any(|steps| is_resource(&steps) && steps.len() == 2);
        for reference in &all {
            self.steps += 1;
            if self.steps > MAX_STEPS || depth > MAX_DEPTH {
                self.found.is_unclear = true;
                return;
            }
            let steps = steps(reference);
            if let [Step { name: "each", .. }, Step { name: "value", .. }, ..] = &steps[..] {
                self.found.chooses = true;
                match own.for_each {
                    Some(all) => self.expression(calls, Repetition { for_each: None, ..own }, all, depth + 1),
                    None => self.found.is_unclear = true,
                }
            } else {
                self.found.chooses |= all.len() > 1 && !is_resource(&steps) && !(indexes && is_key(&steps));
                self.reference(calls, same_key.then_some(own.key), reference, &steps, depth);
            }
        }
    }

    fn reference(&mut self, calls: &[Step<'_>], key: Option<&str>, written: &str, steps: &[Step<'_>], depth: usize) {
        match steps {
            [Step { name: "var", .. }, variable, ..] => self.variable(calls, variable.name, depth),
            [Step { name: "module", .. }, call, rest @ ..] => self.output(calls, key, *call, rest.first(), depth),
            [Step { name: mode @ ("data" | "ephemeral"), .. }, ty, name, ..] => {
                let block = without_keys(&format!("{}{mode}.{}.{}", prefix(calls), ty.name, name.name));
                self.found.data.push(Data { ty: ty.name.to_owned(), reference: written.to_owned(), block });
            }
            [Step { name: "count" | "each" | "path" | "terraform" | "tofu" | "self", .. }, ..] => {}
            [Step { name: "local", .. }, ..] | [] | [_] => self.found.is_unclear = true,
            [ty, name, rest @ ..] => {
                let block = format!("{}{}.{}", prefix(calls), ty.name, name.name);
                let attribute = rest.first().map_or("", |attribute| attribute.name);
                self.resource(&block, name.key, key, attribute);
            }
        }
    }

    /// Notes the instances of a block that are meant: the one of the key that is written, the one of the own key where
    /// the reference says so, or any of them.
    fn resource(&mut self, block: &str, written: &str, own: Option<&str>, attribute: &str) {
        let there = self.keys.resources.get(block);
        let same = own.filter(|own| written.is_empty() && there.is_some_and(|there| there.contains(*own)));
        let meant: Vec<&str> = match (written, same, there) {
            ("", Some(own), _) => vec![own],
            ("", None, Some(there)) => there.iter().take(MAX_MEANT + 1).map(|key| &**key).collect(),
            _ => vec![written],
        };
        self.found.picks |= !matches!(meant[..], [""]) || attribute.is_empty();
        if meant.len() > MAX_MEANT {
            self.found.is_unclear = true;
            return;
        }
        for key in meant {
            let address = format!("{block}{key}").into();
            let found = Reference { address, attribute: attribute.into(), within: crate::value::Within::default() };
            if !self.found.resources.contains(&found) {
                self.found.resources.push(found);
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
            Some(Some(expression)) => {
                let for_each = known.and_then(|call| call.for_each.as_ref());
                self.expression(outer, Repetition { key: call.key, for_each }, expression, depth + 1);
            }
            Some(None)
                if known.is_some_and(|call| call.expressions.is_some() && call.module.defaults.contains_key(name)) =>
            {
                self.found.constants.extend(known.and_then(|call| call.module.defaults.get(name)?.as_ref()));
            }
            _ => self.found.is_unclear = true,
        }
    }

    fn output(&mut self, calls: &[Step<'_>], key: Option<&str>, call: Step<'_>, name: Option<&Step<'_>>, depth: usize) {
        let own = key_of(&self.keys.modules, &format!("{}module.{}", prefix(calls), call.name), call.key, key);
        let inner: Vec<Step<'_>> = calls.iter().copied().chain([Step { key: &own, ..call }]).collect();
        let module: Option<&'c Module> = self.root.at(&inner);
        let expression = name.and_then(|name| module?.outputs.get(name.name));
        match expression {
            Some(expression) => self.expression(&inner, Repetition::default(), expression, depth + 1),
            None => self.found.is_unclear = true,
        }
    }
}

/// The type within an address: `random_password` in `module.m.random_password.p[0]`.
pub(super) fn type_of(address: &str) -> &str {
    Address::parse(address).map_or("", |address| address.ty)
}

/// Whether a reference is one to the key of the own instance.
fn is_key(steps: &[Step<'_>]) -> bool {
    matches!(steps, [Step { name: "count", .. }, ..] | [Step { name: "each", .. }, Step { name: "key", .. }])
}

/// Whether a reference is one to a managed resource.
fn is_resource(steps: &[Step<'_>]) -> bool {
    const OTHERS: [&str; 11] =
        ["var", "module", "data", "ephemeral", "count", "each", "path", "terraform", "tofu", "self", "local"];
    steps.first().is_some_and(|first| !OTHERS.contains(&first.name))
}

/// The key of the module instance that is meant: the one that is written, that of the only instance, or that of the
/// block which refers to it, where the reference says so. Empty where it cannot be told.
fn key_of(known: &FxHashMap<String, Distinct>, of: &str, written: &str, own: Option<&str>) -> Arc<str> {
    if !written.is_empty() {
        return written.into();
    }
    let there = known.get(of);
    let only = there.filter(|there| there.len() == 1).and_then(|there| there.first());
    only.or_else(|| there?.get(own?)).cloned().unwrap_or_default()
}
