//! All templates of a run: which of them creates which, and what each would become.

use super::creators::{self, Creator, Source, body_path, join};
use super::evaluator::Evaluator;
use super::exports::{self, Imports, Trade};
use super::inputs::Inputs;
use super::resources;
use super::stacks::Stack;
use super::template::Template;
use super::transforms;
use crate::model::{Evaluation, Scope};
use crate::source::FileId;
use crate::syntax::node::{Entry, Node};
use crate::value::{Map, guards};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// A parsed template.
#[derive(Debug)]
pub struct TemplateFile {
    /// The path by which other templates lead to it.
    pub path: Arc<str>,
    /// Its text.
    pub file: FileId,
    /// Its tree.
    pub root: Node,
    /// Whether the text broke off: names may be declared in the part that is missing, so a reference to nothing is
    /// unknown and no problem.
    pub incomplete: bool,
}

/// The templates of a run.
#[derive(Debug, Default)]
pub struct Project {
    /// In source order.
    templates: Vec<TemplateFile>,
    by_path: FxHashMap<Arc<str>, usize>,
    /// The templates of each file name, for addresses.
    by_name: FxHashMap<Arc<str>, Vec<usize>>,
    /// The templates that each template creates stacks from.
    created: Vec<Vec<usize>>,
    roots: Vec<usize>,
}

impl Project {
    /// Indexes parsed templates, which come in source order.
    pub fn new(templates: Vec<TemplateFile>) -> Self {
        let mut project = Self { templates, ..Self::default() };
        for (index, template) in project.templates.iter().enumerate() {
            project.by_path.insert(template.path.clone(), index);
            project.by_name.entry(file_name(&template.path).into()).or_default().push(index);
        }
        project.find_roots();
        project
    }

    /// The paths of the templates that no other template creates, in source order.
    pub fn roots(&self) -> Vec<Arc<str>> {
        let paths = self.roots.iter().filter_map(|index| self.templates.get(*index));
        paths.map(|template| template.path.clone()).collect()
    }

    /// The names of the parameters that a template declares.
    pub fn parameters(&self, path: &str) -> impl Iterator<Item = &Arc<str>> {
        let template = self.by_path.get(path).and_then(|index| self.templates.get(*index));
        let declared = template.and_then(|template| template.root.get("Parameters"));
        declared.map_or(&[][..], Node::entries).iter().map(|entry| &entry.key)
    }

    /// Evaluates a root template's resources of the types that the model knows, with those of all stacks that it
    /// creates, as the inputs would deploy them. Problems of a template that several roots create come with each.
    pub fn evaluate_with(&self, root: &str, inputs: &Inputs, scope: Scope) -> Evaluation {
        self.evaluate_root(root, inputs, scope, None).evaluation
    }

    /// As [`Project::evaluate_with`], with what other stacks export, where there are imports.
    pub(super) fn evaluate_root(
        &self,
        root: &str,
        inputs: &Inputs,
        scope: Scope,
        imports: Option<Imports<'_>>,
    ) -> Outcome {
        let Some(index) = self.by_path.get(root).copied() else { return Outcome::default() };
        let mut stack = Stack::root(Some((self, index)), scope);
        if let Some(imports) = imports {
            stack.imports = Some(imports);
            stack.mark = if self.may_export(root) { format!("{}:", guards::word(root)).into() } else { "".into() };
        }
        self.evaluate_stack(index, inputs, &stack).unwrap_or_default()
    }

    /// Whether any template imports what a stack exports.
    pub(super) fn has_imports(&self) -> bool {
        self.templates.iter().any(|template| exports::imports(&template.root))
    }

    /// Whether a template, or one that it leads to, may export something.
    pub(super) fn may_export(&self, root: &str) -> bool {
        let Some(index) = self.by_path.get(root) else { return false };
        let mut reached = FxHashSet::default();
        reach(&self.created, *index, &mut reached);
        reached.iter().filter_map(|index| self.templates.get(*index)).any(|template| exports::exports(&template.root))
    }

    /// Evaluates one stack made of a template.
    pub(super) fn evaluate_stack(&self, index: usize, inputs: &Inputs, stack: &Stack<'_>) -> Option<Outcome> {
        let template = self.templates.get(index)?;
        Some(evaluate(&template.root, template.incomplete, inputs, stack))
    }

    /// The parameters that a template declares.
    pub(super) fn declared(&self, template: usize) -> &[Entry] {
        self.templates.get(template).map_or(&[], |template| parameters(&template.root))
    }

    /// Whether a template may declare more than it says.
    pub(super) fn is_open(&self, template: usize) -> bool {
        let open = |template: &TemplateFile| template.incomplete || template.root.get("Transform").is_some();
        self.templates.get(template).is_none_or(open)
    }

