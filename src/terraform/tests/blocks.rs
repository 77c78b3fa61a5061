//! Blocks that are Terraform's own, override files, and paths.

use super::shown;

fn check(files: &[(&str, &str)], expected: &str) {
    assert_eq!(shown(files).trim_end(), expected.trim());
}

/// A database whose tags are an expression, next to other declarations.
fn tags(expression: &str, declarations: &str, expected: &str) {
    let text = format!("resource \"aws_db_instance\" \"db\" {{\n  tags = {expression}\n}}\n{declarations}\n");
    check(&[("main.tf", &text)], &format!("aws_db_instance.db\n  tags = {expected}"));
}

#[test]
fn an_override_replaces_arguments_whole() {
    let main = r#"
        variable "v" {
          type    = number
          default = 1
        }
        locals {
          a = 1
          b = 1
        }
        resource "aws_db_instance" "db" {
          engine = "mysql"
          tags   = { kept = false, v = var.v, a = local.a, b = local.b }
          port   = 1
        }"#;
    check(
        &[
            ("z_override.tf", "resource \"aws_db_instance\" \"db\" { port = 3 }\nlocals { a = 3 }"),
            ("main.tf", main),
            ("override.tf", "resource \"aws_db_instance\" \"db\" {\n port = 2\n tags = [var.v, local.a, local.b]\n}"),
            ("a_override.tf.json", r#"{"variable": {"v": {"default": "2"}}, "locals": {"a": 2}}"#),
        ],
        r#"
aws_db_instance.db
  engine = "mysql"
  tags = [2, 3, 1]
  port = 3"#,
    );
}

#[test]
fn an_override_replaces_the_blocks_of_a_type() {
    let main = r#"
        resource "aws_db_parameter_group" "static" {
          parameter { name = "a" }
          parameter { name = "b" }
          timeouts { create = "1m" }
        }
        resource "aws_db_parameter_group" "dynamic" {
          parameter { name = "a" }
          dynamic "parameter" {
            for_each = ["b"]
            content { name = parameter.value }
          }
        }
        resource "aws_db_parameter_group" "json" {
          parameter { name = "a" }
        }
        resource "aws_db_parameter_group" "kept" {
          parameter { name = "a" }
          lifecycle { prevent_destroy = true }
        }"#;
    let over = r#"
        resource "aws_db_parameter_group" "static" {
          dynamic "parameter" {
            for_each = ["c"]
            content { name = parameter.value }
          }
        }
        resource "aws_db_parameter_group" "dynamic" {
          parameter { name = "c" }
        }
        resource "aws_db_parameter_group" "kept" {
          lifecycle { create_before_destroy = true }
        }"#;
    let json = r#"{"resource": {"aws_db_parameter_group": {"json": {"parameter": [{"name": "c"}]}}}}"#;
    check(
        &[("main.tf", main), ("x_override.tf", over), ("y_override.tf.json", json)],
        r#"
aws_db_parameter_group.static
  timeouts = [{create = "1m"}]
  parameter = [{name = "c"}]
aws_db_parameter_group.dynamic
  parameter = [{name = "c"}]
aws_db_parameter_group.json
  parameter = [{name = "c"}]
aws_db_parameter_group.kept
  parameter = [{name = "a"}]"#,
    );
}

#[test]
fn an_override_of_nothing_is_a_problem() {
    let over = r#"
        resource "aws_db_instance" "db" {
          port = local.p
        }
        locals { p = 1 }"#;
    check(
        &[("override.tf", over)],
        r"
aws_db_instance.db
  port = 1
problem in line 2: aws_db_instance.db is overridden here, but no other file declares it
problem in line 5: local.p is overridden here, but no other file declares it",
    );
    let main = "resource \"aws_db_instance\" \"db\" {}";
    let depends = "resource \"aws_db_instance\" \"db\" {\n depends_on = [x_y.z]\n}";
    check(
        &[("main.tf", main), ("main_override.tf", depends)],
        "aws_db_instance.db\nproblem in line 2: depends_on cannot be overridden",
    );
}

#[test]
fn an_override_of_a_call_changes_its_arguments() {
    let main = "module \"m\" {\n source = \"./a\"\n on = false\n providers = { aws = aws.x }\n}
        provider \"aws\" { alias = \"x\" }";
    let module = "variable \"on\" {}\nresource \"aws_db_instance\" \"db\" {\n storage_encrypted = var.on\n}";
    check(
        &[
            ("main.tf", main),
            ("override.tf", "module \"m\" {\n source = \"./b\"\n on = true\n}"),
            ("b/main.tf", module),
        ],
        "module.m.aws_db_instance.db\n  storage_encrypted = true",
    );
}

#[test]
fn blocks_without_values_change_nothing() {
    let others = r#"
        terraform {
          required_version = ">= 1.5"
          required_providers { aws = { source = "hashicorp/aws" } }
          backend "s3" { bucket = "b" }
        }
        provider "aws" {
          alias = "x"
          default_tags { tags = { a = 1 } }
        }
        moved {
          from = aws_db_instance.old
          to   = aws_db_instance.db
        }
        import {
          for_each = toset(["a"])
          to       = aws_db_instance.db
          id       = each.key
        }
        removed {
          from = aws_db_instance.gone
          lifecycle { destroy = false }
        }
        check "up" {
          data "http" "page" { url = "https://example.com" }
          assert {
            condition     = data.http.page.status_code == 200
            error_message = "down"
          }
        }
        resource "null_resource" "n" { triggers = { a = "t" } }
        resource "terraform_data" "d" { input = { on = true } }
        ephemeral "random_password" "p" { length = 20 }"#;
    tags("[terraform_data.d.output.on, null_resource.n.triggers.a]", others, r#"[true, "t"]"#);
    tags("1", "resource \"aws_db_instance\" \"no\" {\n count = 0\n}", "1");
}

#[test]
fn arguments_of_terraform_itself_are_no_arguments_of_the_resource() {
    let main = r#"
        resource "aws_db_instance" "db" {
          provider            = aws.x
          depends_on          = [aws_db_instance.other]
          password_wo         = ephemeral.random_password.p.result
          password_wo_version = 1
          lifecycle {
            ignore_changes = [password]
            precondition {
              condition     = true
              error_message = "no"
            }
          }
          provisioner "local-exec" {
            command = "echo ${self.endpoint}"
          }
          connection {
            host = self.address
          }
        }
        provider "aws" { alias = "x" }
        ephemeral "random_password" "p" { length = 20 }"#;
    check(
        &[("main.tf", main)],
        r"
aws_db_instance.db
  password_wo = ?(ephemeral.random_password.p.result is read when Terraform runs, secret, is result of ephemeral.random_password.p)
  password_wo_version = 1",
    );
}

#[test]
fn paths_are_seen_from_the_root() {
    let call = |name: &str, source: &str| format!("module \"{name}\" {{\n source = \"{source}\"\n}}\n");
    let database = "resource \"aws_db_instance\" \"db\" {\n tags = [path.module, path.root]\n}\n";
    let main = format!("{}{}", call("a", "./m/"), call("b", "../n"));
    check(
        &[
            ("r/main.tf", &main),
            ("r/m/main.tf", &call("k", "../../n/k")),
            ("n/main.tf", database),
            ("n/k/main.tf", database),
        ],
        r#"
module.a.module.k.aws_db_instance.db
  tags = ["../n/k", "."]
module.b.aws_db_instance.db
  tags = ["../n", "."]"#,
    );
}

#[test]
fn blocks_of_the_json_syntax_are_blocks() {
    let json = r#"{"resource": {"aws_db_parameter_group": {"p": {
        "parameter": {"name": "a", "value": "${1 / 0}"},
        "dynamic": {"parameter": {"for_each": ["b"], "content": {"name": "${parameter.value}"}}}
    }}}}"#;
    check(
        &[("main.tf.json", json)],
        r#"aws_db_parameter_group.p
  parameter = [{name = "a", value = ?(/ has no result)}, {name = "b"}]
problem in line 2: / has no result
"#,
    );
}
