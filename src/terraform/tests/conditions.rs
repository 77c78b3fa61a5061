//! Conditions that nothing decides: what they guard, and what follows for whatever exists under them.

use super::shown;
use std::fmt::Write;

fn check(source: &str, expected: &str) {
    let ends = source.find("---").unwrap_or(source.len());
    let (main, module) = (&source[..ends], source.get(ends + 3..).unwrap_or_default());
    let mut files = vec![("main.tf", main)];
    if !module.is_empty() {
        files.push(("m/main.tf", module));
    }
    let lines = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("\n");
    assert_eq!(lines(shown(&files).trim()), lines(expected.trim()), "{source}");
}

#[test]
fn what_exists_under_a_condition_knows_that_it_holds() {
    check(
        r#"
        variable "on" { type = bool }
        variable "big" { type = bool }
        resource "aws_db_instance" "db" {
          count                = var.on && !var.big ? 1 : 0
          storage_encrypted    = var.on ? true : false
          multi_az             = var.big
          port                 = var.big ? 5433 : 5432
          parameter_group_name = one(aws_db_parameter_group.pg[*].name)
          tags                 = compact(flatten([join("", aws_db_parameter_group.pg[*].name), []]))
        }
        resource "aws_db_parameter_group" "pg" {
          count = var.on ? 1 : 0
        }"#,
        r"
        aws_db_instance.db[0] if var.on is true and var.big is false
          storage_encrypted = true
          multi_az = ?(var.big has no value)
          port = 5432
          parameter_group_name = ?(aws_db_parameter_group.pg[0].name is known only after apply, is name of aws_db_parameter_group.pg[0])
          tags = [?(aws_db_parameter_group.pg[0].name is known only after apply, is name of aws_db_parameter_group.pg[0])]
        aws_db_parameter_group.pg[0] if var.on is true",
    );
}

#[test]
fn each_way_has_its_own_copies() {
    check(
        r#"
        variable "prod" { type = bool }
        resource "aws_db_instance" "n" {
          count = var.prod ? 2 : 1
          port  = 5000 + count.index
        }
        resource "aws_db_instance" "e" {
          for_each = var.prod ? { a = 1, b = 2 } : { a = 3 }
          port     = each.value
        }
        resource "aws_db_instance" "all" {
          tags = [length(aws_db_instance.n), try(aws_db_instance.e["b"].port, 7)]
        }"#,
        r#"
        aws_db_instance.n[0]
          port = 5000
        aws_db_instance.n[1] if var.prod is true
          port = 5001
        aws_db_instance.e["a"]
          port = 1 if var.prod is true | 3 if var.prod is false
        aws_db_instance.e["b"] if var.prod is true
          port = 2
        aws_db_instance.all
          tags = [2 if var.prod is true | 1 if var.prod is false, 2 if var.prod is true | 7 if var.prod is false]"#,
    );
}

#[test]
fn blocks_that_a_condition_makes_stand_under_it() {
    let optional = |name: &str| {
        format!("dynamic \"parameter\" {{\nfor_each = path.{name} ? [1] : []\ncontent {{\nname = \"{name}\"\n}}\n}}\n")
    };
    let group = |names: &[&str]| {
        let blocks: String = names.iter().map(|name| optional(name)).collect();
        let known = "parameter {\nname = \"k\"\n}";
        format!("resource \"aws_db_parameter_group\" \"pg\" {{\n{known}\n{blocks}}}")
    };
    check(
        &group(&["a"]),
        r#"
        aws_db_parameter_group.pg
          parameter = [{name = "k"}, {name = "a"}] if path.a is true | [{name = "k"}] if path.a is false"#,
    );
    let unclear =
        |name: &str| format!("?(the number of blocks is not known: it depends on whether path.{name} is true)");
    let names = ["a", "b", "c", "d", "e"];
    let all = names.map(unclear).join(", ");
    check(&group(&names), &format!("aws_db_parameter_group.pg\nparameter = [{{name = \"k\"}}, {all}]"));
}

