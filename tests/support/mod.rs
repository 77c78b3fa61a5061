//! Running the examples of policies through the public pipeline: front end, model, policy.
#![allow(dead_code, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "these are tests")]

pub(crate) mod files;
pub(crate) mod fixes;
pub(crate) mod folder;
pub(crate) mod twins;

use rdslint::cloudformation::Inputs;
use rdslint::model::{Evaluation, Model, Scope};
use rdslint::policy::{Example, Expected, Policy, Subject, Verdict, evaluate};
use rdslint::source::SourceMap;
use rdslint::syntax;
use rdslint::terraform::Project;
use rdslint::value::{Content, Value};

/// A text that was read as one file.
pub(crate) struct Read {
    pub(crate) sources: SourceMap,
    pub(crate) model: Model,
    pub(crate) problems: Vec<String>,
}

/// What a policy says about one entity of a text.
#[derive(Debug, PartialEq)]
pub(crate) struct Said {
    pub(crate) address: String,
    pub(crate) verdict: &'static str,
    /// The failing subject with its value, or the reason.
    pub(crate) detail: String,
}

/// The two languages of an example, with the text of each that it has.
pub(crate) fn languages(example: &Example) -> impl Iterator<Item = (&'static str, &str)> {
    let cfn = example.cfn.as_deref().map(|text| ("cfn", text));
    cfn.into_iter().chain(example.tf.as_deref().map(|text| ("tf", text)))
}

pub(crate) fn read(language: &str, text: &str) -> Read {
    match language {
        "cfn" => template(text),
        _ => module("main.tf", text),
    }
}

/// The text of a whole template, where only its resources are given, too.
pub(crate) fn whole(text: &str) -> String {
    let is_whole = text.lines().any(|line| line.starts_with("Resources:"));
    if is_whole { text.to_owned() } else { format!("Resources:\n{}", indented(text)) }
}

/// A template, or only its resources, in YAML.
pub(crate) fn template(text: &str) -> Read {
    let text = whole(text);
    let mut sources = SourceMap::default();
    let file = sources.add("template.yaml", &text);
    let parsed = syntax::yaml::parse(file, &text);
    let evaluation = rdslint::cloudformation::evaluate(&parsed.tree.unwrap(), &Inputs::default(), Scope(0));
    built(sources, evaluation, parsed.problems.into_iter().map(|problem| problem.message).collect())
}

fn indented(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n")
}

/// A template in JSON.
pub(crate) fn json_template(text: &str) -> Read {
    let mut sources = SourceMap::default();
    let file = sources.add("template.json", text);
    let parsed = syntax::json::parse(file, text);
    let evaluation = rdslint::cloudformation::evaluate(&parsed.tree.unwrap(), &Inputs::default(), Scope(0));
    built(sources, evaluation, parsed.problems.into_iter().map(|problem| problem.message).collect())
}

/// A Terraform module of one file, HCL or JSON by its name.
pub(crate) fn module(path: &str, text: &str) -> Read {
    modules(&[(path, text)])
}

/// A root module with the modules below it, and its files of values.
pub(crate) fn modules(files: &[(&str, &str)]) -> Read {
    let mut sources = SourceMap::default();
    let mut problems = Vec::new();
    let (mut parsed, mut values) = (Vec::new(), Vec::new());
    for (path, text) in files {
        let file = sources.add(path, text);
        let parse = if is_json(path) { syntax::hcl::json::parse } else { syntax::hcl::parse };
        let tree = parse(file, text);
        problems.extend(tree.problems.into_iter().map(|problem| problem.message));
        let kind = if path.ends_with(".tfvars") { &mut values } else { &mut parsed };
        kind.push(((*path).into(), file, tree.tree));
    }
    let project = Project::new(parsed, values);
    let root = project.roots().into_iter().next().unwrap_or_default();
    let evaluation = project.evaluate(&root, Scope(0));
    built(sources, evaluation, problems)
}

fn is_json(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "json")
}

fn built(sources: SourceMap, evaluation: Evaluation, mut problems: Vec<String>) -> Read {
    problems.extend(evaluation.problems.into_iter().map(|problem| problem.message));
    let (model, joined) = Model::build(evaluation.resources);
    problems.extend(joined.into_iter().map(|problem| problem.message));
    Read { sources, model, problems }
}

/// What the policy says about every entity that it selects, in source order.
pub(crate) fn said(policy: &Policy, read: &Read) -> Vec<Said> {
    let outcomes = evaluate(policy, &read.model).into_iter();
    let said = outcomes.map(|outcome| Said {
        address: read.model.entity(outcome.entity).resource.address.to_string(),
        verdict: outcome.verdict.as_str(),
        detail: match &outcome.verdict {
            Verdict::Pass => String::new(),
            Verdict::Fail(evidence) => format!("{} = {}", subject(&evidence.subject), plain(&evidence.value)),
            Verdict::Unknown(doubt) => doubt.reason.to_string(),
            Verdict::NotApplicable(reason) => reason.to_string(),
        },
    });
    said.collect()
}

fn subject(subject: &Subject) -> &str {
    subject.name()
}

/// A value without its origin.
pub(crate) fn plain(value: &Value) -> String {
    match &value.content {
        Content::Null => "null".into(),
        Content::Bool(known) => known.to_string(),
        Content::Number(number) => number.to_string(),
        Content::Text(text) => text.to_string(),
        Content::List(list) => list.iter().map(plain).collect::<Vec<_>>().join(","),
        Content::Map(map) => map.values().map(plain).collect::<Vec<_>>().join(","),
        Content::Unknown(_) => "unknown".into(),
        Content::OneOf(all) => all.iter().map(|one| plain(&one.value)).collect::<Vec<_>>().join("|"),
    }
}

/// The verdict for the whole text: a finding wins, otherwise what the example expects has to be among the outcomes.
/// A policy does not apply to a text in which it selects nothing, too.
pub(crate) fn verdict_holds(expected: Expected, said: &[Said]) -> bool {
    let is = |verdict: &str| said.iter().any(|said| said.verdict == verdict);
    match expected {
        Expected::Fail => is("fail"),
        Expected::NotApplicable => said.iter().all(|said| said.verdict == expected.as_str()),
        Expected::Pass | Expected::Unknown => !is("fail") && is(expected.as_str()),
    }
}
