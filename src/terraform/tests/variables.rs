//! Which value a variable of the root module has, and where it comes from.

use super::{chain, evaluated_with, shown_with};
use crate::source::SourceMap;
use crate::syntax::hcl;
use crate::terraform::{Given, Inputs};
use std::sync::Arc;

fn text(name: &str, text: &str) -> Given {
    Given::Text { name: name.into(), text: text.into() }
}

fn file(text: &str) -> Given {
    let file = SourceMap::default().add("given.tfvars", text);
    Given::File(Arc::new(hcl::parse(file, text).tree))
}

fn inputs(given: Vec<Given>) -> Inputs {
    Inputs { given, workspace: None }
}

fn check(files: &[(&str, &str)], given: Vec<Given>, expected: &str) {
    assert_eq!(shown_with(files, &inputs(given)).trim_end(), expected.trim());
}

#[test]
fn the_strongest_value_of_a_variable_holds() {
    let variables: String = ["a", "b", "c", "d", "e", "f"]
        .map(|name| format!("variable \"{name}\" {{ default = \"default\" }}\n"))
        .concat();
    let main = format!(
        "{variables}resource \"aws_db_instance\" \"db\" {{\n  tags = [var.a, var.b, var.c, var.d, var.e, var.f]\n}}"
    );
    let files = [
        ("b.auto.tfvars.json", r#"{"d": "b.auto"}"#),
        ("main.tf", &*main),
        ("other.tfvars", "a = 1"),
        ("a.auto.tfvars", "c = \"a.auto\"\nd = \"a.auto\""),
        ("terraform.tfvars.json", r#"{"c": "json", "f": "json"}"#),
        ("terraform.tfvars", "b = \"tfvars\"\nc = \"tfvars\"\nd = \"tfvars\"\nf = \"tfvars\""),
    ];
    let expected = |tags: &str| format!("aws_db_instance.db\n  tags = [{tags}]");
    check(&files, vec![], &expected(r#""default", "tfvars", "a.auto", "b.auto", "default", "json""#));
    let given = vec![text("d", "first"), file("d = \"file\"\ne = \"file\"\nnobody = 1"), text("e", "last")];
    check(&files, given, &expected(r#""default", "tfvars", "a.auto", "file", "last", "json""#));
}

#[test]
fn the_type_tells_what_a_text_of_the_command_line_is() {
    for (ty, given, expected) in [
        ("", "true", r#""true""#),
        ("", "[1]", r#""[1]""#),
        ("type = string", r#""q""#, r#""\"q\"""#),
        ("type = string", "a${b}", r#""a${b}""#),
        ("type = number", "5", "5"),
        ("type = bool", "1", "true"),
        ("type = any", "true", "true"),
        ("type = any", "null", "null"),
        ("type = list(string)", r#"["a", 1]"#, r#"["a", "1"]"#),
        ("type = map(number)", "{a = -1}", "{a = -1}"),
        ("type = object({ a = string, b = optional(number, 2) })", r#"{"a" = "x"}"#, r#"{a = "x", b = 2}"#),
    ] {
        let main = format!("variable \"x\" {{\n{ty}\n}}\nresource \"aws_db_instance\" \"db\" {{\n  tags = var.x\n}}");
        check(&[("main.tf", &main)], vec![text("x", given)], &format!("aws_db_instance.db\n  tags = {expected}"));
    }
}

#[test]
fn a_value_of_the_command_line_that_does_not_fit_is_a_problem_without_the_value() {
    for (ty, given, expected) in [
        ("number", "hunter2", "var.x must be number: a string is no number"),
        ("list(string)", "hunter2", "what --var gives to var.x must be a literal of HCL, as its type is no plain one"),
        ("any", "", "what --var gives to var.x must be a literal of HCL, as its type is no plain one"),
        ("any", "1\ny = 2", "what --var gives to var.x must be a literal of HCL, as its type is no plain one"),
    ] {
        let main =
            format!("variable \"x\" {{\n  type = {ty}\n}}\nresource \"aws_db_instance\" \"db\" {{\n  tags = var.x\n}}");
        let expected = format!("aws_db_instance.db\n  tags = ?({expected})\nproblem in line 1: {expected}");
        check(&[("main.tf", &main)], vec![text("x", given)], &expected);
    }
}

#[test]
fn null_and_variables_that_refuse_it() {
    let main = |more: &str| {
        format!("variable \"x\" {{\n{more}\n}}\nresource \"aws_db_instance\" \"db\" {{\n  tags = var.x\n}}")
    };
    let tfvars = ("terraform.tfvars", "x = null");
    for (more, expected) in [
        ("default = 1", "tags = null"),
        ("default = 1\nnullable = true", "tags = null"),
        ("default = 1\nnullable = false", "tags = 1"),
        ("nullable = false", "tags = ?(var.x must not be null)\nproblem in line 1: var.x must not be null"),
        (
            "nullable = false\ndefault = null",
            "tags = ?(var.x must not be null)\nproblem in line 3: var.x must not be null",
        ),
    ] {
        check(&[("main.tf", &main(more)), tfvars], vec![], &format!("aws_db_instance.db\n  {expected}"));
    }
}

#[test]
fn only_constants_give_values() {
    let problem = "only constants may stand here, no references and no calls";
    for (default, value) in
        [("local.y", "terraform.tfvars"), ("upper(\"a\")", ""), ("1", "x = var.y"), ("1", "x = upper(\"a\")")]
    {
        let main = format!(
            "variable \"x\" {{ default = {default} }}\nresource \"aws_db_instance\" \"db\" {{\n  tags = var.x\n}}"
        );
        let values = if value.contains('=') { value } else { "" };
        let expected = format!("aws_db_instance.db\n  tags = ?({problem})\nproblem in line 1: {problem}");
        check(&[("main.tf", &main), ("terraform.tfvars", values)], vec![], &expected);
    }
    let main = "variable \"x\" {}\nresource \"aws_db_instance\" \"db\" {\n  tags = var.x\n}";
    let values = r#"x = [for s in ["a"]: "${s}${1 + 1}"]"#;
    check(&[("main.tf", main), ("terraform.tfvars", values)], vec![], "aws_db_instance.db\n  tags = [\"a2\"]");
}

#[test]
fn values_of_json_files_are_no_templates() {
    let main = "variable \"x\" {}\nresource \"aws_db_instance\" \"db\" {\n  tags = var.x\n}";
    let values = r#"{"x": ["${1 + 1}", "%{ if }"]}"#;
    check(
        &[("main.tf", main), ("terraform.tfvars.json", values)],
        vec![],
        "aws_db_instance.db\n  tags = [\"${1 + 1}\", \"%{ if }\"]",
    );
}

#[test]
fn the_way_of_a_value_begins_with_who_gives_it() {
    let main = r#"
        variable "key" {}
        resource "aws_db_instance" "db" {
          kms_key_id = var.key
        }"#;
    let way = |given| {
        let (sources, evaluation) = evaluated_with(&[("main.tf", main)], &inputs(given));
        let value = &evaluation.resources[0].attributes["kms_key_id"];
        let end = value.origin.steps().last().unwrap();
        (value.origin.is_given(), end.at.map(|span| sources.slice(span).len()))
    };
    assert_eq!(way(vec![text("key", "a")]), (true, None));
    assert_eq!(way(vec![file("key = \"abc\"")]), (false, Some(5)));
    let (sources, evaluation) = evaluated_with(&[("main.tf", main)], &inputs(vec![file("")]));
    let value = &evaluation.resources[0].attributes["kms_key_id"];
    assert_eq!(chain(&sources, value), "reference var.key @ var.key\nunset key @ variable \"key\"\n");
}

#[test]
fn the_workspace_is_known_where_the_run_says_so() {
    let main =
        "resource \"aws_db_instance\" \"db\" {\n  tags = terraform.workspace == \"prod\"\n  port = tofu.workspace\n}";
    let shown = |workspace: Option<&str>| {
        let inputs = Inputs { given: Vec::new(), workspace: workspace.map(Into::into) };
        shown_with(&[("main.tf", main)], &inputs)
    };
    assert_eq!(shown(Some("prod")), "aws_db_instance.db\n  tags = true\n  port = \"prod\"\n");
    assert!(shown(None).contains("?(terraform.workspace is not known)"));
}
