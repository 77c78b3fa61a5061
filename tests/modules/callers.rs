//! Directories that call each other: what is called is looked at through its callers.

use super::lint;
use insta::assert_snapshot;

/// A module with defaults of its own, and two examples that call it.
const MODULE: &str = r#"
-- main.tf --
resource "aws_db_instance" "this" {
  count             = var.create ? 1 : 0
  storage_encrypted = var.encrypted
}
-- variables.tf --
variable "create" {
  default = true
}
variable "encrypted" {
  default = false
}
-- examples/simple/main.tf --
module "db" {
  source = "../../"
}
-- examples/complete/main.tf --
module "db" {
  source    = "../../"
  encrypted = true
}
module "second" {
  source    = "../.."
  encrypted = local.encrypted
}
module "none" {
  source = "../.."
  create = false
}
locals {
  encrypted = false
}
"#;

#[test]
fn a_module_is_looked_at_through_its_examples() {
    assert_snapshot!(lint(MODULE), @r#"
    module.second.aws_db_instance.this[0] stores its data unencrypted
      examples/complete/main.tf:14 `storage_encrypted` is false
        main.tf:3 `var.encrypted` is used here
        examples/complete/main.tf:7 argument `encrypted` of module.second
        main.tf:1 resource `module.second.aws_db_instance.this[0]`
        examples/complete/main.tf:5 `module.second` is called here
    module.db.aws_db_instance.this[0] stores its data unencrypted
      variables.tf:5 `storage_encrypted` is false
        main.tf:3 `var.encrypted` is used here
        main.tf:1 resource `module.db.aws_db_instance.this[0]`
        examples/simple/main.tf:1 `module.db` is called here
    1 passed
    "#);
}

#[test]
fn a_default_of_the_module_is_said_once_for_all_callers() {
    assert_snapshot!(lint(&format!("{MODULE}\n-- examples/third/main.tf --\nmodule \"third\" {{\n  source = \"../../\"\n}}\n")), @r#"
    module.second.aws_db_instance.this[0] stores its data unencrypted
      examples/complete/main.tf:14 `storage_encrypted` is false
        main.tf:3 `var.encrypted` is used here
        examples/complete/main.tf:7 argument `encrypted` of module.second
        main.tf:1 resource `module.second.aws_db_instance.this[0]`
        examples/complete/main.tf:5 `module.second` is called here
    module.db.aws_db_instance.this[0] (and module.third.aws_db_instance.this[0]) stores its data unencrypted
      variables.tf:5 `storage_encrypted` is false
        main.tf:3 `var.encrypted` is used here
        main.tf:1 resource `module.db.aws_db_instance.this[0]`
        examples/simple/main.tf:1 `module.db` is called here
        examples/third/main.tf:1 `module.third` is called here
    1 passed
    "#);
}

#[test]
fn a_module_that_nobody_calls_is_a_root() {
    assert_snapshot!(lint(r#"
-- modules/db/main.tf --
variable "encrypted" {
  default = false
}
resource "aws_db_instance" "this" {
  storage_encrypted = var.encrypted
}
"#), @r#"
    aws_db_instance.this stores its data unencrypted
      modules/db/main.tf:2 `storage_encrypted` is false
        modules/db/main.tf:5 `var.encrypted` is used here
        modules/db/main.tf:4 resource `aws_db_instance.this`
    0 passed
    "#);
}

#[test]
fn parameters_that_the_caller_hands_over_are_missing_there() {
    assert_snapshot!(super::lint_with("postgresql-tls-not-required", r#"
-- modules/group/main.tf --
variable "parameters" {
  type = list(object({ name = string, value = string, apply_method = optional(string) }))
}
resource "aws_db_parameter_group" "this" {
  name   = "shop"
  family = "postgres14"
  dynamic "parameter" {
    for_each = var.parameters
    content {
      name         = parameter.value.name
      value        = parameter.value.value
      apply_method = parameter.value.apply_method
    }
  }
}
output "name" {
  value = aws_db_parameter_group.this.name
}
-- main.tf --
module "group" {
  source     = "./modules/group"
  parameters = [{ name = "log_connections", value = "1" }]
}
resource "aws_db_instance" "db" {
  engine               = "postgres"
  engine_version       = "14.10"
  parameter_group_name = module.group.name
}
"#), @r#"
    aws_db_instance.db accepts connections without TLS (rds.force_ssl is 0)
      main.tf:3 `rds.force_ssl` is not set: 0, the default of postgres14
        main.tf:8 `module.group.aws_db_parameter_group.this` is used here
        modules/group/main.tf:4 parameter group `module.group.aws_db_parameter_group.this`
        modules/group/main.tf:8 `var.parameters` is used here
        main.tf:1 `module.group` is called here
        main.tf:5 resource `aws_db_instance.db`
    0 passed
    "#);
}