#[test]
fn one_text_in_two_modules_or_rounds_is_two_conditions() {
    check(
        r#"
        variable "on" { type = bool }
        data "aws_x" "x" {}
        module "m" {
          source = "./m"
          port   = var.on ? 1 : 2
          same   = var.on
        }
        locals {
          each  = { a = data.aws_x.x.a, b = data.aws_x.x.b }
          ports = { for k, v in local.each : k => v.on ? 1 : 2 }
        }
        resource "aws_db_instance" "db" {
          port = local.ports["a"] + local.ports["b"]
        }
        ---
        variable "port" {}
        variable "same" {}
        data "aws_y" "y" {}
        locals { on = data.aws_y.y.on }
        resource "aws_db_instance" "in" {
          port = local.on ? var.port : 0
          tags = var.same ? var.port : 0
        }"#,
        r#"
        aws_db_instance.db
          port = 2 if v.on for k = "a" is true and v.on for k = "b" is true | 3 if v.on for k = "a" is true and v.on for k = "b" is false | 3 if v.on for k = "a" is false and v.on for k = "b" is true | 4 if v.on for k = "a" is false and v.on for k = "b" is false
        module.m.aws_db_instance.in
          port = 1 if data.aws_y.y.on in module.m is true and var.on is true | 2 if data.aws_y.y.on in module.m is true and var.on is false | 0 if data.aws_y.y.on in module.m is false
          tags = 1 if var.on is true | 0 if var.on is false"#,
    );
}

#[test]
fn what_may_be_missing_is_looked_for_elsewhere() {
    check(
        r#"
        variable "names" { type = set(string) }
        resource "aws_s3_bucket" "k" {
          for_each = var.names
        }
        resource "aws_s3_bucket" "n" {
          count = length(var.names)
        }
        resource "aws_db_instance" "db" {
          kms_key_id = try(aws_s3_bucket.k["a"].arn, "none")
          port       = try(aws_s3_bucket.n[0].arn, "none")
          tags       = [can(aws_s3_bucket.k["a"].arn), length(aws_s3_bucket.k[*].arn) > 0]
        }"#,
        r#"
        aws_db_instance.db
          kms_key_id = ?(aws_s3_bucket.k.arn is known only after apply, is arn of aws_s3_bucket.k)
          port = ?(aws_s3_bucket.n.arn is known only after apply, is arn of aws_s3_bucket.n) if length(var.names) is greater than 0 | "none" if length(var.names) is not greater than 0
          tags = [?(aws_s3_bucket.k.arn is known only after apply), true if var.names is not empty | false if var.names is empty]"#,
    );
}

#[test]
fn guards_do_not_grow_with_what_they_are_made_of() {
    let mut locals = "l0 = path.cwd == 1\n".to_owned();
    for index in 1..=40 {
        let before = format!("local.l{}", index - 1);
        writeln!(locals, "l{index} = {before} && !(!{before} || !{before})").unwrap();
    }
    let source = format!("resource \"aws_db_instance\" \"x\" {{\ncount = local.l40 ? 1 : 0\n}}\nlocals {{\n{locals}}}");
    let shown = shown(&[("main.tf", &source)]);
    assert!(shown.starts_with("aws_db_instance.x[0] if local.l") && shown.len() < 2_000, "{shown}");
}

#[test]
fn a_branch_knows_its_condition() {
    check(
        r#"
        variable "on" { type = bool }
        variable "engine" {}
        variable "cfg" {}
        locals { mysql = var.engine == "mysql" }
        resource "aws_db_instance" "db" {
          a = var.on ? [var.on, !var.on] : [var.on]
          b = var.engine == "mysql" ? "${var.engine}8.0" : "x"
          c = var.cfg != null ? var.cfg == null : true
          d = !var.on && var.engine != "x" ? [var.on, var.engine == "x"] : []
          e = local.mysql ? [local.mysql] : [5 > 6, local.mysql]
          f = "%{ if var.on }${var.on}%{ else }${var.on}%{ endif }"
          g = var.on ? local.on : 1
          h = [for x in [1] : var.on if var.on]
        }"#,
        r#"
        aws_db_instance.db
          a = [true, false] if var.on is true | [false] if var.on is false
          b = "mysql8.0" if var.engine == "mysql" is true | "x" if var.engine == "mysql" is false
          c = false if var.cfg != null is true | true if var.cfg != null is false
          d = [false, ?(var.engine has no value)] if var.on is false and var.engine != "x" is true | [] if !var.on && (var.engine != "x") is false
          e = [true] if local.mysql is true | [false, false] if local.mysql is false
          f = "true" if var.on is true | "false" if var.on is false
          g = ?(local.on is not declared) if var.on is true | 1 if var.on is false
          h = [true] if var.on is true | [] if var.on is false
        problem in line 13: local.on is not declared"#,
    );
}
