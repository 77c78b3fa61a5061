//! Module instances: a module with the values of one call, and what stands for one that is not installed.

use super::evaluator::{Evaluator, MAX_INSTANCES};
use super::expansion::{Copy, Repetition};
use super::known::{self, Stand};
use super::module::Module;
use super::paths::{module_directory, relative};
use super::project::{Project, source};
use crate::model::Call;
use crate::syntax::hcl::tree::Block;
use crate::value::guards::both;
use std::sync::Arc;

/// How deep module calls may nest.
const MAX_CALLS: usize = 32;

/// A module with the values of one call.
pub(super) struct Instance<'p> {
    pub(super) module: &'p Module,
    /// What stands for the module, when it is not installed.
    pub(super) stand: Option<Stand>,
    /// What the addresses of its resources start with: empty, or `module.db.`.
    pub(super) prefix: Arc<str>,
    /// The names of the calls that lead to it, joined by dots; empty for the root.
    pub(super) key: Arc<str>,
    /// Its directory as Terraform names it, seen from the root by the sources of the calls.
    pub(super) path: Arc<str>,
    /// Who calls it; the root has no caller.
    pub(super) caller: Option<Caller<'p>>,
    /// The calls on the way to it, outermost first.
    pub(super) calls: Vec<Call>,
    /// When it exists, if that is not certain.
    pub(super) condition: Option<Arc<str>>,
}

impl<'p> Instance<'p> {
    /// The root module, which nobody calls.
    pub(super) fn root(module: &'p Module) -> Self {
        Self {
            module,
            stand: None,
            prefix: "".into(),
            key: "".into(),
            path: ".".into(),
            caller: None,
            calls: Vec::new(),
            condition: None,
        }
    }

    /// Whether it is not certain that Terraform evaluates what it holds, as it is written there.
    pub(super) fn is_uncertain(&self) -> bool {
        self.condition.is_some() || self.stand.is_some()
    }
}

/// The call of an [`Instance`].
#[derive(Clone)]
pub(super) struct Caller<'p> {
    pub(super) instance: usize,
    pub(super) block: &'p Block,
    pub(super) repetition: Option<Repetition>,
}

impl<'p> Evaluator<'p> {
    /// The instances of the modules that an instance calls, in the order of the calls.
    pub(super) fn children_of(&mut self, instance: usize) -> Vec<usize> {
        let mut children = Vec::new();
        for (name, call) in &self.instances[instance].module.calls {
            let expansion = self.expand(instance, &format!("module.{name}").into(), call);
            children.extend(expansion.copies.iter().filter_map(|copy| self.child(instance, name, call, copy)));
        }
        children
    }

    /// The module instance that a copy of a call makes; `None` when the module is not in the scanned files.
    pub(super) fn child(&mut self, caller: usize, name: &str, call: &'p Block, copy: &Copy) -> Option<usize> {
        let address: Arc<str> = format!("{}module.{name}{}", self.instances[caller].prefix, copy.suffix).into();
        if let Some(known) = self.children.get(&address) {
            return *known;
        }
        let child = self.new_child(caller, (name, &address), call, copy);
        self.children.insert(address, child);
        child
    }

    fn new_child(
        &mut self,
        caller: usize,
        (name, address): (&str, &Arc<str>),
        call: &'p Block,
        copy: &Copy,
    ) -> Option<usize> {
        let outer = &self.instances[caller];
        let key: Arc<str> = if caller == 0 { name.into() } else { format!("{}.{name}", outer.key).into() };
        let (module, stand) = self.called(outer, &key, call)?;
        let root = &self.instances.first()?.module.directory;
        let path = source(call).and_then(|source| module_directory(&outer.path, source));
        let path = path.unwrap_or_else(|| relative(root, &module.directory));
        if outer.calls.len() >= MAX_CALLS || self.instances.len() >= MAX_INSTANCES {
            self.limit(call.header, "too many module calls within each other");
            return None;
        }
        let mut calls = outer.calls.clone();
        if !call.header.file.is_embedded() {
            calls.push(Call { address: address.clone(), header: call.header, block: call.span });
        }
        let condition = conditions(outer.condition.as_deref(), copy.condition.as_deref());
        let repetition = copy.repetition.clone();
        self.instances.push(Instance {
            module,
            stand,
            prefix: format!("{address}.").into(),
            key,
            path,
            caller: Some(Caller { instance: caller, block: call, repetition }),
            calls,
            condition,
        });
        Some(self.instances.len() - 1)
    }

    /// The module that a call names, or what stands for it where it is not installed.
    fn called(&self, outer: &Instance<'p>, key: &str, call: &Block) -> Option<(&'p Module, Option<Stand>)> {
        let project: &'p Project = self.project;
        let stand = if let Some(stand) = &outer.stand {
            stand.inner(call)?
        } else {
            let root = &self.instances.first()?.module.directory;
            if let Some(module) = project.called((root, key), &outer.module.directory, call) {
                return Some((module, None));
            }
            known::called(call)?
        };
        Some((&stand.description.module, Some(stand)))
    }

    /// The root module's directory, which relative paths start from.
    pub(super) fn root_directory(&self) -> Arc<str> {
        self.instances.first().map_or_else(|| ".".into(), |root| root.module.directory.clone())
    }
}

/// Two conditions that must both hold.
pub(super) fn conditions(a: Option<&str>, b: Option<&str>) -> Option<Arc<str>> {
    match (a, b) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one.into()),
        (Some(a), Some(b)) => Some(both(a, b).unwrap_or_else(|| format!("{a} and {b}")).into()),
    }
}
