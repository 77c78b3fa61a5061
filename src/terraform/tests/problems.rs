//! Where Terraform would stop, and where it would not.

use super::evaluated;

/// The problems of a module, each with the text that it points at.
fn check(source: &str, expected: &[&str]) {
    let ends = source.find("---").unwrap_or(source.len());
    let mut files = vec![("main.tf", &source[..ends])];
    files.extend(source.get(ends + 3..).map(|module| ("m/main.tf", module)));
    let (sources, evaluation) = evaluated(&files);
    let shown =
        |problem: &crate::source::Problem| format!("{}: {}", sources.slice(problem.span.unwrap()), problem.message);
    assert_eq!(evaluation.problems.iter().map(shown).collect::<Vec<_>>(), expected, "{source}");
}

fn argument(expression: &str) -> String {
    format!("variable \"unset\" {{}}\nresource \"aws_db_instance\" \"db\" {{\n  tags = {expression}\n}}\n")
}

#[test]
fn errors_are_problems_of_the_smallest_expression() {
    for (expression, expected) in [
        ("{ a = [1 + true] }", "1 + true: + does not work on a bool"),
        ("[for x in [1] : x.a]", "x.a: a number has no attribute a"),
        ("\"a-${{}.b}\"", "{}.b: there is no attribute b"),
        ("[1][2]", "[1][2]: there is no element of that index"),
        ("toset([1])[0]", "toset([1])[0]: a set has no elements with an index"),
        ("true ? 1 : [1]", "true ? 1 : [1]: the branches of the condition have no type in common"),
    ] {
        check(&argument(expression), &[expected]);
    }
}

#[test]
fn what_may_never_be_evaluated_is_no_problem() {
    for expression in [
        "true ? 1 : 1 / 0",
        "try({}.a, 1)",
        "can({}.a)",
        "var.unset ? 1 / 0 : 1",
        "var.unset && {}.a",
        "[for x in [] : x / 0]",
        "[for x in [1] : x / 0 if var.unset]",
        "var.unset.a.b",
    ] {
        check(&argument(expression), &[]);
    }
}

#[test]
fn what_has_a_name_fails_by_itself() {
    check(
        r#"
        locals { broken = 1 / 0 }
        resource "aws_db_instance" "db" {
          port = try(local.broken, 1)
          tags = try(module.m.out, module.m.given, 1)
        }
        module "m" {
          source = "./m"
          given  = [][0]
        }
        ---
        variable "given" {}
        output "given" { value = var.given }
        output "out" { value = null + 1 }"#,
        &["1 / 0: / has no result", "null + 1: + does not work on null"],
    );
}

#[test]
fn what_may_not_exist_is_no_problem() {
    check(
        r#"
        variable "on" { type = bool }
        resource "aws_db_instance" "none" {
          count = 0
          port  = 1 / 0
        }
        resource "aws_db_instance" "perhaps" {
          count = var.on ? 1 : 0
          port  = 1 / 0
        }"#,
        &[],
    );
}

#[test]
fn repetitions_need_what_terraform_takes() {
    for (argument, expected) in [
        ("count = true", Some("true: count must be a number, not a bool")),
        ("count = null", Some("null: count must be a number, not null")),
        ("count = -1", Some("-1: count must be a whole number that is not negative")),
        ("count = 1.5", Some("1.5: count must be a whole number that is not negative")),
        ("count = \"2\"", None),
        ("for_each = null", Some("null: for_each needs a map or a set of strings, not null")),
        (
            "for_each = [\"a\"]",
            Some("[\"a\"]: for_each needs a map or a set of strings, not a list: toset() makes a set of it"),
        ),
        ("for_each = toset([1])", Some("toset([1]): for_each needs a set of strings, not of numbers")),
        ("for_each = toset([\"a\"])", None),
        ("for_each = { a = 1 }", None),
        ("for_each = var.unset", None),
        ("for_each = aws_db_instance.other.enabled_cloudwatch_logs_exports", None),
        (
            "for_each = [for log in aws_db_instance.other.enabled_cloudwatch_logs_exports : log]",
            Some(concat!(
                "[for log in aws_db_instance.other.enabled_cloudwatch_logs_exports : log]: ",
                "for_each needs a map or a set of strings, not a list: toset() makes a set of it",
            )),
        ),
    ] {
        let other = "resource \"aws_db_instance\" \"other\" {\n  enabled_cloudwatch_logs_exports = [\"error\"]\n}\n";
        let source =
            format!("variable \"unset\" {{}}\n{other}resource \"aws_db_instance\" \"db\" {{\n  {argument}\n}}\n");
        check(&source, &expected.into_iter().collect::<Vec<_>>());
    }
}
