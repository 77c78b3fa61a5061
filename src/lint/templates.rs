//! YAML and JSON files that may be CloudFormation templates: parsed, and evaluated as one project.

use super::deployments::Deployments;
use super::{Reading, Request, assemblies, bodies, deployments, includes};
use crate::cloudformation::{self, Deployment, IgnoreEntry, Project, TemplateFile};
use crate::discover::Input;
use crate::model::Scope;
use crate::parallel;
use crate::source::{FileId, Problem, ProblemKind, SourceFile, SourceMap};
use crate::suppress::{self, Directive};
use crate::syntax::node::Node;
use crate::syntax::{self, Parsed};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// All templates as one project: parsed file by file, evaluated root by root in each of their environments.
pub(super) fn read(request: &Request, input: &mut Input, reading: &mut Reading) {
    let project = Project::new(parsed(input, reading));
    let files = deployments::files(input, reading);
    let deployments = Deployments::new(request, &files, assemblies::stacks(input));
    reading.problems.extend(deployments.undeclared(input, &project));
    let known = reading.secret_names.len();
    evaluate_all(&project, &deployments.jobs(&project), reading);
    let concealed = reading.secret_names.get(known..).unwrap_or_default();
    let secrets = deployments.secrets(&project, concealed);
    reading.secrets.extend(secrets);
}

/// Evaluates jobs, each in a scope of its own.
fn evaluate_all(project: &Project, jobs: &[Deployment<'_>], reading: &mut Reading) {
    let start = reading.scopes;
    reading.scopes += jobs.len();
    let scope = |index: usize| Scope((start + index) as u32);
    let evaluations = project.evaluate_all(jobs, scope);
    let mut first: FxHashMap<&Arc<str>, Scope> = FxHashMap::default();
    for (index, (job, evaluation)) in jobs.iter().zip(evaluations).enumerate() {
        if let Some(name) = job.environment {
            let first = *first.entry(&job.root).or_insert(scope(index));
            reading.environments.add(scope(index), first, name.clone());
        }
        reading.add(evaluation, Vec::new());
    }
}

/// One YAML or JSON file as it was read.
#[derive(Default)]
pub(super) struct Read {
    /// The template, where it is one.
    pub(super) template: Option<TemplateFile>,
    pub(super) problems: Vec<Problem>,
    pub(super) directives: Vec<Directive>,
}

/// The templates among the files, with what they include; what is none is left out.
fn parsed(input: &mut Input, reading: &mut Reading) -> Vec<TemplateFile> {
    let sources = &input.sources;
    let mut files = parallel::map(input.templates.clone(), |_, (file, path)| parse(sources, file, path));
    includes::include(&mut files, input);
    let bodies: Vec<Read> = files.iter().flat_map(|read| bodies::within(read, &input.sources)).collect();
    files.extend(bodies);
    let mut templates = Vec::with_capacity(files.len());
    for read in files {
        reading.problems.extend(read.problems);
        reading.directives.extend(read.directives);
        templates.extend(read.template);
    }
    templates
}

/// One YAML or JSON file. What broke off before it was known to be a template has only problems.
fn parse(sources: &SourceMap, file: FileId, path: Arc<str>) -> Read {
    let source = sources.file(file);
    read_tree(sources, file, path, parse_template(file, source))
}

/// A file, or a part of it, as it was parsed.
pub(super) fn read_tree(sources: &SourceMap, file: FileId, path: Arc<str>, parsed: Parsed<Option<Node>>) -> Read {
    let source = sources.file(file);
    let Parsed { tree, comments, problems } = parsed;
    let incomplete = is_broken_off(&problems);
    let Some(root) = tree.filter(cloudformation::is_template) else {
        let is_meant = incomplete
            && source.text().contains("Resources")
            && cloudformation::names_database(source.text().as_bytes());
        return Read { problems: if is_meant { problems } else { Vec::new() }, ..Read::default() };
    };
    let mut directives = suppress::directives(&comments, file, sources, || suppress::node_elements(&root));
    directives.extend(metadata_directives(&root));
    Read { template: Some(TemplateFile { path, file, root, incomplete }), problems, directives }
}

/// JSON by its first character. YAML may begin with a brace too: what is no JSON and not called so is read as YAML.
pub(super) fn parse_template(file: FileId, source: &SourceFile) -> Parsed<Option<Node>> {
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
pub(super) fn metadata_directives(root: &Node) -> Vec<Directive> {
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
