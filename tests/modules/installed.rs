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
      main.tf:1 `storage_encrypted` is false; the argument `encrypted` is not set here
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
      main.tf:2 `storage_encrypted` is false; the argument `encrypted` is not set here
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

/// A local module that two roots share, which calls one that is to be installed for each of them.
const SHARED: &str = r#"
-- shared/main.tf --
module "inner" {
  source = "git::ssh://git@example.com/db.git"
}
output "on" {
  value = module.inner.on
}
"#;

/// A root that asks the shared module whether to encrypt.
fn root(directory: &str) -> String {
    let main = "module \"s\" {\n  source = \"../shared\"\n}\n\
                resource \"aws_db_instance\" \"db\" {\n  storage_encrypted = module.s.on\n}";
    format!("\n-- {directory}/main.tf --\n{main}\n")
}

fn manifest(root: &str, key: &str) -> String {
    let record = format!(
        r#"{{"Key": "{key}", "Source": "git::ssh://git@example.com/db.git", "Dir": ".terraform/modules/{key}"}}"#
    );
    format!("\n-- {root}/.terraform/modules/modules.json --\n{{\"Modules\": [{record}]}}\n")
}

#[test]
fn each_root_has_its_own_copy() {
    let output = |root: &str, on: bool| {
        format!("\n-- {root}/.terraform/modules/s.inner/outputs.tf --\noutput \"on\" {{\n  value = {on}\n}}\n")
    };
    let files = [
        SHARED.to_owned(),
        root("a") + &manifest("a", "s.inner") + &output("a", true),
        root("b") + &manifest("b", "s.inner") + &output("b", false),
        root("c") + &manifest("c", "inner"),
    ];
    assert_snapshot!(lint(&files.concat()), @r#"
    aws_db_instance.db stores its data unencrypted
      shared/main.tf:5 `storage_encrypted` is false
        b/main.tf:5 `module.s.on` is used here
        b/.terraform/modules/s.inner/outputs.tf:2 output `on` of module.s.module.inner
        b/main.tf:4 resource `aws_db_instance.db`
    ? aws_db_instance.db: module.s.module.inner is not installed (source git::ssh://example.com/db.git)
      c/main.tf:5
    1 passed
    "#);
}

#[test]
fn a_broken_manifest_is_a_problem_and_no_more() {
    let broken = "\n-- a/.terraform/modules/modules.json --\n{\"Modules\": [\n  {\"Key\": \"s.inner\"},\n  oops";
    assert_snapshot!(lint(&[SHARED, &root("a"), broken].concat()), @r#"
    ? aws_db_instance.db: module.s.module.inner is not installed (source git::ssh://example.com/db.git)
      a/main.tf:5
    problem: this record of an installed module has no Key or no Dir
      a/.terraform/modules/modules.json:2
    problem: this is not valid JSON: expected value
      a/.terraform/modules/modules.json:3
    0 passed
    "#);
}

#[test]
fn a_manifest_leads_nowhere_else() {
    let away = r#"
-- a/.terraform/modules/modules.json --
{"Modules": [{"Key": "s.inner", "Source": "git::ssh://git@example.com/db.git", "Dir": "../elsewhere/x/../../.hidden"}]}
-- .hidden/outputs.tf --
output "on" {
  value = true
}
"#;
    let outside = format!("{}{}{away}", SHARED, root("a"));
    assert_snapshot!(super::lint_below("a", &outside), @r#"
    ? aws_db_instance.db: module.s.module.inner is not installed (source git::ssh://example.com/db.git)
      a/main.tf:5
    0 passed
    "#);
}
