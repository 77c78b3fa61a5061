//! One expression after the other.

use super::{text, value};

/// What expressions become next to a few declarations.
const DECLARATIONS: &str = r#"
variable "unset" {}
variable "env" {}
variable "yes" { default = true }
variable "list" { default = ["b", "a", "b"] }
locals {
  map  = { two = 2, one = 1 }
  name = "shop-${var.unset}"
  list = [var.unset, "k"]
}
resource "aws_kms_key" "k" {
  description = "ours"
}
resource "aws_security_group" "many" {
  count = 2
}
resource "aws_db_parameter_group" "maybe" {
  count = var.yes ? 1 : 0
}
resource "random_password" "p" {
  length = 16
}
data "aws_ssm_parameter" "clear" {
  with_decryption = false
}
data "aws_secretsmanager_secret_version" "s" {}
"#;

fn check(rows: &[(&str, &str)]) {
    for (expression, expected) in rows {
        assert_eq!(text(&value(expression, DECLARATIONS)), *expected, "{expression}");
    }
}

#[test]
fn operators_and_literals() {
    check(&[
        ("5 + 3 * 2", "11"),
        (r#""5" + 3"#, "8"),
        ("-7 / 2", "-3.5"),
        ("1 == 1.0", "true"),
        (r#""1" == 1"#, "false"),
        ("1 / 0", "?(/ has no result)"),
        (r#"[1, "a", null][1]"#, r#""a""#),
        (r#"{ a = 1, "b" = { c = 2 } }.b.c"#, "2"),
        (r#"true ? 1 : "x""#, r#""1""#),
        ("{}.a", "?(there is no attribute a)"),
    ]);
}

#[test]
fn templates_and_repetition() {
    check(&[
        (r#""${var.yes}""#, "true"),
        (r#""a-${1 + 1}-%{ if var.yes }y%{ else }n%{ endif }""#, r#""a-2-y""#),
        (r#""%{ for s in ["a", "b"] ~} ${s}%{ endfor ~}""#, r#""ab""#),
        ("[for k, v in local.map : \"${k}=${v}\"]", r#"["one=1", "two=2"]"#),
        ("{ for s in toset(var.list) : s => upper(s) if s != \"a\" }", r#"{b = "B"}"#),
        ("{ for s in var.list : s => length(s)... }", "{b = [1, 1], a = [1]}"),
        ("[{ a = [{ b = 1 }] }, { a = [{ b = 2 }] }][*].a[*].b", "[[1], [2]]"),
        ("null[*]", "[]"),
    ]);
}

#[test]
fn unknown_spreads_only_as_far_as_it_must() {
    check(&[
        ("var.unset", "?(var.unset has no value)"),
        ("local.name", r#"?(var.unset has no value, starts with "shop-")"#),
        (r#"startswith(local.name, "sh")"#, "true"),
        (r#"local.name == "other""#, "false"),
        ("local.list[1]", r#""k""#),
        ("length(local.list)", "2"),
        ("false && var.unset", "false"),
        ("merge({ a = 1 }, { b = var.unset }).a", "1"),
        ("coalesce(var.unset, 1)", "?(var.unset has no value)"),
        ("timestamp()", "?(timestamp() is the time when Terraform runs)"),
        ("terraform.workspace", "?(terraform.workspace is not known)"),
    ]);
}

#[test]
fn undecided_conditions_keep_both_branches() {
    check(&[
        (r#"var.env == "prod" ? 7 : 1"#, r#"7 if var.env == "prod" is true | 1 if var.env == "prod" is false"#),
        (r#"(var.env == "prod" ? 7 : 1) > 0"#, "true"),
        (r#"var.env == "prod" ? (var.env == "prod" ? 1 : 2) : 1"#, "1"),
        ("[var.env ? 7 : 7]", "[7]"),
        (r#""n-${var.env ? "a" : "b"}""#, r#""n-a" if var.env is true | "n-b" if var.env is false"#),
        (r#"var.password == "x" ? 1 : 2"#, "1 if var.password == \"…\" is true | 2 if var.password == \"…\" is false"),
        (r#"var.db_pwd == "a\"b" ? 1 : 2"#, "1 if var.db_pwd == \"…\" is true | 2 if var.db_pwd == \"…\" is false"),
    ]);
}

#[test]
fn resources_are_referred_to() {
    check(&[
        ("aws_kms_key.k.description", r#""ours""#),
        ("aws_kms_key.k.arn", "?(aws_kms_key.k.arn is known only after apply, is arn of aws_kms_key.k)"),
        (
            "aws_security_group.many[*].id",
            "[?(aws_security_group.many[0].id is known only after apply, is id of aws_security_group.many[0]), \
             ?(aws_security_group.many[1].id is known only after apply, is id of aws_security_group.many[1])]",
        ),
        (
            "try(coalesce(one(aws_db_parameter_group.maybe[*].name), \"x\"), null)",
            "?(aws_db_parameter_group.maybe[0].name is known only after apply, is name of aws_db_parameter_group.maybe[0])",
        ),
        (
            "random_password.p.result",
            "?(random_password.p.result is generated at apply, secret, is result of random_password.p)",
        ),
        ("data.aws_ssm_parameter.clear.value", "?(data.aws_ssm_parameter.clear.value is read when Terraform runs)"),
        (
            "jsondecode(data.aws_secretsmanager_secret_version.s.secret_string).password",
            "?(data.aws_secretsmanager_secret_version.s.secret_string is read when Terraform runs, secret)",
        ),
        ("aws_kms_key.none.arn", "?(aws_kms_key.none is not declared)"),
    ]);
}

#[test]
fn functions() {
    check(&[
        ("try(local.map.three, 3)", "3"),
        ("can(local.map.three)", "false"),
        (r#"join(",", [1, true, "x"])"#, r#""1,true,x""#),
        (r#"format("%s-%03d-%q", true, 5, "a\"b")"#, r#""true-005-\"a\\\"b\"""#),
        (r#"cidrsubnet("10.0.0.0/16", 8, 2)"#, r#""10.0.2.0/24""#),
        (r#"cidrhost("10.0.0.0/24", -2)"#, r#""10.0.0.254""#),
        (r#"lookup(local.map, "none", "d")"#, r#""d""#),
        ("element(var.list, 4)", r#""a""#),
        ("contains(var.list, \"a\")", "true"),
        ("slice(var.list, 1, 3)", r#"["a", "b"]"#),
        ("flatten([[1, [2]], 3])", "[1, 2, 3]"),
        ("toset(var.list)", r#"["a", "b"]"#),
        (r#"compact(["a", "", null, var.unset])"#, "?(var.unset has no value)"),
        (r#"regex("(?P<major>\\d+)", "v16.3").major"#, r#""16""#),
        (r#"replace("aurora-postgresql15", "/[0-9]+$/", "")"#, r#""aurora-postgresql""#),
        (r#"substr("hello", -3, -1)"#, r#""llo""#),
        (r#"jsonencode({ b = "<", a = [true, null] })"#, r#""{\"a\":[true,null],\"b\":\"\\u003c\"}""#),
        ("keys(local.map)", r#"["one", "two"]"#),
        ("max([1, 5, 3]...)", "5"),
        ("range(1, 8, 3)", "[1, 4, 7]"),
        (r#"zipmap(["a", "b"], [1, 2])"#, "{a = 1, b = 2}"),
        (r#"tonumber("x")"#, "?(tonumber(): a string is no number)"),
        (r#"base64encode("hi there")"#, r#""aGkgdGhlcmU=""#),
        (r#"title("hello wide world")"#, r#""Hello Wide World""#),
        ("setproduct([\"a\"], [1, 2])", r#"[["a", 1], ["a", 2]]"#),
    ]);
}
