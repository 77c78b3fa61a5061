//! What is known of results where arguments are not.

use super::files::Memory;
use super::values;
use crate::source::SourceMap;
use crate::terraform::tests::{chain, text};

const DECLARATIONS: &str = r#"
variable "unset" {}
locals {
  name = "shop-${var.unset}"
}
"#;

fn check(rows: &[(&str, &str)]) {
    let expressions: Vec<&str> = rows.iter().map(|(expression, _)| *expression).collect();
    let values = values(&expressions, DECLARATIONS, Memory::default());
    for ((expression, expected), value) in rows.iter().zip(&values) {
        assert_eq!(text(value), *expected, "{expression}");
    }
}

#[test]
fn what_begins_stays_known() {
    check(&[
        (r#"format("%s-%s", "a", var.unset)"#, r#"?(var.unset has no value, starts with "a-")"#),
        (r#"format("x-%s", local.name)"#, r#"?(var.unset has no value, starts with "x-shop-")"#),
        (r#"format("x-%5s", local.name)"#, r#"?(var.unset has no value, starts with "x-")"#),
        (r#"join("/", ["a", local.name])"#, r#"?(var.unset has no value, starts with "a/shop-")"#),
        (r"jsonencode({ a = 1, b = var.unset })", r#"?(var.unset has no value, starts with "{\"a\":1,\"b\":")"#),
        (r#"startswith(local.name, "shop")"#, "true"),
        (r#"startswith(local.name, "x")"#, "false"),
        (r#"startswith(base64gzip("x"), "H4sI")"#, "true"),
    ]);
}

#[test]
fn collections_stay_as_known_as_they_can() {
    check(&[
        ("length(sort([var.unset, \"a\"]))", "2"),
        ("length(reverse([var.unset, \"a\"]))", "2"),
        ("reverse([var.unset, \"a\"])[0]", "\"a\""),
        ("chunklist([\"a\", var.unset], 1)[0]", "[\"a\"]"),
        ("keys({ a = var.unset })", "[\"a\"]"),
        ("zipmap([\"a\", \"b\"], [var.unset, 1]).b", "1"),
        ("element([\"a\", var.unset], 0)", "\"a\""),
        ("lookup({ a = 1, b = var.unset }, \"a\", 2)", "1"),
        ("contains([var.unset, \"a\"], \"a\")", "true"),
        ("contains([var.unset, \"a\"], \"b\")", "?(var.unset has no value)"),
        ("flatten([[local.name], [1]])", "[?(var.unset has no value, starts with \"shop-\"), 1]"),
        ("merge({ a = 1 }, var.unset)", "?(var.unset has no value)"),
    ]);
}

#[test]
fn results_that_are_never_null() {
    check(&[
        ("upper(var.unset) == null", "false"),
        ("coalesce(var.unset, \"a\") == null", "false"),
        ("length(var.unset) == null", "false"),
        ("one([var.unset]) == null", "?(var.unset has no value)"),
        ("jsondecode(var.unset) == null", "?(var.unset has no value)"),
        ("tostring(var.unset) == null", "?(var.unset has no value)"),
        ("timestamp() == null", "false"),
    ]);
}

#[test]
fn errors_come_before_what_is_not_known() {
    check(&[
        ("can(upper(var.unset, 1))", "false"),
        ("can(substr(var.unset, \"x\", 1))", "false"),
        ("can(cidrsubnet(null, var.unset, 1))", "false"),
        ("try(cidrsubnet(\"x\", var.unset, 1), \"else\")", "?(var.unset has no value)"),
        ("try(upper(var.unset), \"else\")", "?(var.unset has no value)"),
    ]);
}

#[test]
fn what_nobody_can_know() {
    check(&[
        ("timestamp()", "?(timestamp() is the time when Terraform runs)"),
        ("plantimestamp()", "?(plantimestamp() is the time when Terraform runs)"),
        ("uuid()", "?(uuid() is another one whenever Terraform runs)"),
        ("bcrypt(\"x\")", "?(bcrypt() is another hash whenever Terraform runs)"),
        ("rsadecrypt(\"x\", \"y\")", "?(rsadecrypt() is not evaluated: what it decrypts is a secret)"),
        (
            "provider::aws::arn_parse(\"x\")",
            "?(the function provider::aws::arn_parse() of a provider is not evaluated)",
        ),
        ("jsonencod(1)", "?(the function jsonencod() is not known; did you mean jsonencode()?)"),
        ("something(1)", "?(the function something() is not known)"),
        ("textencodebase64(\"é\", \"IBM437\")", "?(the encoding is not evaluated)"),
        ("try(indent(2000000, \"a\"), \"else\")", "?(the string is too long to be evaluated)"),
    ]);
}

#[test]
fn chosen_values_keep_their_origins() {
    for (expression, place) in [
        ("coalesce(null, local.b)", "\"chosen\""),
        ("try(local.none.x, local.b)", "\"chosen\""),
        ("lookup({ a = local.b }, \"a\", 1)", "\"chosen\""),
        ("element([1, local.b], 1)", "\"chosen\""),
        ("merge({ a = 1 }, { a = local.b }).a", "\"chosen\""),
        ("values({ a = local.b })[0]", "\"chosen\""),
        ("one([local.b])", "\"chosen\""),
        ("concat([1], [local.b])[1]", "\"chosen\""),
        ("flatten([[1], [local.b]])[1]", "\"chosen\""),
        ("zipmap([\"a\"], [local.b]).a", "\"chosen\""),
        ("tolist([local.b])[0]", "\"chosen\""),
    ] {
        let source = format!(
            "resource \"aws_db_instance\" \"db\" {{\n  tags = {expression}\n}}\nlocals {{\n  b = \"chosen\"\n  none = {{}}\n}}\n"
        );
        let (sources, evaluation): (SourceMap, _) = crate::terraform::tests::evaluated(&[("main.tf", &source)]);
        let chain = chain(&sources, &evaluation.resources[0].attributes["tags"]);
        assert!(chain.ends_with(&format!("written @ {place}\n")), "{expression}\n{chain}");
    }
}
