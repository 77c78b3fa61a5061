//! Functions against tables of what Terraform makes of them, against files, and with arguments that are not known.

mod files;
mod unknowns;

use crate::model::{Evaluation, Scope};
use crate::source::{Files, SourceMap};
use crate::syntax::hcl;
use crate::terraform::Project;
use crate::terraform::tests::text;
use crate::value::{Content, Value};

/// What the argument `tags` of a resource after another becomes, one for each expression.
fn values(expressions: &[&str], declarations: &str, files: impl Files + 'static) -> Vec<Value> {
    evaluation(expressions, declarations, files)
        .resources
        .iter()
        .map(|resource| resource.attributes["tags"].clone())
        .collect()
}

fn evaluation(expressions: &[&str], declarations: &str, files: impl Files + 'static) -> Evaluation {
    let resource = |(index, expression): (usize, &&str)| {
        format!("resource \"aws_db_instance\" \"r{index}\" {{\n  tags = {expression}\n}}\n")
    };
    let source: String = expressions.iter().enumerate().map(resource).collect::<String>() + declarations;
    let mut sources = SourceMap::default();
    let file = sources.add("infra/main.tf", &source);
    let parsed = hcl::parse(file, &source);
    assert_eq!(parsed.problems, []);
    let project = Project::new(vec![("infra/main.tf".into(), file, parsed.tree)], Vec::new()).with_files(files);
    project.evaluate("infra", Scope(0))
}

/// Checks rows of `expression => what Terraform makes of it in JSON`, or `error` where it stops.
fn check(table: &str) {
    let rows: Vec<(&str, &str)> = table.lines().filter_map(|row| row.rsplit_once(" => ")).collect();
    assert_eq!(rows.len(), table.lines().count());
    for rows in rows.chunks(100) {
        let caught: Vec<String> = rows.iter().map(|(expression, _)| format!("can({expression})")).collect();
        let expressions: Vec<&str> =
            rows.iter().zip(&caught).flat_map(|((expression, _), caught)| [*expression, caught]).collect();
        let values = values(&expressions, "", files::Memory::default());
        for ((expression, expected), value) in rows.iter().zip(values.chunks(2)) {
            assert_eq!(text(&value[1]), (*expected != "error").to_string(), "can({expression})");
            if *expected != "error" {
                let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
                assert_eq!(json(&value[0]), expected, "{expression}");
            }
        }
    }
}

fn json(value: &Value) -> serde_json::Value {
    match &value.content {
        Content::Null => serde_json::Value::Null,
        Content::Bool(value) => (*value).into(),
        Content::Number(number) => serde_json::from_str(&number.to_string()).unwrap(),
        Content::Text(text) => (**text).into(),
        Content::List(items) => items.iter().map(json).collect(),
        Content::Map(map) => map.iter().map(|(key, item)| (key.to_string(), json(item))).collect(),
        Content::Unknown(_) | Content::OneOf(_) => panic!("{}", text(value)),
    }
}

#[test]
fn numbers() {
    check(include_str!("../../../../testdata/terraform/functions/numbers.txt"));
}

#[test]
fn strings() {
    check(include_str!("../../../../testdata/terraform/functions/strings.txt"));
}

#[test]
fn collections() {
    check(include_str!("../../../../testdata/terraform/functions/collections.txt"));
}

#[test]
fn conversions() {
    check(include_str!("../../../../testdata/terraform/functions/conversions.txt"));
}

#[test]
fn encodings() {
    check(include_str!("../../../../testdata/terraform/functions/encodings.txt"));
}

#[test]
fn yaml() {
    check(include_str!("../../../../testdata/terraform/functions/yaml.txt"));
}

#[test]
fn dates() {
    check(include_str!("../../../../testdata/terraform/functions/dates.txt"));
}

#[test]
fn network() {
    check(include_str!("../../../../testdata/terraform/functions/network.txt"));
}

#[test]
fn paths() {
    check(include_str!("../../../../testdata/terraform/functions/paths.txt"));
}
