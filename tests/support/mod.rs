//! Running the examples of policies through the public pipeline: front end, model, policy.
#![allow(dead_code, reason = "each test file uses a part")]

pub mod twins;

use rdslint::model::{Evaluation, Model, Scope};
use rdslint::policy::{Example, Expected, Policy, Subject, Verdict, evaluate};
use rdslint::source::SourceMap;
use rdslint::syntax;
use rdslint::terraform::Project;
use rdslint::value::{Content, Value};

/// A text that was read as one file.
pub struct Read {
    pub sources: SourceMap,
    pub model: Model,
    pub problems: Vec<String>,
}

/// What a policy says about one entity of a text.
#[derive(Debug, PartialEq)]
pub struct Said {
    pub address: String,
    pub verdict: &'static str,
    /// The failing subject with its value, or the reason.
    pub detail: String,
}

/// The two languages of an example, with the text of each that it has.
pub fn languages(example: &Example) -> impl Iterator<Item = (&'static str, &str)> {
    let cfn = example.cfn.as_deref().map(|text| ("cfn", text));
    cfn.into_iter().chain(example.tf.as_deref().map(|text| ("tf", text)))
}

pub fn read(language: &str, text: &str) -> Read {
    match language {
        "cfn" => template(text),
        _ => module("main.tf", text),
    }
}

/// A template, or only its resources, in YAML.
pub fn template(text: &str) -> Read {
    let whole = text.lines().any(|line| line.starts_with("Resources:"));
    let text = if whole { text.to_owned() } else { format!("Resources:\n{}", indented(text)) };
    let mut sources = SourceMap::default();
    let file = sources.add("template.yaml", &text);
    let parsed = syntax::yaml::parse(file, &text);
    let evaluation = rdslint::cloudformation::evaluate(&parsed.tree.unwrap(), Scope(0));
    built(sources, evaluation, parsed.problems.into_iter().map(|problem| problem.message).collect())
}

fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".into() } else { format!("  {line}\n") }).collect()
}

/// A template in JSON.
pub fn json_template(text: &str) -> Read {
    let mut sources = SourceMap::default();
    let file = sources.add("template.json", text);
    let parsed = syntax::json::parse(file, text);
    let evaluation = rdslint::cloudformation::evaluate(&parsed.tree.unwrap(), Scope(0));
    built(sources, evaluation, parsed.problems.into_iter().map(|problem| problem.message).collect())
}

/// A Terraform module of one file, HCL or JSON by its name.
pub fn module(path: &str, text: &str) -> Read {
    let mut sources = SourceMap::default();
    let file = sources.add(path, text);
    let is_json = path.ends_with(".json");
    let parsed = if is_json { syntax::hcl::json::parse(file, text) } else { syntax::hcl::parse(file, text) };
    let project = Project::new(vec![(path.into(), file, parsed.tree)], Vec::new());
    let root = project.roots().into_iter().next().unwrap_or_default();
    let evaluation = project.evaluate(&root, Scope(0));
    built(sources, evaluation, parsed.problems.into_iter().map(|problem| problem.message).collect())
}

fn built(sources: SourceMap, evaluation: Evaluation, mut problems: Vec<String>) -> Read {
    problems.extend(evaluation.problems.into_iter().map(|problem| problem.message));
    let (model, joined) = Model::build(evaluation.resources);
    problems.extend(joined.into_iter().map(|problem| problem.message));
    Read { sources, model, problems }
}

/// What the policy says about every entity that it selects, in source order.
pub fn said(policy: &Policy, read: &Read) -> Vec<Said> {
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
fn plain(value: &Value) -> String {
    match &value.content {
        Content::Null => "null".into(),
        Content::Bool(known) => known.to_string(),
        Content::Number(number) => number.to_string(),
        Content::Text(text) => text.to_string(),
        Content::List(list) => list.iter().map(plain).collect::<Vec<_>>().join(","),
        Content::Map(map) => map.iter().map(|(key, value)| format!("{key}:{}", plain(value))).collect(),
        Content::Unknown(_) => "unknown".into(),
        Content::OneOf(all) => all.iter().map(|one| plain(&one.value)).collect::<Vec<_>>().join("|"),
    }
}

/// The verdict for the whole text: a finding wins, otherwise what the example expects has to be among the outcomes.
pub fn verdict_holds(expected: Expected, said: &[Said]) -> bool {
    let is = |verdict: &str| said.iter().any(|said| said.verdict == verdict);
    match expected {
        Expected::Fail => is("fail"),
        other => !is("fail") && is(other.as_str()),
    }
}
