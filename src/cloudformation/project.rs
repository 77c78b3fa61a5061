//! All templates of a run: which of them creates which, and what each would become.

use super::evaluator::Evaluator;
use super::inputs::Inputs;
use super::resources;
use super::template::Template;
use super::transforms;
use crate::model::{Evaluation, Scope};
use crate::source::FileId;
use crate::syntax::node::Node;
use rustc_hash::FxHashMap;
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
}

impl Project {
    /// Indexes parsed templates, which come in source order.
    pub fn new(templates: Vec<TemplateFile>) -> Self {
        let by_path = templates.iter().enumerate().map(|(index, template)| (template.path.clone(), index)).collect();
        Self { templates, by_path }
    }

    /// The paths of the templates that no other template creates, in source order.
    pub fn roots(&self) -> Vec<Arc<str>> {
        self.templates.iter().map(|template| template.path.clone()).collect()
    }

    /// The names of the parameters that a template declares.
    pub fn parameters(&self, path: &str) -> impl Iterator<Item = &Arc<str>> {
        let template = self.by_path.get(path).and_then(|index| self.templates.get(*index));
        let declared = template.and_then(|template| template.root.get("Parameters"));
        declared.map_or(&[][..], Node::entries).iter().map(|entry| &entry.key)
    }

    /// Evaluates a root template's resources of the types that the model knows, as the inputs would deploy them.
    pub fn evaluate_with(&self, root: &str, inputs: &Inputs, scope: Scope) -> Evaluation {
        let template = self.by_path.get(root).and_then(|index| self.templates.get(*index));
        template.map(|template| evaluate(&template.root, template.incomplete, inputs, scope)).unwrap_or_default()
    }
}

/// Evaluates one stack. The tree that is evaluated lives as long as the evaluation: whatever rewrites a template before
/// its sections are read, by the inputs of this stack, does so here.
pub(super) fn evaluate(root: &Node, incomplete: bool, inputs: &Inputs, scope: Scope) -> Evaluation {
    let expanded = transforms::expand(root, inputs);
    let root = expanded.as_ref().map_or(root, |expanded| &expanded.root);
    let (template, mut problems) = Template::read(root, incomplete);
    problems.extend(expanded.iter().flat_map(|expanded| expanded.problems.iter().cloned()));
    let template = template.with_loops(expanded.as_ref().map(|expanded| &expanded.loops));
    let mut evaluator = Evaluator::new(&template, inputs, root.span, problems);
    evaluator.check_rules();
    let resources = resources::all(&mut evaluator, scope);
    evaluator.finish(resources)
}
