//! Files in every shape, and in none.

use super::{ParameterFile, read};
use crate::source::{SourceMap, Span};
use crate::value::{Content, Value};
use std::fmt::Write;

/// Every value as `environment name = value <its place>`, then the problems.
fn check(path: &str, text: &str) -> String {
    let (found, parsed) = read(SourceMap::default().add(path, text), path, text);
    let at = |span: Option<Span>| span.map_or("nowhere", |span| &text[span.range()]);
    let mut out = String::new();
    for set in &found.sets {
        let region = set.region.as_deref().map(|region| format!(" in {region}")).unwrap_or_default();
        for (name, value) in &*set.values {
            let environment = set.environment.as_deref().unwrap_or("-");
            writeln!(out, "{environment}{region} {name} = {} <{}>", shown(value), at(value.origin.used_at())).unwrap();
        }
    }
    if let Some(template) = &found.template {
        writeln!(out, "about {template}").unwrap();
    }
    for problem in parsed.problems {
        writeln!(out, "! <{}> {}", at(problem.span), problem.message).unwrap();
    }
    out
}

fn shown(value: &Value) -> String {
    match &value.content {
        Content::Unknown(unknown) => format!("unknown({})", unknown.reason),
        Content::List(items) => format!("{:?}", items.iter().map(shown).collect::<Vec<_>>()),
        other => format!("{other:?}"),
    }
}