    /// The template that a resource of another one creates a stack from, where it is one of the run.
    pub(super) fn created(&self, by: usize, creator: Creator<'_>) -> Option<usize> {
        match creator.source()? {
            Source::Path(path) => self.by_path.get(&join(&self.templates.get(by)?.path, &path)).copied(),
            Source::Body(body) => self.by_path.get(&body_path(&self.templates.get(by)?.path, body)).copied(),
            Source::Url(parts) => self.at_address(by, creator, &parts),
        }
    }

    /// The one template that an address can mean: no other has as many of its last parts, and it takes the parameters
    /// that are given. The name alone is not enough where nothing is given.
    fn at_address(&self, by: usize, creator: Creator<'_>, parts: &[String]) -> Option<usize> {
        let candidates = self.by_name.get(&**parts.first()?)?.iter().copied().filter(|index| *index != by);
        let common = |index: usize| {
            let path = self.templates.get(index).map_or("", |template| &*template.path);
            path.rsplit('/').zip(parts).take_while(|(own, part)| *own == part.as_str()).count()
        };
        let mut ranked: Vec<(usize, usize)> = candidates.map(|index| (common(index), index)).collect();
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        let (most, best) = *ranked.first()?;
        let is_only = ranked.get(1).is_none_or(|(next, _)| *next < most);
        let given = creator.given()?;
        let takes = self.templates.get(best).is_some_and(|template| takes(&template.root, &given));
        (is_only && takes && (most > 1 || !given.is_empty())).then_some(best)
    }

    /// The templates that nobody creates; of a circle that nobody else creates, the first template.
    fn find_roots(&mut self) {
        let created: Vec<Vec<usize>> = (0..self.templates.len()).map(|by| self.all_created(by)).collect();
        let all: FxHashSet<usize> = created.iter().flatten().copied().collect();
        let mut roots: Vec<usize> = (0..self.templates.len()).filter(|index| !all.contains(index)).collect();
        let mut reached = FxHashSet::default();
        for root in &roots {
            reach(&created, *root, &mut reached);
        }
        for index in 0..self.templates.len() {
            if !reached.contains(&index) {
                reach(&created, index, &mut reached);
                roots.push(index);
            }
        }
        roots.sort_unstable();
        self.roots = roots;
        self.created = created;
    }

    fn all_created(&self, by: usize) -> Vec<usize> {
        let creators = self.templates.get(by).map_or_else(Vec::new, |template| creators::all(&template.root));
        creators.into_iter().filter_map(|creator| self.created(by, creator)).collect()
    }
}

fn reach(created: &[Vec<usize>], from: usize, reached: &mut FxHashSet<usize>) {
    let mut open = vec![from];
    while let Some(index) = open.pop() {
        if reached.insert(index) {
            open.extend(created.get(index).into_iter().flatten());
        }
    }
}

/// Whether a template declares all parameters that are given, and no other needs a value.
fn takes(root: &Node, given: &[&str]) -> bool {
    let declared = parameters(root);
    given.iter().all(|name| declared.iter().any(|entry| &*entry.key == *name))
        && declared.iter().all(|entry| entry.value.get("Default").is_some() || given.contains(&&*entry.key))
}

fn parameters(root: &Node) -> &[Entry] {
    root.get("Parameters").map_or(&[], Node::entries)
}

pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What a stack comes to.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    pub(super) evaluation: Evaluation,
    /// The outputs by name, of a stack that another one creates.
    pub(super) outputs: Map,
    /// What it exports, and what it waits for.
    pub(super) trade: Trade,
    /// Whether there may be more outputs.
    pub(super) open: bool,
}

/// Evaluates one stack. The tree that is evaluated lives as long as the evaluation: whatever rewrites a template before
/// its sections are read, by the inputs of this stack, does so here.
pub(super) fn evaluate(root: &Node, incomplete: bool, inputs: &Inputs, stack: &Stack<'_>) -> Outcome {
    let expanded = transforms::expand(root, inputs, stack);
    let root = expanded.as_ref().map_or(root, |expanded| &expanded.root);
    let (template, mut problems) = Template::read(root, incomplete);
    problems.extend(expanded.iter().flat_map(|expanded| expanded.problems.iter().cloned()));
    let template = template.with_loops(expanded.as_ref().map(|expanded| &expanded.loops));
    let mut evaluator = Evaluator::new(&template, inputs, stack, root.span, problems);
    evaluator.check_assertions();
    let resources = resources::all(&mut evaluator);
    let outputs = evaluator.outputs();
    let trade = std::mem::take(&mut evaluator.trade);
    evaluator.handed();
    Outcome { evaluation: evaluator.finish(resources), outputs, trade, open: template.open }
}
