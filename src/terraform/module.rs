//! A module: the blocks of all files of one directory, indexed by what expressions call them.

use super::overrides::{self, is_override};
use super::required::names_of_postgresql;
use crate::source::{FileId, Problem, ProblemKind, Span};
use crate::syntax::hcl::tree::{Attribute, Block, Body, ExprKind};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;
use std::sync::Arc;

/// Declarations by name, in source order.
pub(super) type Index<T> = IndexMap<Arc<str>, T, FxBuildHasher>;

/// The declarations of one directory.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// The normal path of the directory.
    pub(super) directory: Arc<str>,
    pub(super) variables: Index<Block>,
    pub(super) locals: Index<Attribute>,
    pub(super) outputs: Index<Block>,
    /// By `type.name`.
    pub(super) resources: Index<Block>,
    /// By `data.type.name` and `ephemeral.type.name`.
    pub(super) data: Index<Block>,
    pub(super) calls: Index<Block>,
    /// By `name` and `name.alias`.
    pub(super) providers: Index<Block>,
    /// What the module calls the provider `postgresql`, that name aside.
    pub(super) postgresql: Vec<Arc<str>>,
    /// The files of variable values that Terraform reads by itself, weakest first.
    pub(super) values: Vec<(Arc<str>, Body)>,
    pub(super) problems: Vec<Problem>,
}

impl Module {
    /// The module of a directory's files; override files must come last.
    pub(super) fn new(directory: Arc<str>, files: Vec<(Arc<str>, FileId, Body)>) -> Self {
        let mut module = Self { directory, ..Self::default() };
        let (overrides, ordinary): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, ..)| is_override(path));
        for (_, _, body) in ordinary {
            body.blocks.into_iter().for_each(|block| module.declare(block));
        }
        for (_, _, body) in overrides {
            body.blocks.into_iter().for_each(|block| module.overrule(block));
        }
        module
    }

    fn declare(&mut self, block: Block) {
        if &*block.kind.text == "locals" {
            for local in block.body.attributes {
                if let Some(earlier) = self.locals.insert(local.name.text.clone(), local) {
                    self.twice(earlier.name.span, &format!("local.{}", earlier.name.text));
                }
            }
            return;
        }
        if &*block.kind.text == "terraform" {
            self.postgresql.extend(names_of_postgresql(&block));
        }
        let Some((index, address, shown)) = self.slot(&block) else { return };
        let header = block.header;
        if index.insert(address, block).is_some() {
            self.twice(header, &shown);
        }
    }

    fn twice(&mut self, at: Span, what: &str) {
        self.problems.push(Problem::at(ProblemKind::Meaning, at, format!("{what} is declared twice")));
    }

    /// Where a block is declared, its key there, and what to call it; `None` for blocks that hold no values.
    fn slot(&mut self, block: &Block) -> Option<(&mut Index<Block>, Arc<str>, String)> {
        let label = |at: usize| block.labels.get(at).map(|label| label.text.clone());
        let kind = &*block.kind.text;
        let index = match kind {
            "variable" => &mut self.variables,
            "output" => &mut self.outputs,
            "module" => &mut self.calls,
            "provider" => {
                let name = provider_name(block)?;
                return Some((&mut self.providers, name.clone(), format!("provider.{name}")));
            }
            "resource" | "data" | "ephemeral" => {
                let name = format!("{}.{}", label(0)?, label(1)?);
                return Some(match kind {
                    "resource" => (&mut self.resources, name.as_str().into(), name),
                    _ => (&mut self.data, format!("{kind}.{name}").into(), format!("{kind}.{name}")),
                });
            }
            _ => return None,
        };
        let name = label(0)?;
        let shown = if kind == "variable" { format!("var.{name}") } else { format!("{kind}.{name}") };
        Some((index, name, shown))
    }

    /// Merges a block of an override file into the block that it overrides. One that overrides nothing is evaluated as
    /// it stands.
    fn overrule(&mut self, block: Block) {
        if &*block.kind.text == "locals" {
            block.body.attributes.into_iter().for_each(|local| self.overrule_local(local));
            return;
        }
        let Some((index, address, shown)) = self.slot(&block) else { return };
        let Some(base) = index.get_mut(&address) else {
            let header = block.header;
            // A provider without a block is one without settings.
            let is_implied = &*block.kind.text == "provider" && !address.contains('.');
            index.insert(address, block);
            if !is_implied {
                self.baseless(header, &shown);
            }
            return;
        };
        let dependency = block.body.attribute("depends_on").map(|attribute| attribute.name.span);
        overrides::merge(&mut base.body, block.body);
        let refused = |at| Problem::at(ProblemKind::Meaning, at, "depends_on cannot be overridden");
        self.problems.extend(dependency.map(refused));
    }

    fn overrule_local(&mut self, local: Attribute) {
        let (at, name) = (local.name.span, local.name.text.clone());
        if self.locals.insert(name.clone(), local).is_none() {
            self.baseless(at, &format!("local.{name}"));
        }
    }

    fn baseless(&mut self, at: Span, what: &str) {
        let message = format!("{what} is overridden here, but no other file declares it");
        self.problems.push(Problem::at(ProblemKind::Meaning, at, message));
    }
}

/// What references call the configuration of a provider block; `None` where its alias is no plain text.
fn provider_name(block: &Block) -> Option<Arc<str>> {
    let name = &block.labels.first()?.text;
    match block.body.attribute("alias").map(|alias| &alias.value.kind) {
        None => Some(name.clone()),
        Some(ExprKind::Text(alias)) => Some(format!("{name}.{alias}").into()),
        Some(_) => None,
    }
}
