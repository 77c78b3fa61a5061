//! Templates and what they come to: each value with its chain of origins.

mod assertions;
mod conditions;
mod exports;
mod functions;
mod given;
mod lists;
mod loops;
mod parameters;
mod places;
mod references;
mod robustness;
mod stacks;
mod structure;
mod texts;

use super::{Inputs, evaluate};
use crate::model::{Evaluation, Scope};
use crate::source::SourceMap;
use crate::syntax::node::Node;
use crate::syntax::{json, yaml};
use crate::value::{Content, Origin, Value, What, Within};
use std::fmt::Write as _;

/// Evaluates a text, which is JSON where it begins with a brace.
fn evaluation(text: &str) -> Evaluation {
    let file = SourceMap::default().add("t", text);
    let parsed = if text.starts_with('{') { json::parse(file, text) } else { yaml::parse(file, text) };
    assert_eq!(parsed.problems, [], "{text}");
    let tree = parsed.tree.unwrap();
    evaluate(&tree, &inputs(&tree, text), Scope(0))
}

/// What the sections `Given`, `Region` and `Explore` say, which only these tests have.
fn inputs(tree: &Node, text: &str) -> Inputs {
    let parameters = tree.get("Given").map(|given| super::given::values(given, text)).unwrap_or_default();
    let region = tree.get("Region").and_then(Node::as_text).cloned();
    Inputs { parameters: parameters.into(), region, explore: tree.get("Explore").is_some(), ..Inputs::default() }
}

/// Every attribute of every resource with its value and origin, then the problems and the secrets.
fn show(text: &str) -> String {
    let evaluation = evaluation(text);
    let mut out = String::new();
    for resource in &evaluation.resources {
        let condition = resource.condition.as_deref().map(|condition| format!(" if {condition}")).unwrap_or_default();
        let more = resource.more_attributes.as_deref().map(|why| format!(" and more: {why}")).unwrap_or_default();
        writeln!(out, "[{}{condition}{more}]", resource.address).unwrap();
        for (name, value) in &resource.attributes {
            writeln!(out, "{name} = {}", shown(value, text)).unwrap();
        }
    }
    for problem in &evaluation.problems {
        writeln!(out, "{:?} <{}> {}", problem.kind, &text[problem.span.unwrap().range()], problem.message).unwrap();
    }
    for secret in &evaluation.secrets {
        writeln!(out, "secret <{}>", &text[secret.range()]).unwrap();
    }
    out.replace("[DB]\n", "")
}

/// The properties of one DB instance, below other sections.
fn check(sections: &str, properties: &str) -> String {
    let indented = format!("\n{}", properties.trim()).replace('\n', "\n      ");
    show(&format!("{sections}\nResources:\n  DB:\n    Type: AWS::RDS::DBInstance\n    Properties:{indented}\n"))
}

fn shown(value: &Value, text: &str) -> String {
    let origin = chain(&value.origin, text);
    format!("{}{}", content(value, text), if origin.is_empty() { origin } else { format!("  ← {origin}") })
}

fn content(value: &Value, text: &str) -> String {
    match &value.content {
        Content::Null => "null".to_owned(),
        Content::Bool(known) => known.to_string(),
        Content::Number(number) => number.to_string(),
        Content::Text(known) => format!("{known:?}"),
        Content::List(items) => {
            format!("[{}]", items.iter().map(|item| content(item, text)).collect::<Vec<_>>().join(", "))
        }
        Content::Map(map) => {
            let entry = |(key, value): (&std::sync::Arc<str>, &Value)| format!("{key}: {}", content(value, text));
            format!("{{{}}}", map.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Content::Unknown(unknown) => {
            let mut out = format!("unknown({}", unknown.reason);
            let notes = [
                (!unknown.prefix.is_empty()).then(|| format!("; begins {:?}", unknown.prefix)),
                unknown.secret.then(|| "; secret".to_owned()),
                (!unknown.non_null).then(|| "; perhaps null".to_owned()),
            ];
            out.extend(notes.into_iter().flatten());
            let of = |within: Within| within.0.map_or_else(String::new, |scope| format!(" of {}", scope.0));
            let refers = unknown.refers_to.iter();
            out.extend(refers.map(|to| format!("; is {}.{}{}", to.address, to.attribute, of(to.within))));
            out + ")"
        }
        Content::OneOf(alternatives) => {
            let each = |a: &crate::value::Alternative| format!("\n    {}: {}", a.guard, shown(&a.value, text));
            format!("one of{}\n   ", alternatives.iter().map(each).collect::<String>())
        }
    }
}

fn chain(origin: &Origin, text: &str) -> String {
    let step = |step: &crate::value::Step| {
        let at = step.at.map(|span| format!(" <{}>", text[span.range()].escape_debug())).unwrap_or_default();
        let what = match &step.what {
            What::Written => "written".to_owned(),
            What::Reference(reference) => reference.to_string(),
            What::ParameterDefault(name) => format!("default of {name}"),
            What::ParameterGiven { name, by } => format!("{name} {by}"),
            What::ParameterAllowed(name) => format!("{name} may be"),
            What::ParameterUnset(name) => format!("{name} unset"),
            What::Mapping(path) => format!("row {path}"),
            What::Branch { condition, holds } => format!("{condition} is {holds}"),
            What::Function(name) => name.to_string(),
            What::Resource { address, attribute, .. } => format!("resource {address}.{attribute}"),
            other => format!("{other:?}"),
        };
        what + &at
    };
    origin.steps().map(step).collect::<Vec<_>>().join(" ← ")
}

#[test]
fn the_two_languages_of_templates_agree() {
    let yaml = "Resources:\n  DB:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      A: !Sub '${AWS::Region}-x'\n      B: !Join [',', [a, !Ref DB]]\n";
    let json = r#"{"Resources": {"DB": {"Type": "AWS::RDS::DBInstance", "Properties": {
        "A": {"Fn::Sub": "${AWS::Region}-x"}, "B": {"Fn::Join": [",", ["a", {"Ref": "DB"}]]}}}}}"#;
    let contents = |text: &str| {
        let resources = evaluation(text).resources;
        resources[0].attributes.values().map(|value| value.content.clone()).collect::<Vec<_>>()
    };
    assert_eq!(contents(yaml), contents(json));
}
