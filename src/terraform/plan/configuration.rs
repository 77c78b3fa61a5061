//! The `configuration` section of a plan: which arguments are set, and by which constants and references.

use super::address::Step;
use super::providers;
use crate::model::fields::Kind;
use crate::source::Span;
use crate::syntax::node::{Node, NodeKind};
use crate::syntax::pieces::{Outcome, Pieces};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// How deep module calls may nest.
const MAX_CALLS: usize = 32;

/// A module as it is written, whatever its instances.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// The expressions of the resources that the model knows, by `type.name`; none where a resource sets nothing.
    pub(super) resources: FxHashMap<Arc<str>, Option<Node>>,
    /// What `for_each` of these resources is, by `type.name`.
    pub(super) repetitions: FxHashMap<Arc<str>, Node>,
    /// The addresses of the providers' configurations that these resources are managed with, by `type.name`.
    pub(super) providers: FxHashMap<Arc<str>, Arc<str>>,
    pub(super) calls: FxHashMap<Arc<str>, Call>,
    /// The expressions of the outputs.
    pub(super) outputs: FxHashMap<Arc<str>, Node>,
    /// The variables that are marked sensitive.
    pub(super) sensitive: FxHashSet<Arc<str>>,
    /// The variables with their defaults.
    pub(super) defaults: FxHashMap<Arc<str>, Option<Node>>,
}

/// A module call.
#[derive(Debug)]
pub(super) struct Call {
    /// Its arguments; none where the plan leaves them out.
    pub(super) expressions: Option<Node>,
    /// What `for_each` is.
    pub(super) for_each: Option<Node>,
    pub(super) module: Module,
    /// The place of its name.
    pub(super) header: Span,
    pub(super) block: Span,
}

impl Module {
    /// Reads a module, however deep its calls nest.
    pub(super) fn read(pieces: &mut Pieces<'_>) -> Outcome<Self> {
        let mut module = Self::default();
        module.fill(pieces, 0)?;
        Ok(module)
    }

    fn fill(&mut self, pieces: &mut Pieces<'_>, depth: usize) -> Outcome {
        pieces.object(|pieces, key, _| match key {
            "resources" => pieces.array(|pieces| self.resource(pieces)),
            "module_calls" if depth < MAX_CALLS => {
                pieces.object(|pieces, name, header| self.call(pieces, name, header, depth))
            }
            "outputs" => pieces.object(|pieces, name, _| {
                let output = pieces.tree()?;
                let expression = output.as_ref().and_then(|output| output.get("expression"));
                self.outputs.extend(expression.map(|expression| (name.into(), expression.clone())));
                Ok(())
            }),
            "variables" => pieces.object(|pieces, name, _| {
                let variable = pieces.tree()?;
                let part = |name: &str| variable.as_ref().and_then(|variable| variable.get(name));
                self.sensitive.extend(part("sensitive").is_some_and(is_true).then(|| Arc::from(name)));
                self.defaults.insert(name.into(), part("default").filter(|default| !default.is_null()).cloned());
                Ok(())
            }),
            _ => pieces.skip().map(drop),
        })
    }

    fn resource(&mut self, pieces: &mut Pieces<'_>) -> Outcome {
        let (mut mode, mut ty, mut name, mut expressions, mut for_each, mut provider) = Default::default();
        pieces.object(|pieces, key, _| {
            match key {
                "mode" => mode = pieces.string()?,
                "type" => ty = pieces.string()?,
                "name" => name = pieces.string()?,
                "expressions" => expressions = pieces.tree()?,
                "for_each_expression" => for_each = pieces.tree()?,
                "provider_config_key" => provider = pieces.string()?,
                _ => drop(pieces.skip()?),
            }
            Ok(())
        })?;
        let is_managed = mode.is_none_or(|(mode, _)| &*mode == "managed");
        if let (true, Some((ty, _)), Some((name, _))) = (is_managed, ty, name)
            && Kind::of(&ty).is_some()
        {
            let block: Arc<str> = format!("{ty}.{name}").into();
            self.repetitions.extend(for_each.map(|for_each| (block.clone(), for_each)));
            if ty.starts_with("postgresql_") {
                self.providers.extend(provider.map(|(key, _)| (block.clone(), providers::address(&key))));
            }
            self.resources.insert(block, expressions);
        }
        Ok(())
    }

    fn call(&mut self, pieces: &mut Pieces<'_>, name: &str, header: Span, depth: usize) -> Outcome {
        let mut call = Call { expressions: None, for_each: None, module: Self::default(), header, block: header };
        pieces.object(|pieces, key, place| {
            call.block = call.block.to(place);
            match key {
                "expressions" => call.expressions = pieces.tree()?,
                "for_each_expression" => call.for_each = pieces.tree()?,
                "module" => call.module.fill(pieces, depth + 1)?,
                _ => drop(pieces.skip()?),
            }
            Ok(())
        })?;
        self.calls.insert(name.into(), call);
        Ok(())
    }

    /// The module that calls lead to.
    pub(super) fn at(&self, calls: &[Step<'_>]) -> Option<&Self> {
        calls.iter().try_fold(self, |module, call| Some(&module.calls.get(call.name)?.module))
    }

    /// As [`Self::at`], to change it.
    pub(super) fn at_mut(&mut self, calls: &[Step<'_>]) -> Option<&mut Self> {
        calls.iter().try_fold(self, |module, call| Some(&mut module.calls.get_mut(call.name)?.module))
    }
}

/// Whether a node is the boolean `true`.
pub(super) fn is_true(node: &Node) -> bool {
    node.tag.is_none() && matches!(&node.kind, NodeKind::Scalar { text, plain: true } if &**text == "true")
}

/// The constant that an expression is, unless it is null.
pub(super) fn constant(expression: &Node) -> Option<&Node> {
    expression.get("constant_value").filter(|constant| !constant.is_null())
}

/// Whether a node is the expression of one argument, not of the arguments of a block.
pub(super) fn is_argument(expression: &Node) -> bool {
    expression.items().is_empty()
        && (expression.entries().is_empty()
            || expression.get("constant_value").is_some()
            || expression.get("references").is_some())
}

/// The references of an expression, the longest of each: `a.b.name`, not `a.b` behind it.
pub(super) fn references(expression: &Node) -> Vec<&str> {
    let all = expression.get("references").map(Node::items).unwrap_or_default();
    let mut kept: Vec<&str> = Vec::new();
    for reference in all.iter().filter_map(Node::as_text) {
        let repeats = kept.last().is_some_and(|last| {
            last.strip_prefix(&**reference).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        });
        if !repeats {
            kept.push(reference);
        }
    }
    kept
}
