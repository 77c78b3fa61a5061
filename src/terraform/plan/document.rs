//! The sections of a plan or a state, read once from front to end: what does not matter is skipped.

use super::VERSIONS;
use super::address::{Address, without_keys};
use super::configuration::{Module, is_true};
use super::providers::Provider;
use crate::model::fields::Kind;
use crate::source::{FileId, Problem, ProblemKind, Span};
use crate::syntax::node::{Node, NodeKind};
use crate::syntax::pieces::{Outcome, Pieces};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// How deep modules may nest.
const MAX_MODULES: usize = 64;

/// A resource instance as it will be, or as it is.
#[derive(Debug)]
pub(super) struct Instance {
    pub(super) address: Arc<str>,
    pub(super) ty: Arc<str>,
    /// The place of the address.
    pub(super) header: Span,
    pub(super) block: Span,
    pub(super) after: Node,
    /// What of it is known only after apply, path by path.
    pub(super) unknown: Option<Node>,
    /// What of it is sensitive, path by path.
    pub(super) sensitive: Option<Node>,
}

/// What matters of a document.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) instances: Vec<Instance>,
    pub(super) configuration: Option<Module>,
    /// The providers' configurations that the model knows.
    providers: Vec<Provider>,
    /// The values of the root module's variables.
    pub(super) variables: FxHashMap<Arc<str>, Node>,
    /// The data sources that are read only at apply, by their addresses without keys.
    pub(super) reads: FxHashSet<String>,
    /// Whether the plan says that it leaves nothing out.
    pub(super) is_complete: bool,
    pub(super) problems: Vec<Problem>,
}

/// What was met so far of a document's sections.
#[derive(Debug, Default)]
struct Sections {
    has_version: bool,
    has_changes: bool,
    /// `planned_values` or `values`.
    values: Option<Span>,
}

impl Document {
    /// Reads a document; `None` where it is neither a plan nor a state.
    pub(super) fn read(file: FileId, text: &str) -> Option<Self> {
        let mut document = Self { is_complete: true, ..Self::default() };
        let mut sections = Sections::default();
        let mut pieces = Pieces::new(file, text);
        let outcome = pieces.object(|pieces, key, _| document.section(pieces, text, key, &mut sections));
        let outcome = outcome.and_then(|()| pieces.finish());
        document.problems.extend(outcome.err().map(|broken| pieces.problem(&broken)));
        if !sections.has_version || (!sections.has_changes && sections.values.is_none()) && document.problems.is_empty()
        {
            return None;
        }
        if let (false, Some(values)) = (sections.has_changes, sections.values) {
            // The section was read whole once: it is not broken.
            let _ = Pieces::part(text, values).object(|pieces, key, _| match key {
                "root_module" => document.module(pieces, 0),
                _ => pieces.skip().map(drop),
            });
        }
        document.settle();
        Some(document)
    }

    /// Puts the providers' configurations where resources are looked for.
    fn settle(&mut self) {
        let Some(root) = &mut self.configuration else { return };
        for provider in std::mem::take(&mut self.providers) {
            let address = provider.address.clone();
            let Some(address) = Address::parse(&address) else { continue };
            let Some(module) = root.at_mut(&address.calls) else { continue };
            module.resources.insert(address.block().into(), Some(provider.expressions.clone()));
            self.instances.push(provider.instance());
        }
    }

    fn section(&mut self, pieces: &mut Pieces<'_>, text: &str, key: &str, sections: &mut Sections) -> Outcome {
        match key {
            version if VERSIONS.contains(&version) => {
                sections.has_version = pieces.string()?.is_some_and(|(version, _)| is_format(&version));
            }
            "resource_changes" => {
                sections.has_changes = true;
                pieces.array(|pieces| self.change(pieces, text))?;
            }
            // Put off to a later plan: what is known of it by now.
            "deferred_changes" => pieces.array(|pieces| {
                pieces.object(|pieces, key, _| match key {
                    "resource_change" => self.change(pieces, text),
                    _ => pieces.skip().map(drop),
                })
            })?,
            "errored" => {
                let errored = pieces.tree()?.filter(is_true);
                let message = "the plan is not complete: an error ended the planning";
                self.problems.extend(errored.map(|at| Problem::at(ProblemKind::Meaning, at.span, message)));
            }
            "planned_values" | "values" => sections.values = Some(pieces.skip()?),
            "configuration" => pieces.object(|pieces, key, _| {
                match key {
                    "root_module" => self.configuration = Some(Module::read(pieces)?),
                    "provider_config" => pieces.object(|pieces, key, header| {
                        self.providers.extend(Provider::read(pieces, key, header)?);
                        Ok(())
                    })?,
                    _ => drop(pieces.skip()?),
                }
                Ok(())
            })?,
            "variables" => pieces.object(|pieces, name, _| {
                let value = pieces.tree()?.and_then(|variable| variable.get("value").cloned());
                self.variables.extend(value.map(|value| (name.into(), value)));
                Ok(())
            })?,
            "complete" => self.is_complete = pieces.tree()?.is_none_or(|complete| is_true(&complete)),
            _ => drop(pieces.skip()?),
        }
        Ok(())
    }