#[test]
fn lists_of_the_command_line() {
    let list = r#"[{"ParameterKey": "A", "ParameterValue": "1 2"}, {"ParameterKey": "B", "UsePreviousValue": true},
        {"ParameterKey": "C", "ParameterValue": "", "UsePreviousValue": false}, {"ParameterValue": "x"}, {"ParameterKey": "D"}, 5]"#;
    insta::assert_snapshot!(check("p.json", list), @r#"
    - A = Text("1 2") <"1 2">
    - B = unknown(parameter B keeps its previous value) <true>
    - C = Text("") <"">
    ! <{"ParameterValue": "x"}> a parameter without a ParameterKey
    ! <{"ParameterKey": "D"}> the parameter D has no ParameterValue
    ! <5> a parameter's name, `=` and its value are expected here
    "#);
    assert_eq!(check("p.json", &format!(r#"{{"StackName": "s", "Parameters": {list}}}"#)), check("p.json", list));
    insta::assert_snapshot!(check("p.json", r#"["A=1=2", "B=", "nothing"]"#), @r#"
    - A = Text("1=2") <1=2>
    - B = Text("") <>
    ! <"nothing"> a parameter's name, `=` and its value are expected here
    "#);
    insta::assert_snapshot!(check("p.yaml", "- ParameterKey: A\n  ParameterValue: yes\n"), @r#"
    - A = Bool(true) <yes>
    "#);
}

#[test]
fn maps() {
    insta::assert_snapshot!(check("p.json", r#"{"Parameters": {"A": "x", "B": ["y", "z"]}, "Tags": {"T": "t"}}"#), @r#"
    - A = Text("x") <"x">
    - B = ["Text(\"y\")", "Text(\"z\")"] <["y", "z"]>
    "#);
    insta::assert_snapshot!(check("p.json", r#"{"A": "x", "N": 5, "O": true, "Z": null}"#), @r#"
    - A = Text("x") <"x">
    - N = Number(Number(5.0)) <5>
    - O = Bool(true) <true>
    ! <null> the parameter Z has no value here
    "#);
    insta::assert_snapshot!(check("p.json", r#"{"Parameters": {"A": {"B": "x"}}}"#), @r#"
    ! <{"B": "x"}> the parameter A takes a text or a list of texts
    "#);
}

#[test]
fn deployment_files_of_git_sync() {
    let text = "template-file-path: stacks/db.yaml\nparameters:\n  A: x\n  B: 5\ntags: {T: t}\n";
    insta::assert_snapshot!(check("deployment.yaml", text), @r#"
    - A = Text("x") <x>
    - B = Number(Number(5.0)) <5>
    about stacks/db.yaml
    "#);
}

#[test]
fn configurations_of_sam() {
    let text = r#"
version = 0.1
[default.global.parameters]
stack_name = "s"
region = "eu-west-1"
parameter_overrides = "A=1 B=2"
[default.deploy.parameters]
parameter_overrides = "B=\"a b\" C=x\\ y D='q' "
[default.build.parameters]
parameter_overrides = "A=never"
[prod.deploy.parameters]
region = "us-east-1"
parameter_overrides = [ 'A="1 2"', "B=3", "ParameterKey=C,ParameterValue=4" ]
[broken.deploy.parameters]
parameter_overrides = "A=1 file://b.json"
"#;
    insta::assert_snapshot!(check("samconfig.toml", text), @r#"
    default in eu-west-1 A = Text("1") <1>
    default in eu-west-1 B = Text("a b") <\"a b\">
    default in eu-west-1 C = Text("x y") <x\\ y>
    default in eu-west-1 D = Text("q") <'q'>
    prod in us-east-1 A = Text("1 2") <"1 2">
    prod in us-east-1 B = Text("3") <3>
    prod in us-east-1 C = Text("4") <4>
    broken A = Text("1") <1>
    ! <file://b.json> a parameter's name, `=` and its value are expected here
    "#);
    let yaml =
        "version: 0.1\nprod:\n  deploy:\n    parameters:\n      parameter_overrides:\n        - A=1\n        - B=2\n";
    insta::assert_snapshot!(check("samconfig.yaml", yaml), @r#"
    prod A = Text("1") <1>
    prod B = Text("2") <2>
    "#);
}

#[test]
fn anything_else_is_said() {
    for text in ["", "{}", "[]", "# nothing\n"] {
        assert_eq!(check("p.yaml", text), "");
    }
    insta::assert_snapshot!(check("p.yaml", "just words\n"), @r#"
    ! <just words> this is no file of values for parameters in any shape that is known
    "#);
    insta::assert_snapshot!(check("p.yaml", "a: {b: {c: d}}\n"), @r#"
    ! <a: {b: {c: d}}> this is no file of values for parameters in any shape that is known
    "#);
    insta::assert_snapshot!(check("p.yaml", "Resources: {A: {Type: 'AWS::RDS::DBInstance'}}\n"), @r#"
    ! <Resources: {A: {Type: 'AWS::RDS::DBInstance'}}> this is a template; a file of values for parameters is expected here
    "#);
    insta::assert_snapshot!(check("p.json", "{\"A\": \n"), @r#"
    ! <> this is not valid JSON: EOF while parsing a value
    "#);
    insta::assert_snapshot!(check("p.toml", "A = \n"), @r#"
    ! <> this is not valid TOML: string values must be quoted, expected literal string
    "#);
}

#[test]
fn environments_and_templates_are_told_apart() {
    let read = |path: &str, text: &str| read(SourceMap::default().add(path, text), path, text).0;
    let value = |file: &ParameterFile, environment: Option<&str>| {
        file.of(environment).and_then(|set| set.values.get("A")?.as_text().map(ToString::to_string))
    };
    let sam = read(
        "s.toml",
        "[default.deploy.parameters]\nparameter_overrides='A=d'\n[p.deploy.parameters]\nparameter_overrides='A=p'\n",
    );
    for (environment, expected) in [(None, "d"), (Some("p"), "p"), (Some("other"), "d")] {
        assert_eq!(value(&sam, environment).as_deref(), Some(expected));
    }
    let plain = read("p.json", r#"{"A": "x"}"#);
    assert_eq!(value(&plain, Some("p")).as_deref(), Some("x"));
    let sync = read("d.yaml", "template-file-path: ./stacks/db.yaml\n");
    for (path, expected) in [("stacks/db.yaml", true), ("db.yaml", true), ("x/stacks/db.yaml", true), ("a.yaml", false)]
    {
        assert_eq!((sync.is_about(path), plain.is_about(path)), (expected, true), "{path}");
    }
}
