//! Whole modules in, evaluated resources out, as text.

mod blocks;
mod collections;
mod conditions;
mod expressions;
mod known;
mod modules;
mod origins;
mod policy_documents;
mod problems;
mod providers;
mod robustness;
mod types;
mod variables;

use super::{Inputs, Project};
use crate::model::{Evaluation, Scope};
use crate::source::SourceMap;
use crate::syntax::hcl;
use crate::value::{Content, Value, What};
use std::fmt::Write;

/// The project of some files, and the evaluation of its first root.
pub(super) fn evaluated(files: &[(&str, &str)]) -> (SourceMap, Evaluation) {
    evaluated_with(files, &Inputs::default())
}

/// As [`evaluated`], with values from the run.
pub(super) fn evaluated_with(files: &[(&str, &str)], inputs: &Inputs) -> (SourceMap, Evaluation) {
    let mut sources = SourceMap::default();
    let (mut code, mut values) = (Vec::new(), Vec::new());
    let mut problems = Vec::new();
    for (path, text) in files {
        let file = sources.add(path, text);
        let parsed = match *path {
            path if path.ends_with(".tfvars.json") => hcl::json::parse_variables(file, text),
            path if path.contains(".json") => hcl::json::parse(file, text),
            _ => hcl::parse(file, text),
        };
        problems.extend(parsed.problems);
        let into = if path.contains(".tfvars") { &mut values } else { &mut code };
        into.push(((*path).into(), file, parsed.tree));
    }
    let project = Project::new(code, values);
    let mut evaluation = project.evaluate_with(&project.roots()[0], inputs, Scope(0));
    problems.append(&mut evaluation.problems);
    (sources, Evaluation { problems, ..evaluation })
}

/// Every resource with its arguments, then problems with their lines.
pub(super) fn shown(files: &[(&str, &str)]) -> String {
    shown_with(files, &Inputs::default())
}

/// As [`shown`], with values from the run.
pub(super) fn shown_with(files: &[(&str, &str)], inputs: &Inputs) -> String {
    let (sources, evaluation) = evaluated_with(files, inputs);
    let mut out = String::new();
    for resource in &evaluation.resources {
        let condition = resource.condition.as_ref().map_or(String::new(), |condition| format!(" if {condition}"));
        writeln!(out, "{}{condition}", resource.address).unwrap();
        for (name, value) in &resource.attributes {
            writeln!(out, "  {name} = {}", text(value)).unwrap();
        }
    }
    for problem in &evaluation.problems {
        let line = problem.span.map_or(0, |span| sources.positions(span).0.line);
        writeln!(out, "problem in line {line}: {}", problem.message).unwrap();
    }
    out
}

/// What the argument `tags` of an instance next to some declarations becomes.
pub(super) fn value(expression: &str, declarations: &str) -> Value {
    let source = format!("resource \"aws_db_instance\" \"db\" {{\n  tags = {expression}\n}}\n{declarations}\n");
    let (_, evaluation) = evaluated(&[("main.tf", &source)]);
    evaluation.resources[0].attributes["tags"].clone()
}

/// A value as text: unknown ones with their reason and what is known of them.
pub(super) fn text(value: &Value) -> String {
    let joined = |items: &mut dyn Iterator<Item = String>| items.collect::<Vec<_>>().join(", ");
    match &value.content {
        Content::Null => "null".to_owned(),
        Content::Bool(value) => value.to_string(),
        Content::Number(number) => number.to_string(),
        Content::Text(text) => format!("{text:?}"),
        Content::List(items) => format!("[{}]", joined(&mut items.iter().map(text))),
        Content::Map(map) => {
            format!("{{{}}}", joined(&mut map.iter().map(|(key, item)| format!("{key} = {}", text(item)))))
        }
        Content::OneOf(several) => {
            let alternative = |one: &crate::value::Alternative| format!("{} if {}", text(&one.value), one.guard);
            several.iter().map(alternative).collect::<Vec<_>>().join(" | ")
        }
        Content::Unknown(unknown) => {
            let mut out = format!("?({}", unknown.reason);
            if !unknown.prefix.is_empty() {
                write!(out, ", starts with {:?}", unknown.prefix).unwrap();
            }
            if unknown.secret {
                out.push_str(", secret");
            }
            for reference in &unknown.refers_to {
                write!(out, ", is {} of {}", reference.attribute, reference.address).unwrap();
            }
            out + ")"
        }
    }
}

/// The links of a value's origin with the text that they point at.
pub(super) fn chain(sources: &SourceMap, value: &Value) -> String {
    let link = |what: &What| match what {
        What::Written => "written".to_owned(),
        What::Reference(name) => format!("reference {name}"),
        What::VariableDefault(name) => format!("default of {name}"),
        What::VariableFile(name) => format!("tfvars {name}"),
        What::VariableGiven { name, by } => format!("{name} {by}"),
        What::VariableUnset(name) => format!("unset {name}"),
        What::ModuleArgument { call, argument } => format!("argument {argument} of {call}"),
        What::ModuleOutput { call, output } => format!("output {output} of {call}"),
        What::Concealed(name) => format!("concealed {name}"),
        What::Local(name) => format!("local {name}"),
        What::DefaultTags(name) => format!("default tags of {name}"),
        What::Resource { address, attribute, .. } => format!("{attribute} of {address}"),
        What::Branch { condition, holds } => format!("branch {condition} is {holds}"),
        What::Function(name) => format!("function {name}"),
        What::Predicate(name) => format!("predicate {name}"),
        _ => "something else".to_owned(),
    };
    let steps =
        value.origin.steps().map(|step| format!("{} @ {}\n", link(&step.what), sources.slice(step.at.unwrap())));
    steps.collect()
}
