//! What must hold for any text. The fuzz targets and a test of the gate share it.

#[path = "spans.rs"]
mod spans;

use rdslint::catalog::Catalog;
use rdslint::cloudformation::{self, Inputs, TemplateFile};
use rdslint::model::{Evaluation, Model, Scope};
use rdslint::policy::{self, Policy};
use rdslint::source::{FileId, SourceMap, Span};
use rdslint::syntax::hcl::{self, tree::Body};
use rdslint::syntax::{self, Parsed};
use rdslint::terraform::Project;
use std::sync::{Arc, LazyLock};

/// A line that begins so starts another file.
const FILE: &str = "#file ";

/// What a file may be called: the rest of such a line picks one.
const NAMES: [&str; 8] = [
    "main.tf",
    "m/main.tf",
    "terraform.tfvars",
    "main.tf.json",
    "main_override.tf",
    "m/n/main.tf",
    "m/main.tf.json",
    "x.auto.tfvars.json",
];

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);

/// The text as HCL: every place lies within the text and within that of what holds it.
pub(crate) fn hcl(text: &str) {
    let file = SourceMap::default().add("main.tf", text);
    let parsed = hcl::parse(file, text);
    spans::check(text, &parsed, true);
}

/// The text as JSON: every place lies within the text.
pub(crate) fn hcl_json(text: &str) {
    let file = SourceMap::default().add("main.tf.json", text);
    spans::check(text, &hcl::json::parse(file, text), false);
    spans::check(text, &hcl::json::parse_variables(file, text), false);
}

/// The text as the files of a configuration: evaluated, joined and judged, with every place of the outcome in a file.
pub(crate) fn terraform(text: &str) {
    let mut sources = SourceMap::default();
    let (mut code, mut values) = (Vec::new(), Vec::new());
    for (path, text) in files(text) {
        let file = sources.add(path, text);
        let into = if path.contains(".tfvars") { &mut values } else { &mut code };
        into.push((Arc::from(path), file, parse(path, file, text).tree));
    }
    let project = Project::new(code, values);
    let roots = project.roots().into_iter().enumerate();
    let evaluations: Vec<Evaluation> =
        roots.map(|(index, root)| project.evaluate(&root, Scope(index as u32))).collect();
    judge(&sources, evaluations);
}

/// The text as a template, JSON where it begins with a brace: evaluated, joined and judged, also as one that broke off.
pub(crate) fn cloudformation(text: &str) {
    let mut sources = SourceMap::default();
    let file = sources.add("template.yaml", text);
    let parse = if text.trim_start().starts_with('{') { syntax::json::parse } else { syntax::yaml::parse };
    let Some(tree) = parse(file, text).tree else { return };
    let path: Arc<str> = "template.yaml".into();
    let evaluations = [false, true].map(|incomplete| {
        let template = TemplateFile { path: path.clone(), file, root: tree.clone(), incomplete };
        cloudformation::Project::new(vec![template]).evaluate_with(&path, &Inputs::default(), Scope(incomplete.into()))
    });
    judge(&sources, evaluations.into());
}

fn parse(path: &str, file: FileId, text: &str) -> Parsed<Body> {
    match path {
        _ if path.strip_suffix(".tfvars.json").is_some() => hcl::json::parse_variables(file, text),
        _ if path.strip_suffix(".json").is_some() => hcl::json::parse(file, text),
        _ => hcl::parse(file, text),
    }
}

fn judge(sources: &SourceMap, evaluations: Vec<Evaluation>) {
    let mut resources = Vec::new();
    for evaluation in evaluations {
        for problem in &evaluation.problems {
            assert!(!problem.message.contains("could not be evaluated"), "{problem:?}");
            problem.span.into_iter().for_each(|span| assert_place(sources, span));
        }
        resources.extend(evaluation.resources);
    }
    let (model, _) = Model::build(resources);
    let _ = model.secrets(&[], &|_| Vec::new());
    let policies: Vec<&Policy> = CATALOG.policies().iter().collect();
    let found = policy::findings(&policies, &model, sources);
    for finding in policy::merge(found.findings) {
        let labels = finding.related.iter().chain(&finding.flow).chain([&finding.primary]);
        labels.for_each(|label| assert_place(sources, label.span));
    }
}

fn assert_place(sources: &SourceMap, span: Span) {
    assert!(sources.file(span.file).text().get(span.range()).is_some(), "{span:?} is no place");
}

/// The files that a text stands for. What has no line that names a file is the first of them.
fn files(text: &str) -> Vec<(&'static str, &str)> {
    let mut files: Vec<(&str, &str)> = Vec::new();
    let (mut name, mut start, mut at) = (NAMES[0], 0, 0);
    for line in text.split_inclusive('\n') {
        if let Some(rest) = line.strip_prefix(FILE) {
            files.push((name, &text[start..at]));
            name = named(rest.trim());
            start = at + line.len();
        }
        at += line.len();
    }
    files.push((name, &text[start..]));
    // A folder has one file of a name.
    let mut kept: Vec<(&str, &str)> = Vec::new();
    for (name, text) in files {
        if !kept.iter().any(|(other, _)| *other == name) && !text.is_empty() {
            kept.push((name, text));
        }
    }
    kept
}

fn named(rest: &str) -> &'static str {
    let picked = rest.bytes().map(usize::from).sum::<usize>() % NAMES.len();
    NAMES.into_iter().find(|name| *name == rest).unwrap_or(NAMES[picked])
}
