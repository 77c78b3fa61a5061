//! YAML and JSON files that may be CloudFormation templates.

use crate::cloudformation::{self, IgnoreEntry, Inputs};
use crate::model::{Evaluation, Scope};
use crate::source::{FileId, Problem, ProblemKind, SourceFile, SourceMap};
use crate::suppress::{self, Directive};
use crate::syntax::node::Node;
use crate::syntax::{self, Parsed};
use rustc_hash::FxHashMap;

/// One YAML or JSON file; `None` when it is no template.
pub(super) fn read(sources: &SourceMap, file: FileId, index: usize) -> Option<(Evaluation, Vec<Directive>)> {
    let source = sources.file(file);
    let Parsed { tree, comments, problems } = parse_template(file, source);
    let broken_off = is_broken_off(&problems);
    let Some(root) = tree.filter(cloudformation::is_template) else {
        let meant = broken_off && source.text().contains("Resources");
        return meant.then(|| (Evaluation { problems, ..Evaluation::default() }, Vec::new()));
    };
    let evaluate = if broken_off { cloudformation::evaluate_incomplete } else { cloudformation::evaluate };
    let mut evaluation = evaluate(&root, &Inputs::default(), Scope(index as u32));
    evaluation.problems.splice(0..0, problems);
    let mut directives = suppress::directives(&comments, file, sources, || suppress::node_elements(&root));
    directives.extend(metadata_directives(&root));
    Some((evaluation, directives))
}

/// JSON by its first character. YAML may begin with a brace too: what is no JSON and not called so is read as YAML.
fn parse_template(file: FileId, source: &SourceFile) -> Parsed<Option<Node>> {
    let text = source.text();
    if !text.trim_start().starts_with('{') {
        return syntax::yaml::parse(file, text);
    }
    let json = syntax::json::parse(file, text);
    let is_yaml = [".yaml", ".yml"].iter().any(|ending| source.path().ends_with(ending));
    if is_yaml && is_broken_off(&json.problems) { syntax::yaml::parse(file, text) } else { json }
}

fn is_broken_off(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.kind != ProblemKind::Meaning)
}

/// The ignores in a template's `Metadata`: those of a resource cover it, those of the template all of it.
fn metadata_directives(root: &Node) -> Vec<Directive> {
    let blocks: FxHashMap<_, _> =
        cloudformation::resource_blocks(root).into_iter().map(|(id, _, block)| (id, block)).collect();
    let directive = |entry: IgnoreEntry| Directive {
        covers: entry.resource.as_ref().and_then(|id| blocks.get(id)).copied().unwrap_or(root.span),
        policy: entry.policy,
        reason: entry.reason.as_deref().map(str::to_owned),
        span: entry.span,
    };
    cloudformation::metadata_ignores(root).into_iter().map(directive).collect()
}
