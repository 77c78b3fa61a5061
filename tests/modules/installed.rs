//! Modules that `terraform init` has put into `.terraform`.

use super::lint;
use insta::assert_snapshot;

/// A module that leaves encryption to its caller, one call deeper.
const MODULE: &str = r#"
-- .terraform/modules/db/main.tf --
variable "encrypted" {
  default = false
}
module "inner" {
  source    = "./modules/inner"
  encrypted = var.encrypted
}
-- .terraform/modules/db/modules/inner/main.tf --
variable "encrypted" {}
resource "aws_db_instance" "this" {
  storage_encrypted = var.encrypted
}
-- .terraform/modules/db/examples/simple/main.tf --
resource "aws_db_instance" "never" {}
-- .terraform/modules/modules.json --
{"Modules":[{"Key":"","Source":"","Dir":"."},
 {"Key":"db","Source":"registry.terraform.io/acme/db/aws","Version":"1.0.0","Dir":".terraform/modules/db"},
 {"Key":"db.inner","Source":"./modules/inner","Dir":".terraform/modules/db/modules/inner"}]}
"#;

fn with_module(files: &str) -> String {
    lint(&format!("{files}{MODULE}"))
}

#[test]
fn a_value_of_the_caller_is_labelled_there() {
    assert_snapshot!(with_module(r#"
-- main.tf --
module "db" {
  source    = "acme/db/aws"
  encrypted = false
}
"#), @r#"
    module.db.module.inner.aws_db_instance.this stores its data unencrypted
      main.tf:3 `storage_encrypted` is false
        .terraform/modules/db/modules/inner/main.tf:3 `var.encrypted` is used here
        .terraform/modules/db/main.tf:6 argument `encrypted` of module.db.module.inner
        .terraform/modules/db/modules/inner/main.tf:2 resource `module.db.module.inner.aws_db_instance.this`
        .terraform/modules/db/main.tf:4 `module.db.module.inner` is called here
        main.tf:1 `module.db` is called here
    0 passed
    "#);
}

#[test]
fn a_default_of_the_module_is_labelled_at_the_call() {
    assert_snapshot!(with_module(r#"
-- main.tf --
module "db" {
  source  = "acme/db/aws"
  version = "~> 1.0"
}
"#), @r#"
    module.db.module.inner.aws_db_instance.this stores its data unencrypted
      main.tf:1 `storage_encrypted` is false
        .terraform/modules/db/modules/inner/main.tf:3 `var.encrypted` is used here
        .terraform/modules/db/main.tf:6 argument `encrypted` of module.db.module.inner
        .terraform/modules/db/main.tf:2 default of variable `encrypted`
        .terraform/modules/db/modules/inner/main.tf:2 resource `module.db.module.inner.aws_db_instance.this`
        .terraform/modules/db/main.tf:4 `module.db.module.inner` is called here
    0 passed
    "#);
}

#[test]
fn an_ignore_at_the_call_holds() {
    assert_snapshot!(with_module(r#"
-- main.tf --
# rdslint: ignore[storage-unencrypted] a scratch database
module "db" {
  source = "acme/db/aws"
}
"#), @r#"
    ignored: module.db.module.inner.aws_db_instance.this stores its data unencrypted
      main.tf:2 `storage_encrypted` is false
        .terraform/modules/db/modules/inner/main.tf:3 `var.encrypted` is used here
        .terraform/modules/db/main.tf:6 argument `encrypted` of module.db.module.inner
        .terraform/modules/db/main.tf:2 default of variable `encrypted`
        .terraform/modules/db/modules/inner/main.tf:2 resource `module.db.module.inner.aws_db_instance.this`
        .terraform/modules/db/main.tf:4 `module.db.module.inner` is called here
    0 passed
    "#);
}

#[test]
fn what_is_not_installed_is_unknown() {
    assert_snapshot!(with_module(r#"
-- main.tf --
module "db" {
  source = "acme/another/aws"
}
module "keys" {
  source = "git::https://me:hunter2@example.com/keys.git?ref=v1"
}
resource "aws_db_instance" "own" {
  storage_encrypted = module.keys.encrypt
}
"#), @r#"
    ? aws_db_instance.own: module.keys is not installed (source git::https://example.com/keys.git)
      main.tf:8
    0 passed
    "#);
}