    /// One entry of `resource_changes`.
    fn change(&mut self, pieces: &mut Pieces<'_>, text: &str) -> Outcome {
        let mut entry = Entry::default();
        let mut change = None;
        pieces.object(|pieces, key, place| match key {
            "change" => {
                entry.around(place);
                change = Some(pieces.skip()?);
                Ok(())
            }
            _ => entry.read(pieces, key, place),
        })?;
        if entry.is_data {
            // What is read already is no change.
            self.reads.extend(entry.address.as_ref().map(|(address, _)| without_keys(address)));
        }
        let Some(change) = change.filter(|_| entry.matters()) else { return Ok(()) };
        let (mut actions, mut after, mut unknown, mut sensitive) = (None, None, None, None);
        Pieces::part(text, change).object(|pieces, key, _| {
            match key {
                "actions" => actions = pieces.tree()?,
                "after" => after = pieces.tree()?,
                "after_unknown" => unknown = pieces.tree()?,
                "after_sensitive" => sensitive = pieces.tree()?,
                _ => drop(pieces.skip()?),
            }
            Ok(())
        })?;
        if !actions.is_some_and(|actions| goes(&actions)) {
            self.instances.extend(entry.instance(change, after, unknown, sensitive));
        }
        Ok(())
    }

    /// A module of `planned_values` or of a state's `values`.
    fn module(&mut self, pieces: &mut Pieces<'_>, depth: usize) -> Outcome {
        pieces.object(|pieces, key, _| match key {
            "resources" => pieces.array(|pieces| self.value(pieces)),
            "child_modules" if depth < MAX_MODULES => pieces.array(|pieces| self.module(pieces, depth + 1)),
            _ => pieces.skip().map(drop),
        })
    }

    fn value(&mut self, pieces: &mut Pieces<'_>) -> Outcome {
        let mut entry = Entry::default();
        let (mut values, mut sensitive) = (None, None);
        pieces.object(|pieces, key, place| {
            match key {
                "values" => values = pieces.tree()?,
                "sensitive_values" => sensitive = pieces.tree()?,
                _ => entry.read(pieces, key, place)?,
            }
            Ok(())
        })?;
        if let (true, Some(values)) = (entry.matters(), values) {
            let end = values.span;
            self.instances.extend(entry.instance(end, Some(values), None, sensitive));
        }
        Ok(())
    }
}

/// What names a resource instance in either list.
#[derive(Debug, Default)]
struct Entry {
    address: Option<(Arc<str>, Span)>,
    ty: Option<Arc<str>>,
    is_data: bool,
    is_deposed: bool,
    block: Option<Span>,
}

impl Entry {
    fn read(&mut self, pieces: &mut Pieces<'_>, key: &str, place: Span) -> Outcome {
        self.around(place);
        match key {
            "address" => self.address = pieces.string()?,
            "type" => self.ty = pieces.string()?.map(|(ty, _)| ty),
            "mode" => self.is_data = pieces.string()?.is_some_and(|(mode, _)| &*mode != "managed"),
            "deposed" | "deposed_key" => self.is_deposed = pieces.string()?.is_some_and(|(key, _)| !key.is_empty()),
            _ => drop(pieces.skip()?),
        }
        Ok(())
    }

    /// Notes that a place belongs to the entry.
    fn around(&mut self, place: Span) {
        self.block = Some(self.block.map_or(place, |block| block.to(place)));
    }

    fn matters(&self) -> bool {
        !self.is_data && !self.is_deposed && self.ty.as_ref().is_some_and(|ty| Kind::of(ty).is_some())
    }

    fn instance(
        self,
        end: Span,
        after: Option<Node>,
        unknown: Option<Node>,
        sensitive: Option<Node>,
    ) -> Option<Instance> {
        let (address, header) = self.address?;
        let after = after.filter(|after| matches!(after.kind, NodeKind::Mapping(_)))?;
        let block = self.block.map_or(end, |block| block.to(end));
        Some(Instance { address, ty: self.ty?, header, block, after, unknown, sensitive })
    }
}

/// Whether a format version is one of those that this reads: any of 0.x and 1.x.
fn is_format(version: &str) -> bool {
    matches!(version.split('.').next(), Some("0" | "1"))
}

/// Whether the actions leave nothing of the instance to be managed.
fn goes(actions: &Node) -> bool {
    let mut names = actions.items().iter().filter_map(Node::as_text).peekable();
    names.peek().is_some() && names.all(|name| matches!(&**name, "delete" | "forget"))
}
